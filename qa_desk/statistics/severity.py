"""How severe or lenient each evaluator is: the crossed model score = μ + interaction + evaluator + error, for complete tables.

Source: balanced two-way random model; analysis-of-variance estimates, which equal REML where no component is negative, and the
best linear unbiased predictor of the evaluators (Searle, Casella & McCulloch 1992, ch. 4). Unequal tables are not covered.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.icc import mean_squares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Severity:
    """Grand mean, the three standard deviations, and per evaluator (column) the raw and the shrunken deviation with its error."""

    mu: float
    sd_item: float
    sd_rater: float
    sd_residual: float
    raw_deviation: tuple[float, ...]
    rater_effects: tuple[float, ...]
    standard_errors: tuple[float, ...]


def crossed_severity(table: ArrayLike) -> Severity | None:
    """Rows interactions, columns evaluators, complete; None below 2 × 2."""
    data = np.asarray(table, dtype=float)
    if data.ndim != 2 or min(data.shape) < 2:
        return None
    ms = mean_squares(data)
    rows, columns, error = ms.rows, ms.columns, ms.error
    n, k = ms.n, ms.k
    if columns < error:  # no evaluator effect: its degrees of freedom measure error
        error = (columns * (k - 1) + error * (n - 1) * (k - 1)) / (n * (k - 1))
        columns = error
    if rows < error:
        error = (rows * (n - 1) + error * (n - 1) * (k - 1)) / ((n - 1) * k)
        rows = error
        columns = max(columns, error)
    rater = (columns - error) / n
    raw = data.mean(axis=0) - data.mean()
    pull = n * rater / (n * rater + error) if rater > 0 else 0.0
    spread = math.sqrt(pull * error / n)
    return Severity(
        mu=float(data.mean()),
        sd_item=math.sqrt((rows - error) / k),
        sd_rater=math.sqrt(rater),
        sd_residual=math.sqrt(error),
        raw_deviation=tuple(map(float, raw)),
        rater_effects=tuple(map(float, pull * raw)),
        standard_errors=(spread,) * k,
    )
