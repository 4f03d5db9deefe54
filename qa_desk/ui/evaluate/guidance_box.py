"""What helps to answer a question: its guidance, and cases from past calibrations with the answer they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Example, Question


class GuidanceBox(QWidget):
    """Plain words; an example stands with its answer before it and its origin after it."""

    def __init__(self, question: Question, language: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(Space.XS)
        guidance = question.guidance.say(language)
        if guidance:
            column.addWidget(label(guidance, "note", wraps=True))
        if question.examples:
            column.addWidget(label(tr("Examples"), "small"))
        for example in question.examples:
            column.addWidget(label(example_words(question, example, language), "note", wraps=True))


def example_words(question: Question, example: Example, language: str) -> str:
    """A case in a line: Yes – “Good morning, this is …” (calibration of 3 May)."""
    words = f"“{example.text.say(language)}”"
    if example.answer is not None:
        words = f"{question.answer_label(example.answer, language)} – {words}"
    return f"{words} ({example.origin})" if example.origin else words
