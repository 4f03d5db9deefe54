"""One person in the chair: their interactions one after another, every answer on the disk at once, nobody else's in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.services import calibration as service
from qa_desk.services.calibration_lookup import interaction_to_score
from qa_desk.services.evaluations import what_is_missing
from qa_desk.services.scorecards import version_on
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.draft import DraftInHand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.calibration_report import Participant, SessionItem
    from qa_desk.domain.evaluation import Answer, Marker
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.drafts import Settled
    from qa_desk.services.evaluations import Submission
    from qa_desk.services.interaction_detail import InteractionDetail
    from qa_desk.ui.screen import Context

_SOON_MS = 40


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
    missing_found = Signal(object)
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
        self.draft = DraftInHand(context, self)
        self._is_leaving = False
        self.draft.refused.connect(self.refused)
        self.draft.settled.connect(self._go)
        self.draft.not_saved.connect(self._stay)

    def seat(self, session_id: str, evaluator_id: str) -> None:
        """Somebody sits down: their first interaction that is not submitted."""
        self._session_id, self._evaluator_id = session_id, evaluator_id
        self._next()

    def leave(self) -> None:
        """Get up; the draft stays for later."""
        self.leaving.emit()
        self._is_leaving = True
        if self.draft.flush(_SOON_MS):
            self._go()

    def _go(self) -> None:
        """Everything told is on the disk: whoever wants to get up does."""
        if self._is_leaving:
            self._is_leaving = False
            self.draft.put_away()
            self.left.emit()

    def _stay(self) -> None:
        self._is_leaving = False

    def submit(self) -> None:
        """Settle this sheet, or say what it lacks; then the next one, or the chair is free."""
        self.draft.settle(service.submit_blind_sheet, self._settled)

    def _settled(self, settled: Settled[Submission]) -> None:
        if settled.missing:
            self.missing_found.emit(settled.missing)
            self.refused.emit(what_is_missing(settled.missing))
        elif settled.result is not None:
            self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
            self._next()

    def _next(self) -> None:
        workspace = self._context.workspace
        self.draft.put_away()
        try:
            session = service.get_calibration(workspace, self._session_id)
            remaining = service.remaining_items(workspace, self._session_id, self._evaluator_id)
            participant = session.participant(self._evaluator_id)
            if not remaining or participant is None:
                self.left.emit()
                return
            item = remaining[0]
            evaluation = service.start_blind_scoring(workspace, session.id, self._evaluator_id, item.interaction_id)
            interaction = interaction_to_score(workspace, session, item.interaction_id)
            version = version_on(workspace, evaluation.version_id, interaction.channel)
        except QaDeskError as error:
            self.refused.emit(error.message)
            self.left.emit()
            return
        self.draft.take(item.interaction_id, version, evaluation.version_id, evaluation)
        number, total = len(session.items) - len(remaining) + 1, len(session.items)
        self.sheet_shown.emit(
            SheetShown(participant, item, number, total, interaction, version, self.draft.answers, self.draft.markers)
        )
