"""Import batches: what came in with which file, what it overwrote, and how to take all of it back.

A batch is one transaction. Rows that a later batch changes are kept as they were in `import_replaced`, so that undoing
restores them exactly. A batch whose rows a later active batch met again cannot be undone before the later one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

FACT_TABLES = (
    "tickets", "ticket_events", "calls", "surveys", "agent_states", "schedule",
    "employee_pulse", "customers", "costs", "tasks", "contact_tags",
)  # fmt: skip
PEOPLE_COLUMNS = (
    ("tickets", "assignee"),
    ("calls", "agent"),
    ("surveys", "agent"),
    ("agent_states", "agent"),
    ("schedule", "agent"),
    ("tasks", "assignee"),
)
_PEOPLE_TABLES = ("memberships", "agent_aliases", "agents", "teams", "evaluators")
"""In the order in which they can be deleted."""
_KEYS = {"agent_aliases": "alias"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of the file that was not taken."""

    row: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the records of one table."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """One import, as it is listed."""

    id: str
    number: int
    kind: str
    source: str
    path: str
    file_sha256: str | None
    timezone: str
    mapping: dict[str, Any] = field(default_factory=dict)
    state: str = "active"
    rows_read: int = 0
    rows_new: int = 0
    rows_updated: int = 0
    rows_unchanged: int = 0
    rows_refused: int = 0
    warnings: tuple[str, ...] = ()
    created_at: int = 0
    undone_at: int | None = None


def next_number(connection: sqlite3.Connection) -> int:
    """The number that the next batch is called by."""
    return int(connection.execute("SELECT ifnull(max(number), 0) + 1 FROM import_batches").fetchone()[0])


def add_batch(connection: sqlite3.Connection, batch: Batch, refused: Iterable[Refused] = ()) -> None:
    """Record a batch with its refused rows, first of all: its rows point to it."""
    connection.execute(
        "INSERT INTO import_batches (id, number, kind, source, path, file_sha256, timezone, mapping, state, rows_read, rows_new, "
        "rows_updated, rows_unchanged, rows_refused, warnings, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?)",
        [
            batch.id,
            batch.number,
            batch.kind,
            batch.source,
            batch.path,
            batch.file_sha256,
            batch.timezone,
            json.dumps(batch.mapping, ensure_ascii=False, sort_keys=True),
            batch.state,
            batch.rows_read,
            batch.rows_new,
            batch.rows_updated,
            batch.rows_unchanged,
            batch.rows_refused,
            json.dumps(batch.warnings, ensure_ascii=False),
            batch.created_at,
        ],
    )
    connection.executemany(
        "INSERT INTO import_refusals (batch_id, row, column_name, value, reason) VALUES (?, ?, ?, ?, ?)",
        ((batch.id, item.row, item.column, item.value, item.reason) for item in refused),
    )


def set_outcome(connection: sqlite3.Connection, batch_id: str, counts: Counts, warnings: tuple[str, ...]) -> None:
    """Complete a batch with what became of its records."""
    connection.execute(
        "UPDATE import_batches SET rows_new = ?, rows_updated = ?, rows_unchanged = ?, warnings = ? WHERE id = ?",
        [counts.new, counts.updated, counts.unchanged, json.dumps(warnings, ensure_ascii=False), batch_id],
    )


def key_columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """A table's primary key: its columns with their types, in order."""
    info = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    return [(row[1], row[2]) for row in sorted(info, key=lambda row: row[5]) if row[5]]


def image(info: list[Any]) -> str:
    """SQL: a row as JSON; real numbers as text of 17 digits, because SQLite's JSON keeps only 15."""
    parts = [f"'{row[1]}', " + (_exact_real(f't."{row[1]}"') if row[2] == "REAL" else f't."{row[1]}"') for row in info]
    return f"json_object({', '.join(parts)})"


def _exact_real(column: str) -> str:
    return f"CASE WHEN {column} IS NULL THEN NULL ELSE printf('%!.17g', {column}) END"


def sources_met(connection: sqlite3.Connection, batch: Batch) -> list[tuple[str, int]]:
    """Other sources whose rows this batch met, with how many: two help desks may use the same ids."""
    rows = connection.execute(
        "SELECT e.source, sum(t.rows) FROM import_touched t JOIN import_batches e ON e.id = t.earlier_batch_id "
        "WHERE t.batch_id = ? AND e.source <> ? GROUP BY 1 ORDER BY 1",
        [batch.id, batch.source],
    )
    return [(row[0], int(row[1])) for row in rows]


def remember_created(connection: sqlite3.Connection, batch_id: str, table: str, ids: Iterable[str]) -> None:
    """Note people or teams that a batch made known."""
    connection.executemany(
        "INSERT OR IGNORE INTO import_created (batch_id, table_name, row_id) VALUES (?, ?, ?)",
        [(batch_id, table, row_id) for row_id in ids],
    )


def remember_replaced(connection: sqlite3.Connection, batch_id: str, table: str, row_id: str) -> None:
    """Keep a person's, team's or membership's row as it is before a batch changes it (the first time only)."""
    if table not in _PEOPLE_TABLES:
        raise ValueError(table)
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    connection.execute(
        f"INSERT OR IGNORE INTO import_replaced (batch_id, table_name, key, before) SELECT ?, ?, ?, {image(info)} FROM "
        f"{table} t "
        f"WHERE t.{_KEYS.get(table, 'id')} = ?",
        [batch_id, table, row_id, row_id],
    )


def find_unchanged(connection: sqlite3.Connection, batch: Batch) -> Batch | None:
    """An active batch of the very same file read in the very same way, none of whose rows a later one has met."""
    row = connection.execute(
        "SELECT * FROM import_batches b WHERE file_sha256 = ? AND kind = ? AND source = ? AND timezone = ? AND mapping = "
        "? AND state = 'active' "
        "AND NOT EXISTS (SELECT 1 FROM import_touched t JOIN import_batches l ON l.id = t.batch_id "
        "                WHERE t.earlier_batch_id = b.id AND l.state = 'active') ORDER BY number DESC LIMIT 1",
        [
            batch.file_sha256,
            batch.kind,
            batch.source,
            batch.timezone,
            json.dumps(batch.mapping, ensure_ascii=False, sort_keys=True),
        ],
    ).fetchone()
    return None if row is None else _batch(row)


def list_batches(connection: sqlite3.Connection) -> list[Batch]:
    """All batches, the latest first."""
    return [_batch(row) for row in connection.execute("SELECT * FROM import_batches ORDER BY number DESC")]


def batch_named(connection: sqlite3.Connection, name: str) -> Batch:
    """A batch by its number or id; refused when there is none."""
    row = connection.execute("SELECT * FROM import_batches WHERE id = ? OR CAST(number AS TEXT) = ?", [name, name]).fetchone()
    if row is None:
        raise Refusal(tr("{batch}: there is no such import batch; `import list` shows them.", batch=name))
    return _batch(row)


def refusals_of(connection: sqlite3.Connection, batch_id: str) -> list[Refused]:
    """The refused rows of a batch, in the order of the file."""
    rows = connection.execute(
        "SELECT row, column_name, value, reason FROM import_refusals WHERE batch_id = ? ORDER BY row, column_name", [batch_id]
    )
    return [Refused(*row) for row in rows]


def undo_facts(connection: sqlite3.Connection, batch: Batch, now: int) -> Counts:
    """Take back the facts and people of a batch: what it brought goes, what it overwrote returns.

    Returns rows removed (`new`) and restored (`updated`); of a roster, memberships removed and people's rows restored.
    Refused when it is undone already, or a later active batch met the same rows.
    """
    refuse_when_met_again(connection, batch)
    removed = restored = 0
    for table in FACT_TABLES:
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        restored += _restore(connection, batch.id, table, info)
        removed += connection.execute(f"DELETE FROM {table} WHERE batch_id = ?", [batch.id]).rowcount
    for table in _PEOPLE_TABLES:
        restored += _restore_people(connection, batch.id, table)
    connection.execute("UPDATE import_batches SET state = 'undone', undone_at = ? WHERE id = ?", [now, batch.id])
    memberships = _count_created(connection, batch.id, "memberships")
    forget_unused_people(connection)
    removed += memberships - _count_created(connection, batch.id, "memberships")
    connection.execute("DELETE FROM import_replaced WHERE batch_id = ?", [batch.id])
    connection.execute("DELETE FROM import_touched WHERE batch_id = ?", [batch.id])
    return Counts(removed, restored, 0)


def refuse_when_met_again(connection: sqlite3.Connection, batch: Batch) -> None:
    """Refused when the batch is undone already, or a later active one met the same rows."""
    if batch.state == "undone":
        raise Refusal(tr("batch {number} is undone already.", number=batch.number))
    later = connection.execute(
        """SELECT l.number, sum(t.rows) FROM import_touched t JOIN import_batches l ON l.id = t.batch_id
           WHERE t.earlier_batch_id = ?1 AND l.state = 'active' GROUP BY 1
           UNION ALL
           SELECT l.number, count(*) FROM import_replaced r JOIN import_batches l ON l.id = r.batch_id
           WHERE l.state = 'active' AND l.number > ?2 AND r.table_name IN ('agents', 'teams', 'memberships')
             AND (EXISTS (SELECT 1 FROM import_replaced o WHERE o.batch_id = ?1 AND o.table_name = r.table_name AND o.key = r.key)
               OR EXISTS (SELECT 1 FROM import_created o WHERE o.batch_id = ?1 AND o.table_name = r.table_name AND o.row_id
                 = r.key))
           GROUP BY 1 ORDER BY 1 DESC LIMIT 1""",
        [batch.id, batch.number],
    ).fetchone()
    if later:
        raise Refusal(
            tr(
                "batch {number} cannot be undone: the later batch {later} brought {count} of the same rows. Undo that one first.",
                number=batch.number,
                later=later[0],
                count=later[1],
            )
        )


def _restore(connection: sqlite3.Connection, batch_id: str, table: str, info: list[Any]) -> int:
    columns = ", ".join(f'"{row[1]}"' for row in info)
    values = ", ".join(_from_image(row[1], row[2]) for row in info)
    return connection.execute(
        f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {values} FROM import_replaced WHERE batch_id = ? AND table_name = ?",
        [batch_id, table],
    ).rowcount


def _from_image(column: str, kind: str) -> str:
    value = f"json_extract(before, '$.{column}')"
    return f"CAST({value} AS REAL)" if kind == "REAL" else value


def _count_created(connection: sqlite3.Connection, batch_id: str, table: str) -> int:
    """How many rows of a table a batch made known that are still there."""
    return int(
        connection.execute(
            "SELECT count(*) FROM import_created WHERE batch_id = ? AND table_name = ?", [batch_id, table]
        ).fetchone()[0]
    )


def _restore_people(connection: sqlite3.Connection, batch_id: str, table: str) -> int:
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    key = _KEYS.get(table, "id")
    changed = ", ".join(f'"{row[1]}" = {_from_image(row[1], row[2])}' for row in info if row[1] != key)
    if not changed:
        return 0
    return connection.execute(
        f"UPDATE {table} SET {changed} FROM (SELECT key, before FROM import_replaced WHERE batch_id = ? AND "
        f"table_name = ?) AS kept "
        f"WHERE kept.key = {table}.{key}",
        [batch_id, table],
    ).rowcount


def forget_unused_people(connection: sqlite3.Connection) -> None:
    """Delete people and teams that only undone batches made known and that nothing refers to any more."""
    named = " UNION ".join(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for table, column in PEOPLE_COLUMNS)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS named_people (name TEXT PRIMARY KEY COLLATE NOCASE)")
    connection.execute("DELETE FROM named_people")
    connection.execute(f"INSERT OR IGNORE INTO named_people {named}")
    for table in _PEOPLE_TABLES:
        key = _KEYS.get(table, "id")
        candidates = connection.execute(
            "SELECT DISTINCT c.row_id FROM import_created c JOIN import_batches b ON b.id = c.batch_id WHERE c.table_name "
            "= ? AND b.state = 'undone' "
            "AND NOT EXISTS (SELECT 1 FROM import_created o JOIN import_batches a ON a.id = o.batch_id "
            "  WHERE o.table_name = c.table_name AND o.row_id = c.row_id AND a.state = 'active')",
            [table],
        ).fetchall()
        for (row_id,) in candidates:
            if table == "agents" and _is_named(connection, row_id):
                continue
            if _delete_unless_referred_to(connection, table, key, row_id):
                connection.execute("DELETE FROM import_created WHERE table_name = ? AND row_id = ?", [table, row_id])
    connection.execute("DROP TABLE named_people")


def _is_named(connection: sqlite3.Connection, agent_id: str) -> bool:
    """Whether facts name this agent: by a name that nobody else goes by, for such a one identifies nobody."""
    others = (
        "NOT EXISTS (SELECT 1 FROM agents o WHERE o.id <> ?1 AND n.name IN (o.id, o.external_id, o.name, o.email)) "
        "AND NOT EXISTS (SELECT 1 FROM agent_aliases o WHERE o.agent_id <> ?1 AND n.name = o.alias)"
    )
    return bool(
        connection.execute(
            "SELECT 1 FROM agents a JOIN named_people n ON n.name IN (a.id, a.external_id, a.name, a.email) WHERE a.id = ?1 "
            f"AND {others} UNION ALL "
            f"SELECT 1 FROM agent_aliases s JOIN named_people n ON n.name = s.alias WHERE s.agent_id = ?1 AND {others} LIMIT 1",
            [agent_id],
        ).fetchone()
    )


def _delete_unless_referred_to(connection: sqlite3.Connection, table: str, key: str, row_id: str) -> bool:
    import sqlite3

    connection.execute("SAVEPOINT forgetting")
    try:
        if table == "agents":
            connection.execute(
                "DELETE FROM agent_aliases WHERE agent_id = ? AND alias IN (SELECT row_id FROM import_created WHERE "
                "table_name = 'agent_aliases')",
                [row_id],
            )
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", [row_id])
    except sqlite3.IntegrityError:  # evaluated, coached or in a team: the person stays
        connection.execute("ROLLBACK TO forgetting")
        connection.execute("RELEASE forgetting")
        return False
    connection.execute("RELEASE forgetting")
    return True


def _batch(row: sqlite3.Row) -> Batch:
    return Batch(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        source=row["source"],
        path=row["path"],
        file_sha256=row["file_sha256"],
        timezone=row["timezone"],
        mapping=json.loads(row["mapping"] or "{}"),
        state=row["state"],
        rows_read=row["rows_read"],
        rows_new=row["rows_new"],
        rows_updated=row["rows_updated"],
        rows_unchanged=row["rows_unchanged"],
        rows_refused=row["rows_refused"],
        warnings=tuple(json.loads(row["warnings"] or "[]")),
        created_at=row["created_at"],
        undone_at=row["undone_at"],
    )
