"""Reads the table of a workbook's sheet: calamine gives the cells, what stands beside or above the table is left out."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.sources.opening import (
    DAMAGED,
    check_unpacked_size,
    check_width,
    damaged,
    disk_failure,
    opened_member,
    opened_zip,
    refuse_other_workbooks,
)
from qa_desk.sources.sheet_extent import extent_of, is_plain
from qa_desk.sources.table import Table, tidy_headers
from qa_desk.sources.xls_extent import NoWorkbookError, widest_extent

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.table import Hints

_HEADER_WITHIN = 50


def read_spreadsheet(
    opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext
) -> Table:
    """The chosen sheet's table as `raw`."""
    if opened.form == "xlsx":
        with opened_zip(opened.content, opened.path) as archive:
            check_unpacked_size(opened.path, sum(info.file_size for info in archive.infolist()))
            refuse_other_workbooks(opened.path, set(archive.namelist()))
            try:
                _check_extents(archive, opened, context)
            except DAMAGED as error:
                raise damaged(opened.path) from error
    else:
        _check_old_extent(opened)
    names, sheets = _sheets(opened, hints)
    context.raise_if_cancelled()
    if not sheets:
        raise Refusal(tr("{file}: the workbook has no sheets.", file=opened.path))
    name = max(sheets, key=lambda sheet: len(sheets[sheet][1]) * len(sheets[sheet][0]))
    headers, rows, header_row, above = sheets[name]
    if not headers:
        raise Refusal(tr("{file}, sheet {sheet}: there is no table on it.", file=opened.path, sheet=name))
    check_width(opened.path, len(headers))
    notes = [tr("sheet {sheet} was read", sheet=name)] if len(names) > 1 else []
    count = _load(connection, headers, rows, scratch, opened)
    return Table(
        connection,
        headers,
        count,
        opened.form,
        sheet=name,
        sheets=tuple(names),
        header_row=header_row,
        notes=tuple(notes),
        preamble=above,
    )


_Sheet = tuple[tuple[str, ...], list[tuple[int, list[Any]]], int, tuple[str, ...]]


def _sheets(opened: OpenedFile, hints: Hints) -> tuple[list[str], dict[str, _Sheet]]:
    """The names of all sheets, and the tables of those that are wanted."""
    import python_calamine

    damaged_words = tr("{file}: the workbook is damaged or of a kind that cannot be read.", file=opened.path)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(opened.content))
        names = workbook.sheet_names
        return names, {
            name: _table_of(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), hints)
            for name in _wanted(names, hints, opened)
        }
    except (python_calamine.CalamineError, OSError) as error:
        if "assword" in type(error).__name__:
            raise Refusal(tr("{file}: the workbook asks for a password; save it without one.", file=opened.path)) from error
        raise Refusal(damaged_words) from error
    except BaseException as error:  # a panic inside the library is none of Python's exceptions, and has no name to be caught by
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(damaged_words) from error


def _check_extents(archive: zipfile.ZipFile, opened: OpenedFile, context: JobContext) -> None:
    """Refuse a sheet whose rectangle calamine could not allocate: that would end the program, not raise."""
    for info in archive.infolist():
        with opened_member(archive, info, opened.path) as part:
            if is_plain(part, context):
                continue
        with opened_member(archive, info, opened.path) as part:
            extent = extent_of(part, context)
        if extent.is_far:
            words = tr(
                "{file}, {part}: {cells} cells reach as far as row {row}, column {column}. Delete what stands far off the table.",
                file=opened.path,
                part=info.filename,
                cells=count_text(extent.cells),
                row=count_text(extent.rows),
                column=count_text(extent.columns),
            )
            raise Refusal(words)


def _check_old_extent(opened: OpenedFile) -> None:
    try:
        extent = widest_extent(opened.content)
    except NoWorkbookError as error:
        raise damaged(opened.path) from error
    if extent.is_far:
        words = tr(
            "{file}: {cells} cells reach as far as row {row}, column {column}. Delete what stands far off the table.",
            file=opened.path,
            cells=count_text(extent.cells),
            row=count_text(extent.rows),
            column=count_text(extent.columns),
        )
        raise Refusal(words)


def _wanted(names: list[str], hints: Hints, opened: OpenedFile) -> list[str]:
    if hints.sheet is None:
        return names
    if hints.sheet not in names:
        raise Refusal(
            tr("{file}: has no sheet {sheet}; it has {known}.", file=opened.path, sheet=hints.sheet, known=", ".join(names))
        )
    return [hints.sheet]


def _table_of(cells: list[list[Any]], hints: Hints) -> tuple[tuple[str, ...], list[tuple[int, list[Any]]], int, tuple[str, ...]]:
    """Headers, numbered rows, the header's row and the lines above it.

    The header is the longest run of filled cells in the first row that looks like one.
    """
    start, end, number = 0, 0, 0
    for i, row in enumerate(cells[:_HEADER_WITHIN]):
        if hints.header_row is not None and i != hints.header_row - 1:
            continue
        a, b = _longest_run(row)
        texts = sum(isinstance(cell, str) for cell in row[a:b])
        if b - a > end - start and texts * 2 > b - a:
            start, end, number = a, b, i
        if end - start >= 2 and hints.header_row is None and i > number + 3:
            break
    if end == start:
        return (), [], 0, ()
    headers = tidy_headers([_text(cell) or "" for cell in cells[number][start:end]])
    rows = [
        (i, row[start:end])
        for i, row in enumerate(cells[number + 1 :], number + 2)
        if any(cell not in ("", None) for cell in row[start:end])
    ]
    above = (" ".join(filter(None, map(_text, row))) for row in cells[:number])
    return headers, rows, number + 1, tuple(line for line in above if line)


def _longest_run(row: list[Any]) -> tuple[int, int]:
    best, start = (0, 0), None
    for i, cell in enumerate([*row, ""]):
        if cell in ("", None):
            if start is not None and i - start > best[1] - best[0]:
                best = (start, i)
            start = None
        elif start is None:
            start = i
    return best


def _text(cell: Any) -> str | None:  # noqa: ANN401 - a cell is whatever the sheet holds
    """A cell as a CSV of the same sheet would have it, unambiguous: ISO dates, `H:MM:SS`, whole numbers without `.0`."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _load(
    connection: DuckDBPyConnection, headers: tuple[str, ...], rows: list[tuple[int, list[Any]]], scratch: Path, opened: OpenedFile
) -> int:
    path = scratch / "sheet.csv"
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerows([number, *map(_text, row)] for number, row in rows)
    except OSError as error:
        raise disk_failure(opened.path, error) from error
    columns = "".join(f", 'c{i}': 'VARCHAR'" for i in range(len(headers)))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM read_csv(?, delim = ',', quote = '\"', escape = '\"', header = false, "
        "auto_detect = false, max_line_size = 33554432, buffer_size = 67108864, "
        f"columns = {{'row_no': 'BIGINT'{columns}}})",
        [str(path)],
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM raw")
    return len(rows)
