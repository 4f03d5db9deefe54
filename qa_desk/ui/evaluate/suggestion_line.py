"""What was measured or said speaks for an answer: the answer, the reason, and the place. A person takes it, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Answer
    from qa_desk.domain.evidence import Suggestion
    from qa_desk.domain.scorecard import Question


class SuggestionLine(QFrame):
    """Says also what became of it: taken, confirmed by the person's own answer, or overruled."""

    taken = Signal()
    place_asked = Signal()

    def __init__(self, question: Question, language: str) -> None:
        super().__init__()
        self._question, self._language = question, language
        self._suggestion: Suggestion | None = None
        self.setProperty("kind", "suggestion")
        self._words = label("", "note", wraps=True)
        name = question.label(language)
        self.take_button = button(tr("Take it (E)"), self.taken.emit, role="link", name=tr("{question}: take it", question=name))
        go_name = tr("{question}: go there", question=name)
        self.go_button = button(tr("Go there (H)"), self.place_asked.emit, role="link", name=go_name)
        for each in (self.take_button, self.go_button):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        column.setSpacing(0)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.take_button)
        row.addWidget(self.go_button)
        row.addStretch(1)
        column.addLayout(row)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._words.text()

    def show_state(self, suggestion: Suggestion | None, answer: Answer, *, is_read_only: bool) -> None:
        """Say what the evidence speaks for, beside what was answered; hidden where there is no evidence."""
        self._suggestion = suggestion
        words, meaning = self._said(suggestion, answer)
        self._words.setText(words)
        restyle(self, state=meaning)
        is_open = (suggestion is not None and suggestion.answer != answer.value) or answer.is_preset
        self.take_button.setVisible(suggestion is not None and is_open and not is_read_only)
        has_place = suggestion is not None and (suggestion.at_s is not None or suggestion.position is not None)
        self.go_button.setVisible(has_place)
        self.setVisible(bool(words))

    def _said(self, suggestion: Suggestion | None, answer: Answer) -> tuple[str, str]:
        if suggestion is None:
            return (tr("✓ taken from the evidence: {reason}", reason=answer.origin), "taken") if answer.origin else ("", "")
        said, reason = self._question.answer_label(suggestion.answer, self._language), suggestion.reason
        if answer.value is None or answer.is_preset:
            return tr("Suggested: {answer} – {reason}", answer=said, reason=reason), "open"
        if answer.value != suggestion.answer:
            return tr("≠ overruled: the evidence says {answer} – {reason}", answer=said, reason=reason), "overruled"
        if answer.origin:
            return tr("✓ taken from the evidence: {reason}", reason=answer.origin), "taken"
        return tr("✓ the evidence says so, too: {reason}", reason=reason), "taken"
