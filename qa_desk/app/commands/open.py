"""`qa-desk open [FILE]`: shows the window, with a workspace in it when one is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "open"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("show the window"))
    parser.add_argument("file", type=Path, nargs="?", help=tr("the workspace to open"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Show it until it is closed."""
    from qa_desk.app.window import open_window

    return open_window(args.file or (Path(args.workspace) if args.workspace else None))
