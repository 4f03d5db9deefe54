from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.services.people import ensure_evaluator
from qa_desk.services.today import day_of, recent_imports, waiting_calibrations, waiting_disputes
from tests.disputed_centre import a_centre, a_dispute

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def mei(workspace: Workspace) -> str:
    return ensure_evaluator(workspace, "Mei Tan")


def add_session(workspace: Workspace, evaluator: str, state: str, *, finished_at: int | None = None) -> None:
    now = workspace.clock.now()
    with workspace.transaction() as connection:
        connection.execute("INSERT OR IGNORE INTO scorecards (id, key, title, created_at) VALUES ('s', 'v', 'V', ?)", [now])
        connection.execute(
            "INSERT OR IGNORE INTO scorecard_versions (id, scorecard_id, number, status, definition, created_at) "
            "VALUES ('v', 's', 1, 'draft', ?, ?)",
            [json.dumps({}), now],
        )
        connection.execute("INSERT OR IGNORE INTO interactions (id, channel, created_at) VALUES ('i', 'call', ?)", [now])
        session = f"{state} {finished_at}"
        connection.execute(
            "INSERT INTO calibration_sessions (id, title, scorecard_version_id, state, created_at) VALUES (?, ?, 'v', ?, ?)",
            [session, session, state, now],
        )
        connection.execute("INSERT INTO calibration_items (session_id, position, interaction_id) VALUES (?, 0, 'i')", [session])
        connection.execute(
            "INSERT INTO calibration_evaluators (session_id, evaluator_id, finished_at) VALUES (?, ?, ?)",
            [session, evaluator, finished_at],
        )


def add_batch(workspace: Workspace, number: int, state: str = "active") -> None:
    with workspace.transaction() as connection:
        connection.execute(
            "INSERT INTO import_batches (id, number, kind, source, path, timezone, state, rows_read, rows_new, rows_updated, "
            "rows_unchanged, rows_refused, created_at) VALUES (?, ?, 'calls', 'canonical', 'a.csv', 'UTC', ?, 1, 1, 0, 0, 0, 0)",
            [f"b{number}", number, state],
        )


def test_an_empty_workspace_has_an_empty_day(workspace: Workspace) -> None:
    day = day_of(workspace, None)
    assert (day.queue, day.calibrations, day.disputes, day.follow_ups, day.imports) == ((), (), (), (), ())
    assert not day.has_interactions
    assert not day.has_facts
    assert day.today.isoformat() == "2024-06-01"


def test_only_sessions_in_scoring_wait_for_those_who_have_not_finished(workspace: Workspace, mei: str) -> None:
    add_session(workspace, mei, "scoring")
    add_session(workspace, mei, "scoring", finished_at=5)
    add_session(workspace, mei, "review")
    add_session(workspace, mei, "closed")
    assert [(waiting.title, waiting.left) for waiting in waiting_calibrations(workspace, mei)] == [("scoring None", 1)]
    assert waiting_calibrations(workspace, ensure_evaluator(workspace, "Boris Orlov")) == ()


def test_disputes_wait_for_whoever_can_decide_them(workspace: Workspace) -> None:
    centre = a_centre(workspace)
    assert waiting_disputes(workspace, centre.omar) == ()
    dispute = a_dispute(workspace, centre)
    assert waiting_disputes(workspace, centre.omar) == (dispute,)
    assert day_of(workspace, centre.omar).disputes == (dispute,)
    assert day_of(workspace, centre.eva).disputes == ()


def test_the_latest_standing_imports_come_first(workspace: Workspace) -> None:
    for number in range(1, 8):
        add_batch(workspace, number, "undone" if number == 6 else "active")
    assert [batch.number for batch in recent_imports(workspace, 3)] == [7, 5, 4]
    assert day_of(workspace, None).has_facts
