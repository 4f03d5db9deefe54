"""The scorecard form: answered by keyboard alone.

It knows nothing of the workspace: it is given a version and answers, and tells what the person does. Scoring a single
interaction and blind calibration use the same form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

from qa_desk.domain.evaluation import values_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.ui.evaluate.form_events import MarkerAsked
from qa_desk.ui.evaluate.keys import PLAYER_ACTS, Act, act_of, answer_of
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.ui.evaluate.shown_form import ShownForm
from qa_desk.ui.evaluate.why_panel import WhyPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.ui.theme import Theme

_UNFOLDING = (Act.CLEAR, Act.COMMENT, Act.ROOT_CAUSE, Act.GUIDANCE, Act.TAKE)
"""Acts after which a question may need more room."""


class ScorecardForm(ShownForm):
    """`show_version` fills it; afterwards it keeps its own answers and tells each change."""

    def __init__(self, theme: Theme, *, shows_score: bool = True, submit_text: str = "", has_summary: bool = False) -> None:
        super().__init__(theme, shows_score=shows_score, submit_text=submit_text, has_summary=has_summary)
        self.head.why_asked.connect(self.show_why)
        self.foot.submit_pressed.connect(self.ask_to_submit)
        self.foot.left_pressed.connect(self.go_on)

    def go_on(self) -> None:
        """Go to the next thing that keeps the form from being submitted, after the question in hand and round the end."""
        places = {row.question.id: number for number, row in enumerate(self._rows)}
        here = self._rows.index(self._lit) if self._lit is not None else -1
        if lacking := self.missing:
            self._go_to_missing(next((entry for entry in lacking if places[entry.question_id] > here), lacking[0]))

    def ask_to_submit(self) -> None:
        """As the button and the keys of Submit do."""
        if not self._is_read_only:
            self.flush()
            self.submit_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on a question, before the scroll area takes the arrows."""
        if isinstance(watched, QuestionRow) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(watched, event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that hold everywhere in the form, also while a comment is written."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_asked.emit()
        else:
            super().keyPressEvent(event)

    def _take_key(self, row: QuestionRow, event: QKeyEvent) -> bool:
        # root causes have their own keys; none of those that reach the question answers it
        if not row.chooses_root_cause and self._answers(row, event):
            self._scroll.keep_in_sight(row)
            self._scroll_to = None
            return True
        act = act_of(event, self.foot.keys)
        if act is None:
            return False
        self._scroll_to = None
        self._do(act, row)
        if act in _UNFOLDING and self._lit is not None:
            self._scroll.keep_in_sight(self._lit)
        return True

    def _answers(self, row: QuestionRow, event: QKeyEvent) -> bool:
        if answer_of(event, row.question, self.foot.keys) == NOT_APPLICABLE:
            row.give(NOT_APPLICABLE)
            return True
        return row.take_key(event)

    def _do(self, act: Act, row: QuestionRow) -> None:
        asked = self._questions.asked
        here = asked.index(row) if row in asked else 0
        last = len(asked) - 1
        goals = {Act.NEXT: min(here + 1, last), Act.PREVIOUS: max(here - 1, 0), Act.FIRST: 0, Act.LAST: last}
        acts: dict[Act, Callable[[], object]] = {
            Act.CLEAR: lambda: row.give(None),
            Act.COMMENT: row.write_comment,
            Act.ROOT_CAUSE: row.choose_root_cause,
            Act.GUIDANCE: row.unfold_guidance,
            Act.TAKE: row.take_suggestion,
            Act.EVIDENCE: row.ask_for_place,
            Act.WHY: self.show_why,
        }
        if act in PLAYER_ACTS:
            self.player_asked.emit(act)
        elif act in goals:
            self.focus_question(asked[goals[act]].question.id)
        elif act is Act.MARK and not self._is_read_only:
            self.marker_asked.emit(MarkerAsked(row.question.id))
        elif act is Act.SUMMARY and self._summary is not None and not self._is_read_only:
            self._summary.write()
            self._show_summary()
        elif act in acts:
            acts[act]()

    def show_why(self) -> None:
        """Open the panel that says how the score comes about."""
        if self._version is not None and self._shows_score:
            panel = WhyPanel(self, self._theme, self._version, values_of(self.answers.values()), self._language)
            panel.question_chosen.connect(self.focus_question)
            panel.open_beside(self.head)
