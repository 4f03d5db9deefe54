"""The real form, kept up to date while its scorecard is edited: only what changed is made anew, a little at a time."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea

from qa_desk.domain.evaluation import Answer
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.evaluate.form_body import FormBody
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.ui.evaluate.section_box import SectionBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa_desk.domain.scorecard import Question, ScorecardVersion
    from qa_desk.ui.theme import Theme

_NARROWEST = 340
_BUDGET_S = 0.012
"""How long the window may be kept from answering at a time."""


class PreviewForm(ScorecardForm):
    """`change_version` instead of `show_version`: answers and what is in hand stay wherever the question is still there."""

    rebuilt = Signal()
    """Everything is of the new version now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._rebuilding: Iterator[None] | None = None
        self._wanted: ScorecardVersion | None = None
        self._go_on = QTimer(self, interval=0)
        self._go_on.timeout.connect(self._work)

    @property
    def is_rebuilding(self) -> bool:
        """Whether something of the form is still to be made anew."""
        return self._rebuilding is not None

    def begin(self, version: ScorecardVersion, title: str) -> None:
        """Be the form of another scorecard, without answers."""
        self.stop()
        self.show_version(replace(version, sections=()), {}, title=title)
        self.foot.hide()
        self.change_version(version, title)

    def change_version(self, version: ScorecardVersion, title: str) -> None:
        """Become the form of another state of the scorecard, in the turns of the event loop."""
        self.head.show_title(title)
        if version == (self._wanted if self.is_rebuilding else self._version):
            return
        if self._version is None:
            self.show_version(replace(version, sections=()), {}, title=title)
            self.foot.hide()
        self._wanted = version
        self._scroll.setUpdatesEnabled(False)  # rows that have no place yet are not to be seen
        self._rebuilding = self._steps(version)
        self._go_on.start()

    def finish(self) -> None:
        """Make all that is left anew, now."""
        while self._rebuilding is not None:
            self._work()

    def stop(self) -> None:
        """Make nothing more anew: nobody looks."""
        self._go_on.stop()
        self._rebuilding, self._wanted = None, None
        self._scroll.setUpdatesEnabled(True)

    def _work(self) -> None:
        until = perf_counter() + _BUDGET_S
        while self._rebuilding is not None and perf_counter() < until:
            if next(self._rebuilding, _DONE) is _DONE:
                self._rebuilding = None
                self._go_on.stop()

    def _score(self) -> None:
        if not self.is_rebuilding:  # half of it is of the one version, half of the other
            super()._score()

    def _steps(self, version: ScorecardVersion) -> Iterator[None]:
        """Each step makes one row anew, or less."""
        body = self._scroll.widget()
        assert isinstance(body, FormBody)
        answers = self.answers
        old_rows = {row.question.id: row for row in self._rows}
        old_boxes = {box.section.id: box for box in body.sections}
        kept_rows: set[QuestionRow] = set()
        kept_boxes: set[SectionBox] = set()
        number = 0
        for at, section in enumerate(version.sections):
            box = old_boxes.get(section.id)
            if box is None or box in kept_boxes:
                box = SectionBox(self._theme, section, [], self._language)
            kept_boxes.add(box)
            body.put_section(at, box)
            box.show_section(section, self._language)
            yield
            for place, question in enumerate(section.questions):
                number += 1
                row = old_rows.get(question.id)
                if row is None or row in kept_rows or row.question != question:
                    row = self._new_row(question, number, answers)
                row.renumber(number)
                kept_rows.add(row)
                self._bring(row, box, place)
                yield
        yield from self._drop(body, kept_rows, kept_boxes)
        self._questions.adopt([row for box in body.sections for row in box.rows], body)
        self._version = version
        self._rebuilding = None
        self._scroll.fit_later()
        self._scroll.lay_out_now()
        QTimer.singleShot(0, self, self._show_again)
        self._score()
        self.rebuilt.emit()

    def _show_again(self) -> None:
        if not self.is_rebuilding:
            self._scroll.setUpdatesEnabled(True)

    def _new_row(self, question: Question, number: int, answers: Mapping[str, Answer]) -> QuestionRow:
        row = QuestionRow(self._theme, question, number, self._language)
        row.build()
        self._connect_row(row)
        answer = answers.get(question.id)
        if answer is not None and answer.value is not None and _is_answer(question, answer.value):
            row.show_answer(Answer(question.id, answer.value, answer.comment))
        return row

    def _bring(self, row: QuestionRow, box: SectionBox, place: int) -> None:
        if place < len(box.rows) and box.rows[place] is row:
            return
        home = next((other for other in self._boxes() if row in other.rows), None)
        if home is not None and home is not box:
            home.take_row(row)
        box.put_row(place, row)

    def _boxes(self) -> list[SectionBox]:
        body = self._scroll.widget()
        return body.sections if isinstance(body, FormBody) else []

    def _drop(self, body: FormBody, rows: set[QuestionRow], boxes: set[SectionBox]) -> Iterator[None]:
        for box in list(body.sections):
            for row in [row for row in box.rows if row not in rows]:
                box.take_row(row)
                if self._lit is row:
                    self._lit = None
                row.hide()
                row.deleteLater()
                yield
            if box not in boxes:
                body.take_section(box)
                box.hide()
                box.deleteLater()


_DONE = object()


def framed(form: PreviewForm) -> QScrollArea:
    """The form where it may be narrower than its longest answers: it then scrolls sideways instead of pushing others away."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumWidth(_NARROWEST)
    area.setWidget(form)
    return area


def _is_answer(question: Question, value: str) -> bool:
    return question.na_allowed if value == NOT_APPLICABLE else question.fault_in(value) is None
