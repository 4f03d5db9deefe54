"""Points of two figures, as large as what they rest on, with lines beside them: funnels, and one figure against another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPolygonF

from qa_desk.domain.language import join_phrases, ntr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import LEFT, RIGHT, PaintedChart, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qa_desk.ui.theme import Theme

_REACH = 12.0
_NAMED = 14


@dataclass(frozen=True, slots=True)
class Dot:
    """A point. `meaning` (good, bad, watch) marks one that stands out: it is hollow with a strong edge and bears its name."""

    x: float
    y: float
    name: str
    words: str
    radius: float = 4.0
    """In pixels."""
    meaning: str | None = None
    key: object = None
    is_lit: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points with a name at its right end; `style` solid, dash or dot."""

    points: tuple[tuple[float, float], ...]
    name: str = ""
    token: str = "muted"
    style: str = "solid"


_STYLES = {"solid": Qt.PenStyle.SolidLine, "dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}


class ScatterChart(PaintedChart):
    """`show_dots` fills it; `units` are written behind the numbers of the axes (across, up), `titles` at their ends."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._titles, self._units = ("", ""), ("", "")
        self._dots: tuple[Dot, ...] = ()
        self._curves: tuple[Curve, ...] = ()
        self._scales = ([0.0, 1.0], [0.0, 1.0])

    def show_dots(
        self,
        dots: Sequence[Dot],
        curves: Sequence[Curve] = (),
        *,
        titles: tuple[str, str],
        units: tuple[str, str] = ("", ""),
        lowest: tuple[float | None, float | None] = (None, None),
        highest: tuple[float | None, float | None] = (None, None),
    ) -> None:
        """`lowest` and `highest` are the natural ends of the axes, where they have any. The keyboard walks from left to right."""
        self._dots = tuple(sorted(dots, key=lambda dot: (dot.x, dot.y)))
        self._curves, self._titles, self._units = tuple(curves), titles, units
        low, high = min((dot.y for dot in dots), default=0.0), max((dot.y for dot in dots), default=1.0)
        room = (high - low) * 0.6 or abs(high) * 0.1 or 1.0  # curves that run away do not squeeze the dots
        ends = [min(max(y, low - room), high + room) for curve in self._curves for _x, y in curve.points]
        xs = [dot.x for dot in dots]
        self._scales = (
            scale_of(xs, lowest=lowest[0], highest=highest[0], most=7),
            scale_of(
                [low, high, *ends], lowest=lowest[1] if lowest[1] is None or low - room <= lowest[1] else None, highest=highest[1]
            ),
        )
        named = [dot for dot in self._dots if dot.meaning]
        count = ntr("{count} point", "{count} points", len(self._dots))
        self.setAccessibleDescription(join_phrases([count, *(dot.words for dot in named[:5])]))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether there is no point."""
        return not self._dots

    def sizeHint(self) -> QSize:
        """High enough to see a spread."""
        return QSize(640, self.theme.size(340))

    def margins(self) -> tuple[float, float, float, float]:
        """Numbers at both axes, their titles, names of the curves."""
        step = self._scales[1][1] - self._scales[1][0]
        numbers = self.measure([f"{mark:.{2 if step < 0.1 else 1}f}{self._units[1]}" for mark in self._scales[1]]) + Space.L
        names = self.measure([curve.name for curve in self._curves]) + Space.M
        return numbers, self.line_height() + Space.S, names, 2 * self.line_height() + Space.S

    def at(self, x: float, y: float) -> QPointF:
        """A pair of values in pixels."""
        place, (across, up) = self.place, self._scales
        return QPointF(
            place.left() + place.width() * (x - across[0]) / (across[-1] - across[0]),
            place.bottom() - place.height() * (y - up[0]) / (up[-1] - up[0]),
        )

    def lay_out(self) -> list[Mark]:
        """A square around each point."""
        found = []
        for dot in self._dots:
            middle, reach = self.at(dot.x, dot.y), dot.radius + 3
            found.append(Mark(QRectF(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach), dot.words, dot.key))
        return found

    def mark_under(self, point: QPointF) -> Mark | None:
        """The nearest point within reach."""
        near = [
            (math.hypot(m.area.center().x() - point.x(), m.area.center().y() - point.y()), n) for n, m in enumerate(self.marks)
        ]
        if not near:
            return None
        distance, number = min(near)
        return self.marks[number] if distance <= max(_REACH, self._dots[number].radius) else None

    def paint(self, painter: QPainter) -> None:
        """Scales, curves, points; the names of those that stand out."""
        place, line = self.place, self.line_height()
        self.draw_scale(painter, self._scales[1], self._units[1])
        self.draw_scale(painter, self._scales[0], self._units[0], is_across=True)
        self.write(painter, QRectF(0, 0, self.width() / 2, line), self._titles[1], "muted", LEFT)
        self.write(painter, QRectF(place.left(), place.bottom() + line, place.width(), line), self._titles[0], "muted", RIGHT)
        painter.save()
        painter.setClipRect(place.adjusted(-8, -8, 8, 8))
        for curve in self._curves:
            painter.setPen(self.pen(curve.token, 1.5, _STYLES[curve.style]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([self.at(x, y) for x, y in curve.points]))
        painter.restore()
        self._name_curves(painter)
        is_many = len(self._dots) > 200
        for dot in self._dots:
            token = dot.meaning or "accent"
            painter.setPen(self.pen(token if dot.meaning else "surface", 2 if dot.meaning or dot.is_lit else 1))
            painter.setBrush(
                self.theme.colour("surface") if dot.meaning else self.theme.colour("accent", 0.45 if is_many else 0.8)
            )
            painter.drawEllipse(self.at(dot.x, dot.y), dot.radius, dot.radius)
        self._name_dots(painter)

    def _name_curves(self, painter: QPainter) -> None:
        place = self.place
        names = []
        for curve in self._curves:
            if curve.name and curve.points:
                y = min(max(self.at(*curve.points[-1]).y(), place.top()), place.bottom())
                names.append((y, curve.name, curve.token))
        self.write_names(painter, names, place.right() + Space.XS, self.width() - place.right() - Space.XS)

    def _name_dots(self, painter: QPainter) -> None:
        """Names where they hit no other name; the farthest from the middle first."""
        place, line = self.place, self.line_height()
        taken: list[QRectF] = []
        middle = place.center().y()
        standing = [dot for dot in self._dots if dot.meaning and dot.name]
        for dot in sorted(standing, key=lambda each: -abs(self.at(each.x, each.y).y() - middle)):
            at, width = self.at(dot.x, dot.y), self.measure([dot.name]) + 2
            left = (
                at.x() + dot.radius + 3 if at.x() + dot.radius + 3 + width <= place.right() else at.x() - dot.radius - 3 - width
            )
            area = QRectF(left, at.y() - line / 2, width, line)
            if len(taken) < _NAMED and not any(area.intersects(other) for other in taken):
                taken.append(area)
                self.write(painter, area, dot.name, "text", LEFT)


def radius_of(n: int, most: int) -> float:
    """The radius in pixels of a point whose area says n, where `most` is the largest n."""
    return 3.0 + 9.0 * math.sqrt(n / most) if most else 3.0
