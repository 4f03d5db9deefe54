"""The scan of a relation: its rows within what is looked at, with the dimensions and the period that figures are grouped by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import day_start, local_day
from qa_desk.domain.periods import Span, next_start, periods_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.relations import Relation

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

    @property
    def is_grouped(self) -> bool:
        """Whether there can be more groups than the whole."""
        return bool(self.by) or self.period != "all"

    @property
    def group_columns(self) -> list[str]:
        """The scan's columns that name a group."""
        names = [f"d{place}" for place in range(len(self.by))]
        return names if self.period == "all" else [*names, "period_day"]


@dataclass(frozen=True, slots=True)
class Scan:
    """The SQL of a relation's rows, and the values bound to its question marks."""

    sql: str
    values: list[object] = field(default_factory=list)


def missing_dimensions(kpi: Kpi, scope: Scope) -> list[str]:
    """Dimensions that are asked for and that the KPI's records do not have."""
    known = kpi.relation.dimensions
    return [name for name in dict.fromkeys((*scope.by, *scope.where)) if name.partition(":")[0] not in known]


def scan_of(connection: DuckDBPyConnection, relation: Relation, scope: Scope) -> Scan:
    """The relation's rows within the scope, ready to be read on this connection."""
    if relation.is_stock or relation.is_cohort:
        _store_as_ofs(connection, scope)
    if relation.is_stock:
        connection.execute(_OPEN_THEN)
    return scan_sql(relation, scope)


def scan_sql(relation: Relation, scope: Scope) -> Scan:
    """The relation's rows within the scope, with the dimensions as d0, d1, … and the period's first day.

    A stock reads `open_then`, a cohort `as_ofs`: both lie ready where the scan is run.
    """
    conditions: list[str] = []
    values: list[object] = []
    if not (relation.is_stock or relation.is_cohort):
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
    sql = f"SELECT {''.join(column + ', ' for column in columns)}r.* FROM ({relation.sql.format_map(scope.numbers)}) r"
    return Scan(f"{sql} WHERE {' AND '.join(conditions)}" if conditions else sql, values)


def _dimension(name: str) -> str:
    base, _, column = name.partition(":")
    if base == "custom":
        path = '$."' + column.replace("\\", "").replace('"', "") + '"'
        return "json_extract_string(custom, '" + path.replace("'", "''") + "')"
    return _DIMENSION_SQL.get(base, f"CAST({base} AS VARCHAR)")


def _store_as_ofs(connection: DuckDBPyConnection, scope: Scope) -> None:
    """The last second of each period, or the as-of instant where that is earlier, with the period's days: `as_ofs`."""
    as_of, timezone = scope.numbers["as_of"], scope.timezone
    today = local_day(as_of, timezone)
    last = min(scope.span.last or today, today)
    first = _first_day(connection, scope)
    end = min(as_of, day_start(next_start("day", last), timezone) - 1)
    if scope.period == "all":
        rows = [(last, first, last, end)]
    else:
        rows = []
        for start in periods_within(scope.period, first, last):
            following = next_start(scope.period, start)
            instant = min(end, day_start(following, timezone) - 1)
            rows.append((start, start, min(last, following - timedelta(days=1)), instant))
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE as_ofs AS SELECT unnest(?::DATE[]) AS day, unnest(?::DATE[]) AS first_day, "
        "unnest(?::DATE[]) AS last_day, unnest(?::BIGINT[]) AS instant",
        columns,
    )


def days_of(connection: DuckDBPyConnection, scope: Scope) -> dict[date | None, int]:
    """How many days each period has within what is looked at, up to today; None is the whole."""
    _store_as_ofs(connection, scope)
    rows = connection.execute("SELECT day, last_day - greatest(first_day, ?) + 1 FROM as_ofs", [_first_day(connection, scope)])
    return {(None if scope.period == "all" else day): int(days) for day, days in rows.fetchall() if days > 0}


def _first_day(connection: DuckDBPyConnection, scope: Scope) -> date:
    today = local_day(scope.numbers["as_of"], scope.timezone)
    return scope.span.first or _earliest(connection, min(scope.span.last or today, today))


def _earliest(connection: DuckDBPyConnection, fallback: date) -> date:
    found = connection.execute(
        "SELECT least((SELECT min(created_day) FROM f_tickets), (SELECT min(start_day) FROM f_customers), "
        "(SELECT min(coalesce(hired, gone)) FROM roster))"
    ).fetchall()[0][0]
    return fallback if found is None else min(found, fallback)


# most tickets are closed before the next of the instants: only those that are not meet all of them
_OPEN_THEN = """
    CREATE OR REPLACE TEMP TABLE open_then AS
    WITH kept AS (
      SELECT o.* FROM f_open o ASOF JOIN as_ofs a ON o.open_from <= a.instant
      WHERE o.open_until IS NULL OR o.open_until > a.instant)
    SELECT k.ticket_no, a.day, a.instant FROM kept k JOIN as_ofs a
      ON k.open_from <= a.instant AND (k.open_until IS NULL OR k.open_until > a.instant)"""
