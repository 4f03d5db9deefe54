"""Distribution-free intervals of medians and percentiles from order statistics (Conover 1999, 3.2; Hahn & Meeker 1991)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.estimate import N_, NO_DATA, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import binomial_cdf

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NO_INTERVAL = N_("no interval at this level exists for so few values")


@dataclass(frozen=True, slots=True)
class Ranks:
    """Which order statistics (1 = smallest) bound the percentile, and with what true coverage."""

    lower: int
    upper: int
    coverage: float


@lru_cache(maxsize=4096)
def median_ranks(n: int, confidence: float = 0.95) -> Ranks | None:
    """The narrowest pair (r, n+1−r) with coverage 1 − 2·P(Bin(n, ½) ≤ r−1) ≥ confidence; None where even (1, n) falls short."""
    tail = (1 - confidence) / 2
    if n < 1 or 0.5**n > tail:
        return None
    r = _largest_rank(n, 0.5, tail)
    return Ranks(r, n + 1 - r, 1 - 2 * binomial_cdf(r - 1, n, 0.5))


@lru_cache(maxsize=4096)
def percentile_ranks(n: int, q: float, confidence: float = 0.95) -> Ranks | None:
    """Order statistics that bound the q-th quantile, at most (1−confidence)/2 in either tail; None where values are too few."""
    tail = (1 - confidence) / 2
    if n < 1 or binomial_cdf(0, n, q) > tail or q**n > tail:
        return None
    lower = _largest_rank(n, q, tail)
    upper = n + 1 - _largest_rank(n, 1 - q, tail)
    return Ranks(lower, upper, binomial_cdf(upper - 1, n, q) - binomial_cdf(lower - 1, n, q))


def _largest_rank(n: int, q: float, tail: float) -> int:
    """The largest r with P(Bin(n, q) ≤ r−1) ≤ tail; r ≥ 1 is known to hold."""
    low, high = 1, n
    while low < high:
        middle = (low + high + 1) // 2
        if binomial_cdf(middle - 1, n, q) <= tail:
            low = middle
        else:
            high = middle - 1
    return low


def median_interval(values: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Median with its order-statistic interval; from 6 values on at 95 %."""
    return _with_ranks(values, 0.5, median_ranks(int(np.size(np.asarray(values))), confidence))


def percentile_interval(values: ArrayLike, q: float, confidence: float = 0.95) -> Estimate:
    """The q-th quantile (0 < q < 1, linear interpolation) with its order-statistic interval."""
    return _with_ranks(values, q, percentile_ranks(int(np.size(np.asarray(values))), q, confidence))


def _with_ranks(values: ArrayLike, q: float, ranks: Ranks | None) -> Estimate:
    data = np.asarray(values, dtype=float)
    n = int(data.size)
    if n == 0:
        return undefined("order_statistics", NO_DATA)
    value = float(np.quantile(data, q))
    if ranks is None:
        return without_interval(value, n, "order_statistics", NO_INTERVAL)
    ends = np.partition(data, (ranks.lower - 1, ranks.upper - 1))
    return Estimate(value, float(ends[ranks.lower - 1]), float(ends[ranks.upper - 1]), n, "order_statistics")
