"""AC1/AC2 and companions against loops over the definition, the kappa paradox, and the declared scale."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics import gwet
from qa_desk.statistics.cohen import cohen_kappa
from qa_desk.statistics.ratings import read_ratings

SCALE = [0, 1, 2]
tables = st.lists(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=3, max_size=3), min_size=1, max_size=10)


def from_table(a: int, b: int, c: int, d: int) -> list[list[int]]:
    return [[1, 1]] * a + [[1, 0]] * b + [[0, 1]] * c + [[0, 0]] * d


@given(tables)
def test_ac1_follows_its_definition(units: list[list[int | None]]) -> None:
    rated = [[v for v in row if v is not None] for row in units]
    paired = [row for row in rated if len(row) > 1]
    found = gwet.gwet_ac(read_ratings(units, SCALE))
    if not paired:
        assert found.value is None
        return
    pa = sum(sum(x == y for x, y in combinations(row, 2)) / (len(row) * (len(row) - 1) / 2) for row in paired) / len(paired)
    some = [row for row in rated if row]
    pi = [sum(row.count(k) / len(row) for row in some) / len(some) for k in SCALE]
    pe = sum(p * (1 - p) for p in pi) / 2
    assert found.value == pytest.approx((pa - pe) / (1 - pe))


@given(tables)
def test_no_coefficient_exceeds_one_and_full_agreement_reaches_it(units: list[list[int | None]]) -> None:
    ratings = read_ratings(units, SCALE)
    for weighting in gwet.WEIGHTS:
        for function in (gwet.gwet_ac, gwet.brennan_prediger, gwet.fleiss_kappa, gwet.conger_kappa):
            value = function(ratings, weighting).value
            assert value is None or value <= 1 + 1e-12
    unanimous = gwet.gwet_ac(read_ratings([[0, 0, 0], [1, 1, None]], SCALE))
    assert unanimous.value == 1


def test_prevalence_moves_kappa_but_hardly_ac1() -> None:
    balanced, skewed = (read_ratings(from_table(*cells), [0, 1]) for cells in ((40, 9, 6, 45), (80, 10, 5, 5)))
    assert gwet.conger_kappa(balanced).value == pytest.approx(0.6995, abs=1e-4)
    assert gwet.conger_kappa(skewed).value == pytest.approx(0.3182, abs=1e-4)
    assert gwet.gwet_ac(balanced).value == pytest.approx(0.7007, abs=1e-4)
    assert gwet.gwet_ac(skewed).value == pytest.approx(0.808, abs=1e-4)


def test_conger_for_two_raters_is_cohen() -> None:
    kappa = cohen_kappa([[45, 6], [9, 40]]).kappa
    assert kappa is not None
    assert gwet.conger_kappa(read_ratings(from_table(40, 9, 6, 45), [0, 1])).value == pytest.approx(float(kappa))


def test_unanimity_counts_with_the_declared_scale_only() -> None:
    assert gwet.gwet_ac(read_ratings([[1, 1]] * 3, [0, 1])).value == 1
    assert gwet.gwet_ac(read_ratings([[1, 1]] * 3)).note == gwet.ONE_ANSWER_SCALE
    assert gwet.conger_kappa(read_ratings([[1, 1]] * 3, [0, 1])).value is None


def test_one_unit_has_a_value_and_no_interval() -> None:
    estimate = gwet.gwet_ac(read_ratings([[1, 0, 1]], [0, 1])).estimate("gwet")
    assert estimate.value is not None
    assert (estimate.low, estimate.note) == (None, "too few values for an interval")


def test_a_rater_who_never_rated_changes_nothing() -> None:
    units = [[1, 0], [1, 1], [0, 0], [1, 1]]
    absent = [[*row, None] for row in units]
    for function in (gwet.gwet_ac, gwet.conger_kappa, gwet.fleiss_kappa):
        assert function(read_ratings(absent, [0, 1])) == function(read_ratings(units, [0, 1]))


def test_pairs_are_countable() -> None:
    ratings = read_ratings([[1, 1, 1, 0], [1, 1, None, None], [0, None, None, None]], [0, 1])
    assert gwet.pooled_pairs(ratings) == (4, 7)


def test_agreement_on_fail_counts_only_where_someone_said_fail() -> None:
    ratings = read_ratings([["No", "No"], ["Yes", "No"], ["Yes", "Yes"]], ["Yes", "No"])
    both, all_told = gwet.specific_agreement(ratings, frozenset({"No"}))
    assert (both, all_told) == (2, 3)


def test_words_take_their_declared_order() -> None:
    near, far = ([["low", "mid"], ["high", "high"]], [["low", "high"], ["high", "high"]])
    scale = ["low", "mid", "high"]
    assert gwet.gwet_ac(read_ratings(near, scale), "quadratic").pa > gwet.gwet_ac(read_ratings(far, scale), "quadratic").pa  # type: ignore[operator]


def test_category_kappas_without_raters_are_undefined() -> None:
    assert gwet.fleiss_category_kappas(read_ratings([[1], [0]], [0, 1]).counts()) == [None, None]
