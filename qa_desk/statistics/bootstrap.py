"""Bootstrap intervals, vectorised: means, ratios of sums over clusters, and any statistic that is linear in unit weights.

Source: Efron & Tibshirani 1993, ch. 13–14 (percentile, BCa). The seed is fixed and stored with a figure,
so that it can be drawn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.estimate import (
    N_,
    NO_DATA,
    NO_DENOMINATOR,
    NO_VARIATION,
    ONE_VALUE,
    Estimate,
    undefined,
    without_interval,
)
from qa_desk.statistics.quantiles import normal_cdf, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

DEFAULT_SEED = 20_240_229
DEFAULT_REPLICATES = 2_000
FEWEST_RESAMPLED = 10
"""Fewer units hold too few different resamples: two calls of 10 s and 20 s would promise a mean within [10, 20]."""
_CELLS_AT_ONCE = 4_000_000  # 32 MB of weights

UNSTABLE = N_("too many resamples are undefined for an interval")


def resample_weights(n: int, replicates: int, seed: int) -> Iterator[Floats]:
    """How often each of n units is drawn in each resample: blocks of rows (resamples) × n, so that memory stays small."""
    rng = np.random.default_rng(seed)
    block = max(1, _CELLS_AT_ONCE // max(n, 1))
    for start in range(0, replicates, block):
        rows = min(block, replicates - start)
        drawn = rng.integers(0, n, size=(rows, n)) + np.arange(rows)[:, None] * n
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(float)


def percentile_limits(replicates: Floats, confidence: float = 0.95) -> tuple[float, float]:
    """The middle share of the replicates."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(replicates, [tail, 1 - tail])
    return float(low), float(high)


def bca_limits(point: float, replicates: Floats, jackknife: Floats, confidence: float = 0.95) -> tuple[float, float] | None:
    """Bias-corrected and accelerated limits; None when the replicates lie wholly on one side of the point."""
    below = (float((replicates < point).sum()) + 0.5 * float((replicates == point).sum())) / replicates.size
    if not 0 < below < 1:
        return None
    bias = normal_quantile(below)
    away = jackknife.mean() - jackknife
    spread = float((away**2).sum())
    acceleration = float((away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    levels = []
    for z in (normal_quantile((1 - confidence) / 2), normal_quantile((1 + confidence) / 2)):
        shifted = bias + z
        levels.append(normal_cdf(bias + shifted / (1 - acceleration * shifted)))
    low, high = np.quantile(replicates, levels)
    return float(low), float(high)


def bca_limits_of_rows(points: Floats, replicates: Floats, jackknife: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """`bca_limits` for many statistics at once: a row each in `replicates` (units × resamples) and `jackknife`; NaN for None."""
    count = replicates.shape[1]
    below = ((replicates < points[:, None]).sum(axis=1) + 0.5 * (replicates == points[:, None]).sum(axis=1)) / count
    is_inside = (below > 0) & (below < 1)
    bias = np.array([normal_quantile(share) if inside else np.nan for share, inside in zip(below, is_inside, strict=True)])
    away = jackknife.mean(axis=1, keepdims=True) - jackknife
    spread = (away**2).sum(axis=1)
    acceleration = np.divide((away**3).sum(axis=1), 6 * spread**1.5, out=np.zeros_like(spread), where=spread > 0)
    in_order = np.sort(replicates, axis=1)
    rows = np.arange(len(points))
    limits = []
    for z in (normal_quantile((1 - confidence) / 2), normal_quantile((1 + confidence) / 2)):
        shifted = bias + z
        corrected = bias + shifted / (1 - acceleration * shifted)
        levels = np.array([normal_cdf(each) if inside else 0.0 for each, inside in zip(corrected, is_inside, strict=True)])
        place = levels * (count - 1)
        before = np.minimum(place.astype(np.int64), count - 2)
        left, right = in_order[rows, before], in_order[rows, before + 1]
        limits.append(np.where(is_inside, left + (place - before) * (right - left), np.nan))
    return limits[0], limits[1]


def ratio_replicates(
    numerators: ArrayLike, denominators: ArrayLike, *, replicates: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED
) -> Floats:
    """ΣA/ΣB of each resample of the clusters; resamples with ΣB = 0 are left out."""
    pairs = np.column_stack((np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)))
    sums = np.concatenate([weights @ pairs for weights in resample_weights(len(pairs), replicates, seed)])
    drawn: Floats = sums[sums[:, 1] != 0]
    return drawn[:, 0] / drawn[:, 1]


def bootstrap_mean(
    values: ArrayLike,
    *,
    method: str = "bca",
    confidence: float = 0.95,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
) -> Estimate:
    """Mean of independent values with a bootstrap interval ("percentile" or "bca")."""
    data = np.asarray(values, dtype=float)
    return bootstrap_ratio(data, np.ones_like(data), method=method, confidence=confidence, replicates=replicates, seed=seed)


def bootstrap_ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    method: str = "percentile",
    confidence: float = 0.95,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
) -> Estimate:
    """ΣA/ΣB with clusters (a day, an interval, a ticket, a customer) resampled whole; one pair (a, b) a cluster, n = clusters."""
    a, b = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    n, total = int(a.size), float(b.sum())
    name = f"bootstrap_{method}"
    if n == 0:
        return undefined(name, NO_DATA)
    if total == 0:
        return undefined(name, NO_DENOMINATOR, n)
    point = float(a.sum()) / total
    if n == 1:
        return without_interval(point, n, name, ONE_VALUE)
    if np.all(a * total == b * a.sum()):
        return without_interval(point, n, name, NO_VARIATION)
    ratios = ratio_replicates(a, b, replicates=replicates, seed=seed)
    if ratios.size < 0.95 * replicates:
        return without_interval(point, n, name, UNSTABLE)
    limits = percentile_limits(ratios, confidence)
    if method == "bca":
        rest = b.sum() - b
        if np.all(rest != 0):
            limits = bca_limits(point, ratios, (a.sum() - a) / rest, confidence) or limits
    return Estimate(point, limits[0], limits[1], n, name)
