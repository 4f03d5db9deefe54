"""What an evaluator has to score: assignments by due date, drafts that were begun, and what could be taken up freely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An interaction in an evaluator's queue, and how far its evaluation is."""

    interaction_id: str
    reference: str
    channel: str
    agent: str | None
    subject: str | None
    started_at: int | None
    duration_s: float | None
    due_on: str | None
    assignment_id: str | None
    version_id: str | None
    evaluation_id: str | None
    answered: int
    is_submitted: bool
    shown: str | None
    is_revised: bool = False
    """Whether a submitted revision took its place."""


def queue_of(workspace: Workspace, evaluator_id: str) -> list[QueueItem]:
    """Assignments and own drafts that are not submitted, by due date; assignments without a date come last."""
    rows = workspace.connection.execute(_OPEN, {"evaluator": evaluator_id})
    return [_item(row) for row in rows]


def submitted_by(workspace: Workspace, evaluator_id: str, *, limit: int = 50) -> list[QueueItem]:
    """The evaluator's latest submitted evaluations, newest first."""
    rows = workspace.connection.execute(_SUBMITTED, {"evaluator": evaluator_id, "limit": limit})
    return [_item(row) for row in rows]


def free_interactions(workspace: Workspace, evaluator_id: str, *, limit: int = 200) -> list[QueueItem]:
    """Interactions with something to hear or read that nobody is assigned to and nobody scored, newest first."""
    rows = workspace.connection.execute(_FREE, {"evaluator": evaluator_id, "limit": limit})
    return [_item(row) for row in rows]


_COLUMNS = """
  i.id AS interaction_id, ifnull(i.external_id, substr(i.id, -8)) AS reference, i.channel, a.name AS agent, i.subject,
  i.started_at, i.duration_s
"""

_OPEN = f"""
WITH open AS (
  SELECT s.id AS assignment_id, s.interaction_id, s.scorecard_version_id AS version_id, s.due_on,
    (SELECT e.id FROM evaluations e WHERE e.status = 'draft' AND e.interaction_id = s.interaction_id
       AND e.evaluator_id = s.evaluator_id AND e.scorecard_version_id = s.scorecard_version_id
       AND e.purpose = 'routine' AND e.revision_of IS NULL LIMIT 1) AS evaluation_id
  FROM assignments s
  WHERE s.evaluator_id = :evaluator AND NOT EXISTS (
    SELECT 1 FROM evaluations e WHERE e.status = 'submitted' AND e.interaction_id = s.interaction_id
      AND e.evaluator_id = s.evaluator_id AND e.scorecard_version_id = s.scorecard_version_id AND e.purpose = 'routine')
  UNION ALL
  SELECT NULL, e.interaction_id, e.scorecard_version_id, NULL, e.id FROM evaluations e
  WHERE e.evaluator_id = :evaluator AND e.status = 'draft' AND e.purpose = 'routine' AND (
    e.revision_of IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM assignments s WHERE s.interaction_id = e.interaction_id AND s.evaluator_id = e.evaluator_id
        AND s.scorecard_version_id = e.scorecard_version_id))
)
SELECT {_COLUMNS}, o.due_on, o.assignment_id, o.version_id, o.evaluation_id,
  (SELECT count(*) FROM answers w WHERE w.evaluation_id = o.evaluation_id AND w.value IS NOT NULL AND w.is_preset = 0)
    AS answered,
  0 AS is_submitted, NULL AS shown
FROM open o JOIN interactions i ON i.id = o.interaction_id LEFT JOIN agents a ON a.id = i.agent_id
ORDER BY o.due_on IS NULL, o.due_on, i.started_at DESC, i.id
"""

_SUBMITTED = f"""
SELECT {_COLUMNS}, NULL AS due_on, NULL AS assignment_id, e.scorecard_version_id AS version_id, e.id AS evaluation_id,
  (SELECT count(*) FROM answers w WHERE w.evaluation_id = e.id AND w.value IS NOT NULL) AS answered,
  1 AS is_submitted, e.shown,
  EXISTS (SELECT 1 FROM evaluations r WHERE r.revision_of = e.id AND r.status = 'submitted') AS is_revised
FROM evaluations e JOIN interactions i ON i.id = e.interaction_id LEFT JOIN agents a ON a.id = i.agent_id
WHERE e.evaluator_id = :evaluator AND e.status = 'submitted' AND e.purpose = 'routine'
ORDER BY e.submitted_at DESC, e.id DESC LIMIT :limit
"""

_FREE = f"""
SELECT {_COLUMNS}, NULL AS due_on, NULL AS assignment_id, NULL AS version_id, NULL AS evaluation_id, 0 AS answered,
  0 AS is_submitted, NULL AS shown
FROM interactions i LEFT JOIN agents a ON a.id = i.agent_id
WHERE (EXISTS (SELECT 1 FROM media m WHERE m.interaction_id = i.id)
    OR EXISTS (SELECT 1 FROM utterances u WHERE u.interaction_id = i.id))
  AND NOT EXISTS (SELECT 1 FROM assignments s WHERE s.interaction_id = i.id)
  AND NOT EXISTS (SELECT 1 FROM evaluations e WHERE e.interaction_id = i.id AND e.purpose = 'routine'
                  AND (e.status = 'submitted' OR e.evaluator_id = :evaluator))
ORDER BY i.started_at DESC, i.id LIMIT :limit
"""


def _item(row: sqlite3.Row) -> QueueItem:
    fields = dict(row)
    return QueueItem(**{**fields, "is_submitted": bool(fields["is_submitted"]), "is_revised": bool(fields.get("is_revised"))})
