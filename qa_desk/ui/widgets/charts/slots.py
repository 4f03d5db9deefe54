"""A share by the slot of the day: a dot with its whisker against the goal, and under it how many records each slot rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt

from qa_desk.domain.language import join_phrases
from qa_desk.domain.numbers import count_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.charts.marked import Mark
from qa_desk.ui.widgets.charts.painted import LEFT, RIGHT, PaintedChart, scale_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from qa_desk.ui.theme import Theme

_BARS = 0.22
"""The part of the height that the bars of n take."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot, in per cent; `meaning` good or bad where the interval lies wholly on one side of the goal."""

    label: str
    value: float | None
    n: int
    words: str
    low: float | None = None
    high: float | None = None
    meaning: str | None = None
    key: object = None


class SlotChart(PaintedChart):
    """`show_slots` fills it, in the order of the day."""

    def __init__(self, theme: Theme, name: str, bars_name: str) -> None:
        super().__init__(theme, name)
        self._bars_name = bars_name
        self._slots: tuple[Slot, ...] = ()
        self._goal: tuple[float, str] | None = None
        self._scale: list[float] = [0.0, 100.0]

    def show_slots(self, slots: Sequence[Slot], goal: tuple[float, str] | None = None) -> None:
        """`goal` is a value and its name."""
        self._slots, self._goal = tuple(slots), goal
        ends = [end for slot in self._slots for end in (slot.value, slot.low, slot.high)]
        self._scale = scale_of([*ends, goal[0] if goal else None], highest=100)
        lowest = sorted((slot for slot in self._slots if slot.value is not None), key=lambda slot: slot.value or 0.0)[:3]
        self.setAccessibleDescription(join_phrases(slot.words for slot in lowest))
        self.redraw()

    @property
    def is_empty(self) -> bool:
        """Whether no slot has a value."""
        return not any(slot.value is not None for slot in self._slots)

    def sizeHint(self) -> QSize:
        """High enough for both parts."""
        return QSize(640, self.theme.size(280))

    def margins(self) -> tuple[float, float, float, float]:
        """Numbers, the goal's name, the slots; the bars' part is in the bottom margin."""
        goal = self.measure([self._goal[1]]) + Space.M if self._goal else Space.S
        numbers = self.measure(["100 %", count_text(max((slot.n for slot in self._slots), default=0))]) + Space.M
        return (
            numbers,
            Space.S,
            max(goal, self.measure([self._bars_name]) + Space.S),
            self.height() * _BARS + self.line_height() * 1.6 + Space.L,
        )

    def lay_out(self) -> list[Mark]:
        """A column each, over both parts."""
        place = self.place
        width = place.width() / len(self._slots)
        height = self._bars().bottom() - place.top()
        return [
            Mark(QRectF(place.left() + n * width, place.top(), width, height), slot.words, slot.key)
            for n, slot in enumerate(self._slots)
        ]

    def paint(self, painter: QPainter) -> None:
        """Scale, goal, whiskers and dots; bars of n below."""
        place = self.place
        self.draw_scale(painter, self._scale, " %")
        if self._goal:
            y = self._y(self._goal[0])
            painter.setPen(self.pen("good", 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
            area = QRectF(place.right() + Space.XS, y - self.line_height() / 2, self.width() - place.right(), self.line_height())
            self.write(painter, area, self._goal[1], "good", LEFT)
        for mark, slot in zip(self.marks, self._slots, strict=True):
            self._paint_slot(painter, mark.area.center().x(), slot)
        self._paint_bars(painter)
        bars = self._bars()
        centres = [mark.area.center().x() for mark in self.marks]
        widest, slot_width = self.measure([slot.label for slot in self._slots]) + Space.S, self.marks[0].area.width()
        every = max(1, int(-(-widest // slot_width)))
        every += every % 2 if every > 1 else 0  # whole hours keep their labels where half-hours have no room
        for number in range(0, len(self._slots), every):
            self.write(
                painter, QRectF(centres[number] - 30, bars.bottom() + 2, 60, self.line_height()), self._slots[number].label
            )

    def _bars(self) -> QRectF:
        place = self.place
        top = place.bottom() + Space.L
        return QRectF(place.left(), top, place.width(), self.height() * _BARS - Space.XS)

    def _y(self, value: float) -> float:
        place, low, high = self.place, self._scale[0], self._scale[-1]
        return place.bottom() - place.height() * (value - low) / (high - low)

    def _paint_slot(self, painter: QPainter, x: float, slot: Slot) -> None:
        if slot.value is None:
            return
        token = slot.meaning or "accent"
        if slot.low is not None and slot.high is not None:
            painter.setPen(self.pen(token, 1.5))
            painter.drawLine(QPointF(x, self._y(slot.low)), QPointF(x, self._y(slot.high)))
        painter.setBrush(self.theme.colour("surface" if slot.meaning == "bad" else token))  # hollow: a sign beside the colour
        painter.setPen(self.pen(token, 2))
        painter.drawEllipse(QPointF(x, self._y(slot.value)), 3.5, 3.5)

    def _paint_bars(self, painter: QPainter) -> None:
        bars, most = self._bars(), max(1, *(slot.n for slot in self._slots))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("edge"))
        for mark, slot in zip(self.marks, self._slots, strict=True):
            height = bars.height() * slot.n / most
            width = max(2.0, mark.area.width() * 0.6)
            painter.drawRect(QRectF(mark.area.center().x() - width / 2, bars.bottom() - height, width, height))
        line = self.line_height()
        self.write(painter, QRectF(0, bars.top() - line / 2, bars.left() - Space.S, line), count_text(most), align=RIGHT)
        self.write(
            painter,
            QRectF(bars.right() + Space.XS, bars.top() - line / 2, self.width() - bars.right(), line),
            self._bars_name,
            align=LEFT,
        )
