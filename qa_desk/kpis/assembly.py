"""Puts outcomes into figures: labels, the comparison with its interval, goals, and what is to be said beside a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_phrases, ntr, tr
from qa_desk.domain.periods import next_start, period_before
from qa_desk.kpis.aggregates import Count, Largest, Score
from qa_desk.kpis.figure import Figure
from qa_desk.kpis.goals import goal_for, goal_verdict, is_better
from qa_desk.kpis.limits import Limits
from qa_desk.kpis.privacy import hide_few
from qa_desk.kpis.wording import values_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qa_desk.kpis.engine import GroupKey, Outcome
    from qa_desk.kpis.figure import Request
    from qa_desk.kpis.goals import Goal
    from qa_desk.kpis.kpi import Kpi

WHOLE: GroupKey = ((), None)
"""The one group of a request without grouping and periods."""

_NO_DATA = N_("no data")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all figures of a request share: agents' names by id, goals, and the day that a figure without a period stands on."""

    labels: Mapping[str, str]
    goals: Sequence[Goal]
    day: date


def assemble(
    kpi: Kpi, request: Request, outcomes: Mapping[GroupKey, Outcome], before: Mapping[GroupKey, Outcome] | None, setting: Setting
) -> list[Figure]:
    """The KPI's figures, group by group and period by period."""
    setting = replace(setting, goals=[goal for goal in setting.goals if goal.kpi == kpi.id])
    keys = [key for key, outcome in outcomes.items() if key == WHOLE or not _says_nothing(outcome)]
    if not keys:
        return [unavailable(kpi, tr(_NO_DATA))]
    if request.period != "all" and isinstance(kpi.aggregate, Count):
        keys = _with_quiet_periods(keys, request.period)
    found = []
    for key in keys:
        outcome = outcomes.get(key) or _nothing()
        earlier = _earlier(kpi, request, key, before)
        found.append(_figure(kpi, request, key, outcome, earlier, setting))
    return hide_few(found, kpi.private_below)


def unavailable(kpi: Kpi, note: str) -> Figure:
    """The row of a KPI that cannot be had."""
    return Figure(kpi.id, kpi.unit, kpi.direction, None, 0, note=note)


def _says_nothing(outcome: Outcome) -> bool:
    """A group that other KPIs of the same records have, and this one has nothing of."""
    return not (outcome.row["n"] or outcome.excluded or outcome.censored)


def _nothing() -> Outcome:
    from qa_desk.kpis.engine import Outcome

    return Outcome({"value": 0.0, "n": 0.0}, Limits(), 0, 0, 0)


def _with_quiet_periods(keys: list[GroupKey], period: str) -> list[GroupKey]:
    """A count has a zero where nothing happened: every period between a group's first and last."""
    filled: list[GroupKey] = []
    for key in keys:
        group, start = key
        while filled and filled[-1][0] == group and start is not None and filled[-1][1] is not None:
            following = next_start(period, filled[-1][1])
            if following >= start:
                break
            filled.append((group, following))
        filled.append(key)
    return filled


def _earlier(kpi: Kpi, request: Request, key: GroupKey, before: Mapping[GroupKey, Outcome] | None) -> Outcome | None:
    if before is None or request.compare is None:
        return None
    group, start = key
    if start is None and request.period != "all":
        return None  # records without a date have no period before
    found = before.get((group, None if start is None else period_before(request.period, start, request.compare)))
    return (
        found
        if found is not None and found.row["value"] is not None and (found.row["n"] or isinstance(kpi.aggregate, Count))
        else None
    )


def _figure(kpi: Kpi, request: Request, key: GroupKey, outcome: Outcome, earlier: Outcome | None, setting: Setting) -> Figure:
    values, period = key
    keys = dict(zip(request.by, values, strict=True))
    group = {
        name: setting.labels.get(value, value) if name == "agent" and value is not None else value for name, value in keys.items()
    }
    row, limits = outcome.row, outcome.limits
    n = int(row["n"] or 0)
    value = row["value"]
    standing = _standing(kpi, n, value)
    change, moved = _change(kpi, outcome, earlier, standing)
    goal = goal_for(setting.goals, kpi.id, keys, group, period or setting.day)
    is_judged = goal is not None and standing in ("low_n", "normal")
    previous = earlier.row["value"] if earlier else None
    return Figure(
        kpi=kpi.id,
        unit=kpi.unit,
        direction=kpi.direction,
        value=value,
        n=n,
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        low=limits.low,
        high=limits.high,
        interval=limits.method if limits.low is not None else None,
        excluded=outcome.excluded,
        censored=outcome.censored,
        group=group,
        keys=keys,
        period=period,
        previous=previous,
        previous_n=int(earlier.row["n"] or 0) if earlier else None,
        change=None if previous is None or value is None else value - previous,
        change_low=change.low if change else None,
        change_high=change.high if change else None,
        change_interval=change.method if change and change.low is not None else None,
        moved=moved,
        better=is_better(kpi.direction, moved),
        goal=goal,
        goal_verdict=goal_verdict(kpi.direction, goal, limits.low, limits.high) if goal is not None and is_judged else None,
        standing=standing,
        note=_note(kpi, outcome, n, standing),
    )


def _standing(kpi: Kpi, n: int, value: float | None) -> str:
    if isinstance(kpi.aggregate, Count):
        return "normal"
    if n == 0 or value is None:
        return "no_data"
    if isinstance(kpi.aggregate, Largest):
        return "normal"
    if n < kpi.min_n:
        return "counts_only"
    return "low_n" if n < kpi.normal_n else "normal"


def _change(kpi: Kpi, outcome: Outcome, earlier: Outcome | None, standing: str) -> tuple[Limits | None, str | None]:
    if earlier is None or outcome.row["value"] is None or standing in ("no_data", "counts_only"):
        return None, None
    if not isinstance(kpi.aggregate, Count) and int(earlier.row["n"] or 0) < kpi.min_n:
        return None, None
    found = kpi.aggregate.change(earlier.row, outcome.row, (earlier.limits, outcome.limits))
    if found is None or found.low is None or found.high is None:
        return None, None
    return found, "up" if found.low > 0 else "down" if found.high < 0 else "no_clear_change"


def _note(kpi: Kpi, outcome: Outcome, n: int, standing: str) -> str | None:
    parts = []
    if standing == "no_data":
        left_out = outcome.excluded and ntr("{count} record left out", "{count} records left out", outcome.excluded)
        parts.append(f"{tr(_NO_DATA)} ({left_out})" if left_out else tr(_NO_DATA))
    elif standing == "counts_only":
        few = values_only(n, kpi.min_n) if isinstance(kpi.aggregate, Score) else None
        parts.append(few or tr("fewer than {n}: read the counts, not the figure", n=kpi.min_n))
    if outcome.limits.note and standing not in ("no_data", "counts_only"):
        parts.append(tr(outcome.limits.note))
    if outcome.warned and kpi.warn_where:
        parts.append(f"{tr(kpi.warn_where[1])} ({ntr('{count} record', '{count} records', outcome.warned)})")
    return join_phrases(parts) or None
