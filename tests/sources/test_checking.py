from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

TICKETS = "ticket_id,created_at,status\n"


def test_a_value_that_cannot_be_read_refuses_its_row_with_row_column_value_and_reason(checked: Callable[..., Result]) -> None:
    result = checked("tickets", TICKETS + "1,2024-01-02 10:00:00,open\n2,2024-13-45 10:00,open\n3,soon,open\n")
    assert result.rows("ticket_id") == [("1",)]
    assert [(r.row, r.column, r.value, r.reason) for r in result.checked.refusals] == [
        (3, "created_at", "2024-13-45 10:00", "is no date and time"),
        (4, "created_at", "soon", "is no date and time"),
    ]
    assert (result.checked.rows_read, result.checked.rows_refused) == (3, 2)


def test_a_needed_value_that_is_empty_refuses_its_row(checked: Callable[..., Result]) -> None:
    result = checked("tickets", TICKETS + ",2024-01-02 10:00:00,open\n2,,open\n3,NULL,open\n4,2024-01-02,open\n")
    assert [(r.row, r.column, r.reason) for r in result.checked.refusals] == [
        (2, "ticket_id", "is empty"),
        (3, "created_at", "is empty"),
        (4, "created_at", "is empty"),
    ]
    assert result.rows("ticket_id") == [("4",)]


@pytest.mark.parametrize(
    ("texts", "order", "first"),
    [
        (["31/12/2024 10:00", "01/02/2024 10:00"], "dmy", 1735639200),
        (["12/31/2024 10:00", "01/02/2024 10:00"], "mdy", 1735639200),
        (["31.12.24", "1.2.24"], "dmy", 1735603200),
        (["12/31/2024 10:00 PM", "1/2/2024 9:00 AM"], "mdy", 1735682400),
    ],
)
def test_the_order_of_day_and_month_is_found_over_the_whole_column(
    checked: Callable[..., Result], texts: list[str], order: str, first: int
) -> None:
    result = checked("tickets", TICKETS + "".join(f"{i},{text},open\n" for i, text in enumerate(texts)))
    assert result.checked.mapping.date_order == order
    assert result.rows("created_at")[0] == (first,)
    assert any("day/month/year" in w or "month/day/year" in w for w in result.checked.warnings)


def test_an_order_that_stays_open_is_refused_and_can_be_said(checked: Callable[..., Result]) -> None:
    text = TICKETS + "1,04/03/2024 10:00,open\n"
    with pytest.raises(Refusal, match="date_order"):
        checked("tickets", text)
    assert checked("tickets", text, {"date_order": "dmy"}).rows("created_at") == [(1709546400,)]
    assert checked("tickets", text, {"date_order": "mdy"}).rows("created_at") == [(1712138400,)]


def test_dates_of_both_orders_are_refused_until_one_is_said(checked: Callable[..., Result]) -> None:
    text = TICKETS + "1,31/01/2024 10:00,open\n2,01/31/2024 10:00,open\n"
    with pytest.raises(Refusal, match="some dates"):
        checked("tickets", text)
    result = checked("tickets", text, {"date_order": "dmy"})
    assert [(r.row, r.value) for r in result.checked.refusals] == [(3, "01/31/2024 10:00")]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-03-04T10:00:00Z", 1709546400),
        ("2024-03-04 10:00:00.250", 1709546400),
        ("2024-03-04T10:00:00+02:00", 1709539200),
        ("2024-03-04 10:00:00 -0530", 1709566200),
        ("2024-03-04", 1709510400),
        ("13-03-2024", 1710288000),
        ("13-03-2024 10:00+01:00", 1710320400),
        ("2024/3/4 10:00", 1709546400),
        ("2024年3月4日 10:00", 1709546400),
        ("4-Mar-2024 10:00", 1709546400),
        ("March 4, 2024", 1709510400),
        ("20240304100000", 1709546400),
        ("1709546400", 1709546400),
        ("1709546400123", 1709546400),
    ],
)
def test_the_ways_in_which_instants_are_written(checked: Callable[..., Result], text: str, seconds: int) -> None:
    result = checked("tickets", f'ticket_id,created_at,status\n1,"{text}",open\n')
    assert result.rows("created_at") == [(seconds,)]


def test_columns_that_mix_ways_of_writing_are_read_whole(checked: Callable[..., Result]) -> None:
    rows = ["2024-03-04T10:00:00Z", "2024-03-04 10:00", "2024-03-04T12:00:00+02:00", "1709546400"]
    result = checked("tickets", TICKETS + "".join(f"{i},{text},open\n" for i, text in enumerate(rows)))
    assert {row[0] for row in result.rows("created_at")} == {1709546400}


def test_a_time_zone_applies_to_times_that_do_not_say_their_own(checked: Callable[..., Result]) -> None:
    text = TICKETS + "1,2024-07-01 12:00:00,open\n2,2024-01-01 12:00:00,open\n3,2024-07-01T12:00:00Z,open\n"
    result = checked("tickets", text, timezone="Europe/Paris")
    assert result.rows("created_at") == [(1719828000,), (1704106800,), (1719835200,)]


def test_the_repeated_hour_is_the_first_of_the_two_and_said(checked: Callable[..., Result]) -> None:
    text = TICKETS + "1,2024-10-27 02:30:00,open\n2,2024-10-27 03:30:00,open\n3,2024-03-31 02:30:00,open\n"
    result = checked("tickets", text, timezone="Europe/Paris")
    # 02:30 summer time is 00:30 UTC; 02:30 on the day the clocks skip is read as 03:30 summer time
    assert result.rows("created_at") == [(1729989000,), (1729996200,), (1711848600,)]
    assert any("repeat" in warning and "1 time" in warning for warning in result.checked.warnings)


CALLS = "call_id,result,{header}\n"


@pytest.mark.parametrize(
    ("header", "cell", "seconds"),
    [
        ("Talk time (in seconds)", "90", 90),
        ("Talk time in minutes", "1.5", 90),
        ("Talk time (min)", '"1,5"', 90),
        ("Talk time (hrs)", "0.5", 1800),
        ("Talk time", "0:01:30", 90),
        ("talk_s", "90", 90),
        ("Talk time ms", "90000", 90),
        ("Talk time", "1m 30s", 90),
        ("Talk time (min)", "1:30", 90),
    ],
)
def test_durations_are_seconds_whatever_their_unit(checked: Callable[..., Result], header: str, cell: str, seconds: int) -> None:
    result = checked("calls", CALLS.format(header=header) + f"1,answered,{cell}\n2,answered,{cell}\n")
    assert result.rows("talk_s")[0] == (seconds,)


def test_a_unit_that_nothing_tells_is_asked_for(checked: Callable[..., Result]) -> None:
    text = CALLS.format(header="Talk time") + "1,answered,90\n"
    with pytest.raises(Refusal, match="seconds, minutes or hours"):
        checked("calls", text)
    assert checked("calls", text, {"units": {"talk_s": "minutes"}}).rows("talk_s") == [(5400,)]


def test_a_comma_that_could_be_either_is_asked_for(checked: Callable[..., Result]) -> None:
    text = CALLS.format(header="talk_s") + '1,answered,"1,234"\n'
    with pytest.raises(Refusal, match="decimal"):
        checked("calls", text)
    assert checked("calls", text, {"decimal": "."}).rows("talk_s") == [(1234,)]


def test_words_become_canonical_and_unknown_ones_refuse_a_strict_field(checked: Callable[..., Result]) -> None:
    result = checked("calls", "call id,Answered (Y/N),Agent\n1,Y,Ann\n2,N,Ben\n3,maybe,Cid\n")
    assert result.rows("result") == [("answered",), ("abandoned",)]
    assert [(r.row, r.column, r.value) for r in result.checked.refusals] == [(4, "Answered (Y/N)", "maybe")]


def test_words_of_a_file_can_be_given_a_meaning(checked: Callable[..., Result]) -> None:
    result = checked("calls", "call id,result\n1,OK\n2,KO\n", {"values": {"result": {"OK": "answered", "KO": "abandoned"}}})
    assert result.rows("result") == [("answered",), ("abandoned",)]


def test_a_flag_that_is_neither_yes_nor_no_is_refused_not_defaulted(checked: Callable[..., Result]) -> None:
    result = checked("tickets", "ticket_id,created_at,is_spam\n1,2024-01-01,yes\n2,2024-01-01,\n3,2024-01-01,maybe\n")
    assert result.rows("is_spam") == [(1,), (0,)]
    assert [r.value for r in result.checked.refusals] == ["maybe"]


def test_a_score_outside_its_scale_is_refused(checked: Callable[..., Result]) -> None:
    result = checked("surveys", "response_id,type,score,scale_min,scale_max\na,csat,5,1,5\nb,csat,6,1,5\nc,csat,,1,5\n")
    assert result.rows("response_id", "score") == [("a", 5.0), ("c", None)]
    assert [(r.row, r.column, r.reason) for r in result.checked.refusals] == [(3, "score", "is outside the scale")]


def test_a_shift_that_ends_before_it_begins_is_refused(checked: Callable[..., Result]) -> None:
    result = checked(
        "schedule",
        "agent_id,start,end,activity\nA,2024-01-01 09:00,2024-01-01 10:00,work\nA,2024-01-01 09:00,2024-01-01 08:00,work\n",
    )
    assert [(r.row, r.reason) for r in result.checked.refusals] == [(3, "ends before it begins")]


def test_columns_that_no_field_takes_are_kept_beside_the_row(checked: Callable[..., Result]) -> None:
    result = checked("tickets", 'ticket_id,created_at,Plan "A"\n1,2024-01-01,gold\n2,2024-01-01,\n')
    assert result.rows("custom") == [('{"Plan \\"A\\"":"gold"}',), (None,)]


def test_a_missing_column_is_said_with_the_columns_there_are(checked: Callable[..., Result]) -> None:
    with pytest.raises(Refusal, match=r"no column for ticket_id .*colour, size"):
        checked("tickets", "colour,size\nred,1\n")


def test_text_that_looks_like_sql_stays_text(checked: Callable[..., Result]) -> None:
    nasty = "x'); DROP TABLE raw; --"
    result = checked(
        "calls", f'call id,result,"{nasty}"\n"{nasty}",answered,"{nasty}"\n', {"values": {"result": {nasty: "answered"}}}
    )
    assert result.rows("call_id") == [(nasty,)]


def test_an_offset_that_the_first_thousands_do_not_show_still_counts(checked: Callable[..., Result]) -> None:
    rows = ["2024-07-01 12:00:00"] * 6000 + ["2024-07-01T12:00:00Z", "2024-07-01T12:00:00+05:00", "1 Jul 2024 12:00"]
    text = TICKETS + "".join(f"{i},{moment},open\n" for i, moment in enumerate(rows))
    result = checked("tickets", text, timezone="Europe/Paris")
    assert [row[0] for row in result.rows("created_at")[-4:]] == [1719828000, 1719835200, 1719817200, 1719828000]


def test_the_end_of_a_date_is_no_offset(checked: Callable[..., Result]) -> None:
    rows = ["2024-01-01", "2024-01-01T10:00:00+02:00", "=1+1"]
    result = checked("tickets", TICKETS + "".join(f"{i},{moment},open\n" for i, moment in enumerate(rows)))
    assert result.rows("created_at") == [(1704067200,), (1704096000,)]
    assert [r.value for r in result.checked.refusals] == ["=1+1"]


@pytest.mark.parametrize("column", ["wait_s", "talk_s", "hold_s"])
@pytest.mark.parametrize("text", ["1e30", "99999999999999999999", "NaN", "inf", "-Infinity", "99999999999999999:00:00"])
def test_a_duration_beyond_all_measure_refuses_its_row_and_no_other(
    checked: Callable[..., Result], column: str, text: str
) -> None:
    result = checked("calls", f"call_id,result,{column}\n1,answered,10\n2,answered,{text}\n3,answered,30\n")
    assert result.rows("call_id", column) == [("1", 10), ("3", 30)]
    assert [(r.row, r.column, r.value, r.reason) for r in result.checked.refusals] == [
        (3, column, text, "is no duration in seconds")
    ]


@pytest.mark.parametrize("text", ["NaN", "inf", "1e400"])
def test_a_score_that_is_no_finite_number_is_refused(checked: Callable[..., Result], text: str) -> None:
    result = checked("surveys", f"response_id,type,score,scale_min,scale_max\na,csat,5,1,5\nb,csat,{text},1,5\n")
    assert result.rows("response_id") == [("a",)]
    assert [(r.row, r.value, r.reason) for r in result.checked.refusals] == [(3, text, "is no number")]


def test_negative_durations_are_kept_and_said(checked: Callable[..., Result]) -> None:
    result = checked("calls", "call_id,result,wait_s,talk_s\n1,answered,-1,5\n2,answered,-30,5\n3,answered,0,5\n")
    assert result.rows("wait_s") == [(-1,), (-30,), (0,)]
    assert result.checked.warnings == ("2 rows have a negative wait_s: figures leave them out",)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Lisbon"])
@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1979-12-31 12:00", "2100-01-02", "294247-01-09"])
def test_a_time_that_cannot_be_is_refused(checked: Callable[..., Result], text: str, zone: str) -> None:
    result = checked("tickets", TICKETS + f"1,2024-01-02 10:00:00,open\n2,{text},open\n", timezone=zone)
    assert result.rows("ticket_id") == [("1",)]
    assert [(r.row, r.column, r.value, r.reason) for r in result.checked.refusals] == [
        (3, "created_at", text, "is not between 1980 and 2100")
    ]


@pytest.mark.parametrize(
    ("offset", "is_real"), [("+14:00", True), ("-1330", True), ("+14:30", False), ("+99:00", False), ("-05:75", False)]
)
def test_an_offset_that_no_place_has_is_refused(checked: Callable[..., Result], offset: str, is_real: bool) -> None:
    result = checked("tickets", TICKETS + f"1,2024-01-02T10:00:00Z,open\n2,2024-01-02T10:00:00{offset},open\n")
    assert [r.row for r in result.checked.refusals] == ([] if is_real else [3])


def test_a_membership_may_be_open_ended_but_not_begin_in_the_year_one(checked: Callable[..., Result]) -> None:
    result = checked("roster", "agent_id,team_id,valid_from,valid_to\na,t,2024-01-01,9999-12-31\nb,t,0001-01-01,\n")
    assert result.rows("agent_id", "valid_to") == [("a", "9999-12-31")]
    assert [(r.row, r.column, r.reason) for r in result.checked.refusals] == [
        (3, "valid_from", "is no date between 1900 and 2100")
    ]


@pytest.mark.parametrize(
    ("zone", "skipped", "utc"),
    [("Europe/Lisbon", "2026-03-29 01:30", 1774747800), ("Pacific/Apia", "2011-12-30 12:00", 1325282400)],
)
def test_a_time_that_the_clocks_skipped_is_moved_on_and_said(
    checked: Callable[..., Result], zone: str, skipped: str, utc: int
) -> None:
    text = TICKETS + f"1,2011-05-02 10:00,open\n2,{skipped},open\n3,{skipped},open\n4,{skipped}:00Z,open\n"
    result = checked("tickets", text, timezone=zone)
    assert result.rows("created_at")[1:3] == [(utc,), (utc,)]
    assert [w for w in result.checked.warnings if "skip" in w] == [
        f"created_at: 2 times fall into an hour that the clocks of {zone} skip (the first in row 3); they were moved on by "
        "what they skip"
    ]


def test_a_tag_names_a_ticket_or_a_call_in_one_column_or_two(checked: Callable[..., Result]) -> None:
    assert checked("contact_tags", "Ticket,Tag\n1,billing\n").rows("ticket_id", "driver") == [("1", "billing")]
    result = checked("contact_tags", "Call Id,Tag\nc1,billing\n-,other\n")
    assert result.rows("call_id") == [("c1",)]
    assert [item.reason for item in result.checked.refusals] == ["names neither a ticket nor a call"]


@pytest.mark.parametrize("period", ["2024-02-31", "0000-01", "9999", "2024-13"])
def test_a_period_that_is_in_no_calendar_is_refused(checked: Callable[..., Result], period: str) -> None:
    result = checked("costs", f"period,amount,currency\n{period},1,EUR\n2024-02,1,EUR\n")
    assert [item.row for item in result.checked.refusals] == [2]
