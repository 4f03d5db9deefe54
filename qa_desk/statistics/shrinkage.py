"""Empirical Bayes: an agent's mean is pulled towards the group as its n is small: 3 evaluations rank nobody last.

Sources: DerSimonian & Laird 1986 (τ²); Morris 1983 (normal-normal); Efron & Morris 1977 (James–Stein).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.estimate import N_, Estimate
from qa_desk.statistics.quantiles import normal_cdf, two_sided_z

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NO_DIFFERENCE = N_("no detectable difference between agents")


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Group mean μ, variance between agents τ², and each agent's shrunken value with its standard error."""

    mu: float
    tau2: float
    values: tuple[float, ...]
    standard_errors: tuple[float, ...]
    n: tuple[int, ...]
    note: str | None

    def estimates(self, confidence: float = 0.95) -> tuple[Estimate, ...]:
        """Value ± z·se of each agent."""
        z = two_sided_z(confidence)
        rows = zip(self.values, self.standard_errors, self.n, strict=True)
        return tuple(Estimate(v, v - z * se, v + z * se, n, "empirical_bayes", self.note) for v, se, n in rows)


def pooled_variance(variances: Sequence[float], n: Sequence[int]) -> float | None:
    """Σ(n_i−1)s_i²/Σ(n_i−1): the spread within agents, never taken from one agent's three values. None when nobody has two."""
    freedom = sum(max(k - 1, 0) for k in n)
    if freedom == 0:
        return None
    return sum(max(k - 1, 0) * v for v, k in zip(variances, n, strict=True)) / freedom


def shrink_means(means: Sequence[float], n: Sequence[int], within_variance: float, tau2: str = "DL") -> Shrunken | None:
    """Normal-normal shrinkage with τ² by DerSimonian–Laird ("DL") or "REML"; None without agents. All n must be positive."""
    if not means:
        return None
    y, v = np.array(means, dtype=float), within_variance / np.array(n, dtype=float)
    if within_variance <= 0:  # every agent is known exactly: nothing to pull
        return Shrunken(float(y.mean()), float(y.var()), tuple(map(float, y)), (0.0,) * len(y), tuple(n), None)
    between = _BETWEEN[tau2](y, v)
    share = 1 / (v + between)
    mu = float((y * share).sum() / share.sum())
    pull = between / (between + v)
    values = mu + pull * (y - mu)
    errors = np.sqrt(pull * v + (1 - pull) ** 2 / share.sum())
    note = NO_DIFFERENCE if between == 0 else None
    return Shrunken(mu, between, tuple(map(float, values)), tuple(map(float, errors)), tuple(n), note)


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    centre = float((w * y).sum() / w.sum())
    q = float((w * (y - centre) ** 2).sum())
    spare = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, (q - (len(y) - 1)) / spare) if spare > 0 else 0.0


def _restricted_likelihood(y: Floats, v: Floats) -> float:
    """Fisher scoring from DerSimonian–Laird's value (Viechtbauer 2005)."""
    tau2 = _dersimonian_laird(y, v)
    if len(y) < 2:
        return 0.0
    for _ in range(200):
        w = 1 / (v + tau2)
        projection = np.diag(w) - np.outer(w, w) / w.sum()
        residual = projection @ y
        step = float((residual @ residual - np.trace(projection)) / (projection**2).sum())
        moved = max(0.0, tau2 + step)
        if abs(moved - tau2) <= 1e-10 * max(1.0, tau2):
            return moved
        tau2 = moved
    return tau2


_BETWEEN: Mapping[str, Callable[[Floats, Floats], float]] = {"DL": _dersimonian_laird, "REML": _restricted_likelihood}


def chance_below(value: float, se: float, target: float) -> float:
    """P(true value < target) for a normal posterior."""
    return normal_cdf((target - value) / se) if se > 0 else float(value < target)


@dataclass(frozen=True, slots=True)
class JamesStein:
    """Grand mean, shrinkage factor c = 1 − (k−3)σ²/S (not below 0), and the shrunken values."""

    grand_mean: float
    c: float
    values: tuple[float, ...]


def james_stein(rates: Sequence[float], trials: int) -> JamesStein:
    """Equal-n shrinkage of rates towards their mean with σ² = ȳ(1−ȳ)/trials (Efron & Morris 1977)."""
    k, mean = len(rates), sum(rates) / len(rates)
    spread = sum((y - mean) ** 2 for y in rates)
    c = max(0.0, 1 - (k - 3) * mean * (1 - mean) / trials / spread) if spread > 0 else 0.0
    return JamesStein(mean, c, tuple(mean + c * (y - mean) for y in rates))
