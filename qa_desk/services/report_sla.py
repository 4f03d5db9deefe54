"""The promise of a first response: how often it is kept, how near the others were, and which tickets are breaking it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.domain.periods import Span
from qa_desk.kpis.figure import Records
from qa_desk.kpis.relations import TICKETS_CREATED
from qa_desk.services.report_facts import Missing, report_facts

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.services.report_facts import Facts
    from qa_desk.workspace.workspace import Workspace

_WAITING = "is_eligible AND first_reply_at IS NULL AND is_open AND created_at IS NOT NULL AND NOT is_misdated"
_ELAPSED = "{as_of_work} - created_work"
_SOON = 0.25
"""A ticket is about to break the promise when less than this part of its time is left."""

REACHES: tuple[tuple[str, float, float | None], ...] = (
    (N_("within half the time"), 0.0, 0.5),
    (N_("within the time"), 0.5, 1.0),
    (N_("up to half as long again"), 1.0, 1.5),
    (N_("up to twice as long"), 1.5, 2.0),
    (N_("longer"), 2.0, None),
)
"""How long first responses took against the target: names and bounds, the upper one within."""


@dataclass(frozen=True, slots=True)
class Running:
    """Tickets that still wait for their first response at an instant: how many, and who, the longest first."""

    as_of: int
    waiting: int
    breached: int
    soon: int
    records: Records


@dataclass(frozen=True, slots=True)
class Sla:
    """The target in working seconds; how replies fell against it; the rate as a whole, by period and dimension; what runs."""

    target_s: int
    reached: tuple[int, ...]
    whole: Figure
    periods: tuple[Figure, ...]
    groups: tuple[Figure, ...]
    running: Running


def read_sla(
    workspace: Workspace, request: Request, dimension: str = "priority", context: JobContext | None = None, limit: int = 2_000
) -> Sla | Missing:
    """The page's figures of a request."""
    from qa_desk.services.kpis import figures

    with report_facts(workspace, request, context) as facts:
        missing = facts.missing(TICKETS_CREATED)
        if missing:
            return missing
        target = facts.scope.numbers["sla_first_response_s"]
        counted = "is_eligible AND NOT is_misdated AND reply_work_s >= 0 AND coalesce(reply_s, 0) >= 0"
        parts = ", ".join(f"count(*) FILTER (WHERE {reach_condition(number, target)})" for number in range(len(REACHES)))
        row = facts.rows(TICKETS_CREATED, f"SELECT {parts} FROM {{source}} WHERE {counted}")[0]
        running = _running(facts, limit)
    asked = replace(request, kpis=("sla_compliance_rate",), by=(), period="all")
    whole = figures(workspace, asked, context)[0]
    periods = figures(workspace, replace(asked, period=request.period, compare=None), context)
    groups = figures(workspace, replace(asked, by=(dimension,), compare=None), context)
    return Sla(
        target,
        tuple(int(str(count)) for count in row),
        whole,
        tuple(figure for figure in periods if figure.period is not None),
        tuple(figure for figure in groups if figure.group),
        running,
    )


def reach_condition(number: int, target: int) -> str:
    """The condition of one of `REACHES` for a target in working seconds."""
    _, low, high = REACHES[number]
    above = f"reply_work_s > {low * target:.0f}" if number else "reply_work_s >= 0"
    return above if high is None else f"{above} AND reply_work_s <= {high * target:.0f}"


def _running(facts: Facts, limit: int) -> Running:
    """Of all tickets, also those created before the span: the promise runs on whatever period one looks at."""
    facts = replace(facts, scope=replace(facts.scope, span=Span()))
    target = facts.scope.numbers["sla_first_response_s"]
    left = f"({{sla_first_response_s}} - ({_ELAPSED}))"
    counts = facts.rows(
        TICKETS_CREATED,
        f"SELECT count(*), count(*) FILTER (WHERE {left} < 0), "
        f"count(*) FILTER (WHERE {left} BETWEEN 0 AND {round(_SOON * target)}) FROM {{source}} WHERE {_WAITING}",
    )[0]
    rows = facts.rows(
        TICKETS_CREATED,
        f"SELECT record_id, created_at, {_ELAPSED} AS waited_s, -{left} AS over_s, agent, team, channel, queue, priority, "
        f"subject FROM {{source}} WHERE {_WAITING} ORDER BY waited_s DESC, record_id LIMIT {int(limit)}",
    )
    names = ("record_id", "created_at", "waited_s", "over_s", "agent", "team", "channel", "queue", "priority", "subject")
    shown = tuple((*row[:4], facts.labels.get(str(row[4]), row[4]), *row[5:]) for row in rows)
    waiting, breached, soon = (int(str(count)) for count in counts)
    return Running(facts.scope.numbers["as_of"], waiting, breached, soon, Records(names, shown, waiting))
