"""Do two figures go together in order? Spearman's ρ with its interval, many looks at once, and what a look could have seen.

Sources: Bonett & Wright 2000, Psychometrika 65, 23–28 (interval of ρ); Holm 1979, Scand. J. Statist. 6, 65–70; Fisher 1921.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.change import FEW_PAIRS, NO_SPREAD, ON_A_LINE, TOO_FEW_PAIRS
from qa_desk.statistics.estimate import Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import normal_quantile, t_two_sided_p, two_sided_z

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

METHOD = "bonett_wright"


def spearman(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> tuple[Estimate, float | None]:
    """Spearman's ρ (ties share their mean rank) with tanh(atanh ρ ± z·√((1+ρ²/2)/(n−3))), and a two-sided p (t with n − 2)."""
    a, b = _ranks(np.asarray(x, dtype=float)), _ranks(np.asarray(y, dtype=float))
    n = int(a.size)
    if n < 3:
        return undefined(METHOD, TOO_FEW_PAIRS, n), None
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return undefined(METHOD, NO_SPREAD, n), None
    rho = max(-1.0, min(1.0, float(np.corrcoef(a, b)[0, 1])))
    if n < 4:
        return without_interval(rho, n, METHOD, FEW_PAIRS), None
    if abs(rho) > 1 - 1e-12:
        return without_interval(rho, n, METHOD, ON_A_LINE), 0.0
    half = two_sided_z(confidence) * math.sqrt((1 + rho * rho / 2) / (n - 3))
    estimate = Estimate(rho, math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half), n, METHOD)
    return estimate, t_two_sided_p(rho * math.sqrt((n - 2) / (1 - rho * rho)), n - 2)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values (step-down), in the order given: the chance of even one false finding stays below the level."""
    m, adjusted, most = len(p_values), [0.0] * len(p_values), 0.0
    for rank, i in enumerate(sorted(range(m), key=lambda j: p_values[j])):
        most = max(most, min(1.0, p_values[i] * (m - rank)))
        adjusted[i] = most
    return adjusted


def detectable_correlation(n: int, power: float = 0.8, level: float = 0.05) -> float | None:
    """The smallest correlation that n pairs would show with this chance: tanh((z + z_power)/√(n−3)); None below 4 pairs."""
    if n < 4:
        return None
    return math.tanh((two_sided_z(1 - level) + normal_quantile(power)) / math.sqrt(n - 3))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, ties sharing their mean rank."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: np.ndarray = (last - (counts - 1) / 2)[where]
    return shared
