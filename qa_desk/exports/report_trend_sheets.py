"""The trends of the report: a sheet a family of KPIs, each KPI a table of periods with a native chart beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.domain.periods import periods_within
from qa_desk.exports.report_charts import HEIGHT_CM, report_trend_chart
from qa_desk.exports.report_units import number_format, scale_of
from qa_desk.exports.sheet_looks import put
from qa_desk.exports.sheet_print import print_on_a4

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from qa_desk.domain.report import ReportContent, ReportFigure, Trend

FAMILIES = {
    "speed": N_("Speed"),
    "resolution": N_("Resolution"),
    "workload": N_("Workload"),
    "telephone": N_("Telephone"),
    "voice": N_("Voice of the customer"),
    "quality": N_("Quality"),
    "workforce": N_("Workforce"),
    "business": N_("Business"),
}
GRAINS = {"day": N_("by day"), "week": N_("by week, from Monday"), "month": N_("by month")}
_ROW_CM = 0.53
_LEAST_ROWS = round(HEIGHT_CM / _ROW_CM) + 1
_LAST_COLUMN = "O"


def family_name(family: str) -> str:
    """A family of KPIs in the reader's language."""
    return tr(FAMILIES.get(family, family))


def trend_sheet(sheet: Worksheet, content: ReportContent, family: str, trends: list[Trend]) -> None:
    """Fill a sheet with the trends of one family."""
    sheet.sheet_view.showGridLines = False
    put(sheet, 1, 1, tr("Trends: {family}", family=family_name(family)), "QA title")
    sheet.row_dimensions[1].height = 28
    put(sheet, 2, 1, content.about, "QA subtitle")
    for column, width in zip("ABCDEF", (13, 11, 11, 11, 11, 9), strict=True):
        sheet.column_dimensions[column].width = width
    row = 4
    for trend in trends:
        row = _block(sheet, row, content, trend)
    sheet.freeze_panes = "B4"
    print_on_a4(sheet, f"A1:{_LAST_COLUMN}{row}", title=content.title, note=content.about, is_landscape=True, is_one_page=False)


def _block(sheet: Worksheet, row: int, content: ReportContent, trend: Trend) -> int:
    """One KPI's table and chart from this row on; the row after them."""
    scale, unit = scale_of(trend.unit, trend.points)
    title = f"{trend.name} ({unit})" if unit else trend.name
    open_end = tr("the last one is not over") if trend.is_open_ended else ""
    about = " · ".join(part for part in (tr(GRAINS[content.grain]), open_end) if part)
    put(sheet, row, 1, title, "QA heading", through=6)
    put(sheet, row + 1, 1, about, "QA note", through=6)
    head = row + 2
    names = (tr("From"), tr("Value"), tr("Low"), tr("High"), tr("Goal"), tr("n"))
    for column, name in enumerate(names, start=1):
        put(sheet, head, column, name, "QA head right")
    points = {point.first: point for point in trend.points}
    last = head
    for last, start in enumerate(periods_within(content.grain, min(points), max(points)), start=head + 1):
        put(sheet, last, 1, start, "QA date")
        _point(sheet, last, points.get(start), scale, number_format(trend.unit))
    chart = report_trend_chart(
        sheet,
        title,
        head + 1,
        last,
        number_format=number_format(trend.unit),
        has_band=any(point.low is not None for point in trend.points),
        has_goal=any(point.goal is not None for point in trend.points),
        from_zero=trend.unit in ("count", "s"),
    )
    sheet.add_chart(chart, f"H{row}")
    return max(last, row + _LEAST_ROWS) + 2


def _point(sheet: Worksheet, row: int, point: ReportFigure | None, scale: float, shape: str) -> None:
    values = (point.value, point.low, point.high, point.goal) if point is not None else (None,) * 4
    for column, value in enumerate(values, start=2):
        put(sheet, row, column, None if value is None else value / scale, "QA right")
        sheet.cell(row, column).number_format = shape
    put(sheet, row, 6, point.n if point is not None else None, "QA count")
    sheet.cell(row, 6).number_format = "#,##0"
