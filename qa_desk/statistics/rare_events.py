"""The chance that a sample shows a rare error at all, and how large it must be for that (binomial; hypergeometric)."""

from __future__ import annotations

import math


def chance_to_see(rate: float, n: int, population: int | None = None) -> float:
    """P(at least one among n) of an error that a share `rate` of all contacts has.

    Without a population 1 − (1−r)^n. With one, n of N are drawn without replacement and ⌈r·N⌉ of them have the error: a rate
    above zero means one contact at least.
    """
    if not 0 <= rate <= 1 or n < 0:
        msg = f"{rate} is no rate, or {n} no number of evaluations"
        raise ValueError(msg)
    if population is None:
        return -math.expm1(n * math.log1p(-rate)) if rate < 1 else float(n > 0)
    with_error = min(population, math.ceil(rate * population - 1e-9))
    return 1 - _chance_of_none(population, with_error, min(n, population))


def needed_to_see(rate: float, chance: float, population: int | None = None) -> int | None:
    """The smallest n that shows at least one with this chance; None where no n does."""
    if not 0 < chance < 1:
        msg = f"{chance} is no chance between none and certainty"
        raise ValueError(msg)
    if rate <= 0 or population == 0:
        return None
    if population is None:
        return 1 if rate >= 1 else max(1, math.ceil(math.log1p(-chance) / math.log1p(-rate) - 1e-9))
    low, high = 1, population
    while low < high:
        middle = (low + high) // 2
        if chance_to_see(rate, middle, population) >= chance - 1e-12:
            high = middle
        else:
            low = middle + 1
    return low


def _chance_of_none(population: int, with_error: int, n: int) -> float:
    """C(N−D, n) / C(N, n), by logarithms of the gamma function so that large numbers do not overflow."""
    if n > population - with_error:
        return 0.0
    return math.exp(_log_choose(population - with_error, n) - _log_choose(population, n))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
