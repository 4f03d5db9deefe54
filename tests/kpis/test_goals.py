from __future__ import annotations

from datetime import date

import pytest

from qa_desk.kpis.goals import Goal, goal_for, goal_verdict, is_better

DAY = date(2024, 6, 3)


def test_the_narrowest_goal_that_fits_applies() -> None:
    goals = [Goal("csat", 0.9), Goal("csat", 0.8, "team", "Billing"), Goal("csat", 0.7, "agent", "a1"), Goal("nps", 20)]
    assert goal_for(goals, "csat", {}, {}, DAY) == 0.9
    assert goal_for(goals, "csat", {"team": "Billing"}, {"team": "Billing"}, DAY) == 0.8
    assert goal_for(goals, "csat", {"team": "Billing", "agent": "a1"}, {"agent": "Ana"}, DAY) == 0.7
    assert goal_for(goals, "aht", {}, {}, DAY) is None


def test_a_goal_holds_on_its_days_only() -> None:
    goals = [Goal("csat", 0.9, valid_from="2024-06-04"), Goal("csat", 0.5, valid_to="2024-06-03")]
    assert goal_for(goals, "csat", {}, {}, DAY) == 0.5


@pytest.mark.parametrize(
    ("direction", "low", "high", "verdict"),
    [
        ("up", 0.8, 0.9, "met"),
        ("up", 0.7, 0.79, "not_met"),
        ("up", 0.7, 0.9, "not_distinguishable"),
        ("down", 0.7, 0.8, "met"),
        ("down", 0.81, 0.9, "not_met"),
        ("none", 0.8, 0.9, None),
        ("band", 0.8, 0.9, None),
        ("up", None, None, None),
    ],
)
def test_a_goal_is_judged_by_the_whole_interval(
    direction: str, low: float | None, high: float | None, verdict: str | None
) -> None:
    assert goal_verdict(direction, 0.8, low, high) == verdict


def test_only_a_clear_move_of_a_kpi_with_a_good_side_is_for_the_good() -> None:
    assert is_better("down", "down") is True
    assert is_better("up", "down") is False
    assert is_better("up", "no_clear_change") is None
    assert is_better("band", "up") is None
