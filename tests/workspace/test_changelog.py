"""The change log: complete, chained, and impossible to bend unseen."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.workspace.changelog import verify
from qa_desk.workspace.schema import facts, house, meetings, people, quality

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

LOGGED = [table for subject in (house, people, quality, meetings, facts) for table in subject.LOGGED]


@pytest.mark.parametrize("table", LOGGED)
def test_each_table_that_people_edit_is_logged(workspace: Workspace, table: str) -> None:
    triggers = {row[0] for row in workspace.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"{table}_log_insert", f"{table}_log_update", f"{table}_log_delete"} <= triggers


def test_before_and_after_who_and_where_are_kept(workspace: Workspace) -> None:
    connection = workspace.connection
    connection.execute("INSERT INTO teams VALUES ('t', '账单', NULL)")
    connection.execute("UPDATE teams SET lead_name = '\"Жанна\"' WHERE id = 't'")
    connection.execute("DELETE FROM teams WHERE id = 't'")
    entries = connection.execute("SELECT actor, device, table_name, row_id, action, before, after FROM change_log").fetchall()
    assert [tuple(entry[:5]) for entry in entries] == [
        ("tester", "desk", "teams", "t", action) for action in ("insert", "update", "delete")
    ]
    assert json.loads(entries[1]["before"])["lead_name"] is None
    assert json.loads(entries[1]["after"]) == {"id": "t", "name": "账单", "lead_name": '"Жанна"'}
    assert entries[2]["after"] is None
    assert list(verify(connection)) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1))
def test_any_text_keeps_the_chain_whole(workspace: Workspace, text: str) -> None:
    workspace.connection.execute("INSERT OR REPLACE INTO evaluators (id, name) VALUES (?, ?)", [text, text])
    assert list(verify(workspace.connection)) == []


def _tamper(workspace: Workspace, sql: str) -> None:
    workspace.connection.execute("DROP TRIGGER change_log_no_update")
    workspace.connection.execute("DROP TRIGGER change_log_no_delete")
    workspace.connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE change_log SET actor = 'somebody else' WHERE seq = 2",
        "UPDATE change_log SET after = replace(after, 'b', 'c') WHERE seq = 2",
        "DELETE FROM change_log WHERE seq = 2",
        "UPDATE change_log SET at = at + 1 WHERE seq = 3",
    ],
)
def test_an_altered_history_is_found(workspace: Workspace, sql: str) -> None:
    for name in "abc":
        workspace.connection.execute("INSERT INTO teams VALUES (?, ?, NULL)", [name, name])
    assert list(verify(workspace.connection)) == []
    _tamper(workspace, sql)
    assert next(verify(workspace.connection)).seq in (2, 3)


def test_the_log_itself_refuses_to_be_rewritten(workspace: Workspace) -> None:
    workspace.connection.execute("INSERT INTO teams VALUES ('t', 'Billing', NULL)")
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        workspace.connection.execute("DELETE FROM change_log")


def test_a_program_that_does_not_log_cannot_write(workspace: Workspace) -> None:
    stranger = sqlite3.connect(workspace.path)
    with pytest.raises(sqlite3.OperationalError, match="no such function"):
        stranger.execute("INSERT INTO teams VALUES ('t', 'Billing', NULL)")
    stranger.close()
