"""What lies there and for how long: the open tickets at the end of each period by their age, and by whatever one asks now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.domain.periods import next_start
from qa_desk.kpis.relations import TICKETS_OPEN
from qa_desk.services.report_facts import Missing, records_where, report_facts

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Records, Request
    from qa_desk.workspace.workspace import Workspace

_DAY = 86_400
AGES: tuple[tuple[str, int, int | None], ...] = (
    (N_("under 1 day"), 0, _DAY),
    (N_("1 to 3 days"), _DAY, 3 * _DAY),
    (N_("3 to 7 days"), 3 * _DAY, 7 * _DAY),
    (N_("7 to 30 days"), 7 * _DAY, 30 * _DAY),
    (N_("30 days and more"), 30 * _DAY, None),
)
"""Names and bounds in seconds; the lower one belongs to the group."""

STOCK_KPIS = ("ticket_backlog", "backlog_overdue", "never_answered", "backlog_age")


@dataclass(frozen=True, slots=True)
class BacklogPoint:
    """The open tickets on the last instant of a period: how many of each age, and their median age in seconds."""

    start: date
    counts: tuple[int, ...]
    median_s: float | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Period after period; `now` are the figures at the end by the dimension that was asked for."""

    points: tuple[BacklogPoint, ...]
    whole: tuple[Figure, ...]
    groups: tuple[Figure, ...]


def read_backlog(
    workspace: Workspace, request: Request, dimension: str = "queue", context: JobContext | None = None
) -> Backlog | Missing:
    """The backlog at the end of each period (`request.period`) of the span, and the groups at its end."""
    from qa_desk.services.kpis import figures

    with report_facts(workspace, request, context) as facts:
        missing = facts.missing(TICKETS_OPEN)
        if missing:
            return missing
        counted = "is_counted AND NOT is_misdated AND age_s >= 0"
        ages = ", ".join(f"count(*) FILTER (WHERE {_between(number)})" for number in range(len(AGES)))
        rows = facts.rows(
            TICKETS_OPEN,
            f"SELECT period_day, {ages}, median(age_s) FROM {{source}} WHERE {counted} GROUP BY period_day ORDER BY period_day",
            period=request.period,
        )
    points = tuple(
        BacklogPoint(row[0], tuple(int(str(count)) for count in row[1:-1]), None if row[-1] is None else float(str(row[-1])))
        for row in rows
        if isinstance(row[0], date)
    )
    end = replace(request, kpis=STOCK_KPIS, period="all", by=())
    whole = figures(workspace, end, context)
    groups = figures(workspace, replace(end, by=(dimension,), compare=None), context)
    return Backlog(points, tuple(whole), tuple(figure for figure in groups if figure.group))


def backlog_records(
    workspace: Workspace, request: Request, start: date | None, age: int | None, limit: int | None = None
) -> Records:
    """The tickets that were open at the end of the period that starts at `start` (None: of the span), of one age or of all."""
    if start is not None:
        last = next_start(request.period, start) - timedelta(days=1)
        request = replace(request, end=last if request.end is None else min(last, request.end))
    return records_where(workspace, "ticket_backlog", request, "" if age is None else _between(age), limit)


def _between(age: int) -> str:
    _, low, high = AGES[age]
    return f"age_s >= {low}" + ("" if high is None else f" AND age_s < {high}")
