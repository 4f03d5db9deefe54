"""A delimited text as a grid: encoding and delimiter are found, line ends within quotes are kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from qa_desk.domain.encodings import decoder, detect
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.sources.forms.format import FormFormat
from qa_desk.sources.forms.grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, tidy
from qa_desk.sources.forms.grid_form import read_grids

if TYPE_CHECKING:
    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.opening import OpenedFile

_DELIMITERS = (",", ";", "\t", "|")


def delimited_grid(opened: OpenedFile) -> Grid:
    """The whole text as one grid; refused when it has more rows than any form."""
    text = decoder(detect(opened.sample, opened.is_utf8).name)(opened.content.read_bytes(), True).lstrip("\ufeff")
    lines = text.count("\n") + 1
    if lines > 20 * MOST_ROWS:
        raise too_long(opened, lines)
    records = max((_records(text, delimiter) for delimiter in _DELIMITERS), key=_fit)
    if _fit(records) == (0.0, 0):
        records = _records(text, "\x1f")  # one column: a comma in a question cuts nothing
    if len(records) > MOST_ROWS:
        raise too_long(opened, len(records))
    starts = [line for line, _ in records]
    rows = tuple(tuple(Cell(tidy(cell)) for cell in row[:MOST_COLUMNS]) for _, row in records)

    def place(row: int, column: int) -> str:
        return tr("line {line}, column {column}", line=starts[row], column=column + 1)

    return Grid("", rows, place)


def too_long(opened: OpenedFile, rows: int) -> Refusal:
    """What is said of a table of data."""
    return Refusal(
        tr("{file}: this is no evaluation form: it has {rows} rows, a form has a few dozen.", file=opened.path, rows=rows)
    )


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each begins on; a text whose quotes do not close is cut at its line ends."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
        records, line = [], 1
        try:
            for row in reader:
                records.append((line, row))
                line = reader.line_num + 1
        except csv.Error:
            continue
        return records
    return [(number, [line]) for number, line in enumerate(text.splitlines(), 1)]


def _fit(records: list[tuple[int, list[str]]]) -> tuple[float, int]:
    """How well a delimiter cuts: the share of rows of the commonest width above one, then that width."""
    widths = Counter(len(row) for _, row in records if any(cell.strip() for cell in row))
    width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    share = count / max(sum(widths.values()), 1)
    return (round(share, 1), width) if width > 1 and share >= 0.6 else (0.0, 0)


def _read(opened: OpenedFile) -> FormDraft | None:
    return read_grids([delimited_grid(opened)], opened.path)


FORMAT = FormFormat("delimited", N_("Delimited text (CSV)"), frozenset({"text"}), _read)
