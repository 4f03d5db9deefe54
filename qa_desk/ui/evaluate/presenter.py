"""What the Evaluate place does: whose queue, which interaction is open, and submitting and revising its evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.channels import NEAR_CHANNELS
from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.language import tr
from qa_desk.services.drafts import place_in
from qa_desk.services.evaluations import (
    is_revised,
    latest_evaluation,
    load_evaluation,
    resume_evaluation,
    revise_evaluation,
    submit_evaluation,
)
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.sampling_pairs import refuse_peeking
from qa_desk.services.scorecards import find_version, list_scorecards, version_on
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.draft import DraftInHand
from qa_desk.ui.evaluate.queue_search import QueueSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.domain.evaluation import Answer, Marker
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.drafts import Place, Settled
    from qa_desk.services.evaluations import Submission
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.services.queue import QueueItem
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.screen import Context


_SOON_MS = 40
"""A disk in health has everything by then; what takes longer is waited for without holding the window up."""


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
    summary: str
    is_read_only: bool
    can_be_revised: bool
    revision_reason: str | None
    place: Place | None = None
    """Where the person was in this draft when they left it."""


class _NoScorecard(Refusal):
    """Nothing can be scored yet."""


class EvaluatePresenter(QObject):
    """One a screen; it has no widgets. What is said in the form goes to its `draft`."""

    leaving = Signal()
    """Another interaction is about to be shown: whatever is still being written is told now."""
    opened = Signal(object)
    saved = Signal()
    """Another change is entered in the evaluation."""
    submitting = Signal()
    missing_found = Signal(object)
    submitted = Signal(object)
    refused = Signal(str)
    no_scorecard = Signal(str)
    """What was asked for cannot be opened before a scorecard is published."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._detail: InteractionDetail | None = None
        self._version: ScorecardVersion | None = None
        self._version_id = ""
        self.draft = DraftInHand(context, self)
        self.queue = QueueSearch(context, self)
        self._wanted: Callable[[], object] | None = None
        """What is to be done as soon as everything told is on the disk."""
        self.draft.begun.connect(self.queue.refresh)
        self.draft.saved.connect(self._written)
        self.draft.settled.connect(self._do_wanted)
        self.draft.not_saved.connect(self._want_nothing)
        self.draft.refused.connect(self._write_refused)

    @property
    def interaction_id(self) -> str | None:
        """What is open now."""
        return self._detail.id if self._detail else None

    @property
    def evaluation_id(self) -> str | None:
        """The evaluation in hand; None before the first thing is said."""
        return self.draft.evaluation.id if self.draft.evaluation else None

    @property
    def agent(self) -> str | None:
        """Whose interaction is open."""
        return self._detail.agent if self._detail else None

    @property
    def version_id(self) -> str:
        """The scorecard version that is open; empty before the first."""
        return self._version_id

    @property
    def has_scorecard(self) -> bool:
        """Whether there is a published scorecard to score with."""
        return bool(list_scorecards(self._context.workspace, status="published"))

    # -- opening

    def open_item(self, item: QueueItem) -> None:
        """Open an interaction of the queue with its draft, or with a fresh form."""
        self.open(item.interaction_id, version_id=item.version_id, evaluation_id=item.evaluation_id)

    def open(self, interaction_id: str, *, version_id: str | None = None, evaluation_id: str | None = None) -> None:
        """Open an interaction. Nothing is written before something is said."""
        workspace, evaluator = self._context.workspace, self._context.evaluator_id
        self.leaving.emit()
        if not self.draft.flush(_SOON_MS):
            self._wanted = partial(self.open, interaction_id, version_id=version_id, evaluation_id=evaluation_id)
            return
        try:
            detail = load_interaction(workspace, interaction_id)
            if evaluation_id is None and version_id is None and evaluator is not None:
                evaluation_id = latest_evaluation(workspace, interaction_id, evaluator)
            if evaluation_id is not None:
                refuse_peeking(workspace, evaluation_id, evaluator)
            evaluation = resume_evaluation(workspace, evaluation_id) if evaluation_id else None
            chosen = evaluation.version_id if evaluation else version_id or self._fitting_version(detail.channel)
            version = version_on(workspace, chosen, detail.channel)
        except _NoScorecard as error:
            self.no_scorecard.emit(error.message)
            return
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._detail, self._version, self._version_id = detail, version, chosen
        self.draft.take(detail.id, version, chosen, evaluation)
        self._show()

    def choose_version(self, version_id: str) -> None:
        """Score with another scorecard, while nothing was said yet."""
        if self._detail is not None and self.draft.evaluation is None and version_id != self._version_id:
            self.open(self._detail.id, version_id=version_id)

    def _fitting_version(self, channel: str) -> str:
        published = list_scorecards(self._context.workspace, status="published")
        if not published:
            raise _NoScorecard(tr("There is no published scorecard to score with yet."))
        for wanted in (channel, NEAR_CHANNELS.get(channel)):
            fitting = [entry for entry in published if wanted and entry.channel == wanted]
            if fitting:
                return fitting[0].id
        return published[0].id

    def _show(self) -> None:
        assert self._detail is not None
        assert self._version is not None
        workspace = self._context.workspace
        entry = find_version(workspace, self._version_id)
        is_submitted = self.draft.evaluation is not None and self.draft.evaluation.is_submitted
        choices = () if self.draft.evaluation else tuple(list_scorecards(workspace, status="published"))
        self.opened.emit(
            Opened(
                interaction=self._detail,
                title=entry.name,
                version=self._version,
                version_id=self._version_id,
                choices=choices,
                answers=self.draft.answers,
                markers=self.draft.markers,
                summary=self.draft.summary,
                is_read_only=is_submitted or self._context.evaluator_id is None,
                can_be_revised=is_submitted and not self._is_revised(),
                place=self._place(),
                revision_reason=self.draft.evaluation.revision_reason if self.draft.evaluation else None,
            )
        )

    def _place(self) -> Place | None:
        evaluation = self.draft.evaluation
        return place_in(self._context.workspace, evaluation.id) if evaluation is not None else None

    def _is_revised(self) -> bool:
        return self.draft.evaluation is not None and is_revised(self._context.workspace, self.draft.evaluation.id)

    # -- submitting

    def submit(self) -> None:
        """Settle the evaluation, or say what it lacks."""
        if self._context.evaluator_id is None:
            self.refused.emit(tr("Say first who is scoring (on Today)."))
            return
        self.submitting.emit()
        self.draft.settle(submit_evaluation, self._settled)

    def _settled(self, settled: Settled[Submission]) -> None:
        if settled.missing:
            self.missing_found.emit(settled.missing)  # the form says what is left, and goes on saying it
        if settled.result is None or self._detail is None or self._version is None:
            return
        evaluation = load_evaluation(self._context.workspace, settled.result.evaluation_id)
        self.draft.take(self._detail.id, self._version, self._version_id, evaluation)
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)
        self._show()
        self.submitted.emit(settled.result)
        self.queue.refresh()

    def revise(self, reason: str) -> None:
        """Open a revision beside the submitted evaluation."""
        if self.draft.evaluation is None or self._detail is None:
            return
        try:
            revision = revise_evaluation(
                self._context.workspace, self.draft.evaluation.id, reason, evaluator_id=self._context.evaluator_id
            )
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)
        self.open(self._detail.id, evaluation_id=revision.id)
        self.queue.refresh()

    # -- what the draft tells

    def _written(self) -> None:
        self.queue.note_progress(self.interaction_id, self.evaluation_id, self.draft.answered)
        self.saved.emit()
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)

    def _do_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def _want_nothing(self) -> None:
        """The disk refuses: the person stays where they are, and a page that turns by itself later would be no help."""
        self._wanted = None

    def _write_refused(self, reason: str) -> None:
        """Show what the disk holds: another window may have submitted the draft, or thrown it away."""
        if self._detail is not None:
            self.open(self._detail.id, evaluation_id=self._still_there())
        self.refused.emit(reason)

    def _still_there(self) -> str | None:
        try:
            return load_evaluation(self._context.workspace, self.evaluation_id).id if self.evaluation_id else None
        except Refusal:
            return None

    def stop(self) -> None:
        """Try nothing again later: the place is closed."""
        self.draft.stop()
        self.queue.stop()
