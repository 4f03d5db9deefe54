"""Order-statistic intervals of medians and percentiles."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.medians import median_interval, median_ranks, percentile_interval, percentile_ranks


def test_five_values_have_no_95_percent_interval() -> None:
    estimate = median_interval([1, 2, 3, 4, 5])
    assert (estimate.value, estimate.low) == (3.0, None)
    assert estimate.note is not None


def test_six_values_span_from_least_to_greatest() -> None:
    assert (median_interval([9, 1, 5, 3, 7, 11]).low, median_interval([9, 1, 5, 3, 7, 11]).high) == (1.0, 11.0)


@given(st.integers(1, 300))
def test_ranks_are_the_narrowest_that_cover(n: int) -> None:
    def coverage(r: int) -> float:
        return 1 - 2 * sum(math.comb(n, i) for i in range(r)) / 2**n

    ranks = median_ranks(n)
    widest = [r for r in range(1, n // 2 + 1) if coverage(r) >= 0.95]
    if not widest:
        assert ranks is None
    else:
        assert ranks is not None
        assert (ranks.lower, ranks.upper) == (max(widest), n + 1 - max(widest))
        assert ranks.coverage == pytest.approx(coverage(ranks.lower), abs=1e-11)


def test_the_median_as_a_percentile_has_the_same_ranks() -> None:
    one, other = median_ranks(50), percentile_ranks(50, 0.5)
    assert one is not None
    assert other is not None
    assert (one.lower, one.upper) == (other.lower, other.upper)


def test_ninetieth_percentile_needs_more_values() -> None:
    assert percentile_interval(list(range(20)), 0.9).low is None
    ranks = percentile_ranks(100, 0.9)
    assert ranks is not None
    assert (ranks.lower, ranks.upper) == (84, 96)
    assert ranks.coverage >= 0.95


def test_ties_and_constants_stay_within_the_data() -> None:
    estimate = median_interval([4.0] * 9)
    assert (estimate.value, estimate.low, estimate.high) == (4.0, 4.0, 4.0)


def test_no_values_is_undefined() -> None:
    assert median_interval([]).value is None
