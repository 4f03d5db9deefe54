"""How records become a figure: one SQL aggregate each, and the interval that belongs to it.

An aggregate says which columns it wants of the scan, whether it needs the records themselves (`wanted`),
and finds the limits of every
group. Ratios are always ratios of sums: a group's figure follows from its records, never from figures of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from qa_desk.domain.language import N_
from qa_desk.kpis.limits import Counted, Limits, Percentile, Quotient, Wanted, combined_change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.kpis.limits import Column, Row
    from qa_desk.kpis.samples import Sample
    from qa_desk.statistics.estimate import Estimate


COUNTED = N_("a full count: no sampling error")
NO_INTERVAL = N_("no interval: a maximum grows with n")
TOO_FEW_RECORDS = N_("too few for an interval: needs 10")
TOO_FEW_CLUSTERS = N_("too few half-hours, days or tickets for an interval: needs 10")
ONE_BY_ONE = N_("fewer than 10 half-hours: calls are taken one by one")


class Aggregate(Protocol):
    """What the engine asks of each way of putting records together."""

    @property
    def interval(self) -> str:
        """The interval in words, for the definition card."""
        ...

    @property
    def record_value(self) -> str:
        """The SQL expression of one record's own contribution, for the list behind a figure."""
        ...

    def columns(self, entered: str) -> Mapping[str, Column]:
        """SQL by column: `value` and `n` at least; `numerator`, `denominator` and moments where they exist."""
        ...

    def wanted(self) -> Wanted | None:
        """The records that the limits need, if any."""
        ...

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        """The limits of every group, in the order of the rows."""
        ...

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        """The interval of after − before; None where there is none."""
        ...


def _limits(estimate: Estimate) -> Limits:
    return Limits(estimate.low, estimate.high, estimate.method, estimate.note)


@dataclass(frozen=True, slots=True)
class Proportion:
    """Records for which `hit` holds, of those that entered: Wilson's interval, or a bootstrap where records cluster."""

    hit: str
    cluster: str | None = None

    @property
    def interval(self) -> str:
        return N_("Wilson score") if self.cluster is None else N_("bootstrap over half-hours")

    @property
    def record_value(self) -> str:
        return f"CASE WHEN {self.hit} THEN 1 ELSE 0 END"

    def columns(self, entered: str) -> dict[str, Column]:
        hits, n = Counted(f"({entered}) AND ({self.hit})"), Counted(entered)
        return {"value": Quotient(hits, n), "n": n, "numerator": hits, "denominator": n}

    def wanted(self) -> Wanted | None:
        return Wanted(self.record_value, "1", self.cluster) if self.cluster else None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        from qa_desk.statistics.proportions import wilson

        def plain(row: Row) -> Limits:
            return _limits(wilson(int(row["numerator"] or 0), int(row["n"] or 0)))

        if sample is None:
            return [plain(row) for row in rows]
        clustered = _ratio_limits(rows, sample, lambda row: 0 < (row["numerator"] or 0) < (row["n"] or 0))
        zipped = zip(rows, clustered, strict=True)
        # all or none, or few clusters: resampling cannot show what Wilson still allows
        return [found or self._unclustered(plain(row), sample.size(group)) for group, (row, found) in enumerate(zipped)]

    @staticmethod
    def _unclustered(limits: Limits, clusters: int) -> Limits:
        from qa_desk.statistics.bootstrap import FEWEST_RESAMPLED

        return replace(limits, note=limits.note or ONE_BY_ONE) if clusters < FEWEST_RESAMPLED else limits

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        from qa_desk.statistics.proportions import newcombe_difference

        if self.cluster is not None:
            return combined_change(before, after, limits)
        return _limits(newcombe_difference(*(int(row[name] or 0) for row in (after, before) for name in ("numerator", "n"))))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Σ of one measure over Σ of another (`weight` "1": over the records), resampled by cluster; `unit_n` is what n counts."""

    measure: str
    weight: str
    cluster: str
    words: str
    unit_n: str = "*"

    @property
    def interval(self) -> str:
        return self.words

    @property
    def record_value(self) -> str:
        return self.measure

    def columns(self, entered: str) -> dict[str, Column]:
        top, bottom = f"sum({self.measure}) FILTER (WHERE {entered})", f"sum({self.weight}) FILTER (WHERE {entered})"
        return {
            "value": Quotient(top, bottom),
            "n": Counted(entered) if self.unit_n == "*" else f"count({self.unit_n}) FILTER (WHERE {entered})",
            "numerator": top,
            "denominator": bottom,
        }

    def wanted(self) -> Wanted | None:
        return Wanted(self.measure, self.weight, self.cluster)

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        if sample is None:
            return [Limits() for _ in rows]
        found = _ratio_limits(rows, sample, lambda _: True)
        return [limits or Limits(note=_why_none(sample.size(group))) for group, limits in enumerate(found)]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        return combined_change(before, after, limits)


def _why_none(size: int) -> str:
    from qa_desk.statistics.bootstrap import FEWEST_RESAMPLED, UNSTABLE
    from qa_desk.statistics.estimate import NO_DATA

    return NO_DATA if not size else TOO_FEW_CLUSTERS if size < FEWEST_RESAMPLED else UNSTABLE


def _ratio_limits(rows: list[Row], sample: Sample, is_tried: Callable[[Row], bool]) -> list[Limits | None]:
    """Cluster intervals of ΣA/ΣB: bootstrap below 200 clusters, linearised from there on; None where there is none."""
    from qa_desk.kpis.samples import RESAMPLED_BELOW, percentile_of_ratios
    from qa_desk.statistics.estimate import NO_VARIATION
    from qa_desk.statistics.means import ratio_linearised

    found: list[Limits | None] = [None] * len(rows)
    small = [g for g, row in enumerate(rows) if sample.is_resampled(g) and is_tried(row)]
    for group, limits in percentile_of_ratios(sample, small):
        if limits is not None:
            found[group] = Limits(*limits, "bootstrap_percentile") if limits[0] < limits[1] else Limits(note=NO_VARIATION)
    for group, row in enumerate(rows):
        if sample.size(group) >= RESAMPLED_BELOW and is_tried(row):
            found[group] = _limits(ratio_linearised(sample.of(group), sample.weights_of(group)))
    return found


@dataclass(frozen=True, slots=True)
class Mean:
    """Mean of a measure over records: BCa bootstrap for 10–199 records (durations are skewed), Student's t from there on."""

    measure: str

    @property
    def interval(self) -> str:
        return N_("BCa bootstrap from 10 records on, Student's t from 200 on")

    @property
    def record_value(self) -> str:
        return self.measure

    def columns(self, entered: str) -> dict[str, Column]:
        return _mean_columns(self.measure, entered)

    def wanted(self) -> Wanted | None:
        return Wanted(self.measure)

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        from qa_desk.kpis.samples import bca_of_means
        from qa_desk.statistics.bootstrap import FEWEST_RESAMPLED

        if sample is None:
            return [Limits() for _ in rows]
        spreads = sample.variances()
        found = [
            replace(_t_limits({**row, "variance": spread}, FEWEST_RESAMPLED, TOO_FEW_RECORDS), variance=spread)
            for row, spread in zip(rows, spreads, strict=True)
        ]
        small = [g for g in range(len(rows)) if sample.is_resampled(g)]
        for group, limits in bca_of_means(sample, small):
            if limits is not None:
                found[group] = Limits(*limits, "bootstrap_bca")
        return found

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        if any(one.method != "t" or one.variance is None for one in limits):
            return combined_change(before, after, limits)
        from qa_desk.statistics.means import welch_from

        pairs = zip((before, after), limits, strict=True)
        old, new = ((row["value"] or 0.0, one.variance or 0.0, int(row["n"] or 0)) for row, one in pairs)
        return _limits(welch_from(*old, *new).difference)


@dataclass(frozen=True, slots=True)
class Score:
    """Mean of scores with Student's t interval, from 5 scores on."""

    measure: str
    minimum: int = 5

    @property
    def interval(self) -> str:
        return N_("Student's t, from 5 values on")

    @property
    def record_value(self) -> str:
        return self.measure

    def columns(self, entered: str) -> dict[str, Column]:
        variance = f"var_samp({self.measure}) FILTER (WHERE {entered})"
        return {**_mean_columns(self.measure, entered), "variance": variance}

    def wanted(self) -> Wanted | None:
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        return [_t_limits(row, self.minimum, None) for row in rows]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        from qa_desk.statistics.means import welch_from

        old, new = ((row["value"] or 0.0, row["variance"] or 0.0, int(row["n"] or 0)) for row in (before, after))
        return _limits(welch_from(*old, *new).difference)


def _mean_columns(measure: str, entered: str) -> dict[str, Column]:
    total, n = f"sum({measure}) FILTER (WHERE {entered})", Counted(entered)
    return {"value": Quotient(total, n), "n": n, "numerator": total, "denominator": n}


def _t_limits(row: Row, minimum: int, note: str | None) -> Limits:
    from qa_desk.statistics.means import t_interval_from

    if 0 < int(row["n"] or 0) < minimum:
        return Limits(note=note)
    return _limits(t_interval_from(row["value"] or 0.0, row["variance"] or 0.0, int(row["n"] or 0), minimum=minimum))


@dataclass(frozen=True, slots=True)
class Quantile:
    """Median (or another percentile) of a measure, with the interval of its order statistics."""

    measure: str
    q: float = 0.5

    @property
    def interval(self) -> str:
        return N_("order statistics")

    @property
    def record_value(self) -> str:
        return self.measure

    def columns(self, entered: str) -> dict[str, Column]:
        return {"value": Percentile(self.measure, self.q, entered), "n": Counted(entered)}

    def wanted(self) -> Wanted | None:
        return Wanted(self.measure)

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        from qa_desk.statistics.estimate import NO_DATA, NO_VARIATION
        from qa_desk.statistics.medians import NO_INTERVAL as TOO_FEW
        from qa_desk.statistics.medians import median_ranks, percentile_ranks

        if sample is None:
            return [Limits() for _ in rows]
        found = []
        for group in range(len(rows)):
            n = sample.size(group)
            ranks = median_ranks(n) if self.q == 0.5 else percentile_ranks(n, self.q)
            if ranks is None:
                found.append(Limits(method="order_statistics", note=TOO_FEW if n else NO_DATA))
                continue
            values = sample.of(group)
            if values[0] == values[-1]:  # sorted
                found.append(Limits(method="order_statistics", note=NO_VARIATION))
                continue
            found.append(Limits(float(values[ranks.lower - 1]), float(values[ranks.upper - 1]), "order_statistics"))
        return found

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        return combined_change(before, after, limits)


@dataclass(frozen=True, slots=True)
class Count:
    """How many records entered: a census."""

    @property
    def interval(self) -> str:
        return COUNTED

    @property
    def record_value(self) -> str:
        return "1"

    def columns(self, entered: str) -> dict[str, Column]:
        return {"value": Counted(entered), "n": Counted(entered)}

    def wanted(self) -> Wanted | None:
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        return [Limits() for _ in rows]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        return combined_change(before, after, limits)


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest value: descriptive, never compared."""

    measure: str

    @property
    def interval(self) -> str:
        return NO_INTERVAL

    @property
    def record_value(self) -> str:
        return self.measure

    def columns(self, entered: str) -> dict[str, Column]:
        return {"value": f"max({self.measure}) FILTER (WHERE {entered})", "n": Counted(entered)}

    def wanted(self) -> Wanted | None:
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        return [Limits() for _ in rows]

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        return combined_change(before, after, limits)


@dataclass(frozen=True, slots=True)
class NetPromoters:
    """100 · (promoters − detractors) / answers, adjusted-Wald interval."""

    promoter: str
    detractor: str

    @property
    def interval(self) -> str:
        return N_("adjusted Wald below 100 answers, Wald from there on")

    @property
    def record_value(self) -> str:
        return f"CASE WHEN {self.promoter} THEN 1 WHEN {self.detractor} THEN -1 ELSE 0 END"

    def columns(self, entered: str) -> dict[str, Column]:
        net = f"sum({self.record_value}) FILTER (WHERE {entered})"
        n = Counted(entered)
        return {
            "value": Quotient(f"100 * {net}", n),
            "n": n,
            "numerator": net,
            "denominator": n,
            "good": Counted(f"({entered}) AND ({self.promoter})"),
        }

    def wanted(self) -> Wanted | None:
        return None

    def limits(self, rows: list[Row], sample: Sample | None) -> list[Limits]:
        from qa_desk.statistics.nps import nps

        found = []
        for row in rows:
            n, good, net = int(row["n"] or 0), int(row["good"] or 0), int(row["numerator"] or 0)
            bad = good - net
            found.append(_limits(nps(good, n - good - bad, bad)))
        return found

    def change(self, before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
        return combined_change(before, after, limits)
