from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qa_desk.domain.coaching import Measure, TeamView, initials
from qa_desk.domain.coaching_span import Span
from qa_desk.domain.coaching_text import (
    chance_text,
    change_text,
    duration_text,
    failed_text,
    full_text,
    interval_text,
    number_text,
    period_text,
    value_text,
)
from qa_desk.kpis.wording import amount


def test_a_value_is_rounded_half_up_once() -> None:
    assert number_text(84.25, 1) == "84.3"
    assert number_text(-0.25, 1) == "−0.3"
    assert number_text(None) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (4.5, "4.5 s"),
        (45, "45 s"),
        (59.4, "59 s"),
        (65, "65 s"),
        (7800, "2 h 10 min"),
        (277_200, "3 d 5 h"),
        (-30, "−30 s"),
    ],
)
def test_a_duration_shows_its_two_largest_units(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_share_is_a_percentage_and_a_small_one_keeps_a_decimal() -> None:
    assert value_text(0.853, "share") == "85 %"
    assert value_text(0.0123, "share") == "1.2 %"


def test_a_change_whose_interval_holds_zero_is_no_clear_change() -> None:
    assert change_text(Measure(6.0, -1.9, 13.9, 14)) == "+6.0 points, no clear change"
    assert change_text(Measure(-6.0, -9.0, -3.0, 14)) == "−6.0 points"
    assert change_text(Measure(0.1, 0.03, 0.17, 360), "share") == "+10.0 points"


def test_no_interval_prints_none() -> None:
    assert interval_text(Measure(80.0, None, None, 3)) == ""
    assert full_text(Measure(80.0, None, None, 3)) == "80.0 (n 3)"


def test_a_probability_is_never_certain() -> None:
    assert [chance_text(p) for p in (1.0, 0.0, 0.8)] == ["over 99 %", "under 1 %", "80 %"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nurul Aisyah binti Rahman", "NR"), ("陈晓明", "晓明"), ("Дмитрий Соколов", "ДС"), ("bo", "Bo"), ("  ", "?"), ("=1", "?")],
)
def test_initials_stand_for_any_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("seconds", [0, 7.5, 45, 99, 100, 3_599, 3_960, 86_399, 172_800, 300_000])
def test_durations_are_written_as_in_the_report(seconds: float) -> None:
    assert value_text(seconds, "s") == amount(seconds, "s")


def test_a_change_has_its_unit() -> None:
    assert change_text(Measure(3.14, 1.0, 5.0, 20)) == "+3.1 points"
    assert change_text(Measure(-20.0, -30.0, -10.0, 20), "points") == "−20 points"
    assert change_text(Measure(0.023, 0.01, 0.04, 20), "share") == "+2.3 points"
    assert change_text(Measure(3_960.0, 10.0, 7_000.0, 20), "s") == "+1 h 06 min"


def test_a_critical_error_says_that_the_question_was_failed() -> None:
    assert failed_text("customer", "Information is correct") == "failed: Information is correct (customer-critical)"


def test_the_end_of_the_data_is_said_where_it_lies_before_the_day_of_the_figures() -> None:
    span = Span(date(2021, 1, 4), date(2021, 3, 31))
    view = TeamView(None, span, span.previous(), date(2024, 5, 31), None, None, (), data_end=date(2021, 3, 31))
    assert period_text(view).endswith("; the data end on 2021-03-31")
    assert period_text(replace(view, as_of=date(2021, 3, 31))).endswith("; as of 2021-03-31")
    assert period_text(replace(view, left_out=2)).endswith(
        "; 2 evaluations are left out until you have scored their contacts too, blind"
    )
