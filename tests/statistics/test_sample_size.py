"""How many evaluations: worked examples, what usual quotas buy, and the edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics.sample_size import (
    correction,
    mean_half_width,
    mean_sample_size,
    needed,
    proportion_half_width,
    proportion_sample_size,
)

spreads = st.floats(0.5, 40)
widths = st.floats(1, 30)
populations = st.none() | st.integers(2, 100_000)


@pytest.mark.parametrize(
    ("p", "half_width", "population", "n"), [(0.85, 0.10, None, 49), (0.85, 0.10, 400, 44), (0.85, 0.05, None, 196)]
)
def test_a_pass_rate_needs_as_many_as_cochran_says(p: float, half_width: float, population: int | None, n: int) -> None:
    assert needed(proportion_sample_size(p, half_width, population)) == n


@pytest.mark.parametrize(("sd", "half_width", "population", "n"), [(12, 5, None, 25), (12, 5, 400, 24), (10, 5, None, 18)])
def test_a_mean_score_needs_as_many_as_the_t_interval_says(sd: float, half_width: float, population: int | None, n: int) -> None:
    assert mean_sample_size(sd, half_width, population) == n


@pytest.mark.parametrize(
    ("sd", "printed"),
    [
        (8, (72, 20, 13, 10, 6.7, 5.7, 4.4, 3.7, 3.0, 2.3)),
        (12, (108, 30, 19, 15, 10, 8.6, 6.6, 5.6, 4.5, 3.4)),
        (16, (144, 40, 26, 20, 13, 11, 8.9, 7.5, 6.0, 4.5)),
    ],
)
def test_usual_quotas_buy_what_the_table_prints(sd: float, printed: tuple[float, ...]) -> None:
    for n, wanted in zip((2, 3, 4, 5, 8, 10, 15, 20, 30, 50), printed, strict=True):
        found = mean_half_width(sd, n)
        assert found == pytest.approx(wanted, abs=0.06 if isinstance(wanted, float) else 0.6)


def test_one_evaluation_has_no_interval() -> None:
    assert mean_half_width(12, 1) is None
    assert proportion_half_width(0.8, 0) is None


def test_whoever_looks_at_every_contact_of_a_period_knows_it() -> None:
    assert mean_half_width(12, 7, population=7) == 0
    assert proportion_half_width(0.8, 9, population=7) == 0
    assert mean_sample_size(12, 0.1, population=7) == 7
    assert mean_sample_size(12, 5, population=1) == 1
    assert mean_sample_size(12, 5, population=0) == 0


def test_agents_whose_scores_never_vary_need_two() -> None:
    assert mean_sample_size(0, 5) == 2


@pytest.mark.parametrize(("sd", "half_width"), [(12, 0), (12, -1), (-1, 5)])
def test_what_no_sample_gives_is_refused(sd: float, half_width: float) -> None:
    with pytest.raises(ValueError, match="no sample"):
        mean_sample_size(sd, half_width)


@given(sd=spreads, half_width=widths, population=populations)
def test_n_is_the_first_that_reaches_the_width(sd: float, half_width: float, population: int | None) -> None:
    n = mean_sample_size(sd, half_width, population)
    reached = mean_half_width(sd, n, population)
    assert reached is not None
    assert reached <= half_width + 1e-9
    before = mean_half_width(sd, n - 1, population)
    z_only = 1.959963985 * sd / math.sqrt(max(1, n - 1)) * correction(n - 1, population)
    assert before is None or before > half_width or z_only > half_width


@given(sd=spreads, half_width=widths, population=st.integers(2, 5_000))
def test_a_finite_population_never_asks_for_more(sd: float, half_width: float, population: int) -> None:
    assert mean_sample_size(sd, half_width, population) <= min(population, mean_sample_size(sd, half_width))


@given(p=st.floats(0.01, 0.99), half_width=st.floats(0.01, 0.3), population=populations)
def test_the_rounded_n_of_a_share_reaches_its_width(p: float, half_width: float, population: int | None) -> None:
    n = needed(proportion_sample_size(p, half_width, population))
    reached = proportion_half_width(p, n, population)
    assert reached is not None
    # Cochran's finite n and the factor √((N−n)/(N−1)) differ in the last digit only
    assert reached <= half_width * (1 + 1e-9) + (0 if population is None else half_width / population)
