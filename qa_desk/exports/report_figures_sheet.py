"""The figures of the report as a live Excel table: value, interval, n, goal, the period before, the change and its interval.

What can be recomputed from cells is a formula: a ratio from its numerator and denominator, the change from the two values, the
readings from the limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from qa_desk.domain.language import N_, join_sentences, tr
from qa_desk.exports.report_units import is_share, number_format, scale_of
from qa_desk.exports.sheet_looks import fit_height, put, put_formula
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.report import ReportContent, ReportFigure

HEAD_ROW = 4
_HEADS = (
    (N_("KPI"), 30), (N_("Unit"), 9), (N_("Value"), 10), (N_("Low"), 10), (N_("High"), 10), (N_("n"), 9), (N_("Goal"), 9),
    (N_("Goal is"), 13), (N_("Before"), 10), (N_("n before"), 9), (N_("Change"), 11), (N_("Change, low"), 11),
    (N_("Change, high"), 11), (N_("Reading"), 14), (N_("Numerator"), 12), (N_("Denominator"), 12), (N_("Left out"), 9),
    (N_("Undecided"), 10), (N_("Note"), 40), (N_("ID"), 26),
)  # fmt: skip
_DIMENSIONS = {"team": N_("Team"), "channel": N_("Channel")}
_GROUP_HEADS = ((N_("By"), 10), (N_("Group"), 22))


def figures_sheet(
    sheet: Worksheet, content: ReportContent, figures: Sequence[ReportFigure], table_name: str, *, is_grouped: bool
) -> dict[tuple[str, str, str], int]:
    """Fill the sheet; the row of each figure by KPI, dimension and group, for links."""
    heads = (_HEADS[0], *_GROUP_HEADS, *_HEADS[1:]) if is_grouped else _HEADS
    last_column = len(heads)
    sheet.sheet_view.showGridLines = False
    title = tr("Key figures by group") if is_grouped else tr("Key figures")
    put(sheet, 1, 1, title, "QA title")
    sheet.row_dimensions[1].height = 28
    put(sheet, 2, 1, content.about, "QA subtitle")
    limits = tr("Low and High are the limits of the 95 % interval; a change of a share is in percentage points.")
    undecided = tr("Undecided are records that cannot be judged yet.")
    put(sheet, 3, 1, join_sentences((limits, undecided)), "QA subtitle")
    for column, (head, width) in enumerate(heads, start=1):
        put(sheet, HEAD_ROW, column, tr(head), "QA head" if column == 1 else "QA head right")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[HEAD_ROW].height = 28
    shift = len(_GROUP_HEADS) if is_grouped else 0
    rows = {}
    row = HEAD_ROW
    for figure in figures:
        row += 1
        rows[figure.kpi, figure.dimension, figure.group] = row
        _figure_row(sheet, row, figure, shift)
    if row > HEAD_ROW:
        table = Table(displayName=table_name, ref=f"A{HEAD_ROW}:{get_column_letter(last_column)}{row}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 2 + shift).coordinate
    printed = get_column_letter(_Columns(0, shift).number("Reading"))  # what comes after it is for the screen; paper would shrink
    repeated = f"{HEAD_ROW}:{HEAD_ROW}"
    print_on_a4(
        sheet,
        f"A1:{printed}{row}",
        title=content.title,
        note=content.about,
        is_landscape=True,
        is_one_page=False,
        repeat_rows=repeated,
    )
    return rows


class _Columns:
    """Where the columns after the name stand in this sheet, by their place in `_HEADS`."""

    def __init__(self, row: int, shift: int) -> None:
        self._row, self._shift = row, shift

    def number(self, head: str) -> int:
        """The column's number."""
        return next(place for place, (name, _) in enumerate(_HEADS, start=1) if name == head) + self._shift

    def cell(self, head: str) -> str:
        """The cell of this row, as a formula names it."""
        return f"{get_column_letter(self.number(head))}{self._row}"


def _figure_row(sheet: Worksheet, row: int, figure: ReportFigure, shift: int) -> None:
    at = _Columns(row, shift)
    scale, unit = scale_of(figure.unit, (figure,))
    look = "QA right" if figure.standing in ("normal", "low_n") else "QA grey"
    shape = number_format(figure.unit)
    put(sheet, row, 1, figure.name, "QA text middle")
    if shift:
        put(sheet, row, 2, tr(_DIMENSIONS.get(figure.dimension, figure.dimension)), "QA text middle")
        put(sheet, row, 3, figure.group, "QA text middle")

    def number(head: str, value: float | None, form: str = shape) -> None:
        put(sheet, row, at.number(head), None if value is None else value / scale, look)
        sheet.cell(row, at.number(head)).number_format = form

    put(sheet, row, at.number("Unit"), unit, "QA right")
    number("Value", figure.value)
    if figure.is_ratio:
        by = "" if scale == 1 else f"/{scale:g}"
        put_formula(sheet, row, at.number("Value"), f"={at.cell('Numerator')}/{at.cell('Denominator')}{by}", look)
        sheet.cell(row, at.number("Value")).number_format = shape
    number("Low", figure.low)
    number("High", figure.high)
    number("Goal", figure.goal)
    number("Before", figure.previous)
    for head, count in (
        ("n", figure.n),
        ("n before", figure.previous_n),
        ("Left out", figure.excluded),
        ("Undecided", figure.censored),
    ):
        put(sheet, row, at.number(head), count, "QA count")
        sheet.cell(row, at.number(head)).number_format = "#,##0"
    for head, value in (("Numerator", figure.numerator), ("Denominator", figure.denominator)):
        put(sheet, row, at.number(head), value, "QA right")
        sheet.cell(row, at.number(head)).number_format = "#,##0.##"
    _change_cells(sheet, row, figure, at, scale, look)
    _readings(sheet, row, figure, at)
    put(sheet, row, at.number("Note"), figure.note, "QA grey")
    put(sheet, row, at.number("ID"), figure.kpi, "QA grey")
    fit_height(sheet, row, (figure.note, 44), (figure.name, 30))


_CHANGE_OF_SHARE = '+0.0" pts";\u22120.0" pts";0.0" pts"'


def _change_cells(sheet: Worksheet, row: int, figure: ReportFigure, at: _Columns, scale: float, look: str) -> None:
    shape = _CHANGE_OF_SHARE if is_share(figure.unit) else number_format(figure.unit, signed=True)
    factor = 100.0 if is_share(figure.unit) else 1 / scale
    if figure.change is not None:
        times = "*100" if is_share(figure.unit) else ""
        put_formula(sheet, row, at.number("Change"), f"=({at.cell('Value')}-{at.cell('Before')}){times}", look)
    for head, value in (("Change, low", figure.change_low), ("Change, high", figure.change_high)):
        put(sheet, row, at.number(head), None if value is None else value * factor, look)
    for head in ("Change", "Change, low", "Change, high"):
        sheet.cell(row, at.number(head)).number_format = shape


_READINGS = {"up": (N_("better"), N_("worse")), "down": (N_("worse"), N_("better"))}


def _readings(sheet: Worksheet, row: int, figure: ReportFigure, at: _Columns) -> None:
    """What the limits say, as formulas over them."""
    if figure.goal_verdict is not None and figure.low is not None and figure.high is not None:
        low, high, goal = at.cell("Low"), at.cell("High"), at.cell("Goal")
        good, bad = (f"{low}>={goal}", f"{high}<{goal}") if figure.direction == "up" else (f"{high}<={goal}", f"{low}>{goal}")
        words = [_quoted(tr(word)) for word in (N_("met"), N_("not met"), N_("within the interval"))]
        put_formula(sheet, row, at.number("Goal is"), f"=IF({good},{words[0]},IF({bad},{words[1]},{words[2]}))", "QA grey")
    else:
        put(sheet, row, at.number("Goal is"), None, "QA grey")
    if figure.change_low is not None and figure.change_high is not None:
        more, less = _READINGS.get(figure.direction, (N_("higher"), N_("lower")))
        words = [_quoted(tr(word)) for word in (more, less, N_("no clear change"))]
        low, high = at.cell("Change, low"), at.cell("Change, high")
        put_formula(sheet, row, at.number("Reading"), f"=IF({low}>0,{words[0]},IF({high}<0,{words[1]},{words[2]}))", "QA grey")
    else:
        put(sheet, row, at.number("Reading"), None, "QA grey")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
