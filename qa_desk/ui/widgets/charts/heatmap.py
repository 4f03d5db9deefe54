"""How much there is at each hour of each day of the week: a cell darker the more, its number in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPen

from qa_desk.domain.language import join_phrases
from qa_desk.ui.tokens import Space, contrast
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import LEFT, RIGHT, PaintedChart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qa_desk.ui.theme import Theme

_CELL = 34
_LIGHTEST = 0.06


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value (None: nothing is known), what is written in it, what is said of it, its key."""

    value: float | None
    text: str
    words: str
    key: object = None
    is_lit: bool = False


class Heatmap(PaintedChart):
    """`show_cells` fills it: a row after the other, all of the same length."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[tuple[Cell, ...], ...] = ()
        self._most = 0.0

    def show_cells(self, rows: Sequence[tuple[str, str]], columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """`rows` are (name, what stands at the end of the row)."""
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._cells = tuple(tuple(row) for row in cells)
        known = [cell for row in self._cells for cell in row if cell.value]
        self._most = max((cell.value or 0.0 for cell in known), default=0.0)
        fullest = sorted(known, key=lambda cell: -(cell.value or 0.0))[:3]
        self.setAccessibleDescription(join_phrases(cell.words for cell in fullest))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return self._most <= 0

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(760, round(len(self._rows) * self.theme.size(_CELL) + self.line_height() + Space.M))

    def margins(self) -> tuple[float, float, float, float]:
        """Names at the left, totals at the right, hours above."""
        names = self.measure([name for name, _end in self._rows]) + Space.L
        ends = self.measure([end for _name, end in self._rows]) + Space.L
        return names, self.line_height() + Space.XS, ends, Space.XS

    def lay_out(self) -> list[Mark]:
        """Row after row."""
        place = self.place
        width, height = place.width() / len(self._columns), place.height() / len(self._rows)
        return [
            Mark(QRectF(place.left() + x * width, place.top() + y * height, width, height), cell.words, cell.key)
            for y, row in enumerate(self._cells)
            for x, cell in enumerate(row)
        ]

    def next_mark(self, at: int, key: Qt.Key, count: int) -> int:
        """Arrows go along the hours and between the days."""
        across = len(self._columns)
        row, column = divmod(at, across)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = min(len(self._cells) - 1, max(0, row + (1 if key == Qt.Key.Key_Down else -1)))
        else:
            column = min(across - 1, max(0, column + (1 if key == Qt.Key.Key_Right else -1)))
        return row * across + column

    def paint(self, painter: QPainter) -> None:
        """Names, hours, cells."""
        place, line, marks = self.place, self.line_height(), self.marks
        across = len(self._columns)
        every = 1 if self.measure(self._columns) + 2 < place.width() / across else 3
        for number in range(0, across, every):
            area = marks[number].area
            self.write(painter, QRectF(area.center().x() - 30, 0, 60, line), self._columns[number])
        for number, (name, end) in enumerate(self._rows):
            area = marks[number * across].area
            self.write(painter, QRectF(Space.XS, area.top(), place.left() - Space.M, area.height()), name, "text", LEFT)
            self.write(
                painter,
                QRectF(place.right() + Space.XS, area.top(), self.width() - place.right() - Space.M, area.height()),
                end,
                align=RIGHT,
            )
        has_room = self.measure([cell.text for row in self._cells for cell in row]) + 4 <= place.width() / across
        for mark, cell in zip(marks, (cell for row in self._cells for cell in row), strict=True):
            self._paint_cell(painter, mark.area.adjusted(1, 1, -1, -1), cell, has_text=has_room)

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: Cell, *, has_text: bool) -> None:
        ground = self._ground(cell.value)
        painter.setPen(QPen(self.theme.colour("text"), 2) if cell.is_lit else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(ground)
        painter.drawRoundedRect(area, 3, 3)
        if has_text and cell.text:
            colours = self.theme.colours
            token = max(("text", "surface"), key=lambda name: contrast(getattr(colours, name), ground.name()))
            self.write(painter, area, cell.text, token)

    def _ground(self, value: float | None) -> QColor:
        """The accent over the surface, by the share of the fullest cell: one hue, so that lightness alone tells."""
        share = 0.0 if not value else _LIGHTEST + (1 - _LIGHTEST) * value / self._most
        return self.shade(share, "background")
