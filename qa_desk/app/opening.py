"""Opens the workspace that a command line names."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.usage import WrongUsage
from qa_desk.domain.language import tr
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from qa_desk.workspace.workspace import Workspace


@contextmanager
def named_workspace(args: argparse.Namespace) -> Iterator[Workspace]:
    """The workspace of `-w FILE`, closed at the end of the block."""
    if not args.workspace:
        raise WrongUsage(tr("Which workspace? Name it before the command: qa-desk -w FILE …"))
    workspace = open_workspace(Path(args.workspace))
    try:
        yield workspace
    finally:
        workspace.close()
