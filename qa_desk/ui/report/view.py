"""The report: one question (period, team, channel, filters) for all of its pages, which stand side by side as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.coaching_text import left_out_text
from qa_desk.domain.language import join_phrases, tr
from qa_desk.ui.changes import Kind
from qa_desk.ui.report.filter_bar import FilterBar
from qa_desk.ui.report.model import PERIOD_CHOICES, span_text
from qa_desk.ui.report.overview import OverviewPage
from qa_desk.ui.report.pages import PAGES
from qa_desk.ui.report.presenter import COMPARISONS, ReportPresenter
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.ui.report.page import ReportPage
    from qa_desk.ui.report.question import Filter, Question
    from qa_desk.ui.screen import Context


class ReportScreen(Screen):
    """A page is made at its first visit, and reads when it comes into sight."""

    shows = frozenset({Kind.FACTS, Kind.EVALUATIONS, Kind.PEOPLE, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = ReportPresenter(context, self)
        self.header = Header(tr("Report"))
        self.period = _combo(tr("Period"), [(choice.key, tr(choice.text)) for choice in PERIOD_CHOICES])
        self.team = _combo(tr("Team"), [(None, tr("All teams"))])
        self.channel = _combo(tr("Channel"), [(None, tr("All channels"))])
        self.compare = _combo(tr("Comparison"), [(key, tr(text)) for key, text in COMPARISONS.items()])
        self.tabs = Segments([Choice(key, tr(made.title)) for key, made in PAGES], tr("Page of the report"), can_be_empty=False)
        self.chips = FilterBar()
        self.pages: dict[str, ReportPage] = {}
        self._fresh: set[str] = set()
        self._stack = QStackedWidget()
        self.stage = Stage(context.theme, self._stack)
        self._build()
        self._connect()
        self.tabs.show_value(PAGES[0][0])
        self.refresh()

    @property
    def page(self) -> ReportPage:
        """The page of the tab that is chosen."""
        key = str(self.tabs.value)
        if key not in self.pages:
            made = dict(PAGES)[key](self._context)
            made.filtered.connect(self._add_filters)
            if isinstance(made, OverviewPage):
                made.widened.connect(self.show_all)
            self.pages[key] = made
            self._stack.addWidget(made)
        return self.pages[key]

    def arrive(self, **arguments: object) -> None:
        """With `kpi` and `period`, that figure of the whole centre is looked into; with `page`, that tab is shown.

        With `plan_item`, the plan is in sight.
        """
        if "plan_item" in arguments:
            self._overview.show_plan()
        kpi, period, page = arguments.get("kpi"), arguments.get("period"), arguments.get("page")
        if isinstance(page, str) and page in dict(PAGES):
            self.show_page(page)
        if isinstance(kpi, str) and isinstance(period, str):
            self.show_page(PAGES[0][0])
            overview = self.page
            for combo, key in ((self.period, period), (self.team, None), (self.channel, None), (self.compare, "previous")):
                _show_choice(combo, key)
            if isinstance(overview, OverviewPage):
                overview.choose_kpi(kpi)
            self.presenter.choose(period=period, team=None, channel=None, compare="previous", filters=())

    def refresh(self) -> None:
        """Compute everything anew."""
        self.presenter.load()

    def verbs(self) -> Sequence[Verb]:
        """What can be done here."""
        own = (
            Verb(tr("Copy the table of the report"), self._copy),
            Verb(tr("Export the report"), self._write_file),
            Verb(tr("Add an action to the report's plan"), self._plan),
        )
        shown = (Verb(tr("Report: {page}", page=tr(made.title)), self._shower(key)) for key, made in PAGES)
        return (*own, *shown)

    @property
    def _overview(self) -> OverviewPage:
        """The first page, in sight."""
        self.show_page(PAGES[0][0])
        assert isinstance(self.page, OverviewPage)
        return self.page

    def _plan(self) -> None:
        self._overview.plan_for()

    def _write_file(self) -> None:
        self._overview.write_file()

    def show_page(self, key: str) -> None:
        """Show a page by its key."""
        self.tabs.show_value(key)
        self._show_page()

    def show_all(self) -> None:
        """Everything that was ever imported, without filters."""
        for combo in (self.team, self.channel):
            combo.setCurrentIndex(0)
        _show_choice(self.period, "all")
        self.presenter.choose(period="all", team=None, channel=None, filters=())

    def _build(self) -> None:
        for combo in (self.period, self.team, self.channel, self.compare):
            self.header.add_filter(combo)
        self.header.add_action(button(tr("Export"), self._write_file))
        _show_choice(self.period, self.presenter.selection.period)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        row.addWidget(self.tabs)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(bar)
        whole.addWidget(self.chips)
        whole.addWidget(self.stage, 1)

    def _connect(self) -> None:
        self.presenter.loading.connect(self._say_loading)
        self.presenter.asked.connect(self._ask)
        self.presenter.failed.connect(self._show_fault)
        for combo in (self.period, self.team, self.channel, self.compare):
            combo.activated.connect(self._choose)
        self.tabs.chosen.connect(self._show_page)
        self.chips.removed.connect(self._take_filters)

    def _choose(self) -> None:
        self.presenter.choose(
            period=self.period.currentData(),
            team=self.team.currentData(),
            channel=self.channel.currentData(),
            compare=self.compare.currentData(),
        )

    def _add_filters(self, filters: tuple[Filter, ...]) -> None:
        self.presenter.add_filters(filters)

    def _take_filters(self, filters: tuple[Filter, ...]) -> None:
        self.presenter.choose(filters=filters)

    def _say_loading(self) -> None:
        if self.presenter.question is None:
            self.stage.show_loading()

    def _ask(self, question: Question) -> None:
        """A new question: the page in sight reads its answer, the others when they come into sight."""
        if question.is_empty:
            sentence = tr("No figures yet: import tickets, calls or surveys, or submit an evaluation.")
            self.stage.show_empty(sentence, tr("Import data"), self._go_to_data)
            return
        selection = self.presenter.selection
        self.header.show_title(tr("Report"), join_phrases([span_text(question.span), left_out_text(question.left_out)]))
        _offer(self.team, [(None, tr("All teams")), *((team, team) for team in question.teams)], selection.team)
        _offer(self.channel, [(None, tr("All channels")), *((name, name) for name in question.channels)], selection.channel)
        self.chips.show_filters(selection.filters)
        self._fresh.clear()
        self.stage.show_content()
        self._show_page()

    def _show_page(self, _value: object = None) -> None:
        page, key, question = self.page, str(self.tabs.value), self.presenter.question
        self._stack.setCurrentWidget(page)
        for other, made in self.pages.items():
            if other != key and other in self._fresh and made.reader.is_reading:
                made.stop()
                self._fresh.discard(other)
        if question is not None and not question.is_empty and key not in self._fresh:
            self._fresh.add(key)
            page.ask(question)

    def _show_fault(self, message: str) -> None:
        self.stage.show_fault(message, self.presenter.load)

    def _copy(self) -> None:
        self.page.copy()

    def _shower(self, key: str) -> Callable[[], None]:
        return lambda: self.show_page(key)

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


def _offer(combo: QComboBox, choices: Sequence[tuple[str | None, str]], chosen: str | None) -> None:
    """The choices there are, with the one that holds."""
    with QSignalBlocker(combo):
        if [combo.itemData(place) for place in range(combo.count())] != [key for key, _ in choices]:
            combo.clear()
            for key, text in choices:
                combo.addItem(text, key)
        _show_choice(combo, chosen)


def _show_choice(combo: QComboBox, key: str | None) -> None:
    found = combo.findData(key, Qt.ItemDataRole.UserRole)
    combo.setCurrentIndex(max(0, found))
