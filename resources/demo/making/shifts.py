"""The planned shifts and what agents were really doing: the same plan, with late starts, long breaks and busy days."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from making import days as calendar
from making.people import BY_ID

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from making.days import Shift

Row = dict[str, object]
Plan = dict["date", list["Shift"]]

_PLAN_MIN = (("work", 120), ("break", 15), ("work", 105), ("meal", 30), ("work", 105), ("break", 15), ("work", 90))


def schedule(plan: Plan) -> list[Row]:
    """What was planned."""
    rows: list[Row] = []
    for day_shifts in plan.values():
        for shift in day_shifts:
            start = shift.start
            for activity, minutes in _PLAN_MIN:
                end = calendar.add_seconds(start, minutes * 60)
                rows.append({"agent_id": shift.agent_id, "start": start, "end": end, "activity": activity})
                start = end
    return rows


def states(random: Random, plan: Plan) -> list[Row]:
    """What was done, in blocks: within a stretch of work the parts stand one after the other."""
    rows: list[Row] = []
    for day, day_shifts in plan.items():
        for shift in day_shifts:
            rows += _one_day(random, shift, calendar.overload(day))
    return rows


def _one_day(random: Random, shift: Shift, load: float) -> list[Row]:
    agent = BY_ID[shift.agent_id]
    rows: list[Row] = []
    start = calendar.add_seconds(shift.start, max(0, random.gauss(70 - 40 * agent.skill, 110)))
    for activity, minutes in _PLAN_MIN:
        length = minutes * 60 + (random.gauss(20 - 25 * agent.skill, 70) if activity != "work" else 0)
        if activity != "work":
            end = calendar.add_seconds(start, max(240, length))
            rows.append({"agent_id": shift.agent_id, "start": start, "end": end, "state": activity})
            start = end
            continue
        busy = min(0.97, 0.73 + 0.1 * load + random.gauss(0, 0.05))
        hold, acw = busy * random.uniform(0.04, 0.09), busy * random.uniform(0.1, 0.17) * math.exp(-0.1 * agent.pace)
        for state, share in (("available", 1 - busy), ("talk", busy - hold - acw), ("hold", hold), ("acw", acw)):
            end = calendar.add_seconds(start, max(30, length * share))
            rows.append({"agent_id": shift.agent_id, "start": start, "end": end, "state": state})
            start = end
    return rows
