"""Figures in words: a value with its unit, its interval, its change; counts where a percentage would pretend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.kpis.figure import Figure

_MINUS = "−"


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """A value as people read it: `84.2 %`, `1 h 05 min`, `3 min 20 s`, `+20 points`."""
    text = _AMOUNTS[unit](abs(value))
    sign = _MINUS if value < 0 and text.strip("0. %s") else "+" if signed and value > 0 else ""
    return sign + text


def duration(seconds: float) -> str:
    """Seconds as the two largest units that matter."""
    whole = round(seconds)
    if whole < 100:
        return tr("{s} s", s=f"{seconds:.1f}".rstrip("0").rstrip(".") if seconds < 10 else whole)
    if whole < 3_600:
        return tr("{m} min {s:02d} s", m=whole // 60, s=whole % 60)
    minutes = round(seconds / 60)
    if minutes < 48 * 60:
        return tr("{h} h {m:02d} min", h=minutes // 60, m=minutes % 60)
    hours = round(seconds / 3_600)
    return tr("{d} d {h} h", d=hours // 24, h=hours % 24)


def _count(value: float) -> str:
    return count_text(round(value))


_AMOUNTS: dict[str, Callable[[float], str]] = {
    "s": duration,
    "share": lambda value: tr("{p} %", p=f"{100 * value:.1f}"),
    "points": lambda value: f"{value:.0f}",
    "score": lambda value: f"{value:.1f}",
    "count": _count,
    "per_record": lambda value: f"{value:.2f}",
    "money": lambda value: f"{value:.2f}",
    "per_year": lambda value: tr("{percent} % a year", percent=f"{100 * value:.1f}"),
}


def value_text(figure: Figure) -> str:
    """The value, or the counts where there are too few for a figure; "–" where there is none."""
    if figure.value is None:
        return "–"
    if (
        figure.standing == "counts_only"
        and figure.unit == "share"
        and figure.numerator is not None
        and figure.denominator == figure.n
    ):
        return tr("{x} of {n}", x=round(figure.numerator), n=figure.n)
    if figure.standing == "counts_only" and figure.unit == "score":
        return ntr("{count} score", "{count} scores", figure.n)
    return amount(figure.value, figure.unit)


def values_only(n: int, least: int) -> str:
    """Why so few evaluations have neither a mean to read nor an interval."""
    return ntr(
        "{count} evaluation: its value only; an interval needs {least}",
        "{count} evaluations: values only; an interval needs {least}",
        n,
        least=least,
    )


def interval_text(figure: Figure) -> str:
    """The interval, or nothing where none is honest."""
    if figure.low is None or figure.high is None or figure.standing == "counts_only":
        return ""
    if figure.unit == "share":
        return tr("{low}–{high} %", low=f"{100 * figure.low:.1f}", high=f"{100 * figure.high:.1f}")
    return tr("{low} to {high}", low=amount(figure.low, figure.unit), high=amount(figure.high, figure.unit))


def change_text(figure: Figure) -> str:
    """The change with its interval, or that there is no clear one."""
    if figure.change is None or figure.standing in ("no_data", "counts_only"):
        return ""
    is_share = figure.unit == "share"
    points = tr(" points") if is_share else ""

    def shown(value: float) -> str:
        return f"{100 * value:+.1f}".replace("-", _MINUS) if is_share else amount(value, figure.unit, signed=True)

    if figure.change_low is None or figure.change_high is None:
        return shown(figure.change) + points
    span = tr("{low} to {high}", low=shown(figure.change_low), high=shown(figure.change_high))
    if figure.moved == "no_clear_change":
        return tr("no clear change ({span})", span=span)
    return f"{shown(figure.change)}{points} ({span})"
