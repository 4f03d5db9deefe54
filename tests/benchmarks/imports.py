"""A million tickets of 16 columns into a workspace, against the sqlite3 shell's bare `.import` of the same file.

Two lines tell the limit: what DuckDB needs to read the file as text, without a look at any value, and what SQLite needs to
take the finished rows from a scratch file into a workspace, durably and with their key, without reading or checking any.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.services.imports import run_import
from qa_desk.workspace.workspace import create_workspace, open_workspace
from tests.benchmarks.measuring import Ratio, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = 1_000_000

_COLUMNS = """
  SELECT 'T' || i AS ticket_id,
    strftime(TIMESTAMP '2024-01-01' + INTERVAL (i * 31) SECOND, '%Y-%m-%dT%H:%M:%S') AS created_at,
    ['email', 'chat', 'social'][1 + i % 3] AS channel, ['low', 'normal', 'high'][1 + i % 3] AS priority,
    'Team ' || (i % 12) AS team, 'agent' || (i % 200) || '@example.org' AS assignee, 'C' || (i * 7919 % 300000) AS customer_id,
    'reason ' || (i % 40) AS reason, 'A subject of the usual length, number ' || i AS subject, 'solved' AS status,
    'false' AS is_spam, 'false' AS is_test, 'en' AS language,
    strftime(TIMESTAMP '2024-01-01' + INTERVAL (i * 31 + 600 + {shift}) SECOND, '%Y-%m-%dT%H:%M:%S') AS first_reply_at,
    strftime(TIMESTAMP '2024-01-01' + INTERVAL (i * 31 + 7200) SECOND, '%Y-%m-%dT%H:%M:%S') AS solved_at,
    i % 5 AS agent_replies
  FROM range({rows}) t(i)
"""


def ratios() -> Iterator[Ratio]:
    """First import, the unchanged file again, and the same with 1 % of its rows changed."""
    shell = shutil.which("sqlite3")
    if shell is None:
        sys.stderr.write("imports: the sqlite3 shell is not installed; left out\n")
        return
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        folder = Path(place)
        first, changed = folder / "tickets.csv", folder / "later.csv"
        _write(first, "0")
        _write(changed, "CASE WHEN i % 100 = 0 THEN 60 ELSE 0 END")
        bare = seconds(lambda: _bare_import(shell, first, folder / "bare.sqlite"))
        create_workspace(folder / "a.qadesk").close()
        baseline = f"sqlite3 .import of {first.stat().st_size / 1e6:.0f} MB"
        for what, path, aim in (
            ("1,000,000 tickets, first import", first, "≤ 1.5×"),
            ("the unchanged file again", first, "≤ 0.1×"),
            ("1 % of the rows changed", changed, "≤ 0.5×"),
        ):
            yield Ratio(what, seconds(lambda path=path: _import(folder / "a.qadesk", path)), baseline, bare, aim)
        yield Ratio("the limit: DuckDB reads the file as text", seconds(lambda: _read_as_text(first)), baseline, bare)
        taken = _taken_over(folder / "a.qadesk", folder)
        yield Ratio("the limit: SQLite takes the finished rows over", taken, baseline, bare)
        if sys.platform == "linux":
            import resource

            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            sys.stderr.write(f"imports: at most {peak} MB of memory\n")


def _write(path: Path, shift: str) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY ({_COLUMNS.format(rows=_ROWS, shift=shift)}) TO '{path}' (HEADER)").fetchall()


def _bare_import(shell: str, path: Path, target: Path) -> None:
    subprocess.run([shell, target, ".mode csv", f".import {path} tickets"], check=True)


def _read_as_text(path: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"CREATE TEMP TABLE raw AS SELECT * FROM read_csv('{path}', all_varchar = true)").fetchall()


def _taken_over(source: Path, folder: Path) -> float:
    """Seconds for the rows of a workspace, from a table without a key in a scratch file, into another workspace."""
    with closing(sqlite3.connect(folder / "rows.sqlite")) as scratch:
        scratch.execute("ATTACH ? AS workspace", [str(source)])
        scratch.execute("CREATE TABLE rows AS SELECT * FROM workspace.tickets")
        scratch.commit()
    workspace = create_workspace(folder / "b.qadesk")
    workspace.connection.execute("ATTACH ? AS scratch", [str(folder / "rows.sqlite")])

    def take_over() -> None:
        with workspace.transaction() as connection:
            connection.execute("INSERT INTO tickets SELECT * FROM scratch.rows")
        workspace.connection.execute("DETACH scratch")
        workspace.close()

    return seconds(take_over)


def _import(workspace_path: Path, path: Path) -> None:
    workspace = open_workspace(workspace_path)
    run_import(workspace, "tickets", [path])
    workspace.close()
