"""Net promoter score and its adjusted Wald interval."""

import pytest

from qa_desk.statistics.nps import adjusted_wald_limits, nps, nps_class, nps_moments, wald_limits


def test_small_samples_take_the_adjusted_interval() -> None:
    estimate = nps(6, 2, 2)
    assert (estimate.value, estimate.method) == (pytest.approx(40.0), "adjusted_wald")
    assert estimate.low == pytest.approx(-12.585579968808108, abs=1e-9)


def test_hundred_answers_take_the_plain_interval() -> None:
    estimate = nps(50, 30, 20)
    assert (estimate.method, estimate.high) == ("wald", pytest.approx(45.30780807504267))


def test_all_promoters_are_not_certain() -> None:
    estimate = nps(12, 0, 0)
    assert (estimate.value, estimate.high) == (100.0, 100.0)
    assert estimate.low == pytest.approx(54.19587509227163, abs=1e-9)
    assert wald_limits(12, 0, 0) == (100.0, 100.0)
    assert adjusted_wald_limits(12, 0, 0)[1] > 100


def test_variance_is_that_of_the_signs() -> None:
    assert nps_moments(50, 30, 20).variance == pytest.approx(0.61)


def test_no_answers_is_undefined() -> None:
    assert nps(0, 0, 0).value is None


def test_classes_follow_the_published_cuts() -> None:
    assert [nps_class(s) for s in (0, 6, 7, 8, 9, 10)] == ["detractor"] * 2 + ["passive"] * 2 + ["promoter"] * 2


@pytest.mark.parametrize(("score", "low", "high"), [(11, 0, 10), (4, 1, 5)])
def test_other_scales_have_no_classes(score: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        nps_class(score, low, high)
