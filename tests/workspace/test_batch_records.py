from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.workspace.batch_records import shape_of, store_records
from qa_desk.workspace.batches import FACT_TABLES, Counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def staging(workspace: Workspace) -> Iterator[Workspace]:
    workspace.connection.execute("ATTACH ':memory:' AS staging")
    yield workspace
    workspace.connection.execute("DETACH staging")


@pytest.mark.parametrize("table", FACT_TABLES)
def test_an_empty_table_takes_its_rows_over_without_taking_them_apart(staging: Workspace, table: str) -> None:
    connection = staging.connection
    connection.execute(shape_of(connection, table, "staging.file0_0"))
    plan = [row[1] for row in connection.execute(f"EXPLAIN INSERT INTO main.{table} SELECT * FROM staging.file0_0")]
    assert "RowData" in plan, "SQLite copies rows whole only between tables that are declared alike"


def test_what_is_new_and_what_changed_is_stored_and_what_was_there_is_kept(staging: Workspace) -> None:
    connection = staging.connection
    for number, batch in enumerate(("b1", "b2"), 1):
        connection.execute(
            "INSERT INTO import_batches (id, number, kind, source, path, timezone, state, rows_read, rows_new, rows_updated, "
            "rows_unchanged, rows_refused, created_at) VALUES (?, ?, 'tickets', 's', 'p', 'UTC', 'active', 0, 0, 0, 0, 0, 0)",
            [batch, number],
        )
    connection.execute(shape_of(connection, "tickets", "staging.one"))
    rows = "(ticket_id, subject, status, batch_id, row_no, row_hash)"
    connection.execute(f"INSERT INTO staging.one {rows} VALUES ('1', 'a', 'open', 'b1', 2, 1), ('2', 'b', 'open', 'b1', 3, 2)")
    assert store_records(connection, "b1", "tickets", "one", 2, []) == Counts(2, 0, 0)
    connection.execute("CREATE TABLE staging.two (ticket_id, status, batch_id, row_no, row_hash)")
    connection.execute("INSERT INTO staging.two VALUES ('2', 'closed', 'b2', 2, 9), ('3', 'new', 'b2', 3, 3)")
    assert store_records(connection, "b2", "tickets", "two", 3, [("b1", 1, 1)]) == Counts(1, 1, 1)
    assert [tuple(row) for row in connection.execute("SELECT ticket_id, subject, status, batch_id FROM tickets ORDER BY 1")] == [
        ("1", "a", "open", "b1"),
        ("2", "b", "closed", "b2"),  # a column that the later file does not have stays
        ("3", None, "new", "b2"),
    ]
    assert connection.execute("SELECT count(*) FROM import_replaced WHERE key = '[\"2\"]'").fetchone()[0] == 1
    assert connection.execute("SELECT rows FROM import_touched WHERE earlier_batch_id = 'b1'").fetchone()[0] == 2


def test_only_facts_are_stored_so(staging: Workspace) -> None:
    with pytest.raises(ValueError, match="agents"):
        store_records(staging.connection, "b", "agents", None, 0, [])
