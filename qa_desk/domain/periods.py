"""Periods of the calendar: their first days, the one before, the same one last year, and spans of days to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SAME_WEEKDAY_LAST_YEAR = timedelta(days=364)
"""Days and weeks are compared with those 52 weeks earlier, so that a Monday meets a Monday."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is open on that side."""

    first: date | None = None
    last: date | None = None


def period_start(period: str, day: date) -> date:
    """The first day of the day, week (from Monday), month, quarter or year that a day lies in."""
    return _STARTS[period](day)


_STARTS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=day.month - (day.month - 1) % 3, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def next_start(period: str, start: date) -> date:
    """The first day of the period that follows the one starting at `start`."""
    if period in _MONTHS:
        return add_months(start, _MONTHS[period])
    return start + timedelta(days=7 if period == "week" else 1)


def period_before(period: str, start: date, compare: str) -> date:
    """The first day of the period to compare with: the previous one, or the same one last year."""
    if compare == "previous":
        return add_months(start, -_MONTHS[period]) if period in _MONTHS else start - timedelta(days=7 if period == "week" else 1)
    return add_months(start, -12) if period in _MONTHS else start - SAME_WEEKDAY_LAST_YEAR


def span_before(span: Span, compare: str) -> Span:
    """The span to compare a span with: whole months before whole months, else as many days directly before; or a year earlier."""
    if span.first is None or span.last is None:
        return Span()
    first, after = span.first, span.last + timedelta(days=1)
    whole_months = first.day == 1 and after.day == 1
    if compare == "year":
        if whole_months:
            return Span(add_months(first, -12), add_months(after, -12) - timedelta(days=1))
        return Span(first - SAME_WEEKDAY_LAST_YEAR, span.last - SAME_WEEKDAY_LAST_YEAR)
    if whole_months:
        months = (after.year - first.year) * 12 + after.month - first.month
        return Span(add_months(first, -months), first - timedelta(days=1))
    return Span(first - (after - first), first - timedelta(days=1))


def last_weeks(count: int, day: date) -> Span:
    """So many weeks from Monday, up to a day: its own week is the last of them and may not be over yet."""
    return Span(period_start("week", day) - timedelta(weeks=count - 1), day)


def periods_within(period: str, first: date, last: date) -> list[date]:
    """First days of all periods that touch the days from `first` to `last`."""
    found, start = [], period_start(period, first)
    while start <= last:
        found.append(start)
        start = next_start(period, start)
    return found


def add_months(day: date, months: int) -> date:
    """The same day of the month, some months away (the month's last day where there is no such day)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
