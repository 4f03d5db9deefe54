"""Figures side by side, one a line: bars from zero, or dots with whiskers. Names stand at the line, values at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.axis import ticks
from qa_desk.ui.widgets.charts.chart import Chart, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from qa_desk.ui.theme import Theme

_LINE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `text` is the value as it is printed; `reference` is what it is compared with (the team), as a tick."""

    label: str
    value: float | None
    text: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    reference: float | None = None
    meaning: str | None = None
    key: object = None


class _RowsChart(Chart):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._rows: tuple[Row, ...] = ()
        self._bounds: tuple[float | None, float | None] = (None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(420, max(1, len(self._rows)) * self.theme.size(_LINE) + Space.S)

    def show_rows(self, rows: Sequence[Row], *, lowest: float | None = None, highest: float | None = None) -> None:
        """Top to bottom. `lowest` and `highest` fix the ends of the axis (0 and 100 for shares)."""
        self._rows, self._bounds = tuple(rows), (lowest, highest)
        self.setAccessibleDescription("; ".join(self._say(row) for row in self._rows[:5]))
        self.updateGeometry()
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Every line."""
        if not self._rows:
            nothing = tr("Nothing to show in this period")
            self.write(painter, QRectF(self.rect()), nothing, self.theme.colour("muted"), Qt.AlignmentFlag.AlignHCenter)
            return
        painter.setFont(self.letters(13))
        metrics = QFontMetricsF(painter.font())
        left = min(max(metrics.horizontalAdvance(row.label) for row in self._rows) + Space.M, self.width() * 0.4)
        values = max(metrics.horizontalAdvance(self._value_text(row)) for row in self._rows)
        counts = max(metrics.horizontalAdvance(_count_text(row)) for row in self._rows)
        right = values + counts + Space.M * (2 if counts else 1)
        low, high = self._ends()
        height = self.theme.size(_LINE)
        area = QRectF(left, 0, max(20.0, self.width() - left - right), height * len(self._rows))
        self._draw_grid(painter, area, low, high)
        for number, row in enumerate(self._rows):
            line = QRectF(0, number * height, self.width(), height)
            self.marks.append(Mark(line, self._say(row), row.key))
            self.write(painter, QRectF(0, line.top(), left - Space.S, height), row.label, self.theme.colour("text"))
            if row.value is not None:
                self.draw_row(painter, row, QRectF(left, line.top(), area.width(), height), low, high)
            at_right = Qt.AlignmentFlag.AlignRight
            place = QRectF(area.right() + Space.M, line.top(), values, height)
            self.write(painter, place, self._value_text(row), self.theme.colour("text"), at_right)
            place = QRectF(self.width() - counts, line.top(), counts, height)
            self.write(painter, place, _count_text(row), self.theme.colour("muted"), at_right)

    def draw_row(self, painter: QPainter, row: Row, area: QRectF, low: float, high: float) -> None:
        """The mark of one line."""
        raise NotImplementedError

    def _ends(self) -> tuple[float, float]:
        values = [v for row in self._rows for v in (row.value, row.low, row.high, row.reference) if v is not None] or [0.0, 1.0]
        lowest, highest = self._bounds
        marks = ticks(min(values) if lowest is None else lowest, max(values) if highest is None else highest)
        return (marks[0] if lowest is None else lowest), (marks[-1] if highest is None else max(highest, max(values)))

    def _draw_grid(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        for mark in ticks(low, high, 4):
            if low <= mark <= high:
                x = round(_x(mark, area, low, high)) + 0.5
                painter.setPen(QPen(self.theme.colour("edge" if mark == 0 else "line"), 1))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_whisker(self, painter: QPainter, row: Row, area: QRectF, low: float, high: float, colour: QColor) -> None:
        if row.low is None or row.high is None:
            return
        y = area.center().y()
        painter.setPen(QPen(colour, 1.5))
        ends = [_x(value, area, low, high) for value in (row.low, row.high)]
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
        for x in ends:
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))

    def _draw_reference(self, painter: QPainter, row: Row, area: QRectF, low: float, high: float) -> None:
        if row.reference is not None:
            x = _x(row.reference, area, low, high)
            painter.setPen(QPen(self.theme.colour("text"), 2))
            painter.drawLine(QPointF(x, area.top() + 5), QPointF(x, area.bottom() - 5))

    def _colour(self, row: Row) -> QColor:
        return self.theme.colour(row.meaning or "accent")

    def _value_text(self, row: Row) -> str:
        return row.text or ("–" if row.value is None else f"{row.value:.4g}".replace("-", "−"))

    def _say(self, row: Row) -> str:
        text = f"{row.label}: {self._value_text(row)}"
        if row.low is not None and row.high is not None:
            text += f" ({row.low:.4g}–{row.high:.4g})"
        if row.reference is not None:
            text += ", " + tr("compared with {value}", value=f"{row.reference:.4g}")
        return text + ("" if row.n is None else ", " + tr("n = {n}", n=row.n))


class BarChart(_RowsChart):
    """Bars that begin at zero, always."""

    def draw_row(self, painter: QPainter, row: Row, area: QRectF, low: float, high: float) -> None:
        """A bar from zero, its whisker and the reference."""
        if row.value is None:
            return
        zero, end = _x(0.0, area, low, high), _x(row.value, area, low, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(row))
        thick = area.height() * 0.5
        painter.drawRoundedRect(QRectF(min(zero, end), area.center().y() - thick / 2, max(1.0, abs(end - zero)), thick), 2, 2)
        self._draw_whisker(painter, row, area, low, high, self.theme.colour("text"))
        self._draw_reference(painter, row, area, low, high)

    def _ends(self) -> tuple[float, float]:
        low, high = super()._ends()
        return min(0.0, low), max(0.0, high)


class DotChart(_RowsChart):
    """Dots with whiskers, and a tick for what they are compared with; the axis need not begin at zero."""

    def draw_row(self, painter: QPainter, row: Row, area: QRectF, low: float, high: float) -> None:
        """The whisker, the reference, the dot."""
        if row.value is None:
            return
        colour = self._colour(row)
        self._draw_whisker(painter, row, area, low, high, colour)
        self._draw_reference(painter, row, area, low, high)
        painter.setPen(QPen(self.theme.colour("surface"), 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(_x(row.value, area, low, high), area.center().y()), 5, 5)


def _count_text(row: Row) -> str:
    return "" if row.n is None else tr("n {n}", n=row.n)


def _x(value: float, area: QRectF, low: float, high: float) -> float:
    return area.left() + area.width() * (value - low) / (high - low if high > low else 1.0)
