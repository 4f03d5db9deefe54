"""Writes plain tables: CSV for other programs, or an Excel sheet, by the ending of the file's name."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.exports.cells import safe_text, sheet_name
from qa_desk.exports.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext

Cell = str | int | float | None

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")
_CHECK_EVERY = 1_000


def write_table(
    path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], total: int, context: JobContext
) -> int:
    """Write rows under a header to a .csv or .xlsx file; how many. What was there stays whole until the new file is."""
    writers = {".csv": _write_csv, ".xlsx": _write_sheet}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise Refusal(tr("{file}: name a .csv or an .xlsx file.", file=path))
    with replacing(path) as temporary:
        return writer(temporary, title, header, _watched(rows, total, context))


def _watched(rows: Iterable[Sequence[Cell]], total: int, context: JobContext) -> Iterable[Sequence[Cell]]:
    for number, row in enumerate(rows):
        if number % _CHECK_EVERY == 0:
            context.raise_if_cancelled()
            context.report(number, total)
        yield row


def _write_csv(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """UTF-8 with a byte order mark, without which Excel takes it for the system's old encoding."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([_csv_cell(cell) for cell in row])
            count += 1
    return count


def _csv_cell(cell: Cell) -> Cell:
    """A text that is a plain number stays one; any other text is made safe."""
    return safe_text(cell) if isinstance(cell, str) and not _NUMBER.fullmatch(cell) else cell


def _write_sheet(path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(sheet_name(title, ()))
    sheet.freeze_panes = "A2"
    sheet.append(header)
    count = 0
    for row in rows:
        sheet.append([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{_letter(len(header))}{count + 1}"
    workbook.save(path)
    return count


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
