from __future__ import annotations

import pytest

from qa_desk.kpis.figure import Figure
from qa_desk.kpis.wording import amount, change_text, duration, interval_text, value_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.5, "0.5 s"),
        (59, "59 s"),
        (99.7, "1 min 40 s"),
        (3_599.6, "1 h 00 min"),
        (5_400, "1 h 30 min"),
        (190_000, "2 d 5 h"),
    ],
)
def test_durations_are_said_in_the_units_that_matter(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.8421, "share", "84.2 %"),
        (-30.2, "points", "−30"),
        (-0.0, "s", "0 s"),
        (-0.2, "points", "0"),
        (12_057, "count", "12\u202f057"),
        (3.2, "per_record", "3.20"),
    ],
)
def test_amounts_carry_their_unit_and_a_true_minus(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_nothing_is_a_dash_and_few_are_counts() -> None:
    assert value_text(Figure("csat", "share", "up", None, 0)) == "–"
    few = Figure("csat", "share", "up", 0.75, 4, 3, 4, 0.3, 0.95, standing="counts_only")
    assert value_text(few) == "3 of 4"
    assert interval_text(few) == ""


def test_a_change_is_said_with_its_interval_or_as_none() -> None:
    clear = Figure(
        "csat", "share", "up", 0.8, 90, change=-0.099, change_low=-0.153, change_high=-0.043, moved="down", standing="normal"
    )
    assert change_text(clear) == "−9.9 points (−15.3 to −4.3)"
    unclear = Figure(
        "talk_time", "s", "band", 80, 90, change=4, change_low=-5, change_high=13, moved="no_clear_change", standing="normal"
    )
    assert change_text(unclear) == "no clear change (−5 s to +13 s)"
    counted = Figure("ticket_volume", "count", "none", 5, 5, change=-3, standing="normal")
    assert change_text(counted) == "−3"
