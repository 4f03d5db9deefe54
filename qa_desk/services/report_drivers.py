"""Why customers get in touch: each driver's part of the contacts, what has changed, and how those contacts went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.domain.periods import span_before
from qa_desk.kpis.relations import CALLS_OFFERED, CONTACTS, TAGS
from qa_desk.services.report_facts import Missing, report_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.kpis.relations import Relation
    from qa_desk.services.report_facts import Facts
    from qa_desk.workspace.workspace import Workspace

CHIEF = 5
"""How many are named first."""

OUTCOMES = ("csat", "first_contact_resolution_rate", "resolution_time_first", "average_handle_time")
"""How the contacts of a driver went, beside how many there are."""

SOURCES = {
    "tags": N_("tags of contacts"),
    "reasons": N_("reasons given on tickets and calls"),
    "calls": N_("reasons given on calls"),
}

_COUNTED: dict[str, tuple[Relation, str, str]] = {
    "tags": (TAGS, "is_counted AND NOT is_misdated", "contact_driver_share"),
    "reasons": (CONTACTS, "is_counted AND NOT is_misdated", "channel_mix"),
    "calls": (CALLS_OFFERED, "is_offered AND NOT is_misdated", "service_level:all_offered"),
}
"""Where the drivers come from: the relation, which of its records count, and the KPI whose records they are."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver: contacts, share of those with a driver (Wilson), its and all earlier ones' share, the change (Newcombe)."""

    name: str
    count: int
    share: float
    low: float | None
    high: float | None
    together: float
    before: int | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None

    @property
    def moved(self) -> bool:
        """Whether the share changed beyond noise."""
        return self.change_low is not None and self.change_high is not None and not self.change_low <= 0 <= self.change_high


@dataclass(frozen=True, slots=True)
class Drivers:
    """All drivers, the commonest first; `without` counts contacts that have none."""

    source: str
    lines: tuple[Driver, ...]
    total: int
    without: int
    outcomes: Mapping[str, Mapping[str, Figure]]
    """By driver and KPI."""

    kpi: str = ""
    """The KPI whose records these are."""


def read_drivers(workspace: Workspace, request: Request, context: JobContext | None = None) -> Drivers | Missing:
    """The drivers of a request: by tags where contacts were tagged, else by the reasons on tickets and calls."""
    from qa_desk.services.kpis import figures

    with report_facts(workspace, request, context) as facts:
        source = "tags" if "contact_tags" in facts.filled else "reasons" if "tickets" in facts.filled else "calls"
        relation, _, kpi = _COUNTED[source]
        if not {"tickets", "calls"} & facts.filled:
            return Missing(("tickets", "calls"))
        missing = facts.missing(relation)
        if missing:
            return missing
        now, without = _counts(facts, source)
        before: dict[str, int] = {}
        if request.compare and facts.scope.span.first is not None:
            earlier = replace(facts, scope=replace(facts.scope, span=span_before(facts.scope.span, request.compare)))
            before, _ = _counts(earlier, source)
    lines = driver_lines(now, before)
    asked = replace(request, kpis=OUTCOMES, by=("reason",), compare=None, period="all")
    outcomes: dict[str, dict[str, Figure]] = {}
    for figure in figures(workspace, asked, context) if lines else ():
        name = figure.group.get("reason")
        if name is not None:
            outcomes.setdefault(name, {})[figure.kpi] = figure
    return Drivers(source, lines, sum(now.values()), without, outcomes, kpi=kpi)


def _counts(facts: Facts, source: str) -> tuple[dict[str, int], int]:
    """Contacts by driver, and how many have none."""
    relation, counted, _ = _COUNTED[source]
    query = f"SELECT nullif(reason, '') AS named, count(*) FROM {{source}} WHERE {counted} GROUP BY 1"
    rows = facts.rows(relation, query)
    found = {str(row[0]): int(str(row[1])) for row in rows if row[0] is not None}
    return found, sum(int(str(row[1])) for row in rows if row[0] is None)


def driver_lines(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Driver, ...]:
    """Counts made into lines, the commonest first (names break ties)."""
    from qa_desk.statistics.proportions import newcombe_difference, wilson

    total, earlier, together, found = sum(now.values()), sum(before.values()), 0, []
    for name, count in sorted(now.items(), key=lambda pair: (-pair[1], pair[0])):
        together += count
        share = wilson(count, total)
        line = Driver(name, count, count / total, share.low, share.high, together / total)
        if earlier:
            change = newcombe_difference(count, total, before.get(name, 0), earlier)
            line = replace(line, before=before.get(name, 0), change=change.value, change_low=change.low, change_high=change.high)
        found.append(line)
    return tuple(found)
