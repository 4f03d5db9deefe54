"""The figures of a scan without their intervals: for all KPIs of a relation at once, kept as columns until a row is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.kpis.limits import Counted, Limits
from qa_desk.kpis.rates import PerDay
from qa_desk.kpis.scan import days_of
from qa_desk.kpis.select_list import Divided, SelectList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Any

    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.limits import Column, Row
    from qa_desk.kpis.scan import GroupKey, Scan, Scope

    Values = NDArray[np.float64]

NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One group's result of one KPI."""

    row: Row
    limits: Limits
    excluded: int
    censored: int
    warned: int


@dataclass(frozen=True, slots=True)
class Outcomes(Mapping["GroupKey", Outcome]):
    """One KPI's results by group: columns with NaN for what is undefined; `limits` None while nobody has asked for them."""

    places: Mapping[GroupKey, int]
    columns: Mapping[str, Values]
    limits: Sequence[Limits] | None = None

    def __getitem__(self, key: GroupKey) -> Outcome:
        place = self.places[key]
        row = self.row(place)
        counts = (int(row[name] or 0) for name in ("excluded", "censored", "warned"))
        return Outcome(row, NO_LIMITS if self.limits is None else self.limits[place], *counts)

    def __iter__(self) -> Iterator[GroupKey]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def row(self, place: int) -> Row:
        """One group's columns, None for what is undefined."""
        return {name: None if (value := float(column[place])) != value else value for name, column in self.columns.items()}

    def rows(self) -> list[Row]:
        """All groups' columns."""
        lists = [[None if value != value else value for value in column.tolist()] for column in self.columns.values()]
        return [dict(zip(self.columns, values, strict=True)) for values in zip(*lists, strict=True)]


def find_points(connection: DuckDBPyConnection, scan: Scan, kpis: Sequence[Kpi], scope: Scope) -> list[Outcomes]:
    """The outcomes of KPIs that share a scan, without limits."""
    queries, names = points_sql(scan, kpis, scope)
    fetched: dict[str, Any] = {}
    for query in queries:
        fetched |= connection.execute(query, scan.values).fetchnumpy()
    return by_day(connection, kpis, outcomes_of(fetched, names, scope), scope)


def by_day(connection: DuckDBPyConnection, kpis: Sequence[Kpi], found: list[Outcomes], scope: Scope) -> list[Outcomes]:
    """The same outcomes, counts per day over the days of their period."""
    if not any(isinstance(kpi.aggregate, PerDay) for kpi in kpis):
        return found
    days = days_of(connection, scope)
    return [_over(own, days) if isinstance(kpi.aggregate, PerDay) else own for kpi, own in zip(kpis, found, strict=True)]


def _over(outcomes: Outcomes, days: Mapping[date | None, int]) -> Outcomes:
    """Counts over the days of their period; a period that has not begun has none."""
    import numpy as np

    lengths = np.array([days.get(day, np.nan) for _, day in outcomes.places], dtype=np.float64)
    return replace(outcomes, columns={**outcomes.columns, "value": outcomes.columns["value"] / lengths, "denominator": lengths})


def points_sql(scan: Scan, kpis: Sequence[Kpi], scope: Scope) -> tuple[list[str], list[dict[str, str | Divided]]]:
    """The queries, and for each KPI which of their columns is which; groups come in order, those without a name last."""
    wanted = SelectList(scope.numbers, scope.group_columns)
    names = [{name: wanted.add(column) for name, column in _columns_of(kpi).items()} for kpi in kpis]
    return wanted.queries(f"({scan.sql}) s"), names


def outcomes_of(fetched: Mapping[str, Any], names: Sequence[Mapping[str, str | Divided]], scope: Scope) -> list[Outcomes]:
    """The outcomes out of the fetched columns (masked where undefined, one value a group)."""
    places = {key: place for place, key in enumerate(_keys(fetched, scope))}
    columns = {name: _floats(column) for name, column in fetched.items() if name not in scope.group_columns}
    return [
        Outcomes(
            places,
            {name: _divided(columns, source) if isinstance(source, Divided) else columns[source] for name, source in own.items()},
        )
        for own in names
    ]


def _divided(columns: Mapping[str, Values], source: Divided) -> Values:
    import numpy as np

    bottom = columns[source.bottom]
    return columns[source.top] / np.where(bottom == 0, np.nan, bottom)


def _columns_of(kpi: Kpi) -> dict[str, Column]:
    warned = f"({kpi.counted}) AND ({kpi.warn_where[0]})" if kpi.warn_where else "FALSE"
    return {
        **kpi.aggregate.columns(kpi.counted),
        "excluded": Counted(kpi.left_out),
        "censored": Counted("FALSE" if kpi.censored == "FALSE" else kpi.undecided),
        "warned": Counted(warned),
    }


def _keys(fetched: Mapping[str, Any], scope: Scope) -> list[GroupKey]:
    if not scope.is_grouped:
        return [((), None)]
    dimensions = [fetched[f"d{place}"].tolist() for place in range(len(scope.by))]
    if scope.period == "all":
        return [(key, None) for key in zip(*dimensions, strict=True)]
    days = [None if day is None else day.date() for day in fetched["period_day"].tolist()]
    if not dimensions:
        return [((), day) for day in days]
    return list(zip(zip(*dimensions, strict=True), days, strict=True))


def _floats(column: Any) -> Values:  # noqa: ANN401 - DuckDB masks what is NULL
    import numpy as np

    return np.ma.filled(column, np.nan).astype(np.float64, copy=False)
