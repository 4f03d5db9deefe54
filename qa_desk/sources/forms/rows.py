"""What each row of a table is: a section's heading, a question, the rest of a question, a total, or a note below the table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.sources.forms.amounts import read_amount
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.words import BONUSES, FATAL_WORDS, TOTALS, holds

if TYPE_CHECKING:
    from qa_desk.sources.forms.amounts import Amount
    from qa_desk.sources.forms.columns import Columns
    from qa_desk.sources.forms.grid import Grid

_LEVEL = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)(?:[.)、]|\s|$)")
_LONGEST_TOTAL = 60


class RowKind(Enum):
    """What a row is."""

    SECTION = "section"
    QUESTION = "question"
    MORE = "more"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds something, and its weight where the table weighs."""

    row: int
    kind: RowKind
    title: str
    section: str = ""
    amount: Amount | None = None


def table_rows(grid: Grid, columns: Columns) -> list[TableRow]:
    """The rows under a header, in order."""
    found = _Rows(grid, columns)
    rows = [row for row in range(columns.body, len(grid.rows)) if grid.filled(row) and not found.is_header_again(row)]
    return _late_questions(found, _headings_by_sum(found, [found.row(row, rows) for row in rows]))


def weight_column(columns: Columns) -> int | None:
    """The column that says how much a question counts."""
    found = [columns.first(role) for role in ("weight", "max", "points")]
    return next((column for column in found if column is not None), None)


class _Rows:
    """Tells rows apart by what the whole table shows."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        self.grid, self.columns, self.weight = grid, columns, weight_column(columns)
        self.titles = (*columns.roles.get("section", ()), *columns.roles.get("question", ()))
        body = [row for row in range(columns.body, len(grid.rows)) if grid.filled(row)]
        asked = (row for row in body if (self.is_weighed(row) or self._is_described(row)) and not self.is_total(row))
        last = max(asked, default=len(grid.rows)) if self.weight is not None else len(grid.rows)
        self.last = last
        named = (row for row in body if row > last and self.opens_late_section(row))
        self.end = len(grid.rows) if next(named, None) is not None else last
        levels = {row: self.level(row) for row in body}
        self.levels = levels
        self.parents = {level.rpartition(".")[0] for level in levels.values() if "." in level}
        inside = [row for row in body if row <= self.end]
        roles = ("number", "options", "guidance", "critical", "answer")
        self.describing = [
            column
            for role in roles
            for column in columns.roles.get(role, ())
            if sum(bool(grid.text(row, column)) for row in inside) * 2 > len(inside)
        ]
        self.telling = [c for role in ("number", "options") for c in columns.roles.get(role, ()) if c in self.describing]

    def is_weighed(self, row: int) -> bool:
        """Whether a weight stands in the row, or a formula for one."""
        if self.weight is None:
            return False
        return read_amount(self.grid.owner(row, self.weight)) is not None or (row, self.weight) in self.grid.uncounted

    def _is_described(self, row: int) -> bool:
        """Whether something stands beside a question: a weight that is no number, answers, a critical mark."""
        beside = [c for role in ("options", "critical", "fatal") for c in self.columns.roles.get(role, ())]
        return any(self.grid.text(row, c) for c in (self.weight, *beside) if c is not None and c not in self.titles) and any(
            self.grid.text(row, c) for c in self.titles
        )

    def opens_late_section(self, row: int) -> bool:
        """Fatal errors and bonus points often stand last and carry no weight."""
        text = words_of(self.grid.text(row, self.grid.filled(row)[0]))
        return len(text) <= _LONGEST_TOTAL and bool(holds((*FATAL_WORDS, *BONUSES), text))

    def is_header_again(self, row: int) -> bool:
        """Forms repeat their header above each section."""
        texts = {words_of(self.grid.text(row, c)) for c in self.grid.filled(row)}
        return len(texts) > 1 and texts <= {words_of(text) for text in self.columns.headers.values()}

    def is_total(self, row: int) -> bool:
        """A short text that begins or ends with a word for total."""
        for column in self.grid.filled(row)[:3]:
            text = words_of(self.grid.text(row, column))
            phrase = holds(TOTALS, text)
            if phrase and len(text) <= _LONGEST_TOTAL and (text.startswith(phrase) or text.endswith(phrase)):
                return True
        return False

    def level(self, row: int) -> str:
        """The number before a question: `2` or `2.1`."""
        column = self.columns.first("number")
        for place in (column,) if column is not None else self.titles:
            found = _LEVEL.match(self.grid.text(row, place))
            if found:
                return found[1]
        return ""

    def row(self, row: int, rows: list[int]) -> TableRow:
        """What a row is, by itself."""
        amount = read_amount(self.grid.cell(row, self.weight)) if self.weight is not None else None
        title, section = self._titles(row)
        first = self.grid.text(row, self.grid.filled(row)[0])
        if self.is_total(row):
            return TableRow(row, RowKind.TOTAL, title or first, amount=amount)
        if row > self.end:
            return TableRow(row, RowKind.NOTE, " · ".join(self.grid.text(row, c) for c in self.grid.filled(row)))
        if (
            row != rows[-1]
            and not self._is_late_question(row)
            and (self.levels[row] in self.parents or self._is_heading(row, title, section))
        ):
            return TableRow(row, RowKind.SECTION, title or section or first, amount=amount)
        if not title:
            return TableRow(row, RowKind.MORE, "", section)
        return TableRow(row, RowKind.QUESTION, title, section, amount)

    def _is_late_question(self, row: int) -> bool:
        return row > self.last and not self.opens_late_section(row)

    def _titles(self, row: int) -> tuple[str, str]:
        """A row's own question, and the section that stands beside it (a merged one covers all its rows)."""
        sections = (self.grid.owner(row, c).text for c in self.columns.roles.get("section", ()))
        section = " – ".join(dict.fromkeys(filter(None, sections)))
        if self.columns.is_composite or "question" not in self.columns.roles:
            return section, ""
        title = next((self.grid.text(row, c) for c in self.columns.roles["question"] if self.grid.text(row, c)), "")
        return title, section

    def _is_heading(self, row: int, title: str, section: str) -> bool:
        """A row of one text that the columns beside it would otherwise describe."""
        number = self.columns.first("number")
        filled = self.grid.filled(row)
        if any(c for c in filled if c in self.columns.headers and c not in (*self.titles, number, self.weight)):
            return False
        spans = any(m.top == row and m.right - m.left > max(self._usual_span(), 0) for m in self.grid.merges)
        if spans and len({self.grid.owner(row, c).text for c in filled if c != self.weight}) == 1:
            return True
        if self.is_weighed(row):
            return bool(section and not title) or self._is_bare_sum(row)
        if "question" in self.columns.roles and "section" in self.columns.roles and not self.columns.is_composite:
            return any(self.grid.text(row, c) for c in self.columns.roles["section"]) and not title
        return (self.weight is not None and self._has_weighed_rows()) or bool(self.describing)

    def _is_bare_sum(self, row: int) -> bool:
        """Without the number or answers that the other rows have, and adding up the rows below it (or they make up 100)."""
        if not self.telling or not self._is_bare(row) or "section" in self.columns.roles:
            return False
        own, below = self._amount(row), Fraction(0)
        for other in range(row + 1, len(self.grid.rows)):
            if not self.grid.filled(other) or (self._is_bare(other) and not self._amount(other)):
                continue
            if self._is_bare(other) or self.is_total(other):
                break
            below += self._amount(other)
        return below > 0 and below in (own, own * 100, Fraction(1), Fraction(100))

    def _is_bare(self, row: int) -> bool:
        return not any(self.grid.text(row, c) for c in self.telling)

    def _amount(self, row: int) -> Fraction:
        amount = read_amount(self.grid.cell(row, self.weight)) if self.weight is not None else None
        return amount.value if amount else Fraction(0)

    def _usual_span(self) -> int:
        """How many columns the header's own title cells cover."""
        spans = (m.right - m.left for m in self.grid.merges if m.top == self.columns.header and m.left in self.titles)
        return max(spans, default=0)

    def _has_weighed_rows(self) -> bool:
        return any(self.is_weighed(row) for row in range(self.columns.body, len(self.grid.rows)))


def _late_questions(table: _Rows, rows: list[TableRow]) -> list[TableRow]:
    """Under the heading of the fatal errors, rows without a weight are questions; the one before a weighed row is a heading."""
    found, is_fatal = list(rows), False
    for i, row in enumerate(rows):
        if row.kind is RowKind.SECTION and is_fatal and not row.amount:
            follows = next((later for later in rows[i + 1 :]), None)
            if follows is None or follows.kind is not RowKind.QUESTION:
                found[i] = replace(row, kind=RowKind.QUESTION)
                continue
        if row.kind in (RowKind.SECTION, RowKind.TOTAL):
            is_fatal = row.kind is RowKind.SECTION and table.opens_late_section(row.row)
    return found


def _headings_by_sum(table: _Rows, rows: list[TableRow]) -> list[TableRow]:
    """Headings that only their numbers give away: each is the sum of the rows below it, and together they cover all rows."""
    questions = [i for i, row in enumerate(rows) if row.kind is RowKind.QUESTION]
    values = [rows[i].amount.value if (rows[i].amount) else None for i in questions]  # type: ignore[union-attr]
    if table.describing or any(row.kind is RowKind.SECTION for row in rows) or None in values or "section" in table.columns.roles:
        return rows
    headings, at, largest = [], 0, 0
    while at < len(values):
        below, end = Fraction(0), at + 1
        while end < len(values) and below < (values[at] or 0):
            below += values[end] or 0
            end += 1
        if below != values[at] or end - at < 2:
            return rows
        headings.append(questions[at])
        largest, at = max(largest, end - at - 1), end
    if largest < 2:
        return rows
    return [replace(row, kind=RowKind.SECTION) if i in headings else row for i, row in enumerate(rows)]
