"""Words that answer a question: on the disk at each key, and an answer at each pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from qa_desk.domain.answer_words import held_answer
from qa_desk.domain.language import tr
from qa_desk.domain.question_kinds.free_text import LONGEST
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.answers.editor import AnswerEditor, Given, is_plain
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme

_BEGIN = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)


class WordsEditor(AnswerEditor):
    """Enter or 1 begins to write; Escape goes back to the question."""

    def __init__(self, theme: Theme, question: Question, language: str, actions: Sequence[QWidget]) -> None:
        super().__init__(theme, question, language, actions)
        self.box = CommentBox(self.left.emit, question.label(language), invitation=tr("Your words"), stays=True)
        self.box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.box.typed.connect(self._typed)
        self.box.changed.connect(self._changed)
        self._fault = label("", "fault")
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        na = self.make_not_applicable()
        if na is not None:
            row.addWidget(na)
        row.addWidget(self._fault, 1)
        row.addStretch(1)
        for action in actions:
            row.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.box)
        column.addLayout(row)

    @property
    def has_field(self) -> bool:
        """Whether it is being written in."""
        return self.box.hasFocus()

    @property
    def is_unfinished(self) -> bool:
        """Whether more is written than an answer holds."""
        text = self.box.toPlainText().strip()
        return bool(text) and held_answer(self.question, text) is None

    def go_on_writing(self) -> None:
        """The cursor among the words."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_value(self, value: str | None, *, is_preset: bool = False) -> None:
        """Show the words, unless they are being written right now."""
        self.show_not_applicable(value, is_preset=is_preset)
        self.box.show_text("" if value is None or value == NOT_APPLICABLE else value)

    def take_key(self, event: QKeyEvent) -> bool:
        """Begin to write."""
        if self.is_read_only or not is_plain(event) or not (event.key() in _BEGIN or event.text() == "1"):
            return False
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def key_words(self, keys: Keys) -> list[str]:
        """Enter writes."""
        return ["⏎ " + tr("write"), *self.not_applicable_hint(keys)]

    def flush(self) -> None:
        """Tell what was not told yet."""
        self.box.flush()

    def forget(self) -> None:
        """The box is empty."""
        self.box.forget()
        self._fault.hide()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Words that only are read."""
        super().set_read_only(is_read_only=is_read_only)
        self.box.setReadOnly(is_read_only)
        if self.not_applicable is not None:
            self.not_applicable.setEnabled(not is_read_only)

    def _typed(self, text: str) -> None:
        is_long = len(text.strip()) > LONGEST
        self._fault.setText(tr("longer than {count} characters", count=LONGEST) if is_long else "")
        self._fault.setVisible(is_long)
        self.typed.emit(text)

    def _changed(self, text: str) -> None:
        self.given.emit(Given(held_answer(self.question, text), is_typed=True))
