"""How severe or lenient each evaluator is: the crossed model score = μ + interaction + evaluator + error, both random.

Complete tables have a closed form: analysis-of-variance estimates, which equal REML where no component is negative, and the best
linear unbiased predictor of the evaluators (Searle, Casella & McCulloch 1992, ch. 4). Tables with gaps are fitted by REML over
Henderson's mixed model equations (Henderson 1975; likelihood as in Searle et al., ch. 6 and 8), whose size is the evaluators'.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.statistics.icc import mean_squares

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_LOWEST, _HIGHEST = -14.0, 12.0
"""Limits of the logarithm of a variance ratio: below the lowest a component is none."""
_FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Severity:
    """Grand mean, the three standard deviations, and per evaluator (column) the raw and the shrunken deviation with its error.

    `standard_errors` are those of prediction (shrunken − true deviation from the mean of these evaluators). `shared` counts
    each evaluator's interactions that somebody else scored too.
    """

    mu: float
    sd_item: float
    sd_rater: float
    sd_residual: float
    raw_deviation: tuple[float, ...]
    rater_effects: tuple[float, ...]
    standard_errors: tuple[float, ...]
    shared: tuple[int, ...] = ()


def crossed_severity(table: ArrayLike) -> Severity | None:
    """Rows interactions, columns evaluators, NaN where somebody did not score; None below 2 interactions that two share.

    A table whose evaluators fall into groups that share nothing is fitted all the same: the groups are compared through the mean
    of their interactions only, which `groups_of` tells beforehand.
    """
    data = np.asarray(table, dtype=float)
    if data.ndim != 2:
        return None
    is_there = ~np.isnan(data)
    if is_there.all():
        return _complete(data) if min(data.shape) >= 2 else None
    is_shared = is_there.sum(axis=1) >= 2
    if is_shared.sum() < _FEWEST_SHARED or is_there.any(axis=0).sum() < 2:
        return None
    return _with_gaps(data, is_there, is_shared)


def groups_of(table: ArrayLike) -> int:
    """How many groups of evaluators share no interaction with each other: severity compares within one group only."""
    is_there = ~np.isnan(np.asarray(table, dtype=float))
    places = list(range(is_there.shape[1]))

    def root(place: int) -> int:
        while places[place] != place:
            place = places[place]
        return place

    for row in is_there:
        present = np.flatnonzero(row)
        for other in present[1:]:
            places[root(int(other))] = root(int(present[0]))
    return len({root(place) for place in range(len(places)) if is_there[:, place].any()})


def _complete(data: Floats) -> Severity:
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
    spread = math.sqrt(pull * error / n * (1 - 1 / k))
    return Severity(
        mu=float(data.mean()),
        sd_item=math.sqrt((rows - error) / k),
        sd_rater=math.sqrt(rater),
        sd_residual=math.sqrt(error),
        raw_deviation=tuple(map(float, raw)),
        rater_effects=tuple(map(float, pull * raw)),
        standard_errors=(spread,) * k,
        shared=(n,) * k,
    )


def _with_gaps(data: Floats, is_there: NDArray[np.bool_], is_shared: NDArray[np.bool_]) -> Severity:
    some = is_there.any(axis=1)
    data, is_there, is_shared = data[some], is_there[some], is_shared[some]
    equations = _Equations(data, is_there)
    item, rater = _minimised(equations.deviance)
    solved = equations.solve(item, rater)
    columns = data.shape[1]
    centred = data - np.nanmean(data, axis=1, keepdims=True)
    counts = (is_there & is_shared[:, None]).sum(axis=0)
    raw = [float(np.mean(centred[is_there[:, c] & is_shared, c])) if counts[c] else math.nan for c in range(columns)]
    error = solved.residual
    spread = math.sqrt(rater * error)
    return Severity(
        mu=solved.mu,
        sd_item=math.sqrt(item * error),
        sd_rater=spread,
        sd_residual=math.sqrt(error),
        raw_deviation=tuple(raw),
        rater_effects=tuple(map(float, solved.rater_effects)),
        standard_errors=tuple(float(s) for s in np.sqrt(solved.prediction_variances * error)) if rater else (0.0,) * columns,
        shared=tuple(map(int, counts)),
    )


@dataclass(frozen=True, slots=True)
class _Solved:
    mu: float
    residual: float
    rater_effects: Floats
    prediction_variances: Floats
    """In units of the residual variance."""


class _Equations:
    """The mixed model equations of one table, for given ratios of the variances to the residual one.

    The interactions' block is diagonal and is absorbed, so that what is left to solve has one row for the mean and one an
    evaluator.
    """

    def __init__(self, data: Floats, is_there: NDArray[np.bool_]) -> None:
        scores = np.where(is_there, data, 0.0)
        incidence = is_there.astype(float)
        self._counts = incidence.sum(axis=1)
        self._item_sums = scores.sum(axis=1)
        self._beside = np.column_stack((self._counts, incidence))
        by_rater = incidence.sum(axis=0)
        self._total = float(incidence.sum())
        self._square = float((scores**2).sum())
        self._left = np.diag(np.concatenate(([self._total], by_rater)))
        self._left[0, 1:] = self._left[1:, 0] = by_rater
        self._right = np.concatenate(([scores.sum()], scores.sum(axis=0)))

    def deviance(self, item: float, rater: float) -> float:
        """−2 log of the restricted likelihood but for a constant, the residual variance profiled out."""
        left, right, absorbed, logs = self._absorbed(item, rater)
        solution = np.linalg.solve(left, right)
        residual = max(self._square - absorbed - float(right @ solution), 1e-9) / (self._total - 1)
        penalties = (self._counts.size * math.log(item) if item else 0.0) + (
            (left.shape[0] - 1) * math.log(rater) if rater else 0.0
        )
        return logs + float(np.linalg.slogdet(left)[1]) + penalties + (self._total - 1) * math.log(residual)

    def solve(self, item: float, rater: float) -> _Solved:
        """Estimates and predictions at the ratios that were found."""
        left, right, absorbed, _ = self._absorbed(item, rater)
        inverse = np.linalg.inv(left)
        solution = inverse @ right
        residual = max(self._square - absorbed - float(right @ solution), 0.0) / (self._total - 1)
        raters = self._right.size - 1
        effects = solution[1:] if rater else np.zeros(raters)
        # of the deviation from the mean of these evaluators: what all of them share is nobody's severity
        centring = np.eye(raters) - 1 / raters
        variances = np.diag(centring @ inverse[1:, 1:] @ centring) if rater else np.zeros(raters)
        return _Solved(float(solution[0]), residual, effects, variances)

    def _absorbed(self, item: float, rater: float) -> tuple[Floats, Floats, float, float]:
        """What is left of both sides, the part of the squares that the interactions explain, and the log of their block."""
        left, right, beside = self._left, self._right, self._beside
        if not rater:  # effects without a variance are zero and leave the equations
            left, right, beside = left[:1, :1], right[:1], beside[:, :1]
        left = left.copy()
        if rater:
            left[np.diag_indices_from(left)] += np.concatenate(([0.0], np.full(right.size - 1, 1 / rater)))
        if not item:
            return left, right, 0.0, 0.0
        block = self._counts + 1 / item
        weighted = beside / block[:, None]
        absorbed = float((self._item_sums**2 / block).sum())
        return left - beside.T @ weighted, right - weighted.T @ self._item_sums, absorbed, float(np.log(block).sum())


def _minimised(deviance: Callable[[float, float], float]) -> tuple[float, float]:
    """The two variance ratios of least deviance: by turns along each, then each left out where that fits as well."""
    place = [0.0, 0.0]
    best = deviance(1.0, 1.0)
    for _ in range(60):
        for axis in (0, 1):
            place[axis] = _golden(partial(_at, deviance, place, axis))
        now = deviance(math.exp(place[0]), math.exp(place[1]))
        if best - now < 1e-10:
            break
        best = now
    found: list[float] = [math.exp(value) for value in place]
    least = deviance(found[0], found[1])
    for axis in (0, 1):
        without = found.copy()
        without[axis] = 0.0
        if deviance(without[0], without[1]) <= least + 1e-9:
            found, least = without, deviance(without[0], without[1])
    return found[0], found[1]


def _at(deviance: Callable[[float, float], float], place: list[float], axis: int, value: float) -> float:
    moved = place.copy()
    moved[axis] = value
    return deviance(math.exp(moved[0]), math.exp(moved[1]))


_GOLDEN = (math.sqrt(5) - 1) / 2


def _golden(function: Callable[[float], float], low: float = _LOWEST, high: float = _HIGHEST) -> float:
    """The place of the minimum of a function with one valley, by golden section."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-7:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2
