"""When the demonstration centre is open, who is on shift, and how hard each day is.

The centre sits in Lisbon: summer time begins on 29 March 2026. It is open Monday to Saturday from 08:00 to 20:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from making.people import AGENTS, is_employed

if TYPE_CHECKING:
    from random import Random

ZONE = ZoneInfo("Europe/Lisbon")
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
AS_OF = datetime(2026, 6, 30, 23, 59, 59, tzinfo=ZONE)
OPEN, CLOSE = time(8), time(20)
HOLIDAYS = (date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 25), date(2026, 5, 1), date(2026, 6, 4), date(2026, 6, 10))
OUTAGE_MONDAY = date(2026, 5, 11)

_OUTAGE = {0: 1.5, 1: 1.9, 2: 1.7, 3: 1.3, 4: 1.1, 5: 0.9, 6: 0.6}
_WEEKDAY_VOLUME = (1.5, 1.15, 1.05, 1.0, 0.95, 0.6, 0.28)
_HOUR_VOLUME = (1, 1, 0.5, 0.5, 0.5, 1, 2, 4, 8, 11, 12, 10, 7, 7, 9, 10, 9, 8, 7, 6, 4, 3, 2, 1.5)


def days() -> list[date]:
    """Every day of the half year."""
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def is_open(day: date) -> bool:
    """Whether the centre works on that day."""
    return day.weekday() < 6 and day not in HOLIDAYS


def overload(day: date) -> float:
    """How far the day is beyond what the centre is staffed for: 0 ordinary, above 1 the outage week."""
    value = {0: 0.3, 1: 0.05}.get(day.weekday(), 0.0)
    if day.day <= 4:
        value += 0.12  # invoices go out on the first
    if day < date(2026, 1, 12):
        value += 0.2  # parcels and presents
    since = (day - OUTAGE_MONDAY).days
    if 0 <= since < 7:
        value += _OUTAGE[since]
    elif 7 <= since < 12:
        value += 0.3 - 0.05 * (since - 7)
    return value


def volume(day: date) -> float:
    """Contacts of a day relative to an ordinary midweek day."""
    value = _WEEKDAY_VOLUME[day.weekday()] * (0.45 if day in HOLIDAYS else 1.0)
    since = (day - OUTAGE_MONDAY).days
    if 0 <= since < 7:
        value *= 2.3 if since < 3 else 1.7
    if day.day <= 4:
        value *= 1.12
    return value * (1 + 0.05 * (day.month - 1) / 5)


def count(random: Random, mean: float) -> int:
    """A count around a mean, a little wider than Poisson."""
    return max(0, round(random.gauss(mean, (mean * 1.6) ** 0.5)))


def instant(random: Random, day: date, in_hours: bool) -> datetime:
    """A moment of the day by the hour profile; within opening hours where asked."""
    hours = range(OPEN.hour, CLOSE.hour) if in_hours else range(24)
    hour = random.choices(hours, [_HOUR_VOLUME[h] for h in hours])[0]
    return datetime(day.year, day.month, day.day, hour, random.randrange(60), random.randrange(60), tzinfo=ZONE)


def add_seconds(moment: datetime, seconds: float) -> datetime:
    """Elapsed time, not wall-clock time: the two differ on the night the clocks change."""
    return datetime.fromtimestamp(int(moment.timestamp() + seconds), ZONE)


def add_business(moment: datetime, seconds: float) -> datetime:
    """The moment when so many seconds of opening hours have passed."""
    left = seconds
    while True:
        day = moment.date()
        opens = datetime.combine(day, OPEN, ZONE)
        closes = datetime.combine(day, CLOSE, ZONE)
        start = max(moment, opens)
        if is_open(day) and start < closes:
            room = closes.timestamp() - start.timestamp()
            if left <= room:
                return add_seconds(start, left)
            left -= room
        moment = datetime.combine(day + timedelta(days=1), time(0), ZONE)


@dataclass(frozen=True, slots=True)
class Shift:
    """One agent's working day."""

    agent_id: str
    start: datetime
    end: datetime


def shifts(random: Random) -> dict[date, list[Shift]]:
    """The roster of shifts: early and late in turn, a day off a week, holidays and sick days."""
    plan: dict[date, list[Shift]] = {day: [] for day in days()}
    for number, agent in enumerate(AGENTS):
        leave_starts = date(2026, random.choice((1, 2, 3, 4, 6)), random.randint(2, 20))
        leave = {leave_starts + timedelta(days=n) for n in range(9)}
        for day in days():
            week = day.isocalendar().week
            day_off = (number + week) % 6
            off = {day_off, (day_off + 3) % 6} if agent.fte < 1 else {day_off}
            if not is_open(day) or not is_employed(agent, day) or day.weekday() in off:
                continue
            if day in leave or random.random() < 0.02:
                continue
            begins = time(8) if (number + week) % 2 == 0 else time(12)
            start = datetime.combine(day, begins, ZONE)
            plan[day].append(Shift(agent.id, start, add_seconds(start, 8 * 3600)))
    return plan
