"""What a stock is made of, period by period: columns of layers on each other, from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt

from qa_desk.domain.language import join_phrases
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import LEFT, PaintedChart, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPainter

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Layer:
    """A piece of a column: how much, what is said of it, what is handed out."""

    value: float
    words: str
    key: object = None


class LayerChart(PaintedChart):
    """`show_columns` fills it; the first layer stands at the bottom and is the palest, the last the strongest."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._labels: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._columns: tuple[tuple[Layer, ...], ...] = ()
        self._scale: list[float] = [0.0, 1.0]

    def show_columns(self, labels: Sequence[str], names: Sequence[str], columns: Sequence[Sequence[Layer]]) -> None:
        """A label a column, a name a layer (in the order of the layers of each column)."""
        self._labels, self._names = tuple(labels), tuple(names)
        self._columns = tuple(tuple(column) for column in columns)
        self._scale = scale_of([sum(layer.value for layer in column) for column in self._columns], lowest=0)
        last = self._columns[-1] if self._columns else ()
        self.setAccessibleDescription(join_phrases(layer.words for layer in last))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether no column holds anything."""
        return not any(layer.value for column in self._columns for layer in column)

    def sizeHint(self) -> QSize:
        """High enough to see thin layers."""
        return QSize(640, self.theme.size(260))

    def margins(self) -> tuple[float, float, float, float]:
        """Numbers at the left, names of layers at the right, periods below."""
        numbers = self.measure([f"{self._scale[-1]:,.0f} "]) + Space.M
        return numbers, Space.S, self.measure(self._names) + Space.XL + Space.M, self.line_height() + Space.S

    def lay_out(self) -> list[Mark]:
        """Column after column, from the bottom; what is nothing has no mark."""
        place, marks = self.place, []
        slot = place.width() / len(self._columns)
        for number, column in enumerate(self._columns):
            width = min(slot * 0.72, 64)
            left, y = place.left() + slot * (number + 0.5) - width / 2, place.bottom()
            for layer in column:
                height = place.height() * layer.value / self._scale[-1]
                y -= height
                marks.append(Mark(QRectF(left, y, width, height), layer.words, layer.key))
        return marks

    def next_mark(self, at: int, key: Qt.Key, count: int) -> int:
        """Left and right between the columns, up and down within one."""
        layers = len(self._names)
        step = {Qt.Key.Key_Left: -layers, Qt.Key.Key_Right: layers, Qt.Key.Key_Up: 1}.get(key, -1)
        to = at + step
        stays = abs(step) == 1 and to // layers != at // layers
        return at if stays or not 0 <= to < count else to

    def paint(self, painter: QPainter) -> None:
        """Scale, layers, periods, names."""
        self.draw_scale(painter, self._scale)
        layers = len(self._names)
        for number, mark in enumerate(self.marks):
            if mark.area.height() > 0:
                painter.setPen(self.pen("accent"))  # the palest layer is seen by its outline
                painter.setBrush(self._shade(number % layers))
                painter.drawRect(mark.area)
        centres = [self.marks[n * layers].area.center().x() for n in range(len(self._columns))]
        self.write_below(painter, centres, self._labels)
        self._write_key(painter)

    def _write_key(self, painter: QPainter) -> None:
        """The layers' names beside the columns, in their order; thin layers have no room for their own."""
        place, line = self.place, self.line_height() + Space.XS
        top = place.center().y() - line * len(self._names) / 2
        for number, name in enumerate(reversed(self._names)):
            y = top + number * line
            painter.setPen(self.pen("accent"))
            painter.setBrush(self._shade(len(self._names) - 1 - number))
            painter.drawRect(QRectF(place.right() + Space.M, y + line / 2 - 5, 10, 10))
            area = QRectF(place.right() + Space.M + 16, y, self.width() - place.right() - Space.M - 16, line)
            self.write(painter, area, name, "text", LEFT)

    def _shade(self, layer: int) -> QColor:
        """One hue, stronger step by step, so that the order is seen without its colour."""
        share = 0.22 + 0.78 * layer / max(1, len(self._names) - 1)
        return self.shade(share)
