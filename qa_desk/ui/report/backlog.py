"""What lies there: open tickets by age at the end of each period, what they are now, and where they lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from qa_desk.domain.language import N_, join_sentences, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.wording import amount, change_text, value_text
from qa_desk.services.report_backlog import AGES, Backlog, BacklogPoint, backlog_records, read_backlog
from qa_desk.ui.dates import month_text, short_day_text
from qa_desk.ui.report.dimensions import fill_choice, known_dimensions, sort_key, value_name
from qa_desk.ui.report.model import span_text
from qa_desk.ui.report.overview import period_span
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of, filter_of_days
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.layers import Layer, LayerChart
from qa_desk.ui.widgets.charts.rows import BarChart, Row
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_BARS = 15
_DIMENSIONS = ("queue", "priority", "channel", "team", "agent", "reason", "segment", "custom")


class BacklogPage(ReportPage):
    """Layers by age over time, and bars by whatever one chooses at the end."""

    title = N_("Backlog")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.card = Card(tr("Open tickets by age"))
        self.now = label("", wraps=True)
        self.chart = LayerChart(context.theme, tr("Open tickets by age"))
        self.method = label("", "note", wraps=True)
        for part in (self.now, self.chart, self.method, self.hint()):
            self.card.add(part)
        self.beside = Card(tr("Where they lie at the end of the period"))
        self.by = QComboBox()
        self.by.setAccessibleName(tr("Open tickets by"))
        self.by.activated.connect(self.ask_again)
        self.bars = BarChart(context.theme, tr("Where they lie at the end of the period"))
        self.more = label("", "note", wraps=True)
        self.beside.add_control(self.by)
        self.beside.add(self.bars)
        self.beside.add(self.more)
        for card in (self.card, self.beside, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self.wire(self.chart)
        self.wire(self.bars)
        self._dimension = "queue"

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The stock of each period, and the groups at the end."""
        offered = known_dimensions(question.dimensions, _DIMENSIONS)
        chosen = str(self.by.currentData() or self._dimension)
        self._dimension = fill_choice(self.by, offered, chosen)
        request, dimension = question.request(), self._dimension
        return lambda workspace, ctx: read_backlog(workspace, request, dimension, ctx)

    def fill(self, found: object) -> None:
        """Layers, words, bars."""
        if not isinstance(found, Backlog) or self.question is None:
            return
        if not found.points:
            self.say_nothing()
            return
        self.stage.show_content()
        question = self.question
        labels = [month_text(p.start) if question.grain == "month" else short_day_text(p.start) for p in found.points]
        names = [tr(name) for name, _low, _high in AGES]
        columns = [
            [self._layer(point, age, text) for age in range(len(AGES))] for point, text in zip(found.points, labels, strict=True)
        ]
        self.chart.show_columns(labels, names, columns)
        self.now.setText(_now_text(found))
        self.method.setText(
            join_sentences(
                (
                    tr("A column is what was open on the last instant of its period: a full count, without sampling error."),
                    tr("Where only the present state was imported, reopenings are not seen and earlier columns are too low."),
                )
            )
        )
        self._show_groups(found)

    def _layer(self, point: BacklogPoint, age: int, text: str) -> Layer:
        assert self.question is not None
        question, request, start = self.question, self.question.request(), point.start
        name, median = tr(AGES[age][0]), "" if point.median_s is None else amount(point.median_s, "s")
        words = tr(
            "{period}, {age}: {count} of {total} open tickets; median age {median}",
            period=text,
            age=name,
            count=count_text(point.counts[age]),
            total=count_text(point.total),
            median=median,
        )
        span = period_span(question, start)
        filters = (filter_of_days(span.first, span.last, span_text(span)),) if span.first and span.last else ()
        heading = tr("Open at the end of {period}, {age}", period=span_text(span), age=name)
        key = MarkKey(filters, heading, lambda w, _ctx: backlog_records(w, request, start, age, MOST_RECORDS))
        return Layer(point.counts[age], words, key)

    def _show_groups(self, found: Backlog) -> None:
        assert self.question is not None
        request, dimension = self.question.request(), self._dimension
        own = {
            kpi: {f.keys.get(dimension): f for f in found.groups if f.kpi == kpi} for kpi in ("backlog_overdue", "never_answered")
        }
        groups = [figure for figure in found.groups if figure.kpi == "ticket_backlog" and figure.n]
        shown = sorted(sorted(groups, key=lambda f: -(f.value or 0))[:_BARS], key=lambda f: sort_key(dimension, f))
        rows = []
        for figure in shown:
            key, name = figure.keys.get(dimension), value_name(dimension, figure.group.get(dimension))
            late, mute = (_count_of(own[kpi].get(key)) for kpi in ("backlog_overdue", "never_answered"))
            text = tr("{count}   {late} overdue, {mute} without a reply", count=value_text(figure), late=late, mute=mute)
            narrowed = replace(request, where=(*(w for w in request.where if w[0] != dimension), (dimension, key or "")))
            mark = MarkKey(
                (filter_of(dimension, key, figure.group.get(dimension)),),
                tr("Open tickets: {group}", group=name),
                lambda w, _ctx, asked=narrowed: backlog_records(w, asked, None, None, MOST_RECORDS),  # type: ignore[misc]
            )
            rows.append(Row(name, figure.value, text, key=mark))
        self.bars.show_rows(rows)
        rest = len(groups) - len(shown)
        self.more.setText(
            tr("The {shown} with the most open tickets, by name; {rest} others have fewer.", shown=len(shown), rest=rest)
        )
        self.more.setVisible(rest > 0)


def _count_of(figure: Figure | None) -> str:
    return "0" if figure is None or figure.value is None else value_text(figure)


def _now_text(found: Backlog) -> str:
    by_kpi = {figure.kpi: figure for figure in found.whole}
    stock, late, mute, age = (by_kpi.get(kpi) for kpi in ("ticket_backlog", "backlog_overdue", "never_answered", "backlog_age"))
    if stock is None:
        return ""
    change = change_text(stock)
    first = tr(
        "{open} open at the end, {late} overdue, {mute} without any reply.",
        open=value_text(stock),
        late=_count_of(late),
        mute=_count_of(mute),
    )
    old = tr("Median age {age}.", age=value_text(age)) if age is not None and age.n else ""
    against = tr("Against the comparison period: {change}.", change=change) if change else ""
    return join_sentences((first, old, against))
