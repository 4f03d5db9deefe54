"""Variants of the catalogue, each by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_desk.kpis.catalogue import CATALOGUE, find_kpi
from qa_desk.kpis.figure import Figure, Request
from qa_desk.services.kpis import figures
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

HOUR = 3_600


def only(workspace: Workspace, kpi: str, **request: object) -> Figure:
    (found,) = figures(workspace, replace(Request(kpis=(kpi,)), **request))  # type: ignore[arg-type]
    return found


def a_message(ticket: str, seq: int, at: int, actor: str, **more: object) -> dict[str, object]:
    return {"ticket_id": ticket, "seq": seq, "at": at, "type": "message", "actor": actor, "visibility": "public", **more}


def test_every_id_and_its_other_words_lead_to_one_entry() -> None:
    assert len({kpi.id for kpi in CATALOGUE}) == len(CATALOGUE)
    assert all(find_kpi(kpi.id) is kpi for kpi in CATALOGUE)
    for other, meant in (
        ("fcr", "first_contact_resolution_rate"),
        ("fcr:one_touch_only", "first_contact_resolution_rate:one_touch"),
        ("fcr_one_touch", "first_contact_resolution_rate:one_touch"),
        ("survey_fcr", "first_contact_resolution_rate:survey_fcr"),
        ("resolution_time:p90:business", "resolution_time_first:business_p90"),
        ("response_time:business:median", "response_time:business_median"),
        ("first_response_time:calendar:median", "first_response_time"),
    ):
        assert find_kpi(other).id == meant


def test_a_turn_can_be_measured_from_the_last_message_of_the_customer(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", MONDAY + 9 * HOUR)])
    at = MONDAY + 9 * HOUR
    messages = [
        a_message("T1", 1, at, "customer"), a_message("T1", 2, at + 300, "customer"), a_message("T1", 3, at + 600, "agent"),
        a_message("T1", 4, at + 700, "customer"), a_message("T1", 5, at + 900, "agent"),
    ]  # fmt: skip
    store(workspace, "ticket_events", messages)
    assert only(workspace, "response_time").value == (600 + 200) / 2
    assert only(workspace, "response_time:median").value == 400
    assert only(workspace, "response_time:from_last_message").value == (300 + 200) / 2
    assert only(workspace, "response_time:business_median").value == 400


def test_touch_time_of_tickets_is_what_was_logged_and_never_the_time_from_creation(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket(f"T{i}", solve=9 * HOUR) for i in range(3)])
    assert only(workspace, "average_handle_time:tickets").note == "no data (3 records left out)"
    store(
        workspace,
        "ticket_events",
        [a_message("T1", 1, MONDAY, "agent", handle_s=60), a_message("T1", 2, MONDAY, "agent", handle_s=30)],
    )
    figure = only(workspace, "average_handle_time:tickets")
    assert (figure.value, figure.n, figure.excluded) == (90, 1, 2)


def test_closing_has_both_clocks(workspace: Workspace) -> None:
    tickets = [a_ticket(f"T{i}", MONDAY + 16 * HOUR, solve=60, closed_at=MONDAY + DAY + 10 * HOUR) for i in range(3)]
    store(workspace, "tickets", tickets)
    assert only(workspace, "time_to_close").value == 18 * HOUR
    assert only(workspace, "time_to_close:business").value == 2 * HOUR
    assert only(workspace, "time_to_close:mean").direction == "none"


def test_tickets_a_day_count_the_empty_days(workspace: Workspace) -> None:
    set_settings(workspace, {"as_of": "2024-06-12T12:00"})
    store(workspace, "tickets", [a_ticket("T1"), a_ticket("T2", MONDAY + DAY), a_ticket("T3", MONDAY + 8 * DAY)])
    week = only(workspace, "ticket_volume:per_day", start=date(2024, 6, 3), end=date(2024, 6, 9))
    assert (week.value, week.numerator, week.denominator) == (2 / 7, 2, 7)
    assert only(workspace, "ticket_volume:per_day").value == 3 / 10
    by_week = figures(workspace, Request(("ticket_volume:per_day",), period="week"))
    assert [figure.value for figure in by_week] == [2 / 7, 1 / 3]  # the second week has three days yet


def test_repeat_calls_are_counted_apart_from_tickets(workspace: Workspace) -> None:
    calls = [a_call("1", customer_id="C1", reason="r"), a_call("2", MONDAY + DAY, customer_id="C1", reason="r"),
             a_call("3", MONDAY + 30 * DAY, customer_id="C1", reason="r"), a_call("4", customer_id=None)]  # fmt: skip
    store(workspace, "calls", calls)
    figure = only(workspace, "repeat_contact_rate:calls")
    assert (figure.numerator, figure.denominator, figure.excluded) == (1, 3, 1)


def test_conversion_can_be_of_all_calls(workspace: Workspace) -> None:
    calls = [a_call(str(i), sales_eligible=int(i < 4), converted=int(i < 2)) for i in range(8)]
    store(workspace, "calls", calls)
    assert (only(workspace, "conversion_rate").value, only(workspace, "conversion_rate:all_calls").value) == (0.5, 0.25)


def test_the_age_of_the_backlog_has_a_tail_and_an_end(workspace: Workspace) -> None:
    set_settings(workspace, {"as_of": "2024-06-13T00:00"})
    store(workspace, "tickets", [a_ticket(f"T{i}", MONDAY + i * DAY) for i in range(10)])
    assert only(workspace, "backlog_age").value == 5.5 * DAY
    assert only(workspace, "backlog_age:p90").value == pytest.approx(9.1 * DAY)
    assert only(workspace, "backlog_age:oldest").value == 10 * DAY


def test_tickets_solved_without_a_reply_are_named(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket(f"T{i}", reply=60, solve=120, agent_replies=i % 2) for i in range(6)])
    figure = only(workspace, "agent_replies_to_close")
    assert figure.value == 0.5
    assert figure.note is not None
    assert "without any reply (3 records)" in figure.note


def test_a_figure_of_load_only_describes_where_it_is_by_agent(workspace: Workspace) -> None:
    states = [
        {"agent": "Ana", "start_at": MONDAY + i * DAY, "end_at": MONDAY + i * DAY + HOUR, "state": "talk"} for i in range(9)
    ]
    store(workspace, "agent_states", states)
    assert only(workspace, "occupancy").direction == "band"
    assert only(workspace, "occupancy", by=("agent",)).direction == "none"
