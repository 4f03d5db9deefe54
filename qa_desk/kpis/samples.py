"""The values behind a scan, group by group, for the intervals that need them: sorted once, resampled with shared weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics.bootstrap import (
    DEFAULT_REPLICATES,
    DEFAULT_SEED,
    bca_limits,
    percentile_limits,
    resample_weights,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLED_BELOW = 200
"""From this many units on, the t and the linearised intervals are as good and a bootstrap only slow (kpi_catalogue 2.8)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of all groups in one array, group after group; `starts[g]:starts[g + 1]` are those of group g."""

    values: Floats
    weights: Floats
    starts: NDArray[np.int64]

    def size(self, group: int) -> int:
        """How many values a group has."""
        return int(self.starts[group + 1] - self.starts[group])

    def of(self, group: int) -> Floats:
        """A group's values."""
        return self.values[self.starts[group] : self.starts[group + 1]]

    def weights_of(self, group: int) -> Floats:
        """A group's weights (denominators)."""
        return self.weights[self.starts[group] : self.starts[group + 1]]


def gather(groups: NDArray[Any], values: NDArray[Any], weights: NDArray[Any] | None, count: int) -> Sample:
    """Values by group; plain values come sorted within their group, pairs in their order."""
    numbers = groups.astype(np.int64)
    if weights is None:
        order = np.lexsort((values, numbers)) if not _packable(values, count) else _packed_order(numbers, values)
        weights = np.ones(values.size)
    else:
        order = np.argsort(numbers, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count)))).astype(np.int64)
    return Sample(values[order].astype(float), weights[order].astype(float), starts)


_VALUE_BITS = 36


def _packable(values: NDArray[Any], count: int) -> bool:
    """Whether group and value fit one 63-bit key, which sorts several times faster than two columns."""
    whole = values.size > 0 and np.issubdtype(values.dtype, np.integer)
    return bool(whole and count < 2 ** (62 - _VALUE_BITS) and values.min() >= 0 and values.max() < 2**_VALUE_BITS)


def _packed_order(groups: NDArray[np.int64], values: NDArray[Any]) -> NDArray[np.int64]:
    return np.argsort((groups << _VALUE_BITS) | values.astype(np.int64))


def bca_of_means(sample: Sample, groups: list[int]) -> Iterator[tuple[int, tuple[float, float] | None]]:
    """BCa limits of the mean of each of some groups (2–199 values each); None where all values are alike."""
    for group, replicates in _ratios(sample, groups):
        values = sample.of(group)
        point = float(values.mean())
        if np.all(values == values[0]):
            yield group, None
            continue
        jackknife = (values.sum() - values) / (values.size - 1)
        yield group, bca_limits(point, replicates, jackknife) or percentile_limits(replicates)


def percentile_of_ratios(sample: Sample, groups: list[int]) -> Iterator[tuple[int, tuple[float, float] | None]]:
    """Percentile limits of ΣA/ΣB over clusters of each of some groups; None where too many resamples are undefined."""
    for group, replicates in _ratios(sample, groups):
        kept = replicates[np.isfinite(replicates)]
        yield group, percentile_limits(kept) if kept.size >= 0.95 * replicates.size else None


def _ratios(sample: Sample, groups: list[int]) -> Iterator[tuple[int, Floats]]:
    """Resampled ratios of each group; groups of one size share their weights: the seed is the same for every size."""
    by_size: dict[int, list[int]] = {}
    for group in groups:
        by_size.setdefault(sample.size(group), []).append(group)
    for size, members in by_size.items():
        values = np.stack([sample.of(group) for group in members], axis=1)
        weights = np.stack([sample.weights_of(group) for group in members], axis=1)
        drawn = list(resample_weights(size, DEFAULT_REPLICATES, DEFAULT_SEED))
        tops = np.concatenate([block @ values for block in drawn])
        bottoms = np.concatenate([block @ weights for block in drawn])
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = tops / bottoms
        for column, group in enumerate(members):
            yield group, ratios[:, column]
