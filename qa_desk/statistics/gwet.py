"""Chance-corrected agreement with a declared scale: Gwet's AC1/AC2, Brennan–Prediger, Fleiss' and Conger's κ, weighted or not.

Source: Gwet 2014, "Handbook of Inter-Rater Reliability", 4th ed., ch. 2–6 (missing ratings; linearised variance; t interval).
The scale is the declared one, never the answers that happen to occur: three unanimous units on a yes/no question give AC1 = 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.bootstrap import DEFAULT_REPLICATES, DEFAULT_SEED, percentile_limits, resample_weights
from qa_desk.statistics.estimate import N_, TOO_FEW, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from qa_desk.statistics.ratings import Ratings

    Floats = NDArray[np.float64]

CHANCE_IS_CERTAIN = N_("chance alone would agree always: the coefficient is undefined")
NO_PAIRS = N_("no unit has two ratings")
ONE_ANSWER_SCALE = N_("the scale needs at least two answers")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with what it is made of: observed (pa) and chance (pe) agreement, standard error, units behind it."""

    value: float | None
    se: float | None
    pa: float | None
    pe: float | None
    units: int
    note: str | None = None

    def estimate(self, method: str, confidence: float = 0.95) -> Estimate:
        """Value ± t(n−1)·SE, clipped to [−1, 1]."""
        if self.value is None:
            return undefined(method, self.note or NO_PAIRS, self.units)
        if self.se is None:
            return without_interval(self.value, self.units, method, TOO_FEW)
        half = t_quantile(0.5 + confidence / 2, self.units - 1) * self.se
        return Estimate(self.value, max(-1.0, self.value - half), min(1.0, self.value + half), self.units, method, self.note)


def identity_weights(positions: Floats) -> Floats:
    """Only the same answer agrees."""
    return np.eye(len(positions))


def linear_weights(positions: Floats) -> Floats:
    """Agreement falls with the distance on the scale."""
    span = float(positions.max() - positions.min()) or 1.0
    return 1 - np.abs(np.subtract.outer(positions, positions)) / span


def quadratic_weights(positions: Floats) -> Floats:
    """Agreement falls with the squared distance on the scale: near misses cost little."""
    span = float(positions.max() - positions.min()) or 1.0
    return 1 - (np.subtract.outer(positions, positions) / span) ** 2


WEIGHTS: Mapping[str, Callable[[Floats], Floats]] = {
    "identity": identity_weights,
    "linear": linear_weights,
    "quadratic": quadratic_weights,
}


@dataclass(frozen=True, slots=True)
class _Sample:
    """The rated units of a sample and what every coefficient needs of them."""

    codes: NDArray[np.int64]
    counts: Floats
    raters: Floats
    weights: Floats
    pair_agreement: Floats
    paired: NDArray[np.bool_]
    pi: Floats

    @property
    def pa(self) -> float:
        return float(self.pair_agreement[self.paired].mean())


def _sample(ratings: Ratings, weighting: str) -> _Sample:
    counts = ratings.counts()
    rated = counts.sum(axis=1) >= 1
    codes, counts = ratings.codes[rated], counts[rated]
    raters = counts.sum(axis=1)
    weights = WEIGHTS[weighting](ratings.positions())
    paired = raters >= 2
    pairs = np.where(paired, raters * (raters - 1), 1.0)
    agreement = np.where(paired, (counts * (counts @ weights - 1)).sum(axis=1) / pairs, 0.0)
    pi = (counts / raters[:, None]).mean(axis=0) if len(counts) else np.zeros(counts.shape[1])
    return _Sample(codes, counts, raters, weights, agreement, paired, pi)


def _chance_gwet(s: _Sample) -> tuple[float, Floats]:
    q = len(s.pi)
    factor = float(s.weights.sum()) / (q * (q - 1))
    return factor * float((s.pi * (1 - s.pi)).sum()), factor * (s.counts @ (1 - s.pi)) / s.raters


def _chance_fleiss(s: _Sample) -> tuple[float, Floats]:
    toward = (s.weights @ s.pi + s.weights.T @ s.pi) / 2
    return float(s.pi @ s.weights @ s.pi), (s.counts @ toward) / s.raters


def _chance_brennan_prediger(s: _Sample) -> tuple[float, Floats]:
    pe = float(s.weights.sum()) / len(s.pi) ** 2
    return pe, np.full(len(s.raters), pe)


def _chance_conger(s: _Sample) -> tuple[float, Floats]:
    n, (r, q) = len(s.raters), (s.codes.shape[1], len(s.pi))
    given = (s.codes[:, :, None] == np.arange(q)).astype(float)  # units × raters × answers
    present = s.codes >= 0
    rated = present.sum(axis=0)
    used = rated > 0
    given, present, rated, r = given[:, used], present[:, used], rated[used], int(used.sum())
    share = given.sum(axis=0) / rated[:, None]  # raters × answers
    mean = share.mean(axis=0)
    spread = (share.T @ share - r * np.outer(mean, mean)) / (r - 1) if r > 1 else np.zeros((q, q))
    pe = float((s.weights * (np.outer(mean, mean) - spread / r)).sum())
    if r < 2:
        return pe, np.full(n, pe)
    # each unit's pull on the raters' own answer shares, hence on pe (Gwet 2014, 5.4)
    pull = (given - (present - rated / n)[:, :, None] * share) * (n / rated)[None, :, None]
    others = r * mean - share
    per_unit = (pull * (others @ s.weights)[None, :, :]).sum(axis=(1, 2)) / (r * (r - 1))
    return pe, per_unit


def _coefficient(ratings: Ratings, weighting: str, chance: Callable[[_Sample], tuple[float, Floats]]) -> Coefficient:
    if len(ratings.scale) < 2:
        return Coefficient(None, None, None, None, 0, ONE_ANSWER_SCALE)
    s = _sample(ratings, weighting)
    n, paired = len(s.raters), int(s.paired.sum())
    if paired == 0:
        return Coefficient(None, None, None, None, n, NO_PAIRS)
    pa, (pe, pe_unit) = s.pa, chance(s)
    if 1 - pe < 1e-12:
        return Coefficient(None, None, pa, pe, n, CHANCE_IS_CERTAIN)
    value = (pa - pe) / (1 - pe)
    if n < 2:
        return Coefficient(value, None, pa, pe, n)
    # linearised value of each unit: its own agreement, less its pull on the chance term (counted twice, as pe is quadratic in π)
    unit = (n / paired) * (s.pair_agreement - pe * s.paired) / (1 - pe) - 2 * (1 - value) * (pe_unit - pe) / (1 - pe)
    se = math.sqrt(float(((unit - value) ** 2).sum()) / (n * (n - 1)))
    return Coefficient(value, se, pa, pe, n)


def gwet_ac(ratings: Ratings, weighting: str = "identity") -> Coefficient:
    """Gwet's AC1 (identity weights) or AC2 (linear, quadratic)."""
    return _coefficient(ratings, weighting, _chance_gwet)


def brennan_prediger(ratings: Ratings, weighting: str = "identity") -> Coefficient:
    """Agreement above what guessing evenly over the scale would give."""
    return _coefficient(ratings, weighting, _chance_brennan_prediger)


def fleiss_kappa(ratings: Ratings, weighting: str = "identity") -> Coefficient:
    """Fleiss' κ (for two raters this is Scott's π), extended to missing ratings."""
    return _coefficient(ratings, weighting, _chance_fleiss)


def conger_kappa(ratings: Ratings, weighting: str = "identity") -> Coefficient:
    """Conger's κ: Cohen's κ for any number of raters, each with an own habit of answering."""
    return _coefficient(ratings, weighting, _chance_conger)


def linearised_alpha(ratings: Ratings, weighting: str = "identity") -> Coefficient:
    """Krippendorff's α in Gwet's form with its linearised standard error; identity = nominal, quadratic = interval metric."""
    s = _sample(ratings, weighting)
    counts, raters = s.counts[s.paired], s.raters[s.paired]
    n = len(raters)
    if n == 0:
        return Coefficient(None, None, None, None, 0, NO_PAIRS)
    mean = float(raters.mean())
    small = 1 / float(raters.sum())
    per_unit = (counts * (counts @ s.weights - 1)).sum(axis=1) / (mean * (raters - 1))
    raw = float(per_unit.mean())
    pa = (1 - small) * raw + small
    pi = counts.mean(axis=0) / mean
    pe = float(pi @ s.weights @ pi)
    if 1 - pe < 1e-12:
        return Coefficient(None, None, pa, pe, n, CHANCE_IS_CERTAIN)
    value = (pa - pe) / (1 - pe)
    if n < 2:
        return Coefficient(value, None, pa, pe, n)
    excess = (raters - mean) / mean
    large = (raw - pe) / (1 - pe)  # without the small-sample term, which does not belong to any unit
    pa_unit = per_unit - pa * excess
    pe_unit = (counts @ (s.weights @ pi + s.weights.T @ pi) / 2) / mean - pe * excess
    unit = (pa_unit - pe) / (1 - pe) - 2 * (1 - large) * (pe_unit - pe) / (1 - pe)
    se = math.sqrt(float(((unit - large) ** 2).sum()) / (n * (n - 1)))
    return Coefficient(value, se, pa, pe, n)


def gwet_ac_bootstrap(
    ratings: Ratings,
    weighting: str = "identity",
    *,
    confidence: float = 0.95,
    replicates: int = DEFAULT_REPLICATES,
    seed: int = DEFAULT_SEED,
) -> Estimate:
    """AC1/AC2 with a percentile bootstrap over units instead of the t interval."""
    plain = gwet_ac(ratings, weighting)
    if plain.value is None or plain.units < 2:
        return plain.estimate("bootstrap_percentile", confidence)
    low, high = percentile_limits(gwet_ac_replicates(ratings, weighting, replicates=replicates, seed=seed), confidence)
    return Estimate(plain.value, low, high, plain.units, "bootstrap_percentile")


def gwet_ac_replicates(
    ratings: Ratings, weighting: str = "identity", *, replicates: int = DEFAULT_REPLICATES, seed: int = DEFAULT_SEED
) -> Floats:
    """AC1/AC2 of each resample of the rated units."""
    s = _sample(ratings, weighting)
    q = len(s.pi)
    factor = float(s.weights.sum()) / (q * (q - 1))
    drawn = []
    for weights in resample_weights(len(s.raters), replicates, seed):
        paired = weights @ s.paired
        pi = (weights @ (s.counts / s.raters[:, None])) / weights.sum(axis=1, keepdims=True)
        pe = factor * (pi * (1 - pi)).sum(axis=1)
        pa = (weights @ s.pair_agreement) / np.where(paired > 0, paired, 1)
        drawn.append(((pa - pe) / (1 - pe))[paired > 0])
    return np.concatenate(drawn)


def fleiss_category_kappas(counts: Floats) -> list[float | None]:
    """Fleiss' κ of each answer against all others, for units with equally many raters (Fleiss 1971, formula 18)."""
    n, m = counts.shape[0], float(counts.sum(axis=1)[0]) if len(counts) else 0.0
    if n == 0 or m < 2:
        return [None] * counts.shape[1]
    share = counts.sum(axis=0) / (n * m)
    disagreeing = (counts * (m - counts)).sum(axis=0)
    chance = n * m * (m - 1) * share * (1 - share)
    return [None if c == 0 else float(1 - d / c) for d, c in zip(disagreeing, chance, strict=True)]


def pooled_pairs(ratings: Ratings) -> tuple[int, int]:
    """Agreeing pairs and compared pairs over all units: the two countable numbers behind "24 of 27 pairs agree"."""
    counts = ratings.counts()
    raters = counts.sum(axis=1)
    return int((counts * (counts - 1)).sum() / 2), int((raters * (raters - 1)).sum() / 2)


def specific_agreement(ratings: Ratings, answers: frozenset[object]) -> tuple[int, int]:
    """Agreement on given answers (say, "fail"): 2·(pairs with both), and that plus the pairs with only one; their ratio is it."""
    columns = [i for i, label in enumerate(ratings.scale) if label in answers]
    counts = ratings.counts()
    hits, raters = counts[:, columns].sum(axis=1), counts.sum(axis=1)
    both = int((hits * (hits - 1)).sum())
    one = int((hits * (raters - hits)).sum())
    return both, both + one
