"""Old workbooks (XLS) made by hand: one sheet of numbers and texts at given places, in a file system of 512-byte sectors."""

from __future__ import annotations

import struct


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 0) + value.encode("latin-1"))
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def old_workbook(cells: dict[tuple[int, int], str | float]) -> bytes:
    """The bytes of the file."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0x41, 0x06)
    sheet = record(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:])
    sheet += b"".join(cell(row, column, value) for (row, column), value in sorted(cells.items())) + record(0x000A, b"")
    head = record(0x0809, begin) + record(0x0042, struct.pack("<H", 1200))
    name = b"Sheet1"
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name
    offset = len(head) + 4 + len(bound) + 4
    bound = struct.pack("<I", offset) + bound[4:]
    stream = (head + record(0x0085, bound) + record(0x000A, b"") + sheet).ljust(4096, b"\x00")
    stream = stream.ljust(-(-len(stream) // 512) * 512, b"\x00")
    count = len(stream) // 512
    # sector 0: the table of sectors; sector 1: the directory; then the stream
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    assert len(table) <= 128
    entries = [directory_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1), directory_entry("Workbook", 2, 2, len(stream))]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *([0xFFFFFFFF] * 108))
    fat = struct.pack("<128I", *table, *([0xFFFFFFFF] * (128 - len(table))))
    return header + fat + b"".join(entries).ljust(512, b"\x00") + stream


def directory_entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    sides = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1) + sides + bytes(36) + struct.pack("<IQ", first, size)
