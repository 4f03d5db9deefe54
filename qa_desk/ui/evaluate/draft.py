"""The evaluation in hand: what was said, what can be undone, and every change on the disk in order.

A change is shown first and written at once after it. When the disk refuses (full, locked), the change waits, the person is
told, and it is tried again before anything else is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.evaluation import Answer, Marker, answered, presets_of
from qa_desk.domain.language import tr
from qa_desk.services.evaluations import put_answer, put_marker, remove_marker, set_summary, start_evaluation
from qa_desk.services.typed_words import keep_words
from qa_desk.ui.evaluate.history import AnswerStep, History, MarkerStep, SummaryStep
from qa_desk.ui.evaluate.ordered_writes import OrderedWrites

if TYPE_CHECKING:
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.evaluate.form_events import (
        AnswerGiven,
        CommentChanged,
        MarkerAsked,
        MarkerChanged,
        MarkerRemoved,
        RootCauseChosen,
        SummaryChanged,
        WordsTyped,
    )
    from qa_desk.ui.evaluate.history import State, Step
    from qa_desk.ui.screen import Context


class DraftInHand(QObject):
    """One interaction's evaluation at a time; it is begun on the disk with the first thing said."""

    begun = Signal()
    """The evaluation is on the disk from now on."""
    answer_shown = Signal(object)
    markers_shown = Signal(object)
    marker_placed = Signal(object)
    summary_shown = Signal(str)
    saved = Signal()
    """Everything told so far is on the disk."""
    not_saved = Signal(str)
    refused = Signal(str)
    """A write was refused for good, and why: what the disk holds should be shown again."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._interaction_id: str | None = None
        self._version: ScorecardVersion | None = None
        self._version_id = ""
        self.evaluation: Evaluation | None = None
        """As it was when it was taken up; None before the first thing is said."""
        self._answers: dict[str, Answer] = {}
        self._markers: dict[str, Marker] = {}
        self.summary = ""
        """The evaluator's words about the whole."""
        self._history = History()
        self._writes = OrderedWrites(self)
        self._writes.done.connect(self.saved)
        self._writes.failed.connect(self.not_saved)
        self._writes.refused.connect(self.refused)

    @property
    def has_unsaved(self) -> bool:
        """Whether something told is not on the disk yet."""
        return self._writes.is_waiting

    @property
    def answers(self) -> dict[str, Answer]:
        """Everything said, by question."""
        return dict(self._answers)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """Its markers."""
        return tuple(self._markers.values())

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(answer.value is not None for answer in self._answers.values())

    def take(self, interaction_id: str, version: ScorecardVersion, version_id: str, evaluation: Evaluation | None) -> None:
        """Have another evaluation in hand, or none yet of another interaction."""
        self._interaction_id, self._version, self._version_id = interaction_id, version, version_id
        self.evaluation = evaluation
        self._answers = dict(evaluation.answers) if evaluation else presets_of(version)
        self._markers = {marker.id: marker for marker in evaluation.markers} if evaluation else {}
        self.summary = evaluation.summary if evaluation else ""
        self._history = History()

    def put_away(self) -> None:
        """Have nothing in hand."""
        self._interaction_id, self._version, self.evaluation = None, None, None
        self._answers, self._markers, self.summary, self._history = {}, {}, "", History()

    # -- what the form tells

    def give_answer(self, given: AnswerGiven) -> None:
        """Answer a question; a root cause goes where no points are lost."""
        assert self._version is not None
        before = self._answer(given.question_id)
        question = self._version.question(given.question_id)
        assert question is not None
        self._do(AnswerStep(before, answered(question, before, given.value)))

    def change_comment(self, changed: CommentChanged) -> None:
        """Write about a question."""
        before = self._answer(changed.question_id)
        self._do(AnswerStep(before, replace(before, comment=changed.text.strip() or None), is_writing=True))

    def choose_root_cause(self, chosen: RootCauseChosen) -> None:
        """Say why points were lost."""
        before = self._answer(chosen.question_id)
        self._do(AnswerStep(before, replace(before, root_cause=chosen.root_cause)))

    def change_summary(self, changed: SummaryChanged) -> None:
        """Write about the whole."""
        self._do(SummaryStep(self.summary, changed.text.strip()))

    def place_marker(self, asked: MarkerAsked, *, at_s: float | None = None, utterance_position: int | None = None) -> None:
        """Set a marker at a time or at a message; the form then takes its words."""
        marker = Marker(self._context.workspace.clock.new_id(), "", at_s, utterance_position, asked.question_id)
        self._do(MarkerStep(None, marker))
        self.marker_placed.emit(marker)

    def change_marker(self, changed: MarkerChanged) -> None:
        """Change the words of a marker."""
        before = self._markers.get(changed.marker_id)
        if before is not None:
            self._do(MarkerStep(before, replace(before, text=changed.text)))

    def remove_marker(self, removed: MarkerRemoved) -> None:
        """Take a marker away."""
        before = self._markers.get(removed.marker_id)
        if before is not None:
            self._do(MarkerStep(before, None))

    def keep_words(self, typed: WordsTyped) -> None:
        """Words at a key, on the disk beside the evaluation; the pause that follows tells them as a change.

        They do not queue behind changes that the disk refuses: the pause's own change will.
        """
        if self.has_unsaved or self._interaction_id is None:
            return
        try:
            keep_words(self._context.workspace, self.begin().id, typed.field, typed.about, typed.text)
        except QaDeskError as error:
            self.not_saved.emit(error.message)

    def undo(self) -> None:
        """Take the last change back."""
        step = self._history.undo()
        if step is not None:
            self._put(step, step.before)

    def redo(self) -> None:
        """Do what was taken back again."""
        step = self._history.redo()
        if step is not None:
            self._put(step, step.after)

    # -- writing

    def begin(self) -> Evaluation:
        """The evaluation; put on the disk now when this is the first thing said."""
        if self.evaluation is None:
            assert self._interaction_id is not None
            if self._context.evaluator_id is None:
                raise Refusal(tr("Say first who is scoring (on Today)."))
            self.evaluation = start_evaluation(
                self._context.workspace, self._interaction_id, self._context.evaluator_id, self._version_id
            )
            self.begun.emit()
        return self.evaluation

    def write(self) -> None:
        """Write what waits, now."""
        self._writes.go_on()

    def stop(self) -> None:
        """Try nothing again later: the place is closed."""
        self._writes.stop()

    def _answer(self, question_id: str) -> Answer:
        return self._answers.get(question_id, Answer(question_id))

    def _do(self, step: Step) -> None:
        if step.before != step.after:
            self._history.add(step)
            self._write(step, step.after)

    def _put(self, step: Step, state: State) -> None:
        self._write(step, state)
        if isinstance(state, Answer):
            self.answer_shown.emit(state)
        elif isinstance(state, str):
            self.summary_shown.emit(state)

    def _write(self, step: Step, state: State) -> None:
        """Have it so, and write it; a marker that is None is taken away."""
        workspace = self._context.workspace
        if isinstance(state, Answer):
            self._answers[state.question_id] = state
            self._writes.add(lambda: put_answer(workspace, self.begin().id, state))
        elif isinstance(state, str):
            self.summary = state
            self._writes.add(lambda: set_summary(workspace, self.begin().id, state))
        elif isinstance(state, Marker):
            self._markers[state.id] = state
            self.markers_shown.emit(self.markers)
            self._writes.add(lambda: put_marker(workspace, self.begin().id, state))
        else:
            gone = step.before or step.after
            assert isinstance(gone, Marker)
            del self._markers[gone.id]
            self.markers_shown.emit(self.markers)
            self._writes.add(lambda: remove_marker(workspace, self.begin().id, gone.id))
