"""The answer that the meeting agrees on, whatever the question's kind: by the editor that the form has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.shortcuts import DECLARED_KEYS
from qa_desk.ui.calibrate.model import language
from qa_desk.ui.evaluate.answers import EDITORS
from qa_desk.ui.evaluate.keys import Act, act_of, answer_of
from qa_desk.ui.widgets.buttons import Segments

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question
    from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given
    from qa_desk.ui.theme import Theme


class AgreedAnswer(QWidget):
    """`show_answer` fills it. It is given keys by the page, as a row of the form is by the form."""

    left = Signal()
    """The keys go back to the agenda."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place: object = None
        self._editor: AnswerEditor | None = None
        self._value: str | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    @property
    def editor(self) -> AnswerEditor | None:
        """The editor of the question that is shown."""
        return self._editor

    @property
    def value(self) -> str | None:
        """What is agreed on now."""
        return self._value

    @property
    def has_field(self) -> bool:
        """Whether the cursor is in a field of the answer."""
        return self._editor is not None and self._editor.has_field

    def show_answer(self, place: object, question: Question, value: str | None) -> None:
        """Show what was agreed here. At the same place the editor stays, and with it what is being written in it."""
        if self._editor is None or place != self._place or self._editor.question != question:
            self._put_in(question)
        self._place = place
        self.show_value(value)

    def show_value(self, value: str | None) -> None:
        """Show an answer as agreed on."""
        self._value = value
        if self._editor is not None:
            self._editor.show_value(value)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key answered, or took the answer back."""
        editor = self._editor
        if editor is None:
            return False
        if answer_of(event, editor.question) == NOT_APPLICABLE:
            self._say(NOT_APPLICABLE)
        elif editor.take_key(event):
            return True
        elif act_of(event) is Act.CLEAR:
            self._say(None)
        else:
            return False
        return True

    def key_words(self) -> list[str]:
        """The keys that answer, with what they do."""
        return self._editor.key_words(DECLARED_KEYS) if self._editor is not None else []

    def finish(self) -> bool:
        """Take what is still being written; False, with the cursor in it, where that is no answer."""
        if self._editor is None:
            return True
        self._editor.flush()
        if self._editor.is_unfinished:
            self._editor.go_on_writing()
            return False
        return True

    def flush(self) -> None:
        """Take what is still being written, as far as it is an answer."""
        if self._editor is not None:
            self._editor.flush()

    def _say(self, value: str | None) -> None:
        """A key of the agenda answers, also from within a field, which is then left."""
        had_field = self.has_field
        if had_field:
            self.left.emit()  # first: a field with the cursor in it keeps what is written
        self.show_value(value)

    def _put_in(self, question: Question) -> None:
        old, editor = self._editor, EDITORS[question.kind](self._theme, question, language(), [])
        if old is not None:
            old.blockSignals(True)  # as it goes it tells what was being written, which was another question's
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        editor.setAccessibleName(tr("Agreed answer"))
        editor.given.connect(self._given)
        editor.left.connect(self.left)
        self._editor = editor
        self._row.addWidget(editor, 1)
        editor.show()  # now, not at the next turn: the next key may go into its field
        for segments in editor.findChildren(Segments):
            _make_even(segments)

    def _given(self, given: Given) -> None:
        self._value = given.value
        if self._editor is not None and not given.is_typed:
            self._editor.show_value(given.value)


def _make_even(segments: Segments) -> None:
    pressed = segments.findChildren(QPushButton)
    for each in pressed:
        each.ensurePolished()
    for each in pressed:  # a label in another script is higher by itself
        each.setFixedHeight(max(other.sizeHint().height() for other in pressed))
