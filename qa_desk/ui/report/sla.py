"""The promise of a first response: kept over time and by group, how near the misses were, and what runs out now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from qa_desk.domain.language import N_, join_sentences, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.wording import amount
from qa_desk.services.report_sla import REACHES, Sla, reach_condition, read_sla
from qa_desk.ui.dates import moment_text
from qa_desk.ui.report.dimensions import fill_choice, known_dimensions
from qa_desk.ui.report.groups import group_rows
from qa_desk.ui.report.model import figure_text, goal_text, record_columns, span_text, trend_points
from qa_desk.ui.report.overview import period_span
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of_days
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.rows import BarChart, DotChart, Row
from qa_desk.ui.widgets.charts.trend import TrendChart
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_KPI = "sla_compliance_rate"
_DIMENSIONS = ("priority", "channel", "queue", "team", "agent", "reason", "segment", "language", "weekday", "hour", "custom")
_GROUPS = 20
_FIRST = (N_("Record"), N_("Waited (business hours)"), N_("Beyond the target"))
_TABLE_HEIGHT = 300


class SlaPage(ReportPage):
    """Four cards: what runs, the trend, the misses, the groups."""

    title = N_("SLA")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.running = Card(tr("Waiting for a first response now"))
        self.said = label("", wraps=True)
        self.running.add(self.said)
        self._table_slot = QVBoxLayout()
        self.table: DataTable | None = None
        self.running.add_layout(self._table_slot)
        self.kept = Card(tr("Kept over time"))
        self.whole = label("", wraps=True)
        self.trend = TrendChart(context.theme, tr("SLA compliance over time"), " %")
        self.trend.setMinimumHeight(context.theme.size(220))
        self.kept.add(self.whole)
        self.kept.add(self.trend)
        self.near = Card(tr("First responses against the target"))
        self.bars = BarChart(context.theme, tr("First responses against the target"))
        self.near.add(self.bars)
        self.groups = Card(tr("By group"))
        self.by = QComboBox()
        self.by.setAccessibleName(tr("SLA compliance by"))
        self.by.activated.connect(self.ask_again)
        self.dots = DotChart(context.theme, tr("SLA compliance by group"))
        self.more = label("", "note", wraps=True)
        self.groups.add_control(self.by)
        for part in (self.dots, self.more, self.hint()):
            self.groups.add(part)
        for card in (self.running, self.kept, self.near, self.groups, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        for chart in (self.trend, self.bars, self.dots):
            self.wire(chart)
        self._dimension = "priority"

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """Everything of the promise."""
        chosen = str(self.by.currentData() or self._dimension)
        self._dimension = fill_choice(self.by, known_dimensions(question.dimensions, _DIMENSIONS), chosen)
        request, dimension = question.request(), self._dimension
        return lambda workspace, ctx: read_sla(workspace, request, dimension, ctx, MOST_RECORDS)

    def fill(self, found: object) -> None:
        """All four cards."""
        if not isinstance(found, Sla) or self.question is None:
            return
        self.stage.show_content()
        self._show_running(found)
        self._show_kept(found)
        self._show_near(found)
        self.dots.show_rows(
            group_rows(found.groups, self._dimension, self.question, _GROUPS, goal=found.whole.goal), lowest=0, highest=100
        )
        rest = len([figure for figure in found.groups if figure.n]) - _GROUPS
        self.more.setText(tr("The {shown} with the most records, by name; {rest} others have fewer.", shown=_GROUPS, rest=rest))
        self.more.setVisible(rest > 0)

    def _show_running(self, found: Sla) -> None:
        assert self.question is not None
        running, target = found.running, amount(found.target_s, "s")
        moment = moment_text(datetime.fromtimestamp(running.as_of, ZoneInfo(self.question.timezone)))
        self.running.show_heading(
            tr("Waiting for a first response now"),
            tr("as of {moment} · target {target} of business hours", moment=moment, target=target),
        )
        if not running.waiting:
            self.said.setText(tr("No ticket waits for its first response."))
        else:
            self.said.setText(
                tr(
                    "{waiting} waiting, {breached} beyond the target, {soon} with less than a quarter of its time left.",
                    waiting=count_text(running.waiting),
                    breached=count_text(running.breached),
                    soon=count_text(running.soon),
                )
            )
        if self.table is not None:
            self._table_slot.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        if running.records.rows:
            columns = record_columns(running.records, self.question.timezone, "s")
            first = [tr(title) for title in _FIRST]
            columns.sort(key=lambda column: first.index(column.title) if column.title in first else len(first))
            self.table = DataTable(self.context.theme, columns, tr("Tickets that wait"))
            self.table.setFixedHeight(self.context.theme.size(min(_TABLE_HEIGHT, 110 + 34 * len(running.records.rows))))
            self.table.show_rows(running.records.rows)
            self._table_slot.addWidget(self.table)

    def _show_kept(self, found: Sla) -> None:
        assert self.question is not None
        question, goal = self.question, found.whole.goal
        self.whole.setText(join_sentences((tr("{figure}.", figure=figure_text(found.whole)), _sentence(goal_text(found.whole)))))
        points = [
            replace(point, key=self._point_key(point.key)) for point in trend_points(found.periods, question.grain, question.span)
        ]
        self.trend.show_points(points, goal=None if goal is None else 100 * goal, lowest=0, highest=100)

    def _point_key(self, start: object) -> MarkKey:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        span = period_span(self.question, start)  # type: ignore[arg-type]  # the keys of the trend are days
        request = replace(self.question.request(), start=span.first, end=span.last)
        filters = (filter_of_days(span.first, span.last, span_text(span)),) if span.first and span.last else ()
        heading = tr("SLA compliance, {days}", days=span_text(span))
        return MarkKey(filters, heading, lambda w, _ctx: records_where(w, _KPI, request, limit=MOST_RECORDS), "share")

    def _show_near(self, found: Sla) -> None:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        total, request = sum(found.reached), self.question.request()
        rows = []
        for number, (name, _low, _high) in enumerate(REACHES):
            condition = f"reply_work_s IS NOT NULL AND {reach_condition(number, found.target_s)}"
            key = MarkKey(
                (),
                tr("First responses {how}", how=tr(name)),
                lambda w, _ctx, c=condition: records_where(w, _KPI, request, c, MOST_RECORDS),  # type: ignore[misc]
                "share",
            )
            count = found.reached[number]
            share = 100 * count / total if total else None
            text = "" if share is None else f"{share:.1f} %"
            rows.append(Row(tr(name), share, text, n=count, meaning="bad" if number > 1 else None, key=key))
        self.near.show_heading(tr("First responses against the target"), tr("n = {n} answered tickets", n=count_text(total)))
        self.bars.show_rows(rows, lowest=0)


def _sentence(text: str) -> str:
    return tr("{first}{rest}.", first=text[:1].upper(), rest=text[1:]) if text else ""
