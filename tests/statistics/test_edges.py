"""Edges of the small subjects: nothing, one, all alike, impossible."""

import pytest

from qa_desk.statistics import change, control_charts, erlang, shrinkage
from qa_desk.statistics.benchmarking import LANDIS_KOCH, benchmark
from qa_desk.statistics.cohen import cohen_kappa


def test_three_evaluations_do_not_rank_anyone_last() -> None:
    found = shrinkage.shrink_means([78, 91, 84, 62, 88, 81, 95, 73], [3, 8, 5, 3, 12, 6, 4, 10], 144)
    assert found is not None
    assert found.values[3] == pytest.approx(70.5, abs=0.05)
    assert shrinkage.chance_below(found.values[3], found.standard_errors[3], 75) == pytest.approx(0.80, abs=0.005)
    assert found.estimates()[3].n == 3


def test_no_difference_between_agents_is_said_in_words() -> None:
    found = shrinkage.shrink_means([80, 80.5, 79.5], [5, 5, 5], 100)
    assert found is not None
    assert (found.tau2, found.note) == (0.0, shrinkage.NO_DIFFERENCE)
    assert len(set(found.values)) == 1


def test_shrinking_nobody_or_one() -> None:
    assert shrinkage.shrink_means([], [], 100) is None
    one = shrinkage.shrink_means([80], [4], 100, "REML")
    assert one is not None
    assert one.values == (80.0,)
    exact = shrinkage.shrink_means([80, 90], [4, 4], 0)
    assert exact is not None
    assert exact.values == (80.0, 90.0)


def test_pooled_variance_never_uses_a_single_value() -> None:
    assert shrinkage.pooled_variance([0.0, 100.0], [1, 5]) == 100
    assert shrinkage.pooled_variance([0.0], [1]) is None


def test_equal_rates_shrink_to_their_mean() -> None:
    assert shrinkage.james_stein([0.3] * 5, 45).values == (0.3,) * 5


def test_an_overloaded_queue_has_no_service_level() -> None:
    queue = erlang.erlang_c(300, 1800, 210, 30, 20)
    assert (queue.service_level, queue.average_wait) == (None, None)
    assert queue.occupancy > 1
    with pytest.raises(ValueError, match="target"):
        erlang.agents_needed(10, 1800, 200, 20, 1.0)


def test_a_perfect_five_of_five_is_not_unusual() -> None:
    assert control_charts.mid_p(5, 5, 0.85)[1] == pytest.approx(0.22, abs=0.005)
    assert control_charts.mid_p(2, 5, 0.85)[0] == pytest.approx(0.014, abs=0.001)
    assert control_charts.mid_p(28, 40, 0.85)[0] == pytest.approx(0.008, abs=0.001)


def test_empty_charts_are_none() -> None:
    assert control_charts.p_chart([], []) is None
    assert control_charts.xmr_chart([5.0]) is None
    assert control_charts.overdispersion([], [], 0.8) is None
    chart = control_charts.p_chart([1, 0], [10, 0])
    assert chart is not None
    assert chart.outside == ()


def test_beyond_regression_there_is_little_left() -> None:
    found = change.excess_change(68, 77, 82, 36, 144, 4, 4)
    assert found.value == pytest.approx(2)
    assert found.low is not None
    assert found.low < 0
    assert change.excess_change(68, 77, 82, 0, 0, 4, 4).value is None


def test_correlation_edges() -> None:
    assert change.correlation([1, 2], [1, 2]).pearson.note == change.TOO_FEW_PAIRS
    assert change.correlation([1, 2, 3], [5, 5, 5]).pearson.note == change.NO_SPREAD
    assert change.correlation([1, 2, 3], [1, 2, 4]).pearson.note == change.FEW_PAIRS
    assert change.correlation([1, 2, 3, 4], [2, 4, 6, 8]).pearson.note == change.ON_A_LINE
    assert change.correlation([1, 2, 2, 3], [4, 3, 3, 1]).spearman == pytest.approx(-1)


def test_adjusted_p_values_keep_their_order() -> None:
    assert change.benjamini_hochberg([]) == []
    assert change.benjamini_hochberg([0.5, 0.01]) == [0.5, 0.02]


def test_no_evaluations_detect_nothing() -> None:
    assert change.detectable_change(10, 0) is None
    assert change.regression_to_mean(68, 82, 0, 0, 4) is None


def test_exact_coefficients_take_the_level_they_reach() -> None:
    assert benchmark(0.85, 0.0, [low for low, _ in LANDIS_KOCH]).chosen == 0


def test_kappa_of_one_answer_is_undefined() -> None:
    assert cohen_kappa([[9, 0], [0, 0]]).kappa is None
    assert cohen_kappa([[0, 0], [0, 0]]).note == "no data"
