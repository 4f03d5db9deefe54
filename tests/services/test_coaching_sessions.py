from __future__ import annotations

from datetime import date

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.coaching_sessions import (
    NewAction,
    acknowledge,
    action_items,
    add_action,
    complete_action,
    due_follow_ups,
    get_session,
    sessions_by_agent,
    write_coaching_session,
)
from qa_desk.services.people import ensure_agents
from qa_desk.workspace.changelog import verify
from qa_desk.workspace.workspace import Workspace  # noqa: TC001 - read by the fixtures

DAY = date(2024, 6, 3)


@pytest.fixture
def agent(workspace: Workspace) -> str:
    return ensure_agents(workspace, ["Grace"])["Grace"]


def test_a_session_is_kept_with_its_actions(workspace: Workspace, agent: str) -> None:
    action = NewAction("Say the next step", "Grace", date(2024, 6, 17), "next_step", "csat")
    session = write_coaching_session(
        workspace,
        agent,
        " Lead ",
        DAY,
        notes=" Good start \n",
        agent_words="I will",
        follow_up_on=date(2024, 6, 24),
        actions=[action],
    )
    assert session == get_session(workspace, session.id, DAY)
    assert (session.coach, session.notes, session.agent_words, session.follow_up_on) == (
        "Lead",
        "Good start",
        "I will",
        date(2024, 6, 24),
    )
    assert [(a.text, a.owner, a.due_on, a.status, a.linked_kpi) for a in session.actions] == [
        ("Say the next step", "Grace", date(2024, 6, 17), "open", "csat")
    ]
    assert sessions_by_agent(workspace, [agent], DAY) == {agent: (session,)}


def test_a_session_that_says_nothing_is_refused(workspace: Workspace, agent: str) -> None:
    with pytest.raises(Refusal, match="empty"):
        write_coaching_session(workspace, agent, "Lead", DAY, notes="  ")
    with pytest.raises(Refusal, match="coach"):
        write_coaching_session(workspace, agent, " ", DAY, notes="n")
    with pytest.raises(Refusal, match="before the session"):
        write_coaching_session(workspace, agent, "Lead", DAY, notes="n", follow_up_on=date(2024, 6, 1))
    with pytest.raises(Refusal, match="no such agent"):
        write_coaching_session(workspace, "nobody", "Lead", DAY, notes="n")


def test_one_bad_action_keeps_the_whole_session_out(workspace: Workspace, agent: str) -> None:
    with pytest.raises(Refusal, match="needs a text"):
        write_coaching_session(workspace, agent, "Lead", DAY, notes="n", actions=[NewAction("good"), NewAction(" ")])
    assert workspace.connection.execute("SELECT count(*) FROM coaching_sessions").fetchone()[0] == 0
    assert action_items(workspace, DAY) == ()


def test_an_action_is_settled_and_opened_again(workspace: Workspace, agent: str) -> None:
    action = add_action(workspace, agent, NewAction("Practise", due_on=date(2024, 5, 1)))
    assert [item.is_overdue for item in action_items(workspace, DAY, agent, status="open")] == [True]
    done = complete_action(workspace, action.id)
    assert (done.status, done.done_on) == ("done", date(2024, 6, 1))
    assert action_items(workspace, DAY, agent, status="open") == ()
    assert complete_action(workspace, action.id, "open").done_on is None
    with pytest.raises(Refusal, match="open, done or dropped"):
        complete_action(workspace, action.id, "later")
    with pytest.raises(Refusal, match="no such action"):
        complete_action(workspace, "nothing")


def test_a_session_is_acknowledged_once_by_a_typed_name(workspace: Workspace, agent: str) -> None:
    session = write_coaching_session(workspace, agent, "Lead", DAY, notes="n")
    with pytest.raises(Refusal, match="Type your name"):
        acknowledge(workspace, session.id, " ")
    signed = acknowledge(workspace, session.id, "Grace O'Neill")
    assert signed.acknowledged_by == "Grace O'Neill"
    assert signed.acknowledged_at is not None
    with pytest.raises(Refusal, match="already"):
        acknowledge(workspace, session.id, "Somebody")


def test_follow_ups_are_due_within_a_week_or_overdue_and_a_later_session_settles_them(workspace: Workspace, agent: str) -> None:
    write_coaching_session(workspace, agent, "Lead", date(2024, 5, 1), notes="n", follow_up_on=date(2024, 5, 20))
    add_action(workspace, agent, NewAction("Soon", due_on=date(2024, 6, 10)))
    add_action(workspace, agent, NewAction("Later", due_on=date(2024, 6, 11)))
    add_action(workspace, agent, NewAction("Some day"))
    due = due_follow_ups(workspace, DAY)
    assert [(item.text, item.is_overdue) for item in due] == [("Follow up on the last session", True), ("Soon", False)]
    write_coaching_session(workspace, agent, "Lead", DAY, notes="again")
    assert [item.text for item in due_follow_ups(workspace, DAY)] == ["Soon"]


def test_every_change_is_in_the_log(workspace: Workspace, agent: str) -> None:
    session = write_coaching_session(workspace, agent, "Lead", DAY, notes="n", actions=[NewAction("a")])
    complete_action(workspace, session.actions[0].id)
    logged = workspace.connection.execute(
        "SELECT table_name, action FROM change_log WHERE table_name IN ('coaching_sessions', 'action_items') ORDER BY seq"
    ).fetchall()
    assert [tuple(row) for row in logged] == [
        ("coaching_sessions", "insert"),
        ("action_items", "insert"),
        ("action_items", "update"),
    ]
    assert list(verify(workspace.connection)) == []
