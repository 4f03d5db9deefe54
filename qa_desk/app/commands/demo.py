"""`qa-desk demo [--dir DIR] [--no-window]`: builds the demonstration centre, exports its sheets, opens the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.resource_files import resource

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console
    from qa_desk.services.demo import Demo

NAME = "demo"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("build a demonstration centre and look at it"))
    parser.add_argument("--dir", type=Path, default=Path("demo-out"), help=tr("where it is built (default: demo-out)"))
    parser.add_argument("--no-window", action="store_true", help=tr("build and export only; pictures instead of the window"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Build, export, then show the window, or pictures of it where there is no display."""
    from qa_desk.app.window import has_display, open_window
    from qa_desk.services.demo import build_demo

    console.message(tr("Building the demonstration centre …"))
    demo = build_demo(args.dir / "demo.qadesk", resource("demo"), console)
    for written in (demo.path, *_export(demo, console)):
        console.line(str(written))
    if not args.no_window and has_display():
        return open_window(demo.path)
    if not args.no_window:
        console.message(tr("There is no display here: pictures of the main screens are written instead of the window."))
    from qa_desk.app.screenshots import take_screenshots

    for picture in take_screenshots(demo.path, args.dir / "screenshots", context=console):
        console.line(str(picture))
    return 0


def _export(demo: Demo, console: Console) -> tuple[Path, Path]:
    """The coaching workbook of one team for the last quarter, and the minutes of the finished calibration."""
    from qa_desk.domain.coaching_span import parse_span
    from qa_desk.services.calibration import export_minutes
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.coaching_export import export_coaching
    from qa_desk.services.demo import EXAMPLE_PERIOD, EXAMPLE_TEAM
    from qa_desk.workspace.workspace import open_workspace

    folder = demo.path.parent
    workbook, minutes = folder / "coaching-billing-2026-Q2.xlsx", folder / "calibration-minutes-2026-06.xlsx"
    workspace = open_workspace(demo.path)
    try:
        span = parse_span(EXAMPLE_PERIOD, today_of(workspace))
        export_coaching(workspace, workbook, team=EXAMPLE_TEAM, span=span, context=console)
        export_minutes(workspace, demo.calibration, minutes)
    finally:
        workspace.close()
    return workbook, minutes
