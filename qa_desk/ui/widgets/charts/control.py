"""Is this period unusual? A line with its mean and its limits; what lies outside is a diamond with its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPolygonF

from qa_desk.domain.language import join_phrases, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.axis import tick_text
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import PaintedChart, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Control:
    """One period with its own limits (None where there are none); the texts are what is written and said."""

    label: str
    value: float | None
    text: str
    words: str
    low: float | None = None
    high: float | None = None
    is_outside: bool = False
    key: object = None


class ControlChart(PaintedChart):
    """`show_controls` fills it, oldest first."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._unit = ""
        self._points: tuple[Control, ...] = ()
        self._mean: tuple[float, str] | None = None
        self._scale: list[float] = [0.0, 1.0]

    def show_controls(
        self,
        points: Sequence[Control],
        mean: tuple[float, str] | None,
        *,
        unit: str = "",
        lowest: float | None = None,
        highest: float | None = None,
    ) -> None:
        """`mean` is the centre line with its name; `lowest` and `highest` are the natural ends of the axis."""
        self._points, self._mean, self._unit = tuple(points), mean, unit
        ends = [end for point in self._points for end in (point.value, point.low, point.high)]
        is_near_zero = lowest is not None and min((end for end in ends if end is not None), default=0.0) <= lowest
        self._scale = scale_of(ends, lowest=lowest if is_near_zero else None, highest=highest)
        outside = [point.words for point in self._points if point.is_outside]
        self.setAccessibleDescription(join_phrases(outside[:5]) if outside else tr("No period lies outside the limits."))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether no period has a value."""
        return not any(point.value is not None for point in self._points)

    def sizeHint(self) -> QSize:
        """High enough to see a wave."""
        return QSize(640, self.theme.size(260))

    def margins(self) -> tuple[float, float, float, float]:
        """Numbers, names of the lines, periods."""
        step = self._scale[1] - self._scale[0]
        numbers = self.measure([tick_text(mark, step) + self._unit for mark in self._scale]) + Space.M
        return (
            numbers,
            self.line_height(),
            self.measure([name for _y, name, _token in self._names()]) + Space.M,
            self.line_height() + Space.S,
        )

    def lay_out(self) -> list[Mark]:
        """A column a period that has a value."""
        place = self.place
        width = place.width() / max(1, len(self._points))
        return [
            Mark(QRectF(place.left() + n * width, place.top(), width, place.height()), point.words, point.key)
            for n, point in enumerate(self._points)
            if point.value is not None
        ]

    def paint(self, painter: QPainter) -> None:
        """Scale, limits as steps, mean, line, points."""
        self.draw_scale(painter, self._scale, self._unit)
        place, width = self.place, self.place.width() / len(self._points)
        for side in ("low", "high"):
            painter.setPen(self.pen("muted", 1.2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(self._steps(side))
        if self._mean:
            painter.setPen(self.pen("muted", 1.2))
            y = self._y(self._mean[0])
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
        known = [(self._x(n), point) for n, point in enumerate(self._points) if point.value is not None]
        painter.setPen(self.pen("accent", 2))
        painter.drawPolyline(QPolygonF([QPointF(x, self._y(point.value or 0.0)) for x, point in known]))
        for x, point in known:
            self._paint_point(painter, QPointF(x, self._y(point.value or 0.0)), point)
        self.write_names(painter, self._names(), place.right() + Space.XS, self.width() - place.right() - Space.XS)
        self.write_below(
            painter, [place.left() + (n + 0.5) * width for n in range(len(self._points))], [p.label for p in self._points]
        )

    def _paint_point(self, painter: QPainter, at: QPointF, point: Control) -> None:
        if not point.is_outside:
            painter.setPen(self.pen("surface", 1.5))
            painter.setBrush(self.theme.colour("accent"))
            painter.drawEllipse(at, 4, 4)
            return
        painter.setPen(self.pen("watch", 2))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in ((0, -7), (7, 0), (0, 7), (-7, 0))]))
        is_above = point.high is not None and (point.value or 0.0) > point.high
        line, width = self.line_height(), self.measure([point.text]) + 4
        top = at.y() - 9 - line if is_above else at.y() + 9
        left = min(max(at.x() - width / 2, self.place.left()), self.width() - width)
        self.write(painter, QRectF(left, top, width, line), point.text, "text")

    def _steps(self, side: str) -> QPolygonF:
        width, found = self.place.width() / len(self._points), QPolygonF()
        for n, point in enumerate(self._points):
            value = point.low if side == "low" else point.high
            if value is not None:
                left = self.place.left() + n * width
                found.append(QPointF(left, self._y(value)))
                found.append(QPointF(left + width, self._y(value)))
        return found

    def _names(self) -> list[tuple[float, str, str]]:
        last = next((point for point in reversed(self._points) if point.low is not None or point.high is not None), None)
        names = [] if self._mean is None else [(self._mean[0], self._mean[1], "muted")]
        if last is not None:
            names += [(end, tr("limit"), "muted") for end in (last.low, last.high) if end is not None]
        return [(self._raw_y(value), name, token) for value, name, token in names]

    def _x(self, number: int) -> float:
        return self.place.left() + (number + 0.5) * self.place.width() / len(self._points)

    def _y(self, value: float) -> float:
        place, low, high = self.place, self._scale[0], self._scale[-1]
        return place.bottom() - place.height() * (value - low) / (high - low)

    def _raw_y(self, value: float) -> float:
        # the names are measured for the margins, on which the place depends: their height does not
        low, high = self._scale[0], self._scale[-1]
        top, bottom = self.line_height(), self.height() - self.line_height() - Space.S
        return bottom - (bottom - top) * (value - low) / (high - low)
