"""Intraclass correlations: what a constant leniency does, and where 0/0 is."""

import numpy as np
import pytest

from qa_desk.statistics.icc import NO_ERROR, NO_VARIATION, TOO_SMALL, icc_family, within_row_variance
from qa_desk.statistics.severity import crossed_severity


def test_a_constant_leniency_hurts_absolute_agreement_only() -> None:
    family = icc_family([[70, 75], [80, 85], [60, 65], [90, 95]])
    assert family["ICCC1"].value == pytest.approx(1)
    assert family["ICCA1"].value is not None
    assert family["ICCA1"].value < 1
    assert family["ICCC1"].note == NO_ERROR


def test_zero_over_zero_says_no_variation() -> None:
    assert {e.note for e in icc_family([[90, 90], [90, 90]]).values()} == {NO_VARIATION}


@pytest.mark.parametrize("table", [[], [[1, 2, 3]], [[1], [2]]])
def test_too_small_tables_are_undefined(table: list[list[float]]) -> None:
    assert icc_family(table)["ICCA1"].note == TOO_SMALL


def test_full_agreement_has_no_interval() -> None:
    estimate = icc_family([[70, 70], [80, 80], [90, 90]])["ICCA1"]
    assert (estimate.value, estimate.low) == (1.0, None)


def test_within_variance_counts_severity_and_error() -> None:
    assert within_row_variance(np.array([[70.0, 74.0], [80.0, 80.0]])) == pytest.approx(4)


def test_severity_is_shrunk_towards_zero_and_sums_to_it() -> None:
    found = crossed_severity([[82, 88, 79, 90], [64, 72, 60, 70], [91, 95, 88, 97]])
    assert found is not None
    assert sum(found.rater_effects) == pytest.approx(0)
    assert all(abs(b) < abs(d) for b, d in zip(found.rater_effects, found.raw_deviation, strict=True))


def test_no_evaluator_effect_shrinks_everyone_to_zero() -> None:
    found = crossed_severity([[80, 82], [82, 80], [60, 62], [62, 60]])
    assert found is not None
    assert found.rater_effects == (0.0, 0.0)
    assert crossed_severity([[1, 2]]) is None
