"""The inbox of disputes: what is open, decided or about one's own scoring; at its foot how often scores were overturned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import N_, ntr, tr
from qa_desk.services.centre_time import today_of, zone_of
from qa_desk.ui.evaluate import dispute_model as model
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Choice, Segments, button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from qa_desk.services.dispute_statistics import DisputeFigures
    from qa_desk.ui.evaluate.dispute_presenter import DisputePresenter, Inbox
    from qa_desk.ui.screen import Context

_SENTENCES = {
    model.TO_ANSWER: N_("Nothing waits for your decision."),
    model.OPEN: N_("No dispute is open."),
    model.DECIDED: N_("No dispute was decided yet."),
    model.MINE: N_("None of your evaluations was disputed."),
    model.ALL: N_("Nobody has disputed an evaluation yet."),
}


class DisputeInbox(QWidget):
    """A page over the work of the Evaluate place."""

    dispute_opened = Signal(object)
    """The `Dispute` that the person wants to see."""
    library_asked = Signal()
    closed = Signal()

    def __init__(self, context: Context, presenter: DisputePresenter) -> None:
        super().__init__()
        self._context = context
        self._presenter = presenter
        self._inbox: Inbox | None = None
        self.setAccessibleName(tr("Disputes"))
        self.header = Header(tr("Disputes"))
        self.which = Segments(_choices(), tr("Which disputes"), can_be_empty=False)
        self.which.show_value(model.OPEN)
        self.which.chosen.connect(self._chosen)
        self.header.add_filter(self.which)
        self._figures_button = button(tr("Figures"), self._toggle_figures)
        self.header.add_action(button(tr("Best practices"), self._to_library, role="quiet"))
        self.header.add_action(self._figures_button)
        self.header.add_action(button(tr("Back to the queue"), self.closed.emit))
        zone, today = zone_of(context.workspace), today_of(context.workspace)
        self.table = DataTable(context.theme, model.inbox_columns(zone, today), tr("Disputes"))
        self.table.activated.connect(self.dispute_opened)
        self.stage = Stage(context.theme, self.table)
        self.evaluators = DataTable(
            context.theme, model.figure_columns(tr("Evaluator"), tr("Evaluations")), tr("Disputes by evaluator"), has_filter=False
        )
        self.questions = DataTable(
            context.theme, model.figure_columns(tr("Question"), tr("Answers")), tr("Disputes by question"), has_filter=False
        )
        self._foot = label("", "note", wraps=True)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.stage)
        self.pages.addWidget(self._figures_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        inner.setSpacing(Space.S)
        inner.addWidget(self.pages, 1)
        inner.addWidget(self._foot)
        column.addLayout(inner, 1)
        presenter.inbox_shown.connect(self._show)
        presenter.figures_shown.connect(self._show_figures)

    def _figures_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for text, table in ((tr("By evaluator"), self.evaluators), (tr("By question"), self.questions)):
            column.addWidget(label(text, "heading"))
            column.addWidget(table, 1)
        column.addWidget(
            label(
                tr("Counted over the original evaluations; withdrawn disputes are left out. “Overturned” is accepted or partly."),
                "note",
                wraps=True,
            )
        )
        return page

    @property
    def foot(self) -> str:
        """What the foot says."""
        return self._foot.text()

    def open(self, which: str | None = None) -> None:
        """Read it anew; on the first visit what waits for the person, if anything does."""
        if which is not None:
            self.which.show_value(which)
        self._presenter.show_inbox()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the queue."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, inbox: Inbox) -> None:
        self._inbox = inbox
        open_count = sum(each.is_open for each in inbox.disputes)
        note = ntr("{count} is open", "{count} are open", open_count)
        if inbox.to_answer:
            waiting = ntr("{count} waits for you", "{count} wait for you", len(inbox.to_answer))
            note = f"{note} · {waiting}"
        self.header.show_title(tr("Disputes"), note if inbox.disputes else "")
        self._fill()

    def _fill(self) -> None:
        if self._inbox is None:
            return
        which = str(self.which.value)
        rows = model.chosen(self._inbox, which)
        self.table.show_rows(rows)
        if rows:
            self.stage.show_content()
            if self.table.current is None:
                self.table.select(rows[0])
        elif not self._inbox.disputes:
            self.stage.show_empty(
                tr("Nobody has disputed an evaluation yet."),
                tr("Back to the queue"),
                self.closed.emit,
                note=tr("An agent or a team lead disputes a submitted evaluation from the bar under its form."),
            )
        elif which == model.ALL:
            self.stage.show_empty(tr(_SENTENCES[which]))
        else:
            self.stage.show_empty(tr(_SENTENCES[which]), tr("Show all disputes"), self._show_all)

    def _show_figures(self, figures: DisputeFigures) -> None:
        self._foot.setText(model.headline(figures))
        self.evaluators.show_rows(figures.evaluators)
        self.questions.show_rows(figures.questions)
        self._figures_button.setVisible(bool(figures.evaluators))

    def _chosen(self, _value: object) -> None:
        self.pages.setCurrentIndex(0)
        self._say_page()
        self._fill()

    def _show_all(self) -> None:
        self.which.show_value(model.ALL)
        self._fill()

    def _toggle_figures(self) -> None:
        self.pages.setCurrentIndex(1 - self.pages.currentIndex())
        self._say_page()

    def _say_page(self) -> None:
        self._figures_button.setText(tr("Figures") if self.pages.currentIndex() == 0 else tr("List"))

    def _to_library(self) -> None:
        self.library_asked.emit()


def _choices() -> list[Choice]:
    return [
        Choice(model.TO_ANSWER, tr("To answer")),
        Choice(model.OPEN, tr("Open")),
        Choice(model.DECIDED, tr("Decided")),
        Choice(model.MINE, tr("My scoring"), tr("Disputes of what I scored")),
        Choice(model.ALL, tr("All")),
    ]
