"""Exports of help desks, survey tools and telephone systems, each in a small file of its own making."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


FRESHDESK = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,"
    "Closed time,Last update time,"
    "Initial response time,Agent interactions,Customer interactions,Resolution status,First response status,"
    "First response time (in hrs),Resolution time (in hrs),Tags,Survey results,Association type,Product,"
    "Full name,Email,Contact ID\n"
    "1,Help,Closed,High,Email,Question,Bo,Tier 1,2024-03-04 10:00:00,2024-03-05 10:00:00,2024-03-04 12:00:00,2024-03-06 12:00:00,"
    "2024-03-06 12:00:00,2024-03-04 10:30:00,2,1,Within SLA,Within SLA,00:30:00,02:00:00,,,,,Ann,ann@example.org,90\n"
    "2,Again,Open,Low,Chat,Question,,Tier 1,2024-03-05 10:00:00,,,,,,0,1,,,,,,,,,Ann,ann@example.org,90\n"
)


def test_freshdesk_takes_instants_before_hours_and_knows_two_ends(checked: Callable[..., Result]) -> None:
    result = checked("tickets", FRESHDESK)
    assert result.source == "freshdesk"
    rows = result.rows("ticket_id", "created_at", "first_reply_at", "solved_at", "closed_at", "status", "channel", "customer_id")
    opened = at("2024-03-04T10:00:00")
    assert rows[0] == ("1", opened, opened + 1800, opened + 7200, at("2024-03-06T12:00:00"), "closed", "email", "90")
    assert rows[1][2:6] == (None, None, None, "open")


def test_freshdesk_in_another_case_and_with_hours_only(checked: Callable[..., Result]) -> None:
    text = (
        "Ticket Id,Subject,Status,Priority,Source,Group,Created Time,Due By Time,Closed Time,Last Update Time,Agent Interactions,"
        "Customer Interactions,Resolution Status,First Response Status,Every Response Status,Urgency,Impact,Category,"
        "First Response Time (in Hrs),Resolution Time (in Hrs)\n"
        "7,x,Resolved,Low,Portal,IT,2024-03-04 10:00:00,,,,1,1,,,,Low,Low,Hardware,00:15:30,25:10:09\n"
    )
    result = checked("tickets", text)
    opened = at("2024-03-04T10:00:00")
    assert result.source == "freshdesk"
    assert result.rows("first_reply_at", "solved_at", "reason") == [(opened + 930, opened + 90_609, "Hardware")]


def test_happyfox_keeps_the_sign_of_its_ids(checked: Callable[..., Result]) -> None:
    text = (
        "\ufeffTicket ID,Ticket Subject,Ticket Priority,Ticket Status,Assigned Agent Email,Contact Name,"
        "Created At,Ticket Category\n"
        "#HF00000012,Invoice,High,Closed,bo@example.org,Ann,2024-03-04 10:00:00,Billing\n"
    )
    result = checked("tickets", text)
    assert result.source == "happyfox"
    assert result.rows("ticket_id", "assignee", "reason", "status") == [("#HF00000012", "bo@example.org", "Billing", "closed")]


INTERCOM = (
    "message_id,message_body,message_type,message_created_at,message_author_type,message_author_id,conversation_tags,"
    "conversation_id,conversation_state,conversation_created_at,conversation_closed_at,app_id\n"
    "m1,hi,open,2017-11-14 21:45:08,user,u1,billing,77,closed,2017-11-14 21:45:08,2017-11-14 23:00:00,a\n"
    "m2,hello,comment,2017-11-14 21:46:08,bot,b1,billing,77,closed,2017-11-14 21:45:08,2017-11-14 23:00:00,a\n"
    "m3,yes?,comment,2017-11-14 21:50:08,admin,a9,billing,77,closed,2017-11-14 21:45:08,2017-11-14 23:00:00,a\n"
    "m4,ask Bo,note,2017-11-14 21:51:08,admin,a9,billing,77,closed,2017-11-14 21:45:08,2017-11-14 23:00:00,a\n"
)


def test_intercom_folds_messages_into_conversations(checked: Callable[..., Result]) -> None:
    result = checked("tickets", INTERCOM)
    assert result.source == "intercom"
    opened = at("2017-11-14T21:45:08")
    assert result.rows("ticket_id", "created_at", "status", "customer_id", "assignee") == [("77", opened, "closed", "u1", "a9")]
    assert result.rows("seq", "at", "actor", "visibility", outcome=1) == [
        (1, opened, "customer", "public"),
        (2, opened + 60, "bot", "public"),
        (3, opened + 300, "agent", "public"),
        (4, opened + 360, "agent", "internal"),
    ]


def test_help_scout_reads_threads_and_tells_notes(checked: Callable[..., Result]) -> None:
    conversation = {
        "number": 12,
        "subject": "Refund",
        "status": "active",
        "mailboxId": 5,
        "assignee": {"email": "bo@example.org"},
        "primaryCustomer": {"email": "ann@example.org"},
        "threads": [
            {
                "type": "customer",
                "body": "<p>x</p>",
                "createdBy": {"type": "customer", "email": "ann@example.org"},
                "createdAt": "2024-03-04T10:00:00Z",
            },
            {
                "type": "note",
                "body": "n",
                "createdBy": {"type": "user", "email": "bo@example.org"},
                "createdAt": "2024-03-04T10:05:00Z",
            },
            {
                "type": "message",
                "body": "y",
                "createdBy": {"type": "user", "email": "bo@example.org"},
                "createdAt": "2024-03-04T10:20:00+0100",
            },
        ],
    }
    result = checked("tickets", json.dumps([conversation]))
    assert result.source == "help_scout"
    assert result.rows("ticket_id", "status", "assignee", "customer_id", "team") == [
        ("12", "open", "bo@example.org", "ann@example.org", "5")
    ]
    assert sorted(result.rows("at", "actor", "visibility", outcome=1)) == [
        (at("2024-03-04T09:20:00"), "agent", "public"),
        (at("2024-03-04T10:00:00"), "customer", "public"),
        (at("2024-03-04T10:05:00"), "agent", "internal"),
    ]


def test_chatwoot_finds_the_agents_mail_and_leaves_the_last_line(checked: Callable[..., Result]) -> None:
    text = (
        "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone Number,"
        "Link to the conversation,Recorded date\n"
        '"Bo (bo@example.org)",5,"fine, thanks",Ann,ann@example.org,,'
        "https://desk.example.org/app/accounts/1/conversations/88,2024-03-04 10:00:00\n"
        '"Bo (bo@example.org)",2,,Ann,ann@example.org,,'
        "https://desk.example.org/app/accounts/1/conversations/89,2024-03-05 10:00:00\n"
        "Reporting period 2024-03-01 to 2024-03-31\n"
    )
    result = checked("surveys", text)
    assert result.source == "chatwoot"
    assert result.rows("type", "score", "agent", "ticket_id", "scale_max") == [
        ("csat", 5.0, "bo@example.org", "88", 5.0),
        ("csat", 2.0, "bo@example.org", "89", 5.0),
    ]


def test_jira_reads_nested_fields_and_its_changelog(checked: Callable[..., Result]) -> None:
    issue = {
        "key": "SUP-7",
        "fields": {
            "created": "2024-03-04T10:00:00.000+0100",
            "resolutiondate": "2024-03-05T10:00:00.000+0100",
            "summary": "Broken",
            "issuetype": {"name": "Bug"},
            "project": {"name": "Support"},
            "status": {"name": "Done", "statusCategory": {"key": "done"}},
            "reporter": {"displayName": "Ann"},
            "assignee": {"displayName": "Bo"},
        },
        "changelog": {
            "histories": [
                {
                    "created": "2024-03-05T10:00:00.000+0100",
                    "author": {"displayName": "Bo"},
                    "items": [{"field": "status", "toString": "Done"}, {"field": "labels", "toString": "x"}],
                }
            ]
        },
    }
    broken = {"key": "SUP-8", "fields": {"summary": "no time", "issuetype": {"name": "Bug"}}}
    result = checked("tickets", json.dumps({"issues": [issue, broken]}))
    assert result.source == "jira"
    assert result.rows("ticket_id", "created_at", "solved_at", "status", "team", "reason") == [
        ("SUP-7", at("2024-03-04T09:00:00"), at("2024-03-05T09:00:00"), "solved", "Support", "Bug")
    ]
    assert result.rows("type", "value", "actor_id", outcome=1) == [("status", "solved", "Bo")]
    assert [(item.row, item.reason) for item in result.checked.refusals] == [(2, "holds no issue with the time it was created")]


SERVICENOW = (
    "number,incident_state,reassignment_count,reopen_count,sys_mod_count,caller_id,opened_at,sys_updated_by,sys_updated_at,"
    "contact_type,category,priority,assignment_group,assigned_to,resolved_at,closed_at\n"
    "INC1,New,0,0,0,C1,29-02-2016 01:16,u1,29-02-2016 01:23,Phone,Net,3 - Moderate,G1,?,?,?\n"
    "INC1,Active,0,0,1,C1,29-02-2016 01:16,u2,29-02-2016 02:00,Phone,Net,3 - Moderate,G2,Bo,?,?\n"
    "INC1,Awaiting User Info,0,0,2,C1,29-02-2016 01:16,u2,29-02-2016 03:00,Phone,Net,3 - Moderate,G2,Bo,?,?\n"
    "INC1,Resolved,0,0,3,C1,29-02-2016 01:16,u2,29-02-2016 11:29,Phone,Net,3 - Moderate,G2,Bo,29-02-2016 11:29,?\n"
    "INC1,Active,0,1,4,C1,29-02-2016 01:16,u2,01-03-2016 09:00,Phone,Net,3 - Moderate,G2,Bo,29-02-2016 11:29,?\n"
    "INC1,Closed,0,1,5,C1,29-02-2016 01:16,u2,05-03-2016 12:00,Phone,Net,3 - Moderate,G2,Bo,05-03-2016 11:00,05-03-2016 12:00\n"
)


def test_servicenow_folds_updates_into_an_incident_and_its_events(checked: Callable[..., Result]) -> None:
    result = checked("tickets", SERVICENOW)
    assert result.source == "servicenow"
    assert result.rows("ticket_id", "status", "reopens", "assignee", "team", "channel", "solved_at") == [
        ("INC1", "closed", 1, "Bo", "G2", "phone", at("2016-03-05T11:00:00"))
    ]
    assert [row for row in result.rows("type", "value", outcome=1) if row[0] == "status"] == [
        ("status", "open"),
        ("status", "pending"),
        ("status", "solved"),
        ("status", "reopened"),
        ("status", "closed"),
    ]
    assert {row for row in result.rows("type", "value", outcome=1) if row[0] != "status"} == {
        ("assigned", "Bo"),
        ("transferred", "G2"),
    }


CDR_HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,"
    "amaflags,accountcode,uniqueid,userfield\n"
)
CDR = (
    CDR_HEADER + '2017-09-04 12:39:26,"""User"" <114>",114,200,from-internal,SIP/114-c4,SIP/113-c5,Dial,"SIP/113,60,'
    'rI",8,6,ANSWERED,3,,1.228,\n'
    + '2017-09-04 12:40:26,"""User"" <114>",114,200,from-internal,SIP/114-c4,,Dial,x,30,0,NO ANSWER,3,,1.229,\n'
    + '2017-09-04 12:40:26,"""User"" <114>",114,200,from-internal,SIP/114-c4,SIP/118-c5,Dial,x,12,2,ANSWERED,3,,1.229,\n'
)


def test_call_records_tell_waits_and_agents_and_keep_every_leg(checked: Callable[..., Result]) -> None:
    result = checked("calls", CDR)
    assert result.source == "asterisk_cdr"
    assert result.rows("call_id", "result", "wait_s", "talk_s", "agent") == [
        ("1.228", "answered", 2, 6, "113"),
        ("1.229", "abandoned", 30, None, "200"),
        ("1.229:2", "answered", 10, 2, "118"),
    ]


def test_call_records_without_a_header_are_read_by_place(checked: Callable[..., Result]) -> None:
    line = (
        '"","100","200","default","""A"" <100>","SIP/100-1","SIP/200-2","Dial","SIP/200",'
        '"2024-03-04 10:00:00","2024-03-04 10:00:05",'
        '"2024-03-04 10:01:05",65,60,"ANSWERED","DOCUMENTATION","17.1",""\n'
    )
    result = checked("calls", line + line.replace("17.1", "17.2"))
    assert result.source == "asterisk_cdr"
    assert result.rows("call_id", "offered_at", "talk_s", "agent", "customer_id") == [
        ("17.1", at("2024-03-04T10:00:00"), 60, "200", "100"),
        ("17.2", at("2024-03-04T10:00:00"), 60, "200", "100"),
    ]


def test_a_queue_log_from_a_database_is_the_same_log(checked: Callable[..., Result]) -> None:
    text = (
        "uid,date_time,callid,queue_name,type,event,param1,param2,param3\n"
        "1,1543600000,c1,IT,NONE,ENTERQUEUE,,2025550100,1\n"
        "2,1543600010,c1,IT,SIP/7,CONNECT,10,c1.1,5\n"
        "3,1543600070,c1,IT,SIP/7,COMPLETECALLER,10,60,1\n"
    )
    result = checked("calls", text)
    assert result.source == "asterisk_queue_log_table"
    assert result.rows("call_id", "result", "wait_s", "talk_s", "agent") == [("c1", "answered", 10, 60, "7")]


def test_qualtrics_asks_which_question_is_the_score(checked: Callable[..., Result]) -> None:
    head = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,DistributionChannel,UserLanguage,Q1"
    text = f"{head}\n2024-03-04 10:00:00,2024-03-04 10:01:00,0,100,1,2024-03-04 10:01:00,R_1,email,EN,9\n"
    mapping = {"columns": {"score": "Q1"}, "constants": {"type": "nps", "scale_min": "0", "scale_max": "10"}}
    result = checked("surveys", text, mapping)
    assert result.source == "qualtrics"
    assert result.rows("response_id", "type", "score", "scale_max") == [("R_1", "nps", 9.0, 10.0)]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-03-09",) * 3,
    ],
)
def test_costs_know_their_period(checked: Callable[..., Result], period: str, first: str, last: str) -> None:
    result = checked("costs", f"period,cost_centre,scope,amount,currency\n{period},CC1,all,1200.50,EUR\n")
    assert result.rows("period_start", "period_end", "amount") == [(first, last, 1200.5)]


def test_a_period_that_is_none_is_refused(checked: Callable[..., Result]) -> None:
    result = checked("costs", "period,amount,currency\n2026-13,5,EUR\n2026-01,6,EUR\n")
    assert [(item.row, item.column, item.value) for item in result.checked.refusals] == [(2, "period", "2026-13")]


REAL = (
    ("tickets", "A_tickets/incident_event_log_first6k.csv", "servicenow", {}, 5998, 890),
    ("tickets", "A_tickets/jira_rest_issues.json", "jira", {}, 5, 4),
    ("calls", "B_call_centre/asterisk_queue_log_table_2018-11-29.csv", "asterisk_queue_log_table", {}, 371, 40),
    ("calls", "B_call_centre/cdr_cr_only_line_ends.csv", "asterisk_cdr", {"date_order": "dmy"}, 100, 100),
    ("calls", "B_call_centre/freepbx_cdr_export.csv", "asterisk_cdr", {}, 100, 100),
    (
        "surveys",
        "C_surveys/qualtrics_export_3_header_rows.csv",
        "qualtrics",
        {"columns": {"score": "Q1"}, "constants": {"type": "csat", "scale_min": "1", "scale_max": "5"}},
        1,
        1,
    ),
)


@pytest.mark.real_data
@pytest.mark.parametrize(("kind", "name", "source", "mapping", "read", "kept"), REAL, ids=[case[1] for case in REAL])
def test_real_files_give_as_many_records_as_they_hold(
    checked: Callable[..., Result],
    shared_data: Path,
    kind: str,
    name: str,
    source: str,
    mapping: dict[str, object],
    read: int,
    kept: int,
) -> None:
    result = checked(kind, shared_data / name, mapping)
    assert result.source == source
    assert result.checked.rows_read == read
    assert len(result.rows("row_no")) == kept
