"""Every agreement statistic of one units × raters table, with the limits of n below which a figure would mislead.

Chance-corrected coefficients are printed from 10 units, AC-type intervals from 20, α's interval from 40, and totals' ICC from
5 interactions and 3 evaluators: with fewer, a nominal 95 % interval covers as little as 9 to 88 % (by simulation).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics import gwet
from qa_desk.statistics.benchmarking import LANDIS_KOCH, benchmark
from qa_desk.statistics.estimate import N_, Estimate, undefined, without_interval
from qa_desk.statistics.icc import icc_family, within_row_variance
from qa_desk.statistics.krippendorff import ALL_ON_ONE_ANSWER, alpha_by_moments, alpha_with_interval, krippendorff_alpha
from qa_desk.statistics.proportions import unanimity_bound
from qa_desk.statistics.quantiles import t_quantile
from qa_desk.statistics.ratings import Ratings, is_number, read_ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.statistics.ratings import Label

TOO_FEW_UNITS = N_("too few units for a verdict: needs 10")
TOO_FEW_FOR_INTERVAL = N_("too few units for an interval: needs 20")
TOO_FEW_FOR_ALPHA_INTERVAL = N_("too few units for an interval of α: needs 40")
TOO_FEW_FOR_ICC = N_("needs 5 interactions scored by the same 3 evaluators")
ALL_AGREE = N_("all agree: one-sided bound of the rate of unanimity, not of the coefficient")
NOT_NUMERIC = N_("needs numbers: the answers are words")
TOO_MANY_ANSWERS = N_("too many different answers for categories")
TOO_MANY_FOR_INTERVAL = N_("too many different answers for an interval")
MOST_ANSWERS = 500
"""Above so many different answers they are measurements, not categories."""
NO_COMPLETE_UNITS = N_("no unit was rated by everyone")


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many units on what is shown."""

    value: int = 10
    interval: int = 20
    alpha_interval: int = 40
    icc_units: int = 5
    icc_raters: int = 3


DEFAULT_LIMITS = Limits()
NO_LIMITS = Limits(value=0, interval=2, alpha_interval=2, icc_units=2, icc_raters=2)
"""Every coefficient that is defined: for those who know what they do."""

_ICC_KEYS = {"ICC11": "icc1", "ICCA1": "icc2", "ICCC1": "icc3", "ICC1k": "icc1k", "ICCAk": "icc2k", "ICCCk": "icc3k"}


def weighting_of(measure: str) -> str:
    """Which weights go with a level of measurement: only the same answer counts, or near ones count nearly."""
    return "identity" if measure == "nominal" else "quadratic"


def agreement(
    units: Sequence[Sequence[Label | None]],
    measure: str,
    scale: Sequence[Label] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    clusters: Sequence[object] | None = None,
) -> dict[str, Estimate]:
    """The whole family for a table of units × raters (None = not rated); `clusters` names each unit's interaction.

    Keys: percent (mean over units), pairs (pooled), alpha, ac1 or ac2, brennan_prediger, fleiss_kappa, conger_kappa, icc1…icc3k.
    """
    ac = "ac1" if measure == "nominal" else "ac2"
    if _is_continuous(units, scale):
        return _continuous(units, measure, ac, limits) | total_agreement(units, limits)
    ratings = read_ratings(units, scale)
    weighting = weighting_of(measure)
    family = {
        "percent": percent_agreement(ratings, limits),
        "pairs": pair_share(ratings),
        "alpha": limited_alpha(ratings, measure, limits, clusters),
        ac: limited(gwet.gwet_ac(ratings, weighting), "gwet", ratings, limits),
        "brennan_prediger": limited(gwet.brennan_prediger(ratings, weighting), "gwet", ratings, limits),
        "fleiss_kappa": limited(gwet.fleiss_kappa(ratings), "gwet", ratings, limits),
        "conger_kappa": limited(gwet.conger_kappa(ratings, weighting), "gwet", ratings, limits),
    }
    return family | total_agreement(units, limits)


def _is_continuous(units: Sequence[Sequence[Label | None]], scale: Sequence[Label] | None) -> bool:
    return scale is None and len({value for row in units for value in row if value is not None}) > MOST_ANSWERS


def _continuous(units: Sequence[Sequence[Label | None]], measure: str, ac: str, limits: Limits) -> dict[str, Estimate]:
    """Measurements that hardly repeat: α by moments where the metric allows it; coefficients of categories say nothing."""
    names = ("percent", "pairs", ac, "brennan_prediger", "fleiss_kappa", "conger_kappa")
    family = {name: undefined("categories", TOO_MANY_ANSWERS) for name in names}
    if measure not in ("interval", "ordinal"):
        return family | {"alpha": undefined("krippendorff", TOO_MANY_ANSWERS)}
    table = np.array([[np.nan if value is None or value == "" else float(value) for value in row] for row in units])
    value, n = alpha_by_moments(table, measure)
    if value is None:
        return family | {"alpha": undefined("krippendorff", ALL_ON_ONE_ANSWER if n else gwet.NO_PAIRS, n)}
    if n < limits.value:
        return family | {"alpha": undefined("krippendorff", TOO_FEW_UNITS, n)}
    return family | {"alpha": without_interval(value, n, "krippendorff", TOO_MANY_FOR_INTERVAL)}


def pair_share(ratings: Ratings) -> Estimate:
    """Agreeing pairs of all compared pairs, pooled; n counts the pairs, which are not independent, so there is no interval."""
    agreeing, compared = gwet.pooled_pairs(ratings)
    if compared == 0:
        return undefined("pooled_pairs", gwet.NO_PAIRS)
    return Estimate(agreeing / compared, None, None, compared, "pooled_pairs")


def percent_agreement(ratings: Ratings, limits: Limits = DEFAULT_LIMITS, confidence: float = 0.95) -> Estimate:
    """Mean over units of the share of agreeing pairs (the p_a of the coefficients), with a t interval over units."""
    counts = ratings.counts()
    counts = counts[counts.sum(axis=1) >= 2]
    raters = counts.sum(axis=1)
    per_unit = (counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))
    n = len(per_unit)
    if n == 0:
        return undefined("t", gwet.NO_PAIRS)
    value = float(per_unit.mean())
    if float(np.ptp(per_unit)) == 0 and value == 1:
        return replace(unanimity_bound(n, confidence), note=ALL_AGREE)
    if n < max(limits.interval, 2):
        return without_interval(value, n, "t", TOO_FEW_FOR_INTERVAL)
    half = t_quantile(0.5 + confidence / 2, n - 1) * float(per_unit.std(ddof=1)) / math.sqrt(n)
    return Estimate(value, max(0.0, value - half), min(1.0, value + half), n, "t")


def limited(coefficient: gwet.Coefficient, method: str, ratings: Ratings, limits: Limits) -> Estimate:
    """A coefficient as it may be shown: nothing below the first limit, no interval below the second, no [1, 1] when all agree."""
    estimate = coefficient.estimate(method)
    if estimate.value is None:
        return estimate
    if estimate.n < limits.value:
        return undefined(method, TOO_FEW_UNITS, estimate.n)
    agreeing, compared = gwet.pooled_pairs(ratings)
    if agreeing == compared:
        bound = unanimity_bound(int((ratings.counts().sum(axis=1) >= 2).sum()))
        return Estimate(estimate.value, bound.low, 1.0, estimate.n, "unanimity", ALL_AGREE)
    if estimate.n < limits.interval:
        return without_interval(estimate.value, estimate.n, method, TOO_FEW_FOR_INTERVAL)
    return estimate


def limited_alpha(
    ratings: Ratings, measure: str, limits: Limits = DEFAULT_LIMITS, clusters: Sequence[object] | None = None
) -> Estimate:
    """Krippendorff's α as it may be shown."""
    if measure in ("interval", "ratio") and not all(map(is_number, ratings.scale)):
        return undefined("krippendorff", NOT_NUMERIC)
    plain = krippendorff_alpha(ratings, measure)
    if plain.value is None:
        return plain
    if plain.n < limits.value:
        return undefined("krippendorff", TOO_FEW_UNITS, plain.n)
    if plain.n < limits.alpha_interval:
        return without_interval(plain.value, plain.n, "krippendorff", TOO_FEW_FOR_ALPHA_INTERVAL)
    return alpha_with_interval(ratings, measure, clusters)


def total_agreement(units: Sequence[Sequence[Label | None]], limits: Limits = DEFAULT_LIMITS) -> dict[str, Estimate]:
    """The ICC family over the units that everyone rated, and the within-unit standard deviation, for numeric ratings."""
    given = [value for row in units for value in row if value is not None and value != ""]
    if not all(map(is_number, given)):
        return {key: undefined("mcgraw_wong", NOT_NUMERIC) for key in _ICC_KEYS.values()}
    complete = [[float(x) for x in row if x is not None and x != ""] for row in units]
    complete = [row for row, whole in zip(complete, units, strict=True) if len(row) == len(whole)]
    if not complete:
        return {key: undefined("mcgraw_wong", NO_COMPLETE_UNITS) for key in _ICC_KEYS.values()}
    n, k = len(complete), len(complete[0])
    if n < limits.icc_units or k < limits.icc_raters:
        family = {key: undefined("mcgraw_wong", TOO_FEW_FOR_ICC, n) for key in _ICC_KEYS.values()}
    else:
        family = {_ICC_KEYS[name]: estimate for name, estimate in icc_family(complete).items()}
    if n >= 2 and k >= 2:
        spread = math.sqrt(float(within_row_variance(np.array(complete))))
        family["within_sd"] = Estimate(spread, None, None, n, "anova")
    return family


def verdict(coefficient: gwet.Coefficient, limits: Limits = DEFAULT_LIMITS) -> str:
    """The word that the coefficient deserves with 95 % probability (Landis & Koch), or that there are too few units."""
    if coefficient.value is None or coefficient.se is None or coefficient.units < limits.value:
        return TOO_FEW_UNITS
    return LANDIS_KOCH[benchmark(coefficient.value, coefficient.se, [low for low, _ in LANDIS_KOCH]).chosen][1]
