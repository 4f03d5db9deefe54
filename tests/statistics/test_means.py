"""t intervals, Welch differences and linearised ratios."""

import pytest

from qa_desk.statistics.means import ratio_linearised, t_interval, t_interval_from, welch, welch_from


def test_t_interval_of_known_values() -> None:
    estimate = t_interval([82, 75, 90, 68, 88])
    assert estimate.value == pytest.approx(80.6)
    assert estimate.low == pytest.approx(80.6 - 2.7764451052 * 16.76**0.5, abs=1e-8)


def test_fewer_than_the_minimum_shows_only_the_mean() -> None:
    estimate = t_interval([80, 90, 70], minimum=5)
    assert (estimate.value, estimate.low, estimate.note) == (80.0, None, "too few values for an interval")


@pytest.mark.parametrize(("values", "value"), [([], None), ([5.0], 5.0)])
def test_none_or_one_value_has_no_interval(values: list[float], value: float | None) -> None:
    estimate = t_interval(values)
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (value, None, None, len(values))
    assert estimate.note


def test_all_alike_says_so_instead_of_looking_certain() -> None:
    assert t_interval([90, 90, 90]).note == "all values are alike"


def test_summary_and_values_give_the_same_interval() -> None:
    assert t_interval_from(80, 100, 4) == t_interval([70.0, 90.0, 80.0 + 50**0.5, 80.0 - 50**0.5])


def test_welch_agrees_with_r() -> None:
    result = welch([82, 75, 90, 68, 88, 79, 84, 91], [85, 92, 88, 95, 79, 90])
    assert result.difference.value == pytest.approx(6.04166666666667)
    assert result.difference.low == pytest.approx(-1.8544411872801, abs=1e-8)
    assert result.p == pytest.approx(0.121349426387513, abs=1e-10)
    assert result.df == pytest.approx(11.991035352517, abs=1e-9)


def test_welch_with_one_value_on_a_side_has_no_interval() -> None:
    result = welch([80], [90, 91])
    assert result.difference.value == 10.5
    assert result.difference.low is None
    assert result.p is None


def test_welch_without_data_is_undefined() -> None:
    assert welch([], [1.0, 2.0]).difference.value is None


def test_welch_without_spread_notes_it() -> None:
    assert welch_from(80, 0, 3, 85, 0, 3).difference.note == "all values are alike"


def test_linearised_ratio_is_near_the_mean_when_denominators_are_one() -> None:
    values = [3.0, 5.0, 8.0, 4.0]
    assert ratio_linearised(values, [1] * 4).low == pytest.approx(t_interval(values).low, abs=1e-12)


def test_linearised_ratio_edges() -> None:
    assert ratio_linearised([], []).value is None
    assert ratio_linearised([1.0], [0.0]).note == "the denominator is zero"
    assert ratio_linearised([1.0], [4.0]).value == 0.25
