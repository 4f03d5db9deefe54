"""The change log: written by triggers on every table that people edit, hash-chained.

`verify` can therefore tell whether history was altered. The triggers call `qa_actor()`, `qa_device()`, `qa_now()` and
`qa_chain(previous, entry)`, which every connection of the program registers: a program that does not know them cannot
write a logged table at all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and on which machine."""

    actor: str
    device: str


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry of the change log that does not follow from the one before it."""

    seq: int
    reason: str


def chain(previous: str, entry: str) -> str:
    """SHA-256 over the previous entry's hash and this entry's text, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{entry}".encode()).hexdigest()


def register_functions(connection: sqlite3.Connection, author: Author, now: Callable[[], int]) -> None:
    """Give a connection what the triggers call."""
    connection.create_function("qa_actor", 0, lambda: author.actor)
    connection.create_function("qa_device", 0, lambda: author.device)
    connection.create_function("qa_now", 0, now)
    connection.create_function("qa_chain", 2, chain, deterministic=True)


def create_triggers(connection: sqlite3.Connection, table: str) -> None:
    """Log every insert, update and delete of a table. `table` comes from the schema's own lists."""

    def row_id(alias: str) -> str:
        return _row_id(connection, table, alias)

    def image(alias: str) -> str:
        return _image(connection, table, alias)

    for action, alias, before, after in (
        ("insert", "NEW", "NULL", image("NEW")),
        ("update", "NEW", image("OLD"), image("NEW")),
        ("delete", "OLD", image("OLD"), "NULL"),
    ):
        connection.execute(
            f"""CREATE TRIGGER {table}_log_{action} AFTER {action.upper()} ON {table} BEGIN
            INSERT INTO change_log (at, actor, device, table_name, row_id, action, before, after, hash)
            SELECT at, actor, device, tab, rid, act, bef, aft,
              qa_chain(ifnull((SELECT hash FROM change_log ORDER BY seq DESC LIMIT 1), '{GENESIS}'),
                       json_array(at, actor, device, tab, rid, act, bef, aft))
            FROM (SELECT qa_now() AS at, qa_actor() AS actor, qa_device() AS device, '{table}' AS tab, {row_id(alias)} AS rid,
                         '{action}' AS act, {before} AS bef, {after} AS aft);
            END"""
        )


def _image(connection: sqlite3.Connection, table: str, alias: str) -> str:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return "json_object(" + ", ".join(f"'{name}', {alias}.{name}" for name in names) + ")"


def _row_id(connection: sqlite3.Connection, table: str, alias: str) -> str:
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    return " || ' ' || ".join(f"{alias}.{name}" for name in keys)


def unlogged_changes(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(table, row) of every row that is not as its last log entry says: written, altered or removed past the log.

    Also of every row whose entries do not follow from each other: one that was put in while it was there already was
    removed past the log (by a REPLACE, which may tell no trigger). Only the columns that the entry knows are compared, so
    that a column added later does not make old rows suspect.
    Patching nothing with an image drops its nulls, so that a column added later may also be empty.
    """
    tables = [
        row[0] for row in connection.execute("SELECT tbl_name FROM sqlite_master WHERE name LIKE '%\\_log\\_insert' ESCAPE '\\'")
    ]
    for table in sorted(tables):
        image, row_id = _image(connection, table, "t"), _row_id(connection, table, "t")
        yield from connection.execute(
            f"""
            WITH last AS (
              SELECT row_id, after, max(seq) FROM change_log WHERE table_name = '{table}' GROUP BY row_id
            ), now AS (SELECT {row_id} AS row_id, {image} AS image FROM {table} t)
            SELECT '{table}', now.row_id FROM now LEFT JOIN last USING (row_id)
            WHERE last.after IS NULL OR json_patch(json_patch('{{}}', now.image), last.after) <> json_patch('{{}}', now.image)
            UNION ALL
            SELECT '{table}', last.row_id FROM last LEFT JOIN now USING (row_id)
            WHERE last.after IS NOT NULL AND now.row_id IS NULL
            """
        )
        yield from connection.execute(
            """
            WITH story AS (
              SELECT row_id, before, lag(after) OVER (PARTITION BY row_id ORDER BY seq) AS earlier FROM change_log
              WHERE table_name = ?
            )
            SELECT DISTINCT ?, row_id FROM story
            WHERE (before IS NULL) <> (earlier IS NULL)
              OR json_patch(json_patch('{}', before), earlier) <> json_patch('{}', before)
            """,
            [table, table],
        )


def verify(connection: sqlite3.Connection) -> Iterator[BrokenLink]:
    """Every entry that does not follow from the one before it: altered, removed or added from outside."""
    previous, expected_seq = GENESIS, 1
    rows = connection.execute(
        "SELECT seq, at, actor, device, table_name, row_id, action, before, after, hash FROM change_log ORDER BY seq"
    )
    for seq, *entry, stored in rows:
        if seq != expected_seq:
            yield BrokenLink(seq, f"entries {expected_seq} to {seq - 1} are missing")
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=repr)  # a damaged page yields bytes
        if chain(previous, text) != stored:
            yield BrokenLink(seq, "the entry does not match its hash")
        previous, expected_seq = stored, seq + 1
