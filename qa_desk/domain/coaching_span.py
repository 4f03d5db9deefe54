"""The days a coaching page looks at, the days it compares them with, and the weeks or months of its trend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain import periods
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

ROLLING_WEEKS = 13
"""An agent is judged on a rolling quarter, in weeks from Monday as the report counts them."""

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def previous(self) -> Span:
        """As many whole months before it where it is made of months, else as many days."""
        before = periods.span_before(periods.Span(self.first, self.last), "previous")
        if before.first is None or before.last is None:
            msg = "a closed span has a span before it"
            raise ValueError(msg)
        return Span(before.first, before.last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first.isoformat()} – {self.last.isoformat()}"

    def instants(self, zone: ZoneInfo) -> tuple[int, int]:
        """The first second, and the first second after it, as UTC epochs in the centre's time zone."""
        start = datetime.combine(self.first, time(), zone)
        end = datetime.combine(self.last + timedelta(days=1), time(), zone)
        return int(start.timestamp()), int(end.timestamp())


def rolling_span(day: date) -> Span:
    """The thirteen weeks from Monday that this day is in the last of, up to the day."""
    weeks = periods.last_weeks(ROLLING_WEEKS, day)
    return Span(weeks.first or day, day)


def month_span(year: int, month: int, months: int = 1) -> Span:
    """So many months from this one on."""
    first = date(year, month, 1)
    return Span(first, periods.add_months(first, months) - timedelta(days=1))


def parse_span(text: str | None, today: date) -> Span:
    """Read a period: 2024, 2024-Q2, 2024-05, 2024-W20, 2024-05-01..2024-06-15; nothing is the rolling quarter.

    Refused when it is none of these.
    """
    if not text:
        return rolling_span(today)
    try:
        return _parse(text.strip(), today)
    except ValueError as error:
        raise Refusal(
            tr("{period}: no period; write 2024, 2024-Q2, 2024-05, 2024-W20 or 2024-05-01..2024-06-15.", period=text)
        ) from error


def _parse(text: str, today: date) -> Span:
    if ".." in text:
        first, _, last = text.partition("..")
        span = Span(date.fromisoformat(first), date.fromisoformat(last) if last else today)
        if span.first > span.last:
            raise ValueError(text)
        return span
    if match := _YEAR.fullmatch(text):
        return month_span(int(match[1]), 1, 12)
    if match := _QUARTER.fullmatch(text):
        return month_span(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _MONTH.fullmatch(text):
        return month_span(int(match[1]), int(match[2]))
    if match := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return Span(monday, monday + timedelta(days=6))
    day = date.fromisoformat(text)
    return Span(day, day)


def trend_buckets(span: Span, buckets: int = 6) -> tuple[Span, ...]:
    """The weeks (for a span up to two months) or months before and in the span, oldest first; the last one ends with it."""
    if span.days <= 62:
        return tuple(
            Span(span.last - timedelta(days=7 * back + 6), span.last - timedelta(days=7 * back))
            for back in range(max(buckets, -(-span.days // 7)) - 1, -1, -1)
        )
    first = date(span.last.year, span.last.month, 1)
    months = max(buckets, (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1)
    starts = [periods.add_months(first, -back) for back in range(months - 1, -1, -1)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [span.last]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
