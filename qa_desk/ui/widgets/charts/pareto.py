"""What makes most of the work: a bar a reason, the largest first, and a line of how much they make together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPen, QPolygonF

from qa_desk.domain.language import join_phrases, tr
from qa_desk.ui.tokens import Space, Type
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import LEFT, RIGHT, PaintedChart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qa_desk.ui.theme import Theme

_LINE = 28
_SCALE = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]


@dataclass(frozen=True, slots=True)
class Part:
    """One bar, in per cent of the whole: its share with the interval, and the share of it and all before it together."""

    name: str
    share: float
    together: float
    text: str
    words: str
    low: float | None = None
    high: float | None = None
    is_chief: bool = False
    """One of the few that are named first: in full colour."""
    is_lit: bool = False
    """What everything else is filtered by: its name in the colour of what is chosen, and framed."""
    key: object = None


class ParetoChart(PaintedChart):
    """`show_parts` fills it, the largest first; bars and line share one axis from 0 to 100 %."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._parts: tuple[Part, ...] = ()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Largest first."""
        self._parts = tuple(parts)
        self.setAccessibleDescription(join_phrases(part.words for part in self._parts[:5]))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether there is no part."""
        return not self._parts

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(640, round(len(self._parts) * self.theme.size(_LINE) + self.line_height() + Space.M))

    def margins(self) -> tuple[float, float, float, float]:
        """Names, counts; the scale below."""
        names = min(self.measure([part.name for part in self._parts], Type.NOTE), self.width() * 0.3) + Space.L
        return (
            names,
            Space.XS,
            self.measure([part.text for part in self._parts], Type.NOTE) + Space.M,
            self.line_height() + Space.XS,
        )

    def lay_out(self) -> list[Mark]:
        """A line each, over the whole width."""
        place = self.place
        height = place.height() / len(self._parts)
        return [
            Mark(QRectF(0, place.top() + n * height, self.width(), height), part.words, part.key)
            for n, part in enumerate(self._parts)
        ]

    def paint(self, painter: QPainter) -> None:
        """Scale, bars, whiskers, the line of what they make together."""
        place = self.place
        self.draw_scale(painter, _SCALE, " %", is_across=True)
        line: list[QPointF] = []
        for mark, part in zip(self.marks, self._parts, strict=True):
            if part.is_lit:
                painter.setPen(self.pen("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(mark.area.adjusted(1, 1, -1, -1), 3, 3)
            middle, x = mark.area.center().y(), place.left() + place.width() * part.share / 100
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent" if part.is_chief else "edge"))
            painter.drawRect(
                QRectF(QPointF(place.left(), middle - mark.area.height() * 0.3), QPointF(x, middle + mark.area.height() * 0.3))
            )
            if part.low is not None and part.high is not None:
                painter.setPen(self.pen("text", 1.5))
                ends = [QPointF(place.left() + place.width() * end / 100, middle) for end in (part.low, part.high)]
                painter.drawLine(*ends)
                for end in ends:
                    painter.drawLine(end - QPointF(0, 4), end + QPointF(0, 4))
            line.append(QPointF(place.left() + place.width() * part.together / 100, middle))
            self.write(
                painter,
                QRectF(Space.XS, mark.area.top(), place.left() - Space.M, mark.area.height()),
                part.name,
                "accent" if part.is_lit else "text",
                LEFT,
                Type.NOTE,
            )
            count = QRectF(place.right() + Space.S, mark.area.top(), self.width() - place.right() - Space.M, mark.area.height())
            self.write(painter, count, part.text, "text", RIGHT, Type.NOTE)
        painter.setPen(QPen(self.theme.category(1), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))
        painter.setBrush(self.theme.category(1))
        painter.setPen(self.pen("surface", 1.5))
        for point in line:
            painter.drawEllipse(point, 4, 4)
        name = tr("together")
        last = line[min(2, len(line) - 1)]
        width = self.measure([name])
        is_roomy = last.x() + width + Space.M < place.right()
        beside = QRectF(
            last.x() + Space.S if is_roomy else last.x() - width - Space.M,
            last.y() - self.line_height(),
            width + 4,
            self.line_height(),
        )
        self.write(painter, beside, name, "text", LEFT)
