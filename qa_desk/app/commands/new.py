"""`qa-desk new FILE`: makes an empty workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.workspace.settings import check_setting, set_settings
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "new"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("make an empty workspace"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--timezone", default="UTC", help=tr("the centre's time zone, e.g. Asia/Kuala_Lumpur"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Make it."""
    check_setting("timezone", args.timezone)  # before the file is made: nothing half done
    workspace = create_workspace(args.file)
    set_settings(workspace, {"timezone": args.timezone})
    workspace.close()
    console.message(tr("{file}: a new workspace.", file=args.file))
    return 0
