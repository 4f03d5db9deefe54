from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.change import correlation
from qa_desk.statistics.rank_correlation import detectable_correlation, holm, spearman

TEN_X = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
TEN_Y = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0, 10.0, 9.0]


def test_rho_and_its_interval_follow_bonett_and_wright() -> None:
    estimate, p = spearman(TEN_X, TEN_Y)
    rho = 1 - 6 * 10 / (10 * 99)  # Σd² = 10
    half = 1.959963984540054 * math.sqrt((1 + rho * rho / 2) / 7)
    assert estimate.value == pytest.approx(rho)
    assert (estimate.low, estimate.high) == pytest.approx((math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half)))
    assert p is not None
    assert p < 0.001


def test_rho_is_the_one_of_the_correlation_beside_it() -> None:
    x, y = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0], [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0]
    assert spearman(x, y)[0].value == pytest.approx(correlation(x, y).spearman)


@pytest.mark.parametrize(
    ("x", "y", "value"),
    [([1.0, 2.0], [1.0, 2.0], None), ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0], None), ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 1.0)],
)
def test_too_few_or_alike_say_why(x: list[float], y: list[float], value: float | None) -> None:
    estimate, p = spearman(x, y)
    assert estimate.value == value
    assert (estimate.low, p) == (None, None)
    assert estimate.note


def test_points_in_one_order_have_no_interval() -> None:
    estimate, p = spearman([1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0])
    assert (estimate.value, estimate.low, p) == (1.0, None, 0.0)


def test_holm_of_a_textbook_case() -> None:
    # Holm (1979): the smallest is multiplied by m, the next by m − 1 …, and none is below an earlier one
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_never_makes_a_finding_stronger_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= new <= 1 for p, new in zip(p_values, adjusted, strict=True))
    ranked = sorted(range(len(p_values)), key=lambda i: p_values[i])
    assert all(adjusted[a] <= adjusted[b] for a, b in itertools.pairwise(ranked))


def test_what_many_pairs_could_have_shown_is_small() -> None:
    assert detectable_correlation(3) is None
    # Cohen (1988), table 3.3.5: about 84 pairs show r = .30 four times in five
    assert detectable_correlation(84) == pytest.approx(0.30, abs=0.005)
    few, many = detectable_correlation(10), detectable_correlation(1_000)
    assert few is not None
    assert many is not None
    assert few > 0.7 > 0.1 > many
