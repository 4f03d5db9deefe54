"""`qa-desk -w FILE evaluate add FILE`: moves evaluations in from another system (JSON, or CSV with one row an answer)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr
from qa_desk.services.evaluation_import import add_evaluations

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "evaluate"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("take in evaluations made elsewhere"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add")
    add = verbs.add_parser("add", help=tr("evaluations as JSON, or as CSV with one row an answer"))
    add.add_argument("file", type=Path)
    add.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Take them in: all of the file, or nothing."""
    with named_workspace(args) as workspace:
        result = add_evaluations(workspace, args.file, console)
    counts = {"read": result.rows_read, "added": result.rows_new, "known": result.rows_unchanged}
    if console.as_json:
        console.document({**counts, "batch": result.number, "warnings": list(result.warnings)})
        return 0
    console.line(tr("{read} evaluations read: {added} new, {known} known already.", **counts))
    for warning in result.warnings:
        console.line(tr("Note: {note}", note=warning))
    return 0
