"""What was said and agreed: write a coaching session, add and complete actions, acknowledge, see what is due."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from qa_desk.domain.coaching import ActionItem, CoachingSession
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action as it is agreed, before it has an id."""

    text: str
    owner: str | None = None
    due_on: date | None = None
    linked_question: str | None = None
    linked_kpi: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something of coaching that is due: a conversation to have again, or an action."""

    agent_id: str
    agent_name: str
    due_on: date
    text: str
    is_overdue: bool
    session_id: str | None
    action_id: str | None


def write_coaching_session(
    workspace: Workspace,
    agent_id: str,
    coach: str,
    held_on: date,
    *,
    notes: str = "",
    agent_words: str = "",
    follow_up_on: date | None = None,
    actions: Sequence[NewAction] = (),
) -> CoachingSession:
    """Keep a conversation with what was agreed; the session as stored. Refused when it says nothing or names nobody."""
    if not coach.strip():
        raise Refusal(tr("Who held the session? Name the coach."))
    if not notes.strip() and not agent_words.strip() and not actions:
        raise Refusal(tr("The session is empty: write a note or add an action."))
    if follow_up_on is not None and follow_up_on < held_on:
        raise Refusal(tr("The follow-up lies before the session; choose a later day."))
    with workspace.transaction() as connection:
        _known_agent(connection, agent_id)
        session_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO coaching_sessions (id, agent_id, coach, held_on, notes, agent_words, follow_up_on, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                session_id,
                agent_id,
                coach.strip(),
                held_on.isoformat(),
                notes.strip(),
                agent_words.strip(),
                _iso(follow_up_on),
                workspace.clock.now(),
            ],
        )
        for action in actions:
            _insert_action(workspace, agent_id, action, session_id)
    return get_session(workspace, session_id, held_on)


def add_action(workspace: Workspace, agent_id: str, action: NewAction, session_id: str | None = None) -> ActionItem:
    """Agree on one more action, with or without a session; the action as stored."""
    with workspace.transaction() as connection:
        _known_agent(connection, agent_id)
        action_id = _insert_action(workspace, agent_id, action, session_id)
        row = connection.execute(_ACTIONS + " WHERE a.id = ?", [action_id]).fetchone()
    return _action(row, date.min)


def complete_action(workspace: Workspace, action_id: str, status: str = "done") -> ActionItem:
    """Settle an action as "done" or "dropped", or open it again with "open"; the action as stored."""
    if status not in ("open", "done", "dropped"):
        raise Refusal(tr("{status}: an action is open, done or dropped.", status=status))
    with workspace.transaction() as connection:
        done_at = None if status == "open" else workspace.clock.now()
        found = connection.execute("UPDATE action_items SET status = ?, done_at = ? WHERE id = ?", [status, done_at, action_id])
        if not found.rowcount:
            raise Refusal(tr("There is no such action; it may have been removed."))
        row = connection.execute(_ACTIONS + " WHERE a.id = ?", [action_id]).fetchone()
    return _action(row, date.min)


def acknowledge(workspace: Workspace, session_id: str, name: str) -> CoachingSession:
    """The agent confirms having had the conversation by typing the own name; once, with the time."""
    if not name.strip():
        raise Refusal(tr("Type your name to acknowledge the session."))
    with workspace.transaction() as connection:
        row = connection.execute("SELECT acknowledged_by, held_on FROM coaching_sessions WHERE id = ?", [session_id]).fetchone()
        if row is None:
            raise Refusal(tr("There is no such coaching session."))
        if row["acknowledged_by"]:
            raise Refusal(tr("{name} has acknowledged this session already.", name=row["acknowledged_by"]))
        connection.execute(
            "UPDATE coaching_sessions SET acknowledged_by = ?, acknowledged_at = ? WHERE id = ?",
            [name.strip(), workspace.clock.now(), session_id],
        )
    return get_session(workspace, session_id, date.fromisoformat(row["held_on"]))


def get_session(workspace: Workspace, session_id: str, today: date) -> CoachingSession:
    """One session with its actions."""
    row = workspace.connection.execute("SELECT * FROM coaching_sessions WHERE id = ?", [session_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no such coaching session."))
    actions = workspace.connection.execute(_ACTIONS + " WHERE a.coaching_session_id = ? ORDER BY a.id", [session_id])
    return _session(row, tuple(_action(action, today) for action in actions))


def sessions_by_agent(
    workspace: Workspace, agent_ids: Sequence[str], today: date, *, with_actions: bool = True
) -> dict[str, tuple[CoachingSession, ...]]:
    """The sessions of several agents, newest first."""
    wanted = json.dumps(list(agent_ids))
    actions: defaultdict[str, list[ActionItem]] = defaultdict(list)
    if with_actions:
        rows = workspace.connection.execute(
            _ACTIONS
            + " WHERE a.coaching_session_id IS NOT NULL AND a.agent_id IN (SELECT value FROM json_each(?)) ORDER BY a.id",
            [wanted],
        )
        for row in rows:
            actions[row["coaching_session_id"]].append(_action(row, today))
    found: defaultdict[str, list[CoachingSession]] = defaultdict(list)
    for row in workspace.connection.execute(
        "SELECT * FROM coaching_sessions WHERE agent_id IN (SELECT value FROM json_each(?)) ORDER BY held_on DESC, id DESC",
        [wanted],
    ):
        found[row["agent_id"]].append(_session(row, tuple(actions.get(row["id"], ()))))
    return {agent: tuple(sessions) for agent, sessions in found.items()}


def action_items(
    workspace: Workspace, today: date, agent_id: str | None = None, *, status: str | None = None
) -> tuple[ActionItem, ...]:
    """Actions of an agent, or of everybody: the earliest due first, those without a date last."""
    rows = workspace.connection.execute(
        _ACTIONS
        + " WHERE (:agent IS NULL OR a.agent_id = :agent) AND (:status IS NULL OR a.status = :status)"
        + " ORDER BY a.due_on IS NULL, a.due_on, a.id",
        {"agent": agent_id, "status": status},
    )
    return tuple(_action(row, today) for row in rows)


def due_follow_ups(workspace: Workspace, today: date, within_days: int = 7) -> list[FollowUp]:
    """Follow-up conversations and open actions that are due within some days or overdue, the earliest first.

    A follow-up is settled by any later session with the same agent.
    """
    rows = workspace.connection.execute(
        """
        SELECT s.agent_id, g.name, s.follow_up_on AS due_on, '' AS text, s.id AS session_id, NULL AS action_id
        FROM coaching_sessions s JOIN agents g ON g.id = s.agent_id
        WHERE s.follow_up_on IS NOT NULL AND julianday(s.follow_up_on) <= julianday(:today) + :within
          AND NOT EXISTS (SELECT 1 FROM coaching_sessions l WHERE l.agent_id = s.agent_id AND l.held_on > s.held_on)
        UNION ALL
        SELECT a.agent_id, g.name, a.due_on, a.text, a.coaching_session_id, a.id
        FROM action_items a JOIN agents g ON g.id = a.agent_id
        WHERE a.status = 'open' AND a.due_on IS NOT NULL AND julianday(a.due_on) <= julianday(:today) + :within
        ORDER BY 3, 2
        """,
        {"today": today.isoformat(), "within": within_days},
    )
    return [
        FollowUp(
            agent_id=row["agent_id"],
            agent_name=row["name"],
            due_on=date.fromisoformat(row["due_on"]),
            text=row["text"] or tr("Follow up on the last session"),
            is_overdue=row["due_on"] < today.isoformat(),
            session_id=row["session_id"],
            action_id=row["action_id"],
        )
        for row in rows
    ]


_ACTIONS = """SELECT a.id, a.coaching_session_id, a.agent_id, a.text, a.owner, a.due_on, a.status, a.linked_question,
  a.linked_kpi, a.done_at FROM action_items a"""


def _insert_action(workspace: Workspace, agent_id: str, action: NewAction, session_id: str | None) -> str:
    if not action.text.strip():
        raise Refusal(tr("An action needs a text: who does what?"))
    action_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO action_items"
        " (id, coaching_session_id, agent_id, text, owner, due_on, linked_question, linked_kpi, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            action_id,
            session_id,
            agent_id,
            action.text.strip(),
            (action.owner or "").strip() or None,
            _iso(action.due_on),
            action.linked_question,
            action.linked_kpi,
            workspace.clock.now(),
        ],
    )
    return action_id


def _known_agent(connection: sqlite3.Connection, agent_id: str) -> None:
    if connection.execute("SELECT 1 FROM agents WHERE id = ?", [agent_id]).fetchone() is None:
        raise Refusal(tr("{agent}: there is no such agent.", agent=agent_id))


def _action(row: sqlite3.Row, today: date) -> ActionItem:
    from qa_desk.domain.coaching import ActionItem  # late: the first page reads what is due, and needs no shape of a page

    due = _day(row["due_on"])
    return ActionItem(
        id=row["id"],
        agent_id=row["agent_id"],
        text=row["text"],
        owner=row["owner"],
        due_on=due,
        status=row["status"],
        linked_question=row["linked_question"],
        linked_kpi=row["linked_kpi"],
        session_id=row["coaching_session_id"],
        is_overdue=row["status"] == "open" and due is not None and due < today,
        done_on=None if row["done_at"] is None else datetime.fromtimestamp(row["done_at"], UTC).date(),
    )


def _session(row: sqlite3.Row, actions: tuple[ActionItem, ...]) -> CoachingSession:
    from qa_desk.domain.coaching import CoachingSession

    return CoachingSession(
        id=row["id"],
        agent_id=row["agent_id"],
        coach=row["coach"],
        held_on=date.fromisoformat(row["held_on"]),
        notes=row["notes"],
        agent_words=row["agent_words"],
        follow_up_on=_day(row["follow_up_on"]),
        acknowledged_by=row["acknowledged_by"],
        acknowledged_at=row["acknowledged_at"],
        actions=actions,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
