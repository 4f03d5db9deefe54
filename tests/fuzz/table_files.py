"""Good files of every form that the table readers take, and the damaged one of each number: the same number, the same damage."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.fuzz.table_damage import (
    bomb,
    bytes_damaged,
    cells_huge,
    cells_odd,
    cut_off,
    deep_json,
    delimiters_swapped,
    encoding_other,
    entities,
    far_cell,
    lines_jumbled,
    part_damaged,
    parts_of,
    places_odd,
    random_bytes,
    values_odd,
    zipped,
)
from tests.sources.old_workbooks import old_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

TICKETS = "ticket_id,created_at,channel,status,assignee_id,group,customer_id,reason,first_reply_at,solved_at,agent_replies\n" + (
    "".join(
        f"T{n},2024-03-{n % 28 + 1:02d} 10:{n:02d}:00,email,{('open', 'solved')[n % 2]},Ann {n % 3},Tier {n % 2},C{n % 5},"
        f'"billing, ""late""\nagain",2024-03-{n % 28 + 1:02d} 11:00:00,,{n % 4}\n'
        for n in range(1, 31)
    )
)
ZENDESK = (
    "Summation column,Id,Requester,Requester id,Assignee,Group,Subject,Status,Priority,Via,Created at,Solved at,Group stations,"
    "Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours\n"
    + "".join(
        f"1,{n},Ann,9{n},Bo,Tier 1,Help,Solved,High,Mail,2024-03-04 10:00:00 +0000,2024-03-05 10:00:00 +0000,1,1,0,2,90,30\n"
        for n in range(20)
    )
)
GLPI = (
    "Ticker;Requerente;Grupo;Categoria;Data Abertura;Data Solução;Data Fechamento;Atendente;Satisfação;Data Iteração;"
    "Usuário Iteração;Resolvido\n"
    + "".join(
        f"{n // 2};USUARIO 1;TI;Rede;{n % 28 + 1:02d}/08/2021 10:00;28/08/2021 12:00;;USUARIO 2;;{n % 28 + 1:02d}/08/2021 11:00;"
        f"USUARIO 2;Sim\n"
        for n in range(24)
    )
)
CALLS = "通话编号;结果;通话时长(秒);等待时长(秒);坐席;开始时间\n" + "".join(
    f"c{n};{('接通', '放弃')[n % 2]};{n * 10},5;{n};王{n % 3};2024-03-04 10:00:{n:02d}\n" for n in range(20)
)
QUEUE_LOG = "".join(
    f"{1596512941 + 60 * n}|{1596512941 + n}.{n}|support|NONE|ENTERQUEUE||700{n}|1\n"
    f"{1596512951 + 60 * n}|{1596512941 + n}.{n}|support|SIP/20{n % 3}|CONNECT|10|{n}|3\n"
    f"{1596512981 + 60 * n}|{1596512941 + n}.{n}|support|SIP/20{n % 3}|COMPLETEAGENT|10|30|1\n"
    for n in range(10)
)
MASTER = "".join(
    f'"","70{n}","600","queue","""A"" <70{n}>","SIP/70{n}-1","SIP/20{n % 3}-2","Queue","q,t","2024-03-04 10:00:{n:02d}",'
    f'"2024-03-04 10:00:{n:02d}","2024-03-04 10:01:{n:02d}","60","50","ANSWERED","DOCUMENTATION","171.{n}",""\n'
    for n in range(12)
)
SURVEYS = ",id,nps,satisfaction,explication\n" + "".join(f'"{n}",R{n},{n % 11},{n % 5},"très bon\x82 {n}"\n' for n in range(30))
QUALTRICS = (
    "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,DistributionChannel,UserLanguage,NPS\n"
    "Start,Ende,Status,Stand,Beendet,Datum,Id,Kanal,Sprache,Empfehlen?\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}",a,b,c,d,e,f,g,h\n'
    + "".join(f"2024-03-04 10:00:00,2024-03-04 10:01:00,0,100,1,2024-03-04 10:01:00,R_{n},email,DE,{n % 11}\n" for n in range(10))
)
CHATWOOT = (
    "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone Number,Link to the conversation,"
    "Recorded date\n"
    + "".join(f"Ann (ann@x.example),{n % 5 + 1},ok,Bo,bo@x.example,,http://x/{n},2024-03-04 10:00\n" for n in range(9))
    + "Reporting period 01/03/2024 to 31/03/2024\n"
)
ROSTER = "agent_id,team_id,name,email,fte,valid_from,hire_date\n" + "".join(
    f"A{n},Tier {n % 2},Ann {n},a{n}@x.example,0.5,2024-01-{n + 1:02d},2020-01-01\n" for n in range(8)
)
STATES = "agent,start,end,state\n" + "".join(
    f"A{n % 3},2024-03-04T{n:02d}:00:00Z,2024-03-04T{n:02d}:30:00Z,talk\n" for n in range(20)
)
COSTS = "period,cost_centre,amount,currency\n" + "".join(f"2024-{n + 1:02d},phone,1.{n}00,EUR\n" for n in range(9))

JIRA = [
    {
        "key": f"A-{n}",
        "fields": {
            "created": "2024-03-04T10:00:00.000+0200",
            "status": {"name": "Open"},
            "assignee": {"displayName": "Ann"},
            "summary": "Help",
            "resolutiondate": None,
        },
    }
    for n in range(6)
]
ZENDESK_API = {
    "tickets": [
        {
            "id": n,
            "created_at": "2024-03-04T10:00:00Z",
            "status": "open",
            "via": {"channel": "web"},
            "tags": ["a"],
            "assignee_id": 7,
            "metric_set": {"reply_time_in_minutes": {"calendar": 5, "business": 3}},
        }
        for n in range(6)
    ],
    "count": 6,
}
LINES = [
    {"call_id": f"c{n}", "direction": "in", "result": "answered", "wait_s": n, "talk_s": 60, "agent_id": "A"} for n in range(9)
]


@dataclass(frozen=True, slots=True)
class Good:
    """A file that is read without a fault, and the ways in which such a file is damaged."""

    kind: str
    name: str
    content: bytes
    damages: tuple[Callable[[bytes, random.Random], bytes], ...]
    mapping: dict[str, Any] | None = None


# good files

_TEXT = (
    bytes_damaged,
    cut_off,
    random_bytes,
    delimiters_swapped,
    cells_odd,
    cells_odd,
    cells_huge,
    encoding_other,
    lines_jumbled,
)
_JSON = (bytes_damaged, cut_off, random_bytes, values_odd, values_odd, deep_json)
_BOOK = (bytes_damaged, cut_off, part_damaged, part_damaged, part_damaged, entities, far_cell, bomb)
_PACKED = (bytes_damaged, bytes_damaged, cut_off, random_bytes, bomb)


def workbook() -> bytes:
    """A sheet with real dates and times beside texts, something beside the table, and a second sheet."""
    import datetime as dt

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(
        ["Call Id", "Agent", "Date", "Time", "Answered (Y/N)", "Speed of answer in seconds", "AvgTalkDuration", None, "note"]
    )
    for n in range(20):
        sheet.append(
            [
                f"c{n}",
                "Ann",
                dt.datetime(2024, 3, 4, tzinfo=dt.UTC).replace(tzinfo=None),
                dt.time(10, n),
                "Y",
                n,
                dt.timedelta(seconds=n * 9),
            ]
        )
    sheet["I3"] = "x"
    sheet.merge_cells("I5:I7")
    book.create_sheet("Pivot").append(["Total", 20])
    made = io.BytesIO()
    book.save(made)
    parts = parts_of(made.getvalue())
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[^<]*", b"2024-03-04T10:00:00Z", parts["docProps/core.xml"])
    return zipped(parts)


def parquet() -> bytes:
    """Two row groups of tickets with a timestamp, a list and a structure."""
    import duckdb

    with TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        path = Path(folder) / "a.parquet"
        connection.execute(
            "COPY (SELECT 'T' || i AS ticket_id, TIMESTAMP '2024-03-04 10:00:00' + i * INTERVAL 1 HOUR AS created_at, "
            "'open' AS status, i * 1.5 AS x, [i, i] AS l, {'a': i} AS s FROM range(3000) t(i)) "
            f"TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
        )
        return path.read_bytes()


@lru_cache(maxsize=1)
def good_files() -> tuple[Good, ...]:
    """One of each form and of each kind of source."""
    lines = "\n".join(json.dumps(one) for one in LINES)
    book, packed_tickets = workbook(), gzip.compress(TICKETS.encode(), mtime=0)
    return (
        Good("tickets", "a.csv", TICKETS.encode(), _TEXT),
        Good("tickets", "zendesk.csv", ZENDESK.replace("\n", "\r\n").encode(), _TEXT),
        Good("tickets", "glpi.csv", GLPI.encode("cp1252"), _TEXT),
        Good("calls", "calls.csv", CALLS.encode("gb18030"), _TEXT),
        Good("calls", "queue_log", QUEUE_LOG.encode(), _TEXT),
        Good("calls", "Master.csv", MASTER.replace("\n", "\r").encode(), _TEXT),
        Good("surveys", "nps.csv", SURVEYS.encode("latin-1"), _TEXT),
        Good("surveys", "qualtrics.csv", QUALTRICS.encode("utf-8-sig"), _TEXT),
        Good("surveys", "chatwoot.csv", CHATWOOT.encode("utf-16"), _TEXT, {"date_order": "dmy"}),
        Good("roster", "roster.csv", ROSTER.encode(), _TEXT),
        Good("agent_states", "states.csv", STATES.encode(), _TEXT),
        Good("costs", "costs.csv", COSTS.encode(), _TEXT),
        Good("tickets", "jira.json", json.dumps(JIRA).encode(), _JSON),
        Good("tickets", "zendesk.json", json.dumps(ZENDESK_API).encode(), _JSON),
        Good("calls", "calls.jsonl", lines.encode(), _JSON),
        Good("calls", "calls.xlsx", book, _BOOK),
        Good("calls", "calls.xlsm", book, _BOOK),
        Good("tickets", "a.parquet", parquet(), (bytes_damaged, bytes_damaged, cut_off, random_bytes)),
        Good("tickets", "a.csv.gz", packed_tickets, _PACKED),
        Good("tickets", "a.zip", zipped({"a.csv": TICKETS.encode()}), _PACKED),
        Good("calls", "calls.zip", zipped({"calls.xlsx": book}), _PACKED),
    )  # fmt: skip


OLD_WORKBOOKS = 1_000_000
"""From this number on the files are workbooks of the old form."""


@lru_cache(maxsize=1)
def old_form() -> Good:
    """A sheet as it was written before 2007."""
    cells: dict[tuple[int, int], str | float] = {
        (0, place): name for place, name in enumerate(("Ticket ID", "Status", "Replies"))
    }
    for row in range(1, 40):
        cells |= {(row, 0): f"T{row}", (row, 1): "open", (row, 2): float(row)}
    return Good("tickets", "a.xls", old_workbook(cells), (bytes_damaged, bytes_damaged, cut_off, places_odd, places_odd))


def damaged(number: int) -> tuple[Good, bytes]:
    """The file of this number: what it was, and what became of it."""
    chance = random.Random(number)
    goods = good_files()
    good = old_form() if number >= OLD_WORKBOOKS else goods[number % len(goods)]
    data = chance.choice(good.damages)(good.content, chance)
    if chance.random() < 0.15:  # damage seldom comes alone
        data = bytes_damaged(data, chance)
    return good, data
