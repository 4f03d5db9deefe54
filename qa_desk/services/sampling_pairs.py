"""Contacts that two people scored blind: for the running check of agreement and severity, never for an agent's score."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.sampling_raters import OPEN_ASSIGNMENTS

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the two evaluations, as it was submitted first."""

    evaluation_id: str
    evaluator_id: str
    final: Fraction | None
    submitted_at: int


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A contact with both evaluations of it, on the same version of the scorecard."""

    interaction_id: str
    agent_id: str | None
    version_id: str
    first: Sheet
    second: Sheet


def double_scored_pairs(workspace: Workspace, start: int | None = None, end: int | None = None) -> list[ScoredPair]:
    """Every contact that two people have submitted an evaluation of, blind; of a time of submission (both within), or all.

    The evaluations are those that were submitted first: what was revised afterwards may have been talked about.
    """
    rows = workspace.connection.execute(
        """
        SELECT a.interaction_id, coalesce(a.agent_id, i.agent_id) AS agent_id, a.scorecard_version_id AS version_id,
          a.id AS first_id, a.evaluator_id AS first_evaluator, a.final AS first_final, a.submitted_at AS first_at,
          b.id AS second_id, b.evaluator_id AS second_evaluator, b.final AS second_final, b.submitted_at AS second_at
        FROM evaluations b JOIN evaluations a ON a.interaction_id = b.interaction_id
          AND a.scorecard_version_id = b.scorecard_version_id AND a.evaluator_id <> b.evaluator_id
        JOIN interactions i ON i.id = a.interaction_id
        WHERE b.is_second = 1 AND a.is_second = 0 AND a.status = 'submitted' AND b.status = 'submitted'
          AND a.purpose = 'routine' AND b.purpose = 'routine' AND a.revision_of IS NULL AND b.revision_of IS NULL
          AND (:start IS NULL OR min(a.submitted_at, b.submitted_at) >= :start)
          AND (:end IS NULL OR max(a.submitted_at, b.submitted_at) < :end)
        ORDER BY max(a.submitted_at, b.submitted_at), a.id, b.id""",
        {"start": start, "end": end},
    )
    return [
        ScoredPair(
            row["interaction_id"],
            row["agent_id"],
            row["version_id"],
            *(
                Sheet(
                    row[f"{which}_id"],
                    row[f"{which}_evaluator"],
                    None if row[f"{which}_final"] is None else Fraction(row[f"{which}_final"]),
                    row[f"{which}_at"],
                )
                for which in ("first", "second")
            ),
        )
        for row in rows
    ]


def refuse_peeking(workspace: Workspace, evaluation_id: str, viewer_id: str | None) -> None:
    """Nobody who still has to score a contact is shown how somebody else scored it."""
    row = workspace.connection.execute(
        f"""
        SELECT v.name FROM evaluations e JOIN evaluators v ON v.id = e.evaluator_id
        JOIN ({OPEN_ASSIGNMENTS}) o ON o.interaction_id = e.interaction_id AND o.evaluator_id = :viewer
        WHERE e.id = :evaluation AND e.evaluator_id <> :viewer AND e.purpose = 'routine'""",
        {"evaluation": evaluation_id, "viewer": viewer_id},
    ).fetchone()
    if row is not None:
        raise Refusal(
            tr(
                "You score this contact too, without knowing how {name} did. It is shown once yours is submitted.",
                name=row["name"],
            )
        )
