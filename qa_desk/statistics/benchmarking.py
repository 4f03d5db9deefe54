"""Verdict words for agreement coefficients that chance cannot flatter: probabilistic benchmarking (Gwet 2014, ch. 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.statistics.estimate import N_
from qa_desk.statistics.quantiles import normal_cdf

if TYPE_CHECKING:
    from collections.abc import Sequence

LANDIS_KOCH: tuple[tuple[float, str], ...] = (
    (0.8, N_("almost perfect")),
    (0.6, N_("substantial")),
    (0.4, N_("moderate")),
    (0.2, N_("fair")),
    (0.0, N_("slight")),
    (-1.0, N_("poor")),
)
"""Lower ends and words of Landis & Koch 1977 (arbitrary by its authors' own words)."""

KRIPPENDORFF: tuple[tuple[float, str], ...] = (
    (0.8, N_("reliable")),
    (0.667, N_("tentative")),
    (-1.0, N_("not to be relied on")),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first level that holds with enough probability; `cumulative` is P(level or better), from the best down."""

    cumulative: tuple[float, ...]
    chosen: int


def benchmark(value: float, se: float, lower_ends: Sequence[float], required: float = 0.95) -> Verdict:
    """Which level a coefficient reaches with probability ≥ `required`; normal around the estimate, truncated to [−1, 1]."""
    if se <= 0:
        reached = [1.0 if value >= low else 0.0 for low in lower_ends]
    else:
        top, bottom = normal_cdf((1 - value) / se), normal_cdf((-1 - value) / se)
        reached = [(top - normal_cdf((low - value) / se)) / (top - bottom) for low in lower_ends]
    reached[-1] = 1.0
    return Verdict(tuple(reached), next(i for i, p in enumerate(reached) if p >= required))
