"""`qa-desk -w FILE people review`, `people same KEEP OTHER`, `people apart ONE OTHER`: who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.services.identity import Review

NAME = "people"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("who is perhaps one person under two names, and what imports changed"))
    parser.add_argument("verb", choices=("review", "same", "apart"))
    parser.add_argument("names", nargs="*", help=tr("for same: whom to keep, then the other; by id, mail address or name"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Review, or decide about two."""
    from qa_desk.services.identity import keep_apart, review_people, same_person

    if len(args.names) != (0 if args.verb == "review" else 2):
        raise WrongUsage(tr("qa-desk -w FILE people review | same KEEP OTHER | apart ONE OTHER"))
    with named_workspace(args) as workspace:
        if args.verb == "review":
            _tell(review_people(workspace), console)
            return 0
        decide = same_person if args.verb == "same" else keep_apart
        decide(workspace, *args.names)
        if console.as_json:
            console.document({args.verb: args.names})
        elif args.verb == "same":
            console.line(tr("{other} is {kept} under another name.", kept=args.names[0], other=args.names[1]))
        else:
            console.line(tr("{first} and {second} are two people.", first=args.names[0], second=args.names[1]))
        return 0


def _tell(review: Review, console: Console) -> None:
    from qa_desk.services.identity import FIELDS

    if console.as_json:
        console.document(
            {
                "perhaps_same": [
                    {"first": one.first.name, "first_id": one.first.id, "second": one.second.name, "second_id": one.second.id,
                     "why": tr(one.why)}
                    for one in review.pairs
                ],
                "shared_names": [{"name": one.name, "agents": list(one.agents)} for one in review.shared],
                "overwritten": [
                    {"batch": one.batch, "who": one.who, "field": one.field, "before": one.before, "after": one.after}
                    for one in review.overwritten
                ],
            }
        )  # fmt: skip
        return
    if not (review.pairs or review.shared or review.overwritten):
        console.line(tr("There is nothing to review: every name is one person's."))
    if review.pairs:
        console.line(tr("Perhaps one person:"))
        rows = [(one.first.name, one.first.id, one.second.name, one.second.id, tr(one.why)) for one in review.pairs]
        console.table([tr("one"), tr("id"), tr("other"), tr("id"), tr("why")], rows)
    if review.shared:
        console.line(tr("Names that several agents go by (facts that carry them belong to none):"))
        console.table([tr("name"), tr("agents")], [(one.name, ", ".join(one.agents)) for one in review.shared])
    if review.overwritten:
        console.line(tr("What imports changed about people:"))
        console.table(
            [tr("batch"), tr("who"), tr("what"), tr("was"), tr("is")],
            [(one.batch, one.who, tr(FIELDS[one.field]), one.before, one.after) for one in review.overwritten],
        )
