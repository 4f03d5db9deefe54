"""One figure as the whole program shows it: value with unit, interval, n, change, trend. Below the minimum n, counts in grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from qa_desk.domain.language import join_phrases, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.sparkline import Sparkline
from qa_desk.ui.widgets.text import label, restyle, tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class TileFigure:
    """What a tile says, as text ready to read. The presenter writes it; the tile decides nothing."""

    name: str
    value: str
    """The figure, e.g. "86.5"; "–" when it is undefined (the note then says why); counts, e.g. "2 of 3", when n is small."""
    unit: str = ""
    interval: str = ""
    """E.g. "84.1–88.9", the 95 % interval."""
    n: int | None = None
    change: str = ""
    """E.g. "▲ 3.1 (0.4–5.8) against May", or "no clear change"."""
    meaning: str | None = None
    """good, watch or bad: the colour of the change, which says it in words and sign too."""
    note: str = ""
    trend: tuple[float | None, ...] = ()
    is_small: bool = False
    """Too few for a figure: grey, no colour."""
    definition: str = ""
    """The tooltip: what is counted, over which period."""
    key: object = None
    """Handed out when the tile is pressed, to open the rows."""


class Tile(QFrame):
    """A framed figure that can be pressed to see its rows."""

    pressed = Signal(object)
    """The figure's `key`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(theme.size(156))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._figure: TileFigure | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(2)
        self._name = label("", "note", wraps=True)
        self._value = label("", "figure")
        self._unit = label("", "muted")
        self._interval = label("", "small", wraps=True)
        self._change = label("", "note", wraps=True)
        self._spark = Sparkline(theme)
        value_row = QHBoxLayout()
        value_row.setSpacing(Space.XS)
        value_row.addWidget(self._value)
        value_row.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._name)
        column.addLayout(value_row)
        column.addWidget(self._interval)
        column.addWidget(self._change)
        column.addStretch(1)
        column.addWidget(self._spark)

    @property
    def figure(self) -> TileFigure | None:
        """What it says now."""
        return self._figure

    def show_figure(self, figure: TileFigure) -> None:
        """Say this."""
        self._figure = figure
        self._name.setText(figure.name)
        self._value.setText(figure.value)
        restyle(self._value, meaning="none" if figure.is_small else None)
        self._unit.setText(figure.unit)
        small = [figure.interval, "" if figure.n is None else tr("n = {n}", n=count_text(figure.n)), figure.note]
        self._interval.setText(" · ".join(part for part in small if part))
        self._interval.setVisible(any(small))
        self._change.setText(figure.change)
        self._change.setVisible(bool(figure.change))
        restyle(self._change, meaning=None if figure.is_small else figure.meaning)
        self._spark.show_values(figure.trend, figure.name)
        self._spark.setVisible(len(figure.trend) > 1)
        self.setToolTip(tip(figure.definition))
        self.setAccessibleName(f"{figure.name}: {figure.value} {figure.unit}".strip())
        self.setAccessibleDescription(join_phrases((*small, figure.change)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the rows."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So do Enter and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self._figure is not None:
            self.pressed.emit(self._figure.key)
