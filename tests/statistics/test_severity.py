"""The crossed model: complete tables by the closed form, gaps by REML, and both the same where both apply."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa_desk.statistics.severity import _Equations, _minimised, _with_gaps, crossed_severity, groups_of

SIX = [[82, 88, 79, 90], [64, 72, 60, 70], [91, 95, 88, 97], [75, 78, 70, 84], [55, 66, 52, 61], [88, 90, 85, 96]]


def by_reml(table: list[list[float]]) -> object:
    data = np.array(table, dtype=float)
    is_there = ~np.isnan(data)
    return _with_gaps(data, is_there, is_there.sum(axis=1) >= 2)


def test_reml_gives_what_the_closed_form_gives_for_a_complete_table() -> None:
    closed, fitted = crossed_severity(SIX), by_reml(SIX)
    assert closed is not None
    for name in ("mu", "sd_item", "sd_rater", "sd_residual"):
        assert getattr(fitted, name) == pytest.approx(getattr(closed, name), rel=1e-4)
    assert fitted.rater_effects == pytest.approx(closed.rater_effects, rel=1e-4)
    assert fitted.standard_errors == pytest.approx(closed.standard_errors, rel=1e-3)


def test_reml_meets_published_estimates_without_the_closed_form() -> None:
    # lme4's manual on the penicillin data has .8467, 1.9316 and .5499; this is the table of the four evaluators by R lme4 1.1-31
    fitted = by_reml(SIX)
    assert fitted.sd_item == pytest.approx(13.4917734, abs=2e-3)
    assert fitted.sd_rater == pytest.approx(4.8978485, abs=2e-3)
    assert fitted.sd_residual == pytest.approx(1.9888573, abs=2e-3)


def test_gaps_are_filled_by_nobody() -> None:
    gaps = [row.copy() for row in SIX]
    gaps[0][1] = gaps[3][2] = gaps[4][0] = math.nan
    found = crossed_severity(gaps)
    assert found is not None
    assert found.shared == (5, 5, 5, 6)
    whole = crossed_severity(SIX)
    assert whole is not None
    assert np.argsort(found.rater_effects).tolist() == np.argsort(whole.rater_effects).tolist()
    assert found.rater_effects == pytest.approx(whole.rater_effects, abs=1.0)


def test_the_deviance_is_the_restricted_likelihood_of_the_definition() -> None:
    data = np.array(SIX, dtype=float)
    data[0, 1] = data[2, 3] = np.nan
    is_there = ~np.isnan(data)
    items, raters = np.nonzero(is_there)
    y = data[is_there]

    def by_definition(item: float, rater: float) -> float:
        covariance = np.eye(y.size) + item * (items[:, None] == items) + rater * (raters[:, None] == raters)
        inverse, ones = np.linalg.inv(covariance), np.ones(y.size)
        information = ones @ inverse @ ones
        residual = y - (ones @ inverse @ y) / information
        freedom = y.size - 1
        return float(
            np.linalg.slogdet(covariance)[1] + math.log(information) + freedom * math.log(residual @ inverse @ residual / freedom)
        )

    equations = _Equations(data, is_there)
    pairs = [(0.5, 2.0), (40.0, 6.0), (3.0, 0.01)]
    ours = [equations.deviance(*pair) for pair in pairs]
    theirs = [by_definition(*pair) for pair in pairs]
    assert np.diff(ours) == pytest.approx(np.diff(theirs), rel=1e-8)
    item, rater = _minimised(equations.deviance)
    least = by_definition(item, rater)
    assert all(least <= by_definition(item * a, rater * b) + 1e-7 for a in (0.9, 1.1) for b in (0.9, 1.1))


def test_without_any_difference_between_evaluators_nobody_is_called_severe() -> None:
    table = [[80.0, 80.0, math.nan], [60.0, 61.0, 59.0], [90.0, math.nan, 90.0], [70.0, 69.0, 71.0]]
    found = crossed_severity(table)
    assert found is not None
    assert found.sd_rater == pytest.approx(0, abs=0.4)
    assert found.rater_effects == pytest.approx((0, 0, 0), abs=0.4)


def test_effects_are_pulled_to_the_mean_and_more_so_with_fewer_scores() -> None:
    generator = np.random.default_rng(3)
    truth = np.array([6.0, -6.0, 0.0, 3.0, -3.0])
    data = 80 + generator.normal(0, 8, (60, 1)) + truth + generator.normal(0, 4, (60, 5))
    data[6:, 0] = np.nan
    found = crossed_severity(data)
    assert found is not None
    assert found.rater_effects[1:] == pytest.approx(truth[1:] - truth.mean(), abs=1.5)
    assert found.standard_errors[0] > 1.5 * found.standard_errors[1]
    assert found.shared == (6, 60, 60, 60, 60)


def test_too_little_to_compare_is_said_by_none() -> None:
    assert crossed_severity([[80.0, math.nan], [math.nan, 70.0], [75.0, 74.0]]) is None
    assert crossed_severity([[80.0, 81.0]]) is None
    assert crossed_severity([80.0, 81.0]) is None


def test_groups_that_share_nothing_are_counted() -> None:
    nan = math.nan
    assert groups_of([[1, 2, nan, nan], [nan, nan, 3, 4]]) == 2
    assert groups_of([[1, 2, nan, nan], [nan, 5, 3, nan], [nan, nan, 3, 4]]) == 1
    assert groups_of([[1, nan], [2, nan]]) == 1


def test_a_year_of_twelve_evaluators_is_fitted_at_once() -> None:
    generator = np.random.default_rng(5)
    data = 85 + generator.normal(0, 7, (200, 1)) + generator.normal(0, 3, 12) + generator.normal(0, 5, (200, 12))
    data[generator.random(data.shape) < 0.75] = np.nan
    found = crossed_severity(data)
    assert found is not None
    assert found.sd_residual == pytest.approx(5, abs=0.8)
    assert found.sd_item == pytest.approx(7, abs=1.5)
