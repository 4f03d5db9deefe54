"""Time of the people: how busy the logged-in time is, and whether the schedule is kept."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Ratio
from qa_desk.kpis.kpi import BAND, UP, Kpi
from qa_desk.kpis.relations import SHIFTS, STATES

KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="occupancy",
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
)
