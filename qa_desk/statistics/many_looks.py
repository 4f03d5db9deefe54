"""Many looks at once: a p value read off an interval, and Holm's correction over all of them.

Sources: Altman & Bland 2011 (p value from a confidence interval); Holm 1979 (a step-down Bonferroni: holds the chance of even one
false alarm, whatever the looks have to do with each other, where Benjamini & Hochberg 1995 would have to assume something of it).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa_desk.statistics.quantiles import normal_cdf, two_sided_z

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95


def p_from_interval(value: float, low: float, high: float, null: float = 0.0, confidence: float = CONFIDENCE) -> float:
    """Two-sided p of `value` against `null`: below 1 − confidence exactly where the interval leaves `null` out.

    The half of the interval that points at `null` is the yardstick, so that a skewed interval is judged by the side that matters.
    """
    distance = abs(value - null)
    towards = value - low if value > null else high - value
    if distance == 0:
        return 1.0
    if towards <= 0:
        return 0.0 if not low <= null <= high else 1.0
    z = two_sided_z(confidence) * distance / towards
    return min(1.0, 2 * (1 - normal_cdf(z))) if math.isfinite(z) else 0.0


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values (step-down), in the order given; at 0.05 a family in which nothing moved gives one false alarm in 20."""
    m = len(p_values)
    adjusted = [0.0] * m
    most = 0.0
    for rank, i in enumerate(sorted(range(m), key=lambda j: p_values[j])):
        most = max(most, min(1.0, p_values[i] * (m - rank)))
        adjusted[i] = most
    return adjusted
