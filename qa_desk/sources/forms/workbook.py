"""The sheets of a workbook as grids: values as last calculated, merged cells, percentages and drop-down lists."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.sources.forms.format import FormFormat
from qa_desk.sources.forms.grid import EMPTY, MOST_COLUMNS, MOST_ROWS, Cell, Grid, Merge, sheet_place, tidy
from qa_desk.sources.forms.grid_form import read_grids
from qa_desk.sources.opening import check_unpacked_size

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.sources.forms.draft import FormDraft
    from qa_desk.sources.opening import OpenedFile

_MOST_UNPACKED = 60 << 20
_CELLS = ("xl/worksheets/", "xl/pivotCache/")
_MOST_CELLS = 2 << 20
"""A form's sheets are a few hundred kilobytes; data with pivot tables took half a minute to open."""
_LIST = re.compile(r"(?:'((?:[^']|'')+)'|(\w+))?!?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def workbook_grids(opened: OpenedFile) -> list[Grid]:
    """Every visible sheet that holds something."""
    grids = _old_sheets(opened) if opened.form == "xls" else _sheets(opened)
    if not grids:
        raise Refusal(tr("{file}: there is nothing on its sheets.", file=opened.path))
    return grids


def _sheets(opened: OpenedFile) -> list[Grid]:
    """Openpyxl keeps cells by their place: a lone cell at the far end of a sheet costs nothing."""
    import openpyxl

    try:
        with zipfile.ZipFile(opened.content) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            cells = sum(info.file_size for info in archive.infolist() if info.filename.startswith(_CELLS))
    except zipfile.BadZipFile as error:
        raise Refusal(tr("{file}: the file is damaged or cut off.", file=opened.path)) from error
    check_unpacked_size(opened.path, unpacked)
    if unpacked > _MOST_UNPACKED or cells > _MOST_CELLS:
        raise Refusal(tr("{file}: larger than any evaluation form; is it a table of data?", file=opened.path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: pictures, extensions
            values = openpyxl.load_workbook(opened.content, data_only=True)
            formulas = openpyxl.load_workbook(opened.content)
        return [
            _grid(sheet, formulas[sheet.title], values)
            for sheet in values.worksheets
            if sheet.sheet_state == "visible" and sheet.max_row
        ]
    except Exception as error:  # a foreign reader on a file from outside: it fails in any way there is
        raise Refusal(tr("{file}: the workbook is damaged or of a kind that cannot be read.", file=opened.path)) from error


def _grid(sheet: Worksheet, formulas: Worksheet, book: Workbook) -> Grid:
    height, width = min(sheet.max_row, MOST_ROWS + 1), min(sheet.max_column, MOST_COLUMNS)
    rows = [tuple(_cell(cell) for cell in row) for row in sheet.iter_rows(max_row=height, max_col=width)]
    uncounted = frozenset(
        (i, j)
        for i, row in enumerate(formulas.iter_rows(max_row=height, max_col=width))
        for j, cell in enumerate(row)
        if cell.data_type == "f" and not rows[i][j]
    )
    while rows and not any(rows[-1]):
        rows.pop()
    merges = tuple(Merge(m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges)
    return Grid(sheet.title, tuple(rows), sheet_place, merges, _choices(formulas, book, height, width), uncounted)


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - one of openpyxl's several kinds of cell
    value = cell.value
    if value is None:
        return EMPTY
    is_percent = "%" in str(getattr(cell, "number_format", ""))
    return cell_of(value, is_percent=is_percent)


def cell_of(value: object, *, is_percent: bool = False) -> Cell:
    """A value as a cell; numbers are as exact as they are shown."""
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float):
        return _number(value, is_percent)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return Cell(value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat())
    text = tidy(str(value))
    return Cell("" if text.startswith("#") and text.endswith(("!", "?", "#N/A", "#NAME?")) else text)


def _number(value: float, is_percent: bool) -> Cell:
    text = f"{value:.12g}"
    if not re.fullmatch(r"-?\d{1,12}(?:\.\d+)?(?:e-\d+)?", text):
        return Cell(text)
    number = Fraction(text)
    return Cell(f"{float(number * 100):.12g}%" if is_percent else text, number, is_percent)


def _choices(sheet: Worksheet, book: Workbook, height: int, width: int) -> dict[tuple[int, int], tuple[str, ...]]:
    """What drop-down lists offer, for each cell that has one."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type != "list" or not validation.formula1:
            continue
        offered = _offered(str(validation.formula1), sheet, book)
        if not 2 <= len(offered) <= 20:
            continue
        for block in validation.sqref.ranges:
            for row in range(block.min_row, min(block.max_row, height) + 1):
                for column in range(block.min_col, min(block.max_col, width) + 1):
                    found[row - 1, column - 1] = offered
    return found


def _offered(formula: str, sheet: Worksheet, book: Workbook) -> tuple[str, ...]:
    """The entries of a list: written out, or standing in cells."""
    if formula.startswith('"'):
        return tuple(part.strip() for part in formula.strip('"').split(",") if part.strip())
    place = _LIST.fullmatch(formula.lstrip("="))
    if not place:
        return ()
    name = (place[1] or place[2] or sheet.title).replace("''", "'")
    if name not in book.sheetnames:
        return ()
    last = f"{place[5] or place[3]}{min(int(place[6] or place[4]), int(place[4]) + 30)}"
    cells = book[name][f"{place[3]}{place[4]}:{last}"]
    return tuple(_cell(cell).text for row in cells for cell in row if _cell(cell))


def _old_sheets(opened: OpenedFile) -> list[Grid]:
    """Sheets of the format before 2007: values and merged cells only."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(opened.content))
        grids = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
            rows = tuple(tuple(EMPTY if v in ("", None) else cell_of(v) for v in row[:MOST_COLUMNS]) for row in cells)
            merges = tuple(Merge(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
            if any(cell for row in rows for cell in row):
                grids.append(Grid(name, rows, sheet_place, merges))
    except (python_calamine.CalamineError, OSError) as error:
        if "assword" in type(error).__name__:
            raise Refusal(tr("{file}: the workbook asks for a password; save it without one.", file=opened.path)) from error
        raise Refusal(tr("{file}: the workbook is damaged or of a kind that cannot be read.", file=opened.path)) from error
    return grids


def _read(opened: OpenedFile) -> FormDraft | None:
    return read_grids(workbook_grids(opened), opened.path)


FORMAT = FormFormat("workbook", N_("Spreadsheet"), frozenset({"xlsx", "xls"}), _read)
