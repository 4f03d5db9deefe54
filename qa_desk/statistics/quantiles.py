"""Tail areas and quantiles of the normal, t, F, χ², beta and binomial, from the regularised incomplete beta and gamma functions.

Source: continued fractions and series as in Abramowitz & Stegun 26.5.8 and 6.5.29–31 (modified Lentz evaluation);
quantiles by bisection, which cannot diverge. Relative error is below 1e-9 over the range used here (degrees of freedom 0.5–1e6).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NORMAL = NormalDist()
_TINY = 1e-300
_EPSILON = 1e-16
_MAX_TERMS = 20_000


def normal_cdf(z: float) -> float:
    """P(Z ≤ z) of the standard normal, accurate in both tails."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_quantile(p: float) -> float:
    """The z below which a share p of the standard normal lies."""
    return _NORMAL.inv_cdf(p)


def two_sided_z(confidence: float) -> float:
    """Z such that ±z holds the given share, e.g. 1.96 for 0.95."""
    return _NORMAL.inv_cdf(0.5 + confidence / 2)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta I_x(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    result = d
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1 + term * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + term / c
            c = c if abs(c) > _TINY else _TINY
            step = c * d
            result *= step
        if abs(step - 1) < _EPSILON * 8:
            return result
    msg = f"incomplete beta did not settle for a={a}, b={b}, x={x}"
    raise ArithmeticError(msg)


def incomplete_gamma(x: float, a: float) -> float:
    """Regularised lower incomplete gamma P(a, x)."""
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        while abs(term) > abs(total) * _EPSILON:
            k += 1
            term *= x / k
            total += term
        return min(1.0, front * total)
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    result = d
    for i in range(1, _MAX_TERMS):
        factor = -i * (i - a)
        b += 2
        d = factor * d + b
        d = 1 / (d if abs(d) > _TINY else _TINY)
        c = b + factor / c
        c = c if abs(c) > _TINY else _TINY
        result *= c * d
        if abs(c * d - 1) < _EPSILON * 8:
            return 1 - front * result
    msg = f"incomplete gamma did not settle for a={a}, x={x}"
    raise ArithmeticError(msg)


def t_cdf(t: float, df: float) -> float:
    """P(T ≤ t) of Student's t."""
    if t == 0:
        return 0.5
    square = t * t
    if square < df:
        tail = 0.5 * (1 - incomplete_beta(square / (df + square), 0.5, df / 2))
    else:
        tail = 0.5 * incomplete_beta(df / (df + square), df / 2, 0.5)
    return 1 - tail if t > 0 else tail


def t_two_sided_p(t: float, df: float) -> float:
    """P(|T| ≥ |t|): the two-sided p value."""
    return 2 * t_cdf(-abs(t), df)


def f_cdf(x: float, df1: float, df2: float) -> float:
    """P(F ≤ x)."""
    return 0.0 if x <= 0 else incomplete_beta(df1 * x / (df1 * x + df2), df1 / 2, df2 / 2)


def chi2_cdf(x: float, df: float) -> float:
    """P(χ² ≤ x)."""
    return incomplete_gamma(x / 2, df / 2)


def binomial_cdf(k: int, n: int, p: float) -> float:
    """P(X ≤ k) of n trials with chance p."""
    if k < 0:
        return 0.0
    return 1.0 if k >= n else incomplete_beta(1 - p, n - k, k + 1)


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The t below which a share p lies; symmetric, so 0.975 gives the usual two-sided factor."""
    if p < 0.5:
        return -t_quantile(1 - p, df)
    return 0.0 if p == 0.5 else _invert(lambda t: t_cdf(t, df), p)


@lru_cache(maxsize=4096)
def f_quantile(p: float, df1: float, df2: float) -> float:
    """The F below which a share p lies (df may be fractional)."""
    return _invert(lambda x: f_cdf(x, df1, df2), p)


@lru_cache(maxsize=4096)
def chi2_quantile(p: float, df: float) -> float:
    """The χ² below which a share p lies."""
    return _invert(lambda x: chi2_cdf(x, df), p)


@lru_cache(maxsize=4096)
def beta_quantile(p: float, a: float, b: float) -> float:
    """The x in [0, 1] below which a share p of Beta(a, b) lies."""
    return _bisect(lambda x: incomplete_beta(x, a, b), p, 0.0, 1.0)


def _invert(cdf: Callable[[float], float], p: float) -> float:
    """Where a distribution on [0, ∞) (or the upper half of a symmetric one) reaches p."""
    if not 0 < p < 1:
        msg = f"a quantile needs 0 < p < 1, not {p}"
        raise ValueError(msg)
    high = 1.0
    while cdf(high) < p:
        high *= 2
    return _bisect(cdf, p, 0.0, high)


def _bisect(cdf: Callable[[float], float], p: float, low: float, high: float) -> float:
    for _ in range(400):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
