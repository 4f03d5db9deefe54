"""The values behind a scan, group by group, for the intervals that need them: sorted once, resampled with shared weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics.bootstrap import (
    DEFAULT_REPLICATES,
    DEFAULT_SEED,
    FEWEST_RESAMPLED,
    bca_limits_of_rows,
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

    def variances(self) -> list[float | None]:
        """The variance of each group's values; None below two."""
        sizes = np.diff(self.starts)
        groups = np.repeat(np.arange(sizes.size), sizes)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.bincount(groups, self.values, sizes.size) / sizes
            squares = np.bincount(groups, (self.values - means[groups]) ** 2, sizes.size)
            return [float(spread) if size > 1 else None for spread, size in zip(squares / (sizes - 1), sizes, strict=True)]

    def is_resampled(self, group: int) -> bool:
        """Whether a group has enough values for a bootstrap, and not so many that another interval is as good."""
        return FEWEST_RESAMPLED <= self.size(group) < RESAMPLED_BELOW

    def of(self, group: int) -> Floats:
        """A group's values."""
        return self.values[self.starts[group] : self.starts[group + 1]]

    def weights_of(self, group: int) -> Floats:
        """A group's weights (denominators)."""
        return self.weights[self.starts[group] : self.starts[group + 1]]


def gather(groups: NDArray[Any], values: NDArray[Any], weights: NDArray[Any] | None, count: int) -> Sample:
    """Values by group; plain values come sorted within their group, pairs in their order."""
    if count == 1 and weights is None:
        return Sample(np.sort(values).astype(float), np.ones(values.size), np.array([0, values.size]))
    numbers = groups.astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count)))).astype(np.int64)
    if weights is None and _packable(values, count):
        keys = (numbers << _VALUE_BITS) | values.astype(np.int64)
        keys.sort()
        return Sample((keys & (2**_VALUE_BITS - 1)).astype(float), np.ones(values.size), starts)
    order = np.lexsort((values, numbers)) if weights is None else np.argsort(numbers, kind="stable")
    paired = np.ones(values.size) if weights is None else weights[order].astype(float)
    return Sample(values[order].astype(float), paired, starts)


_VALUE_BITS = 36


def _packable(values: NDArray[Any], count: int) -> bool:
    """Whether group and value fit one 63-bit key, which sorts several times faster than two columns."""
    whole = values.size > 0 and np.issubdtype(values.dtype, np.integer)
    return bool(whole and count < 2 ** (62 - _VALUE_BITS) and values.min() >= 0 and values.max() < 2**_VALUE_BITS)


def bca_of_means(sample: Sample, groups: list[int]) -> Iterator[tuple[int, tuple[float, float] | None]]:
    """BCa limits of the mean of each of some groups (10–199 values each); None where there are none, as when all are alike."""
    for members, values, _, weights in _by_size(sample, groups):
        size = values.shape[1]
        points = values.mean(axis=1)
        jackknife = (values.sum(axis=1, keepdims=True) - values) / (size - 1)
        low, high = bca_limits_of_rows(points, values @ weights.T / size, jackknife)
        is_known = np.isfinite(low) & ~(values == values[:, :1]).all(axis=1)
        for place, group in enumerate(members):
            yield group, (float(low[place]), float(high[place])) if is_known[place] else None


def percentile_of_ratios(sample: Sample, groups: list[int]) -> Iterator[tuple[int, tuple[float, float] | None]]:
    """Percentile limits of ΣA/ΣB over clusters of each of some groups; None where too many resamples are undefined."""
    for members, tops, bottoms, weights in _by_size(sample, groups):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = (tops @ weights.T) / (bottoms @ weights.T)
        for group, drawn in zip(members, ratios, strict=True):
            kept = drawn[np.isfinite(drawn)]
            yield group, percentile_limits(kept) if kept.size >= 0.95 * drawn.size else None


_GROUPS_AT_ONCE = 500


def _by_size(sample: Sample, groups: list[int]) -> Iterator[tuple[list[int], Floats, Floats, Floats]]:
    """Groups of one size together (values and weights as rows), with the resampling weights that they share.

    The weights are drawn from the same seed for every size, so that a figure does not depend on what else was asked for.
    """
    by_size: dict[int, list[int]] = {}
    for group in groups:
        by_size.setdefault(sample.size(group), []).append(group)
    for size, same in by_size.items():
        drawn = np.concatenate(list(resample_weights(size, DEFAULT_REPLICATES, DEFAULT_SEED)))
        for start in range(0, len(same), _GROUPS_AT_ONCE):
            members = same[start : start + _GROUPS_AT_ONCE]
            places = sample.starts[members][:, None] + np.arange(size)
            yield members, sample.values[places], sample.weights[places], drawn
