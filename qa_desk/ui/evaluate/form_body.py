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
    """Made anew for another scorecard; `rows` are the questions in the order of the form. Sections are made when asked for."""

    def __init__(
        self, theme: Theme, version: ScorecardVersion, rows: Sequence[QuestionRow], language: str, end: QWidget | None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._theme, self._version, self._language = theme, version, language
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.S, Space.S, Space.M, Space.L)
        self._column.setSpacing(Space.XS)
        self.rows_of: list[list[QuestionRow]] = []
        """The rows of each section, in its order."""
        waiting = list(rows)
        for section in version.sections:
            own, waiting = waiting[: len(section.questions)], waiting[len(section.questions) :]
            self.rows_of.append(own)
        wings = QWidget(self)
        wings.hide()  # what waits for its section is not to be seen: a child of the page itself would be
        for row in rows:
            row.setParent(wings)
        self.sections: list[SectionBox] = []
        """Those that are made, in their order."""
        self._made: dict[int, SectionBox] = {}
        if end is not None:
            self._column.addWidget(end)
        self._column.addStretch(1)

    def make_section(self, number: int) -> SectionBox:
        """Put the number-th section of the scorecard in its place, where it does not stand there yet."""
        if number not in self._made:
            place = sum(other < number for other in self._made)
            section = SectionBox(self._theme, self._version.sections[number], self.rows_of[number], self._language)
            self._made[number] = section
            self.put_section(place, section)
        return self._made[number]

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
