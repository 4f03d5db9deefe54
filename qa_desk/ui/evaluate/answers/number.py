"""A number with bands: digits go into the field at once, and the band that it falls into is said as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from qa_desk.domain.answer_words import held_answer, plain_number, typed_answer
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.number import number_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import show
from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given, is_plain
from qa_desk.ui.evaluate.comment_box import PAUSE_MS
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from qa_desk.domain.scorecard import Option, Question
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme

_SIGNS = "-−.,+٫"
_FIELD = 96
_LEAVE = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value, Qt.Key.Key_Escape.value)
_WALK = (Qt.Key.Key_Up.value, Qt.Key.Key_Down.value)


class NumberEditor(AnswerEditor):
    """The comma of the language is taken as well as the point; what is told has a point."""

    def __init__(self, theme: Theme, question: Question, language: str, actions: Sequence[QWidget]) -> None:
        super().__init__(theme, question, language, actions)
        self._value: str | None = None
        self._told: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        unit = question.number.unit.say(language)
        self.field = NumberField(f"{question.label(language)}, {unit}" if unit else question.label(language))
        self.field.setFixedWidth(theme.size(_FIELD))
        self.field.textEdited.connect(self._edited)
        self.field.left.connect(self._leave)
        self.field.lost.connect(self.flush)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.field)
        row.addWidget(label(unit, "muted"))
        na = self.make_not_applicable()
        if na is not None:
            row.addWidget(na)
        row.addStretch(1)
        for action in actions:
            row.addWidget(action)
        self._said = label("", "note", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._said)
        self._say()

    @property
    def has_field(self) -> bool:
        """Whether a number is being typed."""
        return self.field.hasFocus()

    @property
    def is_unfinished(self) -> bool:
        """Whether something is written that is no number of this question."""
        text = self.field.text().strip()
        return bool(text) and held_answer(self.question, text) is None

    def go_on_writing(self) -> None:
        """The cursor after the last digit."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def said(self) -> str:
        """What stands under the field: the band and its credit, the limits, or what is wrong."""
        return self._said.text()

    def show_value(self, value: str | None, *, is_preset: bool = False) -> None:
        """Write the number, unless it is being typed right now."""
        self._value = self._told = value
        self.show_not_applicable(value, is_preset=is_preset)
        is_typed = self.field.hasFocus() and (value is None or typed_answer(self.question, self.field.text()) == value)
        if not is_typed:
            number = "" if value is None or value == NOT_APPLICABLE else value
            self.field.setText(number.replace(".", QLocale().decimalPoint()))
        self._say()

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit or a sign begins a new number."""
        text = event.text()
        can_be_negative = self.question.number.least is None or self.question.number.least < 0
        is_number = bool(text) and is_plain(event) and (text.isdecimal() or (text in "-−" and can_be_negative))
        if not is_number or self.is_read_only:
            return False
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.field.insert(text)
        return True

    def key_words(self, keys: Keys) -> list[str]:
        """Digits type the number."""
        words = ["0–9 " + tr("number")]
        return [*words, *self.not_applicable_hint(keys)]

    def flush(self) -> None:
        """Tell the number, or that there is none."""
        self._pause.stop()
        if self._value != self._told:
            self._told = self._value
            self.given.emit(Given(self._value, is_typed=True))

    def forget(self) -> None:
        """The field is empty."""
        self._pause.stop()
        self._value = self._told = None
        self.field.clear()
        self._say()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """A field that only shows takes no keys."""
        super().set_read_only(is_read_only=is_read_only)
        self.field.setReadOnly(is_read_only)
        if self.not_applicable is not None:
            self.not_applicable.setEnabled(not is_read_only)

    def _edited(self, text: str) -> None:
        self._value = held_answer(self.question, text)
        self.show_not_applicable(None, is_preset=False)
        self._say()
        self._pause.start()
        self.typed.emit(text)

    def _leave(self) -> None:
        self.flush()
        self.left.emit()

    def _say(self) -> None:
        fault = number_fault(self.question, self.field.text())
        restyle(self.field, fault="true" if fault else "false")
        self._said.setText(fault or self._band_words() or limits_words(self.question))
        self._said.setVisible(bool(self._said.text()))
        restyle(self._said, meaning="bad" if fault else None)

    def _band_words(self) -> str:
        band = next(iter(self.question.chosen(self._value)), None) if self._value else None
        if band is None:
            return ""
        place = self.question.options.index(band)
        below = self.question.options[place - 1].below if place else None
        return f"{self._band_label(band, below)} · " + tr("{share} % of the points", share=show(100 * band.credit, 0))

    def _band_label(self, band: Option, above: Fraction | None) -> str:
        if band.title:
            return band.label(self.language)
        if above is None:
            return tr("below {limit}", limit=_shown(band.below))
        if band.below is None:
            return tr("{limit} or more", limit=_shown(above))
        return tr("{low} to below {high}", low=_shown(above), high=_shown(band.below))


class NumberField(QLineEdit):
    """Takes what numbers are written with. Every other key goes to the question: C still comments, N is N/A."""

    left = Signal()
    lost = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits are typed; Enter and Escape go back, arrows walk on, letters mean what they mean on the question."""
        text, key = event.text(), event.key()
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        is_empty = key == Qt.Key.Key_Backspace and not self.text()
        is_letter = bool(text) and text.isprintable() and not text.isdecimal() and text not in _SIGNS
        if is_plain(event) and key in _LEAVE:
            self.left.emit()
        elif is_undo or is_empty or (is_plain(event) and (key in _WALK or is_letter)):
            self.lost.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is told."""
        super().focusOutEvent(event)
        self.lost.emit()


def number_fault(question: Question, text: str) -> str:
    """What is wrong with a number as it is typed, in few words; empty where nothing is, or where it is only begun."""
    plain, limits = plain_number(text), question.number
    if plain in {"", "-", "."}:
        return ""
    value = number_of(plain)
    if value is None:
        return tr("not a number")
    if (value * 10**limits.decimals).denominator != 1:
        return tr("whole numbers only") if not limits.decimals else tr("at most {count} decimals", count=limits.decimals)
    if limits.least is not None and value < limits.least:
        return tr("at least {limit}", limit=_shown(limits.least))
    if limits.most is not None and value > limits.most:
        return tr("at most {limit}", limit=_shown(limits.most))
    return ""


def limits_words(question: Question) -> str:
    """What numbers the question takes."""
    least, most = question.number.least, question.number.most
    if least is not None and most is not None:
        return tr("from {low} to {high}", low=_shown(least), high=_shown(most))
    if most is not None:
        return tr("at most {limit}", limit=_shown(most))
    return tr("at least {limit}", limit=_shown(least)) if least is not None and least != 0 else ""


def _shown(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):g}".replace(".", QLocale().decimalPoint())
