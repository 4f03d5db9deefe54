"""The queues behind a sample: who has how much open, what is overdue, and handing on, putting off and taking back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.services.centre_time import today_of
from qa_desk.services.sampling_raters import OPEN_ASSIGNMENTS, own_agents

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Load:
    """What an evaluator has before them, and what they did in the last seven days."""

    evaluator_id: str
    name: str
    capacity: int | None
    open: int
    overdue: int
    due_soon: int
    """Due today or within the next seven days."""
    seconds: int
    """Of the open ones, those that somebody else scores too."""
    done_lately: int
    replaced: int
    """Items they replaced, ever."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A contact that somebody is to score."""

    id: str
    interaction_id: str
    reference: str
    channel: str
    agent: str | None
    evaluator_id: str
    evaluator: str
    due_on: str | None
    sample: int | None
    """The number of the sample it was drawn in."""
    item_id: str | None
    method: str
    is_second: bool
    is_begun: bool


def workload(workspace: Workspace) -> list[Load]:
    """Every active evaluator's load, by name."""
    today = today_of(workspace)
    rows = workspace.connection.execute(
        f"""
        SELECT v.id, v.name, t.capacity,
          count(o.id) AS open, count(o.id) FILTER (WHERE o.due_on < :today) AS overdue,
          count(o.id) FILTER (WHERE o.due_on BETWEEN :today AND date(:today, '+7 days')) AS due_soon,
          count(o.id) FILTER (WHERE o.is_second = 1) AS seconds,
          (SELECT count(*) FROM evaluations e WHERE e.evaluator_id = v.id AND e.status = 'submitted' AND e.purpose = 'routine'
             AND e.revision_of IS NULL AND e.submitted_at >= :week_ago) AS done_lately,
          (SELECT count(*) FROM sample_replacements r WHERE r.evaluator_id = v.id) AS replaced
        FROM evaluators v LEFT JOIN evaluator_terms t ON t.evaluator_id = v.id
        LEFT JOIN ({OPEN_ASSIGNMENTS}) o ON o.evaluator_id = v.id
        WHERE v.is_active = 1 GROUP BY v.id ORDER BY v.name""",
        {"today": today.isoformat(), "week_ago": workspace.clock.now() - 7 * 86_400},
    )
    return [Load(*row) for row in rows]


def open_assignments(workspace: Workspace, evaluator_id: str | None = None) -> list[Assignment]:
    """What is assigned and not scored yet, of one evaluator or of all; what is due first comes first."""
    rows = workspace.connection.execute(
        f"""
        SELECT o.id, o.interaction_id, ifnull(n.external_id, substr(n.id, -8)) AS reference, n.channel, g.name AS agent,
          o.evaluator_id, v.name AS evaluator, o.due_on, s.number AS sample, o.sample_item_id AS item_id,
          o.sample_method AS method, o.is_second, EXISTS ({_BEGUN}) AS is_begun
        FROM ({OPEN_ASSIGNMENTS}) o JOIN interactions n ON n.id = o.interaction_id JOIN evaluators v ON v.id = o.evaluator_id
        LEFT JOIN agents g ON g.id = n.agent_id
        LEFT JOIN sample_items i ON i.id = o.sample_item_id LEFT JOIN samples s ON s.id = i.sample_id
        WHERE :evaluator IS NULL OR o.evaluator_id = :evaluator
        ORDER BY o.due_on IS NULL, o.due_on, v.name, o.id""",
        {"evaluator": evaluator_id},
    )
    return [Assignment(**{**dict(row), "is_second": bool(row["is_second"]), "is_begun": bool(row["is_begun"])}) for row in rows]


_BEGUN = """
  SELECT 1 FROM evaluations e JOIN answers w ON w.evaluation_id = e.id
  WHERE e.interaction_id = o.interaction_id AND e.evaluator_id = o.evaluator_id AND e.purpose = 'routine'
    AND e.scorecard_version_id = o.scorecard_version_id
"""
"""Something was answered; a form that was only opened can still be handed on."""


def reassign(workspace: Workspace, assignment_ids: Sequence[str], evaluator_id: str) -> int:
    """Hand assignments that were not begun to somebody else; returns how many changed hands. All of them, or none."""
    own = own_agents(workspace)
    with workspace.transaction() as connection:
        moved = 0
        for row in _not_begun(connection, assignment_ids):
            if row["evaluator_id"] == evaluator_id:
                continue
            _check_hand_over(connection, row["interaction_id"], evaluator_id, own[evaluator_id])
            _discard_empty_draft(connection, row)
            connection.execute("UPDATE assignments SET evaluator_id = ? WHERE id = ?", [evaluator_id, row["id"]])
            moved += 1
    return moved


def _check_hand_over(connection: sqlite3.Connection, interaction_id: str, evaluator_id: str, own: set[str]) -> None:
    contact = _reference(connection, interaction_id)
    row = connection.execute(
        "SELECT agent_id, EXISTS (SELECT 1 FROM assignments a WHERE a.interaction_id = i.id AND a.evaluator_id = :evaluator) "
        "OR EXISTS (SELECT 1 FROM evaluations e WHERE e.interaction_id = i.id AND e.evaluator_id = :evaluator "
        "AND e.purpose = 'routine') AS is_known FROM interactions i WHERE id = :id",
        {"id": interaction_id, "evaluator": evaluator_id},
    ).fetchone()
    if row["is_known"]:
        raise Refusal(tr("{contact}: this person scores it already, and nobody scores a contact twice.", contact=contact))
    if row["agent_id"] in own:
        raise Refusal(tr("{contact}: this person talked to the customer there, and nobody scores themselves.", contact=contact))


def extend(workspace: Workspace, assignment_ids: Sequence[str], due_on: str | None) -> int:
    """Give assignments another due date (None: none); returns how many have it now."""
    if due_on is not None:
        _check_day(due_on)
    with workspace.transaction() as connection:
        rows = _open_rows(connection, assignment_ids)
        connection.executemany(
            "UPDATE assignments SET due_on = ? WHERE id = ? AND due_on IS NOT ?", [(due_on, row["id"], due_on) for row in rows]
        )
    return len(rows)


def withdraw(workspace: Workspace, assignment_ids: Sequence[str]) -> int:
    """Take back assignments that were not begun; the sample's record keeps the contact. Returns how many."""
    with workspace.transaction() as connection:
        rows = _not_begun(connection, assignment_ids)
        for row in rows:
            _discard_empty_draft(connection, row)
            connection.execute("DELETE FROM assignments WHERE id = ?", [row["id"]])
            if not row["is_second"] and row["sample_item_id"] is not None:
                _promote_second(connection, row["sample_item_id"])
    return len(rows)


def _promote_second(connection: sqlite3.Connection, item_id: str) -> None:
    """Where the first evaluator is taken off a contact, the second one's evaluation is the one that counts."""
    second = connection.execute("SELECT * FROM assignments WHERE sample_item_id = ? AND is_second = 1", [item_id]).fetchone()
    if second is None:
        return
    where = "interaction_id = ? AND evaluator_id = ? AND purpose = 'routine' AND is_second = 1"
    values = [second["interaction_id"], second["evaluator_id"]]
    if connection.execute(f"SELECT 1 FROM evaluations WHERE {where} AND status = 'submitted'", values).fetchone():
        raise Refusal(
            tr(
                "{contact}: the second evaluator has scored it; the first one's evaluation is the one that counts. Hand it on.",
                contact=_reference(connection, second["interaction_id"]),
            )
        )
    connection.execute("UPDATE assignments SET is_second = 0 WHERE id = ?", [second["id"]])
    connection.execute(f"UPDATE evaluations SET is_second = 0 WHERE {where}", values)


def _open_rows(connection: sqlite3.Connection, assignment_ids: Sequence[str]) -> list[sqlite3.Row]:
    rows = connection.execute(
        f"SELECT o.*, EXISTS ({_BEGUN}) AS is_begun FROM ({OPEN_ASSIGNMENTS}) o "
        "WHERE o.id IN (SELECT value FROM json_each(?)) ORDER BY o.id",
        [json.dumps(list(assignment_ids))],
    ).fetchall()
    gone = len(set(assignment_ids)) - len(rows)
    if gone:
        raise Refusal(ntr("{count} assignment is scored or taken back.", "{count} assignments are scored or taken back.", gone))
    return rows


def _not_begun(connection: sqlite3.Connection, assignment_ids: Sequence[str]) -> list[sqlite3.Row]:
    rows = _open_rows(connection, assignment_ids)
    begun = [row for row in rows if row["is_begun"]]
    if begun:
        raise Refusal(
            tr(
                "{contact}: its evaluation was begun. It stays with whoever began it; they can replace it with a reason.",
                contact=_reference(connection, begun[0]["interaction_id"]),
            )
        )
    return rows


def _discard_empty_draft(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    """A form that was opened and not answered goes with its assignment (its markers and words with it)."""
    drafts = connection.execute(
        "SELECT id FROM evaluations WHERE interaction_id = ? AND evaluator_id = ? AND scorecard_version_id = ? "
        "AND purpose = 'routine' AND status = 'draft'",
        [row["interaction_id"], row["evaluator_id"], row["scorecard_version_id"]],
    ).fetchall()
    discard_drafts(connection, [draft["id"] for draft in drafts])


def discard_drafts(connection: sqlite3.Connection, drafts: Sequence[str]) -> None:
    """Throw drafts away; the change log keeps what was."""
    for draft in drafts:
        for table in ("markers", "answers", "typed_words"):
            connection.execute(f"DELETE FROM {table} WHERE evaluation_id = ?", [draft])
        connection.execute("DELETE FROM evaluations WHERE id = ?", [draft])


def _reference(connection: sqlite3.Connection, interaction_id: str) -> str:
    row = connection.execute("SELECT ifnull(external_id, substr(id, -8)) FROM interactions WHERE id = ?", [interaction_id])
    return str(row.fetchone()[0])


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Refusal(tr("{given}: is no date (YYYY-MM-DD)", given=text)) from None
