"""How far the cells of an old workbook (XLS) lie apart, found without unfolding it.

Such a file is a small file system (MS-CFB) whose stream `Workbook` is a run of records (MS-XLS): each cell's record begins with
its row and its column, both of 16 bits. Calamine keeps a sheet as one rectangle, which would be larger than the memory where
one of them is damaged or stands far off.
"""

from __future__ import annotations

import struct
from array import array
from typing import TYPE_CHECKING

from qa_desk.sources.sheet_extent import Extent

if TYPE_CHECKING:
    from pathlib import Path

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""
_DIRECTORY_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_BOF = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
_ONE_CELL = frozenset(
    (
        0x0001,
        0x0002,
        0x0003,
        0x0004,
        0x0005,
        0x0006,
        0x0201,
        0x0202,
        0x0203,
        0x0204,
        0x0205,
        0x0206,
        0x027E,
        0x00D6,
        0x00FD,
        0x0406,
    )
)
_SEVERAL_CELLS = frozenset((0x00BD, 0x00BE))


class NoWorkbookError(ValueError):
    """The file system is damaged, or holds no workbook."""


def widest_extent(path: Path) -> Extent:
    """The extent of the widest sheet."""
    data = path.read_bytes()
    try:
        return _widest(_workbook(data))
    except (struct.error, IndexError) as error:
        raise NoWorkbookError(str(path)) from error


def _workbook(data: bytes) -> bytes:
    """The bytes of the stream, out of its sectors."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
        raise NoWorkbookError
    size, first_directory, cutoff, first_small = 1 << shift, *struct.unpack_from("<I4xII", data, 48)
    places = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    seen = set()
    while following < _FREE and following not in seen:
        seen.add(following)
        block = struct.unpack_from(f"<{size // 4}I", data, (following + 1) << shift)
        places += block[:-1]
        following = block[-1]
    table = array("I")
    for place in places:
        if place < _FREE:
            table.frombytes(data[(place + 1) << shift : (place + 2) << shift].ljust(size, b"\xff"))
    directory = _chain(data[size:], table, first_directory, size)
    entries = [directory[at : at + _DIRECTORY_ENTRY] for at in range(0, len(directory), _DIRECTORY_ENTRY)]
    root = next((entry for entry in entries if entry[66:67] == b"\x05"), None)
    for entry in entries:
        length, first, stream_size = *struct.unpack_from("<H", entry, 64), *struct.unpack_from("<II", entry, 116)
        if entry[: max(0, length - 2)].decode("utf-16-le", "replace") not in _STREAMS:
            continue
        if stream_size >= cutoff or root is None:
            return _chain(data[size:], table, first, size)
        small = array("I", _chain(data[size:], table, first_small, size)[: 1 << 24])
        held = _chain(data[size:], table, struct.unpack_from("<I", root, 116)[0], size)
        return _chain(held, small, first, 1 << small_shift)
    raise NoWorkbookError


def _chain(sectors: bytes, table: array[int], first: int, size: int) -> bytes:
    """The sectors of a chain, one after the other; one that runs in a circle ends."""
    parts: list[bytes] = []
    seen = bytearray(len(table))
    while first < len(table) and not seen[first]:
        seen[first] = 1
        parts.append(sectors[first * size : (first + 1) * size])
        first = table[first]
    return b"".join(parts)


def _widest(stream: bytes) -> Extent:
    """The largest rectangle among the sheets; a sheet begins with its BOF record."""
    widest, sheet, at = Extent(), Extent(), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _BOF:
            widest, sheet = max(widest, sheet, key=lambda extent: extent.rows * extent.columns), Extent()
        elif kind in _ONE_CELL and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            sheet = Extent(max(sheet.rows, row + 1), max(sheet.columns, column + 1), sheet.cells + 1)
        elif kind in _SEVERAL_CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            last = struct.unpack_from("<H", stream, at + 4 + length - 2)[0]
            columns = max(sheet.columns, column + 1, last + 1)
            sheet = Extent(max(sheet.rows, row + 1), columns, sheet.cells + max(1, last - column + 1))
        at += 4 + length
    return max(widest, sheet, key=lambda extent: extent.rows * extent.columns)
