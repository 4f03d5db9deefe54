"""A chart over pyqtgraph: a plot made at first show, in the theme's colours.

The plot itself takes no mouse: a page scrolls over it, and what is pressed is decided by the marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPen

from qa_desk.ui.widgets.charts.marked import Mark, Marked

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent

    from qa_desk.ui.theme import Theme

__all__ = ["Chart", "Mark"]


class Chart(Marked):
    """The base: a subclass fills the plot in `fill`, fits it to the width in `fit`, and names its `marks`."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.plot: Any = None

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
        if self.plot is not None and not self.is_empty:
            self._column.activate()
            self.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A chart that is closed on its own."""
        self.shut()
        super().closeEvent(event)

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
