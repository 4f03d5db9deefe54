"""Writes checked records into a scratch SQLite file, column by column, from which the workspace takes them in one statement."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr
from qa_desk.sources.fields import Reading

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.sources.fields import Kind
    from qa_desk.sources.source import Outcome

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
    """Records of one kind in the table `name` of the scratch file."""

    kind: Kind
    name: str
    rows: int
    repeated: int
    """Rows left out because a later row of the same file has the same identity."""
    identity_derived: bool
    """The file has no id: identity comes from the content."""


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
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {records}")
    total, distinct = connection.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM {name}").fetchone() or (0, 0)
    if total != distinct:
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS {records} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY "
            f"row_no DESC) = 1"
        )
        distinct = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0]
    return Staged(kind, name, distinct, total - distinct, bool(absent) and kind.name != "ticket_events")


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


def write(connection: DuckDBPyConnection, staged: Staged, path: Path) -> None:
    """Append the records to the scratch file."""
    from adbc_driver_manager import AdbcConnection, AdbcStatement, Error
    from adbc_driver_sqlite import connect

    with closing(sqlite3.connect(path)) as fresh:  # a scratch file needs no journal
        fresh.execute("PRAGMA page_size = 32768")
        fresh.execute("PRAGMA journal_mode = OFF")
    connection.execute("SELECT 1").fetchall()  # a result that is read to its end: sql() refuses while one is open
    try:
        with (
            connect(str(path)) as database,
            AdbcConnection(database) as target,
        ):
            with AdbcStatement(target) as statement:
                statement.set_sql_query("PRAGMA synchronous = OFF")
                statement.execute_query()
            with AdbcStatement(target) as statement:
                statement.set_options(**{"adbc.ingest.target_table": staged.name, "adbc.ingest.mode": "adbc.ingest.mode.create"})
                statement.bind_stream(connection.sql(f"SELECT * FROM {staged.name}"))
                statement.execute_update()
    except Error as error:
        raise EnvironmentFailure(
            tr("no room to check the file ({reason}); nothing was changed.", reason=str(error).splitlines()[0][:160])
        ) from error
