"""Bootstrap intervals: reproducible, clustered, honest when degenerate."""

import numpy as np
import pytest

from qa_desk.statistics.bootstrap import bca_limits, bootstrap_mean, bootstrap_ratio, resample_weights

SCORES = [82.0, 75.0, 90.0, 68.0, 88.0, 79.0, 84.0, 91.0, 100.0, 60.0, 86.0, 77.0]


def test_the_same_seed_draws_the_same_interval() -> None:
    assert bootstrap_mean(SCORES) == bootstrap_mean(SCORES)
    assert bootstrap_mean(SCORES, seed=2) != bootstrap_mean(SCORES)


def test_percentile_interval_is_near_the_reference() -> None:
    estimate = bootstrap_mean(SCORES, method="percentile")
    assert estimate.low == pytest.approx(75.667, abs=1.05)
    assert estimate.high == pytest.approx(87.333, abs=1.05)


def test_weights_of_each_resample_sum_to_n() -> None:
    blocks = list(resample_weights(3_000, 2_000, seed=1))
    assert len(blocks) > 1  # bounded memory
    assert sum(b.shape[0] for b in blocks) == 2_000
    assert all((b.sum(axis=1) == 3_000).all() for b in blocks)


def test_bca_moves_towards_the_long_tail_of_skewed_times() -> None:
    rng = np.random.default_rng(5)
    times = rng.exponential(300, size=20)
    plain, corrected = bootstrap_mean(times, method="percentile"), bootstrap_mean(times, method="bca")
    assert plain.high is not None
    assert corrected.high is not None
    assert corrected.high > plain.high


def test_clusters_are_resampled_whole() -> None:
    estimate = bootstrap_ratio([0, 10, 0, 10], [10, 10, 10, 10])
    assert estimate.n == 4
    assert estimate.low is not None
    assert estimate.low < 0.2  # forty independent records would give about .35


@pytest.mark.parametrize(("a", "b", "value"), [([], [], None), ([1.0], [0.0], None), ([1.0], [2.0], 0.5)])
def test_degenerate_ratios_have_no_interval(a: list[float], b: list[float], value: float | None) -> None:
    estimate = bootstrap_ratio(a, b)
    assert (estimate.value, estimate.low) == (value, None)
    assert estimate.note


def test_all_alike_is_noted() -> None:
    assert bootstrap_mean([5.0] * 8).note == "all values are alike"


def test_too_many_undefined_resamples_are_said() -> None:
    estimate = bootstrap_ratio([1.0, 3.0, 0.0, 0.0, 0.0, 0.0], [2.0, 4.0, 0.0, 0.0, 0.0, 0.0])
    assert estimate.low is None
    assert estimate.note == "too many resamples are undefined for an interval"


def test_bca_without_replicates_on_both_sides_is_not_forced() -> None:
    assert bca_limits(10.0, np.full(50, 3.0), np.array([1.0, 2.0, 3.0])) is None
