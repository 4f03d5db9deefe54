"""Estimates from a sample that was drawn in strata, or with unequal chances (Cochran 1977, ch. 5; Hájek 1971)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.statistics.estimate import N_, NO_DATA, ONE_VALUE, Estimate, undefined, without_interval
from qa_desk.statistics.quantiles import t_quantile, two_sided_z

if TYPE_CHECKING:
    from collections.abc import Sequence

THIN_STRATUM = N_("a stratum with fewer than 2 evaluations: its spread is not known")
EMPTY_STRATUM = N_("a stratum without any evaluation: nothing stands for its contacts")


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum: how many contacts it has, and the values of those that were drawn (mean, standard deviation, number)."""

    population: int
    n: int
    mean: float
    sd: float


def stratified_mean(strata: Sequence[Stratum], confidence: float = 0.95, *, is_finite: bool = True) -> Estimate:
    """Σ W_h·ȳ_h with Var = Σ W_h²·s_h²/n_h·(1−n_h/N_h), W_h = N_h/N. n is the number of evaluations.

    `is_finite` False leaves the finite-population factor out: for statements about how an agent works, not about this period's
    contacts. The interval uses z: with few values a stratum it is a little too narrow, and says nothing below two.
    """
    present = [stratum for stratum in strata if stratum.population > 0]
    n = sum(stratum.n for stratum in present)
    total = sum(stratum.population for stratum in present)
    if not n:
        return undefined("stratified", NO_DATA)
    if any(stratum.n == 0 for stratum in present):
        return undefined("stratified", EMPTY_STRATUM, n)
    mean = sum(stratum.population / total * stratum.mean for stratum in present)
    if any(stratum.n < 2 and stratum.n < stratum.population for stratum in present):
        return without_interval(mean, n, "stratified", THIN_STRATUM)
    half = two_sided_z(confidence) * standard_error(present, is_finite=is_finite)
    return Estimate(mean, mean - half, mean + half, n, "stratified")


def standard_error(strata: Sequence[Stratum], *, is_finite: bool = False) -> float:
    """√Σ W_h²·s_h²/n_h, each term times (1−n_h/N_h) where the population is finite; every n_h must be positive."""
    total = sum(stratum.population for stratum in strata)
    return math.sqrt(
        sum(
            (stratum.population / total) ** 2
            * stratum.sd**2
            / stratum.n
            * (1 - stratum.n / stratum.population if is_finite else 1)
            for stratum in strata
            if stratum.population
        )
    )


def neyman_shares(populations: Sequence[int], sds: Sequence[float], n: int) -> list[float]:
    """n_h ∝ N_h·s_h, unrounded: the best allocation where the spreads of the strata differ; proportional where none varies."""
    weights = [population * sd for population, sd in zip(populations, sds, strict=True)]
    if not any(weights):
        weights = [float(population) for population in populations]
    total = sum(weights)
    return [n * weight / total if total else 0.0 for weight in weights]


def hajek_mean(values: Sequence[float], chances: Sequence[float], confidence: float = 0.95) -> Estimate:
    """Σ(y/π)/Σ(1/π) of values that were drawn with the chances π, with a t interval from the linearised variance.

    The right mean where some contacts had a better chance to be drawn than others; with equal chances the plain mean and its t
    interval.
    """
    if any(not 0 < chance <= 1 for chance in chances):
        msg = "every value needs the chance, above 0 and up to 1, with which it was drawn"
        raise ValueError(msg)
    n = len(values)
    if not n:
        return undefined("hajek", NO_DATA)
    weights = [1 / chance for chance in chances]
    total = math.fsum(weights)
    mean = math.fsum(weight * value for weight, value in zip(weights, values, strict=True)) / total
    if n < 2:
        return without_interval(mean, n, "hajek", ONE_VALUE)
    squares = math.fsum((weight * (value - mean)) ** 2 for weight, value in zip(weights, values, strict=True))
    half = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(n / (n - 1) * squares) / total
    return Estimate(mean, mean - half, mean + half, n, "hajek")
