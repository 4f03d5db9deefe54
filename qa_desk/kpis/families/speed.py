"""How fast customers hear from the team: first response, every response, and the promise kept."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Largest, Proportion, Quantile, Ratio
from qa_desk.kpis.families.durations import duration_kpis
from qa_desk.kpis.kpi import DOWN, NONE, UP, Kpi
from qa_desk.kpis.relations import TICKETS_CREATED, TICKETS_REPLIED, TURNS

_WAITING = "is_eligible AND first_reply_at IS NULL AND is_open"
_NO_TIME = "NOT is_eligible OR created_at IS NULL OR (first_reply_at IS NULL AND reply_work_s IS NULL AND NOT is_open)"
_RUNNING = f"{_WAITING} AND {{as_of_work}} - created_work"

KPIS: tuple[Kpi, ...] = (
    *duration_kpis(
        "first_response_time",
        N_("First response time"),
        N_("first public reply of an agent − creation; bots and notes never stop the clock"),
        TICKETS_REPLIED,
        ("reply_s", "reply_work_s"),
        entered="is_eligible AND coalesce(reply_s, 0) >= 0",
        excluded=f"{_NO_TIME} OR reply_s < 0",
        censored=_WAITING,
    ),
    Kpi(
        id="response_time",
        name=N_("Response time, all replies"),
        formula=N_(
            "Σ of the customer's turns ÷ answered turns; a turn runs from the first unanswered message to the next public reply"
        ),
        unit="s",
        direction=DOWN,
        family="speed",
        relation=TURNS,
        aggregate=Ratio("turn_s", "1", "ticket_id", N_("bootstrap over tickets")),
        entered="is_eligible AND turn_s >= 0",
        excluded="NOT is_eligible OR turn_s < 0",
        censored="is_eligible AND answered_at IS NULL AND is_open",
    ),
    Kpi(
        id="response_time:business",
        name=N_("Response time, all replies"),
        formula=N_("Σ of the customer's turns in business hours ÷ answered turns"),
        unit="s",
        direction=DOWN,
        family="speed",
        relation=TURNS,
        aggregate=Ratio("turn_work_s", "1", "ticket_id", N_("bootstrap over tickets")),
        entered="is_eligible AND turn_s >= 0",
        excluded="NOT is_eligible OR turn_s < 0",
        censored="is_eligible AND answered_at IS NULL AND is_open",
        clock=N_("business hours"),
    ),
    Kpi(
        id="response_time:p90",
        name=N_("Response time, all replies"),
        formula=N_("90th percentile over answered turns"),
        unit="s",
        direction=DOWN,
        family="speed",
        relation=TURNS,
        aggregate=Quantile("turn_s", 0.9),
        entered="is_eligible AND turn_s >= 0",
        excluded="NOT is_eligible OR turn_s < 0",
        censored="is_eligible AND answered_at IS NULL AND is_open",
        summary=N_("90th percentile"),
    ),
    Kpi(
        id="response_time_max",
        name=N_("Slowest reply"),
        formula=N_("longest answered turn"),
        unit="s",
        direction=NONE,
        family="speed",
        relation=TURNS,
        aggregate=Largest("turn_s"),
        entered="is_eligible AND turn_s >= 0",
        excluded="NOT is_eligible OR turn_s < 0",
        min_n=1,
        caution=N_("A maximum grows with n: never compare agents with it; use the 90th percentile."),
    ),
    Kpi(
        id="sla_compliance_rate",
        name=N_("SLA compliance, first response"),
        formula=N_("replied within the target ÷ (replied + still waiting beyond the target); business hours"),
        unit="share",
        direction=UP,
        family="speed",
        relation=TICKETS_CREATED,
        aggregate=Proportion("reply_work_s <= {sla_first_response_s}"),
        entered=f"(is_eligible AND reply_work_s >= 0 AND coalesce(reply_s, 0) >= 0) OR ({_RUNNING} > {{sla_first_response_s}})",
        excluded=f"{_NO_TIME} OR reply_s < 0 OR reply_work_s < 0",
        censored=f"{_RUNNING} <= {{sla_first_response_s}}",
    ),
)
