"""When contacts come in: how many in each hour of each weekday, in the centre's time zone, with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.kpis.relations import CALLS_OFFERED, CONTACTS, TICKETS_CREATED
from qa_desk.services.report_facts import Missing, report_facts

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Request
    from qa_desk.kpis.relations import Relation
    from qa_desk.services.report_facts import Facts
    from qa_desk.workspace.workspace import Workspace

_COUNTED: dict[str, tuple[Relation, str, str]] = {
    "contacts": (CONTACTS, "is_counted AND NOT is_misdated", "channel_mix"),
    "tickets": (TICKETS_CREATED, "is_counted AND NOT is_misdated", "ticket_volume"),
    "calls": (CALLS_OFFERED, "is_offered AND NOT is_misdated", "service_level:all_offered"),
}
"""What can be counted: its relation, which records count, and the KPI whose records they are."""

WHAT = tuple(_COUNTED)


@dataclass(frozen=True, slots=True)
class HourCell:
    """One hour of one weekday (1 is Monday): contacts of the span, and their mean a day with Student's interval over days."""

    weekday: int
    hour: int
    count: int
    days: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Inflow:
    """All 168 cells by weekday and hour, and over which days; `undated` counts records without a time."""

    what: str
    kpi: str
    cells: tuple[HourCell, ...]
    total: int
    first: date | None = None
    last: date | None = None
    undated: int = 0


def read_inflow(
    workspace: Workspace, request: Request, what: str = "contacts", context: JobContext | None = None
) -> Inflow | Missing:
    """The heatmap of a request. Hours without any contact count as nothing on each day of the span that lies within the data."""
    with report_facts(workspace, request, context) as facts:
        if what == "contacts" and "tickets" not in facts.filled:
            what = "calls"  # without tickets, all contacts are calls
        relation, counted, kpi = _COUNTED[what]
        missing = facts.missing(relation)
        if missing:
            return missing
        return _counted_cells(facts, relation, counted, what, kpi)


def _counted_cells(facts: Facts, relation: Relation, counted: str, what: str, kpi: str) -> Inflow:
    from qa_desk.statistics.means import t_interval_from

    days = facts.rows(relation, f"SELECT min(day), max(day) FROM {{source}} WHERE {counted}")[0]
    first, last = facts.scope.span.first or days[0], facts.scope.span.last or days[1]
    undated = facts.rows(relation, f"SELECT count(*) FROM {{source}} WHERE {counted} AND (day IS NULL OR hour IS NULL)")[0][0]
    rows = facts.rows(
        relation,
        "SELECT CAST(extract(isodow FROM day) AS INTEGER), CAST(hour AS INTEGER), sum(c), sum(c * c) FROM ("
        f"SELECT day, hour, count(*) AS c FROM {{source}} WHERE {counted} AND day IS NOT NULL AND hour IS NOT NULL "
        "GROUP BY day, hour) GROUP BY 1, 2",
    )
    sums = {(row[0], row[1]): (float(str(row[2])), float(str(row[3]))) for row in rows}
    there = _weekdays_between(first, last)  # type: ignore[arg-type]  # DuckDB's dates, or the request's
    cells = []
    for weekday in range(1, 8):
        n = there[weekday - 1]
        for hour in range(24):
            total, squares = sums.get((weekday, hour), (0.0, 0.0))
            if not n:
                cells.append(HourCell(weekday, hour, int(total), 0, None, None, None))
                continue
            mean = total / n
            variance = max(0.0, (squares - n * mean * mean) / (n - 1)) if n > 1 else 0.0
            limits = t_interval_from(mean, variance, n, minimum=5) if n >= 5 and variance > 0 else None
            low, high = (limits.low, limits.high) if limits else (None, None)
            cells.append(HourCell(weekday, hour, int(total), n, mean, None if low is None else max(0.0, low), high))
    total = int(sum(cell.count for cell in cells))
    return Inflow(what, kpi, tuple(cells), total, first, last, undated=int(str(undated)))  # type: ignore[arg-type]


def _weekdays_between(first: date | None, last: date | None) -> list[int]:
    """How many Mondays, Tuesdays, … lie between two days, both included."""
    if first is None or last is None or last < first:
        return [0] * 7
    whole, rest = divmod((last - first).days + 1, 7)
    return [whole + ((weekday - first.weekday()) % 7 < rest) for weekday in range(7)]
