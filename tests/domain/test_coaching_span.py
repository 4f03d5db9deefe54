from __future__ import annotations

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.coaching_span import Span, month_span, parse_span, rolling_span, trend_buckets
from qa_desk.domain.errors import Refusal
from qa_desk.ui.report.model import PERIOD_CHOICES

TODAY = date(2024, 5, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
        ("2024-05-01..2024-05-20", "2024-05-01", "2024-05-20"),
        ("2024-05-01..", "2024-05-01", "2024-05-31"),
        ("2024-05-09", "2024-05-09", "2024-05-09"),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, first: str, last: str) -> None:
    assert parse_span(text, TODAY) == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["May", "2024-13", "2024-W60", "2024-05-20..2024-05-01", "..", "2024-02-30"])
def test_anything_else_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refusal, match="2024-Q2"):
        parse_span(text, TODAY)


def test_nothing_is_the_thirteen_weeks_from_monday_up_to_today() -> None:
    assert parse_span(None, TODAY) == rolling_span(TODAY) == Span(date(2024, 3, 4), TODAY)
    assert rolling_span(date(2024, 6, 2)).days == 91


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_report_and_the_coaching_pages_mean_the_same_thirteen_weeks(day: date) -> None:
    report = next(choice for choice in PERIOD_CHOICES if choice.key == "weeks13").span(date(1999, 1, 1), day)
    assert (report.first, report.last) == (rolling_span(day).first, rolling_span(day).last)


def test_before_whole_months_come_as_many_whole_months() -> None:
    assert month_span(2024, 3).previous() == month_span(2024, 2)
    assert month_span(2024, 1, 3).previous() == month_span(2023, 10, 3)


def test_before_other_days_come_as_many_days() -> None:
    assert Span(date(2024, 3, 5), date(2024, 3, 9)).previous() == Span(date(2024, 2, 29), date(2024, 3, 4))


def test_a_day_of_a_clock_change_has_its_own_length() -> None:
    start, end = Span(date(2024, 3, 31), date(2024, 3, 31)).instants(ZoneInfo("Europe/Berlin"))
    assert end - start == 23 * 3600


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 800))
def test_trend_buckets_follow_each_other_without_gaps_and_cover_the_span(first: date, days: int) -> None:
    from datetime import timedelta

    span = Span(first, first + timedelta(days=days))
    buckets = trend_buckets(span)
    assert len(buckets) >= 6
    assert buckets[0].first <= span.first
    assert buckets[-1].last == span.last
    for before, after in pairwise(buckets):
        assert after.first - before.last == timedelta(days=1)
