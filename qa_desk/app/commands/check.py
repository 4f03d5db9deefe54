"""`qa-desk -w FILE check`: verifies file, change log and media links; repairs nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import ntr, tr
from qa_desk.services.care import check_workspace

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "check"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("verify the file, its change log and the media it links to"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Check; the exit status is 1 when the file or its history is not whole."""
    with named_workspace(args) as workspace:
        report = check_workspace(workspace, console)
    if console.as_json:
        console.document({**asdict(report), "is_sound": report.is_sound})
        return 0 if report.is_sound else 1
    for fault in (*report.file_faults, *report.log_faults):
        console.line(fault)
    for path in report.missing_media:
        console.line(tr("medium not found: {path}", path=path))
    if report.is_sound:
        entries = ntr("{count} entry", "{count} entries", report.log_entries)
        console.line(tr("The file is sound; its change log ({entries}) is whole.", entries=entries))
    return 0 if report.is_sound else 1
