"""The exact Poisson interval against published values and scipy-free identities."""

from __future__ import annotations

import math

import pytest

from qa_desk.statistics.poisson import poisson_rate


@pytest.mark.parametrize(
    ("events", "low", "high"),
    # Ulm (1990), Am J Epidemiol 131:373, and Armitage & Berry's table of exact 95 % limits
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888)],
)
def test_published_limits(events: int, low: float, high: float) -> None:
    found = poisson_rate(events, 1.0)
    assert found.low == pytest.approx(low, abs=6e-4)
    assert found.high == pytest.approx(high, abs=6e-4)


def test_the_limits_leave_half_of_alpha_in_each_tail() -> None:
    found = poisson_rate(7, 2.0)
    assert found.low is not None
    assert found.high is not None

    def at_most(k: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))

    assert at_most(7, found.high * 2) == pytest.approx(0.025, abs=1e-6)
    assert 1 - at_most(6, found.low * 2) == pytest.approx(0.025, abs=1e-6)


def test_without_exposure_there_is_no_rate() -> None:
    assert poisson_rate(0, 0.0).value is None
