"""What the verbs of `qa-desk sample` do, and how they say it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_desk.app.sampling_plan_verb import tell_plan
from qa_desk.app.sampling_queue_verbs import QUEUE_VERBS
from qa_desk.app.sampling_request import design_asked, population_asked
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.sampling import REPLACEMENT_WORDS, design_record, population_record
from qa_desk.services.calibration_lookup import find_evaluator
from qa_desk.services.sampling import DrawRequest, draw_sample, new_seed, propose_sample
from qa_desk.services.sampling_records import (
    find_sample,
    items_of,
    list_samples,
    matrix_of,
    repeat_draw,
    replacements_by_evaluator,
    stored_frame,
)
from qa_desk.services.sampling_targets import reason_words
from qa_desk.services.sampling_words import design_words, population_words, proposal_warnings, replaced_words
from qa_desk.services.scorecards import find_version

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from qa_desk.app.console import Console
    from qa_desk.services.sampling import Proposal
    from qa_desk.services.sampling_records import Item, Sample
    from qa_desk.workspace.workspace import Workspace


def _draw(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    request = DrawRequest(
        population=population_asked(workspace, args),
        design=design_asked(args),
        seed=new_seed(workspace) if args.seed is None else args.seed,
        title=args.title,
        evaluator_ids=tuple(find_evaluator(workspace, name) for name in args.evaluator) if args.evaluator else None,
        version_id=find_version(workspace, args.scorecard).id if args.scorecard else None,
        due_on=args.due.isoformat() if args.due else None,
    )
    proposal = propose_sample(workspace, request, console)
    sample = None
    if not args.dry_run:
        sample = find_sample(workspace, draw_sample(workspace, request, console, proposal=proposal))
    for warning in proposal_warnings(proposal):
        console.message(warning)
    if args.json:
        console.document(_drawn_document(proposal, sample))
        return 0
    of_frame = ntr(
        "{drawn} of {count} contact", "{drawn} of {count} contacts", len(proposal.frame.contacts), drawn=_drawn(proposal)
    )
    head = tr("Nothing was written.") if sample is None else sample.name
    console.line(f"{head} · {design_words(request.design)} · {tr('seed {seed}', seed=request.seed)} · {of_frame}")
    rows = [
        [
            row["position"],
            row["contact"],
            row["channel"],
            row["agent"],
            row["stratum"],
            row["evaluator"],
            row["second"],
            row["why"],
        ]
        for row in _drawn_rows(proposal)
    ]
    console.table(["#", tr("contact"), tr("channel"), tr("agent"), tr("stratum"), tr("evaluator"), tr("second"), tr("why")], rows)
    return 0


def _drawn(proposal: Proposal) -> str:
    return count_text(len(proposal.draw.drawn))


def _drawn_rows(proposal: Proposal) -> list[dict[str, Any]]:
    firsts = {share.contact: share.rater for share in proposal.spread.shares if not share.is_second}
    seconds = {share.contact: share.rater for share in proposal.spread.shares if share.is_second}
    names = {**proposal.evaluators, "": None}
    return [
        {
            "position": position,
            "contact": each.contact.id,
            "channel": each.contact.channel,
            "agent": proposal.agents[each.contact.agent],
            "agent_id": each.contact.agent,
            "group": each.group,
            "stratum": each.stratum,
            "rank": each.rank,
            "chance": each.chance,
            "reasons": list(each.contact.reasons),
            "why": ", ".join(map(reason_words, each.contact.reasons)),
            "evaluator": names[firsts.get(each.contact.id, "")],
            "second": names[seconds.get(each.contact.id, "")],
        }
        for position, each in enumerate(proposal.draw.drawn, 1)
    ]


def _drawn_document(proposal: Proposal, sample: Sample | None) -> dict[str, Any]:
    request, spread = proposal.request, proposal.spread
    return {
        "id": sample.id if sample else None,
        "number": sample.number if sample else None,
        "method": request.design.method,
        "seed": request.seed,
        "algorithm": sample.algorithm if sample else None,
        "frame": {"size": len(proposal.frame.contacts), "hash": proposal.hash},
        "population": population_record(request.population),
        "design": design_record(request.design),
        "due_on": request.due_on,
        "drawn": [{key: value for key, value in row.items() if key != "why"} for row in _drawn_rows(proposal)],
        "groups": [asdict(group) for group in proposal.draw.groups],
        "matrix": [
            {"evaluator": proposal.evaluators[rater], "agent": proposal.agents[agent], "contacts": contacts}
            for (rater, agent), contacts in sorted(spread.matrix.items())
        ],
        "unassigned": list(spread.unassigned),
        "islands": spread.islands,
        "warnings": proposal_warnings(proposal),
    }


def _list(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    samples = list_samples(workspace)
    if args.json:
        console.document({"samples": [_record(sample) for sample in samples]})
        return 0
    header = ["#", tr("title"), tr("drawn"), tr("method"), tr("seed"), tr("frame"), tr("items"), tr("done"), tr("open")]
    rows = [
        [
            sample.number,
            sample.title,
            _moment(sample.created_at)[:10],
            design_words(sample.design),
            sample.seed,
            count_text(sample.frame_size),
            sample.drawn,
            sample.progress.done,
            sample.progress.open,
            replaced_words(sample.reasons),
        ]
        for sample in samples
    ]
    console.table([*header, tr("replaced")], rows)
    return 0


def _show(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    sample = find_sample(workspace, args.id)
    items = items_of(workspace, sample.id)
    by_evaluator = replacements_by_evaluator(workspace, sample.id)
    if args.json:
        document = _record(sample) | {
            "items": [asdict(item) for item in items],
            "matrix": [
                {"evaluator": evaluator, "agent": agent, "contacts": contacts}
                for (evaluator, agent), contacts in matrix_of(workspace, sample.id).items()
            ],
            "replaced_by": by_evaluator,
        }
        if args.frame:
            document["frame"] |= {"contacts": [asdict(contact) for contact in stored_frame(workspace, sample.id)]}
        console.document(document)
        return 0
    names = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
    console.line(sample.name)
    for line in (
        population_words(sample.population, names),
        design_words(sample.design),
        tr("seed {seed}", seed=sample.seed) + f" · {sample.algorithm}",
        tr("frame: {size} contacts, SHA-256 {hash}", size=count_text(sample.frame_size), hash=sample.frame_hash),
    ):
        console.line(line)
    for name, reasons in by_evaluator.items():
        console.line(tr("replaced by {name}: {reasons}", name=name, reasons=replaced_words(reasons)))
    console.line()
    header = ["#", tr("contact"), tr("channel"), tr("agent"), tr("state"), tr("evaluator"), tr("second"), tr("due"), tr("remark")]
    console.table(header, [_item_row(item) for item in items])
    return 0


def _item_row(item: Item) -> list[object]:
    remark = ", ".join(map(reason_words, item.reasons))
    if item.reason is not None:
        remark = " · ".join(part for part in (tr(REPLACEMENT_WORDS[item.reason]), item.words) if part)
    elif item.replaces is not None:
        remark = tr("for {position}", position=item.replaces)
    return [
        *(item.position, item.reference, item.channel, item.agent, item.state, item.evaluator, item.second, item.due_on),
        remark,
    ]


def _record(sample: Sample) -> dict[str, Any]:
    return {
        "id": sample.id,
        "number": sample.number,
        "title": sample.title,
        "method": sample.method,
        "algorithm": sample.algorithm,
        "seed": sample.seed,
        "population": population_record(sample.population),
        "design": design_record(sample.design),
        "frame": {"size": sample.frame_size, "hash": sample.frame_hash},
        "drawn": sample.drawn,
        "due_on": sample.due_on,
        "drawn_by": sample.drawn_by,
        "created_at": _moment(sample.created_at),
        "progress": asdict(sample.progress),
        "replaced": dict(sample.reasons),
    }


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def _repeat(workspace: Workspace, args: argparse.Namespace, console: Console) -> int:
    found = repeat_draw(workspace, args.id)
    then, now = set(found.drawn_then), set(found.drawn_now)
    if args.json:
        console.document(
            {
                "id": found.sample.id,
                "same": found.is_same,
                "frame_is_whole": found.frame_is_whole,
                "drawn": list(found.drawn_now),
                "missing": sorted(then - now),
                "new": sorted(now - then),
            }
        )
    elif found.is_same:
        console.line(
            ntr(
                "{sample}: the same {count} contact out of {size}, seed {seed}.",
                "{sample}: the same {count} contacts out of {size}, seed {seed}.",
                len(found.drawn_now),
                sample=found.sample.name,
                size=count_text(found.sample.frame_size),
                seed=found.sample.seed,
            )
        )
    else:
        console.line(_how_it_differs(found.sample.name, found.frame_is_whole, len(then - now)))
    return 0 if found.is_same else 1


def _how_it_differs(name: str, frame_is_whole: bool, missing: int) -> str:
    if not frame_is_whole:
        return tr("{sample}: the kept frame is not the one of the record. It was altered or lost.", sample=name)
    return ntr(
        "{sample}: comes out otherwise; {count} contact of the record is not drawn. The record was altered.",
        "{sample}: comes out otherwise; {count} contacts of the record are not drawn. The record was altered.",
        missing,
        sample=name,
    )


VERBS: Mapping[str, Callable[[Workspace, argparse.Namespace, Console], int]] = {
    "plan": tell_plan,
    "draw": _draw,
    "list": _list,
    "show": _show,
    "repeat": _repeat,
    **QUEUE_VERBS,
}
