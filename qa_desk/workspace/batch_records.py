"""Takes the records of a batch from a scratch file into a fact table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.workspace.batches import FACT_TABLES, Counts, image, key_columns

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    Met = tuple[str, int, int]
    """The batch that stored records which this one brings again; how many are unchanged, how many changed."""


def shape_of(connection: sqlite3.Connection, table: str, name: str) -> str:
    """SQL that makes a table `name` exactly like a fact table, with the same key."""
    sql = str(connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone()[0])
    head = f"CREATE TABLE {table} "
    if not sql.startswith(head):
        raise ValueError(table)
    return f"CREATE TABLE {name} " + sql.removeprefix(head)


def store_records(
    connection: sqlite3.Connection, batch_id: str, table: str, staged: str | None, rows: int, met: Iterable[Met]
) -> Counts:
    """Store a batch's records that differ from what the table holds: `staging.<staged>` has these, new and changed.

    `rows` is how many records the batch brings in all; `met` says which of them earlier batches had brought. A table that
    holds nothing yet takes the scratch table over as it is: SQLite then copies the rows without taking them apart.
    """
    if table not in FACT_TABLES:
        raise ValueError(table)
    met = list(met)
    unchanged, updated = sum(item[1] for item in met), sum(item[2] for item in met)
    connection.executemany(
        "INSERT INTO import_touched (batch_id, earlier_batch_id, rows) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
        [(batch_id, earlier, same + changed) for earlier, same, changed in met],
    )
    counts = Counts(rows - updated - unchanged, updated, unchanged)
    if staged is None:
        return counts
    if not connection.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone():
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM staging.{staged}")
        return counts
    if updated:
        _keep_replaced(connection, batch_id, table, staged)
    columns = [row[1] for row in connection.execute(f"PRAGMA staging.table_info({staged})")]
    keys = [name for name, _ in key_columns(connection, table)]
    listed = ", ".join(f'"{column}"' for column in columns)
    changed = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in keys)
    key_list = ", ".join(f'"{key}"' for key in keys)
    # WHERE true: without it the parser takes ON for a join
    upsert = f"WHERE true ON CONFLICT ({key_list}) DO UPDATE SET {changed}" if updated else ""
    connection.execute(f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM staging.{staged} {upsert}")
    return counts


def _keep_replaced(connection: sqlite3.Connection, batch_id: str, table: str, staged: str) -> None:
    """Keep the rows that are about to change as they are."""
    info = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    keys = [name for name, _ in key_columns(connection, table)]
    key = ", ".join(f't."{name}"' for name in keys)
    join = " AND ".join(f't."{name}" = s."{name}"' for name in keys)
    connection.execute(
        f"INSERT INTO import_replaced (batch_id, table_name, key, before) SELECT ?, ?, json_array({key}), {image(info)} "
        f"FROM staging.{staged} s JOIN main.{table} t ON {join}",
        [batch_id, table],
    )
