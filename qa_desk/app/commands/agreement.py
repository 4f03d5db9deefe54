"""`qa-desk agreement FILE --measure LEVEL`: every agreement statistic of a table of units × raters, with its interval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.statistics.estimate import Estimate

NAME = "agreement"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("agreement of a CSV of units × raters"))
    parser.add_argument("file", type=Path, help=tr("one row a unit, one column a rater; an empty cell is “not rated”"))
    parser.add_argument("--measure", required=True, choices=("nominal", "ordinal", "interval", "ratio"))
    parser.add_argument("--scale", help=tr("the declared answers in order, separated by commas"))
    parser.add_argument("--raw", action="store_true", help=tr("print every coefficient that is defined, whatever n is"))
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace, console: Console) -> int:
    """Compute and print it."""
    from qa_desk.services.agreement import NAMES, read_rating_table, table_agreement
    from qa_desk.statistics.agreement import NOT_NUMERIC

    scale = [answer.strip() for answer in args.scale.split(",")] if args.scale else None
    table = read_rating_table(args.file, scale)
    found = table_agreement(table, args.measure, scale, raw=args.raw)
    for remark in table.remarks:
        console.message(remark)
    if args.json:
        plain: dict[str, object] = {name: _plain(e) for name, e in found.items() if not name.startswith("icc")}
        console.document(plain | {"icc": {name: _plain(e) for name, e in found.items() if name.startswith("icc")}})
        return 0
    hidden = {name for name, e in found.items() if name.startswith("icc") and e.note == NOT_NUMERIC}
    shown = {name: e for name, e in found.items() if name not in hidden}
    rows = [[tr(NAMES[name]), _figure(e.value), _interval(e), e.n, tr(e.note) if e.note else ""] for name, e in shown.items()]
    console.table([tr("statistic"), tr("value"), tr("95 % interval"), "n", tr("note")], rows)
    return 0


def _plain(estimate: Estimate) -> dict[str, object]:
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "method": estimate.method,
        "note": tr(estimate.note) if estimate.note else None,
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.low:.3f} … {estimate.high:.3f}"
