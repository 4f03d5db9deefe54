"""Any number of options as tick chips; digits tick, 0 says that none of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.multiple import NONE_TICKED, join_ticks, ticks_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given, is_plain
from qa_desk.ui.evaluate.answers.option_button import OptionButton
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme

_MOST_KEYS = 9


class MultipleEditor(AnswerEditor):
    """Taking the last tick away leaves the question open: that none holds is said by its own chip."""

    def __init__(self, theme: Theme, question: Question, language: str, actions: Sequence[QWidget]) -> None:
        super().__init__(theme, question, language, actions)
        self._value: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        room = QWidget()
        flow = FlowLayout(room, Space.XS)
        self._ticks: list[OptionButton] = []
        for number, option in enumerate(question.options, 1):
            key = str(number) if number <= _MOST_KEYS else "–"
            self._ticks.append(self._chip(f"{key}  {option.label(language)}" if key != "–" else option.label(language), key))
            self._ticks[-1].clicked.connect(self._ticked)
        self._none = self._chip("0  " + tr("None of these"), "0")
        self._none.clicked.connect(self._none_pressed)
        na = self.make_not_applicable()
        for part in (*self._ticks, self._none, *([na] if na else []), *actions):
            flow.addWidget(part)
        column.addWidget(room)

    def show_value(self, value: str | None, *, is_preset: bool = False) -> None:
        """Tick what holds."""
        self._value = value
        ticks = set() if value == NOT_APPLICABLE else set(ticks_of(value))
        for chip, option in zip(self._ticks, self.question.options, strict=True):
            chip.setChecked(option.id in ticks)
        self._none.setChecked(value == NONE_TICKED)
        self.show_not_applicable(value, is_preset=is_preset)

    def take_key(self, event: QKeyEvent) -> bool:
        """A digit ticks, or takes the tick away."""
        text = event.text() if is_plain(event) else ""
        if text == "0":
            self.given.emit(Given(NONE_TICKED))
        elif text.isdecimal() and text.isascii() and 1 <= int(text) <= min(_MOST_KEYS, len(self._ticks)):
            self._toggle(int(text) - 1)
        else:
            return False
        return True

    def key_words(self, keys: Keys) -> list[str]:
        """Keys with their words: “1–4 tick”, “0 none of these”."""
        last = min(_MOST_KEYS, len(self._ticks))
        words = [f"1–{last} " + tr("tick"), "0 " + tr("none of these")]
        return [*words, *self.not_applicable_hint(keys)]

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Chips that only show are not pressed."""
        super().set_read_only(is_read_only=is_read_only)
        for chip in (*self._ticks, self._none, self.not_applicable):
            if chip is not None:
                chip.setEnabled(not is_read_only)

    def _chip(self, words: str, key: str) -> OptionButton:
        plain = words.split("  ", 1)[-1]
        hint = tr("{answer} (key {key})", answer=plain, key=key)
        return OptionButton(self.theme, words, f"{self.question.label(self.language)}: {hint}", hint, is_tick=True)

    def _toggle(self, number: int) -> None:
        held = set() if self._value == NOT_APPLICABLE else set(ticks_of(self._value))
        held ^= {self.question.options[number].id}
        self.given.emit(Given(join_ticks(self.question, held) if held else None))

    def _ticked(self) -> None:
        self._toggle(next(number for number, chip in enumerate(self._ticks) if chip is self.sender()))

    def _none_pressed(self) -> None:
        self.given.emit(Given(NONE_TICKED if self._none.isChecked() else None))
