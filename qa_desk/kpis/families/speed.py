"""How fast customers hear from the team: first response, every response, and the promise kept."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Aggregate, Largest, Proportion, Quantile, Ratio
from qa_desk.kpis.families.durations import duration_kpis
from qa_desk.kpis.kpi import DOWN, NONE, UP, Kpi
from qa_desk.kpis.relations import TICKETS_CREATED, TICKETS_REPLIED, TURNS

_WAITING = "is_eligible AND first_reply_at IS NULL AND is_open"
_NO_TIME = "NOT is_eligible OR created_at IS NULL OR (first_reply_at IS NULL AND reply_work_s IS NULL AND NOT is_open)"
_PROMISED = "coalesce(reply_target_s, {sla_first_response_s})"
_TOOK = "(CASE WHEN is_reply_calendar THEN reply_s ELSE reply_work_s END)"
_WAITED = "(CASE WHEN is_reply_calendar THEN {as_of} - created_at ELSE {as_of_work} - created_work END)"
_SOLVE_TOOK = "(CASE WHEN is_solve_calendar THEN solve_s ELSE solve_work_s END)"
_SOLVE_WAITED = _WAITED.replace("is_reply_calendar", "is_solve_calendar")

_A_TURN = N_("Σ of the customer's turns ÷ answered turns; a turn runs from the first unanswered message to the next public reply")
_BUSINESS = N_("business hours")


def _turns(variant: str, formula: str, aggregate: Aggregate, summary: str | None = None, clock: str | None = None) -> Kpi:
    return Kpi(
        id=f"response_time:{variant}" if variant else "response_time",
        name=N_("Response time, all replies"),
        formula=formula,
        unit="s",
        direction=DOWN,
        family="speed",
        relation=TURNS,
        aggregate=aggregate,
        entered="is_eligible AND turn_s >= 0",
        excluded="NOT is_eligible OR turn_s < 0",
        censored="is_eligible AND answered_at IS NULL AND is_open",
        summary=summary,
        clock=clock,
    )


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
    _turns("", _A_TURN, Ratio("turn_s", "1", "ticket_id", N_("bootstrap over tickets"))),
    _turns("median", N_("median over answered turns"), Quantile("turn_s"), N_("median")),
    _turns("p90", N_("90th percentile over answered turns"), Quantile("turn_s", 0.9), N_("90th percentile")),
    _turns(
        "business",
        N_("Σ of the customer's turns in business hours ÷ answered turns"),
        Ratio("turn_work_s", "1", "ticket_id", N_("bootstrap over tickets")),
        clock=_BUSINESS,
    ),
    _turns("business_median", N_("median over answered turns"), Quantile("turn_work_s"), N_("median"), _BUSINESS),
    _turns(
        "business_p90", N_("90th percentile over answered turns"), Quantile("turn_work_s", 0.9), N_("90th percentile"), _BUSINESS
    ),
    _turns(
        "from_last_message",
        N_(
            "Σ from the customer's last message before a reply to that reply ÷ answered turns; shorter than the wait of the first"
        ),
        Ratio("turn_last_s", "1", "ticket_id", N_("bootstrap over tickets")),
        N_("from the last message"),
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
        formula=N_("replied within what is promised ÷ (replied + still waiting beyond it), on the clock of the promise"),
        unit="share",
        direction=UP,
        family="speed",
        relation=TICKETS_CREATED,
        aggregate=Proportion(f"{_TOOK} <= {_PROMISED}"),
        entered=f"(is_eligible AND {_TOOK} >= 0 AND coalesce(reply_s, 0) >= 0) OR ({_WAITING} AND {_WAITED} > {_PROMISED})",
        excluded=f"{_NO_TIME} OR reply_s < 0 OR {_TOOK} < 0",
        censored=f"{_WAITING} AND {_WAITED} <= {_PROMISED}",
    ),
    Kpi(
        id="sla_compliance_rate:resolution",
        name=N_("SLA compliance, resolution"),
        formula=N_("solved within what is promised ÷ (solved + still open beyond it), of tickets with a promise"),
        unit="share",
        direction=UP,
        family="speed",
        relation=TICKETS_CREATED,
        aggregate=Proportion(f"NOT is_open AND {_SOLVE_TOOK} <= solve_target_s"),
        entered=f"is_eligible AND solve_target_s IS NOT NULL AND CASE WHEN is_open THEN {_SOLVE_WAITED} > solve_target_s "
        f"ELSE coalesce({_SOLVE_TOOK} >= 0, FALSE) END",
        excluded=f"NOT is_eligible OR solve_target_s IS NULL OR (NOT is_open AND NOT coalesce({_SOLVE_TOOK} >= 0, FALSE))",
        censored=f"is_eligible AND is_open AND {_SOLVE_WAITED} <= solve_target_s",
    ),
)
