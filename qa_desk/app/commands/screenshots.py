"""`qa-desk [-w FILE] screenshots --dir DIR`: pictures of the main screens, drawn without a display."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.app.languages import LANGUAGES
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.resource_files import resource

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "screenshots"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("pictures of the main screens"))
    parser.add_argument("--dir", type=Path, required=True, help=tr("where the pictures are written"))
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=tuple(LANGUAGES), help=tr("default: the system's"))


def run(args: argparse.Namespace, console: Console) -> int:
    """Draw the named workspace, or a demonstration built for it and thrown away."""
    from qa_desk.app.screenshots import take_screenshots
    from qa_desk.services.demo import build_demo

    with tempfile.TemporaryDirectory(prefix="qa-desk-") as scratch:
        if args.workspace:
            file = Path(args.workspace)
            if not file.is_file():
                raise Refusal(tr("{file}: there is no such file.", file=file))
        else:
            file = build_demo(Path(scratch) / "demo.qadesk", resource("demo"), console).path
        for picture in take_screenshots(file, args.dir, theme=args.theme, language=args.language, context=console):
            console.line(str(picture))
    return 0
