"""Turns a request into few scans: all KPIs of one relation share a query, and intervals that need records share one look at them.

Grouping never changes what is counted: every record lies in exactly one group and one period, and a figure is an aggregate of its
group's records, so that groups add up to the whole. The point values come first and alone (`evaluate_points`); intervals are made
for the groups that are shown (`find_limits`), with the same result for a group whatever else is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.kpis.gathering import gather_samples
from qa_desk.kpis.points import Outcomes, find_points
from qa_desk.kpis.scan import missing_dimensions, scan_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.scan import GroupKey, Scope


def evaluate(connection: DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, context: JobContext) -> dict[str, Outcomes]:
    """Every KPI's outcome by group and period; a KPI whose relation lacks a dimension that is asked for is left out."""
    points = evaluate_points(connection, kpis, scope, context)
    return find_limits(connection, kpis, scope, points, context)


def evaluate_points(
    connection: DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, context: JobContext
) -> dict[str, Outcomes]:
    """As `evaluate`, without limits."""
    found: dict[str, Outcomes] = {}
    for members in _by_relation(kpis, scope, context):
        scan = scan_of(connection, members[0].relation, scope)
        own = find_points(connection, scan, members, scope)
        found.update({kpi.id: outcomes for kpi, outcomes in zip(members, own, strict=True)})
    return found


def find_limits(
    connection: DuckDBPyConnection,
    kpis: Sequence[Kpi],
    scope: Scope,
    points: Mapping[str, Outcomes],
    context: JobContext,
    only: Sequence[GroupKey] | None = None,
) -> dict[str, Outcomes]:
    """The outcomes of some groups (all where `only` is None) with their limits."""
    found: dict[str, Outcomes] = {}
    for members in _by_relation([kpi for kpi in kpis if kpi.id in points], scope, context):
        chosen = {kpi.id: _chosen(points[kpi.id], only) for kpi in members}
        keys = list(chosen[members[0].id].places)
        samples = gather_samples(connection, members, scope, keys)
        for kpi in members:
            context.raise_if_cancelled()
            own = chosen[kpi.id]
            limits = kpi.aggregate.limits(own.rows(), samples.get((kpi.counted, kpi.aggregate.wanted())))
            found[kpi.id] = replace(own, limits=limits)
    return found


def _by_relation(kpis: Sequence[Kpi], scope: Scope, context: JobContext) -> Iterator[list[Kpi]]:
    """KPIs that share a relation, one relation after another, saying how far it has come."""
    grouped: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        if not missing_dimensions(kpi, scope):
            grouped.setdefault(kpi.relation.name, []).append(kpi)
    for done, members in enumerate(grouped.values()):
        context.raise_if_cancelled()
        context.report(done, len(grouped), tr("Figures"))
        yield members


def _chosen(outcomes: Outcomes, only: Sequence[GroupKey] | None) -> Outcomes:
    if only is None:
        return outcomes
    kept = [key for key in only if key in outcomes.places]
    where = [outcomes.places[key] for key in kept]
    columns = {name: column[where] for name, column in outcomes.columns.items()}
    return Outcomes({key: place for place, key in enumerate(kept)}, columns)
