"""A native Excel chart over a trend of the report: the value with the band of its interval, and the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import LineChart, Reference
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from qa_desk.exports.chart_looks import finish_chart, line_look
from qa_desk.exports.sheet_looks import ACCENT, WATCH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_BAND = "9DB4EA"
WIDTH_CM, HEIGHT_CM = 15.5, 6.6


def report_trend_chart(
    sheet: Worksheet,
    title: str,
    first_row: int,
    last_row: int,
    *,
    number_format: str,
    has_band: bool,
    has_goal: bool,
    from_zero: bool,
) -> LineChart:
    """Lines over columns B (value), C (low), D (high) and E (goal) of a table whose head stands above `first_row`."""
    chart = LineChart()
    columns = [2, *((3, 4) if has_band else ()), *((5,) if has_goal else ())]
    for column in columns:
        chart.add_data(Reference(sheet, min_col=column, min_row=first_row - 1, max_row=last_row), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first_row, max_row=last_row))
    for column, series in zip(columns, chart.series, strict=True):
        if column == 2:
            line_look(series, ACCENT, 2.25)
            dot = GraphicalProperties(solidFill=ACCENT, ln=LineProperties(solidFill=ACCENT))
            series.marker = Marker(symbol="circle", size=5, spPr=dot)
        elif column == 5:
            line_look(series, WATCH, 1, dash="dash")
        else:
            line_look(series, _BAND, 1, dash="sysDash")
    chart.display_blanks = "gap"
    finish_chart(chart, title)
    chart.legend = None
    chart.y_axis.number_format = number_format
    if from_zero:
        chart.y_axis.scaling.min = 0
    chart.width = WIDTH_CM  # type: ignore[assignment]  # openpyxl takes any number
    chart.height = HEIGHT_CM
    return chart
