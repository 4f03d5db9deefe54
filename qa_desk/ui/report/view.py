"""The service report: what moved, tiles, the trend of one KPI, who stands where, and the records behind each mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QStackedWidget, QVBoxLayout

from qa_desk.domain.language import N_, join_phrases, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.changes import Kind
from qa_desk.ui.report.model import (
    HEADLINES,
    PERIOD_CHOICES,
    axis,
    definition,
    group_columns,
    is_unfinished,
    record_columns,
    span_text,
    tile,
    trend_points,
)
from qa_desk.ui.report.plan_card import PlanCard
from qa_desk.ui.report.presenter import COMPARISONS, Detail, Overview, ReportPresenter
from qa_desk.ui.report.report_file import ReportExport
from qa_desk.ui.report.summary_card import SummaryCard
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import GUTTER
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.charts.trend import TrendChart
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label
from qa_desk.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qa_desk.domain.report_words import Evidence
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.screen import Context

_TILES_IN_A_ROW = 5
_TABLE_HEIGHT = 420
_ROWS = "rows"
_DIMENSIONS = (("agent", N_("By agent")), ("team", N_("By team")), ("channel", N_("By channel")))


class ReportScreen(Screen):
    """One period and team for all of it; a tile is pressed to see its trend, its groups and its records."""

    shows = frozenset({Kind.FACTS, Kind.EVALUATIONS, Kind.PEOPLE, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._presenter = ReportPresenter(context, self)
        self._tiles: list[Tile] = []
        self._period = _combo(tr("Period"), [(choice.key, tr(choice.text)) for choice in PERIOD_CHOICES])
        self._team = _combo(tr("Team"), [(None, tr("All teams"))])
        self._channel = _combo(tr("Channel"), [(None, tr("All channels"))])
        self._compare = _combo(tr("Comparison"), [(key, tr(text)) for key, text in COMPARISONS.items()])
        self.summary, self.plan = SummaryCard(context), PlanCard(context)
        self._export = ReportExport(context, self)
        self._absent = label("", "note", wraps=True)
        self._grid = QGridLayout()
        self._trend_card = Card()
        self._trend_slot = QVBoxLayout()
        self._chart: TrendChart | None = None
        self._definition = label("", "note", wraps=True)
        self._lower = Card()
        self._tables = QStackedWidget()
        self._tabs = Segments(
            [*(Choice(key, tr(text)) for key, text in _DIMENSIONS), Choice(_ROWS, tr("Records"))], tr("Below"), can_be_empty=False
        )
        self._groups: DataTable | None = None
        self._records: DataTable | None = None
        self._detail: Detail | None = None
        self._page = Page(tr("Report"))
        self._stage = Stage(context.theme, self._page)
        self._lower_stage = Stage(context.theme, self._tables)
        self._build()
        self._connect()
        self.refresh()

    def arrive(self, **arguments: object) -> None:
        """With `kpi` and `period`, that figure of the whole centre is looked into; with `plan_item`, the plan is shown."""
        if "plan_item" in arguments:
            self._page.ensureWidgetVisible(self.plan)
        kpi, period = arguments.get("kpi"), arguments.get("period")
        if isinstance(kpi, str) and isinstance(period, str):
            for combo, key in ((self._period, period), (self._team, None), (self._channel, None), (self._compare, "previous")):
                _show_choice(combo, key)
            self._presenter.choose(kpi=kpi, period=period, team=None, channel=None, compare="previous")

    def refresh(self) -> None:
        """Compute everything anew."""
        self._presenter.load()

    def verbs(self) -> Sequence[Verb]:
        """What can be done here."""
        return (
            Verb(tr("Copy the table of the report"), self._copy),
            Verb(tr("Export the report"), self._write_file),
            Verb(tr("Add an action to the report's plan"), self.plan.begin),
        )

    def _build(self) -> None:
        header = Header(tr("Report"))
        self._header = header
        for combo in (self._period, self._team, self._channel, self._compare):
            header.add_filter(combo)
        header.add_action(button(tr("Export"), self._write_file))
        _show_choice(self._period, self._presenter.selection.period)
        self._grid.setSpacing(GUTTER)
        self._trend_card.add_layout(self._trend_slot)
        self._trend_card.add(self._definition)
        self._tabs.show_value(self._presenter.selection.group_by)
        self._lower.add_control(self._tabs)
        self._lower.add_control(button(tr("Copy table"), self._copy, role="quiet"))
        self._tables.setMinimumHeight(self._context.theme.size(_TABLE_HEIGHT))
        self._lower.add(self._lower_stage)
        column = self._page.column
        column.addWidget(self.summary)
        column.addWidget(self.plan)
        column.addLayout(self._grid)
        column.addWidget(self._absent)
        column.addWidget(self._trend_card)
        column.addWidget(self._lower)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        whole.addWidget(self._stage, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.loading.connect(self._stage.show_loading)
        presenter.loaded.connect(self._show)
        presenter.detail_loading.connect(self._lower_stage.show_loading)
        presenter.detail_loaded.connect(self._show_detail)
        presenter.failed.connect(self._show_fault)
        self._period.activated.connect(self._filter)
        self._team.activated.connect(self._filter)
        self._channel.activated.connect(self._filter)
        self._compare.activated.connect(self._filter)
        self._tabs.chosen.connect(self._choose_tab)
        self.summary.evidence_chosen.connect(self._look_at)
        self.summary.plan_wanted.connect(self._plan_for)
        self.plan.evidence_chosen.connect(self._look_at)

    def _filter(self) -> None:
        self._presenter.choose(
            period=self._period.currentData(),
            team=self._team.currentData(),
            channel=self._channel.currentData(),
            compare=self._compare.currentData(),
        )

    def _show(self, overview: Overview) -> None:
        if overview.is_empty:
            sentence = tr("No figures yet: import tickets, calls or surveys, or submit an evaluation.")
            self._stage.show_empty(sentence, tr("Import data"), self._go_to_data)
            return
        self._header.show_title(tr("Report"), span_text(overview.span))
        _offer(self._team, [(None, tr("All teams")), *((team, team) for team in overview.teams)])
        _offer(self._channel, [(None, tr("All channels")), *((channel, channel) for channel in overview.channels)])
        shown = [overview.figures[kpi] for kpi in HEADLINES if kpi in overview.figures and overview.figures[kpi].n]
        if not shown:
            self._stage.show_empty(tr("Nothing happened in this period for this choice."), tr("Show everything"), self._show_all)
            return
        if (scope := self._presenter.scope) is not None:
            self.summary.show_report(scope, list(overview.figures.values()))
            self.plan.show_report(scope)
        self._show_tiles(overview, shown)
        self._show_absent(overview)
        self._stage.show_content()
        self._show_trend()

    def _show_tiles(self, overview: Overview, shown: list[Figure]) -> None:
        while len(self._tiles) < len(shown):
            made = Tile(self._context.theme)
            made.pressed.connect(self._choose_kpi)
            self._grid.addWidget(made, len(self._tiles) // _TILES_IN_A_ROW, len(self._tiles) % _TILES_IN_A_ROW)
            self._tiles.append(made)
        for place, made in enumerate(self._tiles):
            made.setVisible(place < len(shown))
        for made, figure in zip(self._tiles, shown, strict=False):
            trend = overview.trends.get(figure.kpi, [])
            made.show_figure(tile(figure, overview.infos[figure.kpi], trend, self._presenter.comparison))
        for place in range(_TILES_IN_A_ROW):
            self._grid.setColumnStretch(place, 1)

    def _show_absent(self, overview: Overview) -> None:
        texts = [
            f"{overview.infos[figure.kpi].name} ({figure.note})"
            for figure in overview.figures.values()
            if not figure.n and figure.note is not None
        ]
        self._absent.setText(tr("Not to be had: {list}.", list=join_phrases(texts)) if texts else "")
        self._absent.setVisible(bool(texts))

    def _show_trend(self) -> None:
        overview, kpi = self._presenter.overview, self._presenter.selection.kpi
        if overview is None or kpi not in overview.figures:
            return  # the plan may be linked with a figure that is none of the report's own: it has records, but no trend here
        info, figures = overview.infos[kpi], overview.trends.get(kpi, [])
        scale, unit = axis(figures)
        grains = {"day": tr("by day"), "week": tr("by week, from Monday"), "month": tr("by month")}
        unfinished = tr("the last one is not over") if is_unfinished(overview.grain, overview.span) else ""
        self._trend_card.show_heading(info.name, join_phrases((grains[overview.grain], unfinished)))
        self._definition.setText(definition(info))
        if self._chart is not None:
            self._trend_slot.removeWidget(self._chart)
            self._chart.hide()
            self._chart.shut()
            self._chart.deleteLater()
        self._chart = TrendChart(self._context.theme, info.name, unit)
        self._chart.setMinimumHeight(self._context.theme.size(240))
        self._chart.pressed.connect(self._choose_point)
        goal = overview.figures[kpi].goal
        self._chart.show_points(
            trend_points(figures, overview.grain, overview.span),
            goal=None if goal is None else goal / scale,
            lowest=0 if info.unit in ("count", "s") else None,
        )
        self._trend_slot.addWidget(self._chart)

    def _show_detail(self, detail: Detail) -> None:
        selection, overview = self._presenter.selection, self._presenter.overview
        if overview is None:
            return
        theme = self._context.theme
        groups = DataTable(theme, group_columns(selection.group_by), tr("Figures by group"))
        groups.show_rows(detail.groups)
        groups.activated.connect(self._choose_group)
        self._groups = self._put_table(self._groups, groups)
        if detail.records is not None:
            columns = record_columns(detail.records, detail.timezone, overview.infos[detail.kpi].unit)
            records = DataTable(theme, columns, tr("Records behind the figure"))
            records.show_rows(detail.records.rows)
            self._records = self._put_table(self._records, records)
        self._say_lower(detail)
        self._show_lower()
        self._lower_stage.show_content()

    def _put_table(self, old: DataTable | None, new: DataTable) -> DataTable:
        if old is not None:
            self._tables.removeWidget(old)
            old.deleteLater()
        self._tables.addWidget(new)
        return new

    def _say_lower(self, detail: Detail) -> None:
        overview = self._presenter.overview
        if overview is None:
            return
        selection = self._presenter.selection
        note = ""
        if self._tabs.value == _ROWS and detail.records is not None:
            shown, total = len(detail.records.rows), detail.records.total
            of_all = tr("the newest {shown} of {total}", shown=count_text(shown), total=count_text(total))
            note = of_all if shown < total else ntr("{count} record", "{count} records", total)
            narrowed = [value or tr("(none)") for _, value in selection.only if selection.group_by != "agent"]
            if selection.only and selection.group_by == "agent":
                narrowed = [figure.group.get("agent") or tr("(none)") for figure in detail.groups if self._is_chosen(figure)]
            if selection.part is not None:
                narrowed.append(span_text(selection.part))
            note = " · ".join([note, *narrowed])
        self._detail = detail
        self._lower.show_heading(overview.infos[detail.kpi].name, note)

    def _is_chosen(self, figure: Figure) -> bool:
        selection = self._presenter.selection
        return (selection.group_by, figure.keys.get(selection.group_by) or "") in selection.only

    def _show_lower(self) -> None:
        wanted = self._records if self._tabs.value == _ROWS else self._groups
        if wanted is not None:
            self._tables.setCurrentWidget(wanted)

    def _show_fault(self, message: str) -> None:
        self._stage.show_fault(message, self._presenter.load)

    def _look_at(self, evidence: Evidence) -> None:
        self._tabs.show_value(_ROWS)
        self._presenter.look_at(evidence)
        self._show_trend()
        self._page.ensureWidgetVisible(self._lower)

    def _plan_for(self, evidence: Evidence) -> None:
        self.plan.begin(evidence)
        self._page.ensureWidgetVisible(self.plan.form)

    def _write_file(self) -> None:
        if self._presenter.scope is not None:
            self._export.ask(self._presenter.scope)

    def _choose_kpi(self, kpi: str) -> None:
        self._tabs.show_value(_ROWS)
        self._presenter.choose_kpi(kpi)
        self._show_trend()
        self._page.ensureWidgetVisible(self._lower)

    def _choose_point(self, start: date) -> None:
        self._tabs.show_value(_ROWS)
        self._presenter.narrow_to_period(start)

    def _choose_group(self, figure: Figure) -> None:
        self._tabs.show_value(_ROWS)
        self._presenter.narrow_to(figure)

    def _choose_tab(self, value: object) -> None:
        if value != _ROWS and value != self._presenter.selection.group_by:
            self._presenter.group_by(str(value))
        else:
            self._show_lower()
            if self._detail is not None:
                self._say_lower(self._detail)

    def _copy(self) -> None:
        table = self._tables.currentWidget()
        if isinstance(table, DataTable):
            table.copy()
            self._context.navigator.toast(tr("The table is on the clipboard."))

    def _show_all(self) -> None:
        for combo in (self._team, self._channel):
            combo.setCurrentIndex(0)
        _show_choice(self._period, "all")
        self._filter()

    def _go_to_data(self) -> None:
        self._context.navigator.go("data")


def _combo(name: str, choices: Sequence[tuple[str | None, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setMinimumContentsLength(12)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    for key, text in choices:
        combo.addItem(text, key)
    return combo


def _offer(combo: QComboBox, choices: Sequence[tuple[str | None, str]]) -> None:
    """Other choices; the chosen one stays where it is still there."""
    if [combo.itemData(place) for place in range(combo.count())] == [key for key, _ in choices]:
        return
    kept = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        for key, text in choices:
            combo.addItem(text, key)
        _show_choice(combo, kept)


def _show_choice(combo: QComboBox, key: str | None) -> None:
    found = combo.findData(key, Qt.ItemDataRole.UserRole)
    combo.setCurrentIndex(max(0, found))
