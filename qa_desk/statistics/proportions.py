"""Intervals for counted things: shares of yes, differences of shares and "none in n"."""

from __future__ import annotations

import math

from qa_desk.statistics.estimate import NO_DATA, Estimate, undefined
from qa_desk.statistics.quantiles import two_sided_z


def wilson(successes: int, n: int, confidence: float = 0.95) -> Estimate:
    """Share of successes with Wilson's score interval (Wilson 1927; Newcombe 1998, method 3); exact ends at x = 0 and x = n."""
    if not 0 <= successes <= max(n, 0):
        msg = f"{successes} of {n} is not a proportion"
        raise ValueError(msg)
    if n == 0:
        return undefined("wilson", NO_DATA)
    z = two_sided_z(confidence)
    p = successes / n
    centre = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if successes == n else min(1.0, (centre + spread) / scale)
    return Estimate(p, low, high, n, "wilson")


def newcombe_difference(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> Estimate:
    """p₁ − p₂ with Newcombe's hybrid score interval (Newcombe 1998, method 10); n is n₁ + n₂."""
    first, second = wilson(x1, n1, confidence), wilson(x2, n2, confidence)
    p1, low1, high1 = first.value, first.low, first.high
    p2, low2, high2 = second.value, second.low, second.high
    if p1 is None or low1 is None or high1 is None or p2 is None or low2 is None or high2 is None:
        return undefined("newcombe", NO_DATA, n1 + n2)
    difference = p1 - p2
    low = difference - math.hypot(p1 - low1, high2 - p2)
    high = difference + math.hypot(high1 - p1, p2 - low2)
    return Estimate(difference, low, high, n1 + n2, "newcombe")


def zero_failure_bound(n: int, confidence: float = 0.95) -> Estimate:
    """What "none in n" still allows: value 0, and the one-sided upper bound 1 − (1−confidence)^(1/n) of the failure rate."""
    if n <= 0:
        return undefined("zero_failure", NO_DATA)
    return Estimate(0.0, 0.0, 1 - (1 - confidence) ** (1 / n), n, "zero_failure")


def unanimity_bound(units: int, confidence: float = 0.95) -> Estimate:
    """What "all units unanimous" still allows: value 1, and the one-sided lower bound of the rate of unanimity."""
    if units <= 0:
        return undefined("unanimity", NO_DATA)
    return Estimate(1.0, (1 - confidence) ** (1 / units), 1.0, units, "unanimity")
