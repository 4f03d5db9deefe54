from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_desk.domain.calendar import BusinessCalendar, business_calendar, day_start, local_day, local_seconds, working_seconds

WEEKDAYS = {"weekdays": [0, 1, 2, 3, 4], "open": "09:00", "close": "17:00", "holidays": ["2024-03-08"]}
UTC_OFFICE = business_calendar(WEEKDAYS, "UTC")


def instant(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def business(calendar: BusinessCalendar, start: str, end: str, zone: str = "UTC") -> int:
    first, last = working_seconds(calendar, np.array([instant(start, zone), instant(end, zone)]))
    return int(last - first)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-04T10:00", "2024-03-04T10:06", 360),
        ("2024-03-04T16:30", "2024-03-05T09:30", 3600),
        ("2024-03-09T11:00", "2024-03-11T09:30", 1800),  # asked on a Saturday: the clock starts on Monday
        ("2024-03-07T16:50", "2024-03-11T09:10", 1200),  # over a holiday and a weekend
        ("2024-03-04T06:00", "2024-03-04T08:00", 0),  # answered before opening
        ("2024-03-04T09:00", "2024-03-04T17:00", 28_800),
    ],
)
def test_business_time_runs_only_while_open(start: str, end: str, expected: int) -> None:
    assert business(UTC_OFFICE, start, end) == expected


def test_an_opening_over_the_spring_change_is_an_hour_shorter_and_over_the_autumn_change_an_hour_longer() -> None:
    night = business_calendar({"weekdays": [6], "open": "01:00", "close": "09:00"}, "Europe/Paris")
    assert business(night, "2024-03-31T00:00", "2024-03-31T12:00", "Europe/Paris") == 7 * 3600
    assert business(night, "2024-10-27T00:00", "2024-10-27T12:00", "Europe/Paris") == 9 * 3600


def test_opening_hours_follow_the_local_clock_through_the_year() -> None:
    paris = business_calendar({"weekdays": [0], "open": "09:00", "close": "10:00"}, "Europe/Paris")
    for monday in ("2024-01-08", "2024-07-08"):
        assert business(paris, f"{monday}T08:30", f"{monday}T09:30", "Europe/Paris") == 1800


def test_a_calendar_that_never_opens_counts_nothing() -> None:
    closed = business_calendar({"weekdays": [], "open": "09:00", "close": "17:00"}, "UTC")
    assert business(closed, "2024-03-04T10:00", "2024-04-04T10:06") == 0


def test_no_instants_give_no_seconds() -> None:
    nothing = np.array([], dtype=np.int64)
    assert working_seconds(UTC_OFFICE, nothing).size == 0
    assert local_seconds("Europe/Paris", nothing).size == 0


def test_open_all_day_counts_every_second() -> None:
    always = business_calendar({"weekdays": list(range(7)), "open": "00:00", "close": "24:00"}, "Europe/Paris")
    assert business(always, "2024-03-30T12:00", "2024-04-02T12:00", "UTC") == 3 * 86_400


@settings(deadline=None)  # the first example draws the whole calendar
@given(st.lists(st.integers(946_684_800, 2_000_000_000), min_size=3, max_size=3))
def test_business_time_adds_up_over_any_split_and_never_exceeds_the_calendar(instants: list[int]) -> None:
    first, middle, last = sorted(instants)
    a, b, c = working_seconds(UTC_OFFICE, np.array([first, middle, last]))
    assert a <= b <= c
    assert c - a <= last - first
    alone = working_seconds(UTC_OFFICE, np.array([first, last]))
    assert alone[1] - alone[0] == c - a


@given(
    st.integers(946_684_800, 2_000_000_000),
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_local_seconds_are_what_the_wall_clock_shows(moment: int, zone: str) -> None:
    shown = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(local_seconds(zone, np.array([moment]))[0]))
    assert shown.replace(tzinfo=None) == datetime.fromtimestamp(moment, ZoneInfo(zone)).replace(tzinfo=None)
    assert local_day(moment, zone) == shown.date()


def test_a_local_day_begins_at_local_midnight() -> None:
    assert day_start(date(2024, 3, 31), "Europe/Paris") == instant("2024-03-30T23:00")
