"""Wilson, Newcombe, "none in n" and exact Poisson intervals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.proportions import newcombe_difference, unanimity_bound, wilson, zero_failure_bound


def test_wilson_matches_newcombe_1998() -> None:
    estimate = wilson(81, 263)
    assert estimate.low == pytest.approx(0.2553, abs=5e-5)
    assert estimate.high == pytest.approx(0.3662, abs=5e-5)


def test_no_trials_is_undefined_not_zero() -> None:
    estimate = wilson(0, 0)
    assert (estimate.value, estimate.low, estimate.note) == (None, None, "no data")


def test_none_and_all_touch_the_ends_exactly() -> None:
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


def test_more_successes_than_trials_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(8, 7)


@given(st.integers(1, 500), st.data())
def test_wilson_holds_its_value_and_mirrors(n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n))
    one, other = wilson(x, n), wilson(n - x, n)
    assert one.value is not None
    assert one.low is not None
    assert one.high is not None
    assert 0 <= one.low <= one.value <= one.high <= 1
    assert other.low == pytest.approx(1 - one.high, abs=1e-12)


def test_wilson_limit_solves_the_score_equation() -> None:
    estimate = wilson(17, 20)
    assert estimate.low is not None
    z = (0.85 - estimate.low) / math.sqrt(estimate.low * (1 - estimate.low) / 20)
    assert z == pytest.approx(1.959963984540054, abs=1e-9)


def test_newcombe_matches_table_two() -> None:
    estimate = newcombe_difference(5, 56, 0, 29)
    assert estimate.low == pytest.approx(-0.0381, abs=6e-5)
    assert estimate.high == pytest.approx(0.1926, abs=6e-5)


def test_newcombe_without_one_side_is_undefined() -> None:
    assert newcombe_difference(1, 2, 0, 0).value is None


def test_no_failures_in_five_still_allows_45_percent() -> None:
    assert zero_failure_bound(5).high == pytest.approx(0.4507, abs=1e-4)
    assert zero_failure_bound(0).value is None


def test_five_unanimous_units_prove_only_55_percent() -> None:
    assert unanimity_bound(5).low == pytest.approx(0.5493, abs=1e-4)
    assert unanimity_bound(0).value is None
