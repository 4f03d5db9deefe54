"""What is published or submitted stays as it is, whatever SQL is tried, also where recursive triggers are off."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.progress import Quiet
from qa_desk.services.care import check_workspace
from qa_desk.services.people import ensure_team

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_FILL = """
INSERT INTO agents (id, name, created_at) VALUES ('a', 'Ann', 1);
INSERT INTO evaluators (id, name) VALUES ('v', 'Eve');
INSERT INTO interactions (id, channel, agent_id, created_at) VALUES ('i', 'call', 'a', 1);
INSERT INTO scorecards (id, key, title, created_at) VALUES ('s', 'voice', 'Voice', 1);
INSERT INTO scorecard_versions VALUES ('c1', 's', 1, 'published', '{}', 1, 1);
INSERT INTO scorecard_versions VALUES ('c2', 's', 2, 'draft', '{}', 1, NULL);
INSERT INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, created_at) VALUES ('done', 'i', 'v', 'c1', 1);
INSERT INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, created_at) VALUES ('draft', 'i', 'v', 'c1', 1);
INSERT INTO answers (evaluation_id, question_id, value, touched_at) VALUES ('done', 'q', 'yes', 1);
INSERT INTO answers (evaluation_id, question_id, value, touched_at) VALUES ('draft', 'p', 'no', 1);
INSERT INTO markers (id, evaluation_id, question_id, at_s, text, created_at) VALUES ('m1', 'done', 'q', 1.0, 'here', 1);
INSERT INTO markers (id, evaluation_id, question_id, at_s, text, created_at) VALUES ('m2', 'draft', 'q', 1.0, 'there', 1);
UPDATE evaluations SET status = 'submitted', submitted_at = 2 WHERE id = 'done';
"""
_TRIES = (
    "INSERT OR REPLACE INTO scorecard_versions VALUES ('c1', 's', 1, 'draft', '{}', 1, NULL)",
    "INSERT OR REPLACE INTO scorecard_versions VALUES ('c9', 's', 1, 'draft', '{}', 1, NULL)",
    "INSERT OR REPLACE INTO scorecard_versions (rowid, id, scorecard_id, number, status, definition, created_at) "
    "SELECT rowid, 'c9', 's', 9, 'draft', '{}', 1 FROM scorecard_versions WHERE id = 'c1'",
    "UPDATE OR REPLACE scorecard_versions SET id = 'c1' WHERE id = 'c2'",
    "UPDATE OR REPLACE scorecard_versions SET number = 1 WHERE id = 'c2'",
    "UPDATE scorecard_versions SET status = 'retired', created_at = 99 WHERE id = 'c1'",
    "INSERT OR REPLACE INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, created_at) "
    "VALUES ('done', 'i', 'v', 'c1', 1)",
    "UPDATE OR REPLACE evaluations SET id = 'done' WHERE id = 'draft'",
    "UPDATE OR REPLACE evaluations SET rowid = (SELECT rowid FROM evaluations WHERE id = 'done') WHERE id = 'draft'",
    "INSERT OR REPLACE INTO answers (evaluation_id, question_id, value, touched_at) VALUES ('done', 'q', 'no', 1)",
    "UPDATE answers SET evaluation_id = 'done' WHERE evaluation_id = 'draft'",
    "UPDATE answers SET evaluation_id = 'draft' WHERE evaluation_id = 'done'",
    "UPDATE OR REPLACE answers SET evaluation_id = 'done', question_id = 'q' WHERE evaluation_id = 'draft'",
    "INSERT OR REPLACE INTO markers (id, evaluation_id, question_id, at_s, text, created_at) "
    "VALUES ('m1', 'draft', 'q', 1.0, 'stolen', 1)",
    "UPDATE OR REPLACE markers SET id = 'm1' WHERE id = 'm2'",
    "UPDATE markers SET evaluation_id = 'done' WHERE id = 'm2'",
    "INSERT OR REPLACE INTO change_log SELECT 1, at, 'x', device, table_name, row_id, action, before, after, hash "
    "FROM change_log WHERE seq = 1",
)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("sql", _TRIES)
def test_nothing_takes_the_place_of_what_is_final(workspace: Workspace, sql: str, recursive: str) -> None:
    connection = workspace.connection
    for statement in _FILL.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = list(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match=r"never|keeps"):
        connection.execute(sql)
    assert list(connection.iterdump()) == before
    assert check_workspace(workspace, Quiet()).is_sound


def test_a_published_version_can_still_be_retired_and_a_draft_written(workspace: Workspace) -> None:
    for statement in _FILL.split(";\n"):
        workspace.connection.execute(statement)
    workspace.connection.execute("UPDATE scorecard_versions SET status = 'retired' WHERE id = 'c1'")
    workspace.connection.execute("UPDATE scorecard_versions SET definition = '[]' WHERE id = 'c2'")
    workspace.connection.execute("UPDATE markers SET text = 'moved' WHERE id = 'm2'")
    assert check_workspace(workspace, Quiet()).is_sound


def test_a_replaced_row_of_a_logged_table_is_logged_or_else_found(workspace: Workspace) -> None:
    team = ensure_team(workspace, "Billing")
    replace = "INSERT OR REPLACE INTO teams VALUES (?, ?, NULL)"
    workspace.connection.execute(replace, [team, "Sales"])
    actions = [row[0] for row in workspace.connection.execute("SELECT action FROM change_log ORDER BY seq")]
    assert actions == ["insert", "delete", "insert"]
    assert check_workspace(workspace, Quiet()).is_sound
    workspace.connection.execute("PRAGMA recursive_triggers = OFF")
    workspace.connection.execute(replace, [team, "Bent"])
    assert len(check_workspace(workspace, Quiet()).log_faults) == 1
