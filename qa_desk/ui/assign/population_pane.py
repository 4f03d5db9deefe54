"""The left column: who could be drawn, counted as one filters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QSpinBox, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.periods import add_months
from qa_desk.domain.sampling import CSAT_BANDS, TENURE_BANDS, Population
from qa_desk.ui.assign.model import agent_columns
from qa_desk.ui.assign.pick_many import PickMany
from qa_desk.ui.dates import day_shape
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice
from qa_desk.ui.widgets.card import Card, Page
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.services.sampling_population import Choices, Counted
    from qa_desk.ui.assign.presenter import Setup
    from qa_desk.ui.theme import Theme

_PERIODS = (
    ("month", N_("This month")),
    ("last_month", N_("Last month")),
    ("weeks", N_("Last 4 weeks")),
    ("quarter", N_("Last 13 weeks")),
    ("all", N_("All days")),
    ("own", N_("Chosen days")),
)
_CSAT = {"low": N_("low"), "middle": N_("middling"), "high": N_("high"), "none": N_("no answer")}
"""Under a heading that says of what."""
_TABLE_HEIGHT = 240
_LONGEST_MIN = 600


class PopulationPane(Page):
    """`show_setup` fills it, `show_counted` says how many there are; `changed` hands out the filters."""

    changed = Signal(object)
    """`Population`"""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Population"))
        self.column.setContentsMargins(Space.XL, Space.L, Space.S, Space.XL)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._day = date(2000, 1, 1)
        self._choices: Choices | None = None
        self.total = label("", "heading", wraps=True)
        self.note = label("", "note", wraps=True)
        self.period = ComboBox()
        self.period.setAccessibleName(tr("Period"))
        for key, text in _PERIODS:
            self.period.addItem(tr(text), key)
        self.first, self.last = (self._day_field(name) for name in (tr("First day"), tr("Last day")))
        self.channels = Chips(tr("Channel"))
        self.picks = {
            name: PickMany(theme, tr(text))
            for name, text in (
                ("teams", N_("Team")),
                ("agents", N_("Agent")),
                ("queues", N_("Queue")),
                ("drivers", N_("Driver")),
                ("languages", N_("Language")),
            )
        }
        self.shortest, self.longest = (self._minutes(name) for name in (tr("Longer than"), tr("Shorter than")))
        self.csat = Chips(tr("Satisfaction"), [Choice(key, tr(text), tr(CSAT_BANDS[key])) for key, text in _CSAT.items()])
        self.tenure = Chips(tr("Tenure"), [Choice(key, tr(text)) for key, text in TENURE_BANDS.items()])
        self.has_content = QCheckBox(tr("With a recording or a thread"))
        self.is_fresh = QCheckBox(tr("Not evaluated or assigned"))
        self.agents = DataTable(theme, agent_columns(), tr("Contacts by agent"), has_filter=False)
        self.agents.setMinimumHeight(theme.size(_TABLE_HEIGHT))
        self._lay_out()
        self._connect()

    def _day_field(self, name: str) -> QDateEdit:
        made = QDateEdit()
        made.setCalendarPopup(True)
        made.setDisplayFormat(day_shape())
        made.setAccessibleName(name)
        return made

    def _minutes(self, name: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(0, _LONGEST_MIN)
        made.setSpecialValueText(tr("any"))
        made.setSuffix(tr(" min"))
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        return made

    def _lay_out(self) -> None:
        counted = Card()
        counted.add(self.total)
        counted.add(self.note)
        self.column.addWidget(counted)
        filters = Card(tr("Population"))
        filters.add(self.period)
        self._days = _side_by_side(self.first, self.last)
        filters.add(self._days)
        filters.add(self.channels)
        for pick in self.picks.values():
            filters.add(pick)
        for text, widget in (
            (tr("Length, longer and shorter than"), _side_by_side(self.shortest, self.longest)),
            (tr("Satisfaction"), self.csat),
            (tr("Agent's tenure"), self.tenure),
        ):
            filters.add(label(text, "note"))
            filters.add(widget)
        filters.add(self.has_content)
        filters.add(self.is_fresh)
        self.column.addWidget(filters)
        by_agent = Card(tr("By agent"))
        by_agent.add(self.agents, 1)
        self.column.addWidget(by_agent)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.period.activated.connect(self._choose_period)
        for field in (self.first, self.last):
            field.dateChanged.connect(self._tell)
        for chips in (self.channels, self.csat, self.tenure):
            chips.changed.connect(self._tell)
        for pick in self.picks.values():
            pick.changed.connect(self._tell)
        for minutes in (self.shortest, self.longest):
            minutes.valueChanged.connect(self._tell)
        for check in (self.has_content, self.is_fresh):
            check.toggled.connect(self._tell)

    # -- what is offered

    def show_setup(self, setup: Setup, population: Population) -> None:
        """Offer the values there are, and light those of the population."""
        self._day, self._choices = setup.day, setup.choices
        choices = setup.choices
        self.channels.offer(
            [Choice(key, channel_name(key), tr("{count} contacts", count=n)) for key, n in choices.channels.items()]
        )
        for name, counts in (("queues", choices.queues), ("drivers", choices.drivers), ("languages", choices.languages)):
            self.picks[name].offer({key: key for key in counts}, counts)
        self.picks["teams"].offer({team: team for team in choices.teams})
        self.picks["agents"].offer(choices.agents)
        self.show_population(population)

    def show_population(self, population: Population) -> None:
        """Light these filters without telling anybody."""
        self.blockSignals(True)
        self._show_days(population)
        self.channels.show_values(population.channels)
        self.csat.show_values(population.csat)
        self.tenure.show_values(population.tenure)
        for name, pick in self.picks.items():
            pick.show_chosen(getattr(population, name))
        self.shortest.setValue(round((population.shortest_s or 0) / 60))
        self.longest.setValue(round((population.longest_s or 0) / 60))
        self.has_content.setChecked(population.needs_content)
        self.is_fresh.setChecked(population.is_fresh)
        self.blockSignals(False)

    def _show_days(self, population: Population) -> None:
        days = (population.first, population.last)
        key = next((key for key, _text in _PERIODS if key != "own" and self._span(key) == days), "own")
        self.period.setCurrentIndex(self.period.findData(key))
        self._days.setVisible(key == "own")
        for field, day in ((self.first, population.first), (self.last, population.last)):
            shown = day or self._day
            field.setDate(QDate(shown.year, shown.month, shown.day))

    def show_counting(self) -> None:
        """The numbers are on their way."""
        self.total.setText(tr("Counting …"))

    def show_counted(self, counted: Counted) -> None:
        """How many contacts there are, and whose."""
        of_agents = ntr("{count} agent", "{count} agents", len(counted.agents))
        self.total.setText(
            tr("{contacts} of {agents}", contacts=ntr("{count} contact", "{count} contacts", counted.total), agents=of_agents)
        )
        left_out = ntr(
            "{count} more is left out: nobody knows its agent.",
            "{count} more are left out: nobody knows their agents.",
            counted.without_agent,
        )
        parts = [" · ".join(f"{channel_name(key)} {count_text(n)}" for key, n in counted.channels.items())]
        parts.append(left_out if counted.without_agent else "")
        parts.append("" if counted.total else self._why_none())
        self.note.setText("\n".join(part for part in parts if part))
        self.note.setVisible(any(parts))
        self.agents.show_rows(counted.agents)

    def _why_none(self) -> str:
        if self.has_content.isChecked() and self.is_fresh.isChecked():
            return tr("Everything with a recording or thread in this period is evaluated or assigned. Widen the filters.")
        return tr("No contact fits these filters. Widen them.")

    # -- what is chosen

    @property
    def population(self) -> Population:
        """The filters as they stand."""
        first, last = self._span(self.period.currentData())
        return Population(
            first=first,
            last=last,
            channels=_texts(self.channels.values),
            **{name: pick.chosen for name, pick in self.picks.items()},
            shortest_s=60.0 * self.shortest.value() or None,
            longest_s=60.0 * self.longest.value() or None,
            csat=_texts(self.csat.values),
            tenure=_texts(self.tenure.values),
            needs_content=self.has_content.isChecked(),
            is_fresh=self.is_fresh.isChecked(),
        )

    def _span(self, key: str) -> tuple[date | None, date | None]:
        start = self._day.replace(day=1)
        spans: dict[str, tuple[date | None, date | None]] = {
            "month": (start, self._day),
            "last_month": (add_months(start, -1), start - timedelta(days=1)),
            "weeks": (self._day - timedelta(days=27), self._day),
            "quarter": (self._day - timedelta(days=90), self._day),
            "all": (None, None),
        }
        if key in spans:
            return spans[key]
        first, last = (date(each.year(), each.month(), each.day()) for each in (self.first.date(), self.last.date()))
        return min(first, last), max(first, last)

    def _choose_period(self) -> None:
        self._days.setVisible(self.period.currentData() == "own")
        self._tell()

    def _tell(self, _value: object = None) -> None:
        self.changed.emit(self.population)


def _side_by_side(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for widget in widgets:
        row.addWidget(widget, 1)
    return made


def _texts(values: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
