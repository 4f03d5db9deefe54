"""What scrolls in a form: its sections one below the other, and the summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.ui.evaluate.section_box import SectionBox
from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.evaluate.question_row import QuestionRow
    from qa_desk.ui.theme import Theme


class FormBody(QWidget):
    """Made anew for another scorecard; `rows` are the questions in the order of the form."""

    def __init__(
        self, theme: Theme, version: ScorecardVersion, rows: Sequence[QuestionRow], language: str, end: QWidget | None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.M, Space.L)
        column.setSpacing(Space.XS)
        self.sections: list[SectionBox] = []
        waiting = list(rows)
        for section in version.sections:
            own, waiting = waiting[: len(section.questions)], waiting[len(section.questions) :]
            self.sections.append(SectionBox(theme, section, own, language))
            column.addWidget(self.sections[-1])
        if end is not None:
            column.addWidget(end)
        column.addStretch(1)

    def put_section(self, at: int, box: SectionBox) -> None:
        """Have a section at a place; one that is here already goes there."""
        if box in self.sections:
            self.sections.remove(box)
        self.sections.insert(at, box)
        self._column.insertWidget(at, box)

    def take_section(self, box: SectionBox) -> None:
        """Give a section away."""
        self.sections.remove(box)
        self._column.removeWidget(box)
