"""Writes checked records into a scratch SQLite file, column by column, from which the workspace takes them in one statement."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.sources.fields import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.sources.fields import Kind
    from qa_desk.sources.source import Outcome

_CACHE = -65_536
"""KiB of pages that the scratch file's key is built in."""
_MEMORY = "450MB"
"""DuckDB's share while records are written."""
_SQL_TYPES = {
    Reading.INSTANT: "BIGINT",
    Reading.ELAPSED: "BIGINT",
    Reading.DURATION: "BIGINT",
    Reading.INTEGER: "BIGINT",
    Reading.FLAG: "BIGINT",
    Reading.REAL: "DOUBLE",
}


@dataclass(frozen=True, slots=True)
class Staged:
    """Records of one kind: the view `name` of the connection, and their digests beside it."""

    kind: Kind
    name: str
    rows: int
    repeated: int
    """Rows left out because a later row of the same file has the same identity."""
    identity_derived: bool
    """The file has no id: identity comes from the content."""
    is_row_by_row: bool = False
    """Each record comes from one row of the file alone: those of some rows can be had without the others."""
    different: int = 0
    """How many are new or changed: only these are written."""
    met: tuple[tuple[str, int, int], ...] = ()
    """Of the batches that brought records before which come again: id, how many are unchanged, how many changed."""

    @property
    def digests(self) -> str:
        """The table with `row_no`, `key_hash` and `row_hash` of each record."""
        return f"{self.name}_digests"

    @property
    def differing(self) -> str:
        """The table with `row_no`, `key_hash` and `row_hash` of the records that are new or changed."""
        return self.digests if self.different == self.rows else f"{self.name}_differing"


def prepare(connection: DuckDBPyConnection, outcome: Outcome, name: str) -> Staged:
    """Give each record its identity and a digest of its content; the last of several rows with one identity stays."""
    kind = outcome.kind
    columns = [column for column in outcome.columns if column != "custom" or kind.has_custom]
    listed = ", ".join(f'"{column}"::{_type(kind, column)} AS "{column}"' for column in columns)
    source = f"(SELECT {listed}, row_no FROM {outcome.relation})"
    absent = [key for key in kind.key if key not in columns]
    key = ", ".join(f'"{column}"' for column in kind.key)
    content = ", ".join(f'"{column}"' for column in columns)
    digest = f"(hash({content}) >> 1)::BIGINT AS row_hash"
    if absent:
        source = f"(SELECT *, {_derived(kind, columns, absent[0])} FROM {source})"
    # a view: the records are computed while they are written, not kept a second time
    records = f"SELECT {key}, * EXCLUDE ({key}), {digest} FROM {source}"
    staged = Staged(kind, name, 0, 0, bool(absent) and kind.name != "ticket_events")
    total, distinct = _digest(connection, staged, records)
    if total != distinct:
        last = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY row_no DESC) = 1"
        distinct, _ = _digest(connection, staged, f"{records} {last}")
    is_row_by_row = outcome.relation == "sound" and not absent and total == distinct
    return replace(staged, rows=distinct, repeated=total - distinct, different=distinct, is_row_by_row=is_row_by_row)


def _digest(connection: DuckDBPyConnection, staged: Staged, records: str) -> tuple[int, int]:
    """Make the view and the digests of its records: how many there are, and how many identities."""
    key = ", ".join(f'"{column}"' for column in staged.kind.key)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {staged.name} AS {records}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {staged.digests} AS SELECT row_no, hash({key}) AS key_hash, row_hash FROM {staged.name}"
    )
    return connection.execute(f"SELECT count(*), count(DISTINCT key_hash) FROM {staged.digests}").fetchone() or (0, 0)


def compare(connection: DuckDBPyConnection, staged: Staged, held: str) -> Staged:
    """Tell new, changed and unchanged records apart; `held` is SQL for the digests of what is stored."""
    found = connection.execute(
        f"SELECT h.batch_id, count(*) FILTER (d.row_hash = h.row_hash), count(*) FILTER (d.row_hash <> h.row_hash) "
        f"FROM {staged.digests} d JOIN {held} h USING (key_hash) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    met = tuple((str(batch), int(same), int(changed)) for batch, same, changed in found)
    different = staged.rows - sum(same for _, same, _ in met)
    compared = replace(staged, met=met, different=different)
    if different not in (0, staged.rows):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {compared.differing} AS SELECT row_no, key_hash, row_hash FROM {staged.digests} "
            f"ANTI JOIN {held} USING (key_hash, row_hash)"
        )
    return compared


def _derived(kind: Kind, columns: list[str], key: str) -> str:
    """Identity without an id: events are numbered in time; other records are told apart by content and occurrence."""
    if key == "seq":
        return 'row_number() OVER (PARTITION BY ticket_id ORDER BY "at", row_no) AS seq'
    content = ", ".join(f'"{column}"' for column in columns)
    digest = f"md5(to_json(row({content}))::VARCHAR)"
    return f"{digest} || '-' || row_number() OVER (PARTITION BY {digest} ORDER BY row_no) AS \"{key}\""


def _type(kind: Kind, column: str) -> str:
    field = kind.field(column)
    return _SQL_TYPES.get(field.reading, "VARCHAR") if field else "VARCHAR"


def write(connection: DuckDBPyConnection, staged: Staged, path: Path, batch_id: str, shape: str | None) -> None:
    """Append the records that differ to the scratch file.

    `shape` is SQL that makes the table there; without it the table has the columns that the file gave.
    """
    from adbc_driver_manager import AdbcConnection, AdbcStatement, Error
    from adbc_driver_sqlite import connect

    records = f"SELECT *, '{batch_id}' AS batch_id FROM {staged.name}"
    if staged.differing != staged.digests:
        key = ", ".join(f'"{column}"' for column in staged.kind.key)
        records = f"SELECT * FROM ({records}) r SEMI JOIN {staged.differing} d ON hash({key}) = d.key_hash"
    # a million rows at a time pass to the other driver, outside of what DuckDB counts as its own
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute("SELECT 1").fetchall()  # a result that is read to its end: sql() refuses while one is open
    try:
        with closing(sqlite3.connect(path)) as fresh:  # a scratch file needs no journal
            fresh.execute("PRAGMA page_size = 32768")
            fresh.execute("PRAGMA journal_mode = OFF")
            if shape:
                fresh.execute(shape)
        with (
            connect(str(path)) as database,
            AdbcConnection(database) as target,
        ):
            for pragma in ("synchronous = OFF", "journal_mode = OFF", f"cache_size = {_CACHE}"):
                with AdbcStatement(target) as statement:
                    statement.set_sql_query(f"PRAGMA {pragma}")
                    statement.execute_query()
            with AdbcStatement(target) as statement:
                mode = "append" if shape else "create"
                statement.set_options(**{"adbc.ingest.target_table": staged.name, "adbc.ingest.mode": f"adbc.ingest.mode.{mode}"})
                statement.bind_stream(connection.sql(records))
                statement.execute_update()
    except (Error, sqlite3.OperationalError) as error:
        raise EnvironmentFailure(
            tr("no room to check the file ({reason}); nothing was changed.", reason=str(error).splitlines()[0][:160])
        ) from error
