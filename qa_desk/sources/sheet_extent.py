"""How far the cells of a workbook lie apart, found without unfolding it.

Calamine keeps a sheet as one rectangle, from the first cell to the last: a stray space in the far corner asks for seventeen
thousand million cells, and an allocation that fails ends the program. So the references of the cells are looked at first; what
a sheet says of its own size (`dimension`) is often wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from qa_desk.domain.progress import JobContext

LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
"""Of a sheet as the program that writes them has it."""
_ALWAYS_READ = 1 << 25
"""So many cells are room enough for any workbook: a gigabyte."""
_NEVER_READ = 1 << 27
_MOST_ROOM_A_CELL = 8
_NARROW = _ALWAYS_READ // LAST_ROW
_PIECE = 1 << 20
_LONGEST_TAG = 1 << 20

_WIDE = re.compile(rb'r="([A-Za-z]{2,})[0-9]')
_DEEP = re.compile(rb'r="[A-Za-z]*[0-9]{7}')
_ODDLY_WRITTEN = (re.compile(rb"=[\s']"), re.compile(rb"r\s+="))
"""Two, for one pattern with both would look at each byte five times as long."""
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")


@dataclass(frozen=True, slots=True)
class Extent:
    """The last row and column that hold a cell, and how many cells there are."""

    rows: int = 0
    columns: int = 0
    cells: int = 0

    @property
    def is_far(self) -> bool:
        """Whether the rectangle is more than should be asked of the memory for so many cells."""
        room = self.rows * self.columns
        return room > _NEVER_READ or (room > _ALWAYS_READ and room > _MOST_ROOM_A_CELL * self.cells)


def is_plain(part: IO[bytes], context: JobContext) -> bool:
    """Whether a glance is enough: no cell beyond the columns that any number of rows may have. Costs little more than unpacking.

    A sheet that writes its references in an uncommon way is not plain either: then every one of them is read.
    """
    for piece in _pieces(part, context):
        if _DEEP.search(piece) and any(int(row) > LAST_ROW for _, row in _REFERENCE.findall(piece)):
            return False
        if any(column_number(letters) > _NARROW for letters in set(_WIDE.findall(piece))):
            return False
        if any(odd.search(piece) for odd in _ODDLY_WRITTEN):
            return False
    return True


def extent_of(part: IO[bytes], context: JobContext) -> Extent:
    """The extent by every reference there is."""
    rows = cells = 0
    numbers: dict[bytes, int] = {}
    for piece in _pieces(part, context):
        found = _REFERENCE.findall(piece)
        cells += sum(bool(letters) for letters, _ in found)  # a row has a number only
        rows = max(rows, max((int(row[:12]) for _, row in found), default=0))
        for letters in {letters for letters, _ in found} - numbers.keys():
            numbers[letters] = column_number(letters)
    return Extent(rows, max(numbers.values(), default=0), cells)


def column_number(letters: bytes | str) -> int:
    """A is 1, XFD is 16384; more letters than any column has are beyond all of them."""
    text = letters.decode("ascii") if isinstance(letters, bytes) else letters
    number = 0
    for letter in text[:6].upper():
        number = number * 26 + ord(letter) - 64
    return number


def _pieces(part: IO[bytes], context: JobContext) -> Iterator[bytes]:
    """The part in pieces that cut no tag in two."""
    rest = b""
    while read := part.read(_PIECE):
        context.raise_if_cancelled()
        whole, sign, begun = (rest + read).rpartition(b">")
        rest = begun[-_LONGEST_TAG:]
        yield whole + sign
    yield rest
