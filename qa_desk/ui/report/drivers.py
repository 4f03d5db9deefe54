"""Why customers get in touch: the top five in words, all of them as bars, and how their contacts went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, join_phrases, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.catalogue import find_kpi, kpi_name
from qa_desk.services.report_drivers import CHIEF, OUTCOMES, SOURCES, Driver, Drivers, read_drivers
from qa_desk.ui.report.model import figure_column
from qa_desk.ui.report.page import ReportPage
from qa_desk.ui.report.question import MarkKey, filter_of
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.charts.pareto import ParetoChart, Part
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_BARS = 15
_TABLE_HEIGHT = 360


class DriversPage(ReportPage):
    """The Pareto of drivers, and a table of all with their change and their outcomes."""

    title = N_("Drivers")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.card = Card(tr("Drivers of contacts"))
        self.chief = label("", wraps=True)
        self.moved = label("", "muted", wraps=True)
        self.chart = ParetoChart(context.theme, tr("Drivers of contacts"))
        self.method = label("", "note", wraps=True)
        self.wire(self.chart)
        for part in (self.chief, self.moved, self.chart, self.method, self.hint()):
            self.card.add(part)
        self.beside = Card(tr("How the contacts of each driver went"))
        self.drivers = self.table = DataTable(context.theme, _columns(), tr("Drivers with change and outcomes"))
        self.table.setMinimumHeight(context.theme.size(_TABLE_HEIGHT))
        self.table.activated.connect(self._open)
        self.beside.add(self.table)
        for card in (self.card, self.beside, self.rows):
            self.page.column.addWidget(card)
        self.page.column.addStretch(1)
        self._kpi = ""

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """All drivers."""
        request = question.request_without("reason")
        return lambda workspace, ctx: read_drivers(workspace, request, ctx)

    def fill(self, found: object) -> None:
        """Bars, words, table."""
        if not isinstance(found, Drivers):
            return
        if not found.lines:
            self._say_none(found)
            return
        self.stage.show_content()
        self._kpi = found.kpi
        top = found.lines[:CHIEF]
        names = join_phrases(f"{line.name} ({100 * line.share:.1f} %)" for line in top)
        self.chief.setText(
            tr(
                "The first {count} make {share} % of the contacts: {names}.",
                count=len(top),
                share=f"{100 * top[-1].together:.1f}",
                names=names,
            )
        )
        moved = sorted((line for line in found.lines[:_BARS] if line.moved), key=lambda line: -abs(line.change or 0.0))[:CHIEF]
        said = join_phrases(f"{line.name} {_change_text(line)}" for line in moved)
        self.moved.setText(tr("Shares that changed beyond noise: {list}.", list=said) if moved else "")
        self.moved.setVisible(bool(moved))
        self.chart.show_parts([self._part(line, place) for place, line in enumerate(found.lines[:_BARS])])
        self.card.show_heading(
            tr("Drivers of contacts"),
            tr("n = {n} · from {source}", n=count_text(found.total), source=tr(SOURCES[found.source])),
        )
        self.method.setText(self._method(found))
        self.drivers.show_rows([_Row(line, found.outcomes.get(line.name, {})) for line in found.lines])

    def _method(self, found: Drivers) -> str:
        rest = len(found.lines) - _BARS
        without = ntr(
            "{count} contact has no driver and is left out.", "{count} contacts have no driver and are left out.", found.without
        )
        return join_sentences(
            (
                tr("Bars are shares with Wilson's interval; the line adds them up."),
                ntr("{count} further driver is in the table.", "{count} further drivers are in the table.", rest)
                if rest > 0
                else "",
                without if found.without else "",
                tr("All drivers are shown here, whichever everything else is filtered by.") if self._is_filtered() else "",
            )
        )

    def _is_filtered(self) -> bool:
        return self.question is not None and any(name == "reason" for name, _value in self.question.where)

    def _say_none(self, found: Drivers) -> None:
        if not found.without:
            self.say_nothing()
            return
        self.stage.show_empty(
            tr("No contact of this choice has a driver."),
            tr("Import data"),
            self._go_to_data,
            note=tr("Import tags of contacts (a ticket or call and its driver), or tickets with a column for their reason."),
        )

    def _part(self, line: Driver, place: int) -> Part:
        share, count = f"{100 * line.share:.1f} %", count_text(line.count)
        interval = "" if line.low is None or line.high is None else f" ({100 * line.low:.1f}–{100 * line.high:.1f})"
        words = tr(
            "{name}: {share}{interval}, n = {n}, together with those above {together} %",
            name=line.name,
            share=share,
            interval=interval,
            n=count,
            together=f"{100 * line.together:.1f}",
        )
        low, high = (None if end is None else 100 * end for end in (line.low, line.high))
        text = f"{count}   {share}"
        is_lit = self.question is not None and ("reason", line.name) in self.question.where
        share_of_all, together = 100 * line.share, 100 * line.together
        return Part(line.name, share_of_all, together, text, words, low, high, place < CHIEF, is_lit, self._key(line))

    def _key(self, line: Driver) -> MarkKey:
        from qa_desk.services.report_facts import records_where

        assert self.question is not None
        request, kpi = self.question.request_without("reason"), self._kpi
        narrowed = replace(request, where=(*request.where, ("reason", line.name)))
        heading = tr("Contacts about {driver}", driver=line.name)
        return MarkKey(
            (filter_of("reason", line.name),), heading, lambda w, _ctx: records_where(w, kpi, narrowed, limit=MOST_RECORDS)
        )

    def _open(self, row: _Row) -> None:
        self.drill(self._key(row.line))


def _change_text(line: Driver) -> str:
    if line.change is None or line.change_low is None or line.change_high is None:
        return ""
    low, high = (f"{100 * end:+.1f}".replace("-", "−") for end in (line.change_low, line.change_high))
    if not line.moved:
        return tr("no clear change ({low} to {high})", low=low, high=high)
    return tr("{change} points ({low} to {high})", change=f"{100 * line.change:+.1f}".replace("-", "−"), low=low, high=high)


@dataclass(frozen=True, slots=True)
class _Row:
    """A driver with how its contacts went."""

    line: Driver
    outcomes: Mapping[str, Figure]


def _columns() -> list[Column]:
    shares = [
        Column(tr("Driver"), lambda row: row.line.name, width=220),
        Column(tr("Contacts"), lambda row: row.line.count, count_text, is_number=True, width=90),
        Column(tr("Share"), lambda row: row.line.share, _share_text, is_number=True, width=80),
        Column(tr("Change of the share"), lambda row: _change_text(row.line), width=230),
    ]
    return [
        *shares,
        *(
            figure_column(kpi_name(find_kpi(kpi)), partial(_outcome, kpi), 290 if find_kpi(kpi).unit == "s" else 220)
            for kpi in OUTCOMES
        ),
    ]


def _share_text(share: float) -> str:
    return f"{100 * share:.1f} %"


def _outcome(kpi: str, row: _Row) -> Figure | None:
    return row.outcomes.get(kpi)
