"""Local wall-clock time and working time for whole columns of instants.

Both are functions looked up, never loops over days per record: local time is the instant plus the offset in force; working
time is one
cumulative function ("working seconds since an epoch"),
so that the business duration of any pair is the difference of two look-ups.
Opening hours are local wall-clock hours: on the day the clocks change an opening of 01:00–09:00 is seven or nine hours long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Instants = NDArray[np.int64]

DAY_S = 86_400
_EARLIEST, _LATEST = date(1970, 1, 2), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Opening hours of the week in a time zone: weekdays (0 = Monday), seconds after local midnight, closed dates."""

    timezone: str
    weekdays: frozenset[int]
    open_s: int
    close_s: int
    holidays: frozenset[date] = frozenset()


def counted_instants() -> tuple[int, int]:
    """The first and the last second of the years that the program counts with: an instant beyond them is a slip in a file."""
    return _instant(_EARLIEST, 0, UTC), _instant(_LATEST, 0, UTC) - 1


def business_calendar(setting: Mapping[str, Any], timezone: str) -> BusinessCalendar:
    """The calendar out of the setting's table {"weekdays", "open", "close", "holidays"}."""
    return BusinessCalendar(
        timezone,
        frozenset(setting["weekdays"]),
        _seconds(setting["open"]),
        _seconds(setting["close"]),
        frozenset(date.fromisoformat(day) for day in setting.get("holidays", ())),
    )


def _seconds(clock_time: str) -> int:
    hours, _, rest = clock_time.partition(":")
    minutes, _, seconds = rest.partition(":")
    return int(hours) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)


def opening_intervals(calendar: BusinessCalendar, first: date, last: date) -> list[tuple[int, int]]:
    """UTC seconds of opening and closing for every open day from `first` to `last`, both included."""
    zone, found, day = ZoneInfo(calendar.timezone), [], first
    while day <= last:
        if day.weekday() in calendar.weekdays and day not in calendar.holidays:
            opens, closes = (_instant(day, seconds, zone) for seconds in (calendar.open_s, calendar.close_s))
            if closes > opens:
                found.append((opens, closes))
        day += timedelta(days=1)
    return found


def working_seconds(calendar: BusinessCalendar, instants: Instants) -> Instants:
    """Working seconds from 1970 to each instant; the difference of two is the business duration between them."""
    import numpy as np

    if not instants.size:
        return instants.copy()
    edges, heights = _cumulative(calendar, _days_around(instants)[1].year)
    if not edges:
        return np.zeros_like(instants)
    return np.rint(np.interp(instants, edges, heights)).astype(np.int64)


@lru_cache(maxsize=8)
def _cumulative(calendar: BusinessCalendar, last_year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The corners of the cumulative function: at each opening and closing, the working seconds so far."""
    edges, heights, total = [], [], 0
    for opens, closes in opening_intervals(calendar, _EARLIEST, date(last_year, 12, 31)):
        edges += [opens, closes]
        heights += [total, total + closes - opens]
        total += closes - opens
    return tuple(edges), tuple(heights)


def local_seconds(timezone: str, instants: Instants) -> Instants:
    """Each instant as seconds since 1970-01-01 on the local wall clock."""
    import numpy as np

    if not instants.size:
        return instants.copy()
    first, last = _days_around(instants)
    since, offsets = zip(*offset_changes(timezone, first, last), strict=True)
    where = np.searchsorted(np.array(since[1:], dtype=np.int64), instants, side="right")
    return instants + np.array(offsets, dtype=np.int64)[where]


def offset_changes(timezone: str, first: date, last: date) -> list[tuple[int, int]]:
    """(instant, offset from UTC in force since then) from `first` on: one pair at the start and one a change."""
    zone = ZoneInfo(timezone)
    here, end = _instant(first, 0, UTC), _instant(last, 0, UTC)
    found = [(here, _offset(here, zone))]
    while here < end:
        following = here + DAY_S
        if _offset(following, zone) != found[-1][1]:
            low, high = here, following
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if _offset(middle, zone) != found[-1][1] else (middle, high)
            found.append((high, _offset(high, zone)))
        here = following
    return found


def day_start(day: date, timezone: str) -> int:
    """The instant at which a local day begins."""
    return _instant(day, 0, ZoneInfo(timezone))


def local_day(instant: int, timezone: str) -> date:
    """The local day an instant falls on."""
    return datetime.fromtimestamp(instant, ZoneInfo(timezone)).date()


def _instant(day: date, seconds: int, zone: Any) -> int:  # noqa: ANN401 - any tzinfo
    naive = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - the zone follows
    return int(naive.replace(tzinfo=zone).timestamp())


def _offset(instant: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _days_around(instants: Instants) -> tuple[date, date]:
    """Whole days that hold all instants with two days to spare, within the years that the program counts with."""

    def day(instant: int, spare: int) -> date:
        limited = min(max(instant // DAY_S + spare, _EARLIEST.toordinal() - 719_163), _LATEST.toordinal() - 719_163)
        return date.fromordinal(limited + 719_163)

    return day(int(instants.min()), -2), day(int(instants.max()), 2)
