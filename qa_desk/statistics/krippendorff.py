"""Krippendorff's α: does what evaluators say carry information about the interactions? Any number of raters, answers may miss.

Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": coincidence matrix, four metrics. Where nothing varies,
α is undefined (neither 0 nor 1). Intervals resample whole clusters (interactions), percentile method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics.bootstrap import (
    DEFAULT_REPLICATES,
    DEFAULT_SEED,
    UNSTABLE,
    percentile_limits,
    resample_weights,
)
from qa_desk.statistics.estimate import N_, Estimate, undefined, without_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa_desk.statistics.ratings import Numbers, Ratings

    Floats = NDArray[np.float64]

ALL_ON_ONE_ANSWER = N_("all agreed on one answer: α is undefined")
NO_PAIRS = N_("no unit has two ratings")
_LARGEST_TABLE = 20_000_000


def pairable(counts: Numbers) -> Numbers:
    """The units with two or more ratings; the others say nothing about agreement."""
    kept: Numbers = counts[counts.sum(axis=1) >= 2]
    return kept


def coincidences(counts: Numbers) -> Numbers:
    """Scale × scale matrix o_ck = Σ_u (ordered c–k pairs in u)/(m_u − 1)."""
    kept = pairable(counts)
    shares = kept / (kept.sum(axis=1) - 1)[:, None]
    matrix: Numbers = shares.T @ kept - np.diag(shares.sum(axis=0))
    return matrix


def _nominal(positions: Numbers, totals: Numbers) -> Numbers:
    return np.not_equal.outer(np.arange(len(positions)), np.arange(len(positions))).astype(int)


def _ordinal(positions: Numbers, totals: Numbers) -> Numbers:
    midranks = np.cumsum(totals) - totals / 2
    return np.subtract.outer(midranks, midranks) ** 2


def _interval(positions: Numbers, totals: Numbers) -> Numbers:
    return np.subtract.outer(positions, positions) ** 2


def _ratio(positions: Numbers, totals: Numbers) -> Numbers:
    away, sums = np.subtract.outer(positions, positions), np.add.outer(positions, positions)
    return (away / np.where(sums == 0, 1, sums)) ** 2


METRICS: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
"""Squared difference δ²(c, k) from the numbers on the scale and how often each answer was given."""


def alpha_value(ratings: Ratings, level: str, exact: bool = False) -> Any:  # noqa: ANN401 - float or Fraction, as asked
    """α as a float, or as a Fraction with `exact`; None where nothing varies or no unit has two ratings."""
    matrix = coincidences(ratings.counts(exact))
    totals = matrix.sum(axis=0)
    n = totals.sum() if len(totals) else 0
    distances = METRICS[level](ratings.positions(exact), totals)
    expected = (np.outer(totals, totals) * distances).sum()
    if n == 0 or expected == 0:
        return None
    value = 1 - (n - 1) * (matrix * distances).sum() / expected
    return value if exact else float(value)


def alpha_by_moments(table: Floats, level: str) -> tuple[float | None, int]:
    """Interval or ordinal α of units × raters (NaN = not rated) without a table of answers, and how many units it rests on.

    The same value as `alpha_value`: squared differences sum to moments, and the ordinal metric is the interval one of mid-ranks.
    """
    kept = table[(~np.isnan(table)).sum(axis=1) >= 2]
    given = ~np.isnan(kept)
    values = kept[given]
    if level == "ordinal":
        _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
        kept = kept.copy()
        kept[given] = (np.cumsum(counts) - counts / 2)[where]
        values = kept[given]
    if values.size == 0 or float(np.ptp(values)) == 0:
        return None, len(kept)
    centred = np.where(given, kept - values.mean(), 0.0)
    raters = given.sum(axis=1)
    within = 2 * (raters * (centred**2).sum(axis=1) - centred.sum(axis=1) ** 2) / (raters - 1)
    between = 2 * values.size * float((centred**2).sum())
    return float(1 - (values.size - 1) * within.sum() / between), len(kept)


def krippendorff_alpha(ratings: Ratings, level: str) -> Estimate:
    """α without an interval; n is the number of units with two or more ratings. See `alpha_with_interval`."""
    units = int((ratings.counts().sum(axis=1) >= 2).sum())
    value = alpha_value(ratings, level)
    if value is None:
        return undefined("krippendorff", ALL_ON_ONE_ANSWER if units else NO_PAIRS, units)
    return Estimate(value, None, None, units, "krippendorff")


def alpha_with_interval(
    ratings: Ratings,
    level: str,
    clusters: Sequence[object] | None = None,
    *,
    confidence: float = 0.95,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
) -> Estimate:
    """α with a percentile bootstrap over clusters (one label a unit: its interaction; without labels each unit is its own).

    Resamples in which nothing varies are discarded; above 5 % of them there is no interval.
    """
    plain = krippendorff_alpha(ratings, level)
    if plain.value is None:
        return plain
    counts = ratings.counts()
    if level == "ordinal" and counts.shape[0] * counts.shape[1] ** 2 > _LARGEST_TABLE:
        return without_interval(plain.value, plain.n, "krippendorff", N_("too many different answers for an interval"))
    drawn = alpha_replicates(ratings, level, clusters, replicates=replicates, seed=seed)
    if drawn.size < 0.95 * replicates:
        return without_interval(plain.value, plain.n, "krippendorff", UNSTABLE)
    low, high = percentile_limits(drawn, confidence)
    return Estimate(plain.value, low, high, plain.n, "bootstrap_percentile")


def alpha_replicates(
    ratings: Ratings,
    level: str,
    clusters: Sequence[object] | None = None,
    *,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
) -> Floats:
    """α of each resample of the clusters; resamples in which nothing varies are left out."""
    counts = ratings.counts()
    labels = list(clusters) if clusters is not None else list(range(counts.shape[0]))
    keep = counts.sum(axis=1) >= 2
    where = {label: i for i, label in enumerate(dict.fromkeys(x for x, kept in zip(labels, keep, strict=True) if kept))}
    cluster = np.array([where[x] for x, kept in zip(labels, keep, strict=True) if kept], dtype=np.int64)
    draw = _ordinal_replicates if level == "ordinal" else _fixed_metric_replicates
    blocks = resample_weights(len(where), replicates, seed)
    drawn = np.concatenate([draw(weights[:, cluster], counts[keep], ratings.positions(), level) for weights in blocks])
    defined: Floats = drawn[~np.isnan(drawn)]
    return defined


def _fixed_metric_replicates(weights: Floats, counts: Floats, positions: Floats, level: str) -> Floats:
    """α of each weighting of the units (rows of `weights`), for metrics that do not depend on how often answers occur."""
    distances = METRICS[level](positions, positions).astype(float)
    raters = counts.sum(axis=1)
    observed = weights @ (((counts @ distances) * counts).sum(axis=1) / (raters - 1))
    totals = weights @ counts
    expected = ((totals @ distances) * totals).sum(axis=1)
    return _alphas(totals.sum(axis=1), observed, expected)


def _ordinal_replicates(weights: Floats, counts: Floats, positions: Floats, level: str) -> Floats:
    """The same for the ordinal metric, whose distances are those of the resample's own mid-ranks."""
    q = counts.shape[1]
    per_unit = counts[:, :, None] * counts[:, None, :] / (counts.sum(axis=1) - 1)[:, None, None]
    matrix = (weights @ per_unit.reshape(-1, q * q)).reshape(-1, q, q)  # its diagonal never matters: distance 0
    totals = weights @ counts
    midranks = np.cumsum(totals, axis=1) - totals / 2
    distances = (midranks[:, :, None] - midranks[:, None, :]) ** 2
    observed = (matrix * distances).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2))
    return _alphas(totals.sum(axis=1), observed, expected)


def _alphas(n: Floats, observed: Floats, expected: Floats) -> Floats:
    safe = np.where(expected > 0, expected, 1.0)
    return np.where(expected > 0, 1 - (n - 1) * observed / safe, np.nan)
