"""Limits of a figure and of a change, and the records that they may need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Row = Mapping[str, float | None]
"""One group's columns out of the scan."""


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval, the method that made it, and why there may be none."""

    low: float | None = None
    high: float | None = None
    method: str | None = None
    note: str | None = None
    variance: float | None = None
    """Of the records of a mean: what the interval of a change is made of."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A column of a scan: how many records meet a condition."""

    condition: str


@dataclass(frozen=True, slots=True)
class Percentile:
    """A column that needs the records in order: the `q`-th part of a measure of those that entered."""

    measure: str
    q: float
    entered: str


@dataclass(frozen=True, slots=True)
class Quotient:
    """One column over another; undefined where the lower one is zero."""

    top: str | Counted
    bottom: str | Counted


Column = str | Counted | Percentile | Quotient
"""What an aggregate wants of a scan; a text is an SQL aggregate."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Records that an interval needs: a measure, or sums of numerator and denominator by cluster."""

    measure: str
    weight: str | None = None
    cluster: str | None = None


def combined_change(before: Row, after: Row, limits: tuple[Limits, Limits]) -> Limits | None:
    """The interval of after − before out of the two figures' own limits (MOVER); None where either has none.

    MOVER (Zou & Donner 2008) generalises Newcombe's hybrid: it needs only the limits of the two figures, so that a difference of
    medians or of bootstrapped means has an interval too.
    """
    old, new = before["value"], after["value"]
    if old is None or new is None:
        return None
    return _mover(old, limits[0], new, limits[1])


def _mover(old: float, first: Limits, new: float, second: Limits) -> Limits | None:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return None
    change = new - old
    low = change - math.hypot(new - second.low, first.high - old)
    return Limits(low, change + math.hypot(second.high - new, old - first.low), "mover")
