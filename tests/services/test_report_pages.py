"""What the pages of the report read, on small centres whose answers are known by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.kpis.figure import Request
from qa_desk.services.report_backlog import Backlog, backlog_records, read_backlog
from qa_desk.services.report_drivers import Drivers, driver_lines, read_drivers
from qa_desk.services.report_facts import Missing, dimensions_with_data, records_where, report_facts
from qa_desk.services.report_inflow import Inflow, read_inflow
from qa_desk.services.report_queues import Queues, half_hour_records, half_hours, read_queues
from qa_desk.services.report_satisfaction import Satisfaction, answer_records, read_satisfaction
from qa_desk.services.report_sla import Sla, read_sla
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace

HOUR = 3_600
TWO_WEEKS = Request(start=date(2024, 6, 3), end=date(2024, 6, 16), period="week")


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    set_settings(workspace, {"as_of": "2024-06-16T23:59", "timezone": "UTC"})
    return workspace


def an_answer(number: int, score: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    at = MONDAY + number * 600
    return {
        "response_id": f"S{number}",
        "type": "csat",
        "score": score,
        "scale_min": 1,
        "scale_max": 5,
        "responded_at": at,
        **more,
    }


# -- inflow


def test_an_hour_without_contacts_on_a_day_counts_as_none(centre: Workspace) -> None:
    store(centre, "tickets", [a_ticket(f"T{n}", MONDAY + 10 * HOUR + n) for n in range(4)])
    found = read_inflow(centre, TWO_WEEKS)
    assert isinstance(found, Inflow)
    assert (len(found.cells), found.total) == (168, 4)
    cell = next(cell for cell in found.cells if (cell.weekday, cell.hour) == (1, 10))
    assert (cell.count, cell.days, cell.mean) == (4, 2, 2.0)


def test_hours_are_those_of_the_centre(centre: Workspace) -> None:
    set_settings(centre, {"timezone": "Asia/Kolkata"})
    store(centre, "tickets", [a_ticket("T1", MONDAY + 20 * HOUR)])  # 01:30 on Tuesday there
    found = read_inflow(centre, TWO_WEEKS)
    assert isinstance(found, Inflow)
    assert [(cell.weekday, cell.hour) for cell in found.cells if cell.count] == [(2, 1)]


def test_a_cell_has_the_records_that_it_counts(centre: Workspace) -> None:
    store(centre, "tickets", [a_ticket(f"T{n}", MONDAY + n * HOUR) for n in range(30)])
    store(centre, "calls", [a_call(f"C{n}", MONDAY + n * HOUR) for n in range(10)])
    for what in ("contacts", "tickets", "calls"):
        found = read_inflow(centre, TWO_WEEKS, what)
        assert isinstance(found, Inflow)
        for cell in found.cells:
            if cell.count:
                where = (("weekday", str(cell.weekday)), ("hour", str(cell.hour)))
                asked = Request(start=TWO_WEEKS.start, end=TWO_WEEKS.end, where=where)
                assert records_where(centre, found.kpi, asked).total == cell.count


def test_a_centre_of_calls_only_has_an_inflow_and_drivers(centre: Workspace) -> None:
    store(centre, "calls", [a_call(f"C{n}", MONDAY + n * HOUR, reason="Refund") for n in range(10)])
    inflow, drivers = read_inflow(centre, TWO_WEEKS), read_drivers(centre, TWO_WEEKS)
    assert isinstance(inflow, Inflow)
    assert isinstance(drivers, Drivers)
    assert (inflow.what, inflow.total) == ("calls", 10)
    assert (drivers.source, drivers.lines[0].name, drivers.total) == ("calls", "Refund", 10)


@pytest.mark.parametrize("read", [read_inflow, read_drivers, read_backlog, read_sla, read_queues, read_satisfaction])
def test_an_empty_workspace_says_what_each_page_needs(centre: Workspace, read: Any) -> None:  # noqa: ANN401 - any of the pages
    found = read(centre, TWO_WEEKS)
    assert isinstance(found, Missing)
    assert found.needs
    assert not found.unknown


def test_a_filter_that_the_records_do_not_know_is_named(centre: Workspace) -> None:
    store(centre, "calls", [a_call("C1")])
    found = read_queues(centre, Request(where=(("priority", "high"),)))
    assert found == Missing((), ("priority",))
    assert records_where(centre, "service_level", Request(where=(("priority", "high"),))).total == 0


# -- drivers


def test_drivers_add_up_and_say_who_has_none(centre: Workspace) -> None:
    reasons = ["Refund"] * 6 + ["Invoice"] * 3 + ["Return"] + [None] * 2
    store(centre, "tickets", [a_ticket(f"T{n}", MONDAY + n, reason=reason) for n, reason in enumerate(reasons)])
    found = read_drivers(centre, TWO_WEEKS)
    assert isinstance(found, Drivers)
    assert [(line.name, line.count) for line in found.lines] == [("Refund", 6), ("Invoice", 3), ("Return", 1)]
    assert [round(line.together, 2) for line in found.lines] == [0.6, 0.9, 1.0]
    assert (found.total, found.without) == (10, 2)


def test_tags_come_before_reasons(centre: Workspace) -> None:
    store(centre, "tickets", [a_ticket("T1", reason="Other"), a_ticket("T2", reason="Other")])
    store(centre, "contact_tags", [{"tag_id": "1", "ticket_id": "T1", "driver": "Delivery"}])
    found = read_drivers(centre, TWO_WEEKS)
    assert isinstance(found, Drivers)
    assert (found.source, [line.name for line in found.lines]) == ("tags", ["Delivery"])


def test_a_share_that_doubled_moved_and_one_in_noise_did_not() -> None:
    lines = {line.name: line for line in driver_lines({"A": 300, "B": 200, "C": 500}, {"A": 150, "B": 195, "C": 655})}
    assert lines["A"].moved
    assert not lines["B"].moved
    assert lines["A"].change == pytest.approx(0.15)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.integers(1, 500), min_size=1, max_size=12))
def test_shares_of_drivers_add_up_to_one(counts: dict[str, int]) -> None:
    lines = driver_lines(counts, {})
    assert sum(line.share for line in lines) == pytest.approx(1)
    assert lines[-1].together == pytest.approx(1)
    assert [line.count for line in lines] == sorted(counts.values(), reverse=True)


# -- backlog


def test_the_stock_of_each_period_is_cut_by_age(centre: Workspace) -> None:
    end = MONDAY + 7 * DAY - 1
    tickets = [
        a_ticket("hours", end - 5 * HOUR),
        a_ticket("days", end - 2 * DAY),
        a_ticket("week", end - 6 * DAY, solve=7 * DAY),  # open at the end of the first week, solved in the second
        a_ticket("old", end - 40 * DAY),
        a_ticket("done", end - 2 * DAY, solve=HOUR),
    ]
    store(centre, "tickets", tickets)
    found = read_backlog(centre, TWO_WEEKS)
    assert isinstance(found, Backlog)
    assert [point.counts for point in found.points] == [(1, 1, 1, 0, 1), (0, 0, 0, 2, 1)]
    records = backlog_records(centre, TWO_WEEKS, date(2024, 6, 3), 2)
    assert [row[0] for row in records.rows] == ["week"]
    assert backlog_records(centre, TWO_WEEKS, None, None).total == found.points[-1].total == 3


# -- SLA


def test_running_breaches_are_counted_whatever_the_period(centre: Workspace) -> None:
    set_settings(
        centre,
        {"sla_first_response_s": 7_200, "calendar": {"weekdays": [0, 1, 2, 3, 4, 5, 6], "open": "00:00", "close": "23:59"}},
    )
    now = MONDAY + 14 * DAY - 60
    tickets = [
        a_ticket("late", now - 30 * DAY),
        a_ticket("soon", now - 7_000),
        a_ticket("fresh", now - 600),
        *(a_ticket(f"kept{n}", MONDAY + n, reply=1_800) for n in range(6)),
        a_ticket("near", MONDAY, reply=9_000),
    ]
    store(centre, "tickets", tickets)
    found = read_sla(centre, TWO_WEEKS, "channel")
    assert isinstance(found, Sla)
    assert (found.running.waiting, found.running.breached, found.running.soon) == (3, 1, 1)
    assert [row[0] for row in found.running.records.rows] == ["late", "soon", "fresh"]
    assert sum(found.reached) == 7


# -- queues


def test_half_hours_are_counted_over_all_their_days() -> None:
    # 09:00 and 09:30 on two days: 3 of 4 and 4 of 4, then 1 of 2 and 2 of 2
    nine = MONDAY // 1_800 + 18
    counted = [(nine, 4, 3, 0, 40, 4), (nine + 1, 4, 4, 0, 8, 4), (nine + 48, 2, 1, 1, 30, 1), (nine + 49, 2, 2, 0, 4, 2)]
    first, second = half_hours(counted, "UTC", 0.8)
    assert (first.slot, first.days, first.calls, first.in_time, first.abandoned, first.wait_s) == (18, 2, 6, 4, 1, 14.0)
    assert (second.slot, second.value) == (19, 1.0)
    assert first.method == "wilson"
    assert first.low is not None
    assert first.value is not None
    assert first.low < first.value


def test_a_half_hour_follows_the_local_clock() -> None:
    found = half_hours([(MONDAY // 1_800, 1, 1, 0, 5, 1)], "Asia/Kolkata", 0.8)
    assert [slot.slot for slot in found] == [11]  # 05:30


def test_many_half_hours_are_resampled_and_judged_against_the_goal() -> None:
    nine = MONDAY // 1_800 + 18
    (slot,) = half_hours([(nine + 48 * day, 10, 3 + day % 3, 0, 100, 10) for day in range(20)], "UTC", 0.8)
    assert slot.method == "bootstrap_percentile"
    assert slot.verdict == "not_met"


def test_a_slot_has_its_calls(centre: Workspace) -> None:
    store(centre, "calls", [a_call(f"C{n}", MONDAY + 9 * HOUR + n * 600, wait_s=n) for n in range(12)])
    found = read_queues(centre, TWO_WEEKS)
    assert isinstance(found, Queues)
    assert sum(slot.calls for slot in found.slots) == 12
    for slot in found.slots:
        assert half_hour_records(centre, TWO_WEEKS, slot.slot).total == slot.calls
    assert (found.goal, found.is_own_goal) == (0.8, False)


# -- satisfaction


def test_comments_come_with_the_least_satisfied_first(centre: Workspace) -> None:
    answers = [an_answer(1, 5, comment="fine"), an_answer(2, 1, comment="=1+1"), an_answer(3, 4), an_answer(4, 2, comment=" ")]
    store(centre, "surveys", answers)
    found = read_satisfaction(centre, TWO_WEEKS, "channel")
    assert isinstance(found, Satisfaction)
    place = found.comments.columns.index("comment")
    assert [row[place] for row in found.comments.rows] == ["=1+1", "fine"]
    assert (found.answered, found.commented) == (4, 2)
    assert [(each.score, each.count, each.is_good) for each in found.answers][-2:] == [(4.0, 1, True), (5.0, 1, True)]
    assert answer_records(centre, TWO_WEEKS, "csat", 5.0).total == 1


# -- what can be asked


def test_dimensions_are_offered_where_something_differs(centre: Workspace) -> None:
    custom = '{"Product line": "A", "Region": "North"}'
    store(centre, "tickets", [a_ticket("T1", priority="high", custom=custom), a_ticket("T2", reason="Refund")])
    join_team(centre, "Ana", "Billing", "2024-01-01")
    with report_facts(centre, Request()) as facts:
        found = dimensions_with_data(facts)
    assert found == ("agent", "team", "channel", "priority", "reason", "weekday", "hour", "custom:Product line", "custom:Region")
