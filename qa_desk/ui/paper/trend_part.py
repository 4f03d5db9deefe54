"""Pages of small trends: two beside one another, four under one another, each with its band, its goal and its n."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPen, QPolygonF

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.paper.pages import ACCENT, BAND, LINE, MUTED, TEXT, WATCH, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QPaintDevice, QPainter

    from qa_desk.domain.report import ReportFigure, Trend

_ACROSS, _DOWN = 2, 4
_GAP_POINTS = 16


class TrendPart:
    """The trends in their order. `say` writes a value with its unit, for the marks of the axis."""

    def __init__(self, heading: str, trends: Sequence[Trend], say: Callable[[float, str], str]) -> None:
        self._heading, self._trends, self._say = heading, trends, say
        self._size, self._font, self._point = QRectF(), QFont(), 1.0

    def lay_out(self, device: QPaintDevice, size: QRectF, font: QFont) -> int:
        """As many pages as eights of trends."""
        self._size, self._font, self._point = size, font, points(device, 1)
        return -(-len(self._trends) // (_ACROSS * _DOWN))

    def paint(self, painter: QPainter, page: int) -> None:
        """Up to eight trends."""
        gap = _GAP_POINTS * self._point
        head = 22 * self._point
        self._write(painter, QRectF(0, 0, self._size.width(), head), self._heading, 12, ACCENT, is_bold=True)
        width = (self._size.width() - gap * (_ACROSS - 1)) / _ACROSS
        height = (self._size.height() - head - gap * (_DOWN - 1)) / _DOWN
        first = page * _ACROSS * _DOWN
        for place, trend in enumerate(self._trends[first : first + _ACROSS * _DOWN]):
            left, top = (place % _ACROSS) * (width + gap), head + (place // _ACROSS) * (height + gap)
            self._trend(painter, QRectF(left, top, width, height), trend)

    def _trend(self, painter: QPainter, room: QRectF, trend: Trend) -> None:
        point = self._point
        self._write(painter, QRectF(room.left(), room.top(), room.width(), 12 * point), trend.name, 9, TEXT, is_bold=True)
        low, high = _range(trend)
        labels = (self._say(high, trend.unit), self._say(low, trend.unit))
        margin = max(self._width(painter, text) for text in labels) + 6 * point
        plot = QRectF(room.left() + margin, room.top() + 18 * point, room.width() - margin, room.height() - 46 * point)
        painter.setPen(QPen(QColor(LINE), 0.5 * point))
        for y, text in ((plot.top(), labels[0]), (plot.bottom(), labels[1])):
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            self._write(
                painter, QRectF(room.left(), y - 6 * point, margin - 4 * point, 12 * point), text, 7, MUTED, is_right=True
            )
            painter.setPen(QPen(QColor(LINE), 0.5 * point))
        self._marks(painter, plot, trend, low, high)
        self._foot(painter, QRectF(plot.left(), plot.bottom() + 3 * point, plot.width(), 22 * point), trend)

    def _marks(self, painter: QPainter, plot: QRectF, trend: Trend, low: float, high: float) -> None:
        point = self._point
        first, last = trend.points[0].first.toordinal(), trend.points[-1].first.toordinal()

        def at(figure: ReportFigure, value: float) -> QPointF:
            x = (
                plot.center().x()
                if last == first
                else plot.left() + plot.width() * (figure.first.toordinal() - first) / (last - first)
            )
            return QPointF(x, plot.bottom() - plot.height() * (value - low) / (high - low))

        step = _step(trend)
        for run in _runs(trend.points, step):
            banded = [each for each in run if each.low is not None and each.high is not None]
            outline = [at(each, each.high or 0.0) for each in banded] + [at(each, each.low or 0.0) for each in reversed(banded)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(BAND))
            if len(banded) > 1:
                painter.drawPolygon(QPolygonF(outline))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ACCENT), 1.2 * point))
            line = [at(each, each.value) for each in run if each.value is not None]
            painter.drawPolyline(QPolygonF(line))
            painter.setBrush(QColor(ACCENT))
            for dot in line:
                painter.drawEllipse(dot, 1.1 * point, 1.1 * point)
        goal = next((each.goal for each in reversed(trend.points) if each.goal is not None), None)
        if goal is not None and low <= goal <= high:
            y = plot.bottom() - plot.height() * (goal - low) / (high - low)
            pen = QPen(QColor(WATCH), 0.8 * point, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            text = tr("goal {goal}", goal=self._say(goal, trend.unit))
            self._write(painter, QRectF(plot.left(), y - 11 * point, plot.width(), 10 * point), text, 7, WATCH, is_right=True)

    def _foot(self, painter: QPainter, room: QRectF, trend: Trend) -> None:
        half = QRectF(room.left(), room.top(), room.width(), 11 * self._point)
        self._write(painter, half, trend.points[0].first.isoformat(), 7, MUTED)
        last = trend.points[-1].first.isoformat()
        self._write(painter, half, f"{last} …" if trend.is_open_ended else last, 7, MUTED, is_right=True)
        if trend.unit != "count":
            counts = [point.n for point in trend.points]
            least, most = count_text(min(counts)), count_text(max(counts))
            text = tr("n from {least} to {most} a point", least=least, most=most)
            self._write(painter, half.translated(0, 10 * self._point), text, 7, MUTED)

    def _write(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        size: float,
        colour: str,
        *,
        is_bold: bool = False,
        is_right: bool = False,
    ) -> None:
        font = QFont(self._font)
        font.setPointSizeF(size)
        font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _width(self, painter: QPainter, text: str) -> float:
        font = QFont(self._font)
        font.setPointSizeF(7)
        painter.setFont(font)
        return painter.fontMetrics().horizontalAdvance(text)


def _range(trend: Trend) -> tuple[float, float]:
    """From the lowest to the highest thing shown; counts and durations from zero. Never empty."""
    values = [value for each in trend.points for value in (each.value, each.low, each.high, each.goal) if value is not None]
    low, high = min(values), max(values)
    if trend.unit in ("count", "s"):
        low = min(0.0, low)
    return (low, high) if high > low else (low - 1, high + 1)


def _step(trend: Trend) -> int:
    """The days between two points that follow each other."""
    days = [
        after.first.toordinal() - before.first.toordinal() for before, after in zip(trend.points, trend.points[1:], strict=False)
    ]
    shortest = min(days, default=1)
    return 31 if 28 <= shortest <= 31 else shortest


def _runs(figures: Sequence[ReportFigure], step: int) -> Iterator[list[ReportFigure]]:
    """Points that follow each other without a gap, so that no line leads over what is not there."""
    run: list[ReportFigure] = []
    for figure in figures:
        if run and figure.first.toordinal() - run[-1].first.toordinal() > step:
            yield run
            run = []
        run.append(figure)
    if run:
        yield run
