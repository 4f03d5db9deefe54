"""Fetches the records that intervals need, group by group: only those of the groups that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.scan import Scan, scan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.limits import Wanted
    from qa_desk.kpis.samples import Sample
    from qa_desk.kpis.scan import GroupKey, Scope

    Need = tuple[str, Wanted]
    """Which records, and what of them."""


def gather_samples(
    connection: DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, keys: Sequence[GroupKey]
) -> dict[tuple[str, Wanted | None], Sample]:
    """Samples of the groups by need: plain measures in one look for all KPIs of a relation, clustered sums in one look each."""
    needs = list(dict.fromkeys((kpi.counted, each) for kpi in kpis if (each := kpi.aggregate.wanted()) is not None))
    if not needs or not keys:
        return {}
    scan = _numbered(connection, scan_of(connection, kpis[0].relation, scope), scope, keys)
    found: dict[tuple[str, Wanted | None], Sample] = {}
    plain = [need for need in needs if need[1].cluster is None]
    if plain:
        found |= _plain(connection, scan, plain, scope, len(keys))
    for need in needs:
        if need[1].cluster is not None:
            found[need] = _clustered(connection, scan, need, scope, len(keys))
    return found


def _numbered(connection: DuckDBPyConnection, scan: Scan, scope: Scope, keys: Sequence[GroupKey]) -> Scan:
    """The scan's rows of these groups with the group's place as `g`."""
    if not scope.is_grouped:
        return Scan(f"(SELECT 0 AS g, s.* FROM ({scan.sql}) s) s", scan.values)
    columns: list[list[object]] = [[key[0][place] for key in keys] for place in range(len(scope.by))]
    shapes = ["VARCHAR"] * len(columns)
    if scope.period != "all":
        columns.append([key[1] for key in keys])
        shapes.append("DATE")
    listed = ", ".join(f"unnest(?::{shape}[]) AS {name}" for shape, name in zip(shapes, scope.group_columns, strict=True))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT unnest(range(?)) AS g, {listed}", [len(keys), *columns])
    matches = " AND ".join(f"s.{name} IS NOT DISTINCT FROM n.{name}" for name in scope.group_columns)
    return Scan(f"(SELECT n.g, s.* FROM ({scan.sql}) s JOIN numbered n ON {matches}) s", scan.values)


def _plain(
    connection: DuckDBPyConnection, scan: Scan, needs: list[Need], scope: Scope, count: int
) -> dict[tuple[str, Wanted | None], Sample]:
    import numpy as np

    from qa_desk.kpis.samples import gather

    measures = [
        f"CASE WHEN {entered} THEN {each.measure} END AS m{place}".format_map(scope.numbers)
        for place, (entered, each) in enumerate(needs)
    ]
    columns = connection.execute(f"SELECT g, {', '.join(measures)} FROM {scan.sql}", scan.values).fetchnumpy()
    found: dict[tuple[str, Wanted | None], Sample] = {}
    for place, need in enumerate(needs):
        values = columns.pop(f"m{place}")
        is_known = ~np.ma.getmaskarray(values)  # where the record did not enter there is a NULL
        found[need] = gather(columns["g"][is_known], np.ma.getdata(values)[is_known], None, count)
    return found


def _clustered(connection: DuckDBPyConnection, scan: Scan, need: Need, scope: Scope, count: int) -> Sample:
    from qa_desk.kpis.samples import gather

    entered, each = need
    sums = f"sum({each.measure}) AS a, sum({each.weight}) AS b".format_map(scope.numbers)
    where = entered.format_map(scope.numbers)
    query = f"SELECT g, {sums} FROM {scan.sql} WHERE {where} GROUP BY g, {each.cluster} ORDER BY g, {each.cluster}"
    columns = connection.execute(query, scan.values).fetchnumpy()
    return gather(columns["g"], columns["a"], columns["b"], count)
