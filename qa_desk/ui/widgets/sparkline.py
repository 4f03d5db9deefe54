"""A trend the size of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from qa_desk.ui.theme import Theme

_MARGIN = 4


class Sparkline(QWidget):
    """A line through the values; gaps where one is missing, a dot on the last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: tuple[float | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.size(180))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as two lines of text."""
        return QSize(96, 30)

    def show_values(self, values: Sequence[float | None], name: str = "") -> None:
        """Oldest first; None is a gap."""
        self._values = tuple(values)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        known = [value for value in self._values if value is not None]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(known), max(known)
        painter.setPen(QPen(self._theme.colour("accent"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        last: QPointF | None = None
        piece = QPolygonF()
        for number, value in enumerate((*self._values, None)):
            if value is None:
                if piece.size() > 1:
                    painter.drawPolyline(piece)
                piece = QPolygonF()
            else:
                last = self._point(number, value, low, high)
                piece.append(last)
        if last is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(last, 2.5, 2.5)
        painter.end()

    def _point(self, number: int, value: float, low: float, high: float) -> QPointF:
        width, height = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        x = width * number / max(1, len(self._values) - 1)
        y = height * (1 - (value - low) / (high - low)) if high > low else height / 2
        return QPointF(_MARGIN + x, _MARGIN + y)
