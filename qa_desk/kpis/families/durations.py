"""A duration in its two clocks and three summaries: the variants that every speed KPI of tickets comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Aggregate, Mean, Quantile
from qa_desk.kpis.kpi import DOWN, Kpi

if TYPE_CHECKING:
    from qa_desk.kpis.relations import Relation

_SUMMARIES: tuple[tuple[str, str, float | None], ...] = (
    ("", N_("median"), 0.5),
    ("mean", N_("mean"), None),
    ("p90", N_("90th percentile"), 0.9),
)
_CLOCKS: tuple[tuple[str, str | None], ...] = (("", None), ("business", N_("business hours")))


def duration_kpis(
    kpi_id: str,
    name: str,
    formula: str,
    relation: Relation,
    measures: tuple[str, str],
    *,
    entered: str,
    excluded: str,
    censored: str,
    direction: str = DOWN,
    caution: str | None = None,
) -> tuple[Kpi, ...]:
    """Median (the headline), mean and 90th percentile of a duration in calendar time and in business hours."""
    found = []
    for (clock, clock_words), measure in zip(_CLOCKS, measures, strict=True):
        for suffix, words, q in _SUMMARIES:
            variant = "_".join(part for part in (clock, suffix) if part)
            aggregate: Aggregate = Mean(measure) if q is None else Quantile(measure, q)
            found.append(
                Kpi(
                    id=f"{kpi_id}:{variant}" if variant else kpi_id,
                    name=name,
                    formula=formula,
                    unit="s",
                    direction=direction,
                    family="speed",
                    relation=relation,
                    aggregate=aggregate,
                    entered=f"({entered}) AND {measure} >= 0",
                    # a duration that one clock lacks, or has below zero, is left out of that clock's figures
                    excluded=f"{excluded} OR (NOT coalesce({measure} >= 0, FALSE) AND NOT ({censored}))",
                    censored=censored,
                    summary=words,
                    caution=caution,
                    clock=clock_words,
                )
            )
    return tuple(found)
