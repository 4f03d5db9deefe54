"""Intervals for means, differences of means and ratios of sums, by Student's t."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.estimate import NO_DATA, NO_DENOMINATOR, NO_VARIATION, TOO_FEW, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import t_quantile, t_two_sided_p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


def t_interval(values: ArrayLike, confidence: float = 0.95, minimum: int = 2) -> Estimate:
    """Mean ± t(n−1)·s/√n; below `minimum` values only the mean."""
    data = np.asarray(values, dtype=float)
    n = int(data.size)
    if n == 0:
        return undefined("t", NO_DATA)
    variance = float(data.var(ddof=1)) if n > 1 else 0.0
    return t_interval_from(float(data.mean()), variance, n, confidence, minimum)


def t_interval_from(mean: float, variance: float, n: int, confidence: float = 0.95, minimum: int = 2) -> Estimate:
    """The t interval from a mean and a sample variance (divisor n−1) that a query has already computed."""
    if n == 0:
        return undefined("t", NO_DATA)
    if n < max(minimum, 2):
        return without_interval(mean, n, "t", TOO_FEW)
    if variance <= 0:  # no spread seen is no certainty
        return without_interval(mean, n, "t", NO_VARIATION)
    half = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(variance / n)
    return Estimate(mean, mean - half, mean + half, n, "t")


def ratio_linearised(numerators: ArrayLike, denominators: ArrayLike, confidence: float = 0.95) -> Estimate:
    """ΣA/ΣB over many clusters, where a bootstrap would only be slow: var = Σ(aᵢ−R·bᵢ)²/(n(n−1)·b̄²) (Cochran 1977, 2.11)."""
    a, b = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    n, total = int(a.size), float(b.sum())
    if n == 0:
        return undefined("ratio_linearised", NO_DATA)
    if total == 0:
        return undefined("ratio_linearised", NO_DENOMINATOR, n)
    ratio = float(a.sum()) / total
    if n < 2:
        return without_interval(ratio, n, "ratio_linearised", TOO_FEW)
    variance = float(((a - ratio * b) ** 2).sum()) / (n * (n - 1) * (total / n) ** 2)
    if variance <= 0:
        return without_interval(ratio, n, "ratio_linearised", NO_VARIATION)
    half = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(variance)
    return Estimate(ratio, ratio - half, ratio + half, n, "ratio_linearised")


@dataclass(frozen=True, slots=True)
class WelchTest:
    """A difference of two means (second − first) with its t, degrees of freedom and two-sided p (None when undefined)."""

    difference: Estimate
    t: float | None
    df: float | None
    p: float | None


def welch(before: Sequence[float] | ArrayLike, after: Sequence[float] | ArrayLike, confidence: float = 0.95) -> WelchTest:
    """mean(after) − mean(before) with Welch's unequal-variance interval (Welch 1947)."""
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    variances = [float(x.var(ddof=1)) if x.size > 1 else 0.0 for x in (first, second)]
    means = [float(x.mean()) if x.size else 0.0 for x in (first, second)]
    return welch_from(means[0], variances[0], int(first.size), means[1], variances[1], int(second.size), confidence)


def welch_from(mean1: float, var1: float, n1: int, mean2: float, var2: float, n2: int, confidence: float = 0.95) -> WelchTest:
    """Welch's interval of mean₂ − mean₁ from summaries that a query has already computed."""
    n = n1 + n2
    if n1 == 0 or n2 == 0:
        return WelchTest(undefined("welch", NO_DATA, n), None, None, None)
    difference = mean2 - mean1
    if n1 < 2 or n2 < 2:
        return WelchTest(without_interval(difference, n, "welch", TOO_FEW), None, None, None)
    part1, part2 = var1 / n1, var2 / n2
    variance = part1 + part2
    if variance <= 0:
        return WelchTest(without_interval(difference, n, "welch", NO_VARIATION), None, None, None)
    df = variance**2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    error = math.sqrt(variance)
    half = t_quantile(0.5 + confidence / 2, df) * error
    t = difference / error
    return WelchTest(Estimate(difference, difference - half, difference + half, n, "welch"), t, df, t_two_sided_p(t, df))
