"""The filters that marks have set: a chip each, which takes its filter away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.report.question import Filter


class FilterBar(QWidget):
    """Not there while nothing is filtered."""

    removed = Signal(object)
    """A tuple of the filters that are left."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Filters in force"))
        self._filters: tuple[Filter, ...] = ()
        self._chips: list[QPushButton] = []
        holder = QWidget()
        self._row = FlowLayout(holder, Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XS)
        column.addWidget(holder)
        self.hide()

    @property
    def chips(self) -> list[QPushButton]:
        """The chips, in order; the last one takes all away where there are several."""
        return list(self._chips)

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """A chip each."""
        if tuple(filters) == self._filters:
            return
        had_focus = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._filters, self._chips = tuple(filters), []
        for place, one in enumerate(self._filters):
            self._add(tr("{filter}  ✕", filter=one.words), tr("Take the filter away: {filter}", filter=one.words), place)
        if len(self._filters) > 1:
            self._add(tr("Take all filters away"), tr("Take all filters away"), -1)
        self.setVisible(bool(self._filters))
        if had_focus and self._chips:
            self._chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, text: str, name: str, place: int) -> None:
        made = button(text, self._remove, role="chip", name=name)
        made.setToolTip(tip(name))
        made.setProperty("place", place)
        self._chips.append(made)
        self._row.addWidget(made)

    def _remove(self) -> None:
        pressed = self.sender()
        place = int(pressed.property("place")) if pressed is not None else -1
        left = () if place < 0 else tuple(one for number, one in enumerate(self._filters) if number != place)
        self.removed.emit(left)
