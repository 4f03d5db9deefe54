"""Estimates out of strata and of unequal chances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.means import t_interval
from qa_desk.statistics.stratified import Stratum, hajek_mean, neyman_shares, standard_error, stratified_mean

EXAMPLE = (Stratum(600, 12, 84, 10), Stratum(300, 6, 76, 14), Stratum(100, 2, 90, 8))
"""W = (.6, .3, .1), allocated in proportion."""


def test_the_worked_example_of_three_strata() -> None:
    found = stratified_mean(EXAMPLE, is_finite=False)
    assert found.value == pytest.approx(82.2)
    assert standard_error(EXAMPLE) == pytest.approx(6.26**0.5)
    assert found.high == pytest.approx(82.2 + 1.959964 * 6.26**0.5, abs=1e-5)


def test_a_finite_population_narrows_it() -> None:
    assert standard_error(EXAMPLE, is_finite=True) == pytest.approx((6.26 * 0.98) ** 0.5)


def test_neyman_gives_more_to_what_varies_more() -> None:
    assert neyman_shares([600, 300, 100], [10, 14, 8], 20) == pytest.approx([10.909, 7.636, 1.4545], abs=1e-3)


def test_where_nothing_varies_neyman_is_proportional() -> None:
    assert neyman_shares([30, 10], [0, 0], 4) == [3, 1]
    assert neyman_shares([0, 0], [1, 1], 4) == [0, 0]


def test_a_stratum_that_nobody_looked_at_leaves_no_estimate() -> None:
    found = stratified_mean([Stratum(10, 3, 80, 5), Stratum(10, 0, 0, 0)])
    assert (found.value, found.note) == (None, "a stratum without any evaluation: nothing stands for its contacts")


def test_a_stratum_of_one_value_has_no_interval() -> None:
    found = stratified_mean([Stratum(10, 3, 80, 5), Stratum(10, 1, 90, 0)])
    assert (found.value, found.low) == (85, None)


def test_a_stratum_of_one_contact_that_was_looked_at_is_known() -> None:
    assert stratified_mean([Stratum(9, 3, 80, 5), Stratum(1, 1, 90, 0)]).low is not None


def test_no_strata_no_estimate() -> None:
    assert stratified_mean([]).value is None


def test_unequal_chances_are_weighed() -> None:
    # a contact drawn with a chance of 1 in 10 stands for ten
    assert hajek_mean([100, 50], [0.1, 0.5]).value == pytest.approx((100 * 10 + 50 * 2) / 12)


@pytest.mark.parametrize(("values", "chances"), [([], []), ([80.0], [0.2])])
def test_none_or_one_value_has_no_interval(values: list[float], chances: list[float]) -> None:
    assert hajek_mean(values, chances).low is None


@pytest.mark.parametrize("chance", [0, 1.5])
def test_what_is_no_chance_is_refused(chance: float) -> None:
    with pytest.raises(ValueError, match="the chance"):
        hajek_mean([80], [chance])


@given(values=st.lists(st.floats(0, 100), min_size=2, max_size=30), chance=st.floats(0.01, 1))
def test_with_equal_chances_it_is_the_plain_mean_with_its_t_interval(values: list[float], chance: float) -> None:
    found, plain = hajek_mean(values, [chance] * len(values)), t_interval(values)
    assert found.value == pytest.approx(plain.value)
    if plain.low is not None:
        assert (found.low, found.high) == (pytest.approx(plain.low, abs=1e-6), pytest.approx(plain.high, abs=1e-6))
