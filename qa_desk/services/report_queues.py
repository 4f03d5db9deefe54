"""The telephone queue by the half-hour of the day: how many calls were answered in time, and how sure that is.

A half-hour of a day is one cluster: calls of one half-hour share their queue, so that they are not independent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.calendar import local_seconds
from qa_desk.kpis.goals import goal_for, goal_verdict
from qa_desk.kpis.relations import CALLS_OFFERED
from qa_desk.services.goals import load_goals
from qa_desk.services.report_facts import Missing, records_where, report_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Records, Request
    from qa_desk.workspace.workspace import Workspace

HALF_HOUR = 1_800
USUAL_GOAL = 0.8
"""The 80 of 80/20, where the workspace has no goal of its own."""

QUEUE_KPIS = ("service_level", "average_speed_of_answer", "abandonment_rate")
_COUNTED = "is_offered AND NOT is_short_abandon AND NOT is_misdated AND offered_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class HalfHour:
    """One half-hour of the day (0 is midnight) over all its days: calls, answered in time, the share with its interval."""

    slot: int
    days: int
    """Half-hours that had calls."""
    calls: int
    in_time: int
    abandoned: int
    wait_s: float | None
    """Mean wait of the answered ones."""
    value: float | None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    verdict: str | None = None
    """met, not_met or not_distinguishable against the goal."""


@dataclass(frozen=True, slots=True)
class Queues:
    """The slots that had calls; the whole and each queue; how many of all half-hours kept the goal."""

    threshold_s: int
    goal: float
    is_own_goal: bool
    slots: tuple[HalfHour, ...]
    whole: tuple[Figure, ...]
    groups: tuple[Figure, ...]
    half_hours: int
    kept: int


def read_queues(workspace: Workspace, request: Request, context: JobContext | None = None) -> Queues | Missing:
    """The queue intervals of a request."""
    from qa_desk.services.kpis import figures

    with report_facts(workspace, request, context) as facts:
        missing = facts.missing(CALLS_OFFERED)
        if missing:
            return missing
        threshold = facts.scope.numbers["sl_threshold_s"]
        rows = facts.rows(
            CALLS_OFFERED,
            "SELECT offered_at // 1800 AS half_hour, count(*), count(*) FILTER (WHERE is_answered AND wait_s <= "
            "{sl_threshold_s}), count(*) FILTER (WHERE is_abandoned), sum(wait_s) FILTER (WHERE is_answered), "
            "count(*) FILTER (WHERE is_answered) "
            f"FROM {{source}} WHERE {_COUNTED} GROUP BY half_hour ORDER BY half_hour",
        )
        timezone, day = facts.scope.timezone, facts.scope.span.last
    counted = [tuple(int(str(cell or 0)) for cell in row) for row in rows]
    own = goal_for(load_goals(workspace), "service_level", {}, {}, day) if day is not None else None
    goal = USUAL_GOAL if own is None else own
    asked = replace(request, kpis=QUEUE_KPIS, by=(), period="all")
    return Queues(
        threshold,
        goal,
        own is not None,
        half_hours(counted, timezone, goal),
        tuple(figures(workspace, asked, context)),
        tuple(figure for figure in figures(workspace, replace(asked, by=("queue",), compare=None), context) if figure.group),
        len(counted),
        sum(row[2] >= goal * row[1] for row in counted),
    )


def half_hours(counted: Sequence[Sequence[int]], timezone: str, goal: float) -> tuple[HalfHour, ...]:
    """Half-hours since 1970 with (calls, in time, abandoned, Σ wait of answered, answered), by the half-hour of the local day.

    Intervals: percentile bootstrap over the half-hours from 10 on (linearised from 200 on), Wilson's below and where all or none
    were in time.
    """
    import numpy as np

    if not counted:
        return ()
    table = np.array(counted, dtype=np.int64)
    slots = local_seconds(timezone, table[:, 0] * HALF_HOUR) % 86_400 // HALF_HOUR
    found = []
    for slot in range(48):
        own = table[slots == slot]
        if own.size:
            _, calls, hits, abandoned, waits, answered = (int(total) for total in own.sum(axis=0))
            value, low, high, method = _share(own[:, 2], own[:, 1])
            found.append(
                HalfHour(
                    slot,
                    len(own),
                    calls,
                    hits,
                    abandoned,
                    waits / answered if answered else None,
                    value,
                    low,
                    high,
                    method,
                    goal_verdict("up", goal, low, high),
                )
            )
    return tuple(found)


def _share(hits: Any, calls: Any) -> tuple[float | None, float | None, float | None, str | None]:  # noqa: ANN401 - numpy columns
    from qa_desk.kpis.samples import RESAMPLED_BELOW
    from qa_desk.statistics.bootstrap import FEWEST_RESAMPLED, bootstrap_ratio
    from qa_desk.statistics.means import ratio_linearised
    from qa_desk.statistics.proportions import wilson

    total, n = int(hits.sum()), int(calls.sum())
    if len(calls) >= FEWEST_RESAMPLED and 0 < total < n:
        found = bootstrap_ratio(hits, calls) if len(calls) < RESAMPLED_BELOW else ratio_linearised(hits, calls)
        if found.low is not None:
            return found.value, found.low, found.high, found.method
    plain = wilson(total, n)
    return plain.value, plain.low, plain.high, plain.method


def half_hour_records(workspace: Workspace, request: Request, slot: int, limit: int | None = None) -> Records:
    """The calls offered in one half-hour of the local day."""
    import numpy as np

    with report_facts(workspace, request) as facts:
        query = f"SELECT DISTINCT offered_at // 1800 FROM {{source}} WHERE {_COUNTED}"
        own = np.array([int(str(row[0])) for row in facts.rows(CALLS_OFFERED, query)], dtype=np.int64)
        timezone = facts.scope.timezone
    chosen = own[local_seconds(timezone, own * HALF_HOUR) % 86_400 // HALF_HOUR == slot] if own.size else own
    condition = f"offered_at // 1800 IN ({', '.join(str(number) for number in chosen)})" if chosen.size else "FALSE"
    return records_where(workspace, "service_level", request, condition, limit)
