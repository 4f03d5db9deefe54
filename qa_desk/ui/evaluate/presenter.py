"""What the Evaluate place does: whose queue, which interaction, and every change of its evaluation on the disk in order.

A change is shown first and written at once after it. When the disk refuses (full, locked), the change waits, the person is
told, and it is tried again before anything else is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.evaluation import Answer, Marker
from qa_desk.domain.language import tr
from qa_desk.services.evaluations import (
    NotReady,
    is_revised,
    latest_evaluation,
    load_evaluation,
    put_answer,
    put_marker,
    remove_marker,
    revise_evaluation,
    start_evaluation,
    submit_evaluation,
)
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.queue import free_interactions, queue_of, submitted_by
from qa_desk.services.scorecards import find_version, get_version, list_scorecards
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.history import AnswerStep, History, MarkerStep
from qa_desk.ui.evaluate.ordered_writes import OrderedWrites
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.evaluations import Submission
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.services.queue import QueueItem
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.evaluate.form_events import (
        AnswerGiven,
        CommentChanged,
        MarkerAsked,
        MarkerChanged,
        MarkerRemoved,
        RootCauseChosen,
    )
    from qa_desk.ui.evaluate.history import Step
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueShown:
    """The evaluator's queue: open work, what can be taken up freely, what is done."""

    open: tuple[QueueItem, ...]
    free: tuple[QueueItem, ...]
    done: tuple[QueueItem, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An interaction with its form."""

    interaction: InteractionDetail
    title: str
    version: ScorecardVersion
    version_id: str
    choices: tuple[VersionEntry, ...]
    """Scorecards that could be used instead; empty once something was said."""
    answers: Mapping[str, Answer]
    markers: tuple[Marker, ...]
    is_read_only: bool
    can_be_revised: bool
    revision_reason: str | None


class EvaluatePresenter(QObject):
    """One a screen; it has no widgets."""

    leaving = Signal()
    """Another interaction is about to be shown: whatever is still being written is told now."""
    queue_shown = Signal(object)
    opened = Signal(object)
    answer_shown = Signal(object)
    markers_shown = Signal(object)
    marker_placed = Signal(object)
    saved = Signal()
    not_saved = Signal(str)
    missing_found = Signal(object)
    submitted = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._queue = QueueShown((), (), ())
        self._search: Job | None = None
        self._detail: InteractionDetail | None = None
        self._version: ScorecardVersion | None = None
        self._version_id = ""
        self._evaluation: Evaluation | None = None
        self._answers: dict[str, Answer] = {}
        self._markers: dict[str, Marker] = {}
        self._history = History()
        self._writes = OrderedWrites(self)
        self._writes.done.connect(self._written)
        self._writes.failed.connect(self.not_saved)
        self._writes.refused.connect(self._write_refused)

    @property
    def interaction_id(self) -> str | None:
        """What is open now."""
        return self._detail.id if self._detail else None

    @property
    def evaluation_id(self) -> str | None:
        """The evaluation in hand; None before the first thing is said."""
        return self._evaluation.id if self._evaluation else None

    @property
    def has_unsaved(self) -> bool:
        """Whether something told is not on the disk yet."""
        return self._writes.is_waiting

    @property
    def markers(self) -> tuple[Marker, ...]:
        """The markers of the open evaluation."""
        return tuple(self._markers.values())

    # -- the queue

    def refresh_queue(self) -> None:
        """Read the queue again and show it; what can be taken up freely is looked for in the background."""
        evaluator, workspace = self._context.evaluator_id, self._context.workspace
        if self._search is not None:
            self._search.abandon()
            self._search = None
        if evaluator is None:
            self._queue = QueueShown((), (), ())
        else:
            mine, done = tuple(queue_of(workspace, evaluator)), tuple(submitted_by(workspace, evaluator))
            taken = {item.interaction_id for item in (*mine, *done)}
            free = tuple(item for item in self._queue.free if item.interaction_id not in taken)
            self._queue = QueueShown(mine, free, done)

            def search(own: Workspace, _context: JobContext) -> list[QueueItem]:
                return free_interactions(own, evaluator)

            self._search = self._context.jobs.run(on_workspace(workspace, search), title=tr("Queue"), on_done=self._found_free)
        self.queue_shown.emit(self._queue)

    def _found_free(self, items: list[QueueItem]) -> None:
        self._search = None
        self._queue = replace(self._queue, free=tuple(items))
        self.queue_shown.emit(self._queue)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(answer.value is not None for answer in self._answers.values())

    def _note_progress(self) -> None:
        """The queue on hand is kept true without asking for it again at each key."""
        items = (
            replace(item, evaluation_id=self.evaluation_id, answered=self.answered)
            if item.interaction_id == self.interaction_id
            else item
            for item in self._queue.open
        )
        self._queue = replace(self._queue, open=tuple(items))

    # -- opening

    def open_item(self, item: QueueItem) -> None:
        """Open an interaction of the queue with its draft, or with a fresh form."""
        self.open(item.interaction_id, version_id=item.version_id, evaluation_id=item.evaluation_id)

    def open(self, interaction_id: str, *, version_id: str | None = None, evaluation_id: str | None = None) -> None:
        """Open an interaction. Nothing is written before something is said."""
        workspace, evaluator = self._context.workspace, self._context.evaluator_id
        self.leaving.emit()
        self.write()
        if self.has_unsaved:
            return
        try:
            detail = load_interaction(workspace, interaction_id)
            if evaluation_id is None and version_id is None and evaluator is not None:
                evaluation_id = latest_evaluation(workspace, interaction_id, evaluator)
            evaluation = load_evaluation(workspace, evaluation_id) if evaluation_id else None
            chosen = evaluation.version_id if evaluation else version_id or self._fitting_version(detail.channel)
            version = get_version(workspace, chosen)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._detail, self._evaluation, self._version, self._version_id = detail, evaluation, version, chosen
        self._answers = dict(evaluation.answers) if evaluation else {}
        self._markers = {marker.id: marker for marker in evaluation.markers} if evaluation else {}
        self._history = History()
        self._show()

    def choose_version(self, version_id: str) -> None:
        """Score with another scorecard, while nothing was said yet."""
        if self._detail is not None and self._evaluation is None and version_id != self._version_id:
            self.open(self._detail.id, version_id=version_id)

    def _fitting_version(self, channel: str) -> str:
        published = list_scorecards(self._context.workspace, status="published")
        if not published:
            raise Refusal(tr("There is no published scorecard yet. Take one up under Scorecards."))
        near = {"email": "ticket", "ticket": "email"}
        for wanted in (channel, near.get(channel)):
            fitting = [entry for entry in published if wanted and entry.channel == wanted]
            if fitting:
                return fitting[0].id
        return published[0].id

    def _show(self) -> None:
        assert self._detail is not None
        assert self._version is not None
        workspace = self._context.workspace
        entry = find_version(workspace, self._version_id)
        is_submitted = self._evaluation is not None and self._evaluation.is_submitted
        choices = () if self._evaluation else tuple(list_scorecards(workspace, status="published"))
        self.opened.emit(
            Opened(
                interaction=self._detail,
                title=entry.name,
                version=self._version,
                version_id=self._version_id,
                choices=choices,
                answers=dict(self._answers),
                markers=self.markers,
                is_read_only=is_submitted or self._context.evaluator_id is None,
                can_be_revised=is_submitted and not self._is_revised(),
                revision_reason=self._evaluation.revision_reason if self._evaluation else None,
            )
        )

    def _is_revised(self) -> bool:
        return self._evaluation is not None and is_revised(self._context.workspace, self._evaluation.id)

    # -- what the form tells

    def give_answer(self, given: AnswerGiven) -> None:
        """Answer a question; a root cause goes where no points are lost."""
        assert self._version is not None
        before = self._answer(given.question_id)
        after = replace(before, value=given.value)
        question = self._version.question(given.question_id)
        if question is not None and not question.loses_points(given.value):
            after = replace(after, root_cause=None)
        self._change_answer(AnswerStep(before, after))

    def change_comment(self, changed: CommentChanged) -> None:
        """Write about a question."""
        before = self._answer(changed.question_id)
        self._change_answer(AnswerStep(before, replace(before, comment=changed.text.strip() or None), is_writing=True))

    def choose_root_cause(self, chosen: RootCauseChosen) -> None:
        """Say why points were lost."""
        before = self._answer(chosen.question_id)
        self._change_answer(AnswerStep(before, replace(before, root_cause=chosen.root_cause)))

    def place_marker(self, asked: MarkerAsked, *, at_s: float | None = None, utterance_position: int | None = None) -> None:
        """Set a marker at a time or at a message; the form then takes its words."""
        marker = Marker(self._context.workspace.clock.new_id(), "", at_s, utterance_position, asked.question_id)
        self._change_marker(MarkerStep(None, marker))
        self.marker_placed.emit(marker)

    def change_marker(self, changed: MarkerChanged) -> None:
        """Change the words of a marker."""
        before = self._markers.get(changed.marker_id)
        if before is not None:
            self._change_marker(MarkerStep(before, replace(before, text=changed.text)))

    def remove_marker(self, removed: MarkerRemoved) -> None:
        """Take a marker away."""
        before = self._markers.get(removed.marker_id)
        if before is not None:
            self._change_marker(MarkerStep(before, None))

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

    # -- submitting

    def submit(self) -> None:
        """Settle the evaluation, or say what it lacks."""
        workspace = self._context.workspace
        self.write()
        if self.has_unsaved:
            return
        try:
            evaluation = self._begun()
            submission: Submission = submit_evaluation(workspace, evaluation.id)
        except NotReady as not_ready:
            self.missing_found.emit(not_ready.missing)
            self.refused.emit(not_ready.message)
            return
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._evaluation = load_evaluation(workspace, evaluation.id)
        self._history = History()
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)
        self._show()
        self.submitted.emit(submission)
        self.refresh_queue()

    def revise(self, reason: str) -> None:
        """Open a revision beside the submitted evaluation."""
        if self._evaluation is None or self._detail is None:
            return
        try:
            revision = revise_evaluation(
                self._context.workspace, self._evaluation.id, reason, evaluator_id=self._context.evaluator_id
            )
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)
        self.open(self._detail.id, evaluation_id=revision.id)
        self.refresh_queue()

    # -- writing, in order

    def write(self) -> None:
        """Write what waits, now."""
        self._writes.go_on()

    def _written(self) -> None:
        self._note_progress()
        self.saved.emit()
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)

    def _write_refused(self, reason: str) -> None:
        self.refused.emit(reason)
        self._show_stored()

    def stop(self) -> None:
        """Try nothing again later: the place is closed."""
        self._writes.stop()
        if self._search is not None:
            self._search.abandon()

    def _answer(self, question_id: str) -> Answer:
        return self._answers.get(question_id, Answer(question_id))

    def _change_answer(self, step: AnswerStep) -> None:
        if step.before != step.after:
            self._history.add(step)
            self._write_answer(step.after)

    def _change_marker(self, step: MarkerStep) -> None:
        if step.before != step.after:
            self._history.add(step)
            self._write_marker(step.before, step.after)

    def _put(self, step: Step, state: Answer | Marker | None) -> None:
        if isinstance(step, AnswerStep):
            assert isinstance(state, Answer)
            self._write_answer(state)
            self.answer_shown.emit(state)
        else:
            assert state is None or isinstance(state, Marker)
            self._write_marker(step.after if state is step.before else step.before, state)
            self.markers_shown.emit(self.markers)

    def _write_answer(self, answer: Answer) -> None:
        self._answers[answer.question_id] = answer
        self._writes.add(lambda: put_answer(self._context.workspace, self._begun().id, answer))

    def _write_marker(self, before: Marker | None, after: Marker | None) -> None:
        workspace = self._context.workspace
        if after is not None:
            self._markers[after.id] = after
        elif before is not None:
            del self._markers[before.id]
        self.markers_shown.emit(self.markers)
        if after is not None:
            self._writes.add(lambda: put_marker(workspace, self._begun().id, after))
        elif before is not None:
            self._writes.add(lambda: remove_marker(workspace, self._begun().id, before.id))

    def _begun(self) -> Evaluation:
        """The draft; begun now when this is the first thing said."""
        if self._evaluation is None:
            assert self._detail is not None
            if self._context.evaluator_id is None:
                raise Refusal(tr("Say first who is scoring (on Today)."))
            self._evaluation = start_evaluation(
                self._context.workspace, self._detail.id, self._context.evaluator_id, self._version_id
            )
            self.refresh_queue()
        return self._evaluation

    def _show_stored(self) -> None:
        if self._evaluation is not None and self._detail is not None:
            self.open(self._detail.id, evaluation_id=self._evaluation.id)
