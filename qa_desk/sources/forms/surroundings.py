"""What stands around the table of a form: its title, the mark to pass, and what is left out."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.rows import RowKind
from qa_desk.sources.forms.words import PASS_MARKS, holds

if TYPE_CHECKING:
    from qa_desk.sources.forms.columns import Columns
    from qa_desk.sources.forms.draft import Findings
    from qa_desk.sources.forms.grid import Grid
    from qa_desk.sources.forms.rows import TableRow

_UNNAMED = re.compile(r"(?:sheet|hoja|лист|工作表|feuil|tabelle|planilha|plan|folha|helaian|feuille)\s*\d*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s*[%％]?")
_LONGEST_QUOTE = 160


def title_above(grid: Grid, columns: Columns) -> tuple[str, tuple[int, int] | None]:
    """The heading above the table and its place, else the name of the sheet."""
    for row in range(columns.header):
        for column in grid.filled(row):
            text = grid.text(row, column).replace("\n", " ")
            is_label = text.endswith((":", "：")) or any(
                grid.text(row, c).endswith((":", "：")) for c in grid.filled(row) if c < column
            )
            has_words = len(text) >= 6 and sum(c.isalpha() for c in text) * 2 > len(text)
            is_wide = sum("\u3400" <= c <= "\u9fff" for c in text) >= 3
            if not is_label and (has_words or is_wide) and not text.startswith("["):
                return text[:120], (row, column)
    return "" if _UNNAMED.fullmatch(grid.name) else grid.name, None


def describe_surroundings(
    grid: Grid, columns: Columns, rows: list[TableRow], title: tuple[int, int] | None, findings: Findings
) -> Fraction | None:
    """Say what was read and what was left out; the score to pass where a line beside the table names it."""
    mark, said = _read_pass_mark(grid, columns, rows, findings)
    findings.take(tr("The header was found at {place}.", place=grid.place(columns.header, min(columns.headers, default=0))))
    for column in (*columns.roles.get("answer", ()), *columns.roles.get("remark", ())):
        if any(grid.text(row.row, column) for row in rows):
            header = columns.headers.get(column, "")
            findings.take(tr("“{header}” holds what one evaluation answered; it is no part of the form.", header=header))
    for column in columns.unknown:
        if any(grid.text(row.row, column) for row in rows):
            findings.miss(
                grid.place(columns.header, column),
                columns.headers[column],
                tr("the column's heading is not known"),
                tr("left out"),
            )
    above = [(row, c) for row in range(columns.header) for c in grid.filled(row) if (row, c) != title and (row, c) not in said]
    _leave_out(grid, above, tr("it stands above the table"), findings)
    below = [(row.row, c) for row in rows if row.kind is RowKind.NOTE for c in grid.filled(row.row)]
    _leave_out(grid, [place for place in below if place not in said], tr("it stands below the table"), findings)
    return mark


def _read_pass_mark(
    grid: Grid, columns: Columns, rows: list[TableRow], findings: Findings
) -> tuple[Fraction | None, set[tuple[int, int]]]:
    """The score to pass, from a line above or below the table, and the cells that say it."""
    for row in (*range(columns.header), *(r.row for r in rows if r.kind is RowKind.NOTE)):
        mark = pass_mark(" ".join(grid.text(row, c) for c in grid.filled(row)))
        if mark is not None:
            said = tr(
                "The score to pass is {mark}, as {place} says.",
                mark=f"{float(mark):g}",
                place=grid.place(row, grid.filled(row)[0]),
            )
            findings.take(said)
            return mark, {(row, c) for c in grid.filled(row)}
    return None, set()


def _leave_out(grid: Grid, places: list[tuple[int, int]], why: str, findings: Findings) -> None:
    """One line for a whole block of cells."""
    if not places:
        return
    text = " · ".join(grid.text(row, column).replace("\n", " ") for row, column in places)
    if len(text) > _LONGEST_QUOTE:
        text = text[: _LONGEST_QUOTE - 1].rstrip() + "…"
    first, last = grid.place(*places[0]), grid.place(*places[-1])
    findings.miss(first if first == last else tr("{first} to {last}", first=first, last=last), text, why, tr("left out"))


def pass_mark(line: str) -> Fraction | None:
    """The score to pass that a line names; None when it names none, or several numbers."""
    if not holds(PASS_MARKS, words_of(line)):
        return None
    values = [Fraction(text.replace(",", ".")) for text in _NUMBER.findall(line)]
    fitting = [value * 100 if value <= 1 else value for value in values if 0 < value <= 100]
    return fitting[0] if len(fitting) == 1 else None
