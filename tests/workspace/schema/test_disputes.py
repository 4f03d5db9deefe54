"""A decided dispute, an acknowledgement and what was claimed stay as they are, whatever SQL is tried."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.progress import Quiet
from qa_desk.services.care import check_workspace

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_EVALUATION = "INSERT INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, purpose, created_at) VALUES"
_FILL = f"""
INSERT INTO evaluators (id, name) VALUES ('v', 'Eve');
INSERT INTO evaluators (id, name) VALUES ('w', 'Wim');
INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'call', 1);
INSERT INTO interactions (id, channel, created_at) VALUES ('j', 'call', 1);
INSERT INTO scorecards (id, key, title, created_at) VALUES ('s', 'voice', 'Voice', 1);
INSERT INTO scorecard_versions VALUES ('c', 's', 1, 'published', '{{}}', 1, 1);
{_EVALUATION} ('done', 'i', 'v', 'c', 'routine', 1);
{_EVALUATION} ('other', 'i', 'v', 'c', 'routine', 1);
{_EVALUATION} ('blind', 'i', 'v', 'c', 'calibration', 1);
{_EVALUATION} ('second', 'i', 'w', 'c', 'routine', 1);
UPDATE evaluations SET is_second = 1 WHERE id = 'second';
UPDATE evaluations SET status = 'submitted', submitted_at = 2;
{_EVALUATION} ('draft', 'i', 'v', 'c', 'routine', 1);
INSERT INTO disputes (id, evaluation_id, raised_by, role, raised_at) VALUES ('d', 'done', 'Ann', 'agent', 3);
INSERT INTO dispute_points (dispute_id, question_id, position, claim, wish) VALUES ('d', 'q', 0, 'said', 'yes');
UPDATE dispute_points SET is_accepted = 0, reason = 'no' WHERE dispute_id = 'd';
UPDATE disputes SET state = 'decided', outcome = 'rejected', decided_by = 'w', reason = 'no', closed_at = 4 WHERE id = 'd';
INSERT INTO disputes (id, evaluation_id, raised_by, role, raised_at) VALUES ('o', 'other', 'Ann', 'agent', 3);
INSERT INTO dispute_points (dispute_id, question_id, position, claim, wish) VALUES ('o', 'q', 0, 'said', 'yes');
INSERT INTO acknowledgements (id, evaluation_id, kind, name, at) VALUES ('a', 'done', 'seen', 'Ann', 5);
INSERT INTO best_practices (id, interaction_id, title, flagged_by, created_at) VALUES ('b', 'i', 'Warm', 'Eve', 5);
"""
_RAISE = "INTO disputes (id, evaluation_id, raised_by, role, raised_at) VALUES"
_ACK = "INTO acknowledgements (id, evaluation_id, kind, name, at) VALUES"
_TRIES = (
    "UPDATE disputes SET outcome = 'accepted' WHERE id = 'd'",
    "UPDATE disputes SET state = 'open', outcome = NULL, closed_at = NULL WHERE id = 'd'",
    "UPDATE disputes SET reason = 'yes' WHERE id = 'd'",
    "UPDATE disputes SET raised_by = 'Bob' WHERE id = 'o'",
    "UPDATE OR REPLACE disputes SET id = 'd' WHERE id = 'o'",
    "UPDATE OR REPLACE disputes SET evaluation_id = 'done' WHERE id = 'o'",
    "DELETE FROM disputes WHERE id = 'd'",
    "DELETE FROM disputes WHERE id = 'o'",
    f"INSERT OR REPLACE {_RAISE} ('d', 'done', 'Bob', 'agent', 9)",
    f"INSERT OR REPLACE {_RAISE} ('n', 'other', 'Bob', 'agent', 9)",
    f"INSERT {_RAISE} ('n', 'draft', 'Ann', 'agent', 9)",
    f"INSERT {_RAISE} ('n', 'blind', 'Ann', 'agent', 9)",
    f"INSERT {_RAISE} ('n', 'second', 'Ann', 'agent', 9)",
    "UPDATE disputes SET state = 'decided', outcome = 'rejected', decided_by = 'w', reason = 'no', closed_at = 4 WHERE id = 'o'",
    "UPDATE dispute_points SET is_accepted = 1 WHERE dispute_id = 'd'",
    "UPDATE dispute_points SET claim = 'never' WHERE dispute_id = 'o'",
    "UPDATE OR REPLACE dispute_points SET dispute_id = 'd' WHERE dispute_id = 'o'",
    "DELETE FROM dispute_points WHERE dispute_id = 'o'",
    "INSERT INTO dispute_points (dispute_id, question_id, position, claim) VALUES ('d', 'p', 1, 'more')",
    "INSERT OR REPLACE INTO dispute_points (dispute_id, question_id, position, claim) VALUES ('o', 'q', 0, 'other')",
    "UPDATE acknowledgements SET kind = 'agreed'",
    "DELETE FROM acknowledgements",
    f"INSERT OR REPLACE {_ACK} ('a', 'done', 'agreed', 'Ann', 5)",
    f"INSERT {_ACK} ('n', 'draft', 'seen', 'Ann', 5)",
    f"INSERT {_ACK} ('n', 'blind', 'seen', 'Ann', 5)",
    f"INSERT {_ACK} ('n', 'second', 'seen', 'Ann', 5)",
    "DELETE FROM best_practices",
    "UPDATE best_practices SET interaction_id = 'j'",
    "INSERT OR REPLACE INTO best_practices (id, interaction_id, title, flagged_by, created_at) VALUES ('b', 'i', 'x', 'Eve', 5)",
)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for statement in _FILL.split(";\n"):
        workspace.connection.execute(statement)
    return workspace


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("sql", _TRIES)
def test_what_was_claimed_decided_or_said_stays(filled: Workspace, sql: str, recursive: str) -> None:
    connection = filled.connection
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = list(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match=r"never|keeps|only"):
        connection.execute(sql)
    assert list(connection.iterdump()) == before
    assert check_workspace(filled, Quiet()).is_sound


def test_the_evaluator_does_not_decide_in_the_file_either(filled: Workspace) -> None:
    connection = filled.connection
    connection.execute("UPDATE dispute_points SET is_accepted = 0, reason = 'no' WHERE dispute_id = 'o'")
    decide = (
        "UPDATE disputes SET state = 'decided', outcome = 'rejected', decided_by = ?, reason = 'no', closed_at = 4 WHERE id = 'o'"
    )
    with pytest.raises(sqlite3.IntegrityError, match="never decided by its evaluator"):
        connection.execute(decide, ["v"])
    connection.execute(decide, ["w"])
    assert check_workspace(filled, Quiet()).is_sound


def test_an_open_dispute_is_given_another_day_and_a_best_practice_is_taken_out(filled: Workspace) -> None:
    filled.connection.execute("UPDATE disputes SET due_on = '2024-06-30' WHERE id = 'o'")
    filled.connection.execute("UPDATE best_practices SET removed_at = 9, removed_by = 'Eve'")
    assert check_workspace(filled, Quiet()).is_sound
