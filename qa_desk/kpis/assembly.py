"""Puts outcomes into figures: labels, the comparison with its interval, goals, and what is to be said beside a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_phrases, ntr, tr
from qa_desk.domain.periods import next_start, period_before
from qa_desk.kpis.aggregates import Count, Largest, Score
from qa_desk.kpis.figure import Figure
from qa_desk.kpis.goals import goal_for, goal_verdict, is_better
from qa_desk.kpis.kpi import NONE
from qa_desk.kpis.limits import Limits
from qa_desk.kpis.privacy import hide_few
from qa_desk.kpis.wording import values_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qa_desk.kpis.figure import Request
    from qa_desk.kpis.goals import Goal
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.points import Outcome, Outcomes
    from qa_desk.kpis.scan import GroupKey

WHOLE: GroupKey = ((), None)
"""The one group of a request without grouping and periods."""

_NO_DATA = N_("no data")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all figures of a request share: agents' names by id, goals, and the day that a figure without a period stands on."""

    labels: Mapping[str, str]
    goals: Mapping[str, Sequence[Goal]]
    day: date
    fixed: Mapping[str, str | None] = field(default_factory=dict)
    """Dimensions that a filter has narrowed to one value: a goal for it applies to every row."""

    def goal_of(
        self, kpi: Kpi, keys: Mapping[str, str | None], group: Mapping[str, str | None], period: date | None
    ) -> float | None:
        """The target that applies to a row; a descriptive figure has none, whatever is stored."""
        own = self.goals.get(kpi.id)
        if not own or kpi.direction_by(keys) == NONE:
            return None
        return goal_for(own, kpi.id, {**self.fixed, **keys}, group, period or self.day)


def keys_of(kpi: Kpi, request: Request, outcomes: Outcomes) -> list[GroupKey]:
    """The groups that have something to say, in order; a count has its quiet periods too."""
    import numpy as np

    counts = (np.nan_to_num(outcomes.columns[name]) for name in ("n", "excluded", "censored"))
    has_any = np.any([count > 0 for count in counts], axis=0).tolist()
    keys = [key for key, is_said in zip(outcomes.places, has_any, strict=True) if is_said or key == WHOLE]
    if request.period != "all" and isinstance(kpi.aggregate, Count):
        return _with_quiet_periods(keys, request.period)
    return keys


def hidden_or_all(
    kpi: Kpi,
    request: Request,
    keys: Sequence[GroupKey],
    outcomes: Outcomes,
    before: Outcomes | None,
    setting: Setting,
) -> list[Figure]:
    """All rows of a KPI at once, where one row depends on the others; one row that says so where there are no groups."""
    if not keys:
        return [unavailable(kpi, tr(_NO_DATA))]
    return hide_few([figure_of(kpi, request, key, outcomes, before, setting) for key in keys], kpi.private_below)


def unavailable(kpi: Kpi, note: str) -> Figure:
    """The row of a KPI that cannot be had."""
    return Figure(kpi.id, kpi.unit, kpi.direction, None, 0, note=note)


def _nothing() -> Outcome:
    from qa_desk.kpis.points import Outcome

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


def earlier_key(request: Request, key: GroupKey) -> GroupKey | None:
    """The group and period that a row is compared with; None where there is nothing to compare with."""
    group, start = key
    if request.compare is None or (start is None and request.period != "all"):
        return None  # records without a date have no period before
    return (group, None if start is None else period_before(request.period, start, request.compare))


def _earlier(kpi: Kpi, request: Request, key: GroupKey, before: Outcomes | None) -> Outcome | None:
    wanted = earlier_key(request, key) if before is not None else None
    if before is None or wanted is None or wanted not in before:
        return None
    found = before[wanted]
    is_there = found.row["value"] is not None and (found.row["n"] or isinstance(kpi.aggregate, Count))
    return found if is_there else None


def figure_of(kpi: Kpi, request: Request, key: GroupKey, outcomes: Outcomes, before: Outcomes | None, setting: Setting) -> Figure:
    """One row: its labels, its value and interval, its comparison, its goal, and what is to be said beside it."""
    outcome, earlier = outcomes.get(key) or _nothing(), _earlier(kpi, request, key, before)
    values, period = key
    keys = dict(zip(request.by, values, strict=True))
    group = {
        name: setting.labels.get(value, value) if name == "agent" and value is not None else value for name, value in keys.items()
    }
    row, limits = outcome.row, outcome.limits
    n = int(row["n"] or 0)
    value, direction = row["value"], kpi.direction_by(request.by)
    standing = _standing(kpi, n, value)
    change, moved = _change(kpi, outcome, earlier, standing)
    goal = setting.goal_of(kpi, keys, group, period)
    is_judged = goal is not None and standing in ("low_n", "normal")
    previous = earlier.row["value"] if earlier else None
    return Figure(
        kpi=kpi.id,
        unit=kpi.unit,
        direction=direction,
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
        better=is_better(direction, moved),
        goal=goal,
        goal_verdict=goal_verdict(direction, goal, limits.low, limits.high) if goal is not None and is_judged else None,
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
