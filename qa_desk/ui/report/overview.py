"""The first page: what moved, a tile a headline KPI, the trend of the chosen one, its groups, its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QStackedWidget, QVBoxLayout

from qa_desk.domain.language import N_, join_phrases, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.report.dimensions import fill_choice, known_dimensions, value_name
from qa_desk.ui.report.model import (
    HEADLINES,
    axis,
    definition,
    group_columns,
    is_unfinished,
    record_columns,
    span_text,
    tile,
    trend_points,
)
from qa_desk.ui.report.overview_presenter import Detail, Overview, OverviewPresenter, read_overview
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.plan_card import PlanCard
from qa_desk.ui.report.presenter import COMPARISONS
from qa_desk.ui.report.question import filter_of, filter_of_days, narrowed
from qa_desk.ui.report.report_file import ReportExport
from qa_desk.ui.report.summary_card import SummaryCard
from qa_desk.ui.tokens import GUTTER
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.trend import TrendChart
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label
from qa_desk.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from qa_desk.domain.periods import Span
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report_words import Evidence
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_TILES_IN_A_ROW = 5
_TABLE_HEIGHT = 420
_GROUPS, _ROWS = "groups", "rows"


class OverviewPage(ReportPage):
    """A tile is pressed to see its trend, its groups and its records."""

    title = N_("Overview")
    widened = Signal()
    """Everything is to be shown, whatever the filters."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = OverviewPresenter(context, self)
        self.tiles: list[Tile] = []
        self.summary, self.plan = SummaryCard(context), PlanCard(context)
        self._export = ReportExport(context, self)
        self.absent = label("", "note", wraps=True)
        self._grid = QGridLayout()
        self._trend_card, self._trend_slot = Card(), QVBoxLayout()
        self._chart: TrendChart | None = None
        self._definition = label("", "note", wraps=True)
        self.below, self.tables = Card(), QStackedWidget()
        self.tabs = Segments([Choice(_GROUPS, tr("Groups")), Choice(_ROWS, tr("Records"))], tr("Below"), can_be_empty=False)
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Groups by"))
        self.by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._filter_button = button(tr("Filter by this group"), self._filter_by_group, role="quiet")
        self._groups: DataTable | None = None
        self._records: DataTable | None = None
        self.detail: Detail | None = None
        self.below_stage = Stage(context.theme, self.tables)
        self._build()
        self.presenter.detail_loading.connect(self.below_stage.show_loading)
        self.presenter.detail_loaded.connect(self._show_detail)
        self.presenter.failed.connect(self._say_detail_fault)
        self.tabs.chosen.connect(self._choose_tab)
        self.summary.evidence_chosen.connect(self._show_evidence)
        self.summary.plan_wanted.connect(self.plan_for)
        self.plan.evidence_chosen.connect(self._show_evidence)
        self.by.activated.connect(self._choose_dimension)

    def _build(self) -> None:
        self._grid.setSpacing(GUTTER)
        self._trend_card.add_layout(self._trend_slot)
        self._trend_card.add(self._definition)
        self.tabs.show_value(_GROUPS)
        for control in (self.by, self.tabs, self._filter_button, button(tr("Copy table"), self.copy, role="quiet")):
            self.below.add_control(control)
        self.tables.setMinimumHeight(self.context.theme.size(_TABLE_HEIGHT))
        self.below.add(self.below_stage)
        column = self.page.column
        column.addWidget(self.summary)
        column.addWidget(self.plan)
        column.addLayout(self._grid)
        column.addWidget(self.absent)
        column.addWidget(self._trend_card)
        column.addWidget(self.below)
        column.addStretch(1)

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The tiles and their trends."""
        return lambda workspace, ctx: read_overview(workspace, question, ctx)

    def stop(self) -> None:
        """Nobody looks at this page any more."""
        super().stop()
        self.presenter.stop()

    def fill(self, found: object) -> None:
        """Tiles, words, the trend and the groups of the KPI that is looked into."""
        if not isinstance(found, Overview):
            return
        shown = [found.figures[kpi] for kpi in HEADLINES if kpi in found.figures and found.figures[kpi].n]
        if not shown:
            self.stage.show_empty(
                tr("Nothing happened in this period for this choice."), tr("Show everything"), self.widened.emit
            )
            return
        comparison = tr(COMPARISONS[found.question.compare])
        self._show_tiles(found, shown, comparison)
        self._show_absent(found)
        self.stage.show_content()
        self.presenter.take(found)
        if (scope := self.presenter.scope) is not None:
            self.summary.show_report(scope, list(found.figures.values()))
            self.plan.show_report(scope)
        self._show_trend()

    def choose_kpi(self, kpi: str) -> None:
        """Look into a KPI: its records below, its trend above."""
        self.look_at(kpi)

    def look_at(self, kpi: str, where: tuple[tuple[str, str], ...] = ()) -> None:
        """The figure behind a tile or a sentence, with its records, or those of one group of it."""
        self.tabs.show_value(_ROWS)
        self.presenter.look_at(kpi, where)
        self._show_trend()
        self.page.ensureWidgetVisible(self.below)

    def _show_evidence(self, evidence: Evidence) -> None:
        self.look_at(evidence.kpi, evidence.where)

    def plan_for(self, evidence: Evidence | None = None) -> None:
        """Begin an item of the plan, perhaps about a figure."""
        self.plan.begin(evidence)
        self.page.ensureWidgetVisible(self.plan.form)

    def show_plan(self) -> None:
        """Bring the plan into sight."""
        self.page.ensureWidgetVisible(self.plan)

    def write_file(self) -> None:
        """Ask for a file and write the report into it."""
        if self.presenter.scope is not None:
            self._export.ask(self.presenter.scope)

    def copy(self) -> None:
        """Put the table in sight on the clipboard."""
        table = self.tables.currentWidget()
        if isinstance(table, DataTable):
            table.copy()
            self.context.navigator.toast(tr("The table is on the clipboard."))

    def _show_tiles(self, overview: Overview, shown: list[Figure], comparison: str) -> None:
        while len(self.tiles) < len(shown):
            made = Tile(self.context.theme)
            made.pressed.connect(self.choose_kpi)
            self._grid.addWidget(made, len(self.tiles) // _TILES_IN_A_ROW, len(self.tiles) % _TILES_IN_A_ROW)
            self.tiles.append(made)
        for place, made in enumerate(self.tiles):
            made.setVisible(place < len(shown))
        for made, figure in zip(self.tiles, shown, strict=False):
            made.show_figure(tile(figure, overview.infos[figure.kpi], overview.trends.get(figure.kpi, []), comparison))
        for place in range(_TILES_IN_A_ROW):
            self._grid.setColumnStretch(place, 1)

    def _show_absent(self, overview: Overview) -> None:
        texts = [
            f"{overview.infos[figure.kpi].name} ({figure.note})"
            for figure in overview.figures.values()
            if not figure.n and figure.note is not None
        ]
        self.absent.setText(tr("Not to be had: {list}.", list=join_phrases(texts)) if texts else "")
        self.absent.setVisible(bool(texts))

    def _show_trend(self) -> None:
        overview, kpi = self.presenter.overview, self.presenter.look.kpi
        if overview is None or kpi not in overview.figures:
            return  # the plan may be linked with a figure that is none of the report's own: it has records, but no trend here
        question, info, figures = overview.question, overview.infos[kpi], overview.trends.get(kpi, [])
        scale, unit = axis(figures)
        grains = {"day": tr("by day"), "week": tr("by week, from Monday"), "month": tr("by month")}
        unfinished = tr("the last one is not over") if is_unfinished(question.grain, question.span) else ""
        self._trend_card.show_heading(info.name, join_phrases((grains[question.grain], unfinished)))
        self._definition.setText(definition(info))
        if self._chart is not None:
            self._trend_slot.removeWidget(self._chart)
            self._chart.hide()
            self._chart.shut()
            self._chart.deleteLater()
        self._chart = TrendChart(self.context.theme, info.name, unit)
        self._chart.setMinimumHeight(self.context.theme.size(240))
        self._chart.drilled.connect(self.choose_point)
        self._chart.picked.connect(self._filter_by_point)
        goal = overview.figures[kpi].goal
        self._chart.show_points(
            trend_points(figures, question.grain, question.span),
            goal=None if goal is None else goal / scale,
            lowest=0 if info.unit in ("count", "s") else None,
        )
        self._trend_slot.addWidget(self._chart)
        dimensions = known_dimensions(question.dimensions, info.dimensions)
        shown = fill_choice(self.by, dimensions, self.presenter.look.group_by)
        if shown != self.presenter.look.group_by:
            self.presenter.group_by(shown)

    def _show_detail(self, detail: Detail) -> None:
        overview = self.presenter.overview
        if overview is None:
            return
        theme = self.context.theme
        groups = DataTable(theme, group_columns(self.presenter.look.group_by), tr("Figures by group"))
        groups.show_rows(detail.groups)
        groups.activated.connect(self.choose_group)
        groups.selected.connect(self._say_can_filter)
        self._groups = self._put_table(self._groups, groups)
        if detail.records is not None:
            columns = record_columns(detail.records, detail.timezone, overview.infos[detail.kpi].unit)
            records = DataTable(theme, columns, tr("Records behind the figure"))
            records.show_rows(detail.records.rows)
            self._records = self._put_table(self._records, records)
        self._say_lower(detail)
        self._show_lower()
        self.below_stage.show_content()

    def _put_table(self, old: DataTable | None, new: DataTable) -> DataTable:
        if old is not None:
            self.tables.removeWidget(old)
            old.deleteLater()
        self.tables.addWidget(new)
        return new

    def _say_lower(self, detail: Detail) -> None:
        overview, look = self.presenter.overview, self.presenter.look
        if overview is None:
            return
        note = ""
        if self.tabs.value == _ROWS and detail.records is not None:
            shown, total = len(detail.records.rows), detail.records.total
            of_all = tr("the newest {shown} of {total}", shown=count_text(shown), total=count_text(total))
            note = of_all if shown < total else ntr("{count} record", "{count} records", total)
            chosen = [figure for figure in detail.groups if (look.group_by, figure.keys.get(look.group_by) or "") in look.only]
            parts = [value_name(look.group_by, figure.group.get(look.group_by)) for figure in chosen]
            parts += [span_text(look.part)] if look.part is not None else []
            note = " · ".join([note, *parts])
        self.detail = detail
        self.below.show_heading(overview.infos[detail.kpi].name, note)

    def _show_lower(self) -> None:
        are_rows = self.tabs.value == _ROWS
        wanted = self._records if are_rows else self._groups
        if wanted is not None:
            self.tables.setCurrentWidget(wanted)
        self.by.setVisible(not are_rows)
        self._filter_button.setVisible(not are_rows)
        self._say_can_filter(self._groups.current if self._groups is not None else None)

    def _say_can_filter(self, row: object) -> None:
        self._filter_button.setEnabled(row is not None)

    def _say_detail_fault(self, message: str) -> None:
        self.below_stage.show_fault(message, self.presenter.load_detail)

    def choose_point(self, start: object) -> None:
        """The records of one period of the trend."""
        self.tabs.show_value(_ROWS)
        self.presenter.narrow_to_period(start)  # type: ignore[arg-type]  # the keys of the trend are days

    def choose_group(self, figure: Figure) -> None:
        """The records of one group."""
        self.tabs.show_value(_ROWS)
        self.presenter.narrow_to(figure)

    def _filter_by_group(self) -> None:
        figure = self._groups.current if self._groups is not None else None
        if figure is not None:
            dimension = self.presenter.look.group_by
            self.filtered.emit((filter_of(dimension, figure.keys.get(dimension), figure.group.get(dimension)),))

    def _filter_by_point(self, start: date) -> None:
        overview = self.presenter.overview
        if overview is not None:
            span = period_span(overview.question, start)
            if span.first is not None and span.last is not None:
                self.filtered.emit((filter_of_days(span.first, span.last, span_text(span)),))

    def _choose_tab(self, _value: object) -> None:
        self._show_lower()
        if self.detail is not None:
            self._say_lower(self.detail)

    def _choose_dimension(self) -> None:
        self.presenter.group_by(str(self.by.currentData()))


def period_span(question: Question, start: date) -> Span:
    """The days of one period of a question's trend that lie within its days."""
    from datetime import timedelta

    from qa_desk.domain.periods import next_start

    last = next_start(question.grain, start) - timedelta(days=1)
    return narrowed(question.span, (filter_of_days(start, last, ""),))
