"""`qa-desk kpi list|define|show|rows|goal`: the catalogue, figures with intervals and comparison, their records, goals."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from qa_desk.app.arguments import day
from qa_desk.app.commands.kpi_goal import add_goal_parser, run_goal
from qa_desk.app.opening import named_workspace
from qa_desk.app.usage import WrongUsage
from qa_desk.domain.language import N_, tr
from qa_desk.kpis.figure import COMPARISONS, PERIODS, Figure, Records, Request
from qa_desk.kpis.wording import amount, change_text, interval_text, value_text

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.workspace.workspace import Workspace

NAME = "kpi"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its verbs."""
    verbs = subparsers.add_parser(NAME, help=tr("key figures: catalogue, figures, records behind them")).add_subparsers(
        dest="verb", metavar="VERB", required=True
    )
    listing = verbs.add_parser("list", help=tr("the catalogue"))
    listing.add_argument("--json", action="store_true", help=tr("print one JSON document"))
    show = verbs.add_parser("show", help=tr("figures with their intervals"))
    show.add_argument("ids", nargs="*", metavar="ID")
    show.add_argument(
        "--by", default="", metavar="DIM[,DIM]", help=tr("group by agent, team, channel, queue, priority, reason …")
    )
    show.add_argument("--period", choices=PERIODS, default="all")
    show.add_argument("--compare", choices=COMPARISONS)
    rows = verbs.add_parser("rows", help=tr("the records behind a figure"))
    rows.add_argument("id", metavar="ID")
    rows.add_argument("--limit", type=int)
    define = verbs.add_parser("define", help=tr("the definition of a figure, and what is said of it elsewhere"))
    define.add_argument("id", metavar="ID")
    define.add_argument("--json", action="store_true", help=tr("print one JSON document"))
    add_goal_parser(verbs)
    for parser in (show, rows):
        parser.add_argument("--from", dest="start", type=day, metavar="DATE", help=tr("the first day (YYYY-MM-DD)"))
        parser.add_argument("--to", dest="end", type=day, metavar="DATE", help=tr("the last day, included"))
        parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help=tr("only these; may be repeated"))
        parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the verb says."""
    return int(_VERBS[args.verb](args, console))


def _list(args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.kpis import catalogue

    entries = catalogue()
    if args.json:
        console.document({"kpis": [asdict(entry) for entry in entries]})
        return 0
    header = [tr("id"), tr("name"), tr("unit"), tr("better"), tr("needs"), tr("formula")]
    console.table(header, [[e.id, e.name, e.unit, e.direction, ", ".join(e.inputs), e.formula] for e in entries])
    return 0


def _define(args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.kpis import kpi_info

    entry = kpi_info(args.id)
    if args.json:
        console.document(asdict(entry))
        return 0
    lines = [
        (tr("id"), entry.id), (tr("name"), entry.name), (tr("formula"), entry.formula), (tr("counts"), entry.filters),
        (tr("dated by"), entry.period_key), (tr("unit"), entry.unit), (tr("better"), entry.direction), (tr("clock"), entry.clock),
        (tr("interval"), entry.interval), (tr("least n"), entry.min_n), (tr("needs"), ", ".join(entry.inputs)),
        (tr("known by"), ", ".join(entry.dimensions)), (tr("caution"), entry.caution), (tr("they differ"), entry.differs),
        (tr("benchmark"), entry.benchmark),
    ]  # fmt: skip
    said = [(source, f"{name}: {words}") for source, name, words in entry.said]
    console.table([tr("what"), tr("meaning")], [list(line) for line in (*lines, *said) if line[1]])
    return 0


def _show(args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.kpis import figures

    by = tuple(part.strip() for part in args.by.split(",") if part.strip())
    request = Request(tuple(args.ids), by, args.period, args.start, args.end, args.compare, _conditions(args.where))
    with named_workspace(args) as workspace:
        found = figures(workspace, request, console)
        if request.where and not any(figure.n for figure in found):
            _name_what_nothing_has(workspace, request, console)
    if args.json:
        console.document({"rows": [_as_row(figure) for figure in found]})
        return 0
    header = [tr("KPI"), *by, *([tr("period")] if args.period != "all" else []), tr("value"), tr("95 % interval"), "n"]
    header += [tr("left out"), tr("undecided")]
    if args.compare:
        header.append(tr("change"))
    has_goals = any(figure.goal is not None for figure in found)
    header += [tr("goal"), tr("note")] if has_goals else [tr("note")]
    console.table(header, [_cells(figure, by, args, has_goals=has_goals) for figure in found])
    return 0


def _name_what_nothing_has(workspace: Workspace, request: Request, console: Console) -> None:
    """Say which condition no record meets at any time: more often a slip of the pen than a quiet week."""
    from qa_desk.services.kpis import figures

    for name, value in dict.fromkeys(request.where):
        if not any(figure.n for figure in figures(workspace, Request(request.kpis, where=((name, value),)), console)):
            console.message(tr("No record has {name}={value}: is it written as in the data?", name=name, value=value))


_VERDICTS = {
    "met": N_("goal {goal}: met"),
    "not_met": N_("goal {goal}: not met"),
    "not_distinguishable": N_("goal {goal}: within the interval"),
}


def _goal_text(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    goal = amount(figure.goal, figure.unit)
    return tr(_VERDICTS[figure.goal_verdict], goal=goal) if figure.goal_verdict else goal


def _cells(figure: Figure, by: tuple[str, ...], args: argparse.Namespace, *, has_goals: bool) -> list[object]:
    cells: list[object] = [figure.kpi, *(figure.group.get(name) for name in figure.group or by)]
    if args.period != "all":
        cells.append(figure.period)
    cells += [value_text(figure), interval_text(figure), figure.n, figure.excluded or "", figure.censored or ""]
    if args.compare:
        cells.append(change_text(figure))
    return [*cells, *([_goal_text(figure)] if has_goals else []), figure.note]


def _as_row(figure: Figure) -> dict[str, Any]:
    row = asdict(figure)
    row["period"] = figure.period.isoformat() if figure.period else None
    row["group"], row["keys"] = dict(figure.group), dict(figure.keys)
    return row


def _rows(args: argparse.Namespace, console: Console) -> int:
    from qa_desk.services.kpis import records

    request = Request((args.id,), (), "all", args.start, args.end, None, _conditions(args.where))
    with named_workspace(args) as workspace:
        found = records(workspace, args.id, request, args.limit)
    if args.json:
        console.document(
            {
                "kpi": args.id,
                "total": found.total,
                "rows": [dict(zip(found.columns, row, strict=True)) for row in _readable(found)],
            }
        )
        return 0
    console.table(found.columns, _readable(found))
    return 0


def _readable(found: Records) -> list[list[object]]:
    """Instants as ISO 8601 with their offset."""
    instants = {i for i, name in enumerate(found.columns) if name.endswith("_at")}
    return [[_shown(value, i in instants) for i, value in enumerate(row)] for row in found.rows]


def _shown(value: object, is_instant: bool) -> object:
    if is_instant and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _conditions(texts: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongUsage(tr("--where {given}: write DIMENSION=VALUE, for example team=Billing.", given=text))
        pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


_VERBS = {"list": _list, "show": _show, "define": _define, "rows": _rows, "goal": run_goal}
