"""Intraclass correlations of total scores: how much of the spread is the interaction's own, and how far one score could move.

Source: Shrout & Fleiss 1979; McGraw & Wong 1996 (names, intervals). Complete tables only: rows interactions, columns evaluators.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics.estimate import N_, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import f_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from qa_desk.statistics.ratings import Numbers

NO_VARIATION = N_("no variation: the correlation is undefined")
NO_ERROR = N_("no disagreement at all: no interval can be computed")
TOO_SMALL = N_("needs at least two interactions and two evaluators")


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Two-way analysis of variance of an n × k table: rows, columns, residual, within rows (floats or exact fractions)."""

    rows: Any
    columns: Any
    error: Any
    within: Any
    n: int
    k: int


def mean_squares(table: Numbers) -> MeanSquares:
    """The mean squares of a complete table with at least two rows and two columns."""
    n, k = table.shape
    grand = table.sum() / (n * k)
    row_means, column_means = table.sum(axis=1) / k, table.sum(axis=0) / n
    rows = k * ((row_means - grand) ** 2).sum()
    columns = n * ((column_means - grand) ** 2).sum()
    within = ((table - row_means[:, None]) ** 2).sum()
    residual = ((table - row_means[:, None] - column_means[None, :] + grand) ** 2).sum()
    return MeanSquares(rows / (n - 1), columns / (k - 1), residual / ((n - 1) * (k - 1)), within / (n * (k - 1)), n, k)


def icc_values(ms: MeanSquares) -> dict[str, Any]:
    """The six point values: ICC11, ICCA1 (= ICC(2,1)), ICCC1 (= ICC(3,1)) and their averages over k; None where 0/0."""
    n, k = ms.n, ms.k
    pairs = {
        "ICC11": (ms.rows - ms.within, ms.rows + (k - 1) * ms.within),
        "ICCA1": (ms.rows - ms.error, ms.rows + (k - 1) * ms.error + k * (ms.columns - ms.error) / n),
        "ICCC1": (ms.rows - ms.error, ms.rows + (k - 1) * ms.error),
        "ICC1k": (ms.rows - ms.within, ms.rows),
        "ICCAk": (ms.rows - ms.error, ms.rows + (ms.columns - ms.error) / n),
        "ICCCk": (ms.rows - ms.error, ms.rows),
    }
    return {name: above / below if below != 0 else None for name, (above, below) in pairs.items()}


def icc_family(table: ArrayLike, confidence: float = 0.95) -> dict[str, Estimate]:
    """All six coefficients with their intervals; n counts the interactions."""
    data = np.asarray(table, dtype=float)
    if data.ndim != 2 or data.shape[0] < 2 or data.shape[1] < 2:
        return {name: undefined("mcgraw_wong", TOO_SMALL, len(data)) for name in _NAMES}
    if float(np.ptp(data)) == 0:
        return {name: undefined("mcgraw_wong", NO_VARIATION, data.shape[0]) for name in _NAMES}
    ms = mean_squares(data)
    values = icc_values(ms)
    limits = _limits(ms, confidence) if ms.error > 1e-12 * ms.rows and ms.within > 0 else {}
    return {name: _estimate(values[name], limits.get(name), ms.n) for name in _NAMES}


_NAMES = ("ICC11", "ICCA1", "ICCC1", "ICC1k", "ICCAk", "ICCCk")


def _estimate(value: float | None, limits: tuple[float, float] | None, n: int) -> Estimate:
    if value is None:
        return undefined("mcgraw_wong", NO_VARIATION, n)
    if limits is None or not all(map(math.isfinite, limits)):
        return without_interval(float(value), n, "mcgraw_wong", NO_ERROR)
    return Estimate(float(value), limits[0], limits[1], n, "mcgraw_wong")


def _limits(ms: MeanSquares, confidence: float) -> dict[str, tuple[float, float]]:
    n, k, p = ms.n, ms.k, 0.5 + confidence / 2
    one_way = _from_f(ms.rows / ms.within, n - 1, n * (k - 1), k, p)
    consistency = _from_f(ms.rows / ms.error, n - 1, (n - 1) * (k - 1), k, p)
    absolute = _absolute_agreement(ms, p)
    singles = {"ICC11": one_way, "ICCA1": absolute, "ICCC1": consistency}
    averages = {name[:-1] + "k": (_average(low, k), _average(high, k)) for name, (low, high) in singles.items()}
    return singles | averages


def _from_f(f: float, df1: float, df2: float, k: int, p: float) -> tuple[float, float]:
    low, high = f / f_quantile(p, df1, df2), f * f_quantile(p, df2, df1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute_agreement(ms: MeanSquares, p: float) -> tuple[float, float]:
    n, k = ms.n, ms.k
    value = icc_values(ms)["ICCA1"]
    if value is None or value >= 1:
        return math.nan, math.nan
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    total = a * ms.columns + b * ms.error
    df = total**2 / ((a * ms.columns) ** 2 / (k - 1) + (b * ms.error) ** 2 / ((n - 1) * (k - 1)))
    lower_f, upper_f = f_quantile(p, n - 1, df), f_quantile(p, df, n - 1)
    pooled = k * ms.columns + (k * n - k - n) * ms.error
    low = n * (ms.rows - lower_f * ms.error) / (lower_f * pooled + n * ms.rows)
    high = n * (upper_f * ms.rows - ms.error) / (pooled + n * upper_f * ms.rows)
    return float(low), float(high)


def _average(single: float, k: int) -> float:
    """Spearman–Brown: the reliability of the mean of k evaluators from that of one."""
    return k * single / (1 + (k - 1) * single)


def within_row_variance(table: Numbers) -> Any:  # noqa: ANN401 - float or Fraction, as the table holds
    """Σ(S_ie − S̄_i)²/(I(E−1)): its root is how far one evaluation's total strays, severity and error together."""
    means = table.sum(axis=1) / table.shape[1]
    return ((table - means[:, None]) ** 2).sum() / (table.shape[0] * (table.shape[1] - 1))
