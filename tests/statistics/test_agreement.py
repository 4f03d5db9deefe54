"""The family as it may be shown: limits of n, unanimity, words and numbers."""

import pytest

from qa_desk.statistics import agreement as family
from qa_desk.statistics.agreement import DEFAULT_LIMITS, NO_LIMITS, agreement
from qa_desk.statistics.gwet import gwet_ac
from qa_desk.statistics.ratings import read_ratings

MIXED = [["Yes", "Yes"], ["No", "No"], ["Yes", "No"], ["Yes", "Yes"]]


def test_few_units_show_counts_and_no_coefficient() -> None:
    found = agreement(MIXED, "nominal", ["Yes", "No"])
    assert found["pairs"].value == 0.75
    assert (found["ac1"].value, found["ac1"].note) == (None, family.TOO_FEW_UNITS)
    assert found["alpha"].note == family.TOO_FEW_UNITS


def test_raw_shows_every_coefficient_that_is_defined() -> None:
    found = agreement(MIXED, "nominal", ["Yes", "No"], NO_LIMITS)
    assert found["ac1"].value == pytest.approx(0.529, abs=1e-3)
    assert found["ac1"].low is not None


def test_limits_open_step_by_step() -> None:
    ten, twenty, forty = (agreement(MIXED * k, "nominal", ["Yes", "No"]) for k in (3, 5, 10))
    assert (ten["ac1"].low, ten["ac1"].value) == (None, pytest.approx(0.529, abs=1e-3))
    assert twenty["ac1"].low is not None
    assert twenty["alpha"].low is None
    assert forty["alpha"].low is not None


def test_unanimity_is_bounded_from_below_not_certain() -> None:
    found = agreement([["Yes", "Yes", "Yes"]] * 12, "nominal", ["Yes", "No"])
    assert found["ac1"].value == 1
    assert found["ac1"].low == pytest.approx(0.05 ** (1 / 12))
    assert found["ac1"].note == family.ALL_AGREE
    assert found["alpha"].value is None


def test_totals_need_the_same_evaluators_on_five_interactions() -> None:
    few = agreement([[80, 82, 81]] * 4, "interval")
    assert few["icc2"].note == family.TOO_FEW_FOR_ICC
    enough = agreement([[80, 82, 81], [60, 65, 61], [90, 91, 95], [70, 75, 72], [85, 80, 84], [50, None, 52]], "interval")
    assert enough["icc2"].n == 5
    assert enough["icc2"].low is not None
    assert enough["within_sd"].value is not None


def test_words_have_no_totals() -> None:
    assert agreement(MIXED, "nominal")["icc2"].note == family.NOT_NUMERIC
    assert agreement([["a", "b"]] * 12, "interval")["alpha"].note == family.NOT_NUMERIC


def test_nobody_rated_everything() -> None:
    assert agreement([[1, None], [None, 2]], "interval")["icc2"].note == family.NO_COMPLETE_UNITS
    assert agreement([[1, None], [None, 2]], "interval")["percent"].value is None


def test_the_word_is_the_one_that_holds_with_95_percent() -> None:
    units = [
        [1, 1, None, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [None, 5, 5, 5],
        [None, None, 1, 1],
        [None, None, 3, None],
    ]
    ac1 = gwet_ac(read_ratings(units, range(1, 6)))
    assert family.verdict(ac1) == "moderate"  # though the point estimate .775 lies in "substantial"
    assert family.verdict(gwet_ac(read_ratings(units[:5], range(1, 6)))) == family.TOO_FEW_UNITS
    assert DEFAULT_LIMITS.value == 10


def test_measurements_that_hardly_repeat_are_no_categories() -> None:
    units = [[float(i), i + 0.25, i + 0.5] for i in range(400)]
    found = agreement(units, "interval")
    assert found["alpha"].value is not None
    assert found["alpha"].value > 0.999
    assert found["ac2"].note == family.TOO_MANY_ANSWERS
    assert found["icc2"].value is not None
    assert agreement(units, "nominal")["alpha"].note == family.TOO_MANY_ANSWERS
    assert agreement([[float(i), None] for i in range(600)], "interval")["alpha"].value is None
    assert agreement([[float(i) for i in range(600)]], "interval")["alpha"].note == family.TOO_FEW_UNITS
