"""What the Calibrate place does: which session, whose turn, the reveal, and what the meeting settles. It has no widgets.

Lists, figures and workbooks are made in jobs, and a newer question abandons the older one; what is one short write is done at
once, so that it is on the disk when the key is up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.calibration import Benchmark
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services import calibration as service
from qa_desk.services.calibration_lookup import came_by_pack, interactions_to_calibrate
from qa_desk.services.centre_time import today_of
from qa_desk.services.people import ensure_evaluator, list_evaluators
from qa_desk.services.scorecards import list_scorecards
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from qa_desk.domain.calibration import AgendaPoint
    from qa_desk.domain.calibration_report import CalibrationReport, Decision, Session
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.calibration import Turn
    from qa_desk.services.calibration_lookup import Candidate
    from qa_desk.services.people import Evaluator
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SetupShown:
    """What a new session can be made of."""

    versions: tuple[VersionEntry, ...]
    interactions: tuple[Candidate, ...]
    evaluators: tuple[Evaluator, ...]
    today: date
    """The workspace's day."""
    facilitator: str = ""
    """Who sits here: proposed, not asked for."""


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
    due_on: str | None = None
    facilitator: str | None = None
    agent_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ChairShown:
    """Who sits down next; `turn` None: everybody has finished."""

    session: Session
    turn: Turn | None
    came_by_pack: bool = False
    """It was opened elsewhere: what is submitted here goes back as a reply."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the meeting agreed on for one point of the agenda."""

    point: AgendaPoint
    agreed: str | None
    rule: str


class CalibratePresenter(QObject):
    """One a screen."""

    loading = Signal(str)
    """What is on its way cannot be shown yet; the title of the place it will be."""
    sessions_shown = Signal(object)
    setup_shown = Signal(object)
    people_shown = Signal(object)
    chair_shown = Signal(object)
    meeting_shown = Signal(object)
    refused = Signal(str)
    unavailable = Signal(str)
    """What was on its way did not come, and why."""
    created = Signal()
    not_created = Signal(str)
    minutes_written = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session_id: str | None = None
        self._report: CalibrationReport | None = None
        self._job: Job | None = None

    @property
    def session_id(self) -> str | None:
        """The session that is open."""
        return self._session_id

    def show_sessions(self) -> None:
        """Leave the session and list all of them."""
        self._session_id = None
        self.loading.emit(tr("Calibrate"))
        self._ask(
            tr("Calibration sessions"),
            lambda workspace, _ctx: tuple(service.list_calibrations(workspace)),
            self.sessions_shown.emit,
        )

    def prepare(self) -> None:
        """Offer what a new session can be made of."""
        sits_here = self._context.evaluator_id

        def read(workspace: Workspace, _ctx: JobContext) -> SetupShown:
            people = tuple(list_evaluators(workspace))
            return SetupShown(
                tuple(list_scorecards(workspace, status="published")),
                tuple(interactions_to_calibrate(workspace)),
                people,
                today_of(workspace),
                next((person.name for person in people if person.id == sits_here), ""),
            )

        self.loading.emit(tr("New calibration"))
        self._ask(tr("New calibration"), read, self.setup_shown.emit)

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

        def make(workspace: Workspace, _ctx: JobContext) -> str:
            return service.create_calibration(
                workspace,
                new.title,
                new.version_id,
                new.interaction_ids,
                new.evaluator_ids,
                benchmark=new.benchmark,
                expert_id=new.expert_id,
                tolerance=new.tolerance,
                due_on=new.due_on,
                facilitator=new.facilitator,
                agent_hidden=new.agent_hidden,
            )

        self._context.jobs.run(
            on_workspace(self._context.workspace, make),
            title=tr("New calibration"),
            on_done=self._created,
            on_failed=lambda error: self.not_created.emit(_words(error)),
            owner=self,
        )

    def _created(self, session_id: str) -> None:
        self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
        self.created.emit()
        self.open(session_id)

    def open(self, session_id: str) -> None:
        """Go to a session: to the chair while it is blind, else to the meeting."""
        self._session_id = session_id
        self.show_again()

    def show_again(self) -> None:
        """Read the open session again and show it as it stands."""
        if self._session_id is None:
            self.show_sessions()
            return
        self._drop()
        workspace = self._context.workspace
        try:
            session = service.get_calibration(workspace, self._session_id)
            if not session.state.is_revealed:
                came = came_by_pack(workspace, session.id)
                self.chair_shown.emit(ChairShown(session, service.next_turn(workspace, session.id), came))
                return
        except QaDeskError as error:
            self.unavailable.emit(error.message)
            return
        earlier = self._report if self._report is not None and self._report.session.id == session.id else None
        if earlier is None:
            self.loading.emit(session.title)
        self._ask(
            session.title,
            lambda workspace, _ctx: service.calibration_report(workspace, session.id, earlier=earlier),
            self._show_report,
        )

    def reveal(self, *, early: bool = False) -> None:
        """End the blind phase and go to the meeting."""
        self._do(lambda: service.reveal_calibration(self._context.workspace, self._open_session(), early=early))

    def settle(self, settled: Settled) -> None:
        """Write down what was agreed, and the rule; the next point is there at once, the figures follow."""
        point = settled.point
        try:
            decision = service.settle_point(
                self._context.workspace,
                self._open_session(),
                point.interaction_id,
                point.question_id,
                settled.agreed,
                settled.rule,
            )
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._show_decision(decision)
        self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
        self.show_again()

    def _show_decision(self, decision: Decision) -> None:
        if self._report is not None:
            place = (decision.interaction_id, decision.question_id)
            self._show_report(replace(self._report, decisions={**self._report.decisions, place: decision}))

    def close(self, *, with_open_points: bool = False) -> None:
        """End the meeting."""
        self._do(
            lambda: service.close_calibration(self._context.workspace, self._open_session(), with_open_points=with_open_points)
        )

    def write_minutes(self, path: Path) -> None:
        """Write the minutes as a workbook."""
        session_id = self._open_session()

        def write(workspace: Workspace, _ctx: JobContext) -> Path:
            service.export_minutes(workspace, session_id, path)
            return path

        self._context.jobs.run(
            on_workspace(self._context.workspace, write),
            title=tr("Minutes"),
            on_done=self.minutes_written.emit,
            on_failed=lambda error: self.refused.emit(_words(error)),
            owner=self,
        )

    def _open_session(self) -> str:
        assert self._session_id is not None
        return self._session_id

    def _show_report(self, report: CalibrationReport) -> None:
        self._report = report
        self.meeting_shown.emit(report)

    def _ask(self, title: str, read: Callable[[Workspace, JobContext], T], show: Callable[[T], object]) -> None:
        """Read in a job; what was asked before is not waited for any more."""
        self._drop()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, read),
            title=title,
            on_done=show,
            on_failed=lambda error: self.unavailable.emit(_words(error)),
            owner=self,
        )

    def _drop(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.changes.announce(Kind.CALIBRATIONS, origin=self)
        self.show_again()


def _words(error: Exception) -> str:
    """The line to say; a bug has its own dialog beside it."""
    return error.message if isinstance(error, QaDeskError) else tr("This could not be had.")
