"""α against the published package and against its definition, and where it does not exist."""

from itertools import permutations

import krippendorff as published
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa_desk.statistics.krippendorff import (
    ALL_ON_ONE_ANSWER,
    NO_PAIRS,
    alpha_by_moments,
    alpha_value,
    alpha_with_interval,
    krippendorff_alpha,
)
from qa_desk.statistics.ratings import read_ratings

answers = st.sampled_from([None, 1, 2, 3, 5])
tables = st.integers(2, 5).flatmap(
    lambda raters: st.lists(st.lists(answers, min_size=raters, max_size=raters), min_size=2, max_size=12)
)


@given(tables, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_any_table_agrees_with_the_published_package(units: list[list[int | None]], level: str) -> None:
    pairable = [v for row in units if sum(x is not None for x in row) > 1 for v in row if v is not None]
    assume(len(set(pairable)) > 1)
    data = np.array([[np.nan if v is None else float(v) for v in row] for row in units]).T
    expected = published.alpha(reliability_data=data, level_of_measurement=level)
    assert alpha_value(read_ratings(units), level) == pytest.approx(expected, abs=1e-9)
    assert float(alpha_value(read_ratings(units), level, exact=True)) == pytest.approx(expected, abs=1e-9)


def test_nominal_alpha_is_one_less_the_disagreements_over_those_by_chance() -> None:
    units = [["a", "a", "b"], ["b", "b", "b"], ["a", "c", "c"], ["a", "a", "a"]]
    values = [v for row in units for v in row]
    within = sum(x != y for row in units for x, y in permutations(row, 2)) / (len(units[0]) - 1)
    between = sum(x != y for x, y in permutations(values, 2)) / (len(values) - 1)
    assert alpha_value(read_ratings(units), "nominal") == pytest.approx(1 - within / between)


def test_a_single_answer_everywhere_is_undefined_and_says_so() -> None:
    estimate = krippendorff_alpha(read_ratings([[1, 1], [1, 1]]), "nominal")
    assert (estimate.value, estimate.n, estimate.note) == (None, 2, ALL_ON_ONE_ANSWER)


@pytest.mark.parametrize("units", [[], [[1, None]], [[None, None], [2, None]]])
def test_without_pairs_nothing_is_said(units: list[list[int | None]]) -> None:
    assert alpha_with_interval(read_ratings(units), "ordinal").note == NO_PAIRS


def test_clusters_widen_the_interval_of_questions_that_hang_together() -> None:
    rng = np.random.default_rng(3)
    hard = rng.random(15) < 0.3
    units, clusters = [], []
    for item, is_hard in enumerate(hard):
        for _ in range(6):
            units.append([int(x) for x in (rng.random(3) < 0.5)] if is_hard else [int(rng.random() < 0.5)] * 3)
            clusters.append(item)
    loose, held = (alpha_with_interval(read_ratings(units), "nominal", c) for c in (None, clusters))
    assert None not in (loose.low, loose.high, held.low, held.high)
    assert held.high - held.low > loose.high - loose.low  # type: ignore[operator]


def test_ordinal_interval_holds_the_value() -> None:
    rng = np.random.default_rng(8)
    units = [[int(min(4, max(0, true + rng.integers(-1, 2)))) for _ in range(3)] for true in rng.integers(0, 5, 45)]
    estimate = alpha_with_interval(read_ratings(units, range(5)), "ordinal")
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.value is not None
    assert estimate.low < estimate.value < estimate.high


def test_rare_variation_gives_no_interval() -> None:
    estimate = alpha_with_interval(read_ratings([[1, 1]] * 40 + [[1, 0]]), "nominal")
    assert estimate.value is not None
    assert estimate.low is None
    assert estimate.note == "too many resamples are undefined for an interval"


@given(tables, st.sampled_from(["ordinal", "interval"]))
def test_moments_give_the_same_value_as_the_table(units: list[list[int | None]], level: str) -> None:
    data = np.array([[np.nan if v is None else float(v) for v in row] for row in units])
    expected = alpha_value(read_ratings(units), level)
    found, n = alpha_by_moments(data, level)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))
    assert n == krippendorff_alpha(read_ratings(units), level).n
