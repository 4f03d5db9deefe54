"""The middle column: how many, drawn how, by whom scored; and what that number of evaluations tells, as one changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from qa_desk.domain.language import N_, tr
from qa_desk.domain.sampling import (
    DIMENSIONS,
    MOST_DOUBLE_SHARE,
    PARTS,
    REASON_RULES,
    Design,
    Method,
    Targets,
)
from qa_desk.ui.assign.tells_card import TellsCard
from qa_desk.ui.dates import day_shape
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, Segments, button
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.services.sampling import DrawRequest
    from qa_desk.ui.assign.presenter import Planned, Setup
    from qa_desk.ui.theme import Theme

_MOST = 9_999
_HIGHEST_SEED = 2**31 - 1
_USUAL_SIZE = 50


class PlanPane(Page):
    """`show_setup` fills it, `show_planned` says what the number tells."""

    design_changed = Signal(object)
    """`Design`"""
    evaluators_changed = Signal(object)
    """Tuple of ids."""
    particulars_changed = Signal(object)
    """Mapping for `choose_particulars`."""
    seed_changed = Signal(object)
    """The seed that was typed, or None for a new one."""
    aim_changed = Signal(object)
    undecided_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Plan"))
        self.column.setContentsMargins(Space.S, Space.L, Space.S, Space.XL)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: dict[QWidget, QWidget] = {}
        methods = [Choice(method, tr(text), tr(hint)) for method, (text, hint) in _METHODS.items()]
        self.method = Segments(methods, tr("Method"), can_be_empty=False)
        self.quota = _number(tr("Evaluations an agent"), 1, _MOST)
        self.per = ComboBox()
        self.per.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, text in PARTS.items():
            self.per.addItem(tr(text), key)
        self.amount = _number(tr("Contacts in all"), 1, _MOST)
        self.most = _number(tr("At most an agent"), 0, _MOST, special=tr("any number"))
        self.strata = Chips(tr("Stratified by"), [Choice(key, tr(text)) for key, text in DIMENSIONS.items()])
        self.rules = Chips(tr("Looking for"), [Choice(key, tr(text)) for key, text in REASON_RULES.items()])
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("words in the transcript, with commas between"))
        self.dead_air = _number(tr("Silence from"), 1, 3600, suffix=tr(" s"))
        self.long = _number(tr("Long from"), 1, 600, suffix=tr(" min"))
        self.short = _number(tr("Short up to"), 1, 3600, suffix=tr(" s"))
        self.double = _number(tr("Scored twice, blind"), 0, round(100 * MOST_DOUBLE_SHARE), suffix=tr(" %"))
        self.evaluators = Chips(tr("Evaluators"))
        self.avoids_lead = QCheckBox(tr("Nobody scores the team they lead"))
        self.card = ComboBox()
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.due.setDisplayFormat(day_shape())
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("e.g. June, voice"))
        self.seed = _number(tr("Seed"), 0, _HIGHEST_SEED)
        self.tells = TellsCard(theme)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        how = Card(tr("Plan"))
        how.add(self.method)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(Space.M)
        self._form.setVerticalSpacing(Space.S)
        fields: tuple[tuple[str, QWidget], ...] = (
            (N_("An agent"), self.quota),
            (N_("Counted by"), self.per),
            (N_("In all"), self.amount),
            (N_("At most an agent"), self.most),
            (N_("Words"), self.words),
            (N_("Silence from"), self.dead_air),
            (N_("Long from"), self.long),
            (N_("Short up to"), self.short),
            (N_("Scored twice"), self.double),
        )
        for text, widget in fields:
            self._form.addRow(tr(text), widget)
            widget.setAccessibleName(tr(text))
        how.add_layout(self._form)
        self._strata_name, self._rules_name = label(tr("Stratified by"), "note"), label(tr("Looking for"), "note")
        parts: tuple[QWidget, ...] = (self._strata_name, self.strata, self._rules_name, self.rules)
        for part in parts:
            how.add(part)
        self.column.addWidget(how)
        self.column.addWidget(self.tells)
        self.column.addWidget(self._people_card())
        self.column.addStretch(1)

    def _people_card(self) -> Card:
        people = Card(tr("Shared out among"))
        people.add(self.evaluators)
        people.add(self.avoids_lead)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setHorizontalSpacing(Space.M)
        form.setVerticalSpacing(Space.S)
        for text, widget in (
            (tr("Scorecard"), self.card),
            (tr("Due"), self.due),
            (tr("Title"), self.title),
            (tr("Seed"), self.seed),
        ):
            form.addRow(text, widget)
            widget.setAccessibleName(text)
        people.add_layout(form)
        people.add(button(tr("Another seed"), self._ask_seed, role="link"))
        return people

    def _connect(self) -> None:
        self.method.chosen.connect(self._choose_method)
        for number in (self.quota, self.amount, self.most, self.dead_air, self.long, self.short, self.double):
            number.valueChanged.connect(self._tell_design)
        self.per.activated.connect(self._tell_design)
        for chips in (self.strata, self.rules):
            chips.changed.connect(self._tell_design)
        self.rules.changed.connect(self._show_fitting)
        self.words.editingFinished.connect(self._tell_design)
        self.avoids_lead.toggled.connect(self._tell_design)
        self.evaluators.changed.connect(self._tell_evaluators)
        self.card.activated.connect(self._tell_particulars)
        self.due.dateChanged.connect(self._tell_particulars)
        self.title.textChanged.connect(self._tell_particulars)
        self.seed.valueChanged.connect(self._tell_seed)
        self.tells.aim_changed.connect(self.aim_changed)
        self.tells.undecided_asked.connect(self.undecided_asked)

    # -- what is shown

    def show_setup(self, setup: Setup, request: DrawRequest) -> None:
        """Offer people and scorecards, and light what is asked for."""
        self.blockSignals(True)
        self.evaluators.offer([Choice(terms.evaluator_id, terms.name) for terms in setup.evaluators])
        chosen = request.evaluator_ids
        self.evaluators.show_values([terms.evaluator_id for terms in setup.evaluators] if chosen is None else chosen)
        kept = self.card.currentData()
        self.card.clear()
        self.card.addItem(tr("By channel"), None)
        for version in setup.versions:
            self.card.addItem(version.name, version.id)
        self.card.setCurrentIndex(max(0, self.card.findData(kept)))
        self.due.setMinimumDate(QDate(setup.today.year, setup.today.month, setup.today.day))
        if request.due_on:
            self.due.setDate(QDate.fromString(request.due_on, Qt.DateFormat.ISODate))
        self.title.setText(request.title)
        self.seed.setValue(request.seed)
        self._show_design(request.design)
        self.tells.show_undecided(setup.undecided)
        self.blockSignals(False)

    def show_seed(self, seed: int) -> None:
        """Write the seed that holds."""
        self.seed.blockSignals(True)
        self.seed.setValue(seed)
        self.seed.blockSignals(False)

    def show_planned(self, planned: Planned) -> None:
        """Say what the number of evaluations tells."""
        self.tells.show_plan(planned.plan, speaks=self.method.value is not Method.TARGETED)

    def _show_design(self, design: Design) -> None:
        self.method.show_value(design.method)
        self.quota.setValue(design.quota or 1)
        self.per.setCurrentIndex(self.per.findData(design.per))
        self.amount.setValue(design.size or _USUAL_SIZE)
        self.most.setValue(design.quota or 0)
        self.strata.show_values(design.strata)
        targets = design.targets
        self.rules.show_values(targets.rules)
        self.words.setText(", ".join(targets.words))
        self.dead_air.setValue(round(targets.dead_air_s))
        self.long.setValue(round(targets.long_s / 60))
        self.short.setValue(round(targets.short_s))
        self.double.setValue(round(100 * design.double_share))
        self.avoids_lead.setChecked(design.avoids_lead)
        self._show_fitting()

    def _show_fitting(self, _changed: object = None) -> None:
        """Only what the method asks for is seen."""
        method, rules = self.method.value, self.rules.values
        is_quota, is_targeted = method is Method.QUOTA, method is Method.TARGETED
        for widget, shows in (
            (self.quota, is_quota),
            (self.per, is_quota),
            (self.amount, not is_quota),
            (self.most, is_targeted),
            (self.words, is_targeted and "keyword" in rules),
            (self.dead_air, is_targeted and "dead_air" in rules),
            (self.long, is_targeted and "long" in rules),
            (self.short, is_targeted and "short" in rules),
        ):
            self._form.setRowVisible(widget, shows)
        for part, shows in (
            (self._strata_name, is_quota),
            (self.strata, is_quota),
            (self._rules_name, is_targeted),
            (self.rules, is_targeted),
        ):
            part.setVisible(shows)

    # -- what is chosen

    @property
    def design(self) -> Design:
        """How it is drawn, as it stands."""
        method = self.method.value
        assert isinstance(method, Method)
        quota = {Method.QUOTA: self.quota.value(), Method.TARGETED: self.most.value() or None}.get(method)
        return Design(
            method=method,
            size=None if method is Method.QUOTA else self.amount.value(),
            quota=quota,
            per=str(self.per.currentData()),
            strata=tuple(str(value) for value in self.strata.values),
            targets=Targets(
                tuple(str(value) for value in self.rules.values),
                tuple(word.strip() for word in self.words.text().split(",") if word.strip()),
                float(self.dead_air.value()),
                60.0 * self.long.value(),
                float(self.short.value()),
            ),
            double_share=self.double.value() / 100,
            avoids_lead=self.avoids_lead.isChecked(),
        )

    def _choose_method(self, _method: object) -> None:
        self._show_fitting()
        self._tell_design()

    def _tell_design(self, _value: object = None) -> None:
        self.design_changed.emit(self.design)

    def _tell_evaluators(self, values: tuple[object, ...]) -> None:
        self.evaluators_changed.emit(tuple(str(value) for value in values))

    def _tell_particulars(self, _value: object = None) -> None:
        due = self.due.date().toString(Qt.DateFormat.ISODate)
        self.particulars_changed.emit({"title": self.title.text(), "due_on": due, "version_id": self.card.currentData()})

    def _tell_seed(self, value: int) -> None:
        self.seed_changed.emit(value)

    def _ask_seed(self) -> None:
        self.seed_changed.emit(None)


_METHODS = {
    Method.QUOTA: (N_("Quota"), N_("So many of each agent, spread over weeks and channels; speaks for the agents")),
    Method.RANDOM: (N_("Random"), N_("Every contact has the same chance; speaks for the contacts")),
    Method.TARGETED: (N_("Targeted"), N_("Picked for a reason; serves coaching and never enters a score")),
}


def _number(name: str, least: int, most: int, *, suffix: str = "", special: str = "") -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setSuffix(suffix)
    made.setSpecialValueText(special)
    made.setAccessibleName(name)
    made.setKeyboardTracking(False)  # a number is told when it is whole, not at each digit
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    return made
