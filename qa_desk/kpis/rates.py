"""Figures that are neither means nor plain proportions: shares of a whole, events by exposure, quotients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import COUNTED
from qa_desk.kpis.limits import Counted, Limits, Quotient, combined_change

if TYPE_CHECKING:
    from qa_desk.kpis.limits import Column, Row, Wanted
    from qa_desk.kpis.samples import Sample

_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Share:
    """A group's part of all records of its period: shares over the groups add up to one."""

    @property
    def interval(self) -> str:
        """The interval in words, for the definition card."""
        return N_("Wilson score")

    @property
    def record_value(self) -> str:
        """Each record counts once."""
        return "1"

    def columns(self, entered: str) -> dict[str, Column]:
        """Own records over those of all groups of the same period."""
        own = f"count(*) FILTER (WHERE {entered})"
        whole = f"sum({own}) OVER (PARTITION BY min(period_day))"
        return {"value": Quotient(own, whole), "n": whole, "numerator": own, "denominator": whole}

    def wanted(self) -> Wanted | None:
        """Counts are enough."""
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        """Wilson's, of the own records among all."""
        from qa_desk.statistics.proportions import wilson

        found = (wilson(int(row["numerator"] or 0), int(row["n"] or 0)) for row in rows)
        return [Limits(one.low, one.high, one.method, one.note) for one in found]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        """Newcombe's, as of any proportion."""
        from qa_desk.statistics.proportions import newcombe_difference

        found = newcombe_difference(*(int(row[name] or 0) for row in (after, before) for name in ("numerator", "n")))
        return Limits(found.low, found.high, found.method, found.note)


@dataclass(frozen=True, slots=True)
class PerDay:
    """Records per day of the period. The scan only counts: how many days a period has, the engine knows (`by_day`)."""

    @property
    def interval(self) -> str:
        """The interval in words, for the definition card."""
        return COUNTED

    @property
    def record_value(self) -> str:
        """Each record counts once."""
        return "1"

    def columns(self, entered: str) -> dict[str, Column]:
        """The count."""
        return {"value": Counted(entered), "n": Counted(entered), "numerator": Counted(entered)}

    def wanted(self) -> Wanted | None:
        """The count is enough."""
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        """None."""
        return [Limits() for _ in rows]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """Events per person and year: `hit` over the days of exposure, with the exact Poisson interval. n counts the persons."""

    hit: str
    days: str

    @property
    def interval(self) -> str:
        """The interval in words, for the definition card."""
        return N_("exact Poisson")

    @property
    def record_value(self) -> str:
        """Whether the event happened."""
        return f"CASE WHEN {self.hit} THEN 1 ELSE 0 END"

    def columns(self, entered: str) -> dict[str, Column]:
        """Events, and the years that all persons were exposed together."""
        hits = Counted(f"({entered}) AND ({self.hit})")
        years = f"CAST(sum({self.days}) FILTER (WHERE {entered}) AS FLOAT8) / {_DAYS_A_YEAR}"
        n = f"count(DISTINCT record_id) FILTER (WHERE {entered})"
        return {"value": Quotient(hits, years), "n": n, "numerator": hits, "denominator": years}

    def wanted(self) -> Wanted | None:
        """Sums are enough."""
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        """Garwood's."""
        from qa_desk.statistics.poisson import poisson_rate

        found = (poisson_rate(int(row["numerator"] or 0), row["denominator"] or 0.0) for row in rows)
        return [Limits(one.low, one.high, one.method, one.note) for one in found]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        """Out of the two figures' own limits."""
        return combined_change(before, after, limits)


@dataclass(frozen=True, slots=True)
class FullCount:
    """One sum over another where both are full counts (money, contacts): no sampling error. n is the lower sum."""

    top: str
    bottom: str

    @property
    def interval(self) -> str:
        """The interval in words, for the definition card."""
        return COUNTED

    @property
    def record_value(self) -> str:
        """What a record adds above the line."""
        return self.top

    def columns(self, entered: str) -> dict[str, Column]:
        """Both sums."""
        top, bottom = (f"sum({measure}) FILTER (WHERE {entered})" for measure in (self.top, self.bottom))
        return {"value": Quotient(top, bottom), "n": bottom, "numerator": top, "denominator": bottom}

    def wanted(self) -> Wanted | None:
        """Sums are enough."""
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        """None."""
        return [Limits() for _ in rows]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        """None."""
        return None
