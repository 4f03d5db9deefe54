"""Figures side by side, one a line: bars from zero, or dots with whiskers. Names stand at the line, values at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy

from qa_desk.domain.language import join_phrases, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.tokens import Space, Type
from qa_desk.ui.widgets.charts.axis import ticks
from qa_desk.ui.widgets.charts.chart import Chart, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.theme import Theme

_LINE = 30
_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `text` is the value as it is printed; `reference` is what it is compared with (the team), as a tick."""

    label: str
    value: float | None
    text: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    reference: float | None = None
    meaning: str | None = None
    key: object = None


class _RowsChart(Chart):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self._rows: tuple[Row, ...] = ()
        self._bounds: tuple[float | None, float | None] = (None, None)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(420, max(1, len(self._rows)) * self.theme.size(_LINE) + Space.S)

    def show_rows(self, rows: Sequence[Row], *, lowest: float | None = None, highest: float | None = None) -> None:
        """Top to bottom. `lowest` and `highest` fix the ends of the axis (0 and 100 for shares)."""
        self._rows, self._bounds = tuple(rows), (lowest, highest)
        self.setAccessibleDescription(join_phrases(self._say(row) for row in self._rows[:5]))
        self.updateGeometry()
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether there is no line."""
        return not self._rows

    @property
    def marks(self) -> list[Mark]:
        """Every line, over the whole width."""
        if self.plot is None:
            return []
        made = []
        for number, row in enumerate(self._rows):
            area = self.area_of(0, 1, -number - 0.5, -number + 0.5)
            area.setLeft(0)
            area.setRight(self.width())
            made.append(Mark(area, self._say(row), row.key))
        return made

    def fill(self) -> None:
        """Grid, then the marks of all lines, then names and values as the two axes."""
        self.plot.showAxis("bottom", False)
        self.plot.showAxis("right", True)
        low, high = self.ends()
        for tick in ticks(low, high, 4):
            if low <= tick <= high:
                self.add_grid_line((tick, tick), (0.5 - len(self._rows), 0.5), self.pen("edge" if tick == 0 else "line"))
        self.draw_rows([(-number, row) for number, row in enumerate(self._rows) if row.value is not None])

    def fit(self) -> None:
        """Names get at most two fifths of the width."""
        most = max(60.0, self.width() * 0.4)
        names = [(-number, self.shortened(row.label, most, Type.NOTE)) for number, row in enumerate(self._rows)]
        values = [(-number, self._end_text(row)) for number, row in enumerate(self._rows)]
        for side, texts in (("left", names), ("right", values)):
            axis = self.plot.getAxis(side)
            axis.setStyle(tickLength=0, tickFont=self.letters(Type.NOTE), tickTextOffset=8, hideOverlappingLabels=False)
            axis.setTextPen(self.theme.colour("text"))
            axis.setTicks([texts])
            axis.setWidth(self.measure([text for _y, text in texts], Type.NOTE) + Space.L)
        low, high = self.ends()
        width = self.width() - self.plot.getAxis("left").width() - self.plot.getAxis("right").width()
        margin = (high - low) * Space.S / max(40.0, width - 2 * Space.S)  # a dot at either end is seen whole
        view = self.plot.getPlotItem().vb
        view.setRange(xRange=(low - margin, high + margin), yRange=(0.5 - len(self._rows), 0.5), padding=0)

    def draw_rows(self, rows: Sequence[tuple[int, Row]]) -> None:
        """The marks of the lines that have a value."""
        raise NotImplementedError

    def ends(self) -> tuple[float, float]:
        """Where the axis begins and ends."""
        values = [v for row in self._rows for v in (row.value, row.low, row.high, row.reference) if v is not None] or [0.0, 1.0]
        lowest, highest = self._bounds
        marks = ticks(min(values) if lowest is None else lowest, max(values) if highest is None else highest)
        low = marks[0] if lowest is None else min(lowest, *values)
        return low, (marks[-1] if highest is None else max(highest, *values))

    def draw_whiskers(self, rows: Sequence[tuple[int, Row]], token: str | None = None) -> None:
        """The intervals; in the colour of each line, or in one."""
        import numpy as np
        import pyqtgraph as pg

        by_token: dict[str, list[tuple[float, float, float, float]]] = {}
        for y, row in rows:
            if row.low is not None and row.high is not None and row.value is not None:
                ends = (row.value, y, row.value - row.low, row.high - row.value)
                by_token.setdefault(token or row.meaning or "accent", []).append(ends)
        for name, found in by_token.items():
            x, ys, left, right = np.array(found).T
            self.plot.addItem(pg.ErrorBarItem(x=x, y=ys, left=left, right=right, beam=0.3, pen=self.pen(name, 1.5)))

    def draw_references(self, rows: Sequence[tuple[int, Row]]) -> None:
        """A short upright line at what each is compared with."""
        import pyqtgraph as pg

        known = [(row.reference, y) for y, row in rows if row.reference is not None]
        if known:
            xs = [x for x, _y in known for _end in (0, 1)]
            ys = [y + end for _x, y in known for end in (-0.32, 0.32)]
            self.plot.addItem(pg.PlotCurveItem(xs, ys, connect="pairs", pen=self.pen("text", 2)))

    def _value_text(self, row: Row) -> str:
        return row.text or ("–" if row.value is None else f"{row.value:.4g}".replace("-", "−"))

    def _end_text(self, row: Row) -> str:
        return self._value_text(row) + ("" if row.n is None else "   " + tr("n {n}", n=count_text(row.n)))

    def _say(self, row: Row) -> str:
        text = f"{row.label}: {self._value_text(row)}"
        if row.low is not None and row.high is not None:
            text += f" ({row.low:.4g}–{row.high:.4g})"
        if row.reference is not None:
            text += ", " + tr("compared with {value}", value=f"{row.reference:.4g}")
        return text + ("" if row.n is None else ", " + tr("n = {n}", n=count_text(row.n)))


class BarChart(_RowsChart):
    """Bars that begin at zero, always."""

    def draw_rows(self, rows: Sequence[tuple[int, Row]]) -> None:
        """A bar from zero, its whisker and the reference."""
        import pyqtgraph as pg

        if rows:
            self.plot.addItem(
                pg.BarGraphItem(
                    x0=[min(0.0, row.value or 0.0) for _y, row in rows],
                    width=[abs(row.value or 0.0) for _y, row in rows],
                    y=[y for y, _row in rows],
                    height=0.5,
                    brushes=[self.theme.colour(row.meaning or "accent") for _y, row in rows],
                    pen=QPen(Qt.PenStyle.NoPen),
                )
            )
        self.draw_whiskers(rows, "text")
        self.draw_references(rows)

    def ends(self) -> tuple[float, float]:
        """Zero is always in sight."""
        low, high = super().ends()
        return min(0.0, low), max(0.0, high)


class DotChart(_RowsChart):
    """Dots with whiskers, and a tick for what they are compared with; the axis need not begin at zero and shows its numbers."""

    def sizeHint(self) -> QSize:
        """As high as its lines and the numbers under them."""
        return super().sizeHint() + QSize(0, self.theme.size(_NUMBERS))

    def fill(self) -> None:
        """The lines, and the numbers of the axis under them."""
        super().fill()
        low, high = self.ends()
        marks = [(tick, f"{tick:g}".replace("-", "−")) for tick in ticks(low, high, 4) if low <= tick <= high]
        self.plot.showAxis("bottom", True)
        axis = self.plot.getAxis("bottom")
        axis.setStyle(tickLength=0, tickFont=self.letters(Type.SMALL), tickTextOffset=4, hideOverlappingLabels=False)
        axis.setTextPen(self.theme.colour("muted"))
        axis.setTicks([marks])
        axis.setHeight(self.theme.size(_NUMBERS))

    def draw_rows(self, rows: Sequence[tuple[int, Row]]) -> None:
        """The whiskers, the references, the dots."""
        import pyqtgraph as pg

        self.draw_whiskers(rows)
        self.draw_references(rows)
        if rows:
            self.plot.addItem(
                pg.ScatterPlotItem(
                    [row.value for _y, row in rows],
                    [y for y, _row in rows],
                    size=10,
                    brush=[self.theme.colour(row.meaning or "accent") for _y, row in rows],
                    pen=self.pen("surface", 1.5),
                )
            )
