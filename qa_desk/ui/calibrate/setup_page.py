"""A new session: what is scored, by whom, with which scorecard, and against what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from qa_desk.domain.calibration import Benchmark
from qa_desk.domain.language import tr
from qa_desk.ui.calibrate.interaction_picker import InteractionPicker
from qa_desk.ui.calibrate.presenter import NewSession
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, Segments, button
from qa_desk.ui.widgets.card import Page
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.form import FormRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.services.people import Evaluator
    from qa_desk.ui.calibrate.presenter import PeopleShown, SetupShown
    from qa_desk.ui.theme import Theme

_USUAL_DAYS = 7
_WIDTH, _LABELS_WIDTH = 860, 290


class SetupPage(Page):
    """`show_choices` fills it; `asked` hands out what was filled in."""

    asked = Signal(object)
    """`NewSession`"""
    cancelled = Signal()
    person_named = Signal(str)
    """Somebody who is to be added to the evaluators."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("New calibration"))
        self._chips_width = theme.size(_WIDTH - _LABELS_WIDTH)
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("e.g. June, billing calls"))
        self.version = ComboBox()
        self.version.currentIndexChanged.connect(self._offer_interactions)
        self._channels: dict[str, str | None] = {}
        self.picker = InteractionPicker(theme)
        self.evaluators = Chips(tr("Evaluators"))
        self.evaluators.changed.connect(self._offer_experts)
        self.person = QLineEdit()
        self.person.setPlaceholderText(tr("Add a person"))
        self.person.setAccessibleName(tr("Add a person"))
        self.person.returnPressed.connect(self._add_person)
        self._names: dict[str, str] = {}
        self.benchmark = Segments(
            [
                Choice(Benchmark.NONE, tr("None"), tr("Each evaluator against the median of the others (three or more)")),
                Choice(Benchmark.EXPERT, tr("An expert's answers"), tr("The expert scores too, and is not compared")),
                Choice(Benchmark.AGREED, tr("The agreed answers"), tr("What the meeting settles becomes the measure")),
            ],
            tr("Benchmark"),
            can_be_empty=False,
        )
        self.benchmark.chosen.connect(self._offer_experts)
        self.expert = ComboBox()
        self.tolerance = QDoubleSpinBox()
        self.tolerance.setRange(0, 100)
        self.tolerance.setDecimals(1)
        self.tolerance.setSuffix(tr(" points"))
        self.tolerance.lineEdit().setTextMargins(Space.S, 0, 0, 0)  # the stylesheet's padding is not given to a stepper's text
        self.facilitator = QLineEdit()
        self.facilitator.setPlaceholderText(tr("Who leads the meeting"))
        self.has_due = QCheckBox(tr("Scored by"))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setAccessibleName(tr("Scored by"))
        self.has_due.toggled.connect(self.due.setEnabled)
        self.hidden = QCheckBox(tr("Hide the agent's name until the reveal"))
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        self.picker.setMinimumHeight(self.picker.sizeHint().height() + Space.S)
        people = QWidget()
        crowd = QVBoxLayout(people)
        crowd.setContentsMargins(0, 0, 0, 0)
        crowd.setSpacing(Space.XS)
        crowd.addWidget(self.evaluators)
        adding = QHBoxLayout()
        adding.addWidget(self.person, 1)
        adding.addWidget(button(tr("Add"), self._add_person))
        crowd.addLayout(adding)
        self._expert_row = FormRow(tr("The expert"), self.expert, theme=theme)
        rows = [
            FormRow(tr("Title"), self.title, theme=theme),
            FormRow(tr("Scorecard"), self.version, tr("Published versions; everybody scores with the same one."), theme=theme),
            FormRow(tr("Interactions"), self.picker, tr("3 to 5 are a good hour. Take a known bad one among them."), theme=theme),
            FormRow(tr("Evaluators"), people, tr("Two or more."), theme=theme),
            FormRow(tr("Benchmark"), self.benchmark, theme=theme),
            self._expert_row,
            FormRow(tr("Counts as alike within"), self.tolerance, theme=theme),
            FormRow(tr("Facilitator"), self.facilitator, theme=theme),
            FormRow(tr("Due"), self._due_row(), theme=theme),
            FormRow(tr("Agent"), self.hidden, tr("Also above messages and inside texts; a voice still says it."), theme=theme),
        ]
        body = QWidget()
        body.setMaximumWidth(theme.size(_WIDTH))
        form = QVBoxLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        for row in rows:
            form.addWidget(row)
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(button(tr("Cancel"), self.cancelled.emit, role="quiet"))
        self._open = button(tr("Open blind scoring"), self._ask, role="primary")
        actions.addWidget(self._open)
        form.addLayout(actions)
        self.column.addWidget(body)
        self.column.addStretch(1)

    def _due_row(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.has_due)
        row.addWidget(self.due)
        row.addStretch(1)
        both.setFocusProxy(self.has_due)
        return both

    def show_choices(self, shown: SetupShown) -> None:
        """Offer scorecards, interactions and people; everybody is in, nothing is chosen."""
        self.title.clear()
        self._channels = {entry.id: entry.channel for entry in shown.versions}
        self.version.clear()
        for entry in shown.versions:
            self.version.addItem(entry.name, entry.id)
        self.picker.show_interactions(shown.interactions)
        self._offer_people(shown.evaluators, {person.id for person in shown.evaluators})
        self.benchmark.show_value(Benchmark.NONE)
        self.tolerance.setValue(5)
        self.hidden.setChecked(False)
        self.facilitator.setText(shown.facilitator)
        self.facilitator.setCursorPosition(0)
        today = QDate(shown.today.year, shown.today.month, shown.today.day)
        self.due.setMinimumDate(today)
        self.due.setDate(today.addDays(_USUAL_DAYS))
        self.due.setEnabled(False)
        self.has_due.setChecked(False)
        self._offer_experts()

    def wait(self) -> None:
        """It is being opened: not twice."""
        self._open.setEnabled(False)

    def rest(self) -> None:
        """It may be opened again."""
        self._open.setEnabled(True)

    def show_people(self, shown: PeopleShown) -> None:
        """Offer the evaluators anew; who was chosen stays chosen, and the new one is."""
        self.person.clear()
        self._offer_people(shown.evaluators, {*map(str, self.evaluators.values), shown.added})
        self._offer_experts()

    def _offer_people(self, people: Sequence[Evaluator], chosen: set[str]) -> None:
        self._names = {person.id: person.name for person in people}
        self.evaluators.offer([Choice(person.id, person.name) for person in people])
        self.evaluators.show_values([person for person in self._names if person in chosen])
        chips = self.evaluators.layout()
        if chips is not None:  # a scrolled page does not ask how high wrapped chips are
            self.evaluators.setMinimumHeight(chips.heightForWidth(self._chips_width))

    def _add_person(self) -> None:
        self.person_named.emit(self.person.text())

    def _offer_interactions(self, _changed: object = None) -> None:
        self.picker.show_channel(self._channels.get(str(self.version.currentData())))

    def _offer_experts(self, _changed: object = None) -> None:
        is_expert = self.benchmark.value is Benchmark.EXPERT
        self._expert_row.setVisible(is_expert)
        kept = self.expert.currentData()
        self.expert.clear()
        for person, name in self._names.items():
            self.expert.addItem(name, person)
        if kept is not None:
            self.expert.setCurrentIndex(max(0, self.expert.findData(kept)))

    def _ask(self) -> None:
        benchmark = self.benchmark.value
        assert isinstance(benchmark, Benchmark)
        version = self.version.currentData()
        self.asked.emit(
            NewSession(
                title=self.title.text(),
                version_id=version or "",
                interaction_ids=self.picker.chosen,
                evaluator_ids=tuple(str(value) for value in self.evaluators.values),
                benchmark=benchmark,
                expert_id=self.expert.currentData() if benchmark is Benchmark.EXPERT else None,
                tolerance=self.tolerance.value(),
                due_on=self.due.date().toString(Qt.DateFormat.ISODate) if self.has_due.isChecked() else None,
                facilitator=self.facilitator.text().strip() or None,
                agent_hidden=self.hidden.isChecked(),
            )
        )
