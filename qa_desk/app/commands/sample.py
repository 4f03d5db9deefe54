"""`qa-desk -w FILE sample …`: the planner, draws and their records, replacements and the evaluators' queues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.app.arguments import day
from qa_desk.app.opening import named_workspace
from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.language import tr
from qa_desk.domain.sampling import CSAT_BANDS, DIMENSIONS, PARTS, REASON_RULES, TENURE_BANDS, USUAL_DOUBLE_SHARE, Replacement

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "sample"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    parser = subparsers.add_parser(NAME, help=tr("what to evaluate: plan, draw, repeat a draw, replace, hand on"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    plan = verbs.add_parser("plan", help=tr("how many evaluations tell what"))
    _add_population(plan)
    _add_plan(plan)
    drawing = verbs.add_parser("draw", help=tr("draw contacts at random, by quota or on purpose, and assign them"))
    _add_population(drawing)
    _add_design(drawing)
    listing = verbs.add_parser("list", help=tr("all samples and how far they are"))
    show = verbs.add_parser("show", help=tr("one sample: its record and its items"))
    show.add_argument("--frame", action="store_true", help=tr("with every contact that could have been drawn (with --json)"))
    repeat = verbs.add_parser("repeat", help=tr("draw again from the record and compare; status 1 when it comes out otherwise"))
    replace = verbs.add_parser("replace", help=tr("replace an item that cannot be scored by the next one of its stratum"))
    for verb in (show, repeat, replace):
        verb.add_argument("id", metavar="ID", help=tr("the sample's number, title or id"))
    replace.add_argument("position", type=int, help=tr("the item's number in the sample"))
    replace.add_argument("--reason", required=True, choices=[str(reason) for reason in Replacement])
    replace.add_argument("--words", default="", help=tr("in a few words, for the reason “other”"))
    replace.add_argument("--evaluator", metavar="NAME", help=tr("who replaces it (default: who is to score it)"))
    _add_queues(verbs)
    for verb in (plan, drawing, listing, show, repeat, replace):
        verb.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def _add_population(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(tr("who could be drawn"))
    group.add_argument("--from", dest="first", type=day, metavar="DATE", help=tr("the first day (YYYY-MM-DD)"))
    group.add_argument("--to", dest="last", type=day, metavar="DATE", help=tr("the last day, included"))
    group.add_argument("--channel", action="append", default=[], choices=CHANNELS)
    for name in ("team", "agent", "queue", "driver", "language"):
        group.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help=tr("only these; may be repeated"))
    group.add_argument("--min-duration", type=float, metavar="SECONDS")
    group.add_argument("--max-duration", type=float, metavar="SECONDS")
    group.add_argument("--csat", action="append", default=[], choices=list(CSAT_BANDS))
    group.add_argument("--tenure", action="append", default=[], choices=list(TENURE_BANDS))
    group.add_argument(
        "--any-content", action="store_true", help=tr("also imported calls and tickets without recording or thread")
    )
    group.add_argument("--include-evaluated", action="store_true", help=tr("also what is evaluated or assigned already"))


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quota", type=int, default=4, metavar="N", help=tr("evaluations an agent"))
    parser.add_argument("--half-width", type=float, default=0.10, help=tr("of a pass rate, as a share (default: 0.10)"))
    parser.add_argument("--points", type=float, default=5.0, help=tr("half-width of a mean score in points (default: 5)"))
    parser.add_argument("--rare", type=float, default=0.02, metavar="RATE", help=tr("of a critical error, as a share"))
    parser.add_argument("--sd", type=float, help=tr("spread of scores within an agent (default: as measured)"))
    parser.add_argument("--pass-rate", type=float, help=tr("expected, as a share (default: as measured)"))
    parser.add_argument("--contacts", type=int, help=tr("contacts an agent (default: as counted)"))
    parser.add_argument("--top-up", action="store_true", help=tr("agents of whom more evaluations may change the decision"))
    parser.add_argument("--this-period", action="store_true", help=tr("the statement is about this period's contacts only"))


def _add_design(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(tr("how it is drawn"))
    group.add_argument("--method", choices=("random", "quota", "targeted"))
    group.add_argument("--quota", type=int, metavar="N", help=tr("evaluations an agent (targeted: at most)"))
    group.add_argument("--per", choices=list(PARTS), default="span", help=tr("what the quota is counted by"))
    group.add_argument("--size", type=int, metavar="N", help=tr("contacts in all, for random and targeted samples"))
    group.add_argument("--stratify", action="append", metavar="DIM", help=", ".join((*DIMENSIONS, "none")))
    group.add_argument("--why", action="append", default=[], choices=list(REASON_RULES), help=tr("pick on purpose; repeat"))
    group.add_argument("--word", action="append", default=[], metavar="TEXT", help=tr("to look for in transcripts; repeat"))
    group.add_argument("--dead-air", type=float, default=20.0, metavar="SECONDS")
    group.add_argument("--longer-than", type=float, default=900.0, metavar="SECONDS")
    group.add_argument("--shorter-than", type=float, default=60.0, metavar="SECONDS")
    group.add_argument("--seed", type=int, metavar="N", help=tr("default: a new one, which is kept"))
    group.add_argument("--title", default="")
    group.add_argument("--evaluator", action="append", metavar="NAME", help=tr("who shares it (default: everybody); repeat"))
    group.add_argument(
        "--double", type=float, default=USUAL_DOUBLE_SHARE, metavar="SHARE", help=tr("scored by two people, blind")
    )
    group.add_argument("--allow-leads", action="store_true", help=tr("leads may score their own team"))
    group.add_argument("--scorecard", help=tr("key, key:number or id (default: the one of the channel)"))
    group.add_argument("--due", type=day, metavar="DATE")
    group.add_argument("--dry-run", action="store_true", help=tr("show what would be drawn; nothing is written"))


def _add_queues(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    queue = verbs.add_parser("queue", help=tr("who has how much to score, and what"))
    queue.add_argument("--evaluator", metavar="NAME", help=tr("the open assignments of one evaluator"))
    reassign = verbs.add_parser("reassign", help=tr("hand assignments that were not begun to somebody else"))
    reassign.add_argument("--to", required=True, metavar="NAME")
    extend = verbs.add_parser("extend", help=tr("give assignments another due date"))
    extend.add_argument("--due", required=True, type=day, metavar="DATE")
    withdraw = verbs.add_parser("withdraw", help=tr("take back assignments that were not begun"))
    for verb in (reassign, extend, withdraw):
        verb.add_argument("assignments", nargs="+", metavar="ASSIGNMENT", help=tr("as “sample queue --evaluator” lists them"))
    for verb in (queue, reassign, extend, withdraw):
        verb.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    from qa_desk.app.sampling_verbs import VERBS

    with named_workspace(args) as workspace:
        return VERBS[args.verb](workspace, args, console)
