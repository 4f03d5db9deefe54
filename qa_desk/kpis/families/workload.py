"""How much comes in and how much lies there."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Count, Quantile
from qa_desk.kpis.kpi import DOWN, NONE, Kpi
from qa_desk.kpis.relations import TICKETS_CREATED, TICKETS_OPEN

_NO_AGE = "NOT is_counted OR coalesce(age_s < 0, TRUE)"

KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="ticket_volume",
        name=N_("Tickets created"),
        formula=N_("tickets created in the period, without tests, spam and merged ones"),
        unit="count",
        direction=NONE,
        family="workload",
        relation=TICKETS_CREATED,
        aggregate=Count(),
        entered="is_counted",
        excluded="NOT is_counted",
        min_n=1,
    ),
    Kpi(
        id="ticket_backlog",
        name=N_("Open tickets"),
        formula=N_("tickets not solved or closed at the end of the period"),
        unit="count",
        direction=DOWN,
        family="workload",
        relation=TICKETS_OPEN,
        aggregate=Count(),
        entered="is_counted",
        excluded="NOT is_counted",
        min_n=1,
    ),
    Kpi(
        id="backlog_overdue",
        name=N_("Open tickets, overdue"),
        formula=N_("open tickets older than the limit"),
        unit="count",
        direction=DOWN,
        family="workload",
        relation=TICKETS_OPEN,
        aggregate=Count(),
        entered="is_counted AND age_s > {backlog_overdue_s}",
        excluded=_NO_AGE,
        min_n=1,
    ),
    Kpi(
        id="never_answered",
        name=N_("Open tickets without a reply"),
        formula=N_("open tickets that no agent has answered yet"),
        unit="count",
        direction=DOWN,
        family="workload",
        relation=TICKETS_OPEN,
        aggregate=Count(),
        entered="is_eligible AND is_unanswered",
        excluded="NOT is_counted",
        min_n=1,
    ),
    Kpi(
        id="backlog_age",
        name=N_("Age of open tickets"),
        formula=N_("median age of the open tickets"),
        unit="s",
        direction=DOWN,
        family="workload",
        relation=TICKETS_OPEN,
        aggregate=Quantile("age_s"),
        entered="is_counted AND age_s >= 0",
        excluded=_NO_AGE,
        summary=N_("median"),
    ),
)
