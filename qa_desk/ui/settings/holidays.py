"""The days on which a centre is closed: a list to add to and to take from, checked where it is written."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.dates import day_shape, day_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence


def day_of_text(text: str) -> date | None:
    """The day a person wrote: as the culture writes it, or as ISO 8601; None when it is no day."""
    text = text.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = QLocale().toDate(text, day_shape())
        return date(found.year(), found.month(), found.day()) if found.isValid() and found >= QDate(1900, 1, 1) else None


class HolidayList(QWidget):
    """One chip a day, in order; pressing one takes it away."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._days: list[str] = []
        self._chips = QWidget()
        self._chips.setAccessibleName(tr("Holidays"))
        self._flow = FlowLayout(self._chips, Space.S)
        self._none = label(tr("No holidays."), "note")
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Add a holiday"))
        self.field.setPlaceholderText(day_text(date(2026, 12, 25)))
        self.field.setMaximumWidth(160)
        self.field.returnPressed.connect(self._add)
        self.field.textEdited.connect(lambda: self._say(""))
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.field)
        row.addWidget(button(tr("Add holiday"), self._add))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(tr("Holidays"), "note"))
        column.addWidget(self._chips)
        column.addWidget(self._none)
        column.addLayout(row)
        column.addWidget(self._fault)

    @property
    def days(self) -> list[str]:
        """The days as they are kept, in order."""
        return list(self._days)

    @property
    def fault(self) -> str:
        """What is wrong with what is written in the field."""
        return "" if self._fault.isHidden() else self._fault.text()

    def show_days(self, days: Sequence[str]) -> None:
        """Show the stored days."""
        self._days = sorted(days)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for day in self._days:
            words = _written(day)
            chip = button(f"{words}  ×", partial(self._remove, day), role="chip", name=tr("Remove {day}", day=words))
            chip.setToolTip(chip.accessibleName())
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._days))
        self._none.setVisible(not self._days)

    def _add(self) -> None:
        text = self.field.text()
        if not text.strip():
            return
        day = day_of_text(text)
        if day is None:
            example = day_text(date(2026, 12, 25))
            self._say(tr("{day} is no day; write it as {example}.", day=text.strip(), example=example))
            return
        self._say("")
        self.field.clear()
        if day.isoformat() in self._days:
            return
        self.show_days([*self._days, day.isoformat()])
        self.edited.emit()

    def _remove(self, day: str, _is_checked: bool = False) -> None:
        self.show_days([each for each in self._days if each != day])
        self.edited.emit()

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))


def _written(day: str) -> str:
    try:
        return day_text(date.fromisoformat(day))
    except ValueError:
        return day  # kept by an older version: shown as it is, so that it can be taken away
