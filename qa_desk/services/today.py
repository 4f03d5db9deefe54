"""What a day begins with: what is to be scored or decided, where blind scores are waited for, what was promised, what came in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.services.centre_time import today_of
from qa_desk.services.coaching_sessions import FollowUp, due_follow_ups
from qa_desk.services.queue import QueueItem, queue_of
from qa_desk.services.report_plan import due_plan_items
from qa_desk.workspace.batches import Batch, list_batches

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.disputes import Dispute
    from qa_desk.domain.report_plan import PlanItem
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
    """Everything the Today page shows. Without an evaluator, the queue, the calibrations and the disputes are empty."""

    today: date
    queue: tuple[QueueItem, ...]
    calibrations: tuple[WaitingCalibration, ...]
    disputes: tuple[Dispute, ...]
    """Those that the evaluator can decide, the first due first."""
    follow_ups: tuple[FollowUp, ...]
    plan: tuple[PlanItem, ...]
    """Items of the report's plan that are overdue or due within a week."""
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
        disputes=waiting_disputes(workspace, evaluator_id) if evaluator_id else (),
        follow_ups=tuple(due_follow_ups(workspace, today)),
        plan=tuple(due_plan_items(workspace, today)),
        imports=recent_imports(workspace),
        has_interactions=_any(workspace, "SELECT EXISTS (SELECT 1 FROM interactions)"),
        has_facts=_any(workspace, "SELECT EXISTS (SELECT 1 FROM import_batches WHERE state = 'active')"),
    )


def waiting_calibrations(workspace: Workspace, evaluator_id: str) -> tuple[WaitingCalibration, ...]:
    """Sessions in scoring in which this evaluator has items left, by due date."""
    rows = workspace.connection.execute(
        """
        SELECT s.id, s.title, s.due_on, count(*) AS left_over
        FROM calibration_evaluators p
        JOIN calibration_sessions s ON s.id = p.session_id AND s.state = 'scoring'
        JOIN calibration_items c ON c.session_id = s.id
        WHERE p.evaluator_id = :evaluator AND p.finished_at IS NULL AND NOT EXISTS (
          SELECT 1 FROM evaluations e WHERE e.session_id = s.id AND e.evaluator_id = :evaluator
            AND e.interaction_id = c.interaction_id AND e.status = 'submitted')
        GROUP BY s.id ORDER BY s.due_on IS NULL, s.due_on, s.created_at
        """,
        {"evaluator": evaluator_id},
    )
    return tuple(WaitingCalibration(row["id"], row["title"], row["left_over"], row["due_on"]) for row in rows)


def waiting_disputes(workspace: Workspace, evaluator_id: str) -> tuple[Dispute, ...]:
    """Open disputes that this evaluator can decide, by due date."""
    if not _any(workspace, "SELECT EXISTS (SELECT 1 FROM disputes WHERE state = 'open')"):
        return ()
    from qa_desk.services.dispute_deciders import (
        disputes_to_answer,  # late: on most days the first page needs no rules of scoring
    )

    return tuple(disputes_to_answer(workspace, evaluator_id))


def recent_imports(workspace: Workspace, most: int = 5) -> tuple[Batch, ...]:
    """The batches that came in last and still stand, the latest first."""
    standing = (batch for batch in list_batches(workspace.connection) if batch.state == "active")
    return tuple(itertools.islice(standing, most))


def _any(workspace: Workspace, query: str) -> bool:
    return bool(workspace.connection.execute(query).fetchone()[0])
