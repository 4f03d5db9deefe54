"""`qa-desk -w FILE restore BACKUP`: makes the workspace FILE out of a backup; never overwrites one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.usage import WrongUsage
from qa_desk.domain.language import tr
from qa_desk.services.care import restore

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "restore"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("make a workspace out of a backup"))
    parser.add_argument("file", type=Path)


def run(args: argparse.Namespace, console: Console) -> int:
    """Restore under the name given with -w."""
    if not args.workspace:
        raise WrongUsage(tr("Restore to which file? Name it before the command: qa-desk -w FILE restore BACKUP"))
    restore(args.file, Path(args.workspace), console)
    console.message(tr("{file}: restored.", file=args.workspace))
    return 0
