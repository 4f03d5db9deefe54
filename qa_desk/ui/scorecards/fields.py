"""The fields of the editor: each shows one value of a definition, tells a change of it, and says what is wrong with it.

A field knows its place under the thing its panel shows; the panel gives it the definition, and it never overwrites what a
person is typing into it with the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qa_desk.domain.definition_paths import text_at, value_at
from qa_desk.domain.definition_texts import any_text, text_in, with_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, Segments
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel shows now: the definition, the place of the thing in it, and the language its texts are written in."""

    definition: Definition
    path: Path
    language: str

    def value(self, suffix: Path) -> object:
        """What stands at a place under the thing."""
        return value_at(self.definition, (*self.path, *suffix))

    def text(self, suffix: Path) -> str:
        """The same as text."""
        return text_at(self.definition, (*self.path, *suffix))


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed value at a place under the panel's thing. Typing on at the same place is one step of undo."""

    suffix: Path
    value: object
    is_typing: bool = False


class Field(QWidget):
    """A caption, what is edited, and under it what is wrong."""

    edited = Signal(object)
    """An `Edit`."""

    def __init__(self, suffix: Path, caption: str, hint: str = "") -> None:
        super().__init__()
        self.suffix = suffix
        self.shown: Shown | None = None
        self._caption, self._hint = caption, hint
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._head = label(caption, "small")
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        self.column.addWidget(self._head)
        self.column.addWidget(self._fault)
        self._head.setVisible(bool(caption))  # only now: without a parent it would be a window of its own for a moment

    @property
    def fault(self) -> str:
        """What is wrong, or nothing."""
        return self._fault.text()

    def show_thing(self, shown: Shown) -> None:
        """Show the value of another state or thing."""
        self.shown = shown
        self.fill(shown)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        raise NotImplementedError

    def show_fault(self, text: str) -> None:
        """Say what is wrong beside the value; an empty text says nothing."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        if self.part is not None:
            restyle(self.part, fault="true" if text else "false")
            self.part.setAccessibleDescription(text or self._hint)

    @property
    def part(self) -> QWidget | None:
        """The widget that takes the keys."""
        return self.focusProxy()

    def take(self, part: QWidget) -> None:
        """Put the widget between caption and fault."""
        part.setAccessibleName(self._caption)
        part.setAccessibleDescription(self._hint)
        self._head.setBuddy(part)
        self.column.insertWidget(1, part)
        self.setFocusProxy(part)

    def tell(self, value: object, *, is_typing: bool = False) -> None:
        """Tell a change."""
        self.edited.emit(Edit(self.suffix, value, is_typing))


class LineField(Field):
    """One line: an id, a number, or (`is_text`) words in the language in hand.

    `empty` is what stands there when nothing is written: None takes the entry away, "" leaves a fault to be seen.
    """

    finished = Signal()
    """The person left the field or pressed Enter."""

    def __init__(self, suffix: Path, caption: str, hint: str = "", *, is_text: bool = False, empty: object = None) -> None:
        super().__init__(suffix, caption, hint)
        self._is_text, self._empty = is_text, empty
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.take(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.finished)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        value = shown.value(self.suffix)
        text = text_in(value, shown.language) if self._is_text else shown.text(self.suffix)
        if self._is_text:
            self.line.setPlaceholderText(any_text(value, shown.language) or self._hint)
        if self.line.text() != text:
            with QSignalBlocker(self.line):
                self.line.setText(text)
                self.line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        if self._is_text and self.shown is not None:
            self.tell(with_text(self.shown.value(self.suffix), self.shown.language, text), is_typing=True)
        else:
            self.tell(written(text, self._empty), is_typing=True)


def written(text: str, empty: object = None) -> object:
    """What is kept of a line: whole numbers as such, everything else as it was typed."""
    plain = text.strip()
    return empty if not plain else int(plain) if _WHOLE.fullmatch(plain) else text


class WordsField(Field):
    """Several lines in the language in hand; as high as its words, within limits."""

    def __init__(self, suffix: Path, caption: str, hint: str = "") -> None:
        super().__init__(suffix, caption, hint)
        self.words = _Words()
        self.take(self.words)
        self.words.textChanged.connect(self._typed)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        value = shown.value(self.suffix)
        text = text_in(value, shown.language)
        self.words.setPlaceholderText(any_text(value, shown.language) or self._hint)
        if self.words.toPlainText() != text:
            with QSignalBlocker(self.words):
                self.words.setPlainText(text)
            self.words.updateGeometry()

    def _typed(self) -> None:
        self.words.updateGeometry()
        if self.shown is not None:
            text = self.words.toPlainText()
            self.tell(with_text(self.shown.value(self.suffix), self.shown.language, text), is_typing=True)


class _Words(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        lines = min(8, max(_LEAST_LINES, int(self.document().size().height())))
        return QSize(240, lines * self.fontMetrics().lineSpacing() + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


class FlagField(Field):
    """On or off. `usual` is what holds where nothing is written, and is then not written either."""

    def __init__(self, suffix: Path, caption: str, *, usual: bool, on: object = True, off: object = False) -> None:
        super().__init__(suffix, "")
        self.usual, self._on, self._off = usual, on, off
        self.box = QCheckBox(caption)
        self.take(self.box)
        self.box.setAccessibleName(caption)
        self.box.clicked.connect(self._clicked)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        value = shown.value(self.suffix)
        on = self.usual if value is None else str(value).lower() in (str(self._on).lower(), "true", "yes")
        self.box.setChecked(on)

    def _clicked(self, is_on: bool) -> None:
        self.tell(None if is_on is self.usual else self._on if is_on else self._off)


class SegmentsField(Field):
    """One of a few values, side by side. `usual` is not written."""

    def __init__(self, suffix: Path, caption: str, choices: Sequence[Choice], usual: object) -> None:
        super().__init__(suffix, caption)
        self._usual = usual
        self.segments = Segments(choices, caption, can_be_empty=False)
        self.take(self.segments)
        self.segments.chosen.connect(self._chosen)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        self.segments.show_value(shown.text(self.suffix) or self._usual)

    def _chosen(self, value: object) -> None:
        self.tell(None if value == self._usual else value)


class ComboField(Field):
    """One of many values."""

    def __init__(self, suffix: Path, caption: str, choices: Sequence[Choice] = (), usual: object = "") -> None:
        super().__init__(suffix, caption)
        self._usual = usual
        self._choices: tuple[Choice, ...] = ()
        self.combo = ComboBox()
        self.take(self.combo)
        self.offer(choices)
        self.combo.activated.connect(self._activated)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show other values to choose from."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for choice in choices:
                self.combo.addItem(choice.text, choice.value)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        self.choose(shown.text(self.suffix) or self._usual)

    def choose(self, value: object) -> None:
        """Light a value without telling anybody; one that is not offered is shown as it is written."""
        place = self.combo.findData(value)
        if place < 0 and value not in ("", None):
            self.combo.addItem(str(value), value)
            self._choices = ()
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def _activated(self, place: int) -> None:
        value = self.combo.itemData(place)
        self.tell(None if value == self._usual else value)


class ChipsField(Field):
    """Any of several names, kept as a list in their order."""

    def __init__(self, suffix: Path, caption: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(suffix, caption)
        self._choices = tuple(choices)
        self.chips = Chips(caption, choices)
        self.take(self.chips)
        self.chips.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chips.changed.connect(self._changed)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show other names to choose from."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self.chips.offer(choices)

    def fill(self, shown: Shown) -> None:
        """Put the value into the widget."""
        self.chips.show_values(names_in(shown.value(self.suffix)))

    def _changed(self, values: tuple[object, ...]) -> None:
        self.tell(list(values) or None)


def names_in(value: object) -> list[str]:
    """The names that stand somewhere, as one word or as a list."""
    return [str(name) for name in value] if isinstance(value, list) else [] if value in (None, "") else [str(value)]


def column_of(*parts: QWidget, gap: int = Space.M) -> QWidget:
    """Parts under one another."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    return made
