"""How problems end: time to solve, effort to solve, and whether once was enough."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Mean, Proportion, Quantile
from qa_desk.kpis.families.durations import duration_kpis
from qa_desk.kpis.kpi import DOWN, NONE, UP, Kpi
from qa_desk.kpis.relations import CALLS_ANSWERED, CALLS_OFFERED, SURVEYS_ANSWERED, TICKETS_CREATED, TICKETS_SOLVED

_SOLVED = "is_eligible AND first_solved_at IS NOT NULL AND NOT is_open"
_STILL_OPEN = "is_eligible AND is_open"
_NO_TIME = "NOT is_eligible OR (NOT is_open AND first_solved_at IS NULL)"
_NO_REPEAT = "coalesce(next_contact_at > first_solved_at + {fcr_window_s}, TRUE)"
_MATURE = "first_solved_at + {fcr_window_s} <= {as_of}"
_FIRST_TIME = "coalesce(reopens, 0) = 0 AND coalesce(escalations, 0) = 0"


def _fcr(variant: str, hit: str, words: str, *, needs_window: bool = True, summary: str | None = None) -> Kpi:
    known = f"{_SOLVED} AND replies IS NOT NULL"
    return Kpi(
        id=f"first_contact_resolution_rate{variant}",
        name=N_("First contact resolution"),
        formula=words,
        unit="share",
        direction=UP,
        family="resolution",
        relation=TICKETS_SOLVED,
        aggregate=Proportion(hit),
        entered=f"{known} AND {_MATURE}" if needs_window else known,
        excluded=f"{_NO_TIME} OR (NOT is_open AND replies IS NULL)",
        censored=f"{known} AND NOT ({_MATURE})" if needs_window else _STILL_OPEN,
        summary=summary,
        warn_where=(
            "customer_id IS NULL",
            N_("some tickets name no customer, so a repeat contact cannot be seen: an upper bound"),
        ),
    )


def _of_solved(
    kpi_id: str, name: str, formula: str, hit: str, known: str, caution: str | None = None, summary: str | None = None
) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        formula=formula,
        unit="share",
        direction=DOWN,
        family="resolution",
        relation=TICKETS_SOLVED,
        aggregate=Proportion(hit),
        entered=f"{_SOLVED} AND {known} IS NOT NULL",
        excluded=f"{_NO_TIME} OR (NOT is_open AND {known} IS NULL)",
        censored=_STILL_OPEN,
        caution=caution,
        summary=summary,
    )


def _per_ticket(kpi_id: str, name: str, formula: str, measure: str, warn_where: tuple[str, str] | None = None) -> tuple[Kpi, ...]:
    return tuple(
        Kpi(
            id=kpi_id + suffix,
            name=name,
            formula=formula,
            unit="per_record",
            direction=DOWN,
            family="resolution",
            relation=TICKETS_SOLVED,
            aggregate=aggregate,
            entered=f"{_SOLVED} AND {measure} IS NOT NULL",
            excluded=f"{_NO_TIME} OR (NOT is_open AND {measure} IS NULL)",
            censored=_STILL_OPEN,
            summary=summary,
            warn_where=warn_where,
        )
        for suffix, aggregate, summary in (("", Mean(measure), None), (":median", Quantile(measure), N_("median")))
    )


KPIS: tuple[Kpi, ...] = (
    *duration_kpis(
        "resolution_time_first",
        N_("Resolution time, first solve"),
        N_("first solve − creation, of tickets that are solved"),
        TICKETS_SOLVED,
        ("solve_s", "solve_work_s"),
        entered="is_eligible AND NOT is_open AND coalesce(solve_s, 0) >= 0",
        excluded=f"{_NO_TIME} OR solve_s < 0",
        censored=_STILL_OPEN,
    ),
    *duration_kpis(
        "resolution_time_full",
        N_("Resolution time, last solve"),
        N_("last solve (after any reopening) − creation, of tickets that are solved"),
        TICKETS_SOLVED,
        ("full_solve_s", "full_solve_work_s"),
        entered="is_eligible AND NOT is_open AND coalesce(full_solve_s, 0) >= 0",
        excluded=f"{_NO_TIME} OR full_solve_s < 0",
        censored=_STILL_OPEN,
    ),
    Kpi(
        id="resolution_time_first:net_of_pending",
        name=N_("Resolution time, first solve"),
        formula=N_("first solve − creation − time spent waiting for the customer (pending, on hold)"),
        unit="s",
        direction=DOWN,
        family="resolution",
        relation=TICKETS_SOLVED,
        aggregate=Quantile("solve_s - pending_s"),
        entered="is_eligible AND NOT is_open AND coalesce(solve_s, -1) >= 0",
        excluded=f"{_NO_TIME} OR solve_s < 0",
        censored=_STILL_OPEN,
        summary=N_("median, net of pending"),
    ),
    *duration_kpis(
        "time_to_close",
        N_("Time to close"),
        N_("closing − creation"),
        TICKETS_SOLVED,
        ("close_s", "close_work_s"),
        entered="is_eligible AND close_s >= 0",
        excluded="NOT is_eligible OR close_s < 0",
        censored="is_eligible AND closed_at IS NULL",
        direction=NONE,
        caution=N_("Closing by itself after some days adds those days: use the resolution time."),
    ),
    _fcr(
        "",
        f"replies = 1 AND {_FIRST_TIME} AND coalesce(transfers, 0) = 0 AND {_NO_REPEAT}",
        N_(
            "solved with one public reply, never reopened, escalated or transferred, "
            "and no new contact of the customer for the same "
            "reason within the window ÷ solved tickets whose window has passed"
        ),
    ),
    _fcr(
        ":allow_transfer",
        f"replies = 1 AND {_FIRST_TIME} AND {_NO_REPEAT}",
        N_("as the first contact resolution, a transfer to another department allowed"),
        summary=N_("transfers allowed"),
    ),
    _fcr(
        ":no_repeat_only",
        f"coalesce(reopens, 0) = 0 AND {_NO_REPEAT}",
        N_(
            "not reopened and no repeat contact within the window, "
            "with any number of replies ÷ solved tickets whose window has passed"
        ),
        summary=N_("any number of replies"),
    ),
    _fcr(
        ":one_touch",
        f"replies = 1 AND {_FIRST_TIME} AND coalesce(transfers, 0) = 0",
        N_(
            "solved with one public reply, never reopened, "
            "escalated or transferred ÷ solved tickets; repeat contacts are not looked at"
        ),
        needs_window=False,
        summary=N_("one touch"),
    ),
    Kpi(
        id="first_contact_resolution_rate:calls_only",
        name=N_("First contact resolution"),
        formula=N_(
            "answered calls without a transfer and without another call of the customer for the same reason within the window "
            "÷ answered calls whose window has passed"
        ),
        unit="share",
        direction=UP,
        family="resolution",
        relation=CALLS_ANSWERED,
        aggregate=Proportion(
            "NOT coalesce(is_transferred, FALSE) AND coalesce(next_call_at > offered_at + {fcr_window_s}, TRUE)"
        ),
        entered="is_answered AND offered_at + {fcr_window_s} <= {as_of}",
        excluded="is_answered AND offered_at IS NULL",
        censored="is_answered AND offered_at + {fcr_window_s} > {as_of}",
        summary=N_("calls"),
        warn_where=("customer_id IS NULL", N_("some calls name no customer, so a repeat call cannot be seen: an upper bound")),
    ),
    Kpi(
        id="repeat_contact_rate",
        name=N_("Repeat contacts"),
        formula=N_(
            "contacts with an earlier one of the same customer for the same reason within the window "
            "÷ contacts with a known customer"
        ),
        unit="share",
        direction=DOWN,
        family="resolution",
        relation=TICKETS_CREATED,
        aggregate=Proportion("coalesce(previous_contact_at >= created_at - {fcr_window_s}, FALSE)"),
        entered="is_eligible AND customer_id IS NOT NULL AND created_at IS NOT NULL",
        excluded="NOT is_eligible OR customer_id IS NULL OR created_at IS NULL",
        caution=N_("Not what is left of the first contact resolution: the two look in different directions."),
    ),
    Kpi(
        id="repeat_contact_rate:calls",
        name=N_("Repeat contacts"),
        formula=N_(
            "inbound calls with an earlier call of the same customer for the same reason within the window "
            "÷ inbound calls of a known customer"
        ),
        unit="share",
        direction=DOWN,
        family="resolution",
        relation=CALLS_OFFERED,
        aggregate=Proportion("coalesce(previous_call_at >= offered_at - {fcr_window_s}, FALSE)"),
        entered="is_inbound AND customer_id IS NOT NULL AND offered_at IS NOT NULL",
        excluded="is_inbound AND (customer_id IS NULL OR offered_at IS NULL)",
        summary=N_("calls"),
    ),
    Kpi(
        id="first_contact_resolution_rate:survey_fcr",
        name=N_("First contact resolution"),
        formula=N_("customers who say that it was solved at once ÷ answers to a survey of the type “fcr”"),
        unit="share",
        direction=UP,
        family="resolution",
        relation=SURVEYS_ANSWERED,
        aggregate=Proportion("ease >= 0.5"),
        entered="survey = 'fcr' AND ease IS NOT NULL AND is_latest",
        excluded="survey = 'fcr' AND score IS NOT NULL AND (ease IS NULL OR NOT is_latest)",
        summary=N_("as customers say"),
    ),
    _of_solved(
        "transfer_rate:tickets",
        N_("Transfer rate"),
        N_("solved tickets that changed the group ÷ solved tickets"),
        "transfers > 0",
        "transfers",
        summary=N_("tickets"),
    ),
    *_per_ticket(
        "interactions_per_ticket",
        N_("Interactions per ticket"),
        N_("public messages of customer and agent up to the last solve ÷ solved tickets"),
        "messages",
    ),
    *_per_ticket(
        "agent_replies_to_close",
        N_("Replies per resolution"),
        N_("public agent messages up to the last solve ÷ solved tickets"),
        "replies",
        ("replies = 0", N_("some tickets were solved without any reply")),
    ),
    _of_solved(
        "reopen_rate", N_("Reopen rate"), N_("solved tickets with a reopening ÷ solved tickets"), "reopens > 0", "reopens"
    ),
    _of_solved(
        "escalation_rate",
        N_("Escalation rate"),
        N_("solved tickets with an escalation ÷ solved tickets"),
        "escalations > 0",
        "escalations",
        N_("A low rate can mean that agents escalate too little: read it beside the QA score."),
    ),
)
