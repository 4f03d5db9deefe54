from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.ui.widgets.charts.axis import tick_text, ticks

REAL = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))


@given(REAL, REAL)
def test_marks_cover_the_values_and_are_evenly_spaced(one: float, other: float) -> None:
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 8
    steps = [after - before for before, after in itertools.pairwise(marks)]
    assert max(steps) - min(steps) <= 1e-6 * max(steps)
    assert marks[0] <= low + 1e-6 * steps[0]
    assert marks[-1] >= high - 1e-6 * steps[0]


def test_shares_get_round_marks() -> None:
    assert ticks(0, 100) == [0, 25, 50, 75, 100]


def test_a_single_value_gets_room_around_it() -> None:
    marks = ticks(50, 50)
    assert marks[0] < 50 < marks[-1]
    assert ticks(0, 0)[0] < 0 < ticks(0, 0)[-1]


def test_what_is_not_finite_gets_a_plain_axis() -> None:
    assert ticks(math.nan, 1) == [0, 1]


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [(50, 25, "50"), (0.25, 0.25, "0.25"), (2.5, 2.5, "2.5"), (0.1, 0.1, "0.1"), (-3, 1, "−3"), (12000, 1000, "12\u202f000")],
)
def test_marks_are_written_with_the_digits_they_need(value: float, step: float, text: str) -> None:
    assert tick_text(value, step) == text
