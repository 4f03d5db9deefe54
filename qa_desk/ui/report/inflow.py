"""When contacts come in: hour by weekday, in the centre's time zone and from the culture's first day of the week."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from qa_desk.domain.language import N_, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.services.report_inflow import HourCell, Inflow, read_inflow
from qa_desk.ui.report.dimensions import hours_text, value_name
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.buttons import Choice, Segments
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.heatmap import Cell, Heatmap
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Records
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_NAMES = {"contacts": N_("All contacts"), "tickets": N_("Tickets"), "calls": N_("Calls")}


class InflowPage(ReportPage):
    """One heatmap; a cell is a mean a day with its interval."""

    title = N_("Inflow")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.card = Card(tr("Contacts by hour and weekday"))
        self.what = Segments([Choice(key, tr(name)) for key, name in _NAMES.items()], tr("What is counted"), can_be_empty=False)
        self.what.show_value("contacts")
        self.what.chosen.connect(self._choose)
        self.chart = Heatmap(context.theme, tr("Contacts by hour and weekday"))
        self.peak = label("", wraps=True)
        self.method = label("", "note", wraps=True)
        self.wire(self.chart)
        self.card.add_control(self.what)
        for part in (self.peak, self.chart, self.method, self.hint()):
            self.card.add(part)
        self.page.column.addWidget(self.card)
        self.page.column.addWidget(self.rows)
        self.page.column.addStretch(1)

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The heatmap of what is chosen."""
        what, request = str(self.what.value), question.request_without("weekday", "hour")
        return lambda workspace, ctx: read_inflow(workspace, request, what, ctx)

    def fill(self, found: object) -> None:
        """Rows from the culture's first weekday."""
        if not isinstance(found, Inflow) or self.question is None:
            return
        if not found.total:
            self.say_nothing()
            return
        self.stage.show_content()
        self.what.show_value(found.what)
        first = QLocale().firstDayOfWeek().value
        days = [(first - 1 + step) % 7 + 1 for step in range(7)]
        by_day = {day: [cell for cell in found.cells if cell.weekday == day] for day in days}
        rows = [(value_name("weekday", str(day)), _day_text(by_day[day])) for day in days]
        chosen = {pair for pair in self.question.where if pair[0] in ("weekday", "hour")}
        cells = [[self._cell(cell, found.kpi, chosen) for cell in by_day[day]] for day in days]
        self.chart.show_cells(rows, [f"{hour:02d}" for hour in range(24)], cells)
        self.card.show_heading(
            tr("Contacts by hour and weekday"),
            tr("{count} in all · mean a day, local time of {zone}", count=count_text(found.total), zone=self.question.timezone),
        )
        self._say(found)

    def _say(self, found: Inflow) -> None:
        fullest = sorted((cell for cell in found.cells if cell.mean), key=lambda cell: -(cell.mean or 0.0))[:3]
        best = sum(cell.count for cell in fullest)
        names = "; ".join(
            tr("{day} {hours}", day=value_name("weekday", str(cell.weekday)), hours=hours_text(cell.hour)) for cell in fullest
        )
        self.peak.setText(
            tr(
                "The three fullest hours hold {share} % of everything: {names}.",
                share=f"{100 * best / found.total:.1f}",
                names=names,
            )
        )
        undated = ntr("{count} record without a time is left out.", "{count} records without a time are left out.", found.undated)
        self.method.setText(
            join_sentences(
                (
                    tr("A cell is the mean over all such days of the period, days without a contact counted as none."),
                    tr("Interval: Student's t over days, from 5 days on."),
                    undated if found.undated else "",
                    tr("All hours are shown here, whatever hour everything else is filtered by.") if self._is_filtered() else "",
                )
            )
        )

    def _is_filtered(self) -> bool:
        where = self.question.where if self.question is not None else ()
        return any(name in ("weekday", "hour") for name, _value in where)

    def _cell(self, cell: HourCell, kpi: str, chosen: set[tuple[str, str]]) -> Cell:
        day, hours = value_name("weekday", str(cell.weekday)), hours_text(cell.hour)
        heading = tr("{day} {hours}", day=day, hours=hours)
        if cell.mean is None:
            return Cell(None, "", tr("{when}: no such day in this period", when=heading))
        mean = count_text(cell.mean, 1 if cell.mean < 100 else 0)
        interval = "" if cell.low is None or cell.high is None else f" ({cell.low:.1f}–{cell.high:.1f})"
        words = tr(
            "{when}: {mean} a day{interval}, {count} on {days}",
            when=heading,
            mean=mean,
            interval=interval,
            count=count_text(cell.count),
            days=ntr("{count} day", "{count} days", cell.days),
        )
        pair = (("weekday", str(cell.weekday)), ("hour", str(cell.hour)))
        filters = tuple(filter_of(*each) for each in pair)
        key = MarkKey(filters, heading, self._reading(kpi, pair))
        text = "" if not cell.count else count_text(cell.mean, 0) if cell.mean >= 9.95 else f"{cell.mean:.1f}"
        return Cell(cell.mean, text, words, key, is_lit=bool(chosen) and chosen <= set(pair))

    def _reading(self, kpi: str, pair: Sequence[tuple[str, str]]) -> Callable[[Workspace, JobContext], Records]:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        request = self.question.request_without("weekday", "hour")
        narrowed = replace(request, where=(*request.where, *pair))
        return lambda workspace, _ctx: records_where(workspace, kpi, narrowed, limit=MOST_RECORDS)

    def _choose(self, _value: object) -> None:
        self.ask_again()


def _day_text(cells: Sequence[HourCell]) -> str:
    """A weekday's contacts on a mean day, at the end of its row."""
    if not any(cell.days for cell in cells):
        return ""
    return tr("{mean} a day", mean=count_text(sum(cell.mean or 0.0 for cell in cells)))
