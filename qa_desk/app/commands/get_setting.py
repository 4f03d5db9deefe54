"""`qa-desk -w FILE get [KEY]`: prints settings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.app.opening import named_workspace
from qa_desk.domain.language import tr
from qa_desk.workspace.settings import get_setting, get_settings

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "get"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("show settings"))
    parser.add_argument("key", nargs="?")
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Print one setting, or all."""
    with named_workspace(args) as workspace:
        console.document(get_setting(workspace, args.key) if args.key else get_settings(workspace))
    return 0
