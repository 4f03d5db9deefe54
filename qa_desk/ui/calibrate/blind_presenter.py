"""One person in the chair: their interactions one after another, every answer on the disk at once, nobody else's in sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.services import calibration as service
from qa_desk.services.calibration_lookup import interaction_to_score
from qa_desk.services.evaluations import NotReady, put_answer, put_marker, remove_marker
from qa_desk.services.scorecards import get_version
from qa_desk.services.typed_words import keep_words
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.history import AnswerStep, History, MarkerStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.calibration_report import Participant, SessionItem
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.evaluate.form_events import (
        AnswerGiven,
        CommentChanged,
        MarkerAsked,
        MarkerChanged,
        MarkerRemoved,
        RootCauseChosen,
        WordsTyped,
    )
    from qa_desk.ui.evaluate.history import Step
    from qa_desk.ui.screen import Context

_TRY_AGAIN_MS = 2000


@dataclass(frozen=True, slots=True)
class SheetShown:
    """The sheet that the person in the chair fills in now."""

    participant: Participant
    item: SessionItem
    number: int
    total: int
    interaction: InteractionDetail
    version: ScorecardVersion
    answers: Mapping[str, Answer]
    markers: tuple[Marker, ...]


class BlindPresenter(QObject):
    """One a screen; it has no widgets."""

    sheet_shown = Signal(object)
    answer_shown = Signal(object)
    markers_shown = Signal(object)
    marker_placed = Signal(object)
    missing_found = Signal(object)
    saved = Signal()
    not_saved = Signal(str)
    refused = Signal(str)
    leaving = Signal()
    """Tell now what is still being written."""
    left = Signal()
    """The chair is free: the person finished, or went away with a draft."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session_id = ""
        self._evaluator_id = ""
        self._evaluation: Evaluation | None = None
        self._answers: dict[str, Answer] = {}
        self._markers: dict[str, Marker] = {}
        self._history = History()
        self._unsaved_answers: set[str] = set()
        self._unsaved_markers: set[str] = set()
        self._retry = QTimer(self, singleShot=True, interval=_TRY_AGAIN_MS)
        self._retry.timeout.connect(self.write)

    @property
    def has_unsaved(self) -> bool:
        """Whether something told is not on the disk yet."""
        return bool(self._unsaved_answers or self._unsaved_markers)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers of this sheet."""
        return tuple(self._markers.values())

    def seat(self, session_id: str, evaluator_id: str) -> None:
        """Somebody sits down: their first interaction that is not submitted."""
        self._session_id, self._evaluator_id = session_id, evaluator_id
        self._next()

    def leave(self) -> None:
        """Get up; the draft stays for later."""
        self.leaving.emit()
        self.write()
        if not self.has_unsaved:
            self._forget()
            self.left.emit()

    def submit(self) -> None:
        """Settle this sheet, or say what it lacks; then the next one, or the chair is free."""
        self.write()
        if self.has_unsaved or self._evaluation is None:
            return
        try:
            service.submit_blind_sheet(self._context.workspace, self._evaluation.id)
        except NotReady as not_ready:
            self.missing_found.emit(not_ready.missing)
            self.refused.emit(not_ready.message)
            return
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
        self._next()

    def give_answer(self, given: AnswerGiven) -> None:
        """Answer a question; a root cause goes where no points are lost."""
        before = self._answer(given.question_id)
        after = replace(before, value=given.value)
        question = self._version.question(given.question_id)
        if question is not None and not question.loses_points(given.value):
            after = replace(after, root_cause=None)
        self._step(AnswerStep(before, after))

    def change_comment(self, changed: CommentChanged) -> None:
        """Write about a question."""
        before = self._answer(changed.question_id)
        self._step(AnswerStep(before, replace(before, comment=changed.text.strip() or None), is_writing=True))

    def choose_root_cause(self, chosen: RootCauseChosen) -> None:
        """Say why points were lost."""
        before = self._answer(chosen.question_id)
        self._step(AnswerStep(before, replace(before, root_cause=chosen.root_cause)))

    def place_marker(self, asked: MarkerAsked, *, at_s: float | None = None, utterance_position: int | None = None) -> None:
        """Set a marker at a time or at a message; the form then takes its words."""
        marker = Marker(self._context.workspace.clock.new_id(), "", at_s, utterance_position, asked.question_id)
        self._step(MarkerStep(None, marker))
        self.marker_placed.emit(marker)

    def change_marker(self, changed: MarkerChanged) -> None:
        """Change the words of a marker."""
        before = self._markers.get(changed.marker_id)
        if before is not None:
            self._step(MarkerStep(before, replace(before, text=changed.text)))

    def remove_marker(self, removed: MarkerRemoved) -> None:
        """Take a marker away."""
        before = self._markers.get(removed.marker_id)
        if before is not None:
            self._step(MarkerStep(before, None))

    def keep_words(self, typed: WordsTyped) -> None:
        """Words at a key, on the disk beside the sheet; the pause that follows tells them as a change."""
        if self._evaluation is None or self.has_unsaved:
            return
        try:
            keep_words(self._context.workspace, self._evaluation.id, typed.field, typed.about, typed.text)
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

    def write(self) -> None:
        """Put on the disk what is not there yet; when the disk refuses, say so and try again."""
        self._retry.stop()
        if self._evaluation is None or not self.has_unsaved:
            return
        workspace, evaluation_id = self._context.workspace, self._evaluation.id
        try:
            with workspace.transaction():
                for question_id in self._unsaved_answers:
                    put_answer(workspace, evaluation_id, self._answer(question_id))
                for marker_id in self._unsaved_markers:
                    marker = self._markers.get(marker_id)
                    if marker is None:
                        remove_marker(workspace, evaluation_id, marker_id)
                    else:
                        put_marker(workspace, evaluation_id, marker)
        except EnvironmentFailure as failure:
            self.not_saved.emit(failure.message)
            self._retry.start()
            return
        except QaDeskError as error:
            self.refused.emit(error.message)
        else:
            self.saved.emit()
        self._unsaved_answers.clear()
        self._unsaved_markers.clear()

    @property
    def _version(self) -> ScorecardVersion:
        assert self._evaluation is not None
        return get_version(self._context.workspace, self._evaluation.version_id)

    def _answer(self, question_id: str) -> Answer:
        return self._answers.get(question_id, Answer(question_id))

    def _step(self, step: Step) -> None:
        if step.before != step.after:
            self._history.add(step)
            self._keep(step, step.after)

    def _put(self, step: Step, state: Answer | Marker | str | None) -> None:
        self._keep(step, state)
        if isinstance(state, Answer):
            self.answer_shown.emit(state)

    def _keep(self, step: Step, state: Answer | Marker | str | None) -> None:
        if isinstance(state, Answer):
            self._answers[state.question_id] = state
            self._unsaved_answers.add(state.question_id)
        elif not isinstance(state, str):  # a blind sheet has no words about the whole
            known = next(marker for marker in (step.before, step.after) if isinstance(marker, Marker))
            if state is None:
                self._markers.pop(known.id, None)
            else:
                self._markers[known.id] = state
            self._unsaved_markers.add(known.id)
            self.markers_shown.emit(tuple(self._markers.values()))
        self.write()

    def _next(self) -> None:
        workspace = self._context.workspace
        self._forget()
        try:
            session = service.get_calibration(workspace, self._session_id)
            remaining = service.remaining_items(workspace, self._session_id, self._evaluator_id)
            participant = session.participant(self._evaluator_id)
            if not remaining or participant is None:
                self.left.emit()
                return
            item = remaining[0]
            self._evaluation = service.start_blind_scoring(workspace, session.id, self._evaluator_id, item.interaction_id)
            interaction = interaction_to_score(workspace, session, item.interaction_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            self.left.emit()
            return
        self._answers = dict(self._evaluation.answers)
        self._markers = {marker.id: marker for marker in self._evaluation.markers}
        number, total = len(session.items) - len(remaining) + 1, len(session.items)
        markers = tuple(self._markers.values())
        self.sheet_shown.emit(
            SheetShown(participant, item, number, total, interaction, self._version, dict(self._answers), markers)
        )

    def _forget(self) -> None:
        self._evaluation, self._answers, self._markers, self._history = None, {}, {}, History()
