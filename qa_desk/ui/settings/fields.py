"""How each setting is edited: one editor a shape of value. Nothing here knows a rule; the declaration checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCompleter, QDateEdit, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.services import centre_time
from qa_desk.ui.dates import day_shape
from qa_desk.ui.settings.durations import duration_words, seconds_of
from qa_desk.ui.settings.holidays import HolidayList
from qa_desk.ui.theme import NAMES
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, Segments
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THEME_WORDS = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class Editor(Protocol):
    """What the page needs of an editor."""

    edited: Any

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - the declaration says the type
        """Show a stored value without telling anybody."""
        ...


class ChoiceEditor(QWidget):
    """A few values, one of which holds."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[tuple[object, str]], name: str) -> None:
        super().__init__()
        self._segments = Segments([Choice(value, text) for value, text in choices], name, can_be_empty=False)
        self._segments.chosen.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        self.setFocusProxy(self._segments)

    def show_value(self, value: object) -> None:
        """Light the stored choice."""
        self._segments.show_value(value)


class LanguageEditor(ComboBox):
    """The languages by their own names; the first is the system's."""

    edited = Signal(object)

    def __init__(self, languages: Mapping[str, str]) -> None:
        super().__init__()
        self.setMaximumWidth(320)
        self.addItem(tr("As the system"), None)
        for code, name in languages.items():
            self.addItem(name, code)
        self.activated.connect(self._chose)

    def show_value(self, value: object) -> None:
        """Show the stored language."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def _chose(self, index: int) -> None:
        self.edited.emit(self.itemData(index))


class TextEditor(QLineEdit):
    """A line of text; empty is no value. Checked when one leaves it."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(320)
        self._shown = ""
        self.editingFinished.connect(self._finished)

    def show_value(self, value: object) -> None:
        """Show the stored text."""
        self._shown = "" if value is None else str(value)
        self.setText(self._shown)
        self.setCursorPosition(0)  # a long text is seen from its beginning

    def _finished(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.edited.emit(self.value_of(self.text().strip()))

    def value_of(self, text: str) -> Any:  # noqa: ANN401
        """What the text stands for."""
        return text or None


class NumberEditor(TextEditor):
    """A number; what is none is handed on as it was typed, so that the check can say what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(140)

    def value_of(self, text: str) -> Any:  # noqa: ANN401
        """The number, whole where it can be."""
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return text
        return int(number) if number.is_integer() else number


class DurationEditor(NumberEditor):
    """Seconds, shown and taken in the units people say: `2 h`, `90 s`; a number alone is seconds."""

    def show_value(self, value: object) -> None:
        """Show the stored seconds in their natural units, and the bare number to whoever points at it."""
        super().show_value(duration_words(value) if isinstance(value, int | float) else value)
        self.setToolTip(tip(tr("{number} s", number=value)))

    def value_of(self, text: str) -> Any:  # noqa: ANN401
        """The seconds, whole where they can be."""
        seconds = seconds_of(text)
        return super().value_of(text if seconds is None else f"{seconds:.3f}")


class ZoneEditor(ComboBox):
    """The time zones; any part of a name finds them. A name that is none is handed on, and the check says so."""

    edited = Signal(object)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        line = QLineEdit()
        line.setPlaceholderText(tr("Type a city to find its zone"))
        self.setEditable(True)
        self.setLineEdit(line)
        self.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self.setMaximumWidth(320)
        self.addItems(list(names))
        self.setCurrentIndex(-1)
        self._shown = ""
        completer = QCompleter(list(names), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        line.editingFinished.connect(self._finished)
        self.activated.connect(self._finished)
        completer.activated.connect(self._finished)

    def show_value(self, value: object) -> None:
        """Show the stored zone."""
        self._shown = "" if value is None else str(value)
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(self._shown))
            self.setEditText(self._shown)

    def _finished(self) -> None:
        text = self.currentText().strip()
        place = self.findText(text.replace(" ", "_"), Qt.MatchFlag.MatchFixedString)  # in any case
        name = self.itemText(place) if place >= 0 else text
        if name != self._shown:
            self._shown = name
            self.edited.emit(name or None)


class DayEditor(QWidget):
    """A day, or now."""

    edited = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._which = Segments([Choice("now", tr("Now")), Choice("day", tr("On a day"))], name, can_be_empty=False)
        self._which.chosen.connect(self._tell)
        self.day = QDateEdit()
        self.day.setAccessibleName(name)
        self.day.setCalendarPopup(True)
        self.day.setKeyboardTracking(False)  # told when a day is whole, not at each digit
        self.day.setMinimumWidth(140)
        self.day.dateChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._which)
        row.addWidget(self.day)
        row.addStretch(1)
        self.setFocusProxy(self._which)

    def show_value(self, value: object) -> None:
        """Show the stored day, or that it is now."""
        self._which.show_value("day" if value else "now")
        self.day.setVisible(bool(value))
        with QSignalBlocker(self.day):
            self.day.setDisplayFormat(day_shape())
            self.day.setDate(QDate.fromString(str(value)[:10], Qt.DateFormat.ISODate) if value else QDate.currentDate())

    def _tell(self) -> None:
        is_day = self._which.value == "day"
        self.day.setVisible(is_day)
        self.edited.emit(self.day.date().toString(Qt.DateFormat.ISODate) if is_day else None)


class CalendarEditor(QWidget):
    """Days of the week, opening hours, holidays."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._days = Chips(tr("Days"), [Choice(number, tr(day)) for number, day in enumerate(DAYS)])
        self._open, self._close = TextEditor(), TextEditor()
        self.holidays = HolidayList()
        self.holidays.edited.connect(self._tell)
        for field, name in ((self._open, tr("Opens")), (self._close, tr("Closes"))):
            field.setAccessibleName(name)
            field.edited.connect(self._tell)
        self._open.setMaximumWidth(80)
        self._close.setMaximumWidth(80)
        self._days.changed.connect(self._tell)
        hours = QHBoxLayout()
        hours.setSpacing(Space.S)
        for field in (self._open, self._close):
            hours.addWidget(label(field.accessibleName(), "note"))
            hours.addWidget(field)
        hours.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._days)
        column.addLayout(hours)
        column.addWidget(self.holidays)

    def show_value(self, value: Mapping[str, Any]) -> None:
        """Show the stored calendar."""
        self._days.show_values(value["weekdays"])
        self._open.show_value(value["open"])
        self._close.show_value(value["close"])
        self.holidays.show_days(value.get("holidays", []))

    def _tell(self) -> None:
        self.edited.emit(
            {
                "weekdays": list(self._days.values),
                "open": self._open.text().strip(),
                "close": self._close.text().strip(),
                "holidays": self.holidays.days,
            }
        )


class TableEditor(QPlainTextEdit):
    """Names and values, one a line (`csat = 0.85`); `csat` may have a table of its own, kept as JSON."""

    edited = Signal(object)

    def __init__(self, example: str = "csat = 0.85") -> None:
        super().__init__()
        self.setFixedHeight(110)
        self.setMaximumWidth(460)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(example)
        self._shown = ""

    def show_value(self, value: Mapping[str, Any]) -> None:
        """Show the stored table."""
        self._shown = "\n".join(f"{name} = {json.dumps(entry, ensure_ascii=False)}" for name, entry in value.items())
        with QSignalBlocker(self):
            self.setPlainText(self._shown)

    def focusOutEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's own event
        """Checked when one leaves it."""
        super().focusOutEvent(event)
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.edited.emit(self._value())

    def _value(self) -> Any:  # noqa: ANN401 - what cannot be read is handed on as text, and the check says what is wrong
        table = {}
        for line in self.toPlainText().splitlines():
            if not line.strip():
                continue
            name, sign, entry = line.partition("=")
            try:
                table[name.strip()] = json.loads(entry.strip())
            except ValueError:
                return line.strip()
            if not sign or not name.strip():
                return line.strip()
        return table


def timezones() -> list[str]:
    """Names of time zones that a person may mean, in order."""
    return [name for name in centre_time.timezones() if "/" in name or name == "UTC"]


def theme_choices() -> list[tuple[object, str]]:
    """Light, dark or the system's."""
    return [(name, tr(THEME_WORDS[name])) for name in NAMES]
