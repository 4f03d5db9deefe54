"""What customers say: the figures over time, how the answers are spread, by what they differ, and the comments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from qa_desk.domain.language import N_, join_phrases, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.catalogue import find_kpi, kpi_name
from qa_desk.kpis.wording import change_text
from qa_desk.services.report_satisfaction import Answers, Satisfaction, answer_records, read_satisfaction
from qa_desk.ui.report.dimensions import fill_choice, known_dimensions
from qa_desk.ui.report.groups import group_rows
from qa_desk.ui.report.model import axis, figure_text, record_columns, span_text, trend_points
from qa_desk.ui.report.overview import period_span
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of_days
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.buttons import Choice, Segments
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

_SURVEYS = {"csat": N_("Satisfaction"), "nps": N_("Recommendation"), "ces": N_("Ease")}
_DIMENSIONS = ("reason", "channel", "queue", "team", "agent", "priority", "segment", "language", "weekday", "hour", "custom")
_GROUPS = 20
_TABLE_HEIGHT = 380


class SatisfactionPage(ReportPage):
    """One survey at a time."""

    title = N_("Satisfaction")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.survey = Segments([Choice(key, tr(name)) for key, name in _SURVEYS.items()], tr("Survey"), can_be_empty=False)
        self.survey.show_value("csat")
        self.survey.chosen.connect(self._show_again)
        self.over_time = Card(tr("Over time"))
        self.over_time.add_control(self.survey)
        self.said, self.bias = label("", wraps=True), label("", "note", wraps=True)
        self._trend_slot = QVBoxLayout()
        self.trend: TrendChart | None = None
        self.over_time.add(self.said)
        self.over_time.add_layout(self._trend_slot)
        self.over_time.add(self.bias)
        self.spread = Card(tr("How the answers are spread"))
        self.bars = BarChart(context.theme, tr("How the answers are spread"))
        self.spread.add(self.bars)
        self.groups = Card(tr("By group"))
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Satisfaction by"))
        self.by.activated.connect(self.ask_again)
        self.dots = DotChart(context.theme, tr("Satisfaction by group"))
        self.groups.add_control(self.by)
        self.groups.add(self.dots)
        self.groups.add(self.hint())
        self.comments = Card(tr("In the customers' own words"))
        self._table_slot = QVBoxLayout()
        self.table: DataTable | None = None
        self.comments.add_layout(self._table_slot)
        for card in (self.over_time, self.spread, self.groups, self.rows, self.comments):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self.wire(self.bars)
        self.wire(self.dots)
        self._dimension = "reason"
        self._found: Satisfaction | None = None

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """All surveys of the question."""
        chosen = str(self.by.currentData() or self._dimension)
        self._dimension = fill_choice(self.by, known_dimensions(question.dimensions, _DIMENSIONS), chosen)
        request, dimension = question.request(), self._dimension
        return lambda workspace, ctx: read_satisfaction(workspace, request, dimension, ctx, MOST_RECORDS)

    def fill(self, found: object) -> None:
        """All cards, for a survey that was answered."""
        if not isinstance(found, Satisfaction):
            return
        if not found.answered:
            self.say_nothing()
            return
        self._found = found
        answered = {each.survey for each in found.answers}
        if self.survey.value not in answered:
            self.survey.show_value(next((key for key in _SURVEYS if key in answered), "csat"))
        self.stage.show_content()
        self._show_survey()
        self._show_comments(found)

    def _show_again(self, _value: object) -> None:
        if self._found is not None:
            self.rows.close_rows()
            self._show_survey()

    def _show_survey(self) -> None:
        found, question, kpi = self._found, self.question, str(self.survey.value)
        if found is None or question is None:
            return
        whole = next((figure for figure in found.whole if figure.kpi == kpi), None)
        rate = next((figure for figure in found.whole if figure.kpi == "survey_response_rate"), None)
        name = kpi_name(find_kpi(kpi))
        self.over_time.show_heading(name)
        if whole is None or not whole.n:
            self.said.setText(tr("Nobody answered this survey in this period."))
        else:
            change = change_text(whole)
            self.said.setText(join_phrases((figure_text(whole), change and tr("change: {change}", change=change))))
        answered = figure_text(rate) if rate is not None and rate.n else tr("not known")
        self.bias.setText(tr("Only those who answered are heard. CSAT surveys answered: {rate}.", rate=answered))
        self._show_trend(found, question, kpi, name)
        self._show_spread(found, kpi)
        groups = [figure for figure in found.groups if figure.kpi == kpi]
        lowest, highest = (0, 100) if kpi != "nps" else (-100, 100)
        self.dots.show_rows(group_rows(groups, self._dimension, question, _GROUPS), lowest=lowest, highest=highest)

    def _show_trend(self, found: Satisfaction, question: Question, kpi: str, name: str) -> None:
        figures = [figure for figure in found.periods if figure.kpi == kpi]
        scale, unit = axis(figures)
        if self.trend is not None:
            self._trend_slot.removeWidget(self.trend)
            self.trend.hide()
            self.trend.shut()
            self.trend.deleteLater()
        self.trend = TrendChart(self.context.theme, name, unit)
        self.trend.setMinimumHeight(self.context.theme.size(200))
        goal = next((figure.goal for figure in found.whole if figure.kpi == kpi), None)
        points = [
            replace(point, key=self._point_key(kpi, point.key)) for point in trend_points(figures, question.grain, question.span)
        ]
        self.trend.show_points(points, goal=None if goal is None else goal / scale)
        self.wire(self.trend)
        self._trend_slot.addWidget(self.trend)

    def _point_key(self, kpi: str, start: object) -> MarkKey:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        span = period_span(self.question, start)  # type: ignore[arg-type]  # the keys of the trend are days
        request = replace(self.question.request(), start=span.first, end=span.last)
        filters = (filter_of_days(span.first, span.last, span_text(span)),) if span.first and span.last else ()
        heading = tr("Answers, {days}", days=span_text(span))
        return MarkKey(filters, heading, lambda w, _ctx: records_where(w, kpi, request, limit=MOST_RECORDS), find_kpi(kpi).unit)

    def _show_spread(self, found: Satisfaction, kpi: str) -> None:
        own = [each for each in found.answers if each.survey == kpi]
        total = sum(each.count for each in own)
        self.spread.show_heading(tr("How the answers are spread"), tr("n = {n}", n=count_text(total)))
        self.bars.show_rows([self._answer_row(each, total) for each in own], lowest=0)

    def _answer_row(self, each: Answers, total: int) -> Row:
        from qa_desk.statistics.proportions import wilson

        assert self.question is not None
        request, share = self.question.request(), wilson(each.count, total)
        low, high = (None if end is None else 100 * end for end in (share.low, share.high))
        value = 100 * each.count / total
        name = tr("Answer {score}", score=f"{each.score:g}")
        key = MarkKey(
            (),
            tr("Answers of {score}", score=f"{each.score:g}"),
            lambda w, _ctx: answer_records(w, request, each.survey, each.score, MOST_RECORDS),
            find_kpi(each.survey).unit,
        )
        return Row(name, value, f"{value:.1f} %", low, high, each.count, None, "good" if each.is_good else None, key)

    def _show_comments(self, found: Satisfaction) -> None:
        assert self.question is not None
        if self.table is not None:
            self._table_slot.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        of_all = tr(
            "{comments} of {answers} answers have one; the least satisfied first",
            comments=count_text(found.commented),
            answers=count_text(found.answered),
        )
        self.comments.show_heading(tr("In the customers' own words"), of_all)
        if found.comments.rows:
            columns = [
                replace(column, width=0, least=360) if column.title == tr("Comment") else column
                for column in record_columns(found.comments, self.question.timezone, "score")
            ]
            self.table = DataTable(self.context.theme, columns, tr("Comments of customers"))
            self.table.setMinimumHeight(self.context.theme.size(_TABLE_HEIGHT))
            self.table.show_rows(found.comments.rows)
            self._table_slot.addWidget(self.table)
