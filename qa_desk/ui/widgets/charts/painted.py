"""A chart that paints itself: for thousands of marks, cells and bars that belong together, at once and without a plot to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy

from qa_desk.ui.tokens import Space, Type
from qa_desk.ui.widgets.charts.axis import tick_text, ticks
from qa_desk.ui.widgets.charts.marked import Mark, Marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from qa_desk.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class PaintedChart(Marked):
    """A subclass lays its marks out (`lay_out`), leaves `margins` around them, and paints (`paint`)."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._laid_out: list[Mark] | None = None
        self._place: QRectF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def lay_out(self) -> list[Mark]:
        """The marks for the size at hand, in the order of the keyboard."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Paint everything; called only when there is something."""
        raise NotImplementedError

    def margins(self) -> tuple[float, float, float, float]:
        """What is left around the marks for labels, in pixels: left, top, right, bottom."""
        return 0.0, 0.0, 0.0, 0.0

    @property
    def marks(self) -> list[Mark]:
        """Laid out once a size."""
        if self.is_empty:
            return []
        if self._laid_out is None:
            self._laid_out = self.lay_out()
        return self._laid_out

    @property
    def place(self) -> QRectF:
        """Where the marks are, in pixels."""
        if self._place is None:  # measuring labels is slow, and thousands of marks ask
            left, top, right, bottom = self.margins()
            self._place = QRectF(left, top, max(40.0, self.width() - left - right), max(20.0, self.height() - top - bottom))
        return self._place

    def redraw(self) -> None:
        """Other data, another theme."""
        self._laid_out = self._place = None
        self._nothing.setVisible(self.is_empty)
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything has another place."""
        super().resizeEvent(event)
        self._laid_out = self._place = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is."""
        if self.is_empty:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.letters())
        self.paint(painter)
        painter.end()

    def shade(self, share: float, ground: str = "surface") -> QColor:
        """The accent over a ground, 0 to 1: one hue, so that lightness alone tells the order."""
        low, high = self.theme.colour(ground), self.theme.colour("accent")
        ends = ((low.red(), high.red()), (low.green(), high.green()), (low.blue(), high.blue()))
        return QColor(*(round(first + (last - first) * share) for first, last in ends))

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        token: str = "muted",
        align: Qt.AlignmentFlag = CENTRE,
        size: int = Type.SMALL,
    ) -> None:
        """A label in an area; plain text, cut where it has no room."""
        painter.setFont(self.letters(size))
        painter.setPen(self.theme.colour(token))
        painter.drawText(area, int(align), self.shortened(text, area.width() + 1, size))

    def write_names(self, painter: QPainter, names: Sequence[tuple[float, str, str]], x: float, width: float) -> None:
        """Names beside the right ends of lines or layers (y, text, token), pushed apart where they would meet."""
        line, below = self.line_height(), -1e9
        for y, text, token in sorted(names):
            below = max(y, below + line)
            self.write(painter, QRectF(x, below - line / 2, width, line), text, token, LEFT)

    def draw_scale(self, painter: QPainter, marks: Sequence[float], unit: str = "", *, is_across: bool = False) -> None:
        """Hairlines and numbers at the left (or, across, below) for round values from the first to the last of `marks`."""
        place, line = self.place, self.line_height()
        step = marks[1] - marks[0]
        low, high = marks[0], marks[-1]
        for mark in marks:
            share = (mark - low) / (high - low)
            text = tick_text(mark, step) + unit
            if is_across:
                x = place.left() + share * place.width()
                painter.setPen(self.pen("line"))
                painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
                self.write(painter, QRectF(x - 40, place.bottom() + 2, 80, line), text)
            else:
                y = place.bottom() - share * place.height()
                painter.setPen(self.pen("line"))
                painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
                self.write(painter, QRectF(0, y - line / 2, place.left() - Space.S, line), text, align=RIGHT)

    def write_below(self, painter: QPainter, centres: Sequence[float], texts: Sequence[str]) -> None:
        """Labels under the marks, as many as have room; the last one is always among them."""
        if not texts:
            return
        widest = self.measure(texts) + Space.S
        slot = (centres[-1] - centres[0]) / max(1, len(centres) - 1) if len(centres) > 1 else self.place.width()
        every = max(1, int(-(-widest // max(1.0, slot))))
        top, height = self.place.bottom() + 2, self.line_height() * (max(text.count("\n") for text in texts) + 1)
        for number in range(len(texts) - 1, -1, -every):
            area = QRectF(centres[number] - widest / 2, top, widest, height)
            area.moveRight(min(area.right(), float(self.width())))
            area.moveLeft(max(area.left(), 0.0))
            painter.setFont(self.letters())
            painter.setPen(self.theme.colour("muted"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), texts[number])


def scale_of(
    values: Sequence[float | None], *, lowest: float | None = None, highest: float | None = None, most: int = 5
) -> list[float]:
    """Round marks that cover some values; `lowest` and `highest` are taken in too, and nothing beyond a natural end."""
    known = [value for value in values if value is not None]
    if not known:
        return [0.0, 1.0]
    low, high = min(known), max(known)
    if lowest is not None:
        low = min(low, lowest)
    found = ticks(low, high, most)
    if lowest is not None:
        found = [mark for mark in found if mark >= lowest - 1e-9 or low < lowest]
    if highest is not None and high <= highest:
        found = [mark for mark in found if mark <= highest + 1e-9]
    return found if len(found) > 1 else ticks(low, high, most)
