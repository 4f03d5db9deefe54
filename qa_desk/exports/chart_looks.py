"""The looks of native Excel charts in the program's workbooks: lines, titles in our type, visible axes, a hairline grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from qa_desk.exports.sheet_looks import FONT, LINE, MUTED, TEXT

if TYPE_CHECKING:
    from openpyxl.chart.series import Series

_POINTS = 12_700


def line_look(series: Series, colour: str, points: float, dash: Literal["solid", "dash", "sysDash"] = "solid") -> None:
    """A line of a chart: straight, in one colour, without marks."""
    series.smooth = False
    properties = LineProperties(solidFill=colour, w=round(points * _POINTS))
    properties.prstDash = dash
    series.graphicalProperties = GraphicalProperties(ln=properties)
    series.marker = Marker(symbol="none")


def finish_chart(chart: Any, title: str) -> None:  # noqa: ANN401 - line and bar charts share this by shape only
    """Title in our type, visible axes (openpyxl hides them by default), hairline grid."""
    chart.title = title
    chart.title.tx.rich.p = [
        Paragraph(
            pPr=ParagraphProperties(defRPr=_type(1000, TEXT, bold=True)),
            r=[RegularTextRun(rPr=_type(1000, TEXT, bold=True), t=title)],
        )
    ]
    chart.title.overlay = False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
        axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_type(800, MUTED)), endParaRPr=CharacterProperties())])
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="ECEAE5", w=6350))
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))


def _type(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour, latin=Font(typeface=FONT))
