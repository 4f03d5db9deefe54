"""The overview's state: which KPI is looked into, by what, and which of its records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.language import tr
from qa_desk.domain.periods import Span, next_start
from qa_desk.domain.report import ReportScope
from qa_desk.ui.report.dimensions import sort_key
from qa_desk.ui.report.model import HEADLINES
from qa_desk.ui.report.reader import Reader
from qa_desk.ui.report.rows_card import MOST_RECORDS

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, KpiInfo, Records
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

FIRST_LOOK = "first_response_time"
"""The KPI that is open before anybody has chosen one."""


@dataclass(frozen=True, slots=True)
class Look:
    """Which KPI, by which dimension, and a further narrowing of its records: one group, or one period of the trend."""

    kpi: str = ""
    group_by: str = "agent"
    only: tuple[tuple[str, str], ...] = ()
    part: Span | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All tiles of a question: figures, their trends, definitions."""

    question: Question
    figures: dict[str, Figure]
    trends: dict[str, list[Figure]]
    infos: dict[str, KpiInfo]


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen KPI by the chosen dimension, and the records behind it."""

    kpi: str
    groups: list[Figure]
    records: Records | None
    timezone: str
    only: tuple[tuple[str, str], ...] = field(default=())


class OverviewPresenter(QObject):
    """Reads the detail of one KPI; a newer question abandons the older one."""

    detail_loading = Signal()
    detail_loaded = Signal(object)
    """The `Detail`."""
    failed = Signal(str)
    """The one line to say."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.overview: Overview | None = None
        self._reader = Reader(context, tr("Records"), self)
        self._reader.loading.connect(self.detail_loading)
        self._reader.loaded.connect(self.detail_loaded)
        self._reader.failed.connect(self.failed)

    def take(self, overview: Overview) -> None:
        """Other tiles: the KPI that is looked into stays where it is still among them."""
        self.overview = overview
        known = [kpi for kpi in HEADLINES if kpi in overview.figures and overview.figures[kpi].n]
        kpi = self.look.kpi if self.look.kpi in known else FIRST_LOOK if FIRST_LOOK in known else known[0] if known else ""
        self.look = replace(self.look, kpi=kpi, only=(), part=None)
        self.load_detail()

    def look_at(self, kpi: str, where: tuple[tuple[str, str], ...] = ()) -> None:
        """Look into one KPI, and into the records of one group of it where there is a `where`."""
        by = where[0][0] if where else self.look.group_by
        self.look = Look(kpi, by, where)
        self.load_detail()

    def group_by(self, dimension: str) -> None:
        """The chosen KPI by another dimension."""
        self.look = replace(self.look, group_by=dimension, only=(), part=None)
        self.load_detail()

    def narrow_to(self, figure: Figure) -> None:
        """Records of one group only."""
        key = figure.keys.get(self.look.group_by)
        self.look = replace(self.look, only=((self.look.group_by, key or ""),), part=None)
        self.load_detail()

    def narrow_to_period(self, start: date) -> None:
        """Records of one period of the trend only."""
        if self.overview is None:
            return
        last = next_start(self.overview.question.grain, start) - timedelta(days=1)
        self.look = replace(self.look, part=Span(start, last), only=())
        self.load_detail()

    @property
    def scope(self) -> ReportScope | None:
        """The report that is shown; None before it is, and where there is no data."""
        question = self.overview.question if self.overview is not None else None
        if question is None or question.span.first is None or question.span.last is None:
            return None
        return ReportScope(question.span.first, question.span.last, question.compare, question.where)

    def load_detail(self) -> None:
        """The chosen KPI's groups and records anew."""
        if self.overview is None or not self.look.kpi:
            return
        look, question = self.look, self.overview.question
        self._reader.read(lambda workspace, ctx: read_detail(workspace, question, look, ctx))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._reader.stop()


def read_overview(workspace: Workspace, question: Question, ctx: JobContext) -> Overview:
    """The tiles of a question and their trends: two requests, whatever the number of tiles."""
    from qa_desk.services.kpis import catalogue, figures

    request = replace(question.request(), kpis=HEADLINES)
    found = figures(workspace, replace(request, period="all"), ctx)
    ctx.raise_if_cancelled()
    trends: dict[str, list[Figure]] = {}
    for figure in figures(workspace, replace(request, compare=None), ctx):
        trends.setdefault(figure.kpi, []).append(figure)
    return Overview(question, {figure.kpi: figure for figure in found}, trends, {info.id: info for info in catalogue()})


def read_detail(workspace: Workspace, question: Question, look: Look, ctx: JobContext) -> Detail:
    """The chosen KPI by dimension, and its records."""
    from qa_desk.services.kpis import figures, records

    request = replace(question.request(), kpis=(look.kpi,), by=(look.group_by,), period="all")
    groups = [figure for figure in figures(workspace, request, ctx) if figure.group]
    groups.sort(key=lambda figure: sort_key(look.group_by, figure))  # by name: no league table
    ctx.raise_if_cancelled()
    part = look.part or question.span
    where = tuple(pair for pair in request.where if pair[0] not in {name for name, _value in look.only})
    narrowed = replace(request, where=(*where, *look.only), start=part.first, end=part.last)
    return Detail(look.kpi, groups, records(workspace, look.kpi, narrowed, MOST_RECORDS), question.timezone, look.only)
