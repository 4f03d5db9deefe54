from __future__ import annotations

import numpy as np
import pytest

from qa_desk.kpis.samples import bca_of_means, gather, percentile_of_ratios
from qa_desk.statistics.bootstrap import bootstrap_mean, bootstrap_ratio

GROUPS = np.array([1, 0, 2, 0, 1, 0, 2, 2, 1, 3])
VALUES = np.array([50, 9, 4, 1, 70, 5, 4, 4, 10, 8])


def test_values_are_gathered_by_group_and_sorted() -> None:
    sample = gather(GROUPS, VALUES, None, 5)
    assert [list(sample.of(group)) for group in range(5)] == [[1, 5, 9], [10, 50, 70], [4, 4, 4], [8], []]


def test_values_that_are_not_whole_are_sorted_too() -> None:
    sample = gather(GROUPS, VALUES - 6.5, None, 4)
    assert list(sample.of(0)) == [-5.5, -1.5, 2.5]


def test_many_groups_get_the_limits_that_each_would_get_alone() -> None:
    rng = np.random.default_rng(5)
    sizes = [7, 40, 7, 199]
    groups = np.repeat(np.arange(4), sizes)
    values = rng.lognormal(3, 1, groups.size)
    sample = gather(groups, values, None, 4)
    for group, limits in bca_of_means(sample, [0, 1, 2, 3]):
        alone = bootstrap_mean(sample.of(group))
        assert limits == pytest.approx((alone.low, alone.high))


def test_alike_values_have_no_bootstrap() -> None:
    assert dict(bca_of_means(gather(GROUPS, VALUES, None, 4), [2])) == {2: None}


def test_ratios_get_the_limits_that_each_would_get_alone() -> None:
    rng = np.random.default_rng(6)
    groups = np.repeat([0, 1], [12, 30])
    tops, bottoms = rng.integers(0, 9, groups.size), rng.integers(1, 9, groups.size)
    for group, limits in percentile_of_ratios(gather(groups, tops, bottoms, 2), [0, 1]):
        alone = bootstrap_ratio(tops[groups == group], bottoms[groups == group])
        assert limits == pytest.approx((alone.low, alone.high))
