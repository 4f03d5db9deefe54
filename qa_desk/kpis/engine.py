"""Turns a request into few scans: all KPIs of one relation share a query, and intervals that need records share one look at them.

Grouping never changes what is counted: every record lies in exactly one group and one period, and a figure is an aggregate of its
group's records, so that groups add up to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import day_start, local_day
from qa_desk.domain.language import tr
from qa_desk.domain.periods import Span, next_start, periods_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.limits import Limits, Row, Wanted
    from qa_desk.kpis.relations import Relation
    from qa_desk.kpis.samples import Sample

GroupKey = tuple[tuple[str | None, ...], "date | None"]
"""Values of the dimensions in the order asked for, and the first day of the period."""

_DIMENSION_SQL = {
    "weekday": "CAST(extract(isodow FROM day) AS VARCHAR)",
    "hour": "CAST(hour AS VARCHAR)",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: days, grouping, filters (dimension → accepted values), and the numbers that fill `{…}` places."""

    span: Span
    by: tuple[str, ...]
    period: str
    where: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    timezone: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One group's result of one KPI."""

    row: Row
    limits: Limits
    excluded: int
    censored: int
    warned: int


@dataclass(slots=True)
class _Part:
    """The scan of one relation: its SQL, its bound values, and its groups in order."""

    sql: str
    values: list[object]
    groups: list[GroupKey] = field(default_factory=list)


def evaluate(
    connection: DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, context: JobContext
) -> dict[str, dict[GroupKey, Outcome]]:
    """Every KPI's outcome by group and period; a KPI whose relation lacks a dimension that is asked for is left out."""
    by_relation: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        if not missing_dimensions(kpi, scope):
            by_relation.setdefault(kpi.relation.name, []).append(kpi)
    found: dict[str, dict[GroupKey, Outcome]] = {}
    for done, members in enumerate(by_relation.values()):
        context.raise_if_cancelled()
        context.report(done, len(by_relation), tr("Figures"))
        found.update(_evaluate_relation(connection, members, scope, context))
    return found


def missing_dimensions(kpi: Kpi, scope: Scope) -> list[str]:
    """Dimensions that are asked for and that the KPI's records do not have."""
    known = kpi.relation.dimensions
    return [name for name in dict.fromkeys((*scope.by, *scope.where)) if name.partition(":")[0] not in known]


def _evaluate_relation(
    connection: DuckDBPyConnection, kpis: list[Kpi], scope: Scope, context: JobContext
) -> dict[str, dict[GroupKey, Outcome]]:
    part = scan_of(connection, kpis[0].relation, scope)
    is_grouped = bool(scope.by) or scope.period != "all"
    if is_grouped:
        _number_groups(connection, part, scope)
    else:
        part.groups = [((), None)]
    rows = _aggregate(connection, part, kpis, scope, is_grouped)
    samples = _samples(connection, part, kpis, scope, is_grouped)
    found: dict[str, dict[GroupKey, Outcome]] = {}
    for kpi, own in zip(kpis, rows, strict=True):
        context.raise_if_cancelled()
        limits = kpi.aggregate.limits(own, samples.get((kpi.counted, kpi.aggregate.wanted())))
        found[kpi.id] = {
            group: Outcome(row, limit, int(row["excluded"] or 0), int(row["censored"] or 0), int(row["warned"] or 0))
            for group, row, limit in zip(part.groups, own, limits, strict=True)
        }
    if is_grouped:
        connection.execute("DROP TABLE numbered")
    return found


def scan_of(connection: DuckDBPyConnection, relation: Relation, scope: Scope) -> _Part:
    """The relation's rows within the scope, with the dimensions as d0, d1, … and the period's first day."""
    source = relation.sql.format_map(scope.numbers)
    conditions: list[str] = []
    values: list[object] = []
    if relation.is_stock or relation.is_cohort:
        _as_ofs(connection, scope)
        if relation.is_stock:
            _open_then(connection)
    else:
        for comparison, day in ((">=", scope.span.first), ("<=", scope.span.last)):
            if day is not None:
                conditions.append(f"day {comparison} ?")
                values.append(day)
    for name, accepted in scope.where.items():
        conditions.append(f"coalesce({_dimension(name)}, '') IN ({', '.join('?' for _ in accepted)})")
        values += accepted
    columns = [f"{_dimension(name)} AS d{i}" for i, name in enumerate(scope.by)]
    period_day = "NULL" if scope.period == "all" else f"date_trunc('{scope.period}', day)"
    columns.append(f"CAST({period_day} AS DATE) AS period_day")
    sql = f"SELECT {''.join(column + ', ' for column in columns)}r.* FROM ({source}) r"
    return _Part(f"{sql} WHERE {' AND '.join(conditions)}" if conditions else sql, values)


def _dimension(name: str) -> str:
    base, _, column = name.partition(":")
    if base == "custom":
        path = '$."' + column.replace("\\", "").replace('"', "") + '"'
        return "json_extract_string(custom, '" + path.replace("'", "''") + "')"
    return _DIMENSION_SQL.get(base, f"CAST({base} AS VARCHAR)")


def _as_ofs(connection: DuckDBPyConnection, scope: Scope) -> None:
    """The last second of each period, or the as-of instant where that is earlier, with the period's days: `as_ofs`."""
    as_of, timezone = scope.numbers["as_of"], scope.timezone
    today = local_day(as_of, timezone)
    last = min(scope.span.last or today, today)
    first = scope.span.first or _earliest(connection, last)
    end = min(as_of, day_start(next_start("day", last), timezone) - 1)
    if scope.period == "all":
        rows = [(last, first, last, end)]
    else:
        rows = []
        for start in periods_within(scope.period, first, last):
            following = next_start(scope.period, start)
            instant = min(end, day_start(following, timezone) - 1)
            rows.append((start, start, min(last, following - timedelta(days=1)), instant))
    connection.execute("CREATE OR REPLACE TEMP TABLE as_ofs (day DATE, first_day DATE, last_day DATE, instant BIGINT)")
    if rows:
        connection.executemany("INSERT INTO as_ofs VALUES (?, ?, ?, ?)", rows)


def _open_then(connection: DuckDBPyConnection) -> None:
    """Which tickets were open at each of those instants."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE open_then AS SELECT o.ticket_id, a.day, a.instant FROM f_open o JOIN as_ofs a "
        "ON o.open_from <= a.instant AND (o.open_until IS NULL OR o.open_until > a.instant)"
    )


def _earliest(connection: DuckDBPyConnection, fallback: date) -> date:
    found = connection.execute(
        "SELECT least((SELECT min(created_day) FROM f_tickets), (SELECT min(start_day) FROM f_customers), "
        "(SELECT min(coalesce(hired, gone)) FROM roster))"
    ).fetchall()[0][0]
    return fallback if found is None else min(found, fallback)


def _number_groups(connection: DuckDBPyConnection, part: _Part, scope: Scope) -> None:
    names = _group_columns(scope)
    listed = ", ".join(names)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT row_number() OVER (ORDER BY {listed}) - 1 AS g, {listed} "
        f"FROM (SELECT DISTINCT {listed} FROM ({part.sql}))",
        part.values,
    )
    width = len(scope.by)
    for row in connection.execute(f"SELECT {listed} FROM numbered ORDER BY g").fetchall():
        part.groups.append((tuple(row[:width]), row[width] if scope.period != "all" else None))


def _group_columns(scope: Scope) -> list[str]:
    names = [f"d{i}" for i in range(len(scope.by))]
    return names if scope.period == "all" else [*names, "period_day"]


def _numbered(part: _Part, scope: Scope, is_grouped: bool) -> str:
    if not is_grouped:
        return f"(SELECT 0 AS g, * FROM ({part.sql}))"
    matches = " AND ".join(f"s.{name} IS NOT DISTINCT FROM n.{name}" for name in _group_columns(scope))
    return f"(SELECT n.g, s.* FROM ({part.sql}) s JOIN numbered n ON {matches})"


def _aggregate(connection: DuckDBPyConnection, part: _Part, kpis: list[Kpi], scope: Scope, is_grouped: bool) -> list[list[Row]]:
    """One query for all KPIs of the relation: a list of rows (one a group) for each KPI."""
    columns: list[str] = []
    names: list[list[str]] = []
    for kpi in kpis:
        wanted = {
            **kpi.aggregate.columns(kpi.counted),
            "excluded": f"count(*) FILTER (WHERE {kpi.left_out})",
            "censored": f"count(*) FILTER (WHERE {kpi.undecided})",
            "warned": f"count(*) FILTER (WHERE ({kpi.counted}) AND {kpi.warn_where[0] if kpi.warn_where else 'FALSE'})",
        }
        names.append(list(wanted))
        columns += [sql.format_map(scope.numbers) for sql in wanted.values()]
    query = f"SELECT g, {', '.join(columns)} FROM {_numbered(part, scope, is_grouped)} GROUP BY g ORDER BY g"
    if not is_grouped:
        query = f"SELECT 0, {', '.join(columns)} FROM {_numbered(part, scope, is_grouped)}"
    fetched = connection.execute(query, part.values).fetchall()
    found: list[list[Row]] = []
    start = 1
    for own in names:
        stop = start + len(own)
        found.append([{name: _number(value) for name, value in zip(own, row[start:stop], strict=True)} for row in fetched])
        start = stop
    return found


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]  # numbers of any SQL type


def _samples(
    connection: DuckDBPyConnection, part: _Part, kpis: list[Kpi], scope: Scope, is_grouped: bool
) -> dict[tuple[str, Wanted | None], Sample]:
    """The records that the intervals need: plain measures in one look for all KPIs, clustered sums in one look each."""
    import numpy as np

    from qa_desk.kpis.samples import gather

    wanted = {(kpi.counted, each): each for kpi in kpis if part.groups and (each := kpi.aggregate.wanted()) is not None}
    source, count = _numbered(part, scope, is_grouped), len(part.groups)
    found: dict[tuple[str, Wanted | None], Sample] = {}
    plain = [key for key, each in wanted.items() if each.cluster is None]
    if plain:
        measures = [
            f"CASE WHEN {entered} THEN {each.measure} END AS m{place}".format_map(scope.numbers)
            for place, (entered, each) in enumerate(plain)
        ]
        columns = connection.execute(f"SELECT g, {', '.join(measures)} FROM {source}", part.values).fetchnumpy()
        for place, key in enumerate(plain):
            values = columns.pop(f"m{place}")
            is_known = ~np.ma.getmaskarray(values)  # where the record did not enter there is a NULL
            found[key] = gather(columns["g"][is_known], np.ma.getdata(values)[is_known], None, count)
    for key, each in wanted.items():
        if each.cluster is not None:
            sums = f"sum({each.measure}) AS a, sum({each.weight}) AS b".format_map(scope.numbers)
            where = key[0].format_map(scope.numbers)
            query = f"SELECT g, {sums} FROM {source} WHERE {where} GROUP BY g, {each.cluster} ORDER BY g, {each.cluster}"
            columns = connection.execute(query, part.values).fetchnumpy()
            found[key] = gather(columns["g"], columns["a"], columns["b"], count)
    return found
