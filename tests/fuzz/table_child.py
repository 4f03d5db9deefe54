"""Imports damaged tables one after another, in a process of its own: what ends it is seen by the one who started it.

`python -m tests.fuzz.table_child FIRST END` prints a line a file; what must not be is an assertion, and ends it too.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qa_desk.domain.errors import QaDeskError
from qa_desk.services.imports import FACT_KINDS, list_batches, preview, run_import, undo_batch
from qa_desk.workspace.batches import FACT_TABLES
from qa_desk.workspace.workspace import create_workspace
from tests.fuzz.table_files import damaged, good_files

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace
    from tests.fuzz.table_files import Good

LONGEST_S = 10
MOST_MEMORY = 6 << 30
_PREVIEWED = 4
_PEOPLE = ("agents", "teams", "memberships", "agent_aliases")
_LONGEST_MESSAGE = 2_500


def state_of(workspace: Workspace) -> dict[str, tuple[object, ...]]:
    """What is stored, as counts and sums of digests."""
    ask = workspace.connection.execute
    facts = {name: tuple(ask(f"SELECT count(*), sum(row_hash % 1000003) FROM {name}").fetchone()) for name in FACT_TABLES}
    return facts | {name: tuple(ask(f"SELECT count(*), max(rowid) FROM {name}").fetchone()) for name in _PEOPLE}


def try_file(workspace: Workspace, path: Path, good: Good, number: int) -> str:
    """Import it: taken as a whole or refused as a whole, in one line."""
    before, batches = state_of(workspace), len(list_batches(workspace))
    try:
        if number % _PREVIEWED == 0:
            preview(path, None if number % 2 else good.kind, mapping=good.mapping)
        report = run_import(workspace, good.kind, [path], mapping=good.mapping)
    except QaDeskError as error:
        _check_message(error.message)
        assert state_of(workspace) == before, "something of a refused file was stored"
        assert len(list_batches(workspace)) == batches, "a refused file is a batch"
        return "refused"
    finally:
        path.unlink()
        assert not list(workspace.folder.glob("import-*")), "something was left in the scratch folder"
    taken = report.rows_new + report.rows_updated + report.rows_unchanged
    assert taken + report.rows_refused + report.rows_folded == report.rows_read, report
    for item in report.refusals:
        assert "\n" not in item.reason, item
    if len(list_batches(workspace)) == batches:
        return "known already"
    undo_batch(workspace, report.batch)
    assert state_of(workspace) == before, "undone, and yet not as it was"
    return "imported" if report.rows_refused == 0 else "some refused"


def _check_message(message: str) -> None:
    assert "\n" not in message, message
    assert len(message) < _LONGEST_MESSAGE, message


def run(first: int, end: int) -> None:
    """Try the files from `first` to before `end`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        workspace = create_workspace(folder / "centre.qadesk")
        try:
            for good in good_files():
                path = folder / good.name
                path.write_bytes(good.content)
                report = run_import(workspace, good.kind, [path], mapping=good.mapping)
                assert report.rows_new + report.rows_updated + report.rows_unchanged > 0, good.name
                assert good.kind in FACT_KINDS
            for number in range(first, end):
                good, data = damaged(number)  # making a bomb takes longer than refusing it
                path = folder / good.name
                path.write_bytes(data)
                _allow_seconds(LONGEST_S)
                began = time.monotonic()
                outcome = try_file(workspace, path, good, number)
                sys.stdout.write(f"{number} {time.monotonic() - began:.2f} {outcome}\n")
                sys.stdout.flush()
        finally:
            workspace.close()


def _allow_seconds(seconds: int) -> None:
    """More of the processor's time than this ends the process: a busy machine is no hang, an endless loop is one."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    run(int(sys.argv[1]), int(sys.argv[2]))
