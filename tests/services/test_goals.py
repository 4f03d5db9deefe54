from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.kpis.figure import Request
from qa_desk.kpis.goals import Goal
from qa_desk.services.changing_settings import change_settings
from qa_desk.services.goals import list_goals, load_goals, remove_goal, set_goal
from qa_desk.services.kpis import figures
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def test_a_new_goal_ends_the_one_before_it(workspace: Workspace) -> None:
    set_goal(workspace, Goal("csat", 0.8, "team", "Billing"))
    set_goal(workspace, Goal("csat", 0.9, "team", "Billing", "2024-07-01"))
    held = [(each.goal.target, each.goal.valid_from, each.goal.valid_to) for each in list_goals(workspace)]
    assert held == [(0.8, None, "2024-06-30"), (0.9, "2024-07-01", None)]


def test_two_goals_of_one_scope_never_hold_on_one_day(workspace: Workspace) -> None:
    set_goal(workspace, Goal("csat", 0.8, "team", "Billing", "2024-06-01", "2024-06-30"))
    for first, last in (("2024-06-15", None), ("2024-05-01", "2024-06-01"), (None, None)):
        with pytest.raises(Refusal, match="2024-06-01 to 2024-06-30"):
            set_goal(workspace, Goal("csat", 0.9, "team", "Billing", first, last))
    set_goal(workspace, Goal("csat", 0.9, "team", "Sales", "2024-06-15"))
    set_goal(workspace, Goal("csat", 0.9, "team", "Billing", "2024-07-01"))
    assert len(list_goals(workspace)) == 3


@pytest.mark.parametrize(
    ("goal", "reason"),
    [
        (Goal("no_such", 1), "no such KPI"),
        (Goal("csat", 85), "share from 0 to 1"),
        (Goal("session_length", 60), "only describes"),
        (Goal("reassignments_per_ticket", 1), "only describes"),
        (Goal("csat", 0.8, "team"), "needs its name"),
        (Goal("csat", 0.8, "all", "Billing"), "needs its name"),
        (Goal("csat", 0.8, "agent", "nobody"), "no such agent"),
        (Goal("csat", 0.8, "planet", "Mars"), "planet"),
        (Goal("csat", 0.8, valid_from="2024-02-30"), "is no date"),
        (Goal("csat", 0.8, valid_from="2024-03-01", valid_to="2024-02-01"), "before it begins"),
    ],
)
def test_what_can_be_no_goal_is_refused(workspace: Workspace, goal: Goal, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        set_goal(workspace, goal)
    assert list_goals(workspace) == []


def test_a_figure_of_load_is_no_goal_for_one_agent(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-01-01")
    with pytest.raises(Refusal, match="judge an agent"):
        set_goal(workspace, Goal("occupancy", 0.8, "agent", "Ana"))
    assert set_goal(workspace, Goal("csat", 0.8, "agent", "ana")).goal.scope_value != "ana"


def test_vanity_figures_have_no_goal_in_the_settings_either(workspace: Workspace) -> None:
    with pytest.raises(Refusal, match="only describes"):
        change_settings(workspace, {"goals": {"session_length": 60}})


def test_a_goal_is_found_by_the_beginning_of_its_id_and_taken_away(workspace: Workspace) -> None:
    stored = set_goal(workspace, Goal("csat", 0.8))
    with pytest.raises(Refusal):
        remove_goal(workspace, "")
    assert remove_goal(workspace, stored.id[:30]) == stored.goal
    assert load_goals(workspace) == []


def test_the_goal_of_the_day_and_the_scope_colours_a_figure(workspace: Workspace) -> None:
    set_goal(workspace, Goal("transfer_rate", 0.2))
    set_goal(workspace, Goal("transfer_rate", 0.01, "channel", "call", "2024-06-10"))
    calls = [a_call(f"{week}{i}", MONDAY + 7 * DAY * week + i, transferred=int(i < 5)) for week in (0, 1) for i in range(100)]
    store(workspace, "calls", calls)
    found = figures(workspace, Request(("transfer_rate",), ("channel",), "week"))
    assert [(f.period, f.goal, f.goal_verdict) for f in found] == [
        (date(2024, 6, 3), 0.2, "met"),
        (date(2024, 6, 10), 0.01, "not_met"),
    ]


def test_a_filter_to_one_team_brings_its_goal(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-01-01")
    set_goal(workspace, Goal("transfer_rate", 0.2, "team", "Billing"))
    store(workspace, "calls", [a_call(str(i), transferred=0, agent="Ana") for i in range(100)])
    (narrowed,) = figures(workspace, Request(("transfer_rate",), where=(("team", "Billing"),)))
    (whole,) = figures(workspace, Request(("transfer_rate",)))
    assert (narrowed.goal, whole.goal) == (0.2, None)


def test_no_goal_however_stored_colours_what_only_describes(workspace: Workspace) -> None:
    workspace.connection.execute("INSERT INTO goals (id, scope, kpi, target) VALUES ('1', 'all', 'ticket_volume', 1)")
    store(workspace, "tickets", [a_ticket(f"T{i}") for i in range(40)])
    (figure,) = figures(workspace, Request(("ticket_volume",)))
    assert (figure.direction, figure.goal, figure.goal_verdict, figure.better) == ("none", None, None, None)
