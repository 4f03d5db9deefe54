"""What can be done with a submitted evaluation: go on to the next, or revise it with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label


class SubmittedBar(QFrame):
    """Hidden while a form can still be changed."""

    next_asked = Signal()
    revision_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        column.setSpacing(Space.S)
        self._words = label("", "note", wraps=True)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why revise it?"))
        self.reason.setAccessibleName(tr("Reason for a revision"))
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self._revise)
        self.revise_button = button(tr("Revise"), self._revise)
        self.revise_button.setEnabled(False)
        self.next_button = button(tr("Next"), self.next_asked.emit, role="primary")
        row.addWidget(self.reason, 1)
        row.addWidget(self.revise_button)
        row.addWidget(self.next_button)
        column.addLayout(row)
        self.hide()

    def show_state(self, *, is_read_only: bool, can_be_revised: bool, revision_reason: str | None) -> None:
        """Say what holds of the evaluation shown now."""
        words = tr("Submitted: it never changes. A revision stands beside it.") if can_be_revised else ""
        if is_read_only and not can_be_revised:
            words = tr("Submitted, and revised already.")
        if revision_reason:
            words = tr("A revision: {reason}", reason=revision_reason) + (f" {words}" if is_read_only else "")
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.reason.clear()
        self.reason.setVisible(can_be_revised)
        self.revise_button.setVisible(can_be_revised)
        self.next_button.setVisible(is_read_only)
        self.setVisible(is_read_only or bool(revision_reason))

    def _typed(self, text: str) -> None:
        self.revise_button.setEnabled(bool(text.strip()))

    def _revise(self) -> None:
        if self.reason.text().strip():
            self.revision_asked.emit(self.reason.text())
