"""The chance to see a rare error at least once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.rare_events import chance_to_see, needed_to_see


@pytest.mark.parametrize(("rate", "n", "chance"), [(0.02, 5, 0.0961), (0.05, 20, 0.6415), (0.01, 300, 0.951), (0.5, 1, 0.5)])
def test_without_a_population_chances_multiply(rate: float, n: int, chance: float) -> None:
    assert chance_to_see(rate, n) == pytest.approx(chance, abs=5e-5)


def test_with_a_population_it_is_a_draw_without_replacement() -> None:
    # 3 of 40 contacts have it, 10 are drawn: 1 − C(37,10)/C(40,10)
    assert chance_to_see(3 / 40, 10, 40) == pytest.approx(1 - math.comb(37, 10) / math.comb(40, 10), abs=1e-12)


@pytest.mark.parametrize("population", [None, 50])
def test_nothing_drawn_or_nothing_there_shows_nothing(population: int | None) -> None:
    assert chance_to_see(0.1, 0, population) == 0
    assert chance_to_see(0, 20, population) == 0
    assert needed_to_see(0, 0.9, population) is None


def test_whoever_draws_all_sees_it_for_certain() -> None:
    assert chance_to_see(0.001, 12, 12) == 1
    assert chance_to_see(0.001, 99, 12) == 1
    assert chance_to_see(1, 1) == 1
    assert needed_to_see(1, 0.95) == 1


def test_no_population_shows_nothing() -> None:
    assert chance_to_see(0.1, 5, 0) == 0
    assert needed_to_see(0.1, 0.9, 0) is None


@pytest.mark.parametrize(("rate", "chance", "n"), [(0.05, 0.95, 59), (0.01, 0.95, 299), (0.02, 0.5, 35)])
def test_the_rule_of_three_and_its_like(rate: float, chance: float, n: int) -> None:
    assert needed_to_see(rate, chance) == n


@pytest.mark.parametrize("chance", [0, 1, -0.1])
def test_only_a_chance_between_none_and_certainty_can_be_asked_for(chance: float) -> None:
    with pytest.raises(ValueError, match="no chance"):
        needed_to_see(0.05, chance)


@pytest.mark.parametrize(("rate", "n"), [(-0.1, 3), (1.1, 3), (0.1, -1)])
def test_what_is_no_rate_or_number_is_refused(rate: float, n: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        chance_to_see(rate, n)


@given(rate=st.floats(0.001, 0.999), chance=st.floats(0.01, 0.99), population=st.none() | st.integers(1, 2_000))
def test_the_needed_number_is_the_first_that_has_the_chance(rate: float, chance: float, population: int | None) -> None:
    n = needed_to_see(rate, chance, population)
    assert n is not None
    assert chance_to_see(rate, n, population) >= chance - 1e-9
    assert n == 1 or chance_to_see(rate, n - 1, population) < chance + 1e-9


@given(rate=st.floats(0, 1), n=st.integers(0, 500), population=st.integers(1, 500))
def test_a_finite_population_shows_an_error_no_later(rate: float, n: int, population: int) -> None:
    assert chance_to_see(rate, n, population) >= chance_to_see(rate, min(n, population)) - 1e-9
