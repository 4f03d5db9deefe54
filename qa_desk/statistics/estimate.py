"""The one shape in which every uncertain figure travels: value, interval, n, how it was made, and why it may be missing."""

from __future__ import annotations

from dataclasses import dataclass


def N_(text: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a note for translation; whoever shows it passes it to `tr` (this room knows no language)."""
    return text


NO_DATA = N_("no data")
TOO_FEW = N_("too few values for an interval")
ONE_VALUE = N_("one value: no interval")
NO_VARIATION = N_("all values are alike")
NO_DENOMINATOR = N_("the denominator is zero")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval (or the level asked for).

    `value` is None when the figure is undefined, `low`/`high` are None when no honest interval exists; `note` then says why.
    `n` counts what the figure rests on (answers, contacts, units), `method` names the interval ("wilson", "t", "bca", …).
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    note: str | None = None


def undefined(method: str, note: str, n: int = 0) -> Estimate:
    """An estimate that does not exist, with the reason in words."""
    return Estimate(None, None, None, n, method, note)


def without_interval(value: float, n: int, method: str, note: str) -> Estimate:
    """A value that stands, while nothing honest can be said about its uncertainty."""
    return Estimate(value, None, None, n, method, note)
