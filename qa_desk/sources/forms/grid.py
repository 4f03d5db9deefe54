"""A form's cells, wherever they come from: a sheet, a delimited text or a list of records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.sources.headers import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

MOST_ROWS = 700
MOST_COLUMNS = 80
"""No form is larger; what is, is data."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text as a person reads it, and its number where it holds one."""

    text: str = ""
    number: Fraction | None = None
    is_percent: bool = False
    """The number is shown as a percentage: 0.05 reads 5 %."""

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells; rows and columns from 0, both ends within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column from 0, with what a sheet says beside them."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    place: Callable[[int, int], str]
    """How a person finds a cell."""
    merges: tuple[Merge, ...] = ()
    choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """The answers that a cell's drop-down list offers."""
    uncounted: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose result the file does not hold."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """A cell; an empty one outside."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return EMPTY
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """A cell's text."""
        return self.cell(row, column).text

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold something."""
        return [i for i, cell in enumerate(self.rows[row]) if cell]

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged block that a cell is part of."""
        return next((m for m in self.merges if m.top <= row <= m.bottom and m.left <= column <= m.right), None)

    def owner(self, row: int, column: int) -> Cell:
        """A cell, or that of the merged block which covers it."""
        merge = self.merge_at(row, column)
        return self.cell(merge.top, merge.left) if merge else self.cell(row, column)


def sheet_place(row: int, column: int) -> str:
    """`E11`."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


_SPACES = re.compile(r"[ \t\u00a0]+")


def tidy(text: str) -> str:
    """A text without the spaces and empty lines around and within it that only laid it out."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


_MARKS = re.compile(r"[^\w%/&+]+")


def words_of(text: str) -> str:
    """A text folded for comparison: case, width, punctuation and line ends do not matter."""
    return " ".join(_MARKS.sub(" ", fold(text)).split())
