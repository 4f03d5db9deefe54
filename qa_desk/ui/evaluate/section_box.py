"""A section of a form: a heading with its points that folds its questions away."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import Scope
from qa_desk.ui.evaluate.fixed_label import FixedLabel
from qa_desk.ui.evaluate.question_row import points_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.scorecard import Section
    from qa_desk.domain.scoring import Points, Score
    from qa_desk.ui.evaluate.question_row import QuestionRow
    from qa_desk.ui.theme import Theme


class SectionBox(QWidget):
    """Its rows stay alive when folded; walking to one unfolds it."""

    def __init__(self, theme: Theme, section: Section, rows: list[QuestionRow], language: str) -> None:
        super().__init__()
        self.section = section
        self._shown: tuple[Fraction, Fraction, int, str] | None = None
        self.rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, Space.S, 0)
        head.setSpacing(Space.XS)
        self._title = section.label(language)
        self._chevron = IconButton(theme, "chevron-down", tr("Fold {section}", section=self._title), self.toggle)
        self._chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._points = FixedLabel("heading", ("100.0 / 100.0",))
        notes = (tr("{count} open", count=99), tr("not applicable"), tr("⚑ section failed"))
        self._note = FixedLabel("small", notes)
        for figure in (self._points, self._note):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._chevron)
        self._heading = label(self._title, "heading")
        head.addWidget(self._heading, 1)
        head.addWidget(self._note)
        head.addWidget(self._points)
        column.addLayout(head)
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        for row in rows:
            self._list.addWidget(row)
        column.addWidget(self._body)

    def show_section(self, section: Section, language: str) -> None:
        """Be another state of the section, with the rows as they are."""
        self.section, self._title = section, section.label(language)
        self._heading.setText(self._title)
        self.fold(is_folded=self.is_folded)

    def put_row(self, at: int, row: QuestionRow) -> None:
        """Have a row at a place; one that is here already goes there."""
        if row in self.rows:
            self.rows.remove(row)
        self.rows.insert(at, row)
        self._list.insertWidget(at, row)

    def take_row(self, row: QuestionRow) -> None:
        """Give a row away."""
        self.rows.remove(row)
        self._list.removeWidget(row)

    @property
    def is_folded(self) -> bool:
        """Whether its questions are out of sight."""
        return not self._body.isVisibleTo(self)

    def toggle(self) -> None:
        """Fold or unfold."""
        self.fold(is_folded=not self.is_folded)

    def fold(self, *, is_folded: bool) -> None:
        """Take the questions out of sight, or show them."""
        self._body.setVisible(not is_folded)
        self._chevron.draw("chevron-right" if is_folded else "chevron-down")
        words = tr("Unfold {section}", section=self._title) if is_folded else tr("Fold {section}", section=self._title)
        self._chevron.rename(words)

    def show_score(self, points: Mapping[str, Points], score: Score) -> None:
        """Write what its questions earned so far, or that an auto-fail took it."""
        questions = {row.question.id for row in self.rows}
        own = [points[question] for question in questions if question in points]
        earned = sum((entry.earned or Fraction(0) for entry in own), Fraction(0))
        has_failed = any(trigger.scope is Scope.SECTION and trigger.question in questions for trigger in score.autofail)
        self.show_points(
            min(earned, Fraction(0)) if has_failed else earned,
            sum((entry.possible for entry in own), Fraction(0)),
            len(questions & set(score.missing)),
            tr("⚑ section failed") if has_failed else "",
            "bad" if has_failed else "",
        )

    def show_points(self, earned: Fraction, possible: Fraction, open_questions: int, note: str = "", meaning: str = "") -> None:
        """Write the points so far; `note` says what took them (an auto-fail)."""
        if (shown := (earned, possible, open_questions, note)) == self._shown:
            return
        self._shown = shown
        is_scored = any(not row.question.is_adjustment for row in self.rows)
        self._points.setText(f"{points_text(earned)} / {points_text(possible)}" if is_scored and possible else "")
        if not note and open_questions:
            note = tr("{count} open", count=open_questions)
        elif not note and is_scored and not possible:
            note = tr("not applicable")
        self._note.setText(note)
        restyle(self._note, meaning=meaning or None)
