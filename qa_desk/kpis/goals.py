"""Goals: the target that applies to a figure, and whether the interval lets anybody say that it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.kpis.kpi import BAND, DOWN, NONE, UP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of a KPI for everybody, or for one agent, team, channel or priority, on some days (ISO, None is open)."""

    kpi: str
    target: float
    scope: str = "all"
    scope_value: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


SCOPES = ("all", "team", "channel", "priority", "agent")
"""Whom a goal can be for."""
_NARROWEST_FIRST = ("agent", "team", "priority", "channel", "all")


def goal_for(
    goals: Sequence[Goal], kpi: str, keys: Mapping[str, str | None], group: Mapping[str, str | None], day: date
) -> float | None:
    """The narrowest goal that fits the figure's group on a day; a variant without its own goal has none."""
    fitting = [
        goal
        for goal in goals
        if goal.kpi == kpi
        and (goal.valid_from is None or goal.valid_from <= day.isoformat())
        and (goal.valid_to is None or goal.valid_to >= day.isoformat())
        and (
            goal.scope == "all"
            or (goal.scope_value is not None and goal.scope_value in (keys.get(goal.scope), group.get(goal.scope)))
        )
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda goal: _NARROWEST_FIRST.index(goal.scope)).target


def goal_verdict(direction: str, target: float, low: float | None, high: float | None) -> str | None:
    """Met only when the whole interval is on the good side, not met only when it is wholly on the bad side."""
    if direction in (NONE, BAND) or low is None or high is None:
        return None
    good, bad = (low >= target, high < target) if direction == UP else (high <= target, low > target)
    return "met" if good else "not_met" if bad else "not_distinguishable"


def is_better(direction: str, moved: str | None) -> bool | None:
    """Whether a move is for the good; None where there is no clear move or no good side."""
    if moved not in ("up", "down") or direction not in (UP, DOWN):
        return None
    return (moved == "up") == (direction == UP)
