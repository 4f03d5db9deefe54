"""What happens around a submitted evaluation, in the Evaluate place: the bar, the panels beside the form, the inbox over it.

Panels take the form's place, so that the interaction can still be heard. They are made when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qa_desk.domain.language import tr
from qa_desk.services.centre_time import zone_of
from qa_desk.ui.evaluate.best_practice_clip import ClipPlayer
from qa_desk.ui.evaluate.best_practice_desk import BestPracticeDesk
from qa_desk.ui.evaluate.dispute_presenter import DisputePresenter
from qa_desk.ui.evaluate.dispute_rooms import Rooms
from qa_desk.ui.evaluate.draft import CLOSING_MS
from qa_desk.ui.screen import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.disputes import Dispute
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.services.acknowledgements import Acknowledgement
    from qa_desk.ui.evaluate.acknowledge_panel import AcknowledgePanel
    from qa_desk.ui.evaluate.dispute_decision import DecisionPanel, RevisionAsked
    from qa_desk.ui.evaluate.dispute_inbox import DisputeInbox
    from qa_desk.ui.evaluate.dispute_panel import DisputePanel
    from qa_desk.ui.evaluate.dispute_story import StoryPanel
    from qa_desk.ui.evaluate.form import ScorecardForm
    from qa_desk.ui.evaluate.interaction_pane import InteractionPane
    from qa_desk.ui.evaluate.presenter import EvaluatePresenter, Opened
    from qa_desk.ui.evaluate.submitted_bar import SubmittedBar
    from qa_desk.ui.screen import Context


class DisputeDesk(QObject):
    """Serves the Evaluate place; `rooms` says what stands where."""

    def __init__(
        self,
        context: Context,
        presenter: EvaluatePresenter,
        pane: InteractionPane,
        form: ScorecardForm,
        bar: SubmittedBar,
    ) -> None:
        super().__init__(presenter)
        self._context = context
        self._evaluate = presenter
        self._pane, self._form, self.bar = pane, form, bar
        self.presenter = DisputePresenter(context, self)
        self.rooms = Rooms(form, self)
        self.practices = BestPracticeDesk(context, presenter, pane, form, self.rooms)
        self._clips = ClipPlayer(pane, self)
        self._dispute_panel: DisputePanel | None = None
        self._decision_panel: DecisionPanel | None = None
        self._acknowledge_panel: AcknowledgePanel | None = None
        self._story_panel: StoryPanel | None = None
        self._inbox: DisputeInbox | None = None
        self._wanted: Dispute | None = None
        self._connect()

    def _connect(self) -> None:
        bar, presenter = self.bar, self.presenter
        bar.dispute_asked.connect(self.ask_dispute)
        bar.decision_asked.connect(self.show_dispute)
        bar.acknowledgement_asked.connect(self.ask_acknowledgement)
        bar.best_practice_asked.connect(self.practices.ask)
        bar.story_asked.connect(self.show_story)
        bar.discard_asked.connect(self.discard)
        presenter.refused.connect(self._evaluate.refused)
        presenter.raised.connect(self._raised)
        presenter.decided.connect(self._decided)
        presenter.begun.connect(self._begun)
        presenter.withdrawn.connect(self._withdrawn)
        presenter.taken_back.connect(self._taken_back)
        presenter.acknowledged.connect(self._acknowledged)
        presenter.discarded.connect(self._discarded)
        self.rooms.work_shown.connect(self.show_bar)

    # -- what the place tells

    def arrive(self, **arguments: object) -> bool:
        """Show a dispute, the inbox or the library where that is asked for; False: something else is."""
        dispute_id, page = arguments.get("dispute_id"), arguments.get("page")
        if isinstance(dispute_id, str):
            self.open_dispute(dispute_id)
        elif page == "disputes":
            which = arguments.get("which")
            self.show_inbox(which if isinstance(which, str) else None)
        elif page == "best_practices":
            question = arguments.get("question")
            self.practices.show_library(question if isinstance(question, str) else None)
        else:
            return False
        return True

    def show_opened(self, _opened: Opened) -> None:
        """Another interaction is open, or another evaluation of it."""
        self.rooms.back_to_form()
        self.rooms.back_to_work()
        self.show_bar()
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.evaluation_id == self._evaluate.evaluation_id:
            self.show_dispute(wanted.id)

    def show_bar(self) -> None:
        """Say what holds of the evaluation in hand."""
        evaluation = self._evaluation
        if evaluation is None:
            self.bar.show_nothing()
        elif evaluation.is_submitted:
            self.bar.show_submitted(self.presenter.facts_of(evaluation), zone_of(self._context.workspace))
        elif evaluation.revision_of is not None:
            self.bar.show_revision(self.presenter.facts_of(evaluation))
        else:
            self.bar.show_nothing()

    def refresh(self) -> None:
        """Something changed elsewhere."""
        if self._inbox is not None and self.rooms.page is self._inbox:
            self.presenter.show_inbox()
        elif not self.practices.refresh():
            self.show_bar()

    def stop(self) -> None:
        """The place is closed."""
        self.presenter.stop()
        self.practices.stop()

    def verbs(self) -> Sequence[Verb]:
        """What can be done now, for the palette."""
        verbs = [*self.practices.verbs(), Verb(tr("Disputes"), self.show_inbox)]
        bar = self.bar
        offers = (
            (bar.revise_button, tr("Revise the evaluation"), bar.ask_reason),
            (bar.decide_button, tr("See the dispute of this evaluation"), bar.decide_button.click),
            (bar.dispute_button, tr("Dispute this evaluation"), self.ask_dispute),
            (bar.acknowledge_button, tr("Acknowledge this evaluation"), self.ask_acknowledgement),
            (bar.story_button, tr("History of this evaluation"), self.show_story),
            (bar.discard_button, bar.discard_button.text(), self.discard),
        )
        if not bar.isHidden():
            verbs = [Verb(title, run) for made, title, run in offers if not made.isHidden()] + verbs
        return verbs

    # -- panels

    def ask_dispute(self) -> None:
        """Somebody wants to dispute the evaluation in sight."""
        evaluation = self._evaluation
        sheet = self.presenter.claim_sheet(evaluation.id, self._agent) if evaluation else None
        if sheet is None:
            return
        if self._dispute_panel is None:
            from qa_desk.ui.evaluate.dispute_panel import DisputePanel

            self._dispute_panel = DisputePanel(self._context.theme, self.presenter)
            self.rooms.add_panel(self._dispute_panel)
        self.rooms.show_panel(self._dispute_panel)
        self._dispute_panel.show_sheet(sheet, self._about)

    def open_dispute(self, dispute_id: str) -> None:
        """Open the interaction of a dispute with the form it is about, and the dispute beside it."""
        sheet = self.presenter.decision_sheet(dispute_id)
        if sheet is None:
            return
        self._wanted = sheet.dispute  # shown when its evaluation is: at once, or when what was said before is on the disk
        self._evaluate.open(sheet.dispute.interaction_id, evaluation_id=sheet.dispute.evaluation_id)

    def show_dispute(self, dispute_id: str) -> None:
        """Show a dispute beside the interaction that is open."""
        sheet = self.presenter.decision_sheet(dispute_id)
        if sheet is None:
            return
        if self._decision_panel is None:
            from qa_desk.ui.evaluate.dispute_decision import DecisionPanel

            self._decision_panel = DecisionPanel(self._context, self.presenter)
            self._decision_panel.marker_opened.connect(self._clips.play_marker)
            self._decision_panel.revision_asked.connect(self._go_on_with_revision)
            self.rooms.add_panel(self._decision_panel)
        self.rooms.show_panel(self._decision_panel)
        self._decision_panel.show_sheet(sheet)

    def ask_acknowledgement(self) -> None:
        """The agent wants to say that the evaluation was seen."""
        evaluation = self._evaluation
        if evaluation is None or not evaluation.is_submitted or self._is_blind:
            return
        if self._acknowledge_panel is None:
            from qa_desk.ui.evaluate.acknowledge_panel import AcknowledgePanel

            self._acknowledge_panel = AcknowledgePanel(self._context.theme, self.presenter)
            self.rooms.add_panel(self._acknowledge_panel)
        self.rooms.show_panel(self._acknowledge_panel)
        self._acknowledge_panel.show_evaluation(evaluation.id, self._agent, self._about)

    def show_story(self) -> None:
        """Tell what happened to the evaluation in sight."""
        evaluation = self._evaluation
        if evaluation is None or self._is_blind:
            return
        if self._story_panel is None:
            from qa_desk.ui.evaluate.dispute_story import StoryPanel

            self._story_panel = StoryPanel(self._context.theme)
            self._story_panel.evaluation_asked.connect(self._read)
            self._story_panel.dispute_asked.connect(self._see_dispute_of_story)
            self.rooms.add_panel(self._story_panel)
        self.rooms.show_panel(self._story_panel)
        chapters = self.presenter.story_of(evaluation.id)
        self._story_panel.show_story(chapters, evaluation.id, self._pane.head.title, zone_of(self._context.workspace))

    def discard(self) -> None:
        """Throw the revision in hand away."""
        evaluation = self._evaluation
        if evaluation is not None and not evaluation.is_submitted and evaluation.revision_of is not None:
            self._form.flush()
            self._evaluate.draft.flush(CLOSING_MS)
            self.presenter.discard(evaluation)

    # -- pages

    def show_inbox(self, which: str | None = None) -> None:
        """All disputes."""
        if self._inbox is None:
            from qa_desk.ui.evaluate.dispute_inbox import DisputeInbox

            self._inbox = DisputeInbox(self._context, self.presenter)
            self._inbox.dispute_opened.connect(self._open_row)
            self._inbox.library_asked.connect(self.practices.show_library)
            self._inbox.closed.connect(self.rooms.back_to_work)
        self.rooms.show_page(self._inbox)
        self._inbox.open(which)

    @property
    def inbox(self) -> DisputeInbox | None:
        """The page of disputes, once it was asked for."""
        return self._inbox

    # -- what was done

    def _raised(self, dispute: Dispute) -> None:
        self._toast(tr("Disputed by {name}", name=dispute.raised_by))
        self._reopen(dispute.interaction_id, dispute.evaluation_id)

    def _decided(self, dispute: Dispute) -> None:
        words = tr("Decided: {before} → {after}", before=dispute.shown or tr("n/a"), after=dispute.revised)
        self._toast(words if dispute.revised else tr("Decided: rejected"))
        self._reopen(dispute.interaction_id, dispute.evaluation_id)
        self.show_dispute(dispute.id)

    def _begun(self, revision: Evaluation) -> None:
        self._toast(tr("Complete the revision; submitting it decides the dispute."))
        self._reopen(revision.interaction_id, revision.id)

    def _withdrawn(self, dispute: Dispute) -> None:
        self._toast(tr("The dispute is withdrawn."))
        self._reopen(dispute.interaction_id, dispute.evaluation_id)

    def _taken_back(self, dispute: Dispute) -> None:
        self.open_dispute(dispute.id)

    def _acknowledged(self, said: Acknowledgement) -> None:
        self._toast(tr("Acknowledged by {name}", name=said.name))
        self.rooms.back_to_form()
        self.show_bar()
        self.bar.next_button.setFocus()

    def _discarded(self, evaluation_id: str) -> None:
        self._toast(tr("The revision is thrown away."))
        if self._evaluate.interaction_id is not None:
            self._reopen(self._evaluate.interaction_id, evaluation_id)

    def _go_on_with_revision(self, asked: RevisionAsked) -> None:
        self._reopen(asked.interaction_id, asked.evaluation_id)

    def _open_row(self, dispute: Dispute) -> None:
        self.open_dispute(dispute.id)

    def _read(self, evaluation_id: str) -> None:
        if self._evaluate.interaction_id is not None:
            self._reopen(self._evaluate.interaction_id, evaluation_id)

    def _see_dispute_of_story(self, dispute_id: str) -> None:
        self.open_dispute(dispute_id)

    def _reopen(self, interaction_id: str, evaluation_id: str) -> None:
        self._evaluate.open(interaction_id, evaluation_id=evaluation_id)
        self._evaluate.queue.refresh()

    def _toast(self, words: str) -> None:
        self._context.navigator.toast(words)

    # -- what is in sight

    @property
    def _evaluation(self) -> Evaluation | None:
        return self._evaluate.draft.evaluation

    @property
    def _is_blind(self) -> bool:
        evaluation = self._evaluation
        return evaluation is not None and self.presenter.facts_of(evaluation).is_blind

    @property
    def _agent(self) -> str | None:
        return self._evaluate.agent

    @property
    def _about(self) -> str:
        """Which evaluation, for the head of a panel."""
        evaluation = self._evaluation
        shown = (evaluation.shown or tr("n/a")) if evaluation is not None else ""
        return " · ".join(part for part in (self._pane.head.title, shown) if part)
