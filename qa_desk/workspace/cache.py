"""The disposable columnar cache: the fact tables of the workspace as DuckDB columns, in a file beside the workspace.

SQLite stays the truth. The cache is named after a digest of what it was made from (import batches, people,
the settings that shape
it), so that a stale one is simply not found; a corrupt one is thrown away. It is built under a temporary name and renamed,
and opened
read-only, so that any number of readers, also of other programs, share it. Where it cannot be written it is built in memory.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from qa_desk.workspace.sqlite_rows import SqliteRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.workspace.workspace import Workspace

    Prepare = Callable[[DuckDBPyConnection], None]

CACHE_FORMAT = 4
"""Goes up when the cached tables change their shape: older caches are then rebuilt."""
_STAMPED = ("import_batches", "agents", "agent_aliases", "memberships", "teams")

_OPENING = Lock()
"""Threads that open one file share one engine, and whoever comes second may get it before it can read Python's tables."""

Columns = tuple[tuple[str, str], ...]

FACTS: dict[str, Columns] = {
    "tickets": (
        ("ticket_id", "''"), ("created_at", "0"), ("channel", "''"), ("priority", "''"), ("team", "''"), ("assignee", "''"),
        ("customer_id", "''"), ("reason", "''"), ("subject", "''"), ("status", "''"), ("merged_into", "''"), ("is_spam", "0"),
        ("is_test", "0"), ("origin", "''"), ("language", "''"), ("first_reply_at", "0"), ("first_reply_business_s", "0"),
        ("first_solved_at", "0"), ("solved_at", "0"), ("solved_business_s", "0"), ("closed_at", "0"), ("agent_replies", "0"),
        ("public_messages", "0"), ("reopens", "0"), ("escalations", "0"), ("custom", "''"),
    ),
    "ticket_events": (
        ("ticket_id", "''"), ("seq", "0"), ("at", "0"), ("type", "''"), ("actor", "''"), ("actor_id", "''"), ("visibility", "''"),
        ("value", "''"), ("handle_s", "0"),
    ),
    "calls": (
        ("call_id", "''"), ("direction", "''"), ("queue", "''"), ("offered_at", "0"), ("result", "''"), ("wait_s", "0"),
        ("talk_s", "0"), ("hold_s", "0"), ("acw_s", "0"), ("agent", "''"), ("customer_id", "''"), ("reason", "''"),
        ("transferred", "0"), ("transfer_to", "''"), ("sales_eligible", "0"), ("converted", "0"), ("is_test", "0"),
        ("custom", "''"),
    ),
    "surveys": (
        ("response_id", "''"), ("type", "''"), ("sent_at", "0"), ("responded_at", "0"), ("score", "0.5"), ("scale_min", "0.5"),
        ("scale_max", "0.5"), ("high_is_good", "0"), ("comment", "''"), ("ticket_id", "''"), ("call_id", "''"), ("agent", "''"),
        ("customer_id", "''"), ("channel", "''"), ("custom", "''"),
    ),
    "agent_states": (("agent", "''"), ("start_at", "0"), ("end_at", "0"), ("state", "''")),
    "schedule": (("agent", "''"), ("start_at", "0"), ("end_at", "0"), ("activity", "''")),
    "employee_pulse": (
        ("pulse_id", "''"), ("campaign_id", "''"), ("type", "''"), ("response_id", "''"), ("score", "0.5"), ("scale_min", "0.5"),
        ("scale_max", "0.5"), ("group_id", "''"), ("asked_at", "0"),
    ),
    "customers": (("customer_id", "''"), ("start_date", "''"), ("end_date", "''"), ("segment", "''")),
    "costs": (
        ("cost_id", "''"), ("period_start", "''"), ("period_end", "''"), ("scope", "''"), ("amount", "0.5"), ("currency", "''"),
    ),
    "tasks": (
        ("task_id", "''"), ("kind", "''"), ("assignee", "''"), ("assigned_at", "0"), ("due_at", "0"), ("completed_at", "0"),
    ),
    "contact_tags": (
        ("ticket_id", "''"), ("call_id", "''"), ("driver", "''"), ("kb_article_id", "''"), ("sentiment", "''"),
    ),
}  # fmt: skip
"""What is cached of each fact table, with a value of the column's type: SQLite's driver infers types from the first row."""


def data_stamp(workspace: Workspace) -> str:
    """Changes whenever a batch is imported or undone, or people and teams change."""
    marks = ", ".join("?" for _ in _STAMPED)
    row = workspace.connection.execute(
        f"SELECT seq, hash FROM change_log WHERE table_name IN ({marks}) ORDER BY seq DESC LIMIT 1", _STAMPED
    ).fetchone()
    return f"{row[0]} {row[1]}" if row else "empty"


@contextmanager
def columnar_cache(workspace: Workspace, key: str, prepare: Prepare) -> Iterator[DuckDBPyConnection]:
    """A DuckDB connection to the facts of the workspace; `prepare` derives further tables while the cache is built.

    `key` names everything that `prepare` depends on beside the workspace's facts and people.
    """
    digest = sha256(f"{CACHE_FORMAT}\n{data_stamp(workspace)}\n{key}".encode()).hexdigest()[:16]
    path = workspace.folder / f"facts-{digest}.duckdb"
    connection = _open(path) or _build(workspace, path, prepare)
    try:
        yield connection
    finally:
        connection.close()


def _open(path: Path) -> DuckDBPyConnection | None:
    import duckdb

    if not path.exists():
        return None
    try:
        with _OPENING:
            connection = duckdb.connect(path, read_only=True)
        connection.execute("SELECT complete FROM cache_mark").fetchall()
    except duckdb.Error:
        with suppress(OSError):
            path.unlink()  # corrupt: it is only a copy
        return None
    return connection


def _build(workspace: Workspace, path: Path, prepare: Prepare) -> DuckDBPyConnection:
    import duckdb

    temporary = path.with_name(f"{path.stem}-{workspace.clock.new_id()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        connection = duckdb.connect(temporary)
    except (OSError, duckdb.IOException):
        return _filled(duckdb.connect(), workspace, prepare)
    try:
        _filled(connection, workspace, prepare).close()
        _remove_others(workspace, path)
        temporary.replace(path)
    except (OSError, duckdb.IOException):
        connection.close()
        return _filled(duckdb.connect(), workspace, prepare)
    finally:
        connection.close()  # also when the work was cancelled
        for left in (temporary, temporary.with_name(temporary.name + ".wal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return _open(path) or _filled(duckdb.connect(), workspace, prepare)


_LEFT_BEHIND_S = 3_600


def _remove_others(workspace: Workspace, path: Path) -> None:
    """Caches of earlier data, and what a program that was killed an hour ago or more left half made."""
    for other in path.parent.glob("facts-*.duckdb"):
        with suppress(OSError):  # another program may be reading it
            other.unlink()
    for left in (*path.parent.glob("facts-*.part*"), *path.parent.glob("snapshot-*/*")):
        with suppress(OSError):
            if workspace.clock.now() - left.stat().st_mtime > _LEFT_BEHIND_S:
                left.unlink()
                if left.parent != path.parent:
                    left.parent.rmdir()


def _filled(connection: DuckDBPyConnection, workspace: Workspace, prepare: Prepare) -> DuckDBPyConnection:
    with _snapshot(workspace) as path:
        for table, columns in FACTS.items():
            _copy_table(connection, path, table, columns)
    prepare(connection)
    told = " UNION ALL ".join(f"SELECT '{table}' AS name WHERE EXISTS (SELECT 1 FROM {table})" for table in FACTS)
    connection.execute(f"CREATE TABLE filled AS {told}")  # the copies themselves go with the connection: no figure reads them
    connection.execute("CREATE TABLE cache_mark AS SELECT TRUE AS complete")
    return connection


@contextmanager
def _snapshot(workspace: Workspace) -> Iterator[Path]:
    """A passing copy of the workspace file for the Arrow driver.

    The driver brings its own SQLite. Two of them in one process must never open one file: they release each other's locks,
    and the one
    that closes last deletes the write-ahead log under the other's feet.
    """
    import tempfile

    folder = workspace.folder if workspace.folder.is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder, prefix="snapshot-") as place:
        path = Path(place) / "facts.db"
        copy = sqlite3.connect(path)
        try:
            workspace.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = OFF")
        finally:
            copy.close()
        yield path


def _copy_table(connection: DuckDBPyConnection, path: Path, table: str, columns: Columns) -> None:
    """A table of the snapshot into DuckDB by an Arrow stream. The first row only tells the types and is dropped again."""
    samples = ", ".join(f'{sample} AS "{name}"' for name, sample in columns)
    names = ", ".join(f'"{name}"' for name, _ in columns)
    rows = SqliteRows(path, f"SELECT {samples} UNION ALL SELECT {names} FROM {table}")
    try:
        connection.register("incoming", rows)
        connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM incoming OFFSET 1")
        connection.unregister("incoming")
    finally:
        rows.close()


_TYPES = {"''": "VARCHAR", "0": "BIGINT", "0.5": "DOUBLE"}


def store_rows(connection: DuckDBPyConnection, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
    """A few rows (thousands, not millions) into a temporary DuckDB table; columns as in `FACTS`."""
    import json

    shape = json.dumps([{name: _TYPES[sample] for name, sample in columns}])
    names = [name for name, _ in columns]
    text = json.dumps([dict(zip(names, row, strict=True)) for row in rows])
    connection.execute(
        f"CREATE TEMP TABLE {table} AS SELECT unnest(from_json(CAST($rows AS JSON), $shape), recursive := TRUE)",
        {"rows": text, "shape": shape},
    )
