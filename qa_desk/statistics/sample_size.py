"""How many evaluations give which interval (Cochran 1977, ch. 4; Krejcie & Morgan 1970)."""

from __future__ import annotations

import math

from qa_desk.statistics.quantiles import t_quantile, two_sided_z


def finite_population(n0: float, population: int | None) -> float:
    """N₀/(1+(n₀−1)/N): for statements about this period's contacts only, not about how good an agent is."""
    if population is None:
        return n0
    return n0 / (1 + (n0 - 1) / population) if population > 0 else 0.0


def proportion_sample_size(p: float, half_width: float, population: int | None = None, z: float | None = None) -> float:
    """Unrounded n for a share near p to be known to ± half_width; round up with `needed`."""
    factor = two_sided_z(0.95) if z is None else z
    return finite_population(factor**2 * p * (1 - p) / half_width**2, population)


def mean_sample_size(sd: float, half_width: float, population: int | None = None, confidence: float = 0.95) -> int:
    """The smallest n whose t interval of a mean is no wider than ± half_width; never more than the population.

    Starts at n₀ = (z·s/e)² and iterates with t(n−1), which is wider than z while n is small. With a population the
    standard error shrinks by √((N−n)/(N−1)).
    """
    if half_width <= 0 or sd < 0:
        msg = f"no sample gives ± {half_width} at a spread of {sd}"
        raise ValueError(msg)
    most = math.inf if population is None else max(0, population)
    n = max(2, needed(finite_population((two_sided_z(confidence) * sd / half_width) ** 2, population)))
    while n < most:
        reached = mean_half_width(sd, n, population, confidence)
        if reached is not None and reached <= half_width + 1e-12:
            return n
        n += 1
    return int(most)


def mean_half_width(sd: float, n: int, population: int | None = None, confidence: float = 0.95) -> float | None:
    """t(n−1)·s/√n: half the width of the interval of a mean of n values; None where n carries no interval.

    With a population the statement is about its members only, and nothing is left open once all of them are looked at.
    """
    if population is not None and n >= population > 0:
        return 0.0
    if n < 2:
        return None
    return t_quantile(0.5 + confidence / 2, n - 1) * sd / math.sqrt(n) * correction(n, population)


def proportion_half_width(p: float, n: int, population: int | None = None, confidence: float = 0.95) -> float | None:
    """z·√(p(1−p)/n): what Cochran's n is made to reach; None without a value. A found share is shown with Wilson's interval."""
    if population is not None and n >= population > 0:
        return 0.0
    if n < 1:
        return None
    return two_sided_z(confidence) * math.sqrt(p * (1 - p) / n) * correction(n, population)


def correction(n: int, population: int | None) -> float:
    """√((N−n)/(N−1)): what a finite population takes off a standard error; 1 without one."""
    if population is None or population < 2:
        return 1.0
    return math.sqrt(max(0, population - n) / (population - 1))


def krejcie_morgan(population: int, p: float = 0.5, half_width: float = 0.05, chi2: float = 3.841) -> float:
    """Krejcie & Morgan's formula, unrounded: χ²Np(1−p)/(d²(N−1)+χ²p(1−p))."""
    return chi2 * population * p * (1 - p) / (half_width**2 * (population - 1) + chi2 * p * (1 - p))


def needed(n: float) -> int:
    """Round up, forgiving the last bit of floating point."""
    return math.ceil(n - 1e-9)
