"""`qa-desk -w FILE export coaching|evaluations|kpis|calibration|report --out FILE`: writes workbooks, tables and the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.app.languages import LANGUAGES, catalogue_of
from qa_desk.app.opening import named_workspace
from qa_desk.domain.coaching_span import parse_span
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, speaking, tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.domain.report import ReportScope
    from qa_desk.services.report_export import ReportFile
    from qa_desk.workspace.workspace import Workspace

NAME = "export"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and what it can write."""
    parser = subparsers.add_parser(NAME, help=tr("write the coaching workbook, evaluations, key figures or minutes"))
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    coaching = what.add_parser("coaching", help=tr("an Excel workbook: a summary, then a page an agent"))
    coaching.add_argument("--agent", action="append", default=[], metavar="A", help=tr("only this agent; may be repeated"))
    coaching.add_argument("--team", metavar="T", help=tr("only this team"))
    evaluations = what.add_parser("evaluations", help=tr("one row an answer, as .csv or .xlsx"))
    kpis = what.add_parser("kpis", help=tr("figures with their intervals, as .csv or .xlsx"))
    kpis.add_argument("ids", nargs="*", metavar="ID")
    kpis.add_argument("--by", default="team", metavar="DIM[,DIM]")
    calibration = what.add_parser("calibration", help=tr("the minutes of a calibration session"))
    calibration.add_argument("session", nargs="?", metavar="ID", help=tr("its id or title; the last revealed one when left out"))
    report = what.add_parser("report", help=tr("the service report with its words and plan, as .xlsx, .pdf or .csv"))
    report.add_argument("--team", metavar="T", help=tr("only this team"))
    report.add_argument("--channel", metavar="C", help=tr("only this channel"))
    report.add_argument("--compare", choices=("previous", "year"), default="previous")
    for one in (coaching, evaluations, kpis, calibration, report):
        one.add_argument("--out", type=Path, required=True, metavar="FILE")
        one.add_argument("--lang", choices=tuple(LANGUAGES), help=tr("the recipient's language"))
        one.add_argument("--json", action="store_true", help=tr("print one JSON document"))
    for one in (coaching, evaluations, kpis, report):
        one.add_argument("--period", metavar="PERIOD", help=tr("2024, 2024-Q2, 2024-05, 2024-W20 or 2024-05-01..2024-06-15"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the file."""
    with named_workspace(args) as workspace:
        if args.lang:
            with speaking(catalogue_of(args.lang)):
                written = _WRITERS[args.what](workspace, args, console)
        else:
            written = _WRITERS[args.what](workspace, args, console)
    console.finish()
    if args.json:
        console.document({"file": str(args.out), **written})
    else:
        console.message(tr("{file}: written.", file=args.out) + " " + _counts(written))
    return 0


def _counts(written: dict[str, Any]) -> str:
    words = []
    if "pages" in written:
        words.append(ntr("{count} page", "{count} pages", int(written["pages"])))
    if "sheets" in written:
        words.append(ntr("{count} sheet", "{count} sheets", int(written["sheets"])))
    if "rows" in written:
        words.append(ntr("{count} row", "{count} rows", int(written["rows"])))
    return ", ".join(words)


def _coaching(workspace: Workspace, args: argparse.Namespace, console: Console) -> dict[str, int]:
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.coaching_export import export_coaching

    if args.out.suffix.lower() != ".xlsx":
        raise Refusal(tr("{file}: the coaching workbook is an .xlsx file.", file=args.out))
    span = parse_span(args.period, today_of(workspace)) if args.period else None
    done = export_coaching(workspace, args.out, agents=args.agent, team=args.team, span=span, context=console)
    return {"pages": done.pages, "evaluations": done.evaluations}


def _evaluations(workspace: Workspace, args: argparse.Namespace, console: Console) -> dict[str, int]:
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.table_exports import export_evaluations

    span = parse_span(args.period, today_of(workspace)) if args.period else None
    return {"rows": export_evaluations(workspace, args.out, span, console)}


def _kpis(workspace: Workspace, args: argparse.Namespace, console: Console) -> dict[str, int]:
    from qa_desk.kpis.figure import Request
    from qa_desk.services.centre_time import today_of, usual_span
    from qa_desk.services.table_exports import export_kpis

    span = parse_span(args.period, today_of(workspace)) if args.period else usual_span(workspace)
    by = tuple(part.strip() for part in args.by.split(",") if part.strip())
    request = Request(kpis=tuple(args.ids), by=by, start=span.first, end=span.last, compare="previous")
    return {"rows": export_kpis(workspace, args.out, request, console)}


def _calibration(workspace: Workspace, args: argparse.Namespace, console: Console) -> dict[str, int]:
    from qa_desk.services.calibration import export_minutes, list_calibrations

    name = args.session
    if name is None:
        revealed = [entry for entry in list_calibrations(workspace) if entry.state in ("review", "resolved", "closed")]
        if not revealed:
            raise Refusal(tr("There is no revealed calibration session to write minutes of."))
        name = revealed[0].id
    export_minutes(workspace, name, args.out)
    return {}


def _report(workspace: Workspace, args: argparse.Namespace, console: Console) -> dict[str, Any]:
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.report_export import export_report, report_scope

    span = parse_span(args.period, today_of(workspace)) if args.period else None
    scope = report_scope(workspace, span, compare=args.compare, team=args.team, channel=args.channel)
    ending = args.out.suffix.lower()
    write = _report_on_paper if ending == ".pdf" else export_report
    done = write(workspace, args.out, scope, console)
    return {
        {".pdf": "pages", ".csv": "rows"}.get(ending, "sheets"): done.count,
        "from": scope.first.isoformat(),
        "to": scope.last.isoformat(),
        "sentences": [sentence.text for sentence in done.content.words.sentences],
        "not_judged": [sentence.text for sentence in done.content.words.unjudged],
        "method": done.content.words.method,
    }


def _report_on_paper(workspace: Workspace, path: Path, scope: ReportScope, console: Console) -> ReportFile:
    """Letters are Qt's: they need an application, though no window and no display."""
    import os
    import sys

    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from qa_desk.ui.paper.report_files import write_report

    application = QApplication.instance() or QApplication(["qa-desk"])
    try:
        return write_report(workspace, path, scope, console)
    finally:
        application.processEvents()


_WRITERS = {"report": _report, "coaching": _coaching, "evaluations": _evaluations, "kpis": _kpis, "calibration": _calibration}
