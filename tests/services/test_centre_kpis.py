"""Figures of the whole centre, each computed by hand beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.kpis.figure import Figure, Request
from qa_desk.services.kpis import figures, records
from qa_desk.services.people import ensure_agents
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

HOUR = 3_600


def shown(workspace: Workspace, kpi: str, **request: object) -> list[Figure]:
    return figures(workspace, replace(Request(kpis=(kpi,)), **request))  # type: ignore[arg-type]


def only(workspace: Workspace, kpi: str, **request: object) -> Figure:
    found = shown(workspace, kpi, **request)
    assert len(found) == 1
    return found[0]


def by(workspace: Workspace, kpi: str, dimension: str, **request: object) -> dict[str | None, Figure]:
    return {figure.group[dimension]: figure for figure in shown(workspace, kpi, by=(dimension,), **request)}


@pytest.fixture(autouse=True)
def _as_of(workspace: Workspace) -> None:
    set_settings(workspace, {"as_of": "2024-07-01T12:00:00"})


def test_churn_is_of_those_who_were_there_on_the_first_day(workspace: Workspace) -> None:
    rows = [{"customer_id": f"C{i}", "start_date": "2024-01-01", "end_date": None, "segment": "gold"} for i in range(40)]
    for lost in rows[:4]:
        lost["end_date"] = "2024-06-15"
    rows[5]["end_date"] = "2024-05-31"  # gone before the month
    rows.append({"customer_id": "new", "start_date": "2024-06-10", "end_date": "2024-06-20", "segment": "gold"})
    store(workspace, "customers", rows)
    june = {"period": "month", "start": date(2024, 6, 1), "end": date(2024, 6, 30)}
    churn, kept = only(workspace, "customer_churn_rate", **june), only(workspace, "customer_retention_rate", **june)
    assert (churn.numerator, churn.denominator) == (4, 39)
    assert churn.value == pytest.approx(4 / 39)
    assert (churn.value or 0) + (kept.value or 0) == pytest.approx(1)
    assert only(workspace, "customer_churn_rate", start=date(2024, 6, 1), end=date(2024, 6, 30)).value == churn.value


def test_segments_come_from_the_customers(workspace: Workspace) -> None:
    store(workspace, "customers", [{"customer_id": "C1", "start_date": "2024-01-01", "segment": "gold"}])
    store(workspace, "tickets", [a_ticket("T1", customer_id="C1"), a_ticket("T2", customer_id="C2")])
    assert {key: figure.value for key, figure in by(workspace, "ticket_volume", "segment").items()} == {"gold": 1, None: 1}


def test_attrition_counts_leavers_over_the_years_of_all(workspace: Workspace) -> None:
    ids = ensure_agents(workspace, [f"A{i}" for i in range(25)])
    for agent_id in ids.values():
        workspace.connection.execute("UPDATE agents SET hire_date = '2024-01-01' WHERE id = ?", [agent_id])
    leaver, mover = ids["A0"], ids["A1"]
    workspace.connection.execute("UPDATE agents SET exit_date = '2024-03-31', exit_type = 'voluntary' WHERE id = ?", [leaver])
    workspace.connection.execute("UPDATE agents SET exit_date = '2024-04-30', exit_type = 'internal' WHERE id = ?", [mover])
    span = {"start": date(2024, 1, 1), "end": date(2024, 6, 30)}
    figure = only(workspace, "agent_attrition_rate", **span)
    days = 23 * 182 + 91 + 121
    assert (figure.numerator, figure.n) == (1, 25)
    assert figure.value == pytest.approx(365 / days)
    assert figure.interval == "poisson_exact"
    assert only(workspace, "agent_attrition_rate:internal", **span).numerator == 1
    assert only(workspace, "agent_attrition_rate:involuntary", **span).low == 0


def test_attrition_without_dates_says_what_it_needs(workspace: Workspace) -> None:
    ensure_agents(workspace, ["A"])
    assert only(workspace, "agent_attrition_rate").note == "needs: roster"


def _pulse(group: str, scores: list[float | None], kind: str = "enps") -> list[dict[str, object]]:
    return [
        {
            "pulse_id": f"{group}{i}{kind}",
            "campaign_id": "2024-06",
            "type": kind,
            "response_id": None if score is None else f"{group}-{i}",
            "score": score,
            "scale_min": 0,
            "scale_max": 10,
            "group_id": group,
            "asked_at": MONDAY,
        }
        for i, score in enumerate(scores)
    ]


def test_a_pulse_of_few_is_hidden_and_so_is_the_group_that_would_give_it_away(workspace: Workspace) -> None:
    store(workspace, "employee_pulse", [*_pulse("A", [10, 9, 3]), *_pulse("B", [9] * 6), *_pulse("C", [0] * 12)])
    groups = by(workspace, "enps", "team")
    assert [groups[name].value for name in ("A", "B")] == [None, None]  # B would be the whole less C less A
    assert groups["A"].n == groups["B"].n == 0
    assert groups["C"].value == -100
    assert only(workspace, "enps").value == pytest.approx(100 * (8 - 13) / 21)
    with pytest.raises(Refusal, match="never shown"):
        records(workspace, "enps", Request())


def test_a_pulse_is_counted_by_respondent_not_by_answer(workspace: Workspace) -> None:
    answers = [
        {**row, "pulse_id": f"{row['pulse_id']}-{q}", "question": q, "score": score, "type": "pulse"}
        for row, scores in zip(_pulse("A", [1] * 6), [(10, 0), (5, 5), (10, 10), (0, 0), (6, 4), (8, 2)], strict=True)
        for q, score in zip(("q1", "q2"), scores, strict=True)
    ]
    store(workspace, "employee_pulse", [*answers, *_pulse("A", [None] * 4, "pulse")])
    figure = only(workspace, "employee_pulse_score")
    assert (figure.value, figure.n) == (pytest.approx(50.0), 6)
    rate = only(workspace, "employee_response_rate")
    assert (rate.numerator, rate.denominator) == (6, 10)


def test_tasks_count_when_their_day_has_come(workspace: Workspace) -> None:
    ensure_agents(workspace, ["A"])
    done = [
        {"task_id": f"d{i}", "assignee": "A", "assigned_at": MONDAY, "due_at": MONDAY + DAY, "completed_at": MONDAY + 60}
        for i in range(3)
    ]
    late = [{"task_id": "l", "assignee": "A", "assigned_at": MONDAY, "due_at": MONDAY + DAY, "completed_at": MONDAY + 2 * DAY}]
    never = [{"task_id": "n", "assignee": "A", "assigned_at": MONDAY, "due_at": MONDAY + DAY}]
    ahead = [{"task_id": "a", "assignee": "A", "assigned_at": MONDAY, "due_at": MONDAY + 90 * DAY}]
    talks = [
        {"task_id": "t", "kind": "one_on_one", "assignee": "A", "assigned_at": MONDAY, "due_at": MONDAY, "completed_at": MONDAY}
    ]
    store(workspace, "tasks", [*done, *late, *never, *ahead, *talks])
    figure = only(workspace, "task_completion_rate")
    assert (figure.numerator, figure.denominator, figure.censored) == (4, 5, 1)
    assert only(workspace, "task_completion_rate:on_time").numerator == 3
    assert only(workspace, "one_on_one_completion").denominator == 1


def test_costs_meet_the_contacts_of_their_own_days(workspace: Workspace) -> None:
    costs = [
        {
            "cost_id": "june",
            "period_start": "2024-06-01",
            "period_end": "2024-06-30",
            "scope": "email",
            "amount": 300.0,
            "currency": "EUR",
        },
        {
            "cost_id": "other",
            "period_start": "2024-06-01",
            "period_end": "2024-06-30",
            "scope": "all",
            "amount": 999.0,
            "currency": "USD",
        },
        {
            "cost_id": "calls",
            "period_start": "2024-06-01",
            "period_end": "2024-06-30",
            "scope": "call",
            "amount": 60.0,
            "currency": "EUR",
        },
    ]
    store(workspace, "costs", costs)
    store(workspace, "tickets", [a_ticket(f"T{i}", channel="email", solve=60) for i in range(10)])
    store(workspace, "tickets", [a_ticket("May", MONDAY - 20 * DAY, channel="email", solve=60)])
    store(workspace, "calls", [a_call(f"C{i}") for i in range(4)])
    whole = only(workspace, "cost_per_contact", start=date(2024, 5, 1), end=date(2024, 6, 30))
    assert whole.value == pytest.approx(360 / 14)
    assert whole.n == 14
    assert whole.excluded == 31  # thirty days of dollars, and the ticket of May
    parts = by(workspace, "cost_per_contact", "channel")
    assert parts["email"].value == pytest.approx(30)
    assert parts["call"].value == pytest.approx(15)
    week = only(workspace, "cost_per_contact", start=date(2024, 6, 3), end=date(2024, 6, 9))
    assert week.value == pytest.approx(360 * 7 / 30 / 14)


def test_shares_of_drivers_add_up_within_each_period(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket(f"T{i}", MONDAY - (i % 2) * 10 * DAY) for i in range(10)])
    tags = [{"tag_id": f"g{i}", "ticket_id": f"T{i}", "driver": "billing" if i < 6 else "login"} for i in range(8)]
    tags[0] |= {"kb_article_id": "KB1", "sentiment": "negative"}
    tags[1] |= {"sentiment": "positive"}
    tags.append({"tag_id": "again", "ticket_id": "T0", "driver": "login"})
    store(workspace, "contact_tags", tags)
    found = shown(workspace, "contact_driver_share", by=("driver",), period="month")
    by_month: dict[object, float] = {}
    for figure in found:
        by_month[figure.period] = by_month.get(figure.period, 0) + (figure.value or 0)
    assert list(by_month.values()) == [pytest.approx(1), pytest.approx(1)]
    covered = only(workspace, "kb_covered_ticket_share")
    assert (covered.numerator, covered.denominator) == (1, 8)
    sentiment = only(workspace, "negative_sentiment_share")
    assert (sentiment.numerator, sentiment.denominator) == (1, 2)


def test_the_channel_mix_counts_calls_too(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket(f"T{i}", channel="chat") for i in range(3)])
    store(workspace, "calls", [a_call("C1"), a_call("C2", direction="out")])
    mix = by(workspace, "channel_mix", "channel")
    assert (mix["chat"].value, mix["call"].value) == (pytest.approx(0.75), pytest.approx(0.25))


def test_a_repeat_contact_looks_back(workspace: Workspace) -> None:
    store(
        workspace,
        "tickets",
        [
            a_ticket("T1", customer_id="C", reason="x"),
            a_ticket("T2", MONDAY + 3 * DAY, customer_id="C", reason="x"),
            a_ticket("T3", MONDAY + 3 * DAY, customer_id="C", reason="y"),
            a_ticket("T4", MONDAY + 20 * DAY, customer_id="C", reason="x"),
            a_ticket("T5", customer_id=None),
        ],
    )
    figure = only(workspace, "repeat_contact_rate")
    assert (figure.numerator, figure.denominator, figure.excluded) == (1, 4, 1)


def test_calls_are_resolved_at_once_without_transfer_and_another_call(workspace: Workspace) -> None:
    store(
        workspace,
        "calls",
        [
            a_call("1", customer_id="C", reason="x"),
            a_call("2", MONDAY + DAY, customer_id="C", reason="x"),
            a_call("3", customer_id="D", reason="x", transferred=1),
            a_call("4", MONDAY + 27 * DAY, customer_id="E", reason="x"),
        ],
    )
    figure = only(workspace, "first_contact_resolution_rate:calls_only")
    assert (figure.numerator, figure.denominator, figure.censored) == (1, 3, 1)


def _events(ticket: str, *steps: tuple[int, str, str, str | None]) -> list[dict[str, object]]:
    return [
        {"ticket_id": ticket, "seq": seq, "at": MONDAY + at, "type": kind, "actor": actor, "value": value, "visibility": "public",
         "actor_id": "Ann" if actor == "agent" else None}
        for seq, (at, kind, actor, value) in enumerate(steps, 1)
    ]  # fmt: skip


def test_messages_replies_and_what_was_handled_in_time(workspace: Workspace) -> None:
    agent = join_team(workspace, "Ann", "Billing", "2024-01-01")
    store(workspace, "tickets", [a_ticket("T1", channel="chat"), a_ticket("T2")])
    store(
        workspace,
        "ticket_events",
        [
            *_events(
                "T1",
                (10 * HOUR, "message", "customer", None),
                (11 * HOUR, "message", "agent", None),
                (12 * HOUR, "status", "agent", "pending"),
                (36 * HOUR, "message", "customer", None),
                (36 * HOUR, "status", "customer", "open"),
                (37 * HOUR, "status", "agent", "solved"),
            ),
            *_events(
                "T2",
                (10 * HOUR, "message", "customer", None),
                (20 * HOUR, "assigned", "system", "Bob"),
                (21 * HOUR, "assigned", "system", "Ann"),
                (80 * HOUR, "message", "agent", None),
            ),
        ],
    )
    assert only(workspace, "messages_received").value == 3
    assert by(workspace, "replies_sent", "agent")["Ann"].value == 2
    assert by(workspace, "replies_sent", "team")["Billing"].keys["team"] == "Billing"
    handled = only(workspace, "handling_rate")  # T1 at once, T2 on Thursday, T1's second turn never
    assert (handled.numerator, handled.denominator) == (1, 3)
    assert only(workspace, "resolution_time_first:net_of_pending").value == 13 * HOUR
    assert only(workspace, "session_length").value == 26 * HOUR
    assert only(workspace, "reassignments_per_ticket").numerator == 1
    assert agent


def test_tickets_a_day_are_over_days_worked(workspace: Workspace) -> None:
    ensure_agents(workspace, ["Ann"])
    store(workspace, "tickets", [a_ticket(f"T{i}", MONDAY + (i % 2) * DAY, assignee="Ann", solve=60) for i in range(6)])
    guessed = only(workspace, "tickets_handled_per_agent_day")
    assert guessed.value == 3
    assert "no agent states" in (guessed.note or "")
    states = [
        {"agent": "Ann", "start_at": MONDAY + d * DAY, "end_at": MONDAY + d * DAY + HOUR, "state": "available"} for d in range(3)
    ]
    store(workspace, "agent_states", states)
    worked = only(workspace, "tickets_handled_per_agent_day")
    assert worked.value == 2
    assert by(workspace, "tickets_handled", "agent")["Ann"].value == 6
