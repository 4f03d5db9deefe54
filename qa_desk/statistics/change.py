"""Is a change real? Minimal detectable change, regression to the mean, many looks at once, and correlation.

Sources: Weir 2005 (MDC); Benjamini & Hochberg 1995; Fisher 1921 (z interval of r). Differences of means: means.welch; of rates:
proportions.newcombe_difference.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.estimate import N_, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import normal_quantile, t_two_sided_p, two_sided_z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

NO_SPREAD = N_("one side does not vary: no correlation is defined")
TOO_FEW_PAIRS = N_("a correlation needs at least 3 pairs")
ON_A_LINE = N_("the points lie on a line: no interval can be computed")
FEW_PAIRS = N_("an interval needs at least 4 pairs")


@dataclass(frozen=True, slots=True)
class DetectableChange:
    """Standard error of one period's mean, the smallest change that is not noise, and the one seen with 80 % power."""

    sem: float
    mdc95: float
    detectable_80: float


def detectable_change(sd: float, n: int) -> DetectableChange | None:
    """For n evaluations in each of two periods; None without evaluations."""
    if n < 1:
        return None
    sem = sd / math.sqrt(n)
    z = two_sided_z(0.95)
    return DetectableChange(sem, z * math.sqrt(2) * sem, (z + normal_quantile(0.8)) * math.sqrt(2) * sem)


@dataclass(frozen=True, slots=True)
class Regression:
    """What a low score would do with no coaching at all."""

    reliability: float
    expected_without_action: float
    expected_change: float


def regression_to_mean(observed: float, mu: float, tau2: float, sigma2: float, n: int) -> Regression | None:
    """μ+λ(x−μ) with λ = τ²/(τ²+σ²/n); None where neither varies."""
    noise = sigma2 / n
    if tau2 + noise <= 0:
        return None
    reliability = tau2 / (tau2 + noise)
    expected = mu + reliability * (observed - mu)
    return Regression(reliability, expected, expected - observed)


def excess_change(before: float, after: float, mu: float, tau2: float, sigma2: float, n: int, n_after: int) -> Estimate:
    """Change beyond what regression to the mean would bring anyway, ± 1.96·√(λσ²/n + σ²/n₂)."""
    regression = regression_to_mean(before, mu, tau2, sigma2, n)
    if regression is None:
        return undefined("regression_to_mean", NO_SPREAD)
    value = after - regression.expected_without_action
    half = two_sided_z(0.95) * math.sqrt(regression.reliability * sigma2 / n + sigma2 / n_after)
    return Estimate(value, value - half, value + half, n + n_after, "regression_to_mean")


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values (step-up), in the order given."""
    m = len(p_values)
    adjusted = [0.0] * m
    least = 1.0
    for rank, i in sorted(enumerate(sorted(range(m), key=lambda j: p_values[j]), start=1), reverse=True):
        least = min(least, p_values[i] * m / rank)
        adjusted[i] = least
    return adjusted


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r with Fisher's z interval and two-sided p, and Spearman's ρ (None where undefined)."""

    pearson: Estimate
    p: float | None
    spearman: float | None


def correlation(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Correlation:
    """Of paired values; show it from 10 pairs, always with the scatter."""
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    n = int(a.size)
    if n < 3:
        return Correlation(undefined("fisher_z", TOO_FEW_PAIRS, n), None, None)
    r = _pearson(a, b)
    if r is None:
        return Correlation(undefined("fisher_z", NO_SPREAD, n), None, None)
    rho = _pearson(_ranks(a), _ranks(b))
    if n < 4:
        return Correlation(without_interval(r, n, "fisher_z", FEW_PAIRS), None, rho)
    if abs(r) > 1 - 1e-12:
        return Correlation(without_interval(r, n, "fisher_z", ON_A_LINE), 0.0, rho)
    half = two_sided_z(confidence) / math.sqrt(n - 3)
    estimate = Estimate(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), n, "fisher_z")
    return Correlation(estimate, t_two_sided_p(r * math.sqrt((n - 2) / (1 - r * r)), n - 2), rho)


def _pearson(a: np.ndarray, b: np.ndarray) -> float | None:
    da, db = a - a.mean(), b - b.mean()
    spread = math.sqrt(float((da**2).sum()) * float((db**2).sum()))
    if np.ptp(a) == 0 or np.ptp(b) == 0 or spread == 0:
        return None
    return max(-1.0, min(1.0, float((da * db).sum()) / spread))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties sharing their mean rank."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: np.ndarray = (last - (counts - 1) / 2)[where]
    return shared
