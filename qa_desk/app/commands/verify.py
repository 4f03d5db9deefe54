"""`qa-desk verify FILE…`: recompute published and independently computed values with the program's own functions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr

if TYPE_CHECKING:
    import argparse

    from qa_desk.app.console import Console

NAME = "verify"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(NAME, help=tr("recompute oracle files with the program's own functions"))
    parser.add_argument("files", type=Path, nargs="+", metavar="file")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace, console: Console) -> int:
    """Recompute every case; 1 when any differs or is of an unknown kind."""
    from qa_desk.services.verify import verify_file

    cases = []
    for done, path in enumerate(args.files):
        console.report(done, len(args.files), path.name)
        cases += verify_file(path)
    console.finish()
    failed = [case for case in cases if not case.ok]
    if args.json:
        console.document({"cases": [asdict(case) for case in cases]})
    else:
        rows = [[case.name, case.kind, tr("ok") if case.ok else tr("differs")] for case in cases]
        console.table([tr("case"), tr("kind"), tr("result")], rows)
        for case in failed:
            for difference in case.differences:
                console.line(f"{case.name}: {difference}")
        console.line(ntr("{count} case recomputed", "{count} cases recomputed", len(cases)))
    if failed:
        console.message(ntr("{count} case differs from its file.", "{count} cases differ from their files.", len(failed)))
    return 1 if failed else 0
