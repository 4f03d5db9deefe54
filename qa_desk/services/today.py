"""What a day begins with: what is to be scored, where blind scores are waited for, what was promised to agents, what came in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.calibration import State
from qa_desk.services.calibration import list_calibrations, remaining_items
from qa_desk.services.coaching_sessions import FollowUp, due_follow_ups
from qa_desk.services.quality import today_of
from qa_desk.services.queue import QueueItem, queue_of
from qa_desk.workspace.batches import Batch, list_batches

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WaitingCalibration:
    """A session that waits for this evaluator's blind scores."""

    session_id: str
    title: str
    left: int
    due_on: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the Today page shows. Without an evaluator, the queue and the calibrations are empty."""

    today: date
    queue: tuple[QueueItem, ...]
    calibrations: tuple[WaitingCalibration, ...]
    follow_ups: tuple[FollowUp, ...]
    imports: tuple[Batch, ...]
    has_interactions: bool
    has_facts: bool


def day_of(workspace: Workspace, evaluator_id: str | None) -> Day:
    """Read it all in a few indexed queries."""
    today = today_of(workspace)
    return Day(
        today=today,
        queue=tuple(queue_of(workspace, evaluator_id)) if evaluator_id else (),
        calibrations=waiting_calibrations(workspace, evaluator_id) if evaluator_id else (),
        follow_ups=tuple(due_follow_ups(workspace, today)),
        imports=recent_imports(workspace),
        has_interactions=_any(workspace, "SELECT EXISTS (SELECT 1 FROM interactions)"),
        has_facts=_any(workspace, "SELECT EXISTS (SELECT 1 FROM import_batches WHERE state = 'active')"),
    )


def waiting_calibrations(workspace: Workspace, evaluator_id: str) -> tuple[WaitingCalibration, ...]:
    """Sessions in scoring in which this evaluator has items left."""
    taking_part = {
        row[0]
        for row in workspace.connection.execute(
            "SELECT session_id FROM calibration_evaluators WHERE evaluator_id = ? AND finished_at IS NULL", [evaluator_id]
        )
    }
    waiting = []
    for session in list_calibrations(workspace):
        if session.state is State.SCORING and session.id in taking_part:
            left = len(remaining_items(workspace, session.id, evaluator_id))
            if left:
                waiting.append(WaitingCalibration(session.id, session.title, left, session.due_on))
    return tuple(waiting)


def recent_imports(workspace: Workspace, most: int = 5) -> tuple[Batch, ...]:
    """The batches that came in last and still stand, the latest first."""
    standing = (batch for batch in list_batches(workspace.connection) if batch.state == "active")
    return tuple(itertools.islice(standing, most))


def _any(workspace: Workspace, query: str) -> bool:
    return bool(workspace.connection.execute(query).fetchone()[0])
