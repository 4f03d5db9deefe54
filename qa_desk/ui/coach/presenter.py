"""What the Coach place knows: the team and period chosen, the agent whose page is open, and what was agreed. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.coaching_span import Span, month_span, rolling_span
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import N_, tr
from qa_desk.services.centre_time import figures_day, today_of
from qa_desk.services.coaching import coaching_page, team_view
from qa_desk.services.coaching_export import export_coaching
from qa_desk.services.coaching_sessions import NewAction, acknowledge, complete_action, write_coaching_session
from qa_desk.services.people import list_evaluators, list_teams
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_desk.domain.coaching import CoachingPage, TeamLine, TeamView
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.coaching_export import Exported
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

PERIODS: tuple[tuple[str, str], ...] = (
    ("rolling", N_("Last 13 weeks")),
    ("month", N_("This month")),
    ("last_month", N_("Last month")),
    ("quarter", N_("This quarter")),
    ("last_quarter", N_("Last quarter")),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A coaching session as it was filled in."""

    held_on: date
    coach: str
    notes: str
    agent_words: str
    follow_up_on: date | None
    actions: tuple[NewAction, ...]


def span_of(key: str, day: date) -> Span:
    """The days of a choice of period, counted back from a day: what has begun goes up to that day."""
    quarter = month_span(day.year, day.month - (day.month - 1) % 3, 3)
    spans: dict[str, Callable[[], Span]] = {
        "rolling": lambda: rolling_span(day),
        "month": lambda: Span(day.replace(day=1), day),
        "last_month": lambda: month_span(day.year, day.month).previous(),
        "quarter": lambda: Span(quarter.first, day),
        "last_quarter": quarter.previous,
    }
    return spans[key]()


class CoachPresenter(QObject):
    """Loads the team view and pages off the window's thread; writes what was agreed."""

    team_loading = Signal()
    team_loaded = Signal(object)
    """A `TeamView`."""
    team_failed = Signal(object)
    """The error."""
    page_loading = Signal()
    page_loaded = Signal(object)
    """A `CoachingPage`."""
    page_failed = Signal(object)
    """The error."""
    refused = Signal(object)
    """The words of a note that could not be kept."""
    note_saved = Signal()
    exported = Signal(object)
    """The path of the workbook that was written."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._team_job: Job | None = None
        self._page_job: Job | None = None
        self.team: str | None = None
        self.period = "rolling"
        self.agent_id: str | None = None
        self.view: TeamView | None = None

    @property
    def today(self) -> date:
        """The day the figures are made for."""
        return today_of(self._context.workspace)

    @property
    def span(self) -> Span:
        """The days that the place looks at, counted back as in the report."""
        return span_of(self.period, figures_day(self._context.workspace))

    @property
    def teams(self) -> list[str]:
        """The teams there are."""
        return list_teams(self._context.workspace)

    @property
    def coach_name(self) -> str:
        """Who sits here, to begin a note with."""
        people = list_evaluators(self._context.workspace)
        return next((each.name for each in people if each.id == self._context.evaluator_id), "")

    def show_team(self, team: str | None) -> None:
        """Look at another team (None: all)."""
        if team != self.team:
            self.team = team
            self.load_team()

    def show_period(self, key: str) -> None:
        """Look at other days."""
        if key != self.period:
            self.period = key
            self.load()

    def load(self) -> None:
        """Read the team view, and the page that is open, anew."""
        self.view = None  # its figures may be old now: the page makes its own
        self.load_team()
        if self.agent_id is not None:
            self._load_page(self.agent_id)

    def load_team(self) -> None:
        """Read the team view anew."""
        team, span, reader = self.team, self.span, self._context.evaluator_id

        def work(workspace: Workspace, ctx: JobContext) -> TeamView:
            return team_view(workspace, team, span, ctx, reader)

        if self._team_job is not None:
            self._team_job.abandon()
        self.team_loading.emit()
        self._team_job = self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Team view"),
            on_done=self._team_done,
            on_failed=self._team_not_had,
        )

    def open_agent(self, agent_id: str) -> None:
        """Open an agent's page; nothing happens when it is open."""
        if agent_id != self.agent_id:
            self.agent_id = agent_id
            self._load_page(agent_id)

    def reload_page(self) -> None:
        """Read the open page anew."""
        if self.agent_id is not None:
            self._load_page(self.agent_id)

    def save_note(self, note: Note) -> None:
        """Keep a session; `refused` says what it lacks."""
        if self.agent_id is None:
            return
        try:
            write_coaching_session(
                self._context.workspace,
                self.agent_id,
                note.coach,
                note.held_on,
                notes=note.notes,
                agent_words=note.agent_words,
                follow_up_on=note.follow_up_on,
                actions=note.actions,
            )
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self.note_saved.emit()
        self._context.navigator.toast(tr("The session is kept."))
        self._changed()

    def settle_action(self, action_id: str, status: str = "done") -> None:
        """Settle an action; the message offers to undo it."""
        complete_action(self._context.workspace, action_id, status)
        self._changed()
        if status != "open":
            said = tr("Action done.") if status == "done" else tr("Action dropped.")
            self._context.navigator.toast(said, lambda: self.settle_action(action_id, "open"))

    def acknowledge(self, session_id: str, name: str) -> None:
        """The agent confirms a session by the typed name."""
        try:
            acknowledge(self._context.workspace, session_id, name)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._context.navigator.toast(tr("Acknowledged by {name}.", name=name.strip()))
        self._changed()

    def export(self, path: Path, agents: Sequence[str] = ()) -> None:
        """Write the workbook of some agents, or of the team that is shown, in the background."""
        team, span, reader = None if agents else self.team, self.span, self._context.evaluator_id

        def work(workspace: Workspace, ctx: JobContext) -> Exported:
            return export_coaching(workspace, path, agents=agents, team=team, span=span, context=ctx, reader_id=reader)

        self._context.jobs.run(
            on_workspace(self._context.workspace, work), title=tr("Coaching workbook"), on_done=self._export_done
        )

    def play(self, interaction_id: str) -> None:
        """Go to where an interaction is heard or read."""
        self._context.navigator.go("evaluate", interaction_id=interaction_id)

    def follow_up(self, weeks: int = 4) -> date:
        """A day for the next talk."""
        return self.today + timedelta(weeks=weeks)

    def _load_page(self, agent_id: str) -> None:
        span, line, reader = self.span, self.line_of(agent_id), self._context.evaluator_id
        known = {agent_id: line.kpis} if line is not None and self.view is not None and self.view.span == span else None

        def work(workspace: Workspace, ctx: JobContext) -> CoachingPage:
            return coaching_page(workspace, agent_id, span, ctx, known, reader)

        if self._page_job is not None:
            self._page_job.abandon()
        self.page_loading.emit()
        self._page_job = self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Coaching page"),
            on_done=self._page_done,
            on_failed=self._page_not_had,
        )

    def _changed(self) -> None:
        self._context.changes.announce(Kind.COACHING, origin=self)
        self.load()

    def line_of(self, agent_id: str) -> TeamLine | None:
        """What the team view says of an agent, once it is there."""
        lines = self.view.lines if self.view is not None else ()
        return next((line for line in lines if line.agent.id == agent_id), None)

    def _team_done(self, view: TeamView) -> None:
        self.view = view
        self.team_loaded.emit(view)

    def _team_not_had(self, error: Exception) -> None:
        self.team_failed.emit(error)

    def _page_done(self, page: CoachingPage) -> None:
        self.page_loaded.emit(page)

    def _page_not_had(self, error: Exception) -> None:
        self.page_failed.emit(error)

    def _export_done(self, done: Exported) -> None:
        self._context.navigator.toast(tr("{file}: written.", file=done.path))
        self.exported.emit(done.path)
