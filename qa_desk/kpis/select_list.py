"""The columns that many figures want of one scan, each computed once.

Counts are the bulk of them. Each condition is a bit of a mask: rows of one group and one mask are counted together, and the few
sums of those give every count. Percentiles of one measure sort it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.kpis.limits import Counted, Percentile, Quotient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_desk.kpis.limits import Column

_BITS = 62
_FEW = 16
"""So few conditions are counted beside the sums, without a look of their own."""
_NEVER = "FALSE"


@dataclass(frozen=True, slots=True)
class Divided:
    """A column made of two others when they are there; undefined where the lower one is zero."""

    top: str
    bottom: str


class SelectList:
    """Collects what is wanted and says the queries that give it; every column comes out as FLOAT8 under its own name."""

    def __init__(self, numbers: Mapping[str, int], groups: Sequence[str]) -> None:
        self._numbers, self._groups = numbers, groups
        self._counts: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._sorted: dict[tuple[str, str], dict[float, str]] = {}

    def add(self, column: Column) -> str | Divided:
        """The name under which a column comes out, or of which two columns it is made."""
        if isinstance(column, Quotient):
            return Divided(self._named(column.top), self._named(column.bottom))
        return self._named(column)

    def _named(self, column: str | Counted | Percentile) -> str:
        if isinstance(column, Counted):
            return self._counts.setdefault(self._filled(column.condition), f"k{len(self._counts)}")
        if isinstance(column, Percentile):
            same = self._sorted.setdefault((self._filled(column.measure), self._filled(column.entered)), {})
            return same.setdefault(column.q, f"q{sum(map(len, self._sorted.values()))}")
        return self._plain.setdefault(self._filled(column), f"s{len(self._plain)}")

    def queries(self, source: str) -> list[str]:
        """One for the counts and one for everything else, as far as wanted: the same groups in the same order."""
        has_sums = bool(self._plain or self._sorted)
        if has_sums and len(self._counts) <= _FEW:
            return [self._summing(source, self._counts)]
        return [self._counting(source), *([self._summing(source, {})] if has_sums else [])]

    def _counting(self, source: str) -> str:
        masks: list[list[str]] = []
        listed: list[str] = []
        for place, (condition, name) in enumerate(self._counts.items()):
            number, bit = divmod(place, _BITS)
            if not bit:
                masks.append([])
            if condition != _NEVER:
                masks[number].append(f"CASE WHEN {condition} THEN {2**bit} ELSE 0 END")
            kept = f"sum(many) FILTER (WHERE (mask{number} & {2**bit}) <> 0)"
            listed.append(f"CAST(coalesce({kept}, 0) AS FLOAT8) AS {name}")
        columns = [f"CAST({' + '.join(mask) or '0'} AS BIGINT) AS mask{number}" for number, mask in enumerate(masks)]
        inner = ", ".join([*self._groups, *columns])
        by = ", ".join([*self._groups, *(f"mask{number}" for number in range(len(masks)))])
        counted = f"SELECT {by + ', ' if by else ''}count(*) AS many FROM (SELECT {inner or '0'} FROM {source}) m"
        return self._grouped([*self._groups, *listed], f"({counted}{f' GROUP BY {by}' if by else ''}) c")

    def _summing(self, source: str, counts: Mapping[str, str]) -> str:
        plain = {**{f"count(*) FILTER (WHERE {condition})": name for condition, name in counts.items()}, **self._plain}
        listed = [f"CAST({sql} AS FLOAT8) AS {name}" for sql, name in plain.items()]
        outer = [*self._groups, *plain.values()]
        for place, ((measure, entered), same) in enumerate(self._sorted.items()):
            wanted = ", ".join(str(q) for q in same)
            order = f"WITHIN GROUP (ORDER BY {measure}) FILTER (WHERE {entered})"
            listed.append(f"percentile_cont(ARRAY[{wanted}]) {order} AS p{place}")
            outer += [f"CAST(p{place}[{number}] AS FLOAT8) AS {name}" for number, name in enumerate(same.values(), start=1)]
        return f"SELECT {', '.join(outer)} FROM ({self._grouped([*self._groups, *listed], source)}) q {self._order}".rstrip()

    def _grouped(self, columns: list[str], source: str) -> str:
        by = f" GROUP BY {', '.join(self._groups)}" if self._groups else ""
        return f"SELECT {', '.join(columns)} FROM {source}{by} {self._order}".rstrip()

    @property
    def _order(self) -> str:
        return f"ORDER BY {', '.join(f'{name} NULLS LAST' for name in self._groups)}" if self._groups else ""

    def _filled(self, sql: str) -> str:
        return sql.format_map(self._numbers)
