"""Known table values of the distributions that every interval stands on."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.statistics import quantiles as q


@pytest.mark.parametrize(
    ("p", "df", "expected"),
    [
        (0.975, 1, 12.706204736432095),
        (0.975, 4, 2.7764451051977987),
        (0.975, 11, 2.200985160082949),
        (0.995, 30, 2.7499956535672),
        (0.975, 1e6, 1.9599663),
    ],
)
def test_t_quantiles_match_the_tables(p: float, df: float, expected: float) -> None:
    assert q.t_quantile(p, df) == pytest.approx(expected, abs=2e-7 if df > 1000 else 1e-9)


@pytest.mark.parametrize(
    ("p", "df1", "df2", "expected"),
    [(0.95, 1, 1, 161.4476387975881), (0.95, 5, 10, 3.3258345304130112), (0.975, 3, 15, 4.152804021)],
)
def test_f_quantiles_match_the_tables(p: float, df1: float, df2: float, expected: float) -> None:
    assert q.f_quantile(p, df1, df2) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("p", "df", "expected"), [(0.95, 1, 3.841458820694124), (0.95, 10, 18.307038053275146), (0.025, 2, 0.0506356159685798)]
)
def test_chi2_quantiles_match_the_tables(p: float, df: float, expected: float) -> None:
    assert q.chi2_quantile(p, df) == pytest.approx(expected, rel=1e-9)


def test_beta_quantile_of_a_known_polynomial() -> None:
    assert q.beta_quantile(0.25, 2, 1) == pytest.approx(0.5, abs=1e-12)  # the distribution function is x²


def test_t_with_one_degree_of_freedom_is_cauchy() -> None:
    assert q.t_cdf(3, 1) == pytest.approx(0.5 + math.atan(3) / math.pi, abs=1e-13)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.integers(0, 60))
def test_binomial_tail_equals_the_sum_of_its_terms(n: int, p: float, k: int) -> None:
    total = sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(min(k, n) + 1))
    assert q.binomial_cdf(k, n, p) == pytest.approx(total, abs=1e-11)


@given(st.floats(0.001, 0.999), st.floats(0.6, 500))
def test_quantile_and_tail_area_undo_each_other(p: float, df: float) -> None:
    assert q.t_cdf(q.t_quantile(p, df), df) == pytest.approx(p, abs=1e-10)
    assert q.chi2_cdf(q.chi2_quantile(p, df), df) == pytest.approx(p, abs=1e-10)


def test_large_binomials_settle() -> None:
    assert q.binomial_cdf(500_000, 1_000_000, 0.5) == pytest.approx(0.5 + 0.5 * 0.000797884, abs=1e-6)


def test_incomplete_gamma_of_one_is_exponential() -> None:
    assert q.incomplete_gamma(2.5, 1) == pytest.approx(1 - math.exp(-2.5), abs=1e-14)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1])
def test_a_quantile_outside_the_open_interval_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="0 < p < 1"):
        q.f_quantile(p, 2, 2)
