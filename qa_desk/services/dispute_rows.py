"""Disputes as they are stored: read with the names that go with them, closed when the revision they led to is submitted.

Apart from the verbs in `disputes`, so that submitting an evaluation can close a dispute without knowing how one is raised.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from qa_desk.domain.disputes import Dispute, Outcome, Point, Role, State, outcome_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.scorecard_titles import said_title, title_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_DISPUTES = f"""
SELECT d.id, d.evaluation_id, e.interaction_id, ifnull(i.external_id, substr(i.id, -8)) AS reference, i.channel,
  a.name AS agent, e.evaluator_id, v.name AS evaluator, e.scorecard_version_id AS version_id,
  {title_json("w.definition")} AS titles, s.title, w.number,
  d.raised_by, d.role, d.raised_at, d.due_on, d.state, d.outcome, d.decided_by,
  x.name AS decider, d.reason, d.closed_at, d.revision_id, e.shown, r.shown AS revised
FROM disputes d
JOIN evaluations e ON e.id = d.evaluation_id
JOIN interactions i ON i.id = e.interaction_id
JOIN evaluators v ON v.id = e.evaluator_id
JOIN scorecard_versions w ON w.id = e.scorecard_version_id
JOIN scorecards s ON s.id = w.scorecard_id
LEFT JOIN agents a ON a.id = coalesce(e.agent_id, i.agent_id)
LEFT JOIN evaluators x ON x.id = d.decided_by
LEFT JOIN evaluations r ON r.id = d.revision_id
"""
_POINTS = """
SELECT p.dispute_id, p.question_id, p.claim, p.wish, p.is_accepted, p.granted, p.reason
FROM dispute_points p JOIN disputes d ON d.id = p.dispute_id
"""


def read_disputes(connection: sqlite3.Connection, where: str = "TRUE", values: Sequence[object] = ()) -> list[Dispute]:
    """Disputes with their points, those that are due first. `where` is over `d`, the table of disputes."""
    rows = connection.execute(f"{_DISPUTES} WHERE {where} ORDER BY d.due_on IS NULL, d.due_on, d.raised_at, d.id", list(values))
    found = [_dispute(row) for row in rows.fetchall()]
    points = connection.execute(f"{_POINTS} WHERE {where} ORDER BY p.dispute_id, p.position", list(values))
    by_dispute = {
        dispute_id: tuple(_point(row) for row in group) for dispute_id, group in groupby(points, key=lambda row: str(row[0]))
    }
    return [replace(dispute, points=by_dispute.get(dispute.id, ())) for dispute in found]


def read_dispute(connection: sqlite3.Connection, dispute_id: str) -> Dispute:
    """The dispute of an id; refused when there is none."""
    found = read_disputes(connection, "d.id = ?", [dispute_id])
    if not found:
        raise Refusal(tr("There is no dispute “{name}” in this workspace.", name=dispute_id))
    return found[0]


def open_dispute_of(connection: sqlite3.Connection, evaluation_id: str) -> str | None:
    """The dispute that is open about an evaluation, if there is one."""
    row = connection.execute("SELECT id FROM disputes WHERE evaluation_id = ? AND state = 'open'", [evaluation_id]).fetchone()
    return str(row[0]) if row else None


def speaks_to_agent(connection: sqlite3.Connection, evaluation_id: str) -> bool:
    """Whether an evaluation is meant for the agent: neither a sheet of a calibration nor a second, blind one."""
    row = connection.execute(
        "SELECT purpose = 'routine' AND is_second = 0 FROM evaluations WHERE id = ?", [evaluation_id]
    ).fetchone()
    return bool(row and row[0])


def write_verdicts(connection: sqlite3.Connection, dispute_id: str, points: Sequence[Point]) -> None:
    """Store what was decided on each point."""
    connection.executemany(
        "UPDATE dispute_points SET is_accepted = ?, granted = ?, reason = ? WHERE dispute_id = ? AND question_id = ?",
        [
            [None if each.is_accepted is None else int(each.is_accepted), each.granted, each.reason, dispute_id, each.question_id]
            for each in points
        ],
    )


def write_decision(
    connection: sqlite3.Connection, dispute_id: str, points: Sequence[Point], decider_id: str, reason: str, at: int
) -> None:
    """Close a dispute for ever: its points, the outcome that follows from them, who and why."""
    write_verdicts(connection, dispute_id, points)
    connection.execute(
        "UPDATE disputes SET state = 'decided', outcome = ?, decided_by = ?, reason = ?, closed_at = ? WHERE id = ?",
        [outcome_of(points).value, decider_id, reason, at, dispute_id],
    )
    clear_draft(connection, dispute_id)


def close_by_revision(connection: sqlite3.Connection, revision_id: str, at: int) -> None:
    """The revision of an accepted dispute is submitted now: the dispute is decided, with the answers that stand in it."""
    row = connection.execute("SELECT id FROM disputes WHERE revision_id = ? AND state = 'open'", [revision_id]).fetchone()
    if row is None:
        return
    dispute = read_dispute(connection, row[0])
    before, after = (_values(connection, each) for each in (dispute.evaluation_id, revision_id))
    points = []
    for point in dispute.points:
        if point.is_whole or not point.is_accepted:
            points.append(point)
            continue
        if after.get(point.question_id) == before.get(point.question_id):
            raise Refusal(
                tr(
                    "The dispute of question “{question}” is accepted, but its answer is as it was: change it, or decide anew.",
                    question=point.question_id,
                )
            )
        points.append(replace(point, granted=after.get(point.question_id)))
    assert dispute.decided_by is not None
    write_decision(connection, dispute.id, points, dispute.decided_by, dispute.reason or "", at)


def forget_revision(connection: sqlite3.Connection, revision_id: str) -> None:
    """The revision that a decision began is thrown away: the dispute waits for its decision again."""
    row = connection.execute("SELECT id FROM disputes WHERE revision_id = ? AND state = 'open'", [revision_id]).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE dispute_points SET is_accepted = NULL, granted = NULL, reason = NULL WHERE dispute_id = ?", [row[0]]
        )
        connection.execute("UPDATE disputes SET revision_id = NULL, decided_by = NULL, reason = NULL WHERE id = ?", [row[0]])


def clear_draft(connection: sqlite3.Connection, about: str) -> None:
    """What was being typed is entered now, or does not hold any more."""
    connection.execute("DELETE FROM dispute_drafts WHERE about = ?", [about])


def _values(connection: sqlite3.Connection, evaluation_id: str) -> dict[str, str]:
    rows = connection.execute(
        "SELECT question_id, value FROM answers WHERE evaluation_id = ? AND value IS NOT NULL", [evaluation_id]
    )
    return {row["question_id"]: row["value"] for row in rows}


def _dispute(row: sqlite3.Row) -> Dispute:
    fields = dict(row)
    title = said_title(fields.pop("titles"), fields.pop("title"))
    number, outcome = fields.pop("number"), fields["outcome"]
    return Dispute(
        **{
            **fields,
            "scorecard": f"{title} v{number}",
            "role": Role(fields["role"]),
            "state": State(fields["state"]),
            "outcome": Outcome(outcome) if outcome else None,
        }
    )


def _point(row: sqlite3.Row) -> Point:
    _dispute_id, question_id, claim, wish, is_accepted, granted, reason = row
    return Point(question_id, claim, wish, None if is_accepted is None else bool(is_accepted), granted, reason)
