"""A column of very many parts of unequal height, of which only those in sight exist.

What is not in sight has an estimated height; a part is measured when it comes into sight, and what one looks at stays in place.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent

_STEP = 48
_MEASURES = 60


class LazyColumn(QAbstractScrollArea):
    """`make` builds a part once; `fill` makes it show one of the rows. A part says its height by `heightForWidth`."""

    def __init__(self, make: Callable[[], QWidget], fill: Callable[[QWidget, int], None]) -> None:
        super().__init__()
        self._make, self._fill = make, fill
        self._heights: list[int] = []
        self._estimate: Callable[[int, int], int] = lambda _row, _width: _STEP
        self._tops: list[int] = [0]
        self._live: dict[int, QWidget] = {}
        self._spare: list[QWidget] = []
        self._width = 0
        self._is_arranging = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.viewport().setAutoFillBackground(False)

    @property
    def rows_in_sight(self) -> list[int]:
        """The rows that exist now, from the top."""
        return sorted(self._live)

    @property
    def top_row(self) -> int | None:
        """The row at the upper edge; None without rows."""
        return self._row_at(self.verticalScrollBar().value()) if self._heights else None

    def show_rows(self, count: int, estimate: Callable[[int, int], int]) -> None:
        """Show other rows from the top; `estimate(row, width)` says about how high one will be."""
        for part in self._live.values():
            self._put_away(part)
        self._live = {}
        self._estimate = estimate
        self._heights = [0] * count
        self._width = 0
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def part_of(self, row: int) -> QWidget | None:
        """The part that shows a row, where it is in sight."""
        return self._live.get(row)

    def refresh(self, row: int | None = None) -> None:
        """Show a row, or all in sight, anew."""
        for each in [row] if row is not None else list(self._live):
            if each in self._live:
                self._fill(self._live[each], each)
        self._arrange()

    def scroll_to(self, row: int, within: int = 0) -> None:
        """Bring a row, or a place `within` so many pixels below its top, into sight; nothing moves when it is there already."""
        if not 0 <= row < len(self._heights):
            return
        bar, room = self.verticalScrollBar(), self.viewport().height()
        for _ in range(3):  # what is measured on the way may move it
            self._measure(row)
            top = self._tops[row] + within
            bottom = top + min(self._heights[row] - within, room)
            if top < bar.value():
                bar.setValue(top - min(_STEP, within))
            elif bottom > bar.value() + room:
                bar.setValue(min(top, bottom - room))
            else:
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything is measured anew; the row at the top stays there."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Shown for the first time it has its size."""
        super().showEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Another piece of the column is in sight."""
        self._arrange()

    # -- arranging

    def _arrange(self) -> None:
        if self._is_arranging or not self.viewport().width():
            return
        self._is_arranging = True
        try:
            if self.viewport().width() != self._width:
                self._take_width(self.viewport().width())
            self._place()
        finally:
            self._is_arranging = False

    def _take_width(self, width: int) -> None:
        bar = self.verticalScrollBar()
        row = self._row_at(bar.value()) if self._width else 0
        within = bar.value() - self._tops[row] if self._heights and self._width else 0
        self._width = width
        self._heights = [self._estimate(number, width) for number in range(len(self._heights))]
        self._add_up()
        if self._heights:
            bar.setValue(self._tops[row] + min(within, self._heights[row]))

    def _place(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        for _ in range(_MEASURES):
            rows = self._rows_at(bar.value(), room)
            if not any([self._measure(row) for row in rows]):
                break
        gone = set(self._live) - set(rows)
        for row in gone:
            self._put_away(self._live.pop(row))
        for row in rows:
            part = self._live[row]
            part.setGeometry(0, self._tops[row] - bar.value(), self._width, self._heights[row])
            part.show()

    def _rows_at(self, top: int, room: int) -> range:
        first = self._row_at(top)
        last = self._row_at(top + room)
        return range(first, min(last + 1, len(self._heights)))

    def _row_at(self, place: int) -> int:
        return max(0, min(bisect_right(self._tops, max(0, place)) - 1, len(self._heights) - 1))

    def _measure(self, row: int) -> bool:
        """Give a row its true height; what one looks at does not move when that is above it. Whether it changed."""
        part = self._live.get(row)
        is_new = part is None
        if part is None:
            part = self._live[row] = self._spare.pop() if self._spare else self._new()
            self._fill(part, row)
        height = max(1, part.heightForWidth(self._width))
        change = height - self._heights[row]
        if not change:
            return False
        bar = self.verticalScrollBar()
        edge = self._tops[row] if is_new else self._tops[row] + self._heights[row] - 1
        value = bar.value() + (change if edge < bar.value() else 0)
        self._heights[row] = height
        self._add_up()
        was_arranging, self._is_arranging = self._is_arranging, True
        bar.setValue(value)
        self._is_arranging = was_arranging
        return True

    def _add_up(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))
        bar, room = self.verticalScrollBar(), self.viewport().height()
        was_arranging, self._is_arranging = self._is_arranging, True
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._tops[-1] - room))
        self._is_arranging = was_arranging

    def _new(self) -> QWidget:
        part = self._make()
        part.setParent(self.viewport())
        return part

    def _put_away(self, part: QWidget) -> None:
        part.hide()
        self._spare.append(part)
