"""The report's state and its questions to the services: which period, team and channel, which KPI, which records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import N_, tr
from qa_desk.domain.periods import Span, next_start
from qa_desk.domain.report import ReportScope
from qa_desk.kpis.figure import Figure, KpiInfo, Records, Request
from qa_desk.ui.jobs import on_workspace
from qa_desk.ui.report.model import HEADLINES, PERIOD_CHOICES, grain

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report_words import Evidence
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

MOST_RECORDS = 2_000
"""Rows that the table of records holds; the command line gives them all."""

FIRST_LOOK = "first_response_time"
"""The KPI that is open before anybody has chosen one."""

COMPARISONS = {"previous": N_("against the period before"), "year": N_("against the same period last year")}


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person asked for."""

    period: str = "weeks13"
    team: str | None = None
    channel: str | None = None
    compare: str = "previous"
    kpi: str = ""
    group_by: str = "agent"
    only: tuple[tuple[str, str], ...] = ()
    """A further narrowing of the records: one agent, team or channel."""
    part: Span | None = None
    """A further narrowing of the records: one period of the trend."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All tiles of a period: figures, their trends, and what the filters can offer."""

    span: Span
    grain: str
    figures: dict[str, Figure]
    trends: dict[str, list[Figure]]
    infos: dict[str, KpiInfo]
    teams: list[str]
    channels: list[str]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen KPI by the chosen dimension, and the records behind it."""

    kpi: str
    groups: list[Figure]
    records: Records | None
    timezone: str
    only: tuple[tuple[str, str], ...] = field(default=())


class ReportPresenter(QObject):
    """Asks in jobs; a newer question abandons the older one."""

    loading = Signal()
    loaded = Signal(object)
    """The `Overview`."""
    detail_loading = Signal()
    detail_loaded = Signal(object)
    """The `Detail`."""
    failed = Signal(str)
    """The one line to say."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.selection = Selection()
        self.overview: Overview | None = None
        self._job: Job | None = None
        self._detail_job: Job | None = None

    @property
    def comparison(self) -> str:
        """What the changes are against, in words."""
        return tr(COMPARISONS[self.selection.compare])

    def load(self) -> None:
        """All figures of the selection anew."""
        for job in (self._job, self._detail_job):
            if job is not None:
                job.abandon()
        selection = self.selection
        self.loading.emit()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, lambda workspace, ctx: read_overview(workspace, selection, ctx)),
            title=tr("Figures"),
            on_done=self._take,
            on_failed=self._fail,
            owner=self,
        )

    def choose(self, **changes: object) -> None:
        """Another period, team, channel or comparison."""
        changed = replace(self.selection, only=(), part=None, **changes)  # type: ignore[arg-type]  # fields by name
        if changed != self.selection:
            self.selection = changed
            self.load()

    def choose_kpi(self, kpi: str) -> None:
        """Look into one KPI."""
        self.selection = replace(self.selection, kpi=kpi, only=(), part=None)
        self.load_detail()

    def group_by(self, dimension: str) -> None:
        """The chosen KPI by another dimension."""
        self.selection = replace(self.selection, group_by=dimension, only=(), part=None)
        self.load_detail()

    def narrow_to(self, figure: Figure) -> None:
        """Records of one agent, team or channel only."""
        dimension = self.selection.group_by
        key = figure.keys.get(dimension)
        self.selection = replace(self.selection, only=((dimension, key or ""),), part=None)
        self.load_detail()

    def narrow_to_period(self, start: date) -> None:
        """Records of one period of the trend only."""
        if self.overview is None:
            return
        last = _day_before(next_start(self.overview.grain, start))
        self.selection = replace(self.selection, part=Span(start, last), only=())
        self.load_detail()

    @property
    def scope(self) -> ReportScope | None:
        """The report that is shown; None before it is, and where there is no data."""
        span = self.overview.span if self.overview is not None else Span()
        if span.first is None or span.last is None:
            return None
        return ReportScope(span.first, span.last, self.selection.compare, _where(self.selection))

    def look_at(self, evidence: Evidence) -> None:
        """The figure behind a sentence or an item of the plan, and its records."""
        by = evidence.where[0][0] if evidence.where else self.selection.group_by
        self.selection = replace(self.selection, kpi=evidence.kpi, group_by=by, only=evidence.where, part=None)
        self.load_detail()

    def load_detail(self) -> None:
        """The chosen KPI's groups and records anew."""
        if self.overview is None or not self.selection.kpi:
            return
        if self._detail_job is not None:
            self._detail_job.abandon()
        selection, span = self.selection, self.overview.span
        self.detail_loading.emit()
        self._detail_job = self._context.jobs.run(
            on_workspace(self._context.workspace, lambda workspace, ctx: read_detail(workspace, selection, span, ctx)),
            title=tr("Records"),
            on_done=self.detail_loaded.emit,
            on_failed=self._fail,
            owner=self,
        )

    def _take(self, overview: Overview) -> None:
        self.overview = overview
        known = [kpi for kpi in HEADLINES if kpi in overview.figures and overview.figures[kpi].n]
        if self.selection.kpi not in known:
            first = FIRST_LOOK if FIRST_LOOK in known else known[0] if known else ""
            self.selection = replace(self.selection, kpi=first)
        self.loaded.emit(overview)
        self.load_detail()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error.message if isinstance(error, QaDeskError) else tr("The figures could not be computed."))


def read_overview(workspace: Workspace, selection: Selection, ctx: JobContext) -> Overview:
    """The tiles of a selection and their trends: two requests, whatever the number of tiles."""
    from qa_desk.services.centre_time import figures_day
    from qa_desk.services.kpis import catalogue, figures, scopes

    offered = scopes(workspace, ctx)
    span = _span(selection, offered["days"], figures_day(workspace))
    request = Request(kpis=HEADLINES, start=span.first, end=span.last, where=_where(selection))
    found = figures(workspace, replace(request, compare=selection.compare if span.first else None), ctx)
    ctx.raise_if_cancelled()
    trends: dict[str, list[Figure]] = {}
    for figure in figures(workspace, replace(request, period=grain(span)), ctx):
        trends.setdefault(figure.kpi, []).append(figure)
    return Overview(
        span,
        grain(span),
        {figure.kpi: figure for figure in found},
        trends,
        {info.id: info for info in catalogue()},
        offered["team"],
        offered["channel"],
        not offered["days"],
    )


def read_detail(workspace: Workspace, selection: Selection, span: Span, ctx: JobContext) -> Detail:
    """The chosen KPI by dimension, and its records."""
    from qa_desk.services.kpis import figures, records
    from qa_desk.workspace.settings import get_setting

    compare = selection.compare if span.first else None
    request = Request((selection.kpi,), (selection.group_by,), "all", span.first, span.last, compare, _where(selection))
    groups = [figure for figure in figures(workspace, request, ctx) if figure.group]
    groups.sort(key=lambda figure: (figure.group[selection.group_by] or "\uffff").casefold())  # by name: no league table
    ctx.raise_if_cancelled()
    part = selection.part or span
    narrowed = replace(request, where=(*request.where, *selection.only), start=part.first, end=part.last)
    found = records(workspace, selection.kpi, narrowed, MOST_RECORDS)
    return Detail(selection.kpi, groups, found, str(get_setting(workspace, "timezone")), selection.only)


def _span(selection: Selection, days: list[str], last: date) -> Span:
    if not days:
        return Span()
    first = date.fromisoformat(days[0])
    return next(choice.span(first, last) for choice in PERIOD_CHOICES if choice.key == selection.period)


def _where(selection: Selection) -> tuple[tuple[str, str], ...]:
    pairs = (("team", selection.team), ("channel", selection.channel))
    return tuple((name, value) for name, value in pairs if value is not None)


def _day_before(day: date) -> date:
    from datetime import timedelta

    return day - timedelta(days=1)
