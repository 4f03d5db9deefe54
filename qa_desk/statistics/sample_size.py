"""How many evaluations give which interval (Cochran 1977, ch. 4; Krejcie & Morgan 1970)."""

from __future__ import annotations

import math

from qa_desk.statistics.quantiles import two_sided_z


def finite_population(n0: float, population: int | None) -> float:
    """N₀/(1+(n₀−1)/N): for statements about this period's contacts only, not about how good an agent is."""
    return n0 if population is None else n0 / (1 + (n0 - 1) / population)


def proportion_sample_size(p: float, half_width: float, population: int | None = None, z: float | None = None) -> float:
    """Unrounded n for a share near p to be known to ± half_width; round up with `needed`."""
    factor = two_sided_z(0.95) if z is None else z
    return finite_population(factor**2 * p * (1 - p) / half_width**2, population)


def krejcie_morgan(population: int, p: float = 0.5, half_width: float = 0.05, chi2: float = 3.841) -> float:
    """Krejcie & Morgan's formula, unrounded: χ²Np(1−p)/(d²(N−1)+χ²p(1−p))."""
    return chi2 * population * p * (1 - p) / (half_width**2 * (population - 1) + chi2 * p * (1 - p))


def needed(n: float) -> int:
    """Round up, forgiving the last bit of floating point."""
    return math.ceil(n - 1e-9)
