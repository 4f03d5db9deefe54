"""What all charts share: a plot made at first show, the theme, marks to press or walk by keyboard, words for a screen reader.

The plot itself takes no mouse: a page scrolls over it, and what is pressed is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Type
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a chart that says something (in pixels of the widget), and what is handed out when it is pressed."""

    area: QRectF
    text: str
    key: object


class Chart(QWidget):
    """The base: a subclass fills the plot in `fill`, fits it to the width in `fit`, and names its `marks`."""

    pressed = Signal(object)
    """The key of the mark that was pressed, to open its rows."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.plot: Any = None
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

    def fill(self) -> None:
        """Put the items into the plot."""
        raise NotImplementedError

    def fit(self) -> None:
        """Set ranges and what depends on the size: which labels have room, where names stand."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew: other data, or another theme."""
        self._nothing.setVisible(self.is_empty)
        if self.plot is None:
            return
        self.plot.setVisible(not self.is_empty)
        self.plot.clear()
        for side in ("left", "bottom", "right"):
            axis = self.plot.getAxis(side)
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTickPen(self.pen("surface"))  # a tick of no length still leaves a dot, whatever its pen's style
            axis.setTextPen(self.theme.colour("muted"))
            axis.setStyle(tickLength=0, tickFont=self.letters(), tickTextOffset=6)
        if not self.is_empty:
            self.fill()
            self.fit()
        self.update()

    def shut(self) -> None:
        """Take the plot apart while Qt is whole: one that is left to the end of the program can crash it."""
        if self.plot is not None:
            plot, self.plot = self.plot, None
            self._column.removeWidget(plot)
            plot.close()
            plot.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """The plot is made when it is first seen: loading what draws it takes longer than the rest of the window."""
        if self.plot is None:
            self._make_plot()
            self.redraw()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels are chosen for the new width."""
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())
        if self.plot is not None and not self.is_empty:
            self._column.activate()
            self.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A chart that is closed on its own."""
        self.shut()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the mouse is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(mark.text) if mark else "", self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._ring.update()
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the mark under the mouse."""
        mark = self._mark_under(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(mark.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the marks, Enter presses one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        marks = self.marks
        if step and marks:
            self._at = 0 if self._at is None else min(len(marks) - 1, max(0, self._at + step))
            mark = marks[self._at]
            self.setAccessibleDescription(mark.text)
            QToolTip.showText(self.mapToGlobal(mark.area.bottomLeft().toPoint()), tip(mark.text), self)
            self._ring.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and (at := self.mark_at_keyboard()):
            self.pressed.emit(at.key)
        else:
            super().keyPressEvent(event)

    def mark_at_keyboard(self) -> Mark | None:
        """The mark that the arrows reached."""
        marks = self.marks
        return marks[self._at] if self._at is not None and self._at < len(marks) else None

    def letters(self, size: int = Type.SMALL) -> QFont:
        """The font of labels in charts."""
        font = QFont(self.font())
        font.setPixelSize(self.theme.size(size))
        return font

    def measure(self, texts: Sequence[str], size: int = Type.SMALL) -> float:
        """How wide the widest of some labels is."""
        metrics = QFontMetricsF(self.letters(size))
        return max((metrics.horizontalAdvance(line) for text in texts for line in text.split("\n")), default=0.0)

    def shortened(self, text: str, width: float, size: int = Type.SMALL) -> str:
        """A label cut to a width."""
        return QFontMetricsF(self.letters(size)).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def pen(self, token: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: float = 1.0) -> QPen:
        """A pen of the theme that keeps its width at any scale."""
        made = QPen(self.theme.colour(token, alpha), width, style)
        made.setCosmetic(True)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made

    def add_grid_line(self, xs: tuple[float, float], ys: tuple[float, float], pen: QPen) -> None:
        """A straight line between two points, that no range is fitted to."""
        import pyqtgraph as pg

        self.plot.addItem(pg.PlotCurveItem(list(xs), list(ys), pen=pen), ignoreBounds=True)

    def add_text(self, text: str, x: float, y: float, colour: QColor, anchor: tuple[float, float]) -> None:
        """A label in the plot; plain text."""
        import pyqtgraph as pg

        item = pg.TextItem(text, color=colour, anchor=anchor)
        item.setFont(self.letters())
        item.setPos(x, y)
        self.plot.addItem(item, ignoreBounds=True)

    def area_of(self, left: float, right: float, low: float, high: float) -> QRectF:
        """A rectangle of values as pixels of this widget."""
        view = self.plot.getPlotItem().vb
        corners = [self.plot.mapFromScene(view.mapViewToScene(QPointF(x, y))) for x, y in ((left, low), (right, high))]
        origin = self.plot.pos()
        return QRectF(QPointF(corners[0] + origin), QPointF(corners[1] + origin)).normalized()

    def _make_plot(self) -> None:
        import pyqtgraph as pg

        plot = pg.PlotWidget(background=None)
        plot.setAntialiasing(True)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.setMinimumSize(QSize(0, 0))
        plot.setStyleSheet("border: none; background: transparent;")
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        item = plot.getPlotItem()
        item.setContentsMargins(0, 0, 0, 0)
        item.stateGroup.setParent(plot)  # else it would outlive the chart until Python clears away cycles, maybe amid a paint
        for side in ("left", "bottom", "right", "top"):
            plot.showAxis(side, side in ("left", "bottom"))
        self.plot = plot
        self._column.addWidget(plot)
        self._ring.raise_()

    def _mark_under(self, point: QPointF) -> Mark | None:
        return next((mark for mark in self.marks if mark.area.contains(point)), None)


class _Ring(QWidget):
    """Lies over the plot and shows where the keyboard is."""

    def __init__(self, chart: Chart) -> None:
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
