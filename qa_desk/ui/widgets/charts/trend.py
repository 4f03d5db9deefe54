"""A figure over time: a line with its interval as a band, a comparison line, and the goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.axis import tick_text, ticks
from qa_desk.ui.widgets.charts.chart import Chart, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period. `value` None is a gap; `low` and `high` are the interval where there is one."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: object = None


@dataclass(frozen=True, slots=True)
class _Scale:
    area: QRectF
    low: float
    high: float
    count: int

    def x(self, number: int) -> float:
        return self.area.left() + self.area.width() * (number + 0.5) / max(1, self.count)

    def y(self, value: float) -> float:
        return self.area.bottom() - self.area.height() * (value - self.low) / (self.high - self.low)


class TrendChart(Chart):
    """`show_points` fills it; a press on a point hands out its key."""

    def __init__(self, theme: Theme, name: str, unit: str = "") -> None:
        super().__init__(theme, name)
        self._unit = unit
        self._points: tuple[TrendPoint, ...] = ()
        self._compared: tuple[float | None, ...] = ()
        self._names = ("", "")
        self._goal: float | None = None
        self._bounds: tuple[float | None, float | None] = (None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(140)

    def sizeHint(self) -> QSize:
        """Wide enough for half a year of weeks."""
        return QSize(480, 220)

    def show_points(
        self,
        points: Sequence[TrendPoint],
        *,
        name: str = "",
        compared: Sequence[float | None] = (),
        compared_name: str = "",
        goal: float | None = None,
        lowest: float | None = None,
        highest: float | None = None,
    ) -> None:
        """Oldest first. `compared` is a second line, point for point; `lowest`/`highest` limit the axis (shares: 0, 100)."""
        self._points, self._compared = tuple(points), tuple(compared)
        self._names, self._goal, self._bounds = (name, compared_name), goal, (lowest, highest)
        known = [point for point in self._points if point.value is not None]
        self.setAccessibleDescription("; ".join(self._say(point) for point in known[-3:]))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Grid, band, lines, dots, direct labels."""
        values = self._all_values()
        if not values:
            nothing = tr("Nothing to show in this period")
            self.write(painter, QRectF(self.rect()), nothing, self.theme.colour("muted"), Qt.AlignmentFlag.AlignHCenter)
            return
        painter.setFont(self.letters())
        marks = self._ticks(values)
        metrics = QFontMetricsF(painter.font())
        step = marks[1] - marks[0]
        left = max(metrics.horizontalAdvance(tick_text(mark, step) + self._unit) for mark in marks) + Space.S
        right = max(metrics.horizontalAdvance(name) for name in (*self._names, self._goal_text())) + Space.M
        right = min(right, self.width() * 0.25)
        foot = metrics.height() * (2 if any(point.n is not None for point in self._points) else 1) + Space.S
        area = QRectF(left, Space.S, self.width() - left - right, self.height() - Space.S - foot)
        scale = _Scale(area, marks[0], marks[-1], len(self._points))
        self._draw_grid(painter, scale, marks)
        self._draw_labels(painter, scale, metrics)
        self._draw_goal(painter, scale)
        self._draw_band(painter, scale)
        if self._compared:
            self._draw_line(painter, scale, self._compared, QPen(self.theme.colour("muted"), 1.5, Qt.PenStyle.DashLine))
        own = tuple(point.value for point in self._points)
        self._draw_line(painter, scale, own, QPen(self.theme.colour("accent"), 2))
        self._draw_dots(painter, scale)
        self._draw_names(painter, scale, metrics)

    def _all_values(self) -> list[float]:
        values = [value for point in self._points for value in (point.value, point.low, point.high) if value is not None]
        if not any(point.value is not None for point in self._points):
            return []
        values += [value for value in self._compared if value is not None]
        return [*values, self._goal] if self._goal is not None else values

    def _ticks(self, values: list[float]) -> list[float]:
        lowest, highest = self._bounds
        low, high = min(values), max(values)
        marks = ticks(low, high)
        if lowest is not None:
            marks = [mark for mark in marks if mark >= lowest or low < lowest]
        if highest is not None:
            marks = [mark for mark in marks if mark <= highest or high > highest]
        return marks if len(marks) > 1 else ticks(low, high)

    def _draw_grid(self, painter: QPainter, scale: _Scale, marks: list[float]) -> None:
        height = QFontMetricsF(painter.font()).height()
        for mark in marks:
            y = round(scale.y(mark)) + 0.5
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(QPointF(scale.area.left(), y), QPointF(scale.area.right(), y))
            text = tick_text(mark, marks[1] - marks[0]) + self._unit
            place = QRectF(0, y - height / 2, scale.area.left() - Space.S, height)
            self.write(painter, place, text, self.theme.colour("muted"), Qt.AlignmentFlag.AlignRight)

    def _draw_labels(self, painter: QPainter, scale: _Scale, metrics: QFontMetricsF) -> None:
        texts = [(point.label, "" if point.n is None else tr("n {n}", n=point.n)) for point in self._points]
        widest = max(metrics.horizontalAdvance(text) for pair in texts for text in pair) + Space.S
        slot = scale.area.width() / max(1, len(texts))
        every = max(1, -int(-widest // slot)) if slot > 0 else 1
        for number in range(len(texts) - 1, -1, -every):  # the latest period always keeps its label
            for line, text in enumerate(texts[number]):
                top = scale.area.bottom() + Space.XS + line * metrics.height()
                place = QRectF(scale.x(number) - widest / 2, top, widest, metrics.height())
                self.write(painter, place, text, self.theme.colour("muted"), Qt.AlignmentFlag.AlignHCenter)

    def _goal_text(self) -> str:
        return "" if self._goal is None else tr("goal {value}", value=f"{self._goal:g}{self._unit}")

    def _draw_goal(self, painter: QPainter, scale: _Scale) -> None:
        if self._goal is not None:
            painter.setPen(QPen(self.theme.colour("good"), 1, Qt.PenStyle.DotLine))
            y = scale.y(self._goal)
            painter.drawLine(QPointF(scale.area.left(), y), QPointF(scale.area.right(), y))

    def _draw_band(self, painter: QPainter, scale: _Scale) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("accent", 0.16))
        upper: list[QPointF] = []
        lower: list[QPointF] = []
        for number, point in enumerate((*self._points, TrendPoint("", None))):
            if point.low is None or point.high is None or point.value is None:
                if len(upper) == 1:  # a lone point has no neighbour to span a band to: a whisker
                    painter.drawRect(QRectF(upper[0].x() - 3, upper[0].y(), 6, lower[0].y() - upper[0].y()))
                elif upper:
                    painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
                upper, lower = [], []
            else:
                upper.append(QPointF(scale.x(number), scale.y(point.high)))
                lower.append(QPointF(scale.x(number), scale.y(point.low)))

    def _draw_line(self, painter: QPainter, scale: _Scale, values: Sequence[float | None], pen: QPen) -> None:
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        piece = QPolygonF()
        for number, value in enumerate((*values, None)):
            if value is None:
                if piece.size() > 1:
                    painter.drawPolyline(piece)
                piece = QPolygonF()
            else:
                piece.append(QPointF(scale.x(number), scale.y(value)))

    def _draw_dots(self, painter: QPainter, scale: _Scale) -> None:
        painter.setPen(QPen(self.theme.colour("surface"), 1.5))
        painter.setBrush(self.theme.colour("accent"))
        slot = scale.area.width() / max(1, len(self._points))
        for number, point in enumerate(self._points):
            if point.value is not None:
                painter.drawEllipse(QPointF(scale.x(number), scale.y(point.value)), 4, 4)
                area = QRectF(scale.x(number) - slot / 2, scale.area.top(), slot, scale.area.height())
                self.marks.append(Mark(area, self._say(point), point.key))

    def _draw_names(self, painter: QPainter, scale: _Scale, metrics: QFontMetricsF) -> None:
        """Direct labels at the right end, pushed apart where they would meet."""
        wanted = []
        for values, name, token in (
            ([point.value for point in self._points], self._names[0], "accent"),
            (list(self._compared), self._names[1], "muted"),
            ([self._goal], self._goal_text(), "good"),
        ):
            last = next((value for value in reversed(values) if value is not None), None)
            if name and last is not None:
                wanted.append((scale.y(last), name, token))
        below = -metrics.height()
        for y, name, token in sorted(wanted):
            below = max(y, below + metrics.height())
            place = QRectF(scale.area.right() + Space.XS, below - metrics.height() / 2, self.width(), metrics.height())
            place.setRight(self.width())
            self.write(painter, place, name, self.theme.colour(token))

    def _say(self, point: TrendPoint) -> str:
        text = f"{point.label}: {point.value:.4g}{self._unit}" if point.value is not None else point.label
        if point.low is not None and point.high is not None:
            text += f" ({point.low:.4g}–{point.high:.4g})"
        return text + ("" if point.n is None else ", " + tr("n = {n}", n=point.n))
