"""`qa-desk sample replace|queue|reassign|extend|withdraw`: what happens to drawn contacts until they are scored."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.sampling import Replacement
from qa_desk.services.calibration_lookup import find_evaluator
from qa_desk.services.sampling_assignments import extend, open_assignments, reassign, withdraw, workload
from qa_desk.services.sampling_records import find_sample, items_of
from qa_desk.services.sampling_replacement import replace_item

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from qa_desk.app.console import Console
    from qa_desk.workspace.workspace import Workspace


def _replace(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    sample = find_sample(workspace, args.id)
    item = next((item for item in items_of(workspace, sample.id) if item.position == args.position), None)
    if item is None:
        raise Refusal(tr("{sample} has no item {position}.", sample=sample.name, position=args.position))
    who = args.evaluator or item.evaluator
    if who is None:
        raise Refusal(tr("{contact}: nobody is to score it any more, so it needs no replacement.", contact=item.reference))
    found = replace_item(workspace, item.id, find_evaluator(workspace, who), Replacement(args.reason), args.words)
    if args.json:
        console.document({"item": found.item_id, "interaction": found.interaction_id, "contact": found.reference})
    else:
        console.line(tr("{old} is replaced by {new}.", old=item.reference, new=found.reference))
    return 0


def _queue(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    if args.evaluator:
        found = open_assignments(workspace, find_evaluator(workspace, args.evaluator))
        if args.json:
            console.document({"assignments": [asdict(one) for one in found]})
            return 0
        header = [tr("assignment"), tr("contact"), tr("channel"), tr("agent"), tr("due"), tr("sample"), tr("remark")]
        rows = [
            [
                one.id,
                one.reference,
                one.channel,
                one.agent,
                one.due_on,
                one.sample,
                ", ".join(word for word, holds in ((tr("begun"), one.is_begun), (tr("second, blind"), one.is_second)) if holds),
            ]
            for one in found
        ]
        console.table(header, rows)
        return 0
    loads = workload(workspace)
    if args.json:
        console.document({"evaluators": [asdict(load) for load in loads]})
        return 0
    header = [
        tr("evaluator"),
        tr("open"),
        tr("overdue"),
        tr("due in 7 days"),
        tr("second, blind"),
        tr("at most"),
        tr("done in 7 days"),
    ]
    rows = [
        [load.name, load.open, load.overdue, load.due_soon, load.seconds, load.capacity, load.done_lately, load.replaced]
        for load in loads
    ]
    console.table([*header, tr("replaced")], rows)
    return 0


def _reassign(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    return _say_changed(reassign(workspace, args.assignments, find_evaluator(workspace, args.to)), args, console)


def _extend(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    return _say_changed(extend(workspace, args.assignments, args.due.isoformat()), args, console)


def _withdraw(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    return _say_changed(withdraw(workspace, args.assignments), args, console)


def _say_changed(count: int, args: argparse.Namespace, console: Console) -> int:
    if args.json:
        console.document({"changed": count})
    else:
        console.line(ntr("{count} assignment changed.", "{count} assignments changed.", count))
    return 0


QUEUE_VERBS: Mapping[str, Callable[[Workspace, argparse.Namespace, Console], int]] = {
    "replace": _replace,
    "queue": _queue,
    "reassign": _reassign,
    "extend": _extend,
    "withdraw": _withdraw,
}
