"""Ways to damage a file: the same chance, the same damage."""

from __future__ import annotations

import copy
import gzip
import io
import json
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

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
    parts = parts_of(data)
    name = chance.choice([name for name in parts if name.endswith(".xml") or name.endswith(".rels")])
    parts[name] = chance.choice((bytes_damaged, cut_off, _tags_odd))(parts[name], chance)
    return zipped(parts)


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
    parts = parts_of(data)
    name = chance.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"))
    xml = re.sub(rb"^<\?xml[^>]*\?>", b"", parts.get(name, b"<sst/>"))
    reference = chance.choice((b"&j;", b"&x;", b"&j;&j;&j;", b"&#x41;", b"&undefined;"))
    parts[name] = LAUGHS + re.sub(rb"(<t[^>]*>|<v>)", rb"\1" + reference, xml)
    return zipped(parts)


def far_cell(data: bytes, chance: random.Random) -> bytes:
    """A stray cell in a far corner: as a rectangle the sheet would be larger than the memory."""
    parts = parts_of(data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    where = chance.choice((b"XFD1048576", b"A1048576", b"XFD3", b"ZZ999999", b"XFDZ9999999", b"A4294967295", b"AMJ1048576"))
    row = re.sub(rb"[A-Z]+", b"", where)
    cell = b'<row r="' + row + b'"><c r="' + where + b'" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    quote = chance.choice((b'"', b"'"))
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", cell.replace(b'"', quote))
    return zipped(parts)


def bomb(data: bytes, chance: random.Random) -> bytes:
    """A packed file that unpacks to far more than it is, holds another, holds many, or lies about its size."""
    many = chance.choice((20, 90, 200)) << 20
    match chance.randrange(6):
        case 0:
            return gzip.compress(b"a,b\n" + b"0" * many, 9, mtime=0)
        case 1:
            return zipped({"bomb.csv": b"a,b\n" + b"1,2\n" * (many // 8)})
        case 2:
            return gzip.compress(gzip.compress(data, mtime=0), mtime=0)
        case 3:
            return zipped({f"{n}.csv": data for n in range(chance.choice((2, 500)))})
        case 4:
            return zipped({chance.choice(("../../up.csv", "/etc/x.csv", "a\x00b.csv", "/", "con.csv")): data})
        case _:
            packed = bytearray(zipped({"a.csv": data}))
            place = packed.rfind(b"PK\x01\x02")
            struct.pack_into("<I", packed, place + chance.choice((8, 10, 16, 20, 24, 42)), chance.choice((0, 1, 0xFFFFFFFF, 7)))
            return bytes(packed)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():  # no time of day in it: the same number is the same file
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def places_odd(data: bytes, chance: random.Random) -> bytes:
    """Rows, columns, lengths and sector numbers that are none."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(0, len(made) - 4, 2)
        struct.pack_into(
            "<H", made, place, chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x0203, 0x0809, 0x00BD, chance.randrange(65536)))
        )
    return bytes(made)
