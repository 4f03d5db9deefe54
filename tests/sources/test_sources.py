from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.kinds import KINDS
from qa_desk.sources.registry import SOURCES, source_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

ZENDESK = (
    "Summation column,Id,Requester,Requester id,Submitter,Assignee,Group,Subject,Status,Priority,Via,Ticket type,Created "
    "at,Solved at,"
    "Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within "
    "business hours,"
    "Full resolution time in minutes within business hours\n"
    "1,77,Ann,900,Ann,Bo,Tier 1,Help,Solved,High,Mail,Question,2024-03-04 10:00:00 +0000,2024-03-05 10:00:00 "
    "+0000,1,1,0,2,90,30,480\n"
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_is_whole(source: object) -> None:
    assert source.label
    assert set(source.kinds) <= {kind.name for kind in KINDS}
    for kind in source.kinds:
        assert source.row_kind(kind).fields
        assert source_named(source.name, kind) is source
    assert (source.rows is None) == (source.fold is None)


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refusal, match=r"canonical, zendesk, freshdesk, .*generic_tickets"):
        source_named("hotline", "tickets")


def test_headers_are_folded() -> None:
    assert fold(" \ufeffFirst_Reply-Time ") == "first reply time"
    assert split_unit("First reply time (in minutes)") == ("first reply time", "minutes")
    assert split_unit("First reply time in minutes within business hours") == (
        "first reply time within business hours",
        "minutes",
    )
    assert split_unit("Minutes of the meeting") == ("of the meeting", "minutes")
    assert split_unit("通话时长(秒)") == ("通话时长", "seconds")


def test_zendesk_keeps_calendar_and_business_time_apart(checked: Callable[..., Result]) -> None:
    result = checked("tickets", ZENDESK)
    assert result.source == "zendesk"
    row = result.rows(
        "ticket_id",
        "created_at",
        "first_reply_at",
        "first_reply_business_s",
        "solved_at",
        "solved_business_s",
        "assignee",
        "channel",
        "agent_replies",
    )
    assert row == [("77", 1709546400, 1709546400 + 5400, 1800, 1709632800, 28800, "Bo", "email", 2)]


def test_zendesk_says_its_minutes_in_three_ways(checked: Callable[..., Result]) -> None:
    for header in ("First reply time in minutes", "First reply time (in minutes)", "First reply time (min)"):
        text = ZENDESK.replace("First reply time in minutes,", header + ",")
        assert checked("tickets", text).rows("first_reply_at") == [(1709546400 + 5400,)]


METRICS = {
    "reply_time_in_minutes": {"calendar": 90, "business": 30},
    "first_resolution_time_in_minutes": {"calendar": 600, "business": 240},
    "full_resolution_time_in_minutes": {"calendar": 1440, "business": 480},
    "replies": 2,
    "reopens": 1,
    "solved_at": "2024-03-05T10:00:00Z",
}


@pytest.mark.parametrize(
    "document",
    [
        {"tickets": [{"id": 7, "status": "solved", "via": {"channel": "web"}, "brand_id": 1, "created_at": "2024-03-04T10:00:00Z",
                      "submitter_id": 9, "ticket_form_id": 3, "metric_set": METRICS}]},
        {"ticket_metrics": [{"id": 1, "ticket_id": 7, "created_at": "2024-03-04T10:00:00Z", **METRICS}]},
    ],
    ids=["beside the ticket", "as a record"],
)  # fmt: skip
def test_zendesks_api_says_durations_on_two_clocks(checked: Callable[..., Result], document: object) -> None:
    result = checked("tickets", json.dumps(document))
    assert result.source == "zendesk"
    names = ("ticket_id", "first_reply_at", "first_reply_business_s", "first_solved_at", "solved_business_s", "agent_replies")
    assert result.rows(*names, "reopens", "solved_at") == [
        ("7", 1709546400 + 5400, 1800, 1709546400 + 36000, 28800, 2, 1, 1709632800)
    ]


def test_the_contracts_own_columns_are_canonical(checked: Callable[..., Result]) -> None:
    result = checked("tickets", "ticket_id,created_at,group,assignee_id,origin\nT1,2024-03-04T10:00:00,Tier 1,A,customer\n")
    assert result.source == "canonical"
    assert result.rows("team", "assignee") == [("Tier 1", "A")]


def test_canonical_calls_need_no_id_and_no_time(checked: Callable[..., Result]) -> None:
    result = checked(
        "calls",
        json.dumps([{"direction": "in", "result": "answered", "agent_id": "A", "wait_s": 5, "talk_s": 200}]),
        source="canonical",
    )
    assert result.rows("direction", "result", "agent", "wait_s", "talk_s") == [("in", "answered", "A", 5, 200)]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("工单编号,创建时间,客服,渠道,状态", ("ticket_id", "created_at", "assignee", "channel", "status")),
        ("工單編號,建立時間,客服,管道,狀態", ("ticket_id", "created_at", "assignee", "channel", "status")),
        ("ID Tiket,Tarikh Dicipta,Ejen,Saluran,Status", ("ticket_id", "created_at", "assignee", "channel", "status")),
        ("Номер,Дата создания,Исполнитель,Канал,Статус", ("ticket_id", "created_at", "assignee", "channel", "status")),
        (
            "Ticket ID,Created At,Assigned Agent Email,Source,Ticket Status",
            ("ticket_id", "created_at", "assignee", "channel", "status"),
        ),
    ],
)
def test_headers_of_five_languages_are_proposed(checked: Callable[..., Result], headers: str, fields: tuple[str, ...]) -> None:
    result = checked("tickets", headers + "\n7,2024-03-04 10:00,Ann,Email,Open\n")
    assert result.rows(*fields) == [("7", 1709546400, "Ann", "email", "open")]


def test_a_word_with_two_meanings_is_asked_not_guessed(tmp_path: Path) -> None:
    from qa_desk.services.imports import preview

    path = tmp_path / "calls.csv"
    path.write_text("call id,结果,等待时间\n1,接通,30\n", encoding="utf-8")
    seen = preview(path, "calls")
    assert [(q.field, q.choices) for q in seen.questions] == [("等待时间", ("wait_s", "hold_s"))]
    assert "wait_s" not in seen.mapping["columns"]
    told = preview(path, "calls", mapping={"columns": {"wait_s": "等待时间"}, "units": {"wait_s": "seconds"}})
    assert told.stored_rows[0][told.stored_columns.index("wait_s")] == 30


def test_an_nps_is_zero_to_ten_and_a_scale_is_taken_from_the_values(checked: Callable[..., Result]) -> None:
    assert checked("surveys", "id,nps,comment\n1,6,x\n2,7,y\n").rows("type", "score", "scale_min", "scale_max")[0] == (
        "nps",
        6,
        0,
        10,
    )
    assert checked("surveys", "id,csat\n1,1\n2,5\n").rows("type", "scale_min", "scale_max")[0] == ("csat", 1, 5)
    with pytest.raises(Refusal, match="scale_min, scale_max"):
        checked("surveys", "id,csat\n1,2\n2,3\n")


GLPI = (
    "Ticker;Requerente;Grupo;Categoria;Data Abertura;Data Solução;Data Fechamento;Atendente;Data Iteração;Usuário "
    "Iteração;Resolvido\n"
    "1;ana;G;A;31/08/2021 10:00;01/09/2021 10:00;-;bob;31/08/2021 11:00;ana;sim\n"
    "1;ana;G;A;31/08/2021 10:00;01/09/2021 10:00;-;bob;31/08/2021 12:00;bob;sim\n"
    "1;ana;G;B;31/08/2021 10:00;01/09/2021 10:00;-;bob;31/08/2021 12:00;bob;sim\n"
    "2;eva;G;A;31/08/2021 10:00;-;-;bob;-;-;não\n"
)


def test_one_row_per_ticket_and_follow_up_becomes_tickets_and_events(checked: Callable[..., Result]) -> None:
    result = checked("tickets", GLPI)
    assert result.source == "glpi"
    assert result.rows("ticket_id", "status", "reason", "first_reply_at", "agent_replies") == [
        ("1", "solved", "A", 1630411200, 1),
        ("2", "open", "A", None, 0),
    ]
    events = result.connection.execute("SELECT ticket_id, seq, type, actor FROM folded_events ORDER BY ticket_id, seq").fetchall()
    assert events == [
        ("1", 1, "message", "customer"),
        ("1", 2, "message", "customer"),
        ("1", 3, "message", "agent"),
        ("1", 4, "status", "agent"),
        ("2", 1, "message", "customer"),
    ]


def test_without_times_of_follow_ups_there_are_tickets_alone(checked: Callable[..., Result]) -> None:
    lines = [line.split(";") for line in GLPI.splitlines()]
    text = "".join(";".join([*line[:8], *line[9:]]) + "\n" for line in lines)
    result = checked("tickets", text, source="glpi")
    assert [outcome.kind.name for outcome in result.folded.outcomes] == ["tickets"]
    assert [row[0] for row in result.rows("ticket_id")] == ["1", "2"]


QUEUE_LOG = """\
100|NONE|NONE|NONE|QUEUESTART|
1700000000|c0|q|Agent/7|ADDMEMBER|
1700000100|c1|q|NONE|ENTERQUEUE||555|1
1700000105|c1|q|Agent/7|RINGNOANSWER|5000
1700000110|c1|q|Agent/7|CONNECT|10|c9|3
1700000170|c1|q|Agent/7|COMPLETEAGENT|10|60|1
1700000200|c2|q|NONE|ENTERQUEUE||556|1
1700000230|c2|q|NONE|ABANDON|1|1|30
1700000300|c3|q|NONE|ENTERQUEUE||557|1
1700000310|c3|q|Agent/7|CONNECT|10|c10|2
1700000340|c3|q|Agent/7|BLINDTRANSFER|900|ctx|10|30|1
1700000341|c3|r|NONE|ENTERQUEUE||557|1
1700000371|c3|r|NONE|EXITWITHTIMEOUT|1|1|30
1700000400|c4|q|NONE|ENTERQUEUE||558|1
1700000500|c0|q|Agent/7|PAUSE|
1700000600|c0|q|Agent/7|UNPAUSE|
1700000700|c0|q|Agent/7|REMOVEMEMBER|
"""


def test_queue_events_become_calls(checked: Callable[..., Result]) -> None:
    result = checked("calls", QUEUE_LOG)
    assert result.source == "asterisk_queue_log"
    columns = (
        "call_id",
        "queue",
        "offered_at",
        "result",
        "wait_s",
        "talk_s",
        "agent",
        "customer_id",
        "transferred",
        "transfer_to",
    )
    assert result.rows(*columns) == [
        ("c1", "q", 1700000100, "answered", 10, 60, "7", "555", 0, None),
        ("c2", "q", 1700000200, "abandoned", 30, None, None, "556", 0, None),
        ("c3", "q", 1700000300, "answered", 10, 30, "7", "557", 1, "900"),
        ("c3:2", "r", 1700000341, "abandoned", 30, None, None, "557", 0, None),
    ]
    assert any(w.startswith("1 call enters a queue and never leaves it") for w in result.folded.warnings)


def test_agent_states_are_derived_from_the_queue_log(checked: Callable[..., Result]) -> None:
    states = checked("calls", QUEUE_LOG).rows("start_at", "end_at", "state", outcome=1)
    base = 1700000000
    assert [(a - base, b - base, s) for a, b, s in states] == [
        (0, 110, "available"),
        (110, 170, "talk"),
        (170, 310, "available"),
        (310, 340, "talk"),
        (340, 500, "available"),
        (500, 600, "break"),
        (600, 700, "available"),
    ]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("kind", "name", "source", "read", "records", "also"),
    [
        ("tickets", "A_tickets/customer_support_tickets.csv", "generic_tickets", 8469, 8469, None),
        ("tickets", "A_tickets/helpdesk_ifpr_2021-08_cp1252_semicolon.csv", "glpi", 3568, 1315, None),
        ("tickets", "A_tickets/zendesk_warehouse_tables/ticket_data.csv", "zendesk", 10, 10, None),
        ("tickets", "A_tickets/zendesk_api_v2_tickets.json", "zendesk", 2, 2, None),
        ("tickets", "A_tickets/nyc_311_service_requests.csv", "generic_tickets", 1000, 1000, None),
        ("calls", "B_call_centre/Call-Center-Dataset.xlsx", "generic_calls", 5000, 5000, None),
        ("calls", "B_call_centre/queue_log", "asterisk_queue_log", 371, 40, 75),
        ("calls", "B_call_centre/queue_log_verbatim_snippet", "asterisk_queue_log", 10, 1, 0),
        ("surveys", "C_surveys/nps_fr_retail_mixed_legacy_encoding.csv", "generic_surveys", 13954, 13954, None),
    ],
)
def test_real_files_come_in_whole(
    shared_data: Path,
    checked: Callable[..., Result],
    kind: str,
    name: str,
    source: str,
    read: int,
    records: int,
    also: int | None,
) -> None:
    result = checked(kind, shared_data / name)
    counts = [
        result.connection.execute(f"SELECT count(*) FROM {outcome.relation}").fetchall()[0][0]
        for outcome in result.folded.outcomes
    ]
    assert (result.source, result.checked.rows_read, result.checked.rows_refused, counts[0]) == (source, read, 0, records)
    assert also is None or counts[1] == also


@pytest.mark.real_data
def test_the_french_comments_are_french_in_both_code_pages(shared_data: Path, checked: Callable[..., Result]) -> None:
    comments = " ".join(
        row[0] or ""
        for row in checked("surveys", shared_data / "C_surveys/nps_fr_retail_mixed_legacy_encoding.csv").rows("comment")
    )
    assert "différence entre le noir et le blanc" in comments
    assert "délai d'attente" in comments
    assert "\ufffd" not in comments
    assert comments.count("‚") <= 1  # one stands alone and may be either


@pytest.mark.real_data
def test_dates_that_could_be_either_way_round_are_refused_until_told(shared_data: Path, checked: Callable[..., Result]) -> None:
    path = shared_data / "B_call_centre/cdr_cr_only_line_ends.csv"
    with pytest.raises(Refusal, match="date_order"):
        checked("calls", path)
    assert len(checked("calls", path, {"date_order": "dmy"}).rows("offered_at")) == 100
