"""The evaluators' queues: who has how much, what is open and overdue, handing on, putting off, taking back; and their terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QSpinBox, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.channels import CHANNELS, channel_name
from qa_desk.domain.language import tr
from qa_desk.services.sampling_raters import Terms
from qa_desk.ui.assign.model import AssignmentRow, assignment_columns, load_columns
from qa_desk.ui.dates import day_shape
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, button
from qa_desk.ui.widgets.card import Card
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.services.sampling_assignments import Load
    from qa_desk.ui.assign.samples_presenter import QueuesShown
    from qa_desk.ui.theme import Theme

_MOST_OPEN = 999
_NAME_WIDTH = 200
_HEIGHTS = (300, 380)


class QueuesPage(QWidget):
    """`show_queues` fills it."""

    hand_on_asked = Signal(object)
    """(assignment ids, evaluator's id)"""
    put_off_asked = Signal(object)
    """(assignment ids, ISO day)"""
    take_back_asked = Signal(object)
    """assignment ids"""
    terms_changed = Signal(object)
    """`Terms`"""

    def __init__(self, theme: Theme, start: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._start = theme, start
        self._shown: QueuesShown | None = None
        self.loads = DataTable(theme, load_columns(), tr("Load by evaluator"), has_filter=False)
        self.loads.selected.connect(self._load_chosen)
        self.open = DataTable(theme, assignment_columns(), tr("Open assignments"))
        self.card = Card(tr("Open assignments"))
        self.card.add(self.open, 1)
        self.to = ComboBox()
        self.to.setAccessibleName(tr("To whom"))
        self.to.setMinimumWidth(theme.size(_NAME_WIDTH))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat(day_shape())
        self.due.setAccessibleName(tr("New due date"))
        self.hand_on = button(tr("Hand on to"), self._ask_hand_on)
        self.put_off = button(tr("Due on"), self._ask_put_off)
        self.take_back = button(tr("Take back"), self._ask_take_back)
        actions = QWidget()
        flow = FlowLayout(actions, Space.S)
        for widget in (self.hand_on, self.to, self.put_off, self.due, self.take_back):
            flow.addWidget(widget)
        self.card.add(actions)
        upper = Card(tr("Load by evaluator"))
        upper.add(self.loads, 1)
        upper.add(self._terms_bar())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(upper)
        split.addWidget(self.card)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([theme.size(height) for height in _HEIGHTS])
        padded = QWidget()
        row = QHBoxLayout(padded)
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        row.addWidget(split)
        self.stage = Stage(theme, padded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)

    def _terms_bar(self) -> QWidget:
        self.terms = QWidget()
        self._who = label("", "heading")
        self.capacity = QSpinBox()
        self.capacity.setRange(-1, _MOST_OPEN)
        self.capacity.setSpecialValueText(tr("any number"))
        self.capacity.setPrefix(tr("at most "))
        self.capacity.setAccessibleName(tr("Open assignments at most"))
        self.capacity.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        self.channels = Chips(tr("Channels"), [Choice(key, channel_name(key)) for key in CHANNELS])
        self.languages = QLineEdit()
        self.languages.setPlaceholderText(tr("languages: any, or en, ms, zh"))
        self.languages.setAccessibleName(tr("Languages"))
        self.languages.returnPressed.connect(self._tell_terms)
        row = QHBoxLayout(self.terms)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for widget, stretch in ((self._who, 0), (self.capacity, 0), (self.channels, 2), (self.languages, 1)):
            row.addWidget(widget, stretch)
        row.addWidget(button(tr("Write down"), self._tell_terms))
        self.terms.hide()
        return self.terms

    def show_queues(self, shown: QueuesShown) -> None:
        """Loads above; below what is open, of the chosen evaluator or of all."""
        if not shown.loads:
            self.stage.show_empty(
                tr("There are no evaluators yet."),
                tr("Say who works here, under Today"),
                self._start,
                note=tr("Whoever scores is an evaluator; a sample is shared out among them."),
            )
            return
        self._shown = shown
        self.stage.show_content()
        kept = self.to.currentData()
        self.to.clear()
        for load in shown.loads:
            self.to.addItem(load.name, load.evaluator_id)
        self.to.setCurrentIndex(max(0, self.to.findData(kept)))
        self.due.setDate(QDate.fromString(shown.today, Qt.DateFormat.ISODate).addDays(7))
        current = self.loads.current
        self.loads.show_rows(shown.loads)
        again = next((load for load in shown.loads if current and load.evaluator_id == current.evaluator_id), None)
        if again is not None:
            self.loads.select(again)
        self._load_chosen(again)

    def _load_chosen(self, load: Load | None) -> None:
        if self._shown is None:
            return
        today = self._shown.today
        rows = [
            AssignmentRow(one, one.due_on is not None and one.due_on < today)
            for one in self._shown.assignments
            if load is None or one.evaluator_id == load.evaluator_id
        ]
        self.card.show_heading(tr("Open assignments"), tr("of {name}", name=load.name) if load else tr("of everybody"))
        self.open.show_rows(rows)
        self.terms.setVisible(load is not None)
        if load is not None:
            terms = self._shown.terms[load.evaluator_id]
            self._who.setText(load.name)
            self.capacity.setValue(-1 if terms.capacity is None else terms.capacity)
            self.channels.show_values(terms.channels)
            self.languages.setText(", ".join(terms.languages))

    def chosen(self) -> list[str]:
        """The ids of the assignments that are marked."""
        places = sorted({index.row() for index in self.open.view.selectionModel().selectedRows()})
        return [self.open.model.row_at(place).one.id for place in places]

    def _ask_hand_on(self) -> None:
        if self.chosen() and self.to.currentData():
            self.hand_on_asked.emit((self.chosen(), self.to.currentData()))

    def _ask_put_off(self) -> None:
        if self.chosen():
            self.put_off_asked.emit((self.chosen(), self.due.date().toString(Qt.DateFormat.ISODate)))

    def _ask_take_back(self) -> None:
        if self.chosen():
            self.take_back_asked.emit(self.chosen())

    def _tell_terms(self) -> None:
        load = self.loads.current
        if load is None:
            return
        capacity = self.capacity.value()
        self.terms_changed.emit(
            Terms(
                load.evaluator_id,
                load.name,
                None if capacity < 0 else capacity,
                tuple(str(value) for value in self.channels.values),
                tuple(word for word in self.languages.text().replace(",", " ").split() if word),
            )
        )
