"""What all charts share: the theme, marks that can be pressed or walked by keyboard, tooltips, and words for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from qa_desk.ui.tokens import Type
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a chart that says something, and what is handed out when it is pressed."""

    area: QRectF
    text: str
    key: object


class Chart(QWidget):
    """The base: a subclass paints in `draw(painter)` and names its `marks`."""

    pressed = Signal(object)
    """The key of the mark that was pressed, to open its rows."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.marks: list[Mark] = []
        self._at: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def draw(self, painter: QPainter) -> None:
        """Paint everything and fill `marks`."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and ring the mark that the keyboard is at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.marks = []
        self.draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            at = self._mark_at_keyboard()
            painter.drawRoundedRect(at.area if at else QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(mark.text) if mark else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the mark under the mouse."""
        mark = self._mark_under(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(mark.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the marks, Enter presses one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self.marks:
            self._at = 0 if self._at is None else min(len(self.marks) - 1, max(0, self._at + step))
            mark = self.marks[self._at]
            self.setAccessibleDescription(mark.text)
            QToolTip.showText(self.mapToGlobal(mark.area.bottomLeft().toPoint()), tip(mark.text), self)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and (at := self._mark_at_keyboard()):
            self.pressed.emit(at.key)
        else:
            super().keyPressEvent(event)

    def letters(self, size: int = Type.SMALL, *, is_bold: bool = False) -> QFont:
        """The font of labels in charts."""
        font = QFont(self.font())
        font.setPixelSize(self.theme.size(size))
        font.setBold(is_bold)
        return font

    def write(
        self, painter: QPainter, area: QRectF, text: str, colour: QColor, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        """One line of text, shortened to fit."""
        painter.setPen(colour)
        fitted = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, fitted)

    def _mark_under(self, point: QPointF) -> Mark | None:
        return next((mark for mark in self.marks if mark.area.contains(point)), None)

    def _mark_at_keyboard(self) -> Mark | None:
        return self.marks[self._at] if self._at is not None and self._at < len(self.marks) else None
