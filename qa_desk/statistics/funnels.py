"""Which of many groups, or periods, are unusual for their size, where they vary more than chance alone would have them.

Sources: Spiegelhalter 2005, Statist. Med. 24, 1185–1202 (funnels, φ of winsorised z); Benjamini & Hochberg 1995 (many groups at
once); Laney 2002, Quality Engineering 14, 531–537 (p′ chart).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_desk.statistics.change import benjamini_hochberg
from qa_desk.statistics.control_charts import PChart, mid_p, overdispersion
from qa_desk.statistics.quantiles import normal_cdf

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_FOR_PHI = 10
_EXACT_BELOW = 500
_D2 = 1.128


@dataclass(frozen=True, slots=True)
class Judged:
    """How much wider the limits are than chance alone makes them (√φ, at least 1), and each group's adjusted two-sided p."""

    width: float
    adjusted: tuple[float, ...]


def judge_shares(successes: Sequence[int], n: Sequence[int], target: float) -> Judged:
    """Each group's mid-p (exact, below 500 where nothing widens the limits) or the normal tail of z/√φ, adjusted for all."""
    if not 0 < target < 1:
        return Judged(1.0, tuple(1.0 for _ in n))
    spread = overdispersion(successes, n, target) if len(n) >= FEWEST_FOR_PHI else None
    width = math.sqrt(spread.phi) if spread is not None and spread.inflate else 1.0
    found = []
    for x, m in zip(successes, n, strict=True):
        if width == 1.0 and m < _EXACT_BELOW:
            found.append(min(1.0, 2 * min(mid_p(x, m, target))))
        else:
            z = (x / m - target) / math.sqrt(target * (1 - target) / m) / width
            found.append(2 * normal_cdf(-abs(z)))
    return Judged(width, tuple(benjamini_hochberg(found)))


def judge_means(values: Sequence[float], errors: Sequence[float], target: float) -> Judged:
    """The same of means with their standard errors (above 0)."""
    z = [(value - target) / error for value, error in zip(values, errors, strict=True)]
    width = 1.0
    if len(z) >= FEWEST_FOR_PHI:
        cut, ordered = int(len(z) * 0.1), sorted(z)
        low, high = ordered[cut], ordered[-1 - cut]
        width = max(1.0, math.sqrt(sum(min(max(each, low), high) ** 2 for each in z) / len(z)))
    return Judged(width, tuple(benjamini_hochberg([2 * normal_cdf(-abs(each) / width) for each in z])))


def laney_chart(defectives: Sequence[int], n: Sequence[int]) -> tuple[PChart, float] | None:
    """p̄ ± 3·σ_z·√(p̄(1−p̄)/n_t) with σ_z = mean moving range of z / 1.128, and σ_z; None below two periods or without spread."""
    total = sum(n)
    if len(n) < 2 or not total or not 0 < sum(defectives) < total or not all(n):
        return None
    p = sum(defectives) / total
    errors = [math.sqrt(p * (1 - p) / m) for m in n]
    z = [(x / m - p) / error for x, m, error in zip(defectives, n, errors, strict=True)]
    sigma = sum(abs(b - a) for a, b in pairwise(z)) / (len(z) - 1) / _D2
    limits = tuple((max(0.0, p - 3 * sigma * error), min(1.0, p + 3 * sigma * error)) for error in errors)
    rows = enumerate(zip(defectives, n, limits, strict=True), start=1)
    return PChart(p, limits, tuple(i for i, (x, m, (low, high)) in rows if not low <= x / m <= high)), sigma
