from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.periods import (
    Span,
    add_months,
    next_start,
    period_before,
    period_start,
    periods_within,
    span_before,
)

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
periods = st.sampled_from(["day", "week", "month", "quarter", "year"])


@given(days, periods)
def test_every_day_lies_in_exactly_one_period(day: date, period: str) -> None:
    start = period_start(period, day)
    assert start <= day < next_start(period, start)
    assert period_start(period, next_start(period, start) - timedelta(days=1)) == start


@given(days, periods)
def test_the_period_before_ends_where_this_one_begins(day: date, period: str) -> None:
    start = period_start(period, day)
    assert next_start(period, period_before(period, start, "previous")) == start


@given(days)
def test_a_week_a_year_ago_begins_on_a_monday_too(day: date) -> None:
    assert period_before("week", period_start("week", day), "year").weekday() == 0


@pytest.mark.parametrize(
    ("span", "compare", "expected"),
    [
        ((date(2024, 3, 1), date(2024, 3, 31)), "previous", (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2024, 1, 1), date(2024, 3, 31)), "previous", (date(2023, 10, 1), date(2023, 12, 31))),
        ((date(2024, 3, 4), date(2024, 3, 10)), "previous", (date(2024, 2, 26), date(2024, 3, 3))),
        ((date(2024, 2, 1), date(2024, 2, 29)), "year", (date(2023, 2, 1), date(2023, 2, 28))),
        ((date(2024, 3, 4), date(2024, 3, 10)), "year", (date(2023, 3, 6), date(2023, 3, 12))),
    ],
)
def test_spans_are_compared_with_their_like(span: tuple[date, date], compare: str, expected: tuple[date, date]) -> None:
    assert span_before(Span(*span), compare) == Span(*expected)


def test_an_open_span_has_none_before() -> None:
    assert span_before(Span(None, date(2024, 1, 1)), "previous") == Span()


def test_months_end_on_the_last_day_there_is() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 31), -11) == date(2023, 2, 28)


def test_periods_within_touch_both_ends() -> None:
    assert periods_within("month", date(2024, 1, 31), date(2024, 3, 1)) == [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
