"""What holds of every figure, whatever the records: groups add up, order does not matter, ratios are ratios of sums."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_desk.domain.calendar import business_calendar
from qa_desk.domain.periods import Span
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.aggregates import Count, Mean, NetPromoters, Proportion, Ratio
from qa_desk.kpis.catalogue import CATALOGUE
from qa_desk.kpis.derivation import Surroundings
from qa_desk.kpis.engine import evaluate, evaluate_points, find_limits
from qa_desk.kpis.facts import derive_facts
from qa_desk.kpis.scan import Scope
from qa_desk.services.verify_kpis import fill_table
from qa_desk.workspace.cache import FACTS
from tests.examples import examples
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket

if TYPE_CHECKING:
    from qa_desk.kpis.points import Outcomes

CALENDAR = business_calendar({"weekdays": [0, 1, 2, 3, 4], "open": "09:00", "close": "17:00"}, "Europe/Berlin")
NUMBERS = {
    "as_of": MONDAY + 60 * DAY, "as_of_work": 10**9, "sla_first_response_s": 3600, "fcr_window_s": 7 * DAY,
    "backlog_overdue_s": 2 * DAY, "sl_threshold_s": 20, "short_abandon_s": 5,
}  # fmt: skip
SUMS = [kpi for kpi in CATALOGUE if isinstance(kpi.aggregate, Mean | Ratio | Proportion | Count | NetPromoters)]
OF_RECORDS = [kpi for kpi in SUMS if kpi.relation.inputs in (("tickets",), ("calls",)) and not kpi.relation.is_stock]

seeds = st.integers(0, 2**32)
few = settings(max_examples=examples(2), deadline=None)


def some_rows(seed: int) -> dict[str, list[dict[str, Any]]]:
    """A hundred tickets and calls of every sort, spoilt ones among them."""
    rng = random.Random(seed)
    tickets, calls = [], []
    for number in range(100):
        more: dict[str, Any] = {} if rng.random() < 0.3 else {"reply": rng.randrange(-600, 5 * DAY)}
        if more and rng.random() < 0.7:
            more["solve"] = rng.randrange(9 * DAY)
        own = {
            "assignee": rng.choice(["Ana", "Bo", None]),
            "channel": rng.choice(["email", "chat"]),
            "is_spam": int(rng.random() < 0.1),
        }
        counts = {"agent_replies": rng.choice([None, 0, 1, 2]), "reopens": rng.randrange(2), "escalations": rng.randrange(2)}
        whose = {"customer_id": rng.choice([None, *(f"C{i}" for i in range(20))]), "is_test": 0, "origin": "customer"}
        tickets.append(a_ticket(f"T{number}", MONDAY + rng.randrange(40 * DAY), **own, **counts, **whose, **more))
        result = rng.choice(["answered", "answered", "abandoned", "blocked"])
        parts = {"wait_s": rng.choice([None, *range(0, 60, 7)]), "talk_s": rng.randrange(600), "direction": "in", "is_test": 0}
        calls.append(a_call(f"Y{number}", MONDAY + rng.randrange(40 * DAY), result=result, agent=own["assignee"],
                            queue=rng.choice("ab"), transferred=rng.randrange(2), **parts))  # fmt: skip
    return {"tickets": tickets, "calls": calls}


class Facts:
    """The facts of some rows, ready to be looked at."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.connection = duckdb.connect()
        for table, columns in FACTS.items():
            fill_table(self.connection, table, dict(columns), rows.get(table, []))
        derive_facts(self.connection, Surroundings(CALENDAR, {}, (), None), Quiet())

    def figures(self, *by: str, period: str = "all") -> dict[str, Outcomes]:
        scope = Scope(Span(), by, period, {}, NUMBERS, "Europe/Berlin")
        return evaluate(self.connection, OF_RECORDS, scope, Quiet())

    def __enter__(self) -> Facts:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def total(outcomes: Outcomes, name: str) -> float:
    return float(np.nansum(outcomes.columns[name]))


@given(seeds)
@few
def test_groups_of_any_kind_add_up_to_the_whole(seed: int) -> None:
    with Facts(some_rows(seed)) as facts:
        whole = facts.figures()
        for by, period in (((), "day"), ((), "month"), (("agent",), "week"), (("queue", "hour"), "all"), (("weekday",), "year")):
            parts = facts.figures(*by, period=period)
            for kpi in OF_RECORDS:
                for name in ("n", "numerator", "denominator", "excluded", "censored"):
                    if name in whole[kpi.id].columns and getattr(kpi.aggregate, "unit_n", "*") == "*":
                        assert total(parts[kpi.id], name) == pytest.approx(total(whole[kpi.id], name)), (kpi.id, name, by, period)


@given(seeds)
@few
def test_the_order_of_the_records_does_not_matter(seed: int) -> None:
    rows = some_rows(seed)
    shuffled = {table: random.Random(seed + 1).sample(own, len(own)) for table, own in rows.items()}
    with Facts(rows) as facts, Facts(shuffled) as others:
        ours, theirs = facts.figures("agent", period="month"), others.figures("agent", period="month")
    for kpi in OF_RECORDS:
        assert list(ours[kpi.id].places) == list(theirs[kpi.id].places)
        for name, column in ours[kpi.id].columns.items():
            np.testing.assert_allclose(theirs[kpi.id].columns[name], column, rtol=1e-9, err_msg=kpi.id)


@given(seeds)
@few
def test_a_ratio_is_the_ratio_of_the_sums_and_not_the_mean_of_ratios(seed: int) -> None:
    with Facts(some_rows(seed)) as facts:
        whole, by_agent = facts.figures(), facts.figures("agent")
    for kpi in OF_RECORDS:
        if not isinstance(kpi.aggregate, Mean | Ratio | Proportion):
            continue
        top, bottom = (total(by_agent[kpi.id], name) for name in ("numerator", "denominator"))
        value = whole[kpi.id].columns["value"][0]
        assert np.isnan(value) if bottom == 0 else value == pytest.approx(top / bottom), kpi.id


@given(seeds)
@few
def test_a_group_has_the_same_interval_whatever_else_is_asked_for(seed: int) -> None:
    scope = Scope(Span(), ("agent",), "month", {}, NUMBERS, "Europe/Berlin")
    with Facts(some_rows(seed)) as facts:
        points = evaluate_points(facts.connection, OF_RECORDS, scope, Quiet())
        every = find_limits(facts.connection, OF_RECORDS, scope, points, Quiet())
        kpis = [kpi for kpi in OF_RECORDS if kpi.id in ("first_response_time:mean", "service_level", "first_response_time")]
        for kpi in kpis:
            chosen = list(points[kpi.id].places)[1:3]
            shown = find_limits(facts.connection, [kpi], scope, points, Quiet(), chosen)[kpi.id]
            assert {key: shown[key].limits for key in chosen} == {key: every[kpi.id][key].limits for key in chosen}
