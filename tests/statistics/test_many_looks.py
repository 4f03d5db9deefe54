from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.many_looks import holm, p_from_interval

probabilities = st.lists(st.floats(0, 1), max_size=30)


def test_holm_gives_the_published_values() -> None:
    # Holm's correction of R's p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([0.04, 0.001]) == pytest.approx([0.04, 0.002])
    assert holm([]) == []


@given(probabilities)
def test_an_adjusted_value_lies_between_its_own_and_bonferronis(values: list[float]) -> None:
    for value, adjusted in zip(values, holm(values), strict=True):
        assert value <= adjusted <= min(1.0, value * len(values))


@given(probabilities, st.randoms())
def test_the_order_of_the_looks_does_not_matter(values: list[float], shuffle: object) -> None:
    order = sorted(range(len(values)), key=lambda place: (values[place], place), reverse=True)
    turned = holm([values[place] for place in order])
    assert [turned[order.index(place)] for place in range(len(values))] == holm(values)


@given(st.floats(-100, 100), st.floats(0.001, 50), st.floats(0.001, 50), st.floats(-100, 100))
def test_p_is_below_five_per_cent_where_the_interval_leaves_the_null_out(
    value: float, below: float, above: float, null: float
) -> None:
    low, high = value - below, value + above
    p = p_from_interval(value, low, high, null)
    if null < low - 1e-6 or null > high + 1e-6:
        assert p < 0.05
    elif low + 1e-6 < null < high - 1e-6:
        assert p > 0.05


def test_a_normal_interval_gives_its_own_p() -> None:
    assert p_from_interval(2.5758293, 2.5758293 - 1.959964, 2.5758293 + 1.959964) == pytest.approx(0.01, rel=1e-4)


def test_a_change_of_nothing_and_an_interval_of_nothing_are_told_apart() -> None:
    assert p_from_interval(0, -1, 1) == 1.0
    assert p_from_interval(3, 3, 3) == 0.0
