"""Good files of every form that the table readers take, and ways to damage them: the same number, the same damage."""

from __future__ import annotations

import copy
import gzip
import io
import json
import random
import re
import struct
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.sources.old_workbooks import old_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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

ODD: tuple[Any, ...] = (
    None, True, [], {}, "", "x", "\x00", "￿", "<p>" * 50, -1, 0, 2**70, 1e308, "nan", "infinity", [[]], {"a": {"b": {"c": []}}},
    "2026-13-45", "9999-12-31T23:59:59", "0000-00-00", "292278994-01-01", ["x", None], "a" * 10_000, "=1+1", "1,234", "١٢٣",
    {"": ""}, {"/~": 1}, {'"': {"'": 1}},
)  # fmt: skip
WORDS = (
    b"", b"NA", b"nan", b"inf", b"1e999", b"-9223372036854775809", b"99999999999999999999", b"0000-00-00", b"9999-99-99",
    b"1,234", b"31/31/2024", b"02/03/2024", b"2024-02-30 25:61:61", b"10000d 5h", b"1:99:99", b"\xef\xbb\xbf",
    b"'; DROP TABLE tickets;--", b"\xff\xfe", b"\xed\xa0\x80", b"=cmd|'/c calc'!A1", b"60000.5", b"2024-01-01T00:00:00+99:99",
    b"$(x)", b"{}", b"\\", b"%s", b"{0}",
)  # fmt: skip
PIECES = (
    b"\x00", b"\xff\xfe", b'"', b"\n", b"\r", b"\r\n", b"{", b"[", b"|", b";", b"\t", b",", b"'", b"\\", b"<", b">", b"&",
    b"9" * 400, b"\\ud800", b"PK\x03\x04", b"\x1f\x8b", b"PAR1",
)  # fmt: skip
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@dataclass(frozen=True, slots=True)
class Good:
    """A file that is read without a fault, and the ways in which such a file is damaged."""

    kind: str
    name: str
    content: bytes
    damages: tuple[Callable[[bytes, random.Random], bytes], ...]
    mapping: dict[str, Any] | None = None


# damage


def bytes_damaged(data: bytes, chance: random.Random) -> bytes:
    """A few bytes flipped, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0 if place < len(made):
                made[place] = chance.randrange(256)
            case 1:
                del made[place : place + chance.randint(1, 40)]
            case 2:
                made[place:place] = made[place : place + chance.randint(1, 200)] * chance.randint(1, 4)
            case 3:
                made[place:place] = chance.choice(PIECES) * chance.randint(1, 5)
            case _:
                made[place:place] = chance.randbytes(chance.randint(1, 60))
    return bytes(made)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    """Only the beginning, or only the end."""
    place = chance.randrange(len(data) + 1)
    return data[:place] if chance.random() < 0.8 else data[place:]


def random_bytes(data: bytes, chance: random.Random) -> bytes:
    """Noise behind the right beginning, or from the first byte on."""
    return data[: chance.choice((0, 4, 8, 64, 600))] + chance.randbytes(chance.randint(1, 5000))


def delimiters_swapped(data: bytes, chance: random.Random) -> bytes:
    """Another delimiter everywhere, or in some of the lines."""
    old, new = chance.sample((b",", b";", b"\t", b"|", b" ", b'"', b"\n", b"\r"), 2)
    if chance.random() < 0.4:
        return data.replace(old, new)
    return b"\n".join(line.replace(old, new) if chance.random() < 0.5 else line for line in data.split(b"\n"))


def cells_odd(data: bytes, chance: random.Random) -> bytes:
    """Some cells are other than they should be."""
    sign = max((b",", b";", b"|", b"\t"), key=data.count)
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(lines))
        cells = lines[place].split(sign)
        cells[chance.randrange(len(cells))] = chance.choice(WORDS)
        lines[place] = sign.join(cells)
    return b"\n".join(lines)


def cells_huge(data: bytes, chance: random.Random) -> bytes:
    """A cell, a header, a row or a quote far too long."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    size = chance.choice((70_000, 400_000, 3_000_000, 36_000_000 if chance.random() < 0.15 else 1_000_000))
    match chance.randrange(5):
        case 0:
            lines[place] = b"x" * size + lines[place]
        case 1:
            lines[place] += b'"' + b"y" * size
        case 2:
            lines[place] += b"," * min(size, 500_000)
        case 3:
            lines[0] += b",h" * chance.choice((50, 1_500, 2_500))
        case _:
            lines[place] = b'"' + b"a,b\n" * (size // 8) + b'"' + lines[place]
    return b"\n".join(lines)


def encoding_other(data: bytes, chance: random.Random) -> bytes:
    """Written in another encoding, or half of it."""
    text = data.decode("utf-8", "replace")
    name = chance.choice(
        ("utf-16", "utf-16-be", "utf-8-sig", "gb18030", "cp1251", "cp1252", "utf-32", "utf-7", "shift_jis", "cp037")
    )
    other = text.encode(name, "replace")
    return other if chance.random() < 0.6 else data[: len(data) // 2] + other[len(other) // 2 :]


def lines_jumbled(data: bytes, chance: random.Random) -> bytes:
    """Preamble, trailer, blank lines, doubled headers, another order of lines."""
    lines = data.split(b"\n")
    match chance.randrange(5):
        case 0:
            lines[0:0] = [chance.choice((b"Report of March", b"", b"sep=;", b'"', b"a,b", b"\xef\xbb\xbf"))] * chance.randint(
                1, 30
            )
        case 1:
            lines += [chance.choice((b"Total,30", b"", b"-- end --", b'"'))] * chance.randint(1, 30)
        case 2:
            lines.insert(chance.randrange(len(lines)), lines[0])
        case 3:
            chance.shuffle(lines)
        case _:
            lines = lines[: chance.choice((1, 2, 3))]
    return chance.choice((b"\n", b"\r\n", b"\r", b"\n\n")).join(lines)


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key, one in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
            yield value, key
            yield from _places(one)


def values_odd(data: bytes, chance: random.Random) -> bytes:
    """Some value of a JSON document is another one than it should be, or lacks."""
    try:
        made = json.loads(data)
    except ValueError:  # JSON lines
        made = [json.loads(line) for line in data.splitlines()]
    for _ in range(chance.randint(1, 4)):
        places = list(_places(made))
        if not places:
            break
        holder, key = chance.choice(places)
        if chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(chance.choice(ODD))
    return json.dumps(made).encode()


def deep_json(data: bytes, chance: random.Random) -> bytes:
    """Nested far too deep, keys far too many, numbers far too long."""
    depth = chance.choice((100, 1_000, 20_000, 400_000))
    deep = chance.choice((b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth, b"[" * depth, b'{"a":[' * depth))
    match chance.randrange(5):
        case 0:
            return deep
        case 1:
            return b'[{"id":1,"created_at":' + deep + b"}]"
        case 2:
            return json.dumps([{f"k{n}": n for n in range(chance.choice((100, 1_900, 5_000)))}] * 3).encode()
        case 3:
            return b'[{"id":' + b"9" * chance.choice((30, 5_000, 500_000)) + b',"created_at":"2024-01-01"}]'
        case _:
            return b"[" + b",".join([b'{"id":1,"id":2,"' + b"k" * chance.choice((10, 100_000)) + b'":"\\ud800"}'] * 3) + b"]"


def part_damaged(data: bytes, chance: random.Random) -> bytes:
    """A workbook whose zip is whole and one of whose parts is not."""
    parts = _parts(data)
    name = chance.choice([name for name in parts if name.endswith(".xml") or name.endswith(".rels")])
    parts[name] = chance.choice((bytes_damaged, cut_off, _tags_odd))(parts[name], chance)
    return _zipped(parts)


def _tags_odd(xml: bytes, chance: random.Random) -> bytes:
    """Attributes and values of a sheet that are none."""
    odd = chance.choice((b"-1", b"99999999999", b"", b"XFD1048576", b"A0", b"AAAAAAA1", b"1e999", b"4294967295", b"&#0;", b"NaN"))
    pattern = chance.choice((rb'r="[^"]*"', rb's="[^"]*"', rb"<v>[^<]*</v>", rb't="[^"]*"', rb'ref="[^"]*"', rb'count="[^"]*"'))
    found = list(re.finditer(pattern, xml))
    for match in reversed(chance.sample(found, min(len(found), chance.randint(1, 3)))):
        old = match.group()
        new = b"<v>" + odd + b"</v>" if old.startswith(b"<v>") else old.split(b"=")[0] + b'="' + odd + b'"'
        xml = xml[: match.start()] + new + xml[match.end() :]
    return xml


def entities(data: bytes, chance: random.Random) -> bytes:
    """XML entities that unfold to more than there is, or ask for a file of the machine."""
    parts = _parts(data)
    name = chance.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"))
    xml = re.sub(rb"^<\?xml[^>]*\?>", b"", parts.get(name, b"<sst/>"))
    reference = chance.choice((b"&j;", b"&x;", b"&j;&j;&j;", b"&#x41;", b"&undefined;"))
    parts[name] = LAUGHS + re.sub(rb"(<t[^>]*>|<v>)", rb"\1" + reference, xml)
    return _zipped(parts)


def far_cell(data: bytes, chance: random.Random) -> bytes:
    """A stray cell in a far corner: as a rectangle the sheet would be larger than the memory."""
    parts = _parts(data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    where = chance.choice((b"XFD1048576", b"A1048576", b"XFD3", b"ZZ999999", b"XFDZ9999999", b"A4294967295", b"AMJ1048576"))
    row = re.sub(rb"[A-Z]+", b"", where)
    cell = b'<row r="' + row + b'"><c r="' + where + b'" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    quote = chance.choice((b'"', b"'"))
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", cell.replace(b'"', quote))
    return _zipped(parts)


def bomb(data: bytes, chance: random.Random) -> bytes:
    """A packed file that unpacks to far more than it is, holds another, holds many, or lies about its size."""
    many = chance.choice((20, 90, 200)) << 20
    match chance.randrange(6):
        case 0:
            return gzip.compress(b"a,b\n" + b"0" * many, 9)
        case 1:
            return _zipped({"bomb.csv": b"a,b\n" + b"1,2\n" * (many // 8)})
        case 2:
            return gzip.compress(gzip.compress(data))
        case 3:
            return _zipped({f"{n}.csv": data for n in range(chance.choice((2, 500)))})
        case 4:
            return _zipped({chance.choice(("../../up.csv", "/etc/x.csv", "a\x00b.csv", "/", "con.csv")): data})
        case _:
            packed = bytearray(_zipped({"a.csv": data}))
            place = packed.rfind(b"PK\x01\x02")
            struct.pack_into("<I", packed, place + chance.choice((8, 10, 16, 20, 24, 42)), chance.choice((0, 1, 0xFFFFFFFF, 7)))
            return bytes(packed)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


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
    return made.getvalue()


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
    book, packed_tickets = workbook(), gzip.compress(TICKETS.encode())
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
        Good("tickets", "a.zip", _zipped({"a.csv": TICKETS.encode()}), _PACKED),
        Good("calls", "calls.zip", _zipped({"calls.xlsx": book}), _PACKED),
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


def places_odd(data: bytes, chance: random.Random) -> bytes:
    """Rows, columns, lengths and sector numbers that are none."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(0, len(made) - 4, 2)
        struct.pack_into(
            "<H", made, place, chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x0203, 0x0809, 0x00BD, chance.randrange(65536)))
        )
    return bytes(made)


def damaged(number: int) -> tuple[Good, bytes]:
    """The file of this number: what it was, and what became of it."""
    chance = random.Random(number)
    goods = good_files()
    good = old_form() if number >= OLD_WORKBOOKS else goods[number % len(goods)]
    data = chance.choice(good.damages)(good.content, chance)
    if chance.random() < 0.15:  # damage seldom comes alone
        data = bytes_damaged(data, chance)
    return good, data
