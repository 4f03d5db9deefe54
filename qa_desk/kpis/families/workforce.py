"""Time of the people: how busy the logged-in time is, and whether the schedule is kept."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import NetPromoters, Proportion, Ratio, Score
from qa_desk.kpis.kpi import BAND, DOWN, UP, Kpi
from qa_desk.kpis.rates import YearlyRate
from qa_desk.kpis.relations import EMPLOYED, PULSE, SHIFTS, STATES, TASKS

_FEWEST_RESPONDENTS = 5
"""Below so many answers of a group nothing of it is shown: who said what could be guessed."""


def _attrition(variant: str, which: str, summary: str | None) -> Kpi:
    return Kpi(
        id=f"agent_attrition_rate{variant}",
        name=N_("Agent attrition"),
        formula=N_("agents who left in the period ÷ average headcount, by year (internal moves are counted apart)"),
        unit="per_year",
        direction=DOWN,
        family="workforce",
        relation=EMPLOYED,
        aggregate=YearlyRate(f"is_exit AND {which}", "days_there"),
        entered="days_there > 0",
        min_n=20,
        summary=summary,
    )


def _tasks(variant: str, which: str, hit: str, name: str, formula: str, summary: str | None = None) -> Kpi:
    return Kpi(
        id=variant,
        name=name,
        formula=formula,
        unit="share",
        direction=UP,
        family="workforce",
        relation=TASKS,
        aggregate=Proportion(hit),
        entered=f"({which}) AND is_mature",
        censored=f"({which}) AND NOT is_mature",
        summary=summary,
    )


_ONE_ON_ONE = "kind IN ('one_on_one', 'one-on-one', '1:1', '1-1')"

KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="occupancy",
        is_for_agents=False,
        name=N_("Occupancy"),
        formula=N_("(talk + hold + after-call work) ÷ (those + available), in seconds"),
        unit="share",
        direction=BAND,
        family="workforce",
        relation=STATES,
        normal_n=5,
        aggregate=Ratio("handling_s", "state_s", "day", N_("bootstrap over days"), "DISTINCT day"),
        entered="is_logged_in",
        excluded="coalesce(state_s < 0, TRUE)",
        caution=N_("Driven by load and team size: no figure to judge an agent by."),
    ),
    Kpi(
        id="schedule_adherence",
        name=N_("Schedule adherence"),
        formula=N_("seconds in the scheduled state ÷ scheduled seconds; any handling or available state keeps “work”"),
        unit="share",
        direction=UP,
        family="workforce",
        relation=SHIFTS,
        normal_n=5,
        aggregate=Ratio("kept_s", "scheduled_s", "day", N_("bootstrap over days"), "DISTINCT day"),
        entered="scheduled_s > 0",
        excluded="coalesce(scheduled_s < 0, TRUE)",
    ),
    _tasks(
        "task_completion_rate",
        f"NOT {_ONE_ON_ONE}",
        "completed_at IS NOT NULL",
        N_("Tasks completed"),
        N_("tasks completed ÷ tasks assigned whose due date has passed"),
    ),
    _tasks(
        "task_completion_rate:on_time",
        f"NOT {_ONE_ON_ONE}",
        "coalesce(completed_at <= due_at, completed_at IS NOT NULL)",
        N_("Tasks completed"),
        N_("tasks completed by their due date ÷ tasks assigned whose due date has passed"),
        N_("on time"),
    ),
    _tasks(
        "one_on_one_completion",
        _ONE_ON_ONE,
        "completed_at IS NOT NULL",
        N_("One-to-ones held"),
        N_("one-to-ones held ÷ one-to-ones planned whose day has passed"),
    ),
    _attrition("", "coalesce(exit_type, '') <> 'internal'", None),
    _attrition(":voluntary", "exit_type = 'voluntary'", N_("voluntary")),
    _attrition(":involuntary", "exit_type = 'involuntary'", N_("involuntary")),
    _attrition(":internal", "exit_type = 'internal'", N_("internal moves")),
    Kpi(
        id="enps",
        name=N_("Employee net promoter score"),
        formula=N_("100 · (answers of 9–10 − answers of 0–6) ÷ answers of employees"),
        unit="points",
        direction=UP,
        family="workforce",
        relation=PULSE,
        aggregate=NetPromoters("score >= 9", "score <= 6"),
        entered="survey = 'enps' AND is_answered AND scale_max = 10",
        excluded="survey = 'enps' AND is_answered AND scale_max <> 10",
        private_below=_FEWEST_RESPONDENTS,
    ),
    Kpi(
        id="employee_pulse_score",
        name=N_("Employee pulse"),
        formula=N_("mean over respondents of their answers, scaled to 0–100"),
        unit="score",
        direction=UP,
        family="workforce",
        relation=PULSE,
        aggregate=Score("100.0 * ease"),
        entered="survey = 'pulse' AND ease IS NOT NULL",
        excluded="survey = 'pulse' AND is_answered AND ease IS NULL",
        private_below=_FEWEST_RESPONDENTS,
    ),
    Kpi(
        id="employee_response_rate",
        name=N_("Employee response rate"),
        formula=N_("employees who answered ÷ employees who were asked"),
        unit="share",
        direction=UP,
        family="workforce",
        relation=PULSE,
        aggregate=Proportion("is_answered"),
        entered="TRUE",
        private_below=_FEWEST_RESPONDENTS,
    ),
)
