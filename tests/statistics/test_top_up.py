"""Where spare evaluations go."""

import pytest

from qa_desk.statistics.top_up import chance_below, evaluations_for_posterior, is_undecided


def test_the_worked_example_of_a_posterior() -> None:
    assert evaluations_for_posterior(144, 64, 6) == 14
    assert evaluations_for_posterior(144, None, 6) == 16


def test_where_the_group_says_as_much_nothing_is_needed() -> None:
    assert evaluations_for_posterior(144, 4, 6) == 0
    assert evaluations_for_posterior(144, 0, 6) == 0


def test_a_width_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        evaluations_for_posterior(144, 64, 0)


@pytest.mark.parametrize(("value", "is_open"), [(75, True), (80, True), (84, True), (87, False), (70, False)])
def test_a_decision_is_open_near_the_target(value: float, is_open: bool) -> None:
    assert is_undecided(value, 4.0, 80) is is_open


def test_without_an_error_there_is_nothing_open() -> None:
    assert (chance_below(79, 0, 80), chance_below(80, 0, 80)) == (1, 0)
    assert not is_undecided(79, 0, 80)
