"""Is this point unusual? p-, u-, mean and XmR charts, runs, funnel limits and their over-dispersion.

Sources: NIST/SEMATECH e-Handbook 6.3; Wheeler 1993 (XmR); Western Electric 1956 (runs);
Spiegelhalter 2005 (funnels, exact limits, φ).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_desk.statistics.quantiles import binomial_cdf, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

_D2, _D4 = 1.128, 3.267


@dataclass(frozen=True, slots=True)
class PChart:
    """Mean rate, a pair of limits for each period, and the periods (from 1) that lie outside."""

    p_bar: float
    limits: tuple[tuple[float, float], ...]
    outside: tuple[int, ...]


def p_chart(defectives: Sequence[int], n: Sequence[int]) -> PChart | None:
    """p̄ ± 3√(p̄(1−p̄)/n_t), clipped to [0, 1]; None when nothing was counted."""
    total = sum(n)
    if total == 0:
        return None
    p = sum(defectives) / total
    spreads = [3 * math.sqrt(p * (1 - p) / m) if m else 1.0 for m in n]
    limits = tuple((max(0.0, p - s), min(1.0, p + s)) for s in spreads)
    rows = enumerate(zip(defectives, n, limits, strict=True), start=1)
    outside = tuple(i for i, (x, m, (low, high)) in rows if m and not low <= x / m <= high)
    return PChart(p, limits, outside)


@dataclass(frozen=True, slots=True)
class Chart:
    """Centre line, a pair of limits for each period (None where nothing was counted), and the periods (from 1) outside."""

    centre: float
    limits: tuple[tuple[float, float] | None, ...]
    outside: tuple[int, ...]


def u_chart(events: Sequence[int], exposures: Sequence[float]) -> Chart | None:
    """ū ± 3√(ū/e_t) of events by exposure (contacts, days), never below zero; None without exposure."""
    total = sum(exposures)
    if total <= 0:
        return None
    centre = sum(events) / total
    reaches = [3 * math.sqrt(centre / e) if e > 0 else None for e in exposures]
    points = [x / e if e > 0 else None for x, e in zip(events, exposures, strict=True)]
    return _chart(centre, points, reaches, low=0.0)


def mean_chart(means: Sequence[float], variances: Sequence[float], n: Sequence[int]) -> Chart | None:
    """x̄ ± 3·s_w/√n_t with the pooled spread within the periods: for means of unequal n; None where no period has two values."""
    freedom = sum(m - 1 for m in n if m > 1)
    if freedom == 0:
        return None
    rows = list(zip(means, variances, n, strict=True))
    spread = math.sqrt(sum((m - 1) * v for _, v, m in rows if m > 1) / freedom)
    centre = sum(m * x for x, _, m in rows if m) / sum(n)
    return _chart(centre, [x if m else None for x, _, m in rows], [3 * spread / math.sqrt(m) if m else None for m in n])


def _chart(centre: float, points: Sequence[float | None], reaches: Sequence[float | None], low: float = -math.inf) -> Chart:
    limits = tuple(None if reach is None else (max(low, centre - reach), centre + reach) for reach in reaches)
    pairs = enumerate(zip(points, limits, strict=True), start=1)
    outside = tuple(i for i, (x, span) in pairs if x is not None and span is not None and not span[0] <= x <= span[1])
    return Chart(centre, limits, outside)


RUN, TREND = 8, 6
"""So many points in a row on one side of the centre, or so many that only rise or only fall, are no chance."""


def runs(values: Sequence[float], centre: float) -> tuple[int, ...]:
    """The points (from 1) at which a run of 8 on one side of the centre is reached or goes on; one on the line ends a run."""
    found, length, side = [], 0, 0.0
    for place, value in enumerate(values, start=1):
        here = math.copysign(1, value - centre) if value != centre else 0.0
        length = length + 1 if here and here == side else int(here != 0)
        side = here
        if length >= RUN:
            found.append(place)
    return tuple(found)


def trends(values: Sequence[float]) -> tuple[int, ...]:
    """The points (from 1) at which 6 values in a row that only rise, or only fall, are reached or go on."""
    found, length, way = [], 1, 0.0
    for place, (before, value) in enumerate(pairwise(values), start=2):
        here = math.copysign(1, value - before) if value != before else 0.0
        length = length + 1 if here and here == way else 1 + int(here != 0)
        way = here
        if length >= TREND:
            found.append(place)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class XmrChart:
    """Mean, mean moving range, natural process limits, upper limit of the ranges, and the points (from 1) outside."""

    mean: float
    mean_range: float
    low: float
    high: float
    range_high: float
    outside: tuple[int, ...]


def xmr_chart(values: Sequence[float], d2: float = _D2, d4: float = _D4) -> XmrChart | None:
    """x̄ ± 3·MR̄/d₂ of single values in time order; None below two values (show it from 12)."""
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    mean_range = sum(ranges) / len(ranges)
    reach = 3 * mean_range / d2
    outside = tuple(i for i, x in enumerate(values, start=1) if abs(x - mean) > reach)
    return XmrChart(mean, mean_range, mean - reach, mean + reach, d4 * mean_range, outside)


def funnel_normal(target: float, n: int, coverage: float = 0.95) -> tuple[float, float]:
    """Target ± z√(θ₀(1−θ₀)/n), clipped to [0, 1]."""
    reach = normal_quantile(0.5 + coverage / 2) * math.sqrt(target * (1 - target) / n)
    return max(0.0, target - reach), min(1.0, target + reach)


def funnel_exact(target: float, n: int, coverage: float = 0.95) -> tuple[float, float]:
    """Spiegelhalter's interpolated binomial limits; to draw, not to flag by (see `mid_p`)."""
    tail = (1 - coverage) / 2
    return _interpolated(target, n, tail), _interpolated(target, n, 1 - tail)


def funnel_means(target: float, spread: float, n: int, coverage: float = 0.95) -> tuple[float, float]:
    """Target ± z·σ_w/√n of mean scores, with the spread within agents that all of them share."""
    reach = normal_quantile(0.5 + coverage / 2) * spread / math.sqrt(n)
    return target - reach, target + reach


def _interpolated(target: float, n: int, p: float) -> float:
    r = next(k for k in range(n + 1) if binomial_cdf(k, n, target) > p)
    reached = binomial_cdf(r, n, target)
    step = reached - binomial_cdf(r - 1, n, target)
    return min(1.0, max(0.0, (r - (reached - p) / step) / n))


def mid_p(successes: int, n: int, target: float) -> tuple[float, float]:
    """One-sided mid-p tails below and above: a perfect 5 of 5 is .22 above .85, hence not unusual. Flag two-sided < .05."""
    here = binomial_cdf(successes, n, target) - binomial_cdf(successes - 1, n, target)
    return binomial_cdf(successes - 1, n, target) + here / 2, 1 - binomial_cdf(successes, n, target) + here / 2


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """Each agent's z against the target, φ of the winsorised z, and whether the limits must widen by √φ."""

    z: tuple[float, ...]
    phi: float
    inflate: bool


def overdispersion(successes: Sequence[int], n: Sequence[int], target: float, winsorise: float = 0.1) -> Overdispersion | None:
    """φ = Σz²/k with floor(k·w) values winsorised at each end; None without agents. Trust it from 10 agents."""
    if not n:
        return None
    z = [(x / m - target) / math.sqrt(target * (1 - target) / m) for x, m in zip(successes, n, strict=True)]
    cut, ordered = int(len(z) * winsorise), sorted(z)
    low, high = ordered[cut], ordered[-1 - cut]
    phi = sum(min(max(x, low), high) ** 2 for x in z) / len(z)
    return Overdispersion(tuple(z), phi, phi > 1)
