"""What the fact tables hold, as digests: who is stored, with what content, from which batch.

An import compares a file with them by whole columns, and so writes only what differs. They are a disposable copy beside the
workspace (`identities-<stamp>-<table>.parquet`), named after the batches that made the tables what they are: a table is the
outcome of its batches and their states, so a copy of other data is simply not found. One that is absent or damaged is made
anew from the table.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from qa_desk.workspace.batches import FACT_TABLES, key_columns
from qa_desk.workspace.failures import environment_failures
from qa_desk.workspace.sqlite_rows import SqliteRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.workspace.workspace import Workspace

_FORMAT = 1
"""Goes up when the digests change their shape or how they are made."""
_SAMPLES = {"TEXT": "''", "INTEGER": "0", "REAL": "0.5"}
_MEMORY = "150MB"
"""Beside that of the file being read: what passes through needs little."""


class FactsMoved(Exception):  # noqa: N818 - no error: the work is done again
    """Another program imported or undid a batch since the digests were looked up: what was compared with them is void."""


def facts_stamp(connection: sqlite3.Connection) -> str:
    """Names the content of the fact tables: which batches made them, and which of these are undone."""
    import duckdb

    marks = ", ".join("?" for _ in FACT_TABLES)
    rows = connection.execute(f"SELECT id, state FROM import_batches WHERE kind IN ({marks}) ORDER BY number", FACT_TABLES)
    listed = "\n".join(f"{row[0]} {row[1]}" for row in rows)
    # DuckDB's hash is its own, and may be another in another version
    return sha256(f"{_FORMAT}\n{duckdb.__version__}\n{listed}".encode()).hexdigest()[:16]


class Identities:
    """The digests during one import: as they are in the workspace, then as the files read so far will have left them."""

    def __init__(self, workspace: Workspace, scratch: Path) -> None:
        self._workspace, self._scratch = workspace, scratch
        self._stamp = facts_stamp(workspace.connection)
        self._files: dict[str, Path] = {}
        self._next = self._stamp

    def held(self, table: str) -> Path | None:
        """The file of a table's digests (`key_hash`, `row_hash`, `batch_id`); None when the table holds nothing."""
        if table in self._files:
            return self._files[table]
        if not self._workspace.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
            return None
        kept = self._kept(self._stamp, table)
        self._files[table] = kept if _is_readable(kept) else self._made_anew(table)
        return self._files[table]

    def renew(self, connection: DuckDBPyConnection, table: str, stored: str, batch_id: str) -> None:
        """Note that a batch will have stored the records of `stored`, a table of the connection with their digests."""
        before = self.held(table)
        target = self._scratch / f"identities-{table}-{len(list(self._scratch.glob('identities-*')))}.parquet"
        kept = ""
        if before:
            kept = f"SELECT key_hash, row_hash, batch_id FROM {parquet(before)} ANTI JOIN {stored} USING (key_hash) UNION ALL "
        rows = f"{kept}SELECT key_hash, row_hash, '{batch_id}' AS batch_id FROM {stored}"
        connection.execute(f"COPY ({rows}) TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION uncompressed)").fetchall()
        self._files[table] = target

    def hold_fast(self) -> None:
        """Inside the transaction that will store: refused (`FactsMoved`) when the tables are no longer what was compared."""
        if facts_stamp(self._workspace.connection) != self._stamp:
            raise FactsMoved

    def settle(self) -> None:
        """Inside the transaction, after its batches are in: what the tables are called from now on."""
        self._next = facts_stamp(self._workspace.connection)

    def publish(self) -> None:
        """After the transaction: keep the digests for the next import. Without room for them it makes them anew."""
        for table in FACT_TABLES:
            source = self._files.get(table, self._kept(self._stamp, table))
            with suppress(OSError):
                if source.exists():
                    source.replace(self._kept(self._next, table))
        for other in self._workspace.folder.glob("identities-*.parquet"):
            if not other.name.startswith(f"identities-{self._next}-"):
                with suppress(OSError):  # another program may be reading it
                    other.unlink()

    def _kept(self, stamp: str, table: str) -> Path:
        return self._workspace.folder / f"identities-{stamp}-{table}.parquet"

    def _made_anew(self, table: str) -> Path:
        """The digests of a table as it is: its keys go to a scratch file, which DuckDB then reads by whole columns."""
        connection, rows = self._workspace.connection, self._scratch / f"keys-{table}.db"
        keys = key_columns(connection, table)
        with environment_failures(self._workspace.path), _scratch_database(connection, rows):
            connection.execute("BEGIN")
            try:
                self.hold_fast()
                listed = ", ".join(f'"{name}"' for name, _ in keys)
                connection.execute(f"CREATE TABLE keys.held AS SELECT {listed}, row_hash, batch_id FROM main.{table}")
            finally:
                if connection.in_transaction:  # a statement that was interrupted has ended it
                    connection.execute("COMMIT")
        target = self._scratch / f"identities-{table}-anew.parquet"
        samples = ", ".join(f'{_SAMPLES[kind]} AS "{name}"' for name, kind in keys)
        stream = SqliteRows(rows, f"SELECT {samples}, 0 AS row_hash, '' AS batch_id UNION ALL SELECT * FROM held")
        hashed = ", ".join(f'"{name}"' for name, _ in keys)
        try:
            with _engine(self._scratch) as engine:
                engine.register("incoming", stream)
                engine.execute(
                    f"COPY (SELECT hash({hashed}) AS key_hash, row_hash, batch_id FROM incoming OFFSET 1) "
                    f"TO '{_quoted(target)}' (FORMAT parquet, COMPRESSION uncompressed)"
                ).fetchall()
                engine.unregister("incoming")
        finally:
            stream.close()
            rows.unlink()
        return target


def parquet(path: Path) -> str:
    """SQL: the rows of a Parquet file."""
    return f"read_parquet('{_quoted(path)}')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def _scratch_database(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    connection.execute("ATTACH ? AS keys", [str(path)])
    try:
        connection.execute("PRAGMA keys.journal_mode = OFF")
        connection.execute("PRAGMA keys.synchronous = OFF")
        yield
    finally:
        connection.execute("DETACH keys")


@contextmanager
def _engine(scratch: Path) -> Iterator[DuckDBPyConnection]:
    import duckdb

    connection = duckdb.connect()
    try:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
        yield connection
    finally:
        connection.close()


def _is_readable(path: Path) -> bool:
    import duckdb

    if not path.exists():
        return False
    try:
        with duckdb.connect() as connection:
            connection.execute(f"SELECT count(*) FROM {parquet(path)}").fetchall()
    except duckdb.Error:
        return False
    return True
