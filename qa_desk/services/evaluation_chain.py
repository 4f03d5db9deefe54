"""An evaluation with what it revises and what revises it: one chain, from the original to the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_CHAIN = """
WITH RECURSIVE earlier (id, revision_of) AS (
  SELECT id, revision_of FROM evaluations WHERE id = ?
  UNION SELECT e.id, e.revision_of FROM earlier r JOIN evaluations e ON e.id = r.revision_of
), chain (id, step) AS (
  SELECT id, 0 FROM earlier WHERE revision_of IS NULL
  UNION SELECT e.id, c.step + 1 FROM chain c JOIN evaluations e ON e.revision_of = c.id
)
SELECT e.id, e.evaluator_id, v.name AS evaluator, e.status = 'submitted' AS is_submitted, e.shown, e.passed, e.submitted_at,
  e.revision_reason
FROM chain c JOIN evaluations e ON e.id = c.id JOIN evaluators v ON v.id = e.evaluator_id ORDER BY c.step, e.created_at
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One evaluation of a chain."""

    id: str
    evaluator_id: str
    evaluator: str
    is_submitted: bool
    shown: str | None
    passed: bool | None
    submitted_at: int | None
    revision_reason: str | None


def chain_of(connection: sqlite3.Connection, evaluation_id: str) -> tuple[Link, ...]:
    """The original first; a revision that is still a draft last."""
    rows = (dict(row) for row in connection.execute(_CHAIN, [evaluation_id]))
    return tuple(
        Link(
            **{
                **row,
                "is_submitted": bool(row["is_submitted"]),
                "passed": None if row["passed"] is None else bool(row["passed"]),
            }
        )
        for row in rows
    )
