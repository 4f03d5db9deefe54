"""What every kind's editor can do: show an answer, take the keys that answer, and tell what the person says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.answers.option_button import OptionButton
from qa_desk.ui.evaluate.keys import Act, hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as a person gave it; None takes it back. A typed one is still being written."""

    value: str | None
    is_typed: bool = False


class AnswerEditor(QWidget):
    """Its parts take no Tab of their own: a question is one stop, and the form hands its keys on to `take_key`."""

    given = Signal(object)
    """`Given`"""
    typed = Signal(str)
    """The words in its field at this key, before they are an answer."""
    left = Signal()
    """The keys go back to the question."""

    def __init__(self, theme: Theme, question: Question, language: str, actions: Sequence[QWidget]) -> None:
        """`actions` are the row's own buttons: they stand beside the answers where there is room."""
        super().__init__()
        self.theme, self.question, self.language, self.beside = theme, question, language, actions
        self.is_read_only = False
        self.not_applicable: OptionButton | None = None

    @property
    def has_field(self) -> bool:
        """Whether the cursor is in a field of its own."""
        return False

    @property
    def is_unfinished(self) -> bool:
        """Whether what stands in its field is no answer, or not yet one."""
        return False

    def go_on_writing(self) -> None:
        """Put the cursor into its field, where it has one."""

    def show_value(self, value: str | None, *, is_preset: bool = False) -> None:
        """Show an answer without telling anybody; a preset one looks as if nobody had said it, which is so."""
        raise NotImplementedError

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key on the question answered it."""
        raise NotImplementedError

    def key_words(self, keys: Keys) -> list[str]:
        """The keys that answer, with what they do; N comes by itself."""
        raise NotImplementedError

    def flush(self) -> None:
        """Tell now what is still being written."""

    def forget(self) -> None:
        """Another evaluation is shown: what was being written belongs to the old one."""

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Let answers be given, or only be read."""
        self.is_read_only = is_read_only

    def not_applicable_hint(self, keys: Keys) -> list[str]:
        """The key for N/A, where the question may not apply."""
        can_be_na = self.question.na_allowed and not self.question.is_adjustment
        return hint(Act.NOT_APPLICABLE, tr("N/A"), keys) if can_be_na else []

    def make_not_applicable(self) -> OptionButton | None:
        """The button for N/A, where the question may not apply."""
        if not self.question.na_allowed or self.question.is_adjustment:
            return None
        name = f"{self.question.label(self.language)}: {tr('Not applicable (key N)')}"
        self.not_applicable = OptionButton(self.theme, tr("N/A"), name, tr("Not applicable (key N)"))
        self.not_applicable.clicked.connect(self._not_applicable_pressed)
        return self.not_applicable

    def show_not_applicable(self, value: str | None, *, is_preset: bool) -> None:
        """Light the button for N/A, or not."""
        if self.not_applicable is not None:
            self.not_applicable.setChecked(value == NOT_APPLICABLE)
            self.not_applicable.show_preset(is_preset=is_preset and value == NOT_APPLICABLE)

    def _not_applicable_pressed(self) -> None:
        """The same again takes it back; a preset one is confirmed."""
        is_on = self.not_applicable is not None and (self.not_applicable.isChecked() or self.not_applicable.is_preset)
        self.given.emit(Given(NOT_APPLICABLE if is_on else None))


def is_plain(event: QKeyEvent) -> bool:
    """Whether a key is pressed without Ctrl, Alt or Meta."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
    return held == Qt.KeyboardModifier.NoModifier
