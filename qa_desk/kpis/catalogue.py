"""The catalogue: every KPI, family after family, and how an id with its variants is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.kpis.aggregates import Quantile
from qa_desk.kpis.definitions import SOURCES, definition_of, filters_of
from qa_desk.kpis.families import business, quality, resolution, speed, telephone, voice, workforce, workload
from qa_desk.kpis.figure import KpiInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.kpis.kpi import Kpi

CATALOGUE: tuple[Kpi, ...] = (
    *speed.KPIS,
    *resolution.KPIS,
    *workload.KPIS,
    *telephone.KPIS,
    *voice.KPIS,
    *quality.KPIS,
    *workforce.KPIS,
    *business.KPIS,
)
_ALIASES = {
    "resolution_time": "resolution_time_first", "overdue": "backlog_overdue", "fcr": "first_contact_resolution_rate",
    "fcr_one_touch": "first_contact_resolution_rate:one_touch", "survey_fcr": "first_contact_resolution_rate:survey_fcr",
}  # fmt: skip
_VARIANTS = {"one_touch_only": "one_touch"}
"""Other words for the same variant."""


def find_kpi(text: str) -> Kpi:
    """The entry of an id, its variants in any order (`…:mean:business`); refused when there is none."""
    base, *variants = text.strip().split(":")
    base, *own_variants = _ALIASES.get(base, base).split(":")
    variants = [_VARIANTS.get(variant, variant) for variant in (*own_variants, *variants)]
    wanted = {part for variant in variants for part in variant.split("_")}
    own = [kpi for kpi in CATALOGUE if kpi.id.partition(":")[0] == base]
    for kpi in own:
        if kpi.id == ":".join((base, *variants)) or set(kpi.id.partition(":")[2].split("_")) - {""} == wanted - _plain(own[0]):
            return kpi
    raise Refusal(tr("{id}: there is no such KPI; “qa-desk kpi list” shows them.", id=text))


def _plain(kpi: Kpi) -> set[str]:
    """Variants that are what the plain id means already."""
    return {"calendar", "median" if isinstance(kpi.aggregate, Quantile) else "mean"}


def find_kpis(texts: Sequence[str]) -> tuple[Kpi, ...]:
    """The entries of several ids; all of them when none is named."""
    return tuple(find_kpi(text) for text in texts) if texts else CATALOGUE


def kpi_name(kpi: Kpi) -> str:
    """The name a person reads, with the variant behind it."""
    details = [tr(part) for part in (kpi.summary, kpi.clock) if part]
    return f"{tr(kpi.name)} ({', '.join(details)})" if details else tr(kpi.name)


def info(kpi: Kpi) -> KpiInfo:
    """The entry in the reader's language."""
    card, filters = definition_of(kpi.id), filters_of(kpi.entered)
    return KpiInfo(
        id=kpi.id,
        name=kpi_name(kpi),
        formula=tr(kpi.formula),
        unit=kpi.unit,
        direction=kpi.direction,
        family=kpi.family,
        period_key=tr(kpi.relation.period_key),
        inputs=kpi.relation.inputs,
        interval=tr(kpi.aggregate.interval),
        min_n=kpi.min_n,
        dimensions=kpi.relation.dimensions,
        caution=tr(kpi.caution) if kpi.caution else None,
        clock="business" if kpi.clock or kpi.id.startswith("sla_") else "calendar",
        filters=tr(filters) if filters else None,
        is_for_agents=kpi.is_for_agents,
        said=tuple((tr(SOURCES[one.source]), one.name, tr(one.words)) for one in card.said),
        differs=tr(card.differs) if card.differs else None,
        benchmark=tr(card.benchmark) if card.benchmark else None,
    )
