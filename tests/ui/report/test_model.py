from __future__ import annotations

from datetime import date

import pytest

from qa_desk.domain.periods import Span
from qa_desk.kpis.figure import Figure, Records
from qa_desk.services.kpis import kpi_info
from qa_desk.ui.report.model import (
    PERIOD_CHOICES,
    axis,
    grain,
    group_columns,
    is_unfinished,
    record_columns,
    tile,
    trend_points,
)

CSAT = kpi_info("csat")
INFOS = {name: kpi_info(name) for name in ("csat", "first_response_time", "average_handle_time")}
JUNE = Span(date(2024, 6, 3), date(2024, 6, 16))


def a_share(**more: object) -> Figure:
    values: dict[str, object] = {"value": 0.8, "n": 200, "low": 0.74, "high": 0.85, "standing": "normal"}
    return Figure("csat", "share", "up", **{**values, **more})  # type: ignore[arg-type]


def test_a_tile_says_value_interval_n_and_change() -> None:
    figure = a_share(previous=0.7, change=0.1, change_low=0.02, change_high=0.18, moved="up", better=True)
    made = tile(figure, CSAT, [], "against the period before")
    assert (made.value, made.interval, made.n) == ("80.0 %", "95 %: 74.0–85.0 %", 200)
    assert made.change == "▲ +10.0 points (+2.0 to +18.0)"
    assert (made.meaning, made.is_small, made.key) == ("good", False, "csat")
    assert "against the period before" in made.definition


def test_few_records_are_counts_without_colour() -> None:
    figure = a_share(value=0.75, n=4, numerator=3, denominator=4, standing="counts_only", change=0.2, moved=None)
    made = tile(figure, CSAT, [], "")
    assert (made.value, made.interval, made.change, made.meaning, made.is_small) == ("3 of 4", "", "", None, True)


def test_a_change_within_noise_has_no_colour() -> None:
    figure = a_share(change=0.01, change_low=-0.05, change_high=0.07, moved="no_clear_change")
    made = tile(figure, CSAT, [], "")
    assert made.change == "no clear change (−5.0 to +7.0)"
    assert made.meaning is None


@pytest.mark.parametrize(
    ("verdict", "words"), [("met", "goal 85.0 %: met"), ("not_met", "goal 85.0 %: not met"), ("not_distinguishable", "within")]
)
def test_a_goal_is_said_in_words(verdict: str, words: str) -> None:
    assert words in tile(a_share(goal=0.85, goal_verdict=verdict), CSAT, [], "").note


def test_those_who_still_wait_are_said_beside_the_speed() -> None:
    figure = Figure("first_response_time", "s", "down", 60.0, 40, censored=3, standing="normal")
    assert tile(figure, INFOS["first_response_time"], [], "").note == "3 still wait"


def test_a_trend_has_a_gap_where_nothing_was_counted() -> None:
    points = trend_points([a_share(period=date(2024, 6, 10))], "week", JUNE)
    assert [point.value for point in points] == [None, 80.0]
    assert (points[1].low, points[1].high, points[1].n, points[1].key) == (74.0, 85.0, 200, date(2024, 6, 10))


def test_a_trend_leaves_out_points_that_are_counts_only() -> None:
    (point,) = trend_points([a_share(period=date(2024, 6, 10), n=3, standing="counts_only")], "week", Span())
    assert (point.value, point.low, point.n) == (None, None, 3)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(50, (1, " s")), (600, (60, " min")), (9_000, (3_600, " h")), (400_000, (86_400, " d"))]
)
def test_durations_are_drawn_in_a_unit_that_fits(seconds: float, expected: tuple[float, str]) -> None:
    assert axis([Figure("first_response_time", "s", "down", seconds, 40)]) == expected


def test_without_figures_an_axis_still_has_a_unit() -> None:
    assert axis([]) == (1, "")


@pytest.mark.parametrize(("days", "expected"), [(28, "day"), (91, "week"), (400, "month")])
def test_trends_have_a_readable_number_of_points(days: int, expected: str) -> None:
    first = date(2024, 1, 1)
    assert grain(Span(first, date.fromordinal(first.toordinal() + days - 1))) == expected


def test_periods_are_counted_back_from_the_last_day_of_data() -> None:
    spans = {choice.key: choice.span(date(2024, 1, 3), date(2024, 6, 12)) for choice in PERIOD_CHOICES}
    assert spans["weeks4"] == Span(date(2024, 5, 20), date(2024, 6, 12))
    assert spans["month_before"] == Span(date(2024, 5, 1), date(2024, 5, 31))
    assert spans["quarter_before"] == Span(date(2024, 1, 1), date(2024, 3, 31))
    assert spans["all"] == Span(date(2024, 1, 3), date(2024, 6, 12))


def test_a_week_that_goes_on_is_said_to() -> None:
    assert is_unfinished("week", Span(date(2024, 6, 3), date(2024, 6, 5)))
    assert not is_unfinished("week", JUNE)


def test_groups_sort_by_value_and_print_words() -> None:
    columns = {column.title: column for column in group_columns("agent")}
    low, none = a_share(value=0.2, group={"agent": "Ana"}), a_share(value=None, n=0, group={"agent": None})
    assert columns["Value"].value(none) < columns["Value"].value(low)
    assert columns["Value"].text(columns["Value"].value(low)) == "20.0 %"
    assert columns["Agent"].text(columns["Agent"].value(none)) == "(none)"


def test_records_show_the_columns_that_hold_anything_in_local_time() -> None:
    records = Records(
        ("record_id", "day", "agent", "created_at", "value"), (("T1", date(2024, 6, 3), None, 1_717_200_000, 1),), 1
    )
    columns = record_columns(records, "Europe/Paris", "share")
    texts = {column.title: column.text(column.value(records.rows[0])) for column in columns}
    assert texts == {"Record": "T1", "Day": "03/06/2024", "Contributes": "yes", "Created": "01/06/2024 02:00"}
    (contribution,) = (column for column in record_columns(records, "UTC", "s") if column.title == "Contributes")
    assert contribution.text(200) == "3 min 20 s"
