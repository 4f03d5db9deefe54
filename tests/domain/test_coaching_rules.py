from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.coaching import AgentCard, KpiLine, Measure, Need, TeamLine, Verdict
from qa_desk.domain.coaching_rules import in_order, judge, verdict_of

NO_CHANGE = Measure(1.0, -5.0, 7.0, 16)


def a_line(name: str = "A", **changes: object) -> TeamLine:
    line = TeamLine(
        agent=AgentCard(name, name, "Billing", tenure_days=800),
        score=Measure(85.0, 80.0, 90.0, 10),
        shrunken=Measure(85.0, 80.0, 90.0, 10),
        chance_below_goal=0.05,
        change=NO_CHANGE,
        critical_errors=0,
        evaluations=10,
        overdue=0,
        last_session=None,
        weeks_since=2,
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def judged(**changes: object) -> TeamLine:
    return judge(a_line(**changes), is_coaching_usual=True)


def test_nothing_remarkable_is_on_course_without_a_reason() -> None:
    line = judged()
    assert (line.need, line.reasons) == (Need.ON_COURSE, ())


def test_a_critical_error_comes_first() -> None:
    line = judged(critical_errors=1, overdue=2)
    assert line.need is Need.NOW
    assert line.reasons[0] == "1 evaluation with a critical error"
    assert "2 actions overdue" in line.reasons


def test_three_evaluations_never_say_below_the_goal() -> None:
    line = judged(score=Measure(62.0, None, None, 3), chance_below_goal=0.97)
    assert line.need is Need.TOO_FEW
    assert line.reasons == ("only 3 evaluations: no verdict",)


def test_a_fall_within_noise_is_no_reason() -> None:
    assert judged(change=Measure(-6.0, -14.0, 2.0, 16)).need is Need.ON_COURSE
    assert judged(change=Measure(-9.0, -14.0, -4.0, 16)).need is Need.NOW


def a_kpi(team: float, verdict: Verdict = Verdict.NOT_MET) -> KpiLine:
    own, change = Measure(0.6, 0.5, 0.7, 90), Measure(-0.2, -0.3, -0.1, 90)
    return KpiLine("csat", "CSAT", "share", "up", own, Measure(team, n=900), Measure(0.8, n=90), change, 0.8, verdict)


def test_weeks_without_a_session_are_a_reason_for_soon() -> None:
    assert judged(weeks_since=7).reasons == ("not coached for 7 weeks",)


def test_a_kpi_clearly_worse_than_the_teams_is_a_reason() -> None:
    line = judged(kpis=(a_kpi(team=0.8),))
    assert (line.need, line.reasons) == (Need.SOON, ("CSAT 60 %, team 80 %",))


def test_a_kpi_that_is_bad_in_the_whole_team_is_no_reason_to_single_somebody_out() -> None:
    assert judged(kpis=(a_kpi(team=0.62),)).need is Need.ON_COURSE


def test_never_coached_counts_only_where_most_others_have_been() -> None:
    assert judge(a_line(weeks_since=None), is_coaching_usual=False).need is Need.ON_COURSE
    assert judge(a_line(weeks_since=None), is_coaching_usual=True).need is Need.SOON


def test_overlapping_agents_share_a_band_and_distinct_ones_do_not() -> None:
    near = [a_line(name, shrunken=Measure(value, value - 7, value + 7, 8)) for name, value in (("A", 82.0), ("B", 83.0))]
    far = a_line("C", shrunken=Measure(96.0, 89.0, 103.0, 8))
    bands = {line.agent.name: line.band for line in in_order([far, *near])}
    assert bands["A"] == bands["B"] != bands["C"]


def test_who_has_no_shrunken_score_stands_apart() -> None:
    lines = in_order([a_line("new", shrunken=None), a_line("old")])
    assert lines[0].band != lines[1].band


def test_agents_of_one_need_are_listed_by_name_and_never_by_score() -> None:
    lines = [a_line(name, shrunken=Measure(value, value - 7, value + 7, 8)) for name, value in (("zoe", 70.0), ("Ann", 95.0))]
    urgent = a_line("Yan", need=Need.NOW)
    assert [line.agent.name for line in in_order([*lines, urgent])] == ["Yan", "Ann", "zoe"]


def test_the_chance_to_be_below_the_goal_cannot_be_read_the_other_way_round() -> None:
    assert judged(chance_below_goal=0.93, goal=88.0).reasons == ("QA score 93 % likely to be below the goal of 88",)


@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 1), st.sampled_from(["up", "down"]))
def test_a_verdict_is_given_only_when_the_whole_interval_is_on_one_side(
    value: float, below: float, above: float, goal: float, direction: str
) -> None:
    low, high = value - below, value + above
    verdict = verdict_of(Measure(value, low, high, 50), goal, direction)
    if low < goal < high:
        assert verdict is Verdict.UNCLEAR
    elif verdict is Verdict.MET:
        assert (low >= goal) if direction == "up" else (high <= goal)
    elif verdict is Verdict.NOT_MET:
        assert (high < goal) if direction == "up" else (low > goal)


def test_without_an_interval_there_is_no_verdict() -> None:
    assert verdict_of(Measure(0.5, None, None, 3), 0.8, "up") is Verdict.UNCLEAR
    assert verdict_of(Measure(0.5, 0.4, 0.6, 30), None, "up") is Verdict.NONE
