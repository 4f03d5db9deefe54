"""A drawn sample stays as it was drawn; a second evaluation of a contact is no second contact."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.progress import Quiet
from qa_desk.services.care import check_workspace
from qa_desk.workspace.schema import samples

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

_FILL = """
INSERT INTO agents (id, name, created_at) VALUES ('a', 'Ann', 1);
INSERT INTO evaluators (id, name) VALUES ('v', 'Eve'), ('w', 'Wim');
INSERT INTO interactions (id, channel, agent_id, created_at) VALUES ('i', 'call', 'a', 1), ('j', 'call', 'a', 1);
INSERT INTO scorecards (id, key, title, created_at) VALUES ('s', 'voice', 'Voice', 1);
INSERT INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at)
  VALUES ('c', 's', 1, 'published', '{}', 1);
INSERT INTO samples (id, number, method, algorithm, seed, population, design, frame_size, frame_hash, drawn_by, created_at)
  VALUES ('p', 1, 'quota', 'x', 7, '{}', '{}', 2, '0', 'tester', 1);
INSERT INTO sample_frames VALUES ('p', x'00');
INSERT INTO sample_items (id, sample_id, position, interaction_id, contact, grouped, stratum, rank)
  VALUES ('x', 'p', 1, 'i', 'C-1', 'a', 'call', 0), ('y', 'p', 2, 'j', 'C-2', 'a', 'call', 1);
INSERT INTO sample_replacements (item_id, replacement_id, evaluator_id, reason, replaced_at)
  VALUES ('x', 'y', 'v', 'no_sound', 2);
"""
_TRIES = (
    "UPDATE samples SET seed = 8",
    "DELETE FROM samples",
    "INSERT OR REPLACE INTO samples SELECT 'q', number, title, method, algorithm, 8, population, design, frame_size, frame_hash, "
    "due_on, drawn_by, created_at FROM samples",
    "UPDATE sample_frames SET contacts = x'01'",
    "DELETE FROM sample_frames",
    "INSERT OR REPLACE INTO sample_frames VALUES ('p', x'01')",
    "UPDATE sample_items SET interaction_id = 'j' WHERE id = 'x'",
    "DELETE FROM sample_items WHERE id = 'y'",
    "INSERT OR REPLACE INTO sample_items (id, sample_id, position, interaction_id, contact, grouped, stratum, rank) "
    "VALUES ('z', 'p', 1, 'j', 'C-3', 'a', 'call', 0)",
    "UPDATE sample_replacements SET reason = 'other'",
    "DELETE FROM sample_replacements",
    "INSERT OR REPLACE INTO sample_replacements VALUES ('x', 'y', 'w', 'other', '', 3)",
)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for statement in _FILL.split(";\n"):
        workspace.connection.execute(statement)
    return workspace


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("sql", _TRIES)
def test_nothing_changes_a_drawn_sample(filled: Workspace, sql: str, recursive: str) -> None:
    filled.connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = list(filled.connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match="drawn sample"):
        filled.connection.execute(sql)
    assert list(filled.connection.iterdump()) == before
    assert check_workspace(filled, Quiet()).is_sound


@pytest.mark.parametrize("table", [*samples.LOGGED, *samples.WIDENED])
def test_who_drew_and_replaced_is_in_the_change_log(workspace: Workspace, table: str) -> None:
    triggers = {row[0] for row in workspace.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"{table}_log_insert", f"{table}_log_update", f"{table}_log_delete"} <= triggers


def test_the_change_log_sees_that_an_evaluation_is_the_second(filled: Workspace) -> None:
    filled.connection.execute(
        "INSERT INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, is_second, created_at) "
        "VALUES ('e', 'i', 'w', 'c', 1, 1)"
    )
    row = filled.connection.execute("SELECT after FROM change_log WHERE row_id = 'e'").fetchone()
    assert '"is_second":1' in row[0]


def test_a_second_evaluation_never_counts(filled: Workspace) -> None:
    for name, evaluator, second in (("e1", "v", 0), ("e2", "w", 1)):
        filled.connection.execute(
            "INSERT INTO evaluations (id, interaction_id, evaluator_id, scorecard_version_id, is_second, status, submitted_at, "
            "created_at) VALUES (?, 'i', ?, 'c', ?, 'submitted', 5, 1)",
            [name, evaluator, second],
        )
    assert [row["id"] for row in filled.connection.execute("SELECT id FROM current_evaluations")] == ["e1"]
