"""The rows of an evaluation, read and written inside a transaction that somebody else opened."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from qa_desk.domain.asking import asked_only
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import Answer, Marker, values_of
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import sqlite3
    from fractions import Fraction

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scoring import Score
    from qa_desk.workspace.workspace import Workspace


def draft_row(connection: sqlite3.Connection, evaluation_id: str) -> sqlite3.Row:
    """Its version, status and interaction's channel; refused when there is none, or when it is submitted."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT e.scorecard_version_id, e.status, i.channel FROM evaluations e JOIN interactions i ON i.id = e.interaction_id "
        "WHERE e.id = ?",
        [evaluation_id],
    ).fetchone()
    if row is None:
        raise Refusal(tr("There is no evaluation “{name}” in this workspace.", name=evaluation_id))
    if row["status"] != "draft":
        raise Refusal(tr("This evaluation is submitted and never changes: write a revision."))
    return row


def stored_answers(connection: sqlite3.Connection, evaluation_id: str) -> dict[str, Answer]:
    """Everything said, by question."""
    rows = connection.execute(
        "SELECT question_id, value, comment, root_cause, is_preset, origin FROM answers WHERE evaluation_id = ?", [evaluation_id]
    )
    return {row["question_id"]: _answer(row) for row in rows}


def stored_answer(connection: sqlite3.Connection, evaluation_id: str, question_id: str) -> Answer:
    """What was said about one question; an empty answer where nothing was."""
    row = connection.execute(
        "SELECT question_id, value, comment, root_cause, is_preset, origin FROM answers "
        "WHERE evaluation_id = ? AND question_id = ?",
        [evaluation_id, question_id],
    ).fetchone()
    return _answer(row) if row else Answer(question_id)


def _answer(row: sqlite3.Row) -> Answer:
    return Answer(**{**dict(row), "is_preset": bool(row["is_preset"])})


def write_answer(
    workspace: Workspace, connection: sqlite3.Connection, evaluation_id: str, answer: Answer, *, at: int | None = None
) -> None:
    """Store an answer as it is; an empty one takes the row away."""
    if answer.is_empty:
        connection.execute("DELETE FROM answers WHERE evaluation_id = ? AND question_id = ?", [evaluation_id, answer.question_id])
        return
    touched_at = workspace.clock.now() if at is None else at
    connection.execute(
        "INSERT INTO answers (evaluation_id, question_id, value, comment, root_cause, touched_at, is_preset, origin) "
        "VALUES (:evaluation, :question_id, :value, :comment, :root_cause, :at, :is_preset, :origin) "
        "ON CONFLICT (evaluation_id, question_id) DO UPDATE SET value = excluded.value, comment = excluded.comment, "
        "root_cause = excluded.root_cause, touched_at = excluded.touched_at, is_preset = excluded.is_preset, "
        "origin = excluded.origin",
        {"evaluation": evaluation_id, "at": touched_at, **asdict(answer)},
    )


def drop_not_asked(connection: sqlite3.Connection, evaluation_id: str, version: ScorecardVersion) -> dict[str, Answer]:
    """Take away the answers to questions that the others leave out (the change log keeps them); what stays."""
    answers = stored_answers(connection, evaluation_id)
    kept = asked_only(version, values_of(answers.values()), answers)
    for question_id in answers.keys() - kept.keys():
        connection.execute("DELETE FROM answers WHERE evaluation_id = ? AND question_id = ?", [evaluation_id, question_id])
    return dict(kept)


def stored_marker(workspace: Workspace, evaluation_id: str, marker_id: str) -> Marker:
    """A marker of this evaluation; refused when it is gone."""
    row = workspace.connection.execute(
        "SELECT id, text, at_s, utterance_position, question_id, media_id FROM markers WHERE id = ? AND evaluation_id = ?",
        [marker_id, evaluation_id],
    ).fetchone()
    if row is None:
        raise Refusal(tr("That marker is gone."))
    return Marker(**dict(row))


def stored_markers(connection: sqlite3.Connection, evaluation_id: str) -> tuple[Marker, ...]:
    """All markers, in the order of time."""
    rows = connection.execute(
        "SELECT id, text, at_s, utterance_position, question_id, media_id FROM markers WHERE evaluation_id = ? "
        "ORDER BY at_s, utterance_position, id",
        [evaluation_id],
    )
    return tuple(Marker(**dict(row)) for row in rows)


def settle(connection: sqlite3.Connection, evaluation_id: str, result: Score, at: int) -> None:
    """Write the result and the time into a draft: from now on it never changes."""
    connection.execute("DELETE FROM draft_places WHERE evaluation_id = ?", [evaluation_id])
    connection.execute(
        "UPDATE evaluations SET status = 'submitted', submitted_at = :at, score_status = :status, final = :final, "
        "before_autofail = :before, base = :base, adjustment = :adjustment, final_real = :final_real, "
        "before_autofail_real = :before_real, shown = :shown, passed = :passed, autofail = :autofail WHERE id = :id",
        {
            "id": evaluation_id,
            "at": at,
            "status": result.status.value,
            "final": _exact(result.final),
            "before": _exact(result.before_autofail),
            "base": _exact(result.base),
            "adjustment": _exact(result.adjustment),
            "final_real": _real(result.final),
            "before_real": _real(result.before_autofail),
            "shown": result.shown,
            "passed": None if result.passed is None else int(result.passed),
            "autofail": json.dumps([[trigger.question, trigger.scope.value] for trigger in result.autofail]),
        },
    )


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _real(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
