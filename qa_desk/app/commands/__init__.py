"""The verbs of the command line, one file each. A new command is a file here and a line in `COMMANDS`.

A command file has `NAME`, `add_parser(subparsers)` and `run(args, console) -> int` (the exit status). One that works on a
workspace uses `with named_workspace(args) as workspace` (app/opening.py). It raises `Refusal`, `EnvironmentFailure` or
`Cancelled` and lets `main` say it. `console` is also the job context that long work reports to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console


class Command(Protocol):
    """The shape of a module in this package."""

    NAME: str

    def add_parser(self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        """Declare the command and its options."""
        ...

    def run(self, args: argparse.Namespace, console: Console) -> int:
        """Do it; 0 is done, 1 is refused or failed."""
        ...


COMMANDS: tuple[str, ...] = (
    "demo",
    "screenshots",
    "open",
    "new",
    "set_setting",
    "get_setting",
    "import_",
    "people",
    "kpi",
    "scorecard",
    "evaluate",
    "sample",
    "dispute",
    "check",
    "backup",
    "restore",
    "calibrate",
    "pack",
    "export",
    "agreement",
    "verify",
    "speech",
)
"""Module names in the order of the help. Imported only when the command line is read, so that the window starts fast."""
