"""Cohen's κ of two raters from their cross table, plain or weighted (Cohen 1960, 1968)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.statistics.estimate import N_, NO_DATA
from qa_desk.statistics.ratings import as_exact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

NO_VARIATION = N_("both raters gave one and the same answer: κ is undefined")


@dataclass(frozen=True, slots=True)
class CohenKappa:
    """Exact observed and chance agreement and κ (None with a note when undefined), from a table of counts."""

    po: Fraction | None
    pe: Fraction | None
    kappa: Fraction | None
    weighted_kappa: Fraction | None
    ac1: Fraction | None
    n: int
    note: str | None = None


def cohen_kappa(
    table: Sequence[Sequence[int]], disagreement_weights: Sequence[Sequence[int | float]] | None = None
) -> CohenKappa:
    """κ and AC1 of a square table (rows: first rater); with weights of disagreement (0 on the diagonal) also weighted κ."""
    counts: Any = as_exact(np.array(table, dtype=object))
    n = counts.sum()
    if n == 0:
        return CohenKappa(None, None, None, None, None, 0, NO_DATA)
    share = counts / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    po, pe = share.trace(), (rows * columns).sum()
    kappa = (po - pe) / (1 - pe) if pe != 1 else None
    weighted = None
    if disagreement_weights is not None:
        weights: Any = as_exact(np.array(disagreement_weights, dtype=object))
        chance = (np.outer(rows, columns) * weights).sum()
        weighted = 1 - (share * weights).sum() / chance if chance != 0 else None
    ac1 = None
    if len(table) > 1:
        pi = (rows + columns) / 2
        guess = (pi * (1 - pi)).sum() / (len(table) - 1)
        ac1 = (po - guess) / (1 - guess)
    return CohenKappa(po, pe, kappa, weighted, ac1, int(n), None if kappa is not None else NO_VARIATION)
