"""Goals are of figures that exist, and of values that these can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.services.changing_settings import change_settings
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("goals", "says"),
    [
        ({"csat": 85}, "csat cannot be 85; write a share from 0 to 1"),
        ({"csat": {"target": 85}}, "csat cannot be 85"),
        ({"nps": -101}, "nps"),
        ({"qa_score": 100.5}, "from 0 to 100"),
        ({"first_response_time": -1}, "seconds"),
        ({"ticket_backlog": -1}, "zero or more"),
        ({"csat": float("nan")}, "csat"),
        ({"csat": True}, "no number"),
        ({"csat": "high"}, "no number"),
        ({"no_such_figure": 1}, "no such KPI"),
    ],
)
def test_an_impossible_goal_is_refused_and_nothing_is_stored(workspace: Workspace, goals: dict[str, object], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        change_settings(workspace, {"sl_threshold_s": 30, "goals": goals})
    assert (get_setting(workspace, "goals"), get_setting(workspace, "sl_threshold_s")) == ({}, 20)


def test_goals_at_the_ends_of_their_range_are_taken(workspace: Workspace) -> None:
    goals = {"csat": 1, "service_level": 0.8, "nps": -100, "qa_score": 100, "first_response_time": 0, "csat_mean": {"target": 90}}
    change_settings(workspace, {"goals": goals})
    assert get_setting(workspace, "goals") == goals
