from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_desk.domain.coaching_span import Span
from qa_desk.domain.errors import Cancelled, Refusal
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.catalogue import CATALOGUE, find_kpi
from qa_desk.kpis.figure import Figure, Request
from qa_desk.kpis.wording import value_text
from qa_desk.services.coaching import coaching_page
from qa_desk.services.kpis import catalogue, figures, kpi_info, records, scopes
from qa_desk.ui.report.model import tile
from qa_desk.workspace.settings import set_settings
from tests.coaching_centre import build_centre
from tests.conftest import a_clock
from tests.examples import examples
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store, store_fixture

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.workspace.workspace import Workspace


def only(workspace: Workspace, kpi: str, **request: object) -> Figure:
    found = figures(workspace, replace(Request(kpis=(kpi,)), **request))  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0]


def by(workspace: Workspace, kpi: str, dimension: str, **request: object) -> dict[str | None, Figure]:
    found = figures(workspace, replace(Request(kpis=(kpi,), by=(dimension,)), **request))  # type: ignore[arg-type]
    return {figure.group[dimension]: figure for figure in found}


def test_the_oracle_comes_out_through_a_workspace(workspace: Workspace, oracles: Path) -> None:
    case = json.loads((oracles / "18_kpi_fixture.json").read_text())["cases"][0]
    store_fixture(workspace, case["inputs"])
    shown = {figure.kpi: figure for figure in figures(workspace, Request())}
    tickets, calls, surveys = (case["expected"][name] for name in ("tickets", "calls", "surveys"))
    assert shown["first_response_time"].value == tickets["first_response_time_median_s"]
    assert shown["first_response_time:mean"].value == tickets["first_response_time_mean_s"]
    assert shown["first_response_time:business_mean"].value == tickets["first_response_time_business_mean_s"]
    assert shown["first_response_time"].censored == tickets["awaiting_first_response"]
    assert shown["response_time"].value == 138165 / 2
    assert (shown["first_contact_resolution_rate"].numerator, shown["first_contact_resolution_rate"].denominator) == (2, 5)
    assert shown["sla_compliance_rate"].value == 1.0
    assert (shown["ticket_backlog"].value, shown["backlog_overdue"].value) == (2, 1)
    assert shown["service_level"].value == 4 / 8
    assert shown["average_handle_time"].value == 950 / 3
    assert shown["average_handle_time"].denominator == calls["answered"]
    assert shown["nps"].value == surveys["nps"]
    assert shown["csat"].value == 9 / 13
    assert shown["occupancy"].value == 6120 / 9840
    assert by(workspace, "average_handle_time", "agent")["A"].value == 225
    assert by(workspace, "schedule_adherence", "agent")["A"].value == 113 / 120


def test_an_absent_table_is_named_and_is_no_zero(workspace: Workspace) -> None:
    figure = only(workspace, "service_level")
    assert figure.value is None
    assert figure.note == "needs: calls"


def test_events_are_needed_for_turns_only(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", reply=60, solve=120)])
    assert only(workspace, "response_time").note == "needs: ticket_events"
    assert only(workspace, "first_response_time").value == 60


def test_tickets_without_events_answer_from_their_own_columns(workspace: Workspace) -> None:
    rows = [a_ticket(f"T{i}", MONDAY + i * 60, reply=60 * i, solve=600 * i, agent_replies=1, reopens=0) for i in range(1, 8)]
    store(workspace, "tickets", rows)
    assert only(workspace, "first_response_time").value == 240
    assert only(workspace, "resolution_time_first:mean").value == 2400
    assert only(workspace, "first_contact_resolution_rate:one_touch").value == 1.0
    assert only(workspace, "reopen_rate").value == 0.0


def test_tests_spam_and_merged_tickets_are_left_out_and_counted(workspace: Workspace) -> None:
    store(
        workspace,
        "tickets",
        [a_ticket("T1"), a_ticket("T2", is_spam=1), a_ticket("T3", is_test=1), a_ticket("T4", merged_into="T1")],
    )
    figure = only(workspace, "ticket_volume")
    assert (figure.value, figure.excluded) == (1, 3)


def test_a_reply_before_the_question_is_excluded_and_not_mirrored(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", reply=-60, solve=60), a_ticket("T2", reply=60, solve=90)])
    figure = only(workspace, "first_response_time:mean")
    assert (figure.value, figure.n, figure.excluded) == (60, 1, 1)


def test_a_ticket_that_still_waits_is_censored_and_breaks_the_promise_when_late(workspace: Workspace) -> None:
    set_settings(workspace, {"as_of": "2024-06-03T12:00"})
    rows = [
        a_ticket("late", MONDAY + 9 * 3600),
        a_ticket("pending", MONDAY + 11 * 3600 + 1800),
        a_ticket("kept", MONDAY + 9 * 3600, reply=60),
    ]
    store(workspace, "tickets", rows)
    sla = only(workspace, "sla_compliance_rate")
    assert (sla.numerator, sla.denominator, sla.censored) == (1, 2, 1)
    assert only(workspace, "first_response_time").censored == 2


def test_few_records_are_counts_only(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call(str(i), transferred=i % 2) for i in range(4)])
    figure = only(workspace, "transfer_rate")
    assert (figure.standing, figure.numerator, figure.denominator) == ("counts_only", 2, 4)


def test_a_handle_time_without_its_parts_is_unavailable(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call("1", hold_s=None), a_call("2", hold_s=None)])
    figure = only(workspace, "average_handle_time")
    assert (figure.value, figure.n, figure.excluded, figure.note) == (None, 0, 2, "no data (2 records left out)")


def test_callers_who_gave_up_after_an_unknown_wait_did_not_give_up_at_once(workspace: Workspace) -> None:
    calls = [a_call("1"), *(a_call(str(i), result="abandoned", wait_s=None, talk_s=0) for i in range(2, 6))]
    store(workspace, "calls", calls)
    figure = only(workspace, "abandonment_rate")
    assert (figure.numerator, figure.denominator) == (4, 5)
    assert figure.note is not None
    assert "4 records" in figure.note
    assert only(workspace, "service_level").denominator == 5


def test_transfers_that_nobody_recorded_are_no_zero(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call(str(i), transferred=None) for i in range(6)])
    assert only(workspace, "transfer_rate").value is None


def test_an_agent_counts_in_the_team_of_that_day(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-06-01", "2024-06-05")
    join_team(workspace, "Ana", "Sales", "2024-06-05")
    store(workspace, "calls", [a_call("1", MONDAY, agent="Ana"), a_call("2", MONDAY + 3 * DAY, agent="ana")])
    shown = by(workspace, "average_handle_time", "team")
    assert {name: figure.n for name, figure in shown.items()} == {"Billing": 1, "Sales": 1}


def test_an_agent_is_found_by_any_name(workspace: Workspace) -> None:
    agent_id = join_team(workspace, "Ana", "Billing", "2024-06-01")
    workspace.connection.execute("INSERT INTO agent_aliases (alias, agent_id) VALUES ('SIP/101', ?)", [agent_id])
    store(workspace, "calls", [a_call("1", agent="sip/101"), a_call("2", agent="Ana"), a_call("3", agent="Bo")])
    assert only(workspace, "average_handle_time", where=(("agent", "SIP/101"),)).n == 2
    figure = by(workspace, "average_handle_time", "agent")["Ana"]
    assert (figure.n, figure.keys["agent"]) == (2, agent_id)


def test_weeks_are_local_weeks(workspace: Workspace) -> None:
    set_settings(workspace, {"timezone": "Pacific/Auckland"})
    store(workspace, "tickets", [a_ticket("T1", MONDAY - 3600)])  # Sunday evening in UTC, Monday in Auckland
    assert only(workspace, "ticket_volume", period="week").period == date(2024, 6, 3)


def test_the_last_day_is_included(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", MONDAY + DAY - 1), a_ticket("T2", MONDAY + DAY)])
    assert only(workspace, "ticket_volume", start=date(2024, 6, 3), end=date(2024, 6, 3)).value == 1


def test_a_change_comes_with_its_interval(workspace: Workspace) -> None:
    may = [a_call(f"m{i}", MONDAY - 7 * DAY + i, transferred=int(i < 20)) for i in range(200)]
    june = [a_call(f"j{i}", MONDAY + i, transferred=int(i < 60)) for i in range(200)]
    store(workspace, "calls", may + june)
    figure = only(workspace, "transfer_rate", start=date(2024, 6, 3), end=date(2024, 6, 9), compare="previous")
    assert figure.previous == 0.1
    assert figure.change == pytest.approx(0.2)
    assert figure.change_interval == "newcombe"
    assert (figure.moved, figure.better) == ("up", False)
    assert figure.change_low is not None
    assert figure.change_low > 0.1


def test_a_change_within_the_noise_is_no_clear_change(workspace: Workspace) -> None:
    calls = [
        a_call(f"{week}{i}", MONDAY + week * 7 * DAY + i, talk_s=100 + 17 * (i * 7 % 10))
        for week in (0, 1)
        for i in range(20 + week)
    ]
    store(workspace, "calls", calls)
    last = figures(workspace, Request(kpis=("average_handle_time",), period="week", compare="previous"))[-1]
    assert last.moved == "no_clear_change"
    assert last.better is None


def test_a_quiet_week_has_a_count_of_zero(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", MONDAY), a_ticket("T2", MONDAY + 14 * DAY)])
    found = figures(workspace, Request(kpis=("ticket_volume",), period="week"))
    assert [figure.value for figure in found] == [1, 0, 1]


def test_the_backlog_of_each_week_is_that_of_its_end(workspace: Workspace) -> None:
    set_settings(workspace, {"as_of": "2024-06-19T00:00"})
    store(
        workspace,
        "tickets",
        [a_ticket("T1", MONDAY, solve=8 * DAY), a_ticket("T2", MONDAY + 9 * DAY), a_ticket("T3", MONDAY, solve=60)],
    )
    found = figures(workspace, Request(kpis=("ticket_backlog",), period="week"))
    assert [(figure.period, figure.value) for figure in found] == [
        (date(2024, 6, 3), 1),
        (date(2024, 6, 10), 1),
        (date(2024, 6, 17), 1),
    ]


def test_figures_can_be_seen_as_they_stood_then(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket("T1", MONDAY, reply=60, solve=8 * DAY), a_ticket("T2", MONDAY + 9 * DAY)])
    then = MONDAY + DAY
    assert only(workspace, "ticket_backlog", as_of=then).value == 1
    assert only(workspace, "ticket_volume", as_of=then).value == 1
    assert only(workspace, "resolution_time_first", as_of=then).censored == 1


def test_a_goal_is_met_only_when_the_interval_allows(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call(str(i), transferred=int(i < 5)) for i in range(100)])
    set_settings(workspace, {"goals": {"transfer_rate": 0.2, "conversion_rate": 0.5}})
    assert only(workspace, "transfer_rate").goal_verdict == "met"
    set_settings(workspace, {"goals": {"transfer_rate": 0.06}})
    assert only(workspace, "transfer_rate").goal_verdict == "not_distinguishable"
    set_settings(workspace, {"goals": {"transfer_rate": {"target": 0.01}}})
    assert only(workspace, "transfer_rate").goal_verdict == "not_met"


def test_the_newest_answer_of_a_customer_counts_once(workspace: Workspace) -> None:
    answer = {"type": "csat", "scale_min": 1, "scale_max": 5, "ticket_id": "T1"}
    store(
        workspace,
        "surveys",
        [
            {**answer, "response_id": "1", "score": 1, "responded_at": MONDAY},
            {**answer, "response_id": "2", "score": 5, "responded_at": MONDAY + 60},
        ],
    )
    figure = only(workspace, "csat")
    assert (figure.numerator, figure.denominator, figure.excluded) == (1, 1, 1)


def test_a_reversed_scale_is_turned(workspace: Workspace) -> None:
    store(
        workspace,
        "surveys",
        [
            {
                "response_id": "1",
                "type": "csat",
                "scale_min": 1,
                "scale_max": 5,
                "high_is_good": 0,
                "score": 1,
                "responded_at": MONDAY,
            }
        ],
    )
    assert only(workspace, "csat").value == 1.0


def test_a_missing_customer_is_said_beside_first_contact_resolution(workspace: Workspace) -> None:
    store(workspace, "tickets", [a_ticket(f"T{i}", reply=60, solve=90, agent_replies=1) for i in range(6)])
    set_settings(workspace, {"as_of": "2024-07-03T00:00"})
    figure = only(workspace, "first_contact_resolution_rate")
    assert figure.value == 1.0
    assert figure.note is not None
    assert "upper bound" in figure.note


def test_the_records_behind_a_figure_are_those_that_entered_it(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-06-01")
    store(workspace, "calls", [a_call("1", agent="Ana"), a_call("2", agent="Bo"), a_call("3", result="abandoned", agent=None)])
    found = records(workspace, "average_handle_time", Request(where=(("team", "Billing"),)))
    assert found.total == 1
    row = dict(zip(found.columns, found.rows[0], strict=True))
    assert (row["record_id"], row["agent"], row["value"]) == ("1", "Ana", 120)


def test_values_from_outside_are_never_run_as_sql(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call("1", queue="a'b", transferred=0)])
    assert only(workspace, "transfer_rate", where=(("queue", "a'b"),)).n == 1
    assert only(workspace, "transfer_rate", where=(("queue", "x') OR 1=1 --"),)).n == 0
    odd = 'custom:a\'] {b} "c" ) --'
    assert [figure.n for figure in figures(workspace, Request(kpis=("transfer_rate",), by=(odd,)))] == [1]


def test_a_custom_column_groups_figures(workspace: Workspace) -> None:
    store(
        workspace,
        "tickets",
        [a_ticket("T1", custom='{"Product line": "TV"}'), a_ticket("T2", custom='{"Product line": "Phone"}')],
    )
    assert set(by(workspace, "ticket_volume", "custom:Product line")) == {"TV", "Phone"}


@pytest.mark.parametrize(
    "request_",
    [
        Request(kpis=("no_such",)),
        Request(by=("shoe_size",)),
        Request(period="fortnight"),
        Request(compare="previous"),
        Request(start=date(2024, 2, 1), end=date(2024, 1, 1)),
    ],
)
def test_a_wrong_request_is_refused_in_a_line(workspace: Workspace, request_: Request) -> None:
    with pytest.raises(Refusal) as refused:
        figures(workspace, request_)
    assert "\n" not in refused.value.message


def test_a_dimension_that_records_lack_is_said(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call("1")])
    assert only(workspace, "service_level", by=("priority",)).note == "not known by priority"


def test_scopes_name_teams_channels_and_days(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-06-01")
    store(workspace, "tickets", [a_ticket("T1", channel="chat"), a_ticket("T2", MONDAY + DAY, channel="email")])
    set_settings(workspace, {"as_of": "2024-06-30T00:00"})
    assert scopes(workspace) == {"team": ["Billing"], "channel": ["chat", "email"], "days": ["2024-06-03", "2024-06-04"]}


def test_every_entry_is_whole() -> None:
    assert len({kpi.id for kpi in CATALOGUE}) == len(CATALOGUE)
    for entry in catalogue():
        assert all((entry.name, entry.formula, entry.unit, entry.direction, entry.inputs, entry.interval, entry.period_key))
        assert find_kpi(entry.id).id == entry.id


def test_quality_figures_rest_on_drawn_evaluations_only(workspace: Workspace) -> None:
    build_centre(workspace)
    workspace.connection.execute("DROP TRIGGER evaluations_immutable")
    workspace.connection.execute(
        "UPDATE evaluations SET sample_method = 'targeted' WHERE id IN (SELECT id FROM current_evaluations ORDER BY id LIMIT 3)"
    )
    mean, n = workspace.connection.execute(
        "SELECT avg(final_real), count(*) FROM current_evaluations WHERE score_status = 'scored' "
        "AND sample_method IN ('random', 'quota')"
    ).fetchone()
    figure = only(workspace, "qa_score")
    assert figure.value == pytest.approx(mean)
    assert (figure.n, figure.interval) == (n, "t")
    assert figure.excluded >= 3
    assert sum(f.n for f in by(workspace, "qa_score", "evaluator").values()) == n


def test_all_figures_of_a_whole_centre_come_by_agent_and_month(workspace: Workspace, oracles: Path) -> None:
    case = json.loads((oracles / "18_kpi_fixture.json").read_text())["cases"][0]
    store_fixture(workspace, case["inputs"])
    found = figures(workspace, Request(by=("agent",), period="month", compare="previous"))
    assert {figure.kpi for figure in found} == {kpi.id for kpi in CATALOGUE}
    for figure in found:
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9


def test_cancelling_leaves_no_half_made_cache(workspace: Workspace) -> None:
    class Impatient(Quiet):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    store(workspace, "tickets", [a_ticket("T1")])
    with pytest.raises(Cancelled):
        figures(workspace, Request(kpis=("ticket_volume",)), Impatient())
    assert not list(workspace.folder.iterdir())
    assert only(workspace, "ticket_volume").value == 1


CALLS = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Bo", None]),
        st.sampled_from(["voice", "chat"]),
        st.sampled_from(["answered", "abandoned", "blocked"]),
        st.integers(0, 60),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS)
def test_groups_add_up_to_the_whole(tmp_path: Path, calls: list[tuple[str | None, str, str, int, int]]) -> None:
    from qa_desk.workspace.workspace import create_workspace

    clock = a_clock()
    workspace = create_workspace(tmp_path / f"{len(list(tmp_path.iterdir()))}.qadesk", clock=clock)
    try:
        rows = [
            a_call(
                str(i),
                MONDAY + day * DAY,
                agent=agent,
                queue=queue,
                result=result,
                wait_s=wait,
                talk_s=wait * 3,
                transferred=wait % 2,
            )
            for i, (agent, queue, result, wait, day) in enumerate(calls)
        ]
        store(workspace, "calls", rows)
        kpis = ("average_handle_time", "service_level", "abandonment_rate", "transfer_rate", "average_speed_of_answer")
        whole = {figure.kpi: figure for figure in figures(workspace, Request(kpis=kpis))}
        parts = figures(workspace, Request(kpis=kpis, by=("agent", "queue"), period="week"))
        for kpi in kpis:
            own = [figure for figure in parts if figure.kpi == kpi]
            for name in ("n", "numerator", "denominator", "excluded", "censored"):
                assert sum(getattr(figure, name) or 0 for figure in own) == (getattr(whole[kpi], name) or 0)
            if whole[kpi].denominator:
                assert whole[kpi].value == (whole[kpi].numerator or 0) / (whole[kpi].denominator or 1)
    finally:
        workspace.close()


FAR = {9999: 253_402_214_400, 1: -62_135_510_400}
"""Instants that a slip of the hand puts into a file."""


@pytest.mark.parametrize("period", ["all", "day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("year", FAR)
def test_a_row_of_an_impossible_year_is_left_out_and_counted(workspace: Workspace, year: int, period: str) -> None:
    store(workspace, "tickets", [a_ticket("T1", reply=60), a_ticket("T2", FAR[year], reply=60)])
    found = figures(workspace, Request(kpis=("ticket_volume", "first_response_time"), period=period, compare=None))
    for kpi in ("ticket_volume", "first_response_time"):
        own = [figure for figure in found if figure.kpi == kpi]
        assert sum(figure.n for figure in own) == 1
        assert sum(figure.excluded for figure in own) == 1
        assert {figure.period is None or figure.period.year == 2024 for figure in own} == {True}
    assert records(workspace, "ticket_volume", Request()).total == 1
    assert scopes(workspace)["days"] == ["2024-06-01"] * 2


@pytest.mark.parametrize("year", FAR)
def test_an_impossible_year_harms_no_table(workspace: Workspace, year: int) -> None:
    far = FAR[year]
    store(workspace, "tickets", [a_ticket("T1", reply=60, solve=90), a_ticket("T2", closed_at=far)])
    event = {"ticket_id": "T1", "type": "message", "visibility": "public"}
    store(workspace, "ticket_events", [
        {**event, "seq": 1, "at": MONDAY, "actor": "customer"},
        {**event, "seq": 2, "at": MONDAY + 60, "actor": "agent"},
        {**event, "seq": 3, "at": far, "actor": "customer"},
        {**event, "seq": 4, "at": far + 9, "actor": "agent"},
    ])  # fmt: skip
    store(workspace, "calls", [a_call("C1"), a_call("C2", far)])
    answer = {"response_id": "S1", "type": "csat", "score": 5, "scale_min": 1, "scale_max": 5}
    store(workspace, "surveys", [{**answer, "responded_at": far}])
    store(workspace, "agent_states", [{"agent": "A", "start_at": MONDAY, "end_at": far, "state": "talk"}])
    store(workspace, "schedule", [{"agent": "A", "start_at": far, "end_at": far + 60, "activity": "work"}])
    for period in ("all", "day", "year"):
        shown = {f.kpi: f for f in figures(workspace, Request(period=period, compare="year" if period != "all" else None)) if f.n}
        assert all(figure.period is None or figure.period.year == 2024 for figure in shown.values())
    assert only(workspace, "csat").excluded == 1
    assert (only(workspace, "average_handle_time").n, only(workspace, "average_handle_time").excluded) == (1, 1)
    assert only(workspace, "occupancy").excluded == 1


@pytest.mark.parametrize(
    "kpi",
    [
        "service_level", "service_level:all_offered", "service_level:abandon_within_T_counts", "service_level:answered_only",
        "average_speed_of_answer", "average_speed_of_answer:median",
    ],
)  # fmt: skip
def test_a_wait_below_zero_is_no_good_service(workspace: Workspace, kpi: str) -> None:
    store(workspace, "calls", [a_call("C1"), a_call("C2", wait_s=90), a_call("C3", wait_s=-5)])
    figure = only(workspace, kpi)
    assert (figure.n, figure.excluded) == (2, 1)


def test_an_abandonment_after_less_than_nothing_is_left_out(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call("C1"), a_call("C2", result="abandoned", wait_s=-5, talk_s=None)])
    for kpi in ("abandonment_rate", "abandonment_rate:all"):
        figure = only(workspace, kpi)
        assert (figure.numerator, figure.n, figure.excluded) == (0, 1, 1)


def test_a_part_below_zero_is_not_set_off_against_the_others(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call("C1"), a_call("C2", talk_s=-50, hold_s=200)])
    figure = only(workspace, "average_handle_time")
    assert (figure.value, figure.n, figure.excluded) == (120, 1, 1)
    assert only(workspace, "talk_time").excluded == 1
    store(workspace, "calls", [a_call("C3", direction="out", talk_s=-1), a_call("C4", direction="out")])
    outbound = only(workspace, "average_handle_time:outbound")
    assert (outbound.n, outbound.excluded) == (1, 1)


def test_a_given_duration_below_zero_is_left_out_and_counted(workspace: Workspace) -> None:
    slips = {"first_reply_business_s": -60, "solved_business_s": -60}
    store(workspace, "tickets", [a_ticket("T1", reply=60, solve=90), a_ticket("T2", status="solved", **slips)])
    speed = ("first_response_time", "first_response_time:business_mean", "resolution_time_first:business", "sla_compliance_rate")
    for kpi in speed:
        figure = only(workspace, kpi)
        assert (figure.n, figure.excluded, figure.censored) == (1, 1, 0)


def test_a_shift_that_ends_before_it_begins_is_left_out_and_counted(workspace: Workspace) -> None:
    store(workspace, "agent_states", [{"agent": "A", "start_at": MONDAY, "end_at": MONDAY + 600, "state": "available"}])
    shifts = [{"agent": "A", "start_at": MONDAY + s, "end_at": MONDAY + 600, "activity": "work"} for s in (0, 900)]
    store(workspace, "schedule", shifts)
    figure = only(workspace, "schedule_adherence")
    assert (figure.value, figure.excluded) == (1.0, 1)


@pytest.mark.parametrize("kpi", ["average_speed_of_answer", "average_handle_time", "first_response_time:mean"])
@pytest.mark.parametrize("n", [2, 9, 10])
def test_no_interval_is_resampled_from_fewer_than_ten(workspace: Workspace, kpi: str, n: int) -> None:
    calls = [a_call(f"C{i}", MONDAY + 1800 * i, wait_s=5 + i, talk_s=10 * i) for i in range(n)]
    store(workspace, "calls", calls)
    store(workspace, "tickets", [a_ticket(f"T{i}", MONDAY + i, reply=60 * (i + 1)) for i in range(n)])
    figure = only(workspace, kpi)
    assert (figure.low is None, figure.interval is None) == (n < 10,) * 2
    if 5 <= n < 10:
        assert figure.note is not None
        assert figure.note.endswith("for an interval: needs 10")


@pytest.mark.parametrize("n", [12, 250])
def test_alike_values_promise_no_certainty(workspace: Workspace, n: int) -> None:
    store(workspace, "calls", [a_call(f"C{i}", MONDAY + 1800 * i) for i in range(n)])
    kpis = ("average_handle_time", "average_speed_of_answer", "average_speed_of_answer:median")
    for figure in figures(workspace, Request(kpis=kpis)):
        assert (figure.n, figure.low, figure.high, figure.note) == (n, None, None, "all values are alike")


def test_few_half_hours_leave_the_interval_of_single_calls_and_say_so(workspace: Workspace) -> None:
    store(workspace, "calls", [a_call(f"C{i}", wait_s=10 if i % 3 else 60) for i in range(40)])
    figure = only(workspace, "service_level")
    assert (figure.interval, figure.note) == ("wilson", "fewer than 10 half-hours: calls are taken one by one")


def test_coach_report_and_tables_say_the_same_of_three_evaluations(workspace: Workspace) -> None:
    build_centre(workspace)
    whole_year = {"start": date(2024, 1, 1), "end": date(2024, 12, 31)}
    figure = by(workspace, "qa_score", "agent", **whole_year)["Eva Novák"]
    words = "3 evaluations: values only; an interval needs 5"
    assert (figure.n, figure.low, figure.note, value_text(figure)) == (3, None, words, "3 scores")
    assert tile(figure, kpi_info("qa_score"), (), "against the week before").note == words
    page = coaching_page(workspace, "eva", Span(date(2024, 1, 1), date(2024, 12, 31)))
    assert (page.quality.score.note, page.quality.score.low, len(page.quality.values)) == (words, None, 3)
