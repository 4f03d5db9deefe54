"""One of several options: segments side by side, or, where the words are too long for that, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given, is_plain
from qa_desk.ui.evaluate.answers.option_button import OptionButton
from qa_desk.ui.evaluate.keys import answer_key_words, answer_keys
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme

_ROOM = 236
"""Segments side by side may take so many pixels beside the buttons of the row, at the usual size of the letters."""
_AROUND = 26


class ChoiceEditor(AnswerEditor):
    """The same answer again takes it back."""

    def __init__(self, theme: Theme, question: Question, language: str, actions: Sequence[QWidget]) -> None:
        super().__init__(theme, question, language, actions)
        self._keys = answer_keys(question)
        by_option = {option: key for key, option in self._keys.items()}
        self._choices = []
        for option in question.options:
            text = option.label(language)
            key = by_option.get(option.id, "0" if option is question.options[-1] and len(question.options) == 10 else "–")
            self._choices.append(Choice(option.id, text, tr("{answer} (key {key})", answer=text, key=key)))
        if question.na_allowed and not question.is_adjustment:
            self._choices.append(Choice(NOT_APPLICABLE, tr("N/A"), tr("Not applicable (key N)")))
        self._segments: Segments | None = None
        self._buttons: list[OptionButton] = []
        if self._fits_beside():
            self._lay_segments()
        else:
            self._lay_buttons()

    def show_value(self, value: str | None, *, is_preset: bool = False) -> None:
        """Light the option."""
        if self._segments is not None:
            self._segments.show_value(value)
            for segment, choice in zip(self._segments.findChildren(QPushButton), self._choices, strict=True):
                restyle(segment, preset="true" if is_preset and choice.value == value else "false")
        for button, choice in zip(self._buttons, self._choices, strict=False):
            button.setChecked(value is not None and choice.value == value)
            button.show_preset(is_preset=is_preset and choice.value == value)

    def take_key(self, event: QKeyEvent) -> bool:
        """Digits answer."""
        options = self.question.options
        answer = self._keys.get(event.text()) if is_plain(event) else None
        if answer is None and is_plain(event) and event.text() == "0" and len(options) >= 10 and "0" not in self._keys:
            answer = options[9].id
        if answer is None:
            return False
        self.given.emit(Given(answer))
        return True

    def key_words(self, keys: Keys) -> list[str]:
        """Keys with their words: “1 Yes”, “2 No”; or “1–9 answer” where the words are long."""
        if self._segments is not None or all(len(choice.text) <= 12 for choice in self._choices):
            return answer_key_words(self.question, self.language, keys)
        words = [f"1–{min(9, len(self.question.options))} " + tr("answer")]
        return [*words, *self.not_applicable_hint(keys)]

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Buttons that only show are not pressed."""
        super().set_read_only(is_read_only=is_read_only)
        for part in (self._segments, *self._buttons):
            if part is not None:
                part.setEnabled(not is_read_only)

    def _fits_beside(self) -> bool:
        font = self.font()
        font.setPixelSize(self.theme.size(14))
        metrics = QFontMetrics(font)
        wanted = sum(
            metrics.horizontalAdvance(choice.text) + (18 if len(choice.text) == 1 else _AROUND) for choice in self._choices
        )
        return wanted <= self.theme.size(_ROOM)

    def _lay_segments(self) -> None:
        self._segments = Segments(self._choices, self.question.label(self.language))
        is_scale = all(len(option.id) == 1 for option in self.question.options)
        for segment in self._segments.findChildren(QPushButton):
            segment.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            segment.setProperty("narrow", "true" if is_scale else "false")
            segment.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a row is one stop of the Tab key; a click lights the row
        self._segments.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._segments.chosen.connect(self._segment_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._segments, 1)
        for action in self.beside:
            row.addWidget(action)

    def _lay_buttons(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        room = QWidget()
        flow = FlowLayout(room, Space.XS)
        for choice in self._choices:
            made = OptionButton(self.theme, choice.text, f"{self.question.label(self.language)}: {choice.name}", choice.name)
            made.clicked.connect(self._button_pressed)
            self._buttons.append(made)
            flow.addWidget(made)
        for action in self.beside:
            flow.addWidget(action)
        column.addWidget(room)

    def _segment_chosen(self, value: object) -> None:
        self.given.emit(Given(None if value is None else str(value)))

    def _button_pressed(self) -> None:
        pressed = self.sender()
        for button, choice in zip(self._buttons, self._choices, strict=True):
            if button is pressed:
                is_on = button.isChecked() or button.is_preset
                self.given.emit(Given(str(choice.value) if is_on else None))
