"""`qa-desk -w FILE backup [--to DIR]`: a consistent copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr
from qa_desk.services.care import back_up

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "backup"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("copy the workspace while it is in use"))
    parser.add_argument("--to", type=Path, metavar="DIR", help=tr("the folder to copy into (default: beside the workspace)"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Copy, and say where to."""
    with named_workspace(args) as workspace:
        console.line(str(back_up(workspace, args.to, console)))
    return 0
