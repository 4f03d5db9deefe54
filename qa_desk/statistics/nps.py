"""Net promoter score (also eNPS) with an interval that stays honest for small or one-sided samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qa_desk.statistics.estimate import NO_DATA, Estimate, undefined
from qa_desk.statistics.quantiles import two_sided_z

ADJUSTED_BELOW = 100  # plain Wald covers only 67–88 % for n = 5–20; the adjusted interval 93–96 %


@dataclass(frozen=True, slots=True)
class NpsMoments:
    """What the interval is made of: score −100…100, variance of {+1, 0, −1}, standard error in points."""

    score: float
    variance: float
    standard_error: float


def nps_class(score: float, scale_min: float = 0, scale_max: float = 10) -> str:
    """Class of an answer: "promoter" 9–10, "passive" 7–8, "detractor" 0–6 (Reichheld; on the 0–10 scale only)."""
    if (scale_min, scale_max) != (0, 10) or not scale_min <= score <= scale_max:
        msg = f"a net promoter score needs an answer from 0 to 10, not {score} of {scale_min}–{scale_max}"
        raise ValueError(msg)
    if score >= 9:
        return "promoter"
    return "passive" if score >= 7 else "detractor"


def nps_moments(promoters: float, passives: float, detractors: float) -> NpsMoments:
    """Score, variance and standard error; the counts may be fractional (adjusted), their sum must be positive."""
    n = promoters + passives + detractors
    p, d = promoters / n, detractors / n
    # p+d−(p−d)² in a form that cannot cancel below zero
    variance = p * (1 - p) + d * (1 - d) + 2 * p * d
    return NpsMoments(100 * (p - d), variance, 100 * math.sqrt(variance / n))


def wald_limits(promoters: float, passives: float, detractors: float, confidence: float = 0.95) -> tuple[float, float]:
    """Score ± z·se, not clipped."""
    moments = nps_moments(promoters, passives, detractors)
    margin = two_sided_z(confidence) * moments.standard_error
    return moments.score - margin, moments.score + margin


def adjusted_wald_limits(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wald after adding ¾ promoter, 1½ passives, ¾ detractor (Rocks 2016), not clipped."""
    return wald_limits(promoters + 0.75, passives + 1.5, detractors + 0.75, confidence)


def nps(promoters: int, passives: int, detractors: int, confidence: float = 0.95) -> Estimate:
    """Net promoter score in points −100…100; adjusted Wald below 100 answers, Wald from there on, clipped to the scale."""
    n = promoters + passives + detractors
    if n == 0:
        return undefined("adjusted_wald", NO_DATA)
    method, limits = ("adjusted_wald", adjusted_wald_limits) if n < ADJUSTED_BELOW else ("wald", wald_limits)
    low, high = limits(promoters, passives, detractors, confidence)
    return Estimate(nps_moments(promoters, passives, detractors).score, max(-100.0, low), min(100.0, high), n, method)
