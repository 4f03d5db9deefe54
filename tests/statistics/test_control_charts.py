from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.control_charts import funnel_means, mean_chart, runs, trends, u_chart


def test_a_u_chart_widens_where_little_was_counted() -> None:
    chart = u_chart([10, 12, 8, 40], [100, 100, 25, 100])
    assert chart is not None
    assert chart.centre == 70 / 325
    assert chart.limits[2] == pytest.approx((0.0, 70 / 325 + 3 * math.sqrt(70 / 325 / 25)))
    assert chart.outside == (4,)


def test_nothing_counted_has_no_limits() -> None:
    assert u_chart([0, 0], [0, 0]) is None
    chart = u_chart([3, 0], [10, 0])
    assert chart is not None
    assert (chart.limits[1], chart.outside) == (None, ())
    assert mean_chart([5.0], [0.0], [1]) is None


def test_a_mean_chart_has_limits_by_the_n_of_each_period() -> None:
    chart = mean_chart([80, 82, 60], [100, 100, 100], [25, 4, 25])
    assert chart is not None
    assert chart.centre == pytest.approx((80 * 25 + 82 * 4 + 60 * 25) / 54)
    low, high = chart.limits[1] or (0, 0)
    assert (high - low) / 2 == pytest.approx(3 * 10 / 2)
    assert chart.outside == (1, 3)


def test_eight_on_one_side_are_a_run_and_one_on_the_line_ends_it() -> None:
    assert runs([1] * 9, 0) == (8, 9)
    assert runs([1, 1, 1, 1, 0, 1, 1, 1, 1], 0) == ()
    assert runs([1, -1] * 9, 0) == ()


def test_six_that_only_rise_are_a_trend_and_an_equal_one_ends_it() -> None:
    assert trends([1, 2, 3, 4, 5, 6, 7]) == (6, 7)
    assert trends([6, 5, 4, 3, 2, 1]) == (6,)
    assert trends([1, 2, 3, 3, 4, 5, 6, 7, 8]) == (9,)
    assert trends([]) == ()


def test_the_funnel_of_means_narrows_with_n() -> None:
    low, high = funnel_means(85, 10, 25)
    assert (low, high) == pytest.approx((85 - 1.959964 * 2, 85 + 1.959964 * 2), abs=1e-5)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 200)), min_size=1, max_size=20))
def test_the_centre_is_the_ratio_of_sums(rows: list[tuple[int, int]]) -> None:
    chart = u_chart([x for x, _ in rows], [float(e) for _, e in rows])
    assert chart is not None
    assert chart.centre == pytest.approx(sum(x for x, _ in rows) / sum(e for _, e in rows))
    assert all(span is not None and span[0] >= 0 for span in chart.limits)
