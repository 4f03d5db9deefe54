"""The evaluation in hand: what was said, what can be undone, and every change on its way to the disk in order.

A change is shown first and handed to the writer at once; nothing the person does waits for the disk. When the disk refuses
(full, locked), what was said waits, the person is told, and it is tried again. What another window changes is shown, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.evaluation import Answer, Marker, answered, presets_of
from qa_desk.domain.language import catalogue
from qa_desk.services.drafts import (
    Begun,
    Change,
    DraftKeeper,
    keep_place,
    keeper_of,
    nothing_said,
    part_of,
    what_changed,
)
from qa_desk.ui.evaluate.history import AnswerStep, History, MarkerStep, SummaryStep
from qa_desk.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.drafts import Kept, Part, Place, Settled, State, T
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
    from qa_desk.ui.evaluate.history import Step
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

CLOSING_MS = 6000
"""A window that closes waits so long for the disk: longer than another program's lock is waited for."""
_LOOK_EVERY_MS = 1500
"""How soon one sees what another window changed in the same draft."""


@dataclass(frozen=True, slots=True)
class ChangedElsewhere:
    """Another window changed the draft: what, in words. `mine` was not written over it, and can be insisted on."""

    what: str
    mine: Change | None = None


class DraftInHand(QObject):
    """One interaction's evaluation at a time; it is begun on the disk with the first thing said."""

    begun = Signal()
    """The evaluation is on the disk from now on."""
    answer_shown = Signal(object)
    question_returned = Signal(str)
    """Undoing changed this question: it should be in sight."""
    markers_shown = Signal(object)
    marker_placed = Signal(object)
    summary_shown = Signal(str)
    saved = Signal()
    """Another change was entered in the evaluation."""
    settled = Signal()
    """Everything told so far is on the disk."""
    not_saved = Signal(str)
    refused = Signal(str)
    """A write was refused for good, and why: what the disk holds should be shown again."""
    changed_elsewhere = Signal(object)
    """`ChangedElsewhere`"""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._version: ScorecardVersion | None = None
        self._keeper: DraftKeeper | None = None
        self.evaluation: Evaluation | None = None
        """As it was when it was taken up; None before the first thing said is on the disk."""
        self._answers: dict[str, Answer] = {}
        self._markers: dict[str, Marker] = {}
        self.summary = ""
        """The evaluator's words about the whole."""
        self._history = History()
        self._knows = 0
        self._writer = Writer(context.workspace, self)
        self._writer.settled.connect(self.settled)
        self._writer.failed.connect(self.not_saved)
        self._writer.refused.connect(self._write_refused)
        self._looks = QTimer(self, interval=_LOOK_EVERY_MS)
        self._looks.timeout.connect(self.look)

    @property
    def has_unsaved(self) -> bool:
        """Whether something told is not known to be on the disk yet."""
        return self._writer.is_waiting

    @property
    def is_failing(self) -> bool:
        """Whether the disk refused what was told last."""
        return self._writer.is_failing

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
        return sum(answer.value is not None and not answer.is_preset for answer in self._answers.values())

    def take(self, interaction_id: str, version: ScorecardVersion, version_id: str, evaluation: Evaluation | None) -> None:
        """Have another evaluation in hand, or none yet of another interaction."""
        self.put_away()
        self._version, self.evaluation = version, evaluation
        presets = presets_of(version)
        evaluator_id = evaluation.evaluator_id if evaluation else self._context.evaluator_id or ""
        begun = Begun(interaction_id, evaluator_id, version_id, {part_of(answer): answer for answer in presets.values()})
        self._keeper = keeper_of(begun, evaluation)
        self._answers = dict(evaluation.answers) if evaluation else presets
        self._markers = {marker.id: marker for marker in evaluation.markers} if evaluation else {}
        self.summary = evaluation.summary if evaluation else ""
        if evaluation is not None and not evaluation.is_submitted:
            self._looks.start()

    def put_away(self) -> None:
        """Have nothing in hand."""
        self._looks.stop()
        self._version, self._keeper, self.evaluation, self._knows = None, None, None, 0
        self._answers, self._markers, self.summary, self._history = {}, {}, "", History()

    # -- what the form tells

    def give_answer(self, given: AnswerGiven) -> None:
        """Answer a question; a root cause goes where it no longer fits."""
        assert self._version is not None
        before = self._answer(given.question_id)
        question = self._version.question(given.question_id)
        assert question is not None
        self._do(AnswerStep(before, answered(question, before, given.value, given.origin), is_writing=given.is_typed))

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

    def place_marker(
        self,
        asked: MarkerAsked,
        *,
        at_s: float | None = None,
        utterance_position: int | None = None,
        media_id: str | None = None,
    ) -> None:
        """Set a marker at a time of a recording or at a message; the form then takes its words."""
        new_id = self._context.workspace.clock.new_id()
        marker = Marker(new_id, "", at_s, utterance_position, asked.question_id, media_id)
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
        """Words at a key, on the disk beside the evaluation; the pause that follows tells them as a change."""
        if self._keeper is not None:
            keeper = self._keeper
            write = partial(keeper.keep_words, words_of=typed.field, about=typed.about, text=typed.text)
            self._writer.add(write, partial(self._kept, keeper), key=("words", typed.field, typed.about))

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

    def insist(self, mine: Change) -> None:
        """Write a change over what another window said, now that both were seen."""
        now, state = self._state(mine.part), mine.state
        if isinstance(state, Answer) and isinstance(now, Answer):
            self._put(AnswerStep(now, state), state, is_new=True)
        elif isinstance(state, str) and isinstance(now, str):
            self._put(SummaryStep(now, state), state, is_new=True)
        elif mine.part.kind == "marker" and not isinstance(state, Answer | str) and not isinstance(now, Answer | str):
            self._put(MarkerStep(now, state), state, is_new=True)

    # -- writing

    def settle(self, submit: Callable[[Workspace, str], T], on_done: Callable[[Settled[T]], object]) -> None:
        """Submit it after all that was told; what came of it is heard later."""
        keeper = self._keeper
        if keeper is None:
            return

        def write(workspace: Workspace) -> Settled[T]:
            return keeper.settle(workspace, submit)

        def done(settled: Settled[T]) -> None:
            self._kept(keeper, settled.kept)
            on_done(settled)

        self._writer.add(write, done, is_once=True)

    def keep_place(self, place: Place) -> None:
        """Remember where the evaluator is, for coming back."""
        if self.evaluation is not None and not self.evaluation.is_submitted:
            self._writer.ask(partial(keep_place, evaluation_id=self.evaluation.id, place=place), _unheard)

    def look(self) -> None:
        """See whether another window changed it."""
        if self._keeper is not None and not self.has_unsaved:
            self._writer.ask(self._keeper.look, partial(self._kept, self._keeper))

    def write(self) -> None:
        """Try again now to write what waits."""
        self._writer.go_on()

    def flush(self, timeout_ms: int) -> bool:
        """Wait until everything told is on the disk; False when it took longer, or the disk refused."""
        return self._writer.flush(timeout_ms)

    def stop(self) -> None:
        """Write nothing more: the place is closed."""
        self._looks.stop()
        self._writer.stop()

    def _answer(self, question_id: str) -> Answer:
        return self._answers.get(question_id, Answer(question_id))

    def _state(self, part: Part) -> State:
        found: dict[str, State] = {"answer": self._answers.get(part.about), "marker": self._markers.get(part.about)}
        state = found.get(part.kind, self.summary)
        return nothing_said(part) if state is None else state

    def _do(self, step: Step) -> None:
        if step.before != step.after:
            self._history.add(step)
            self._write(step, step.after)

    def _put(self, step: Step, state: State, *, is_new: bool = False) -> None:
        if is_new:
            self._do(step)
        else:
            self._write(step, state)
        self._show(state)
        if isinstance(state, Answer):
            self.question_returned.emit(state.question_id)

    def _show(self, state: State) -> None:
        if isinstance(state, Answer):
            self.answer_shown.emit(state)
        elif isinstance(state, str):
            self.summary_shown.emit(state)

    def _write(self, step: Step, state: State) -> None:
        """Have it so, and write it; a marker that is None is taken away."""
        known = state if state is not None else step.before or step.after
        assert known is not None
        part = part_of(known)
        self._have(part, state)
        if self._keeper is not None:
            keeper, change = self._keeper, Change(part, state, self._knows)
            self._writer.add(partial(keeper.keep, change=change), partial(self._entered, keeper))

    def _have(self, part: Part, state: State) -> None:
        if isinstance(state, Answer):
            self._answers[part.about] = state
        elif isinstance(state, str):
            self.summary = state
        else:
            if state is None:
                self._markers.pop(part.about, None)
            else:
                self._markers[part.about] = state
            self.markers_shown.emit(self.markers)

    # -- what the writer tells

    def _entered(self, keeper: DraftKeeper, kept: Kept) -> None:
        if self._kept(keeper, kept):
            self.saved.emit()

    def _kept(self, keeper: DraftKeeper, kept: Kept) -> bool:
        """Take what other windows changed; whether it is about the draft that is still in hand."""
        if keeper is not self._keeper:
            return False
        if kept.evaluation is not None and self.evaluation is None:
            self.evaluation = kept.evaluation
            self._looks.start()
            self.begun.emit()
        self._knows = max(self._knows, kept.knows)
        self._history.forget(kept.elsewhere)
        for part, state in kept.elsewhere.items():
            self._have(part, state)
            self._show(state)
        if kept.overtaken is not None and not kept.elsewhere:  # a later change of what was told with an earlier one
            part = kept.overtaken.part
            self.changed_elsewhere.emit(ChangedElsewhere(what_changed({part: self._state(part)}, self._names()), kept.overtaken))
        elif kept.elsewhere:
            self.changed_elsewhere.emit(ChangedElsewhere(what_changed(kept.elsewhere, self._names()), kept.overtaken))
        return True

    def _names(self) -> dict[str, str]:
        language = catalogue().info().get("language", "en") or "en"
        return {question.id: question.label(language) for question in self._version.questions()} if self._version else {}

    def _write_refused(self, reason: str) -> None:
        self._looks.stop()
        self.refused.emit(reason)


def _unheard(_nothing: None) -> None:
    """Nobody waits for it."""
