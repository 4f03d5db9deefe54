"""The foot of a form: Submit, whether all is saved, and the keys that hold on the question in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import ntr, tr
from qa_desk.domain.shortcuts import DECLARED_KEYS
from qa_desk.ui.evaluate.keys import Act, hint
from qa_desk.ui.shortcuts import shown_key
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import hairline, label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.evaluate.question_row import QuestionRow


class FormFoot(QWidget):
    """Its height stays the same, so that nothing moves while one walks."""

    submit_pressed = Signal()
    left_pressed = Signal()
    """What is left to do was asked for."""

    def __init__(self, submit_text: str) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(hairline())
        column = QVBoxLayout()
        column.setContentsMargins(Space.L, 0, Space.L, Space.S)
        column.setSpacing(Space.S)
        outer.addLayout(column)
        self._keys = label("", "small", wraps=True)
        column.addWidget(self._keys)
        row = QHBoxLayout()
        self.keys = DECLARED_KEYS
        """The keys in force."""
        self.has_player = False
        """Whether Space plays something here."""
        self.has_summary = False
        """Whether there is a field for the whole."""
        self._submit_text = submit_text
        self.submit_button = button(submit_text, self.submit_pressed.emit, role="primary", name=submit_text)
        self.take_keys(DECLARED_KEYS)
        self._saved = label("", "note")
        self._is_read_only = False
        self.left_link = button("", self.left_pressed.emit, role="link")
        row.addWidget(self.submit_button)
        row.addWidget(self.left_link)
        row.addStretch(1)
        row.addWidget(self._saved)
        column.addLayout(row)

    @property
    def saved_text(self) -> str:
        """What it says of saving now."""
        return self._saved.text()

    def take_keys(self, keys: Keys) -> None:
        """Other keys are in force: they stand on the button, and below the next question in hand."""
        self.keys = keys
        first = keys.of(Act.SUBMIT)[:1]
        self.submit_button.setText("  ".join([self._submit_text, *map(shown_key, first)]))

    def show_mode(self, *, is_read_only: bool) -> None:
        """A submitted form has nothing to submit."""
        self.submit_button.setVisible(not is_read_only)
        self._is_read_only = is_read_only
        self.left_link.hide()
        self._saved.setText("")
        self._keys.setText("")
        self._keys.setVisible(not is_read_only)
        self.setVisible(not is_read_only)

    def show_submitting(self) -> None:
        """Submit was pressed; what comes of it is not known yet."""
        self._saved.setText(tr("submitting …"))
        restyle(self._saved, meaning=None)

    def show_saved(self) -> None:
        """Everything told so far is on the disk."""
        self._saved.setText(tr("saved ✓"))
        restyle(self._saved, meaning="good")

    def show_not_saved(self, reason: str) -> None:
        """The last thing told is not on the disk, and this is why."""
        self._saved.setText(reason)
        restyle(self._saved, meaning="bad")

    def show_left(self, count: int) -> None:
        """How much keeps the form from being submitted; a press goes there."""
        words = ntr("{count} left: go to next", "{count} left: go to next", count)
        self.left_link.setText(words)
        self.left_link.setAccessibleName(words)
        self.left_link.setVisible(count > 0 and not self._is_read_only)

    def show_keys(self, row: QuestionRow) -> None:
        """The keys that hold on this question, or on its root causes."""
        hinted = self.keys
        if row.chooses_root_cause:
            last = min(9, len(row.question.causes_for(row.answer.value)))
            parts = [("1 " if last == 1 else f"1–{last} ") + tr("root cause"), tr("⌫ none")]
            parts += [tr("Esc back to the question"), tr("↓ next question")]
        else:
            parts = row.editor.key_words(hinted)
            if row.suggestion is not None:
                parts += hint(Act.TAKE, tr("take the suggestion"), hinted)
                if row.suggestion.at_s is not None or row.suggestion.position is not None:
                    parts += hint(Act.EVIDENCE, tr("go to it"), hinted)
            if row.asks_for_root_cause:
                parts += hint(Act.ROOT_CAUSE, tr("root cause"), hinted)
            for act, word in ((Act.COMMENT, tr("comment")), (Act.MARK, tr("marker")), (Act.GUIDANCE, tr("guidance"))):
                parts += hint(act, word, hinted)
            if self.has_summary:
                parts += hint(Act.SUMMARY, tr("summary"), hinted)
            if self.has_player:
                parts += hint(Act.PLAY, tr("play"), hinted)
            parts += hint(Act.KEYS, tr("keys"), hinted)
        # a key and its word stay on one line
        self._keys.setText("   ".join(part.replace(" ", "\u00a0") for part in parts))
        self._keys.setFixedHeight(2 * self._keys.fontMetrics().lineSpacing() + 2)
