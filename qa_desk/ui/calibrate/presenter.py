"""What the Calibrate place does: which session, whose turn, the reveal, and what the meeting settles. It has no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.calibration import Benchmark
from qa_desk.domain.errors import QaDeskError
from qa_desk.services import calibration as service
from qa_desk.services.calibration_lookup import interactions_to_calibrate
from qa_desk.services.people import ensure_evaluator, list_evaluators
from qa_desk.services.scorecards import list_scorecards
from qa_desk.ui.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.domain.calibration import AgendaPoint
    from qa_desk.domain.calibration_report import CalibrationReport, Session
    from qa_desk.services.calibration import Turn
    from qa_desk.services.calibration_lookup import Candidate
    from qa_desk.services.people import Evaluator
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.screen import Context


@dataclass(frozen=True, slots=True)
class SetupShown:
    """What a new session can be made of."""

    versions: tuple[VersionEntry, ...]
    interactions: tuple[Candidate, ...]
    evaluators: tuple[Evaluator, ...]


@dataclass(frozen=True, slots=True)
class PeopleShown:
    """All evaluators, and the one that was added just now."""

    evaluators: tuple[Evaluator, ...]
    added: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the person filled in for a new session."""

    title: str
    version_id: str
    interaction_ids: tuple[str, ...]
    evaluator_ids: tuple[str, ...]
    benchmark: Benchmark = Benchmark.NONE
    expert_id: str | None = None
    tolerance: float = 5.0
    agent_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ChairShown:
    """Who sits down next; `turn` None: everybody has finished."""

    session: Session
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What the meeting agreed on for one point of the agenda."""

    point: AgendaPoint
    agreed: str | None
    rule: str


class CalibratePresenter(QObject):
    """One a screen."""

    sessions_shown = Signal(object)
    setup_shown = Signal(object)
    people_shown = Signal(object)
    chair_shown = Signal(object)
    meeting_shown = Signal(object)
    refused = Signal(str)
    minutes_written = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session_id: str | None = None
        self._report: CalibrationReport | None = None

    @property
    def session_id(self) -> str | None:
        """The session that is open."""
        return self._session_id

    def show_sessions(self) -> None:
        """Leave the session and list all of them."""
        self._session_id = None
        self.sessions_shown.emit(tuple(service.list_calibrations(self._context.workspace)))

    def prepare(self) -> None:
        """Offer what a new session can be made of."""
        workspace = self._context.workspace
        self.setup_shown.emit(
            SetupShown(
                tuple(list_scorecards(workspace, status="published")),
                tuple(interactions_to_calibrate(workspace)),
                tuple(list_evaluators(workspace)),
            )
        )

    def add_person(self, name: str) -> None:
        """Take somebody up as an evaluator, and offer them."""
        if not name.strip():
            return
        try:
            added = ensure_evaluator(self._context.workspace, name.strip())
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.PEOPLE, origin=self)
        self.people_shown.emit(PeopleShown(tuple(list_evaluators(self._context.workspace)), added))

    def create(self, new: NewSession) -> None:
        """Open a session for blind scoring and go to its chair."""

        def make() -> None:
            self._session_id = service.create_calibration(
                self._context.workspace,
                new.title,
                new.version_id,
                new.interaction_ids,
                new.evaluator_ids,
                benchmark=new.benchmark,
                expert_id=new.expert_id,
                tolerance=new.tolerance,
                agent_hidden=new.agent_hidden,
            )

        self._do(make)

    def open(self, session_id: str) -> None:
        """Go to a session: to the chair while it is blind, else to the meeting."""
        self._session_id = session_id
        self.show_again()

    def show_again(self) -> None:
        """Read the open session again and show it as it stands."""
        if self._session_id is None:
            self.show_sessions()
            return
        workspace = self._context.workspace
        try:
            session = service.get_calibration(workspace, self._session_id)
            if session.state.is_revealed:
                self._report = service.calibration_report(workspace, session.id, earlier=self._report)
                self.meeting_shown.emit(self._report)
            else:
                self.chair_shown.emit(ChairShown(session, service.next_turn(workspace, session.id)))
        except QaDeskError as error:
            self.refused.emit(error.message)

    def finish_for(self, evaluator_id: str) -> None:
        """Somebody will not score the rest: what they did not submit counts as absent."""
        self._do(lambda: service.finish_scoring(self._context.workspace, self._open_session(), evaluator_id))

    def reveal(self, *, early: bool = False) -> None:
        """End the blind phase and go to the meeting."""
        self._do(lambda: service.reveal_calibration(self._context.workspace, self._open_session(), early=early))

    def settle(self, settled: Settled) -> None:
        """Write down what was agreed, and the rule."""
        point = settled.point
        self._do(
            lambda: service.settle_point(
                self._context.workspace,
                self._open_session(),
                point.interaction_id,
                point.question_id,
                settled.agreed,
                settled.rule,
            )
        )

    def close(self, *, with_open_points: bool = False) -> None:
        """End the meeting."""
        self._do(
            lambda: service.close_calibration(
                self._context.workspace, self._open_session(), with_open_points=with_open_points
            )
        )

    def write_minutes(self, path: Path) -> None:
        """Write the minutes as a workbook."""
        try:
            service.export_minutes(self._context.workspace, self._open_session(), path)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self.minutes_written.emit(path)

    def _open_session(self) -> str:
        assert self._session_id is not None
        return self._session_id

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
        self.show_again()
