"""What every page of the report shares: it reads in a job when it is shown, says what is missing, and opens marks' records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from qa_desk.domain.language import N_, join_phrases, tr
from qa_desk.ui.report.dimensions import dimension_name
from qa_desk.ui.report.question import MarkKey
from qa_desk.ui.report.reader import Reader
from qa_desk.ui.report.rows_card import RowsCard
from qa_desk.ui.widgets.card import Page
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel

    from qa_desk.domain.progress import JobContext
    from qa_desk.services.report_facts import Missing
    from qa_desk.ui.report.question import Question
    from qa_desk.ui.screen import Context
    from qa_desk.ui.widgets.charts.marked import Marked
    from qa_desk.ui.widgets.table import DataTable
    from qa_desk.workspace.workspace import Workspace

NEEDED = {
    "tickets": N_("tickets (Zendesk, Freshdesk, HappyFox, Intercom, Jira … or any table with an id and a time of creation)"),
    "ticket_events": N_("ticket events (messages and changes of status, one row each)"),
    "calls": N_("calls (a queue log, call records, or any table with the time offered and the result)"),
    "surveys": N_("survey answers (CSAT, NPS or CES, with a score and its scale)"),
}
"""What a table is, for somebody who has to find the file."""


class ReportPage(QWidget):
    """A subclass builds its cards into `self.page.column`, reads in `work`, and fills them in `fill`."""

    filtered = Signal(object)
    """A tuple of `Filter`: the whole report is to be looked at by these."""

    title = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.question: Question | None = None
        self.page = Page(tr(self.title))
        self.stage = Stage(context.theme, self.page)
        self.reader = Reader(context, tr(self.title), self)
        self.rows = RowsCard(context)
        self.table: DataTable | None = None
        """The page's own table, where it has one."""
        self._keeps_rows = False
        self._focused: QWidget | None = None
        self._moved_to: QWidget | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stage)
        self.reader.loading.connect(self.stage.show_loading)
        self.reader.loaded.connect(self._take)
        self.reader.failed.connect(self._say_fault)
        self.rows.opened.connect(self._look_at_rows)

    def work(self, question: Question) -> Callable[[Workspace, JobContext], object]:
        """The reading of this page for a question, to be run in a job: its result, or a `Missing`."""
        raise NotImplementedError

    def fill(self, found: object) -> None:
        """Show what was read."""
        raise NotImplementedError

    def ask(self, question: Question) -> None:
        """Read and show the answer to a question; records that were open are closed, unless their mark led here."""
        self.question = question
        if not self._keeps_rows:
            self.rows.close_rows()
        self._keeps_rows = False
        here = QApplication.focusWidget()
        self._focused = here if here is not None and self.isAncestorOf(here) else None
        self.reader.read(self.work(question))
        self._moved_to = QApplication.focusWidget()  # what is hidden while it is read gives the focus away

    def ask_again(self) -> None:
        """Read the same question anew (something of the page itself was chosen otherwise)."""
        if self.question is not None:
            self.ask(self.question)

    def stop(self) -> None:
        """Nobody looks at this page any more."""
        self.reader.stop()

    def wire(self, chart: Marked) -> None:
        """A click (or Space) on a mark looks at the whole report by it; Enter opens its records. Its keys are `MarkKey`."""
        chart.picked.connect(self.pick)
        chart.drilled.connect(self.drill)

    def pick(self, key: object) -> None:
        """Look at everything by a mark, with its records open below."""
        if not isinstance(key, MarkKey):
            return
        self.drill(key)
        if key.filters:
            self._keeps_rows = True
            self.filtered.emit(key.filters)

    def drill(self, key: object) -> None:
        """Open the records of a mark."""
        if isinstance(key, MarkKey) and self.question is not None:
            self.rows.open_mark(key, self.question.timezone)

    def hint(self) -> QLabel:
        """How the charts of this page are used, said once under them."""
        text = tr("A click or Space filters the whole report by a mark; Enter opens its records. Arrows walk from mark to mark.")
        return label(text, "note", wraps=True)

    def copy(self) -> None:
        """Put a table on the clipboard: that of the records where it is open, else the page's own."""
        if self.table is None or self.rows.isVisible():
            self.rows.copy()
        else:
            self.table.copy()
            self.context.navigator.toast(tr("The table is on the clipboard."))

    def _take(self, found: object) -> None:
        from qa_desk.services.report_facts import Missing

        if isinstance(found, Missing):
            self.say_missing(found)
            return
        self.fill(found)
        focused, self._focused = self._focused, None
        if focused is not None and isValid(focused) and focused.isVisible() and QApplication.focusWidget() is self._moved_to:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_missing(self, missing: Missing) -> None:
        """Why there is nothing: facts to import, or filters that these records do not know."""
        if missing.unknown:
            names = ", ".join(dimension_name(name) for name in missing.unknown)
            self.stage.show_empty(tr("The records of this page are not known by {names}: take that filter away.", names=names))
            return
        if missing.needs == ("evaluations",):
            sentence = tr("This page needs submitted evaluations of contacts that were drawn at random.")
            self.stage.show_empty(sentence, tr("Draw a sample"), self._go_to_samples)
            return
        what = join_phrases(tr(NEEDED.get(name, name)) for name in missing.needs)
        self.stage.show_empty(
            tr("This page needs facts that are not here yet."),
            tr("Import data"),
            self._go_to_data,
            note=tr(
                "It is made of: {what}. Choose such a file on Data: columns are recognised, and a dry run comes first.",
                what=what,
            ),
        )

    def say_nothing(self) -> None:
        """There are facts, and none of this period and these filters."""
        self.stage.show_empty(tr("Nothing happened in this period for this choice."))

    def _say_fault(self, message: str) -> None:
        self.stage.show_fault(message, self.ask_again)

    def _go_to_data(self) -> None:
        self.context.navigator.go("data")

    def _go_to_samples(self) -> None:
        self.context.navigator.go("assign")

    def _look_at_rows(self) -> None:
        self.page.column.activate()  # the card has just got its height
        self.page.ensureWidgetVisible(self.rows)
