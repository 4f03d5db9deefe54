"""Native Excel charts over the cells of a coaching page: the trend with its band, and the sections beside the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from qa_desk.exports.chart_looks import finish_chart, line_look
from qa_desk.exports.sheet_looks import ACCENT, WATCH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TEAM = "B9BEC6"
_POINTS = 12_700


def trend_chart(sheet: Worksheet, title: str, first_row: int, last_row: int, lowest: float, *, has_goal: bool) -> LineChart:
    """Lines over columns B (mean), C (low), D (high) and E (goal) of a table whose head stands above `first_row`."""
    chart = LineChart()
    last_column = 5 if has_goal else 4
    lines = Reference(sheet, min_col=2, max_col=last_column, min_row=first_row - 1, max_row=last_row)
    chart.add_data(lines, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first_row, max_row=last_row))
    mean, *band = chart.series[:3]
    line_look(mean, ACCENT, 2.25)
    mean.marker = Marker(symbol="circle", size=6, spPr=GraphicalProperties(solidFill=ACCENT, ln=LineProperties(solidFill=ACCENT)))
    for edge in band:
        line_look(edge, "9DB4EA", 1, dash="sysDash")
    if has_goal:
        line_look(chart.series[3], WATCH, 1, dash="dash")
    chart.display_blanks = "gap"
    finish_chart(chart, title)
    chart.legend = None
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = lowest, 100
    chart.y_axis.number_format = "0"
    return chart


def section_chart(sheet: Worksheet, title: str, first_row: int, last_row: int) -> BarChart:
    """Bars over columns I (agent) and J (team) with the names in G."""
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth, chart.overlap = 60, -5
    chart.add_data(Reference(sheet, min_col=9, max_col=10, min_row=first_row - 1, max_row=last_row), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=7, min_row=first_row, max_row=last_row))
    for series, colour in zip(chart.series, (ACCENT, _TEAM), strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    finish_chart(chart, title)
    chart.legend.position = "b"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.y_axis.number_format = "0"
    chart.y_axis.crosses = "max"
    return chart


def team_chart(sheet: Worksheet, title: str, name_column: int, value_column: int, first_row: int, last_row: int) -> BarChart:
    """One bar an agent: the score beside the others, in the order of the table."""
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 45
    chart.add_data(Reference(sheet, min_col=value_column, min_row=first_row - 1, max_row=last_row), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=name_column, min_row=first_row, max_row=last_row))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    finish_chart(chart, title)
    chart.legend = None
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.y_axis.number_format = "0"
    chart.y_axis.crosses = "max"
    return chart
