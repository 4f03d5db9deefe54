"""The planner: worked examples, what the centre itself says, and where spare evaluations help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.sampling import Design
from qa_desk.services.sampling import draw_sample
from qa_desk.services.sampling_plan import Assumptions, Question, measured_assumptions, open_decisions, plan
from qa_desk.workspace.settings import set_settings
from tests.coaching_centre import build_centre as build_coached
from tests.sampling_centre import a_request, build_centre, evaluate

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def test_the_worked_examples_of_a_whole_plan() -> None:
    found = plan(Question(quota=8, agents=5), Assumptions())
    assert (found.needed_for_share, found.needed_for_mean) == (49, 25)
    assert found.each.mean_half_width == pytest.approx(10.03, abs=0.01)
    assert (found.each.passes, found.together.n) == (7, 40)
    assert found.needed_to_see == 149
    assert [each.n for each in found.quotas] == [2, 3, 4, 5, 8, 10, 15, 20, 30, 50]


def test_nobody_is_told_more_than_the_contacts_there_are() -> None:
    found = plan(Question(quota=8, agents=5, contacts=3, drawn=15), Assumptions())
    assert (found.each.n, found.together.n) == (3, 15)


def test_change_is_what_two_periods_can_tell() -> None:
    found = plan(Question(quota=4, agents=1), Assumptions(sd=10)).each
    assert found.detectable_change == pytest.approx(13.9, abs=0.05)
    assert found.detectable_80 == pytest.approx(19.8, abs=0.05)


def test_this_period_alone_needs_fewer() -> None:
    found = plan(Question(quota=4, agents=2, contacts=400, is_finite=True), Assumptions())
    assert (found.needed_for_share, found.needed_for_mean) == (44, 24)
    small = plan(Question(quota=10, agents=2, contacts=6, is_finite=True), Assumptions())
    assert (small.each.n, small.each.mean_half_width, small.together.n) == (6, 0.0, 12)


def test_a_quota_of_one_has_no_interval_and_a_chance() -> None:
    found = plan(Question(quota=1, agents=1, rare_rate=0.05), Assumptions()).each
    assert (found.mean_half_width, found.chance_to_see) == (None, pytest.approx(0.05))


def test_no_error_to_see_is_never_seen() -> None:
    assert plan(Question(quota=4, agents=1, rare_rate=0), Assumptions()).needed_to_see is None


def test_a_new_centre_is_planned_with_usual_figures(workspace: Workspace) -> None:
    assert measured_assumptions(workspace) == Assumptions()


def test_the_centre_says_how_its_scores_spread(workspace: Workspace) -> None:
    """36 evaluations, each agent half 100 and half 50: variance 25² · n/(n−1) within agents, nothing between them."""
    build_centre(workspace)
    draw_sample(workspace, a_request(design=Design(quota=12, strata=("channel",), double_share=0)))
    rows = workspace.connection.execute(
        "SELECT a.interaction_id, a.evaluator_id FROM assignments a JOIN interactions i ON i.id = a.interaction_id "
        "WHERE i.agent_id IN ('ann', 'bo', 'chi') AND i.channel = 'call' ORDER BY i.external_id"
    ).fetchall()
    for number, row in enumerate(rows):
        evaluate(workspace, row[0], row[1], "No" if number % 2 else "Yes")
    assert measured_assumptions(workspace) == Assumptions()  # 24 are too few
    more = workspace.connection.execute(
        "SELECT a.interaction_id, a.evaluator_id FROM assignments a JOIN interactions i ON i.id = a.interaction_id "
        "WHERE i.agent_id IN ('dee') ORDER BY i.external_id"
    ).fetchall()
    for number, row in enumerate(more):
        evaluate(workspace, row[0], row[1], "No" if number % 2 else "Yes")
    found = measured_assumptions(workspace)
    assert found.evaluations == 36
    assert found.sd == pytest.approx((25**2 * 8 / 7) ** 0.5, abs=2)


def test_spare_evaluations_go_where_the_decision_is_open(workspace: Workspace) -> None:
    build_coached(workspace)
    found = open_decisions(workspace)
    assert found
    assert all(0.1 < each.chance_below < 0.9 and each.more >= 0 for each in found)
    assert [abs(each.chance_below - 0.5) for each in found] == sorted(abs(each.chance_below - 0.5) for each in found)
    names = {each.name for each in found}
    assert "陈晓明" not in names  # far below the goal: more evaluations change nothing
    one = found[0]
    assert [each.agent_id for each in open_decisions(workspace, agents=[one.agent_id])] == [one.agent_id]
    assert open_decisions(workspace, half_width=20)[0].more == 0


def test_without_a_goal_nothing_is_open(workspace: Workspace) -> None:
    build_coached(workspace)
    set_settings(workspace, {"goals": {}})
    assert open_decisions(workspace) == []


def test_an_interval_wider_than_the_scale_says_nothing_about_a_mean() -> None:
    two, three = (plan(Question(quota=quota, agents=1), Assumptions()).each.mean_half_width for quota in (2, 3))
    assert (two, three) == (None, pytest.approx(29.81, abs=0.01))
