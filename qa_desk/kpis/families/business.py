"""What it costs, and whether customers stay."""

from __future__ import annotations

from qa_desk.domain.language import N_
from qa_desk.kpis.aggregates import Proportion
from qa_desk.kpis.kpi import DOWN, UP, Kpi
from qa_desk.kpis.rates import FullCount
from qa_desk.kpis.relations import COSTS, CUSTOMERS

_NOT_AGENTS = N_("Speaks of the company, not of an agent.")

KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="cost_per_contact",
        is_for_agents=False,
        name=N_("Cost per contact"),
        formula=N_("costs of the period ÷ contacts handled on days that have costs (tickets solved, calls answered)"),
        unit="money",
        direction=DOWN,
        family="business",
        relation=COSTS,
        aggregate=FullCount("day_cost", "contact"),
        entered="NOT is_other_currency AND NOT has_no_cost",
        excluded="is_other_currency OR has_no_cost",
        min_n=1,
        caution=N_("Costs of other currencies are left out and counted: convert them before the import. Not for agents."),
    ),
    Kpi(
        id="customer_churn_rate",
        is_for_agents=False,
        name=N_("Customer churn"),
        formula=N_("customers lost in the period ÷ customers of its first day; new ones are left out"),
        unit="share",
        direction=DOWN,
        family="business",
        relation=CUSTOMERS,
        aggregate=Proportion("is_lost"),
        entered="TRUE",
        min_n=30,
        caution=_NOT_AGENTS,
    ),
    Kpi(
        id="customer_retention_rate",
        is_for_agents=False,
        name=N_("Customer retention"),
        formula=N_("customers of the period's first day who stayed ÷ customers of its first day"),
        unit="share",
        direction=UP,
        family="business",
        relation=CUSTOMERS,
        aggregate=Proportion("NOT is_lost"),
        entered="TRUE",
        min_n=30,
        caution=_NOT_AGENTS,
    ),
)
