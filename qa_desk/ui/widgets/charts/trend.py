"""A figure over time: a line with its interval as a band, a comparison line, and the goal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy

from qa_desk.domain.language import join_phrases, tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.axis import tick_text, ticks
from qa_desk.ui.widgets.charts.chart import Chart, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPen

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period. `value` None is a gap; `low` and `high` are the interval where there is one."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: object = None


class TrendChart(Chart):
    """`show_points` fills it; a press on a point hands out its key."""

    def __init__(self, theme: Theme, name: str, unit: str = "") -> None:
        super().__init__(theme, name)
        self._unit = unit
        self._points: tuple[TrendPoint, ...] = ()
        self._compared: tuple[float | None, ...] = ()
        self._names = ("", "")
        self._goal: float | None = None
        self._bounds: tuple[float | None, float | None] = (None, None)
        self._ticks: list[float] = [0.0, 1.0]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(140)

    def sizeHint(self) -> QSize:
        """Wide enough for half a year of weeks."""
        return QSize(480, 220)

    def show_points(
        self,
        points: Sequence[TrendPoint],
        *,
        name: str = "",
        compared: Sequence[float | None] = (),
        compared_name: str = "",
        goal: float | None = None,
        lowest: float | None = None,
        highest: float | None = None,
    ) -> None:
        """Oldest first. `compared` is a second line, point for point; `lowest`/`highest` limit the axis (shares: 0, 100)."""
        self._points, self._compared = tuple(points), tuple(compared)
        self._names, self._goal, self._bounds = (name, compared_name), goal, (lowest, highest)
        self._ticks = self._choose_ticks()
        known = [point for point in self._points if point.value is not None]
        self.setAccessibleDescription(join_phrases(self._say(point) for point in known[-3:]))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether no period has a value."""
        return not any(point.value is not None for point in self._points)

    @property
    def marks(self) -> list[Mark]:
        """Every period that has a value."""
        low, high = self._ticks[0], self._ticks[-1]
        return [
            Mark(self.area_of(number - 0.5, number + 0.5, low, high), self._say(point), point.key)
            for number, point in enumerate(self._points)
            if point.value is not None and self.plot is not None
        ]

    def fill(self) -> None:
        """Grid, band, lines, dots."""
        import pyqtgraph as pg

        step = self._ticks[1] - self._ticks[0]
        across = (-0.5, len(self._points) - 0.5)
        for tick in self._ticks:
            self.add_grid_line(across, (tick, tick), self.pen("line"))
        self.plot.getAxis("left").setTicks([[(tick, tick_text(tick, step) + self._unit) for tick in self._ticks]])
        if self._goal is not None:
            self.add_grid_line(across, (self._goal, self._goal), self.pen("good", 1, Qt.PenStyle.DotLine))
        self._add_band()
        self._add_line(self._compared, self.pen("muted", 1.5, Qt.PenStyle.DashLine))
        values = [point.value for point in self._points]
        self._add_line(values, self.pen("accent", 2))
        known = [(number, value) for number, value in enumerate(values) if value is not None]
        dots = pg.ScatterPlotItem(
            [x for x, _y in known],
            [y for _x, y in known],
            size=8,
            brush=self.theme.colour("accent"),
            pen=self.pen("surface", 1.5),
        )
        self.plot.addItem(dots)

    def fit(self) -> None:
        """Room for the names at the end, and as many labels of periods as fit."""
        count, width = len(self._points), max(80.0, self.width() - self._left_width())
        names = min(self.measure([name for _y, name, _token in self._end_labels()]) + Space.M, width * 0.3)
        room = count * names / max(20.0, width - names)
        low, high = self._ticks[0], self._ticks[-1]
        view = self.plot.getPlotItem().vb
        margin = (high - low) * 0.04  # a line along the top or bottom keeps its whole thickness
        view.setRange(xRange=(-0.5, count - 0.5 + room), yRange=(low - margin, high + margin), padding=0)
        texts = [point.label + ("" if point.n is None else "\n" + tr("n {n}", n=point.n)) for point in self._points]
        slot = (width - names) / max(1, count)
        every = max(1, math.ceil((self.measure(texts) + Space.S) / max(1.0, slot)))
        shown = [(number, texts[number]) for number in range(count - 1, -1, -every)]  # the latest keeps its label
        self.plot.getAxis("bottom").setTicks([shown])
        lines = max(text.count("\n") for text in texts) + 1
        self.plot.getAxis("bottom").setHeight(QFontMetricsF(self.letters()).height() * lines + Space.S)
        self._place_names(count - 0.5, names)

    def _left_width(self) -> float:
        step = self._ticks[1] - self._ticks[0]
        return self.measure([tick_text(tick, step) + self._unit for tick in self._ticks]) + Space.M

    def _choose_ticks(self) -> list[float]:
        values = [value for point in self._points for value in (point.value, point.low, point.high) if value is not None]
        values += [value for value in self._compared if value is not None]
        values += [] if self._goal is None else [self._goal]
        if not values:
            return [0.0, 1.0]
        lowest, highest = self._bounds
        low, high = min(values), max(values)
        chosen = ticks(low, high)
        if lowest is not None:
            chosen = [tick for tick in chosen if tick >= lowest or low < lowest]
        if highest is not None:
            chosen = [tick for tick in chosen if tick <= highest or high > highest]
        return chosen if len(chosen) > 1 else ticks(low, high)

    def _add_band(self) -> None:
        import pyqtgraph as pg

        brush = self.theme.colour("accent", 0.16)
        piece: list[tuple[int, float, float]] = []
        for number, point in enumerate((*self._points, TrendPoint("", None))):
            if point.low is not None and point.high is not None and point.value is not None:
                piece.append((number, point.low, point.high))
                continue
            if len(piece) == 1:  # a lone point has no neighbour to span a band to
                x, low, high = piece[0]
                no_edge = self.pen("accent", 0, alpha=0)
                self.plot.addItem(pg.BarGraphItem(x=[x], width=0.16, y0=[low], y1=[high], brush=brush, pen=no_edge))
            elif piece:
                xs = [x for x, _low, _high in piece]
                ends = [pg.PlotCurveItem(xs, [each[side] for each in piece]) for side in (1, 2)]
                for end in ends:  # in the scene, unseen: it takes them down with the chart
                    end.hide()
                    self.plot.addItem(end, ignoreBounds=True)
                self.plot.addItem(pg.FillBetweenItem(*ends, brush=brush))
            piece = []

    def _add_line(self, values: Sequence[float | None], pen: QPen) -> None:
        import pyqtgraph as pg

        if any(value is not None for value in values):
            ys = [math.nan if value is None else value for value in values]
            self.plot.addItem(pg.PlotCurveItem(list(range(len(ys))), ys, pen=pen, connect="finite", antialias=True))

    def _end_labels(self) -> list[tuple[float, str, str]]:
        """(value, name, colour) of what is named at the right end."""
        goal = "" if self._goal is None else tr("goal {value}", value=f"{self._goal:g}{self._unit}")
        lines = (
            ([point.value for point in self._points], self._names[0], "accent"),
            (list(self._compared), self._names[1], "muted"),
            ([self._goal], goal, "good"),
        )
        ends = []
        for values, name, token in lines:
            last = next((value for value in reversed(values) if value is not None), None)
            if name and last is not None:
                ends.append((last, name, token))
        return ends

    def _place_names(self, x: float, width: float) -> None:
        """Direct labels at the right end, pushed apart where they would meet."""
        import pyqtgraph as pg

        for item in [each for each in self.plot.getPlotItem().items if isinstance(each, pg.TextItem)]:
            self.plot.removeItem(item)
        scale = (self._ticks[-1] - self._ticks[0]) / max(40.0, self.plot.getPlotItem().vb.height())
        line = QFontMetricsF(self.letters()).height() * scale
        above = math.inf
        for value, name, token in sorted(self._end_labels(), reverse=True):
            above = min(value, above - line)
            self.add_text(self.shortened(name, width), x, above, self.theme.colour(token), (0, 0.5))

    def _say(self, point: TrendPoint) -> str:
        text = f"{point.label}: {point.value:.4g}{self._unit}" if point.value is not None else point.label
        if point.low is not None and point.high is not None:
            text += f" ({point.low:.4g}–{point.high:.4g})"
        return text + ("" if point.n is None else ", " + tr("n = {n}", n=point.n))
