"""What is done with a submitted evaluation, without widgets: disputes raised and decided, acknowledgements, its whole story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.asking import not_asked
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.evaluation import values_of
from qa_desk.domain.language import ntr, tr
from qa_desk.services.acknowledgements import acknowledge, acknowledgements_of
from qa_desk.services.dispute_deciders import may_decide, refuse_decider, still_to_score
from qa_desk.services.dispute_drafts import forget_draft, keep_draft, kept_draft
from qa_desk.services.dispute_rows import open_dispute_of, speaks_to_agent
from qa_desk.services.dispute_statistics import dispute_statistics
from qa_desk.services.disputes import (
    begin_decision,
    decide_dispute,
    get_dispute,
    list_disputes,
    raise_dispute,
    refuse_dispute,
    take_back_decision,
    withdraw_dispute,
)
from qa_desk.services.evaluation_chain import chain_of
from qa_desk.services.evaluation_story import story_of
from qa_desk.services.evaluations import NotReady, discard_draft, is_revised, load_evaluation
from qa_desk.services.interaction_detail import load_interaction
from qa_desk.services.people import list_evaluators
from qa_desk.services.scorecards import version_on
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_desk.domain.disputes import Claim, Dispute, Role, Verdict
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.acknowledgements import Acknowledgement
    from qa_desk.services.acknowledgements import Kind as Said
    from qa_desk.services.dispute_statistics import DisputeFigures
    from qa_desk.services.evaluation_chain import Link
    from qa_desk.services.evaluation_story import Chapter
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SubmittedFacts:
    """What the bar under a submitted form, or under a revision that is being written, says and offers."""

    link: Link
    is_latest: bool
    is_blind: bool
    """Neither the agent nor a dispute has anything to do with it."""
    dispute: Dispute | None = None
    """The one that is open, or that this revision decides."""
    can_decide: bool = False
    acknowledgements: tuple[Acknowledgement, ...] = ()
    can_be_revised: bool = False
    is_new_only: bool = True
    """Nothing else happened: there is no story yet."""


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """What somebody who disputes sees: the form as it was answered, and what was typed before."""

    evaluation: Evaluation
    evaluator: str
    agent: str | None
    version: ScorecardVersion
    asked: tuple[str, ...]
    """The questions that were asked, in the order of the form."""
    draft: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A dispute beside the form it is about, and who may decide it."""

    dispute: Dispute
    evaluation: Evaluation
    version: ScorecardVersion
    obstacle: str
    """Why the person who sits here cannot decide; empty where they can."""
    draft: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Inbox:
    """All disputes, and which of them the person who sits here can decide."""

    disputes: tuple[Dispute, ...]
    to_answer: frozenset[str]
    evaluator_id: str | None


class DisputePresenter(QObject):
    """One a screen. `refused` carries one clear line; everything else tells what was done."""

    refused = Signal(str)
    inbox_shown = Signal(object)
    figures_shown = Signal(object)
    """`DisputeFigures`"""
    raised = Signal(object)
    decided = Signal(object)
    """The `Dispute`, decided for good."""
    begun = Signal(object)
    """The revision's `Evaluation`, to be completed in the form."""
    withdrawn = Signal(object)
    taken_back = Signal(object)
    acknowledged = Signal(object)
    discarded = Signal(str)
    """The id of the evaluation whose revision was thrown away."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None

    # -- what is shown

    def facts_of(self, evaluation: Evaluation) -> SubmittedFacts:
        """What holds of an evaluation that was submitted, or of a revision in hand."""
        workspace = self._context.workspace
        chain = chain_of(workspace.connection, evaluation.id)
        link = next(link for link in chain if link.id == evaluation.id)
        if not speaks_to_agent(workspace.connection, evaluation.id):
            can_be_revised = evaluation.is_submitted and evaluation.purpose == "routine"
            return SubmittedFacts(link, is_latest=True, is_blind=True, can_be_revised=can_be_revised)
        dispute_id = open_dispute_of(
            workspace.connection, evaluation.id if evaluation.is_submitted else evaluation.revision_of or ""
        )
        dispute = get_dispute(workspace, dispute_id) if dispute_id else None
        is_latest = not is_revised(workspace, evaluation.id)
        return SubmittedFacts(
            link,
            is_latest=is_latest,
            is_blind=False,
            dispute=dispute,
            can_decide=dispute is not None and may_decide(workspace, dispute, self._context.evaluator_id),
            acknowledgements=tuple(acknowledgements_of(workspace, evaluation.id)),
            can_be_revised=evaluation.is_submitted and is_latest and dispute is None and self._context.evaluator_id is not None,
            is_new_only=len(story_of(workspace, evaluation.id)) < 2,
        )

    def claim_sheet(self, evaluation_id: str, agent: str | None) -> ClaimSheet | None:
        """What is needed to dispute an evaluation; None, and why, where it cannot be disputed."""
        workspace = self._context.workspace
        try:
            refuse_dispute(workspace, evaluation_id)
            evaluation = load_evaluation(workspace, evaluation_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return None
        version = version_on(workspace, evaluation.version_id, self._detail(evaluation.interaction_id).channel)
        out = not_asked(version, values_of(evaluation.answers.values()))
        evaluator = next(link.evaluator for link in chain_of(workspace.connection, evaluation_id) if link.id == evaluation_id)
        asked = tuple(question.id for question in version.questions() if question.id not in out)
        return ClaimSheet(evaluation, evaluator, agent, version, asked, kept_draft(workspace, evaluation_id))

    def decision_sheet(self, dispute_id: str) -> DecisionSheet | None:
        """A dispute with what it is about; None, and why, where there is none."""
        workspace = self._context.workspace
        try:
            dispute = get_dispute(workspace, dispute_id)
            evaluation = load_evaluation(workspace, dispute.evaluation_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return None
        version = version_on(workspace, dispute.version_id, dispute.channel)
        return DecisionSheet(dispute, evaluation, version, self._obstacle(dispute), kept_draft(workspace, dispute_id))

    def story_of(self, evaluation_id: str) -> tuple[Chapter, ...]:
        """Everything that happened to an evaluation."""
        return story_of(self._context.workspace, evaluation_id)

    def show_inbox(self) -> None:
        """Read all disputes, and in the background how often they were overturned."""
        workspace, evaluator = self._context.workspace, self._context.evaluator_id
        hidden = still_to_score(workspace, evaluator)
        disputes = tuple(each for each in list_disputes(workspace) if each.interaction_id not in hidden)
        to_answer = frozenset(each.id for each in disputes if may_decide(workspace, each, evaluator))
        self.inbox_shown.emit(Inbox(disputes, to_answer, evaluator))
        self.stop()

        def count(own: Workspace, _context: JobContext) -> DisputeFigures:
            return dispute_statistics(own)

        self._job = self._context.jobs.run(
            on_workspace(workspace, count),
            title=tr("Disputes"),
            on_done=self._counted,
            on_failed=self._not_counted,
            is_shown=False,
        )

    def stop(self) -> None:
        """Count no further."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

    # -- what is done

    def keep(self, about: str, content: Mapping[str, object]) -> None:
        """What is being typed, on the disk at each key."""
        try:
            keep_draft(self._context.workspace, about, content)
        except QaDeskError as error:
            self.refused.emit(error.message)

    def forget(self, about: str) -> None:
        """What was typed is thrown away."""
        try:
            forget_draft(self._context.workspace, about)
        except QaDeskError as error:
            self.refused.emit(error.message)

    def raise_dispute(self, evaluation_id: str, claims: Sequence[Claim], by: str, role: Role) -> str:
        """Dispute it; why not, where it is refused."""
        try:
            dispute = raise_dispute(self._context.workspace, evaluation_id, claims, by=by, role=role)
        except QaDeskError as error:
            return error.message
        self._announce()
        self.raised.emit(dispute)
        return ""

    def decide(self, dispute_id: str, verdicts: Sequence[Verdict], reason: str, *, in_form: bool = False) -> str:
        """Decide it, or (`in_form`, or where the revision lacks something) open the revision first; why not, where refused."""
        workspace, decider = self._context.workspace, self._context.evaluator_id or ""
        try:
            if in_form:
                self._begin(dispute_id, verdicts, reason)
                return ""
            decision = decide_dispute(workspace, dispute_id, verdicts, decider_id=decider, reason=reason)
        except NotReady:
            return self.decide(dispute_id, verdicts, reason, in_form=True)
        except QaDeskError as error:
            return error.message
        self._announce()
        self.decided.emit(decision.dispute)
        return ""

    def _begin(self, dispute_id: str, verdicts: Sequence[Verdict], reason: str) -> None:
        decider = self._context.evaluator_id or ""
        revision = begin_decision(self._context.workspace, dispute_id, verdicts, decider_id=decider, reason=reason)
        self._announce()
        self.begun.emit(revision)

    def take_back(self, dispute_id: str) -> None:
        """Throw the revision of a begun decision away."""
        try:
            dispute = take_back_decision(self._context.workspace, dispute_id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._announce()
        self.taken_back.emit(dispute)

    def withdraw(self, dispute_id: str, by: str) -> str:
        """Take a dispute back; why not, where it is refused."""
        try:
            dispute = withdraw_dispute(self._context.workspace, dispute_id, by=by)
        except QaDeskError as error:
            return error.message
        self._announce()
        self.withdrawn.emit(dispute)
        return ""

    def acknowledge(self, evaluation_id: str, kind: Said, name: str, words: str) -> str:
        """Say that it was seen or agreed with; why not, where it is refused."""
        try:
            said = acknowledge(self._context.workspace, evaluation_id, kind, name=name, words=words)
        except QaDeskError as error:
            return error.message
        self._announce()
        self.acknowledged.emit(said)
        return ""

    def discard(self, revision: Evaluation) -> None:
        """Throw a revision away that was not submitted."""
        try:
            discard_draft(self._context.workspace, revision.id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._announce()
        self.discarded.emit(revision.revision_of or "")

    def about_text(self, dispute: Dispute) -> str:
        """What a dispute is about, in words: the whole, or how many questions."""
        return tr("the whole") if dispute.is_whole else ntr("{count} question", "{count} questions", len(dispute.points))

    def _obstacle(self, dispute: Dispute) -> str:
        evaluator = self._context.evaluator_id
        if evaluator is None or evaluator not in {each.id for each in list_evaluators(self._context.workspace)}:
            return tr("Say who is working here (on Today) to decide it.")
        try:
            refuse_decider(self._context.workspace, dispute, evaluator)
        except QaDeskError as error:
            return error.message
        return ""

    def _detail(self, interaction_id: str) -> InteractionDetail:
        return load_interaction(self._context.workspace, interaction_id)

    def _announce(self) -> None:
        self._context.changes.announce(Kind.EVALUATIONS, origin=self)

    def _counted(self, figures: DisputeFigures) -> None:
        self._job = None
        self.figures_shown.emit(figures)

    def _not_counted(self, error: Exception) -> None:
        self._job = None
        self.refused.emit(error.message if isinstance(error, QaDeskError) else tr("The figures could not be computed."))
