"""What every chart shares, however it is drawn: marks to press, to walk by keyboard and to hear, and a ring around one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Type
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from qa_desk.ui.theme import Theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a chart that says something (in pixels of the widget), and what is handed out when it is pressed."""

    area: QRectF
    text: str
    key: object


class Marked(QWidget):
    """The base: a subclass draws, says whether it `is_empty`, and names its `marks`."""

    pressed = Signal(object)
    """The key of the mark that was pressed, in whichever way."""
    picked = Signal(object)
    """The key of the mark that was clicked, or that Space was pressed on: to look at everything by it."""
    drilled = Signal(object)
    """The key of the mark that Enter was pressed on: to open its rows."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._at: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)  # room for the focus ring
        self._nothing = label(tr("Nothing to show in this period"), "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self._column.addWidget(self._nothing)
        self._ring = _Ring(self)
        theme.changed.connect(self.redraw)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: it says so instead."""
        raise NotImplementedError

    @property
    def marks(self) -> list[Mark]:
        """What can be pressed, in the order of the keyboard."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew: other data, or another theme."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ring lies over all of it."""
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(mark.text) if mark else "", self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._ring.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the mark under the mouse."""
        mark = self.mark_under(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(mark.key)
            self.picked.emit(mark.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the marks; Enter opens one's rows, Space looks at everything by it."""
        key = Qt.Key(event.key())
        marks = self.marks if key in _STEPS else []
        if marks:
            at = self._at
            self._at = 0 if at is None or at >= len(marks) else self.next_mark(at, key, len(marks))
            mark = marks[self._at]
            self.setAccessibleDescription(mark.text)
            QToolTip.showText(self.mapToGlobal(mark.area.bottomLeft().toPoint()), tip(mark.text), self)
            self._ring.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and (at_mark := self.mark_at_keyboard()):
            self.pressed.emit(at_mark.key)
            (self.picked if key == Qt.Key.Key_Space else self.drilled).emit(at_mark.key)
        else:
            super().keyPressEvent(event)

    def next_mark(self, at: int, key: Qt.Key, count: int) -> int:
        """Where an arrow leads from a mark: along the line, unless a chart has two directions."""
        return min(count - 1, max(0, at + _STEPS[key]))

    def mark_at_keyboard(self) -> Mark | None:
        """The mark that the arrows reached."""
        if self._at is None:
            return None
        marks = self.marks
        return marks[self._at] if self._at < len(marks) else None

    def mark_under(self, point: QPointF) -> Mark | None:
        """The mark at a place of the widget."""
        return next((mark for mark in self.marks if mark.area.contains(point)), None)

    def letters(self, size: int = Type.SMALL) -> QFont:
        """The font of labels in charts."""
        font = QFont(self.font())
        font.setPixelSize(self.theme.size(size))
        return font

    def measure(self, texts: Sequence[str], size: int = Type.SMALL) -> float:
        """How wide the widest of some labels is."""
        metrics = QFontMetricsF(self.letters(size))
        return max((metrics.horizontalAdvance(line) for text in texts for line in text.split("\n")), default=0.0)

    def line_height(self, size: int = Type.SMALL) -> float:
        """How high a line of labels is."""
        return QFontMetricsF(self.letters(size)).height()

    def shortened(self, text: str, width: float, size: int = Type.SMALL) -> str:
        """A label cut to a width."""
        return QFontMetricsF(self.letters(size)).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def pen(self, token: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: float = 1.0) -> QPen:
        """A pen of the theme that keeps its width at any scale."""
        made = QPen(self.theme.colour(token, alpha), width, style)
        made.setCosmetic(True)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made


class _Ring(QWidget):
    """Lies over the chart and shows where the keyboard is."""

    def __init__(self, chart: Marked) -> None:
        super().__init__(chart)
        self._chart = chart
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._chart.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._chart.theme.colour("accent"), 2))
        mark = self._chart.mark_at_keyboard()
        painter.drawRoundedRect(mark.area if mark else QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
