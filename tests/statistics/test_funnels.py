from __future__ import annotations

import itertools
import math
import random

import pytest

from qa_desk.statistics.funnels import judge_means, judge_shares, laney_chart


def test_a_perfect_five_of_five_is_not_unusual() -> None:
    judged = judge_shares([5, 85], [5, 100], 0.85)
    assert judged.width == 1.0
    assert judged.adjusted[0] > 0.3


def test_one_group_far_below_all_others_stands_out_after_correction() -> None:
    judged = judge_shares([80] * 20 + [40], [100] * 21, 0.8)
    assert judged.adjusted[-1] < 0.001
    assert min(judged.adjusted[:-1]) > 0.5


def test_groups_that_differ_more_than_chance_widen_the_limits() -> None:
    luck = random.Random(3)
    n = [400] * 40
    hits = [round(400 * min(0.95, max(0.5, luck.gauss(0.8, 0.06)))) for _ in n]
    judged = judge_shares(hits, n, sum(hits) / sum(n))
    assert judged.width > 2
    assert sum(p < 0.05 for p in judged.adjusted) < 5


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_all_or_none_cannot_be_judged(target: float) -> None:
    assert judge_shares([0, 0], [10, 20], target).adjusted == (1.0, 1.0)


def test_means_are_judged_by_their_errors() -> None:
    judged = judge_means([10.0, 10.0, 20.0], [1.0, 3.0, 1.0], 10.0)
    assert judged.adjusted[2] < 0.001
    assert judged.adjusted[0] == pytest.approx(1.0)


def test_laneys_limits_are_those_of_a_p_chart_times_the_spread_of_z() -> None:
    hits, n = [820, 780, 840, 760, 830, 770], [1_000] * 6
    found = laney_chart(hits, n)
    assert found is not None
    chart, sigma = found
    error = math.sqrt(0.8 * 0.2 / 1_000)
    steps = [abs(b - a) / 1_000 / error for a, b in itertools.pairwise(hits)]
    assert sigma == pytest.approx(sum(steps) / 5 / 1.128)
    assert chart.p_bar == 0.8
    assert chart.limits[0] == pytest.approx((0.8 - 3 * sigma * error, 0.8 + 3 * sigma * error))
    assert chart.outside == ()


@pytest.mark.parametrize(("hits", "n"), [([1], [2]), ([0, 0], [5, 5]), ([5, 5], [5, 5]), ([1, 0], [2, 0])])
def test_without_spread_or_periods_there_is_no_such_chart(hits: list[int], n: list[int]) -> None:
    assert laney_chart(hits, n) is None
