"""Goals for all, or for one team, channel, priority or agent, with the days on which they hold. Stands in Settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.kpis.goals import SCOPES, Goal
from qa_desk.services.goals import StoredGoal, list_goals, remove_goal, set_goal
from qa_desk.ui.changes import Kind
from qa_desk.ui.dates import day_text
from qa_desk.ui.settings.durations import seconds_of
from qa_desk.ui.settings.holidays import day_of_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.ui.screen import Context

_TABLE_HEIGHT, _FIELD_WIDTH, _WHOM_WIDTH = 180, 120, 150
SCOPE_WORDS = {
    "all": N_("For all"), "team": N_("For a team"), "channel": N_("For a channel"), "priority": N_("For a priority"),
    "agent": N_("For an agent"),
}  # fmt: skip


def target_of(text: str, unit: str) -> float:
    """The target a person wrote: `85 %` of a share, `2 h` of a duration, else a number; refused when it is none."""
    text = text.strip()
    if unit == "s" and (seconds := seconds_of(text)) is not None:
        return float(seconds)
    number = text.removesuffix("%").strip().replace(",", ".")
    try:
        return float(number) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise Refusal(tr("{value} is no number.", value=text or "–")) from error


class GoalEditor(QWidget):
    """The list, and under it a line to set another one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        from qa_desk.kpis.kpi import NONE
        from qa_desk.services.kpis import catalogue

        self._context = context
        self._infos = {info.id: info for info in catalogue() if info.direction != NONE}
        self._agents: dict[str, str] = {}
        self._in_hand: StoredGoal | None = None
        self.table = DataTable(context.theme, self._columns(), tr("Goals by team, channel, priority and agent"))
        self.table.selected.connect(self._selected)
        self.stage = Stage(context.theme, self.table)
        self.stage.setFixedHeight(context.theme.size(_TABLE_HEIGHT))
        self.kpi, self.scope = ComboBox(), ComboBox()
        self.kpi.setAccessibleName(tr("Key figure"))
        self.scope.setAccessibleName(tr("For whom"))
        for info in self._infos.values():
            self.kpi.addItem(info.name, info.id)
        for scope in SCOPES:
            self.scope.addItem(tr(SCOPE_WORDS[scope]), scope)
        self.scope.currentIndexChanged.connect(self._show_whom)
        self.whom, self.target, self.first, self.last = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        self._lay_out()
        self.setFocusProxy(self.table)
        self.refresh()

    def _lay_out(self) -> None:
        example = day_text(date(2026, 12, 25))
        named = (
            (self.whom, tr("Name"), _WHOM_WIDTH, tr("Name")),
            (self.target, tr("Target"), _FIELD_WIDTH, tr("85 % or 2 h")),
            (self.first, tr("From"), _FIELD_WIDTH, tr("from, {day}", day=example)),
            (self.last, tr("Until"), _FIELD_WIDTH, tr("until")),
        )
        what, when = QHBoxLayout(), QHBoxLayout()
        for row in (what, when):
            row.setSpacing(Space.S)
        what.addWidget(self.kpi, 3)
        what.addWidget(self.scope, 1)
        for field, name, width, example_text in named:
            field.setAccessibleName(name)
            field.setPlaceholderText(example_text)
            field.setMinimumWidth(width)
            field.returnPressed.connect(self.add)
        what.addWidget(self.whom, 1)
        self.add_button, self.remove_button = button(tr("Set this goal"), self.add), button(tr("Remove"), self.remove)
        for each in (self.target, self.first, self.last):
            when.addWidget(each, 1)
        when.addWidget(self.add_button)
        when.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        words = tr("The narrowest one holds. A new goal ends the one before it. A colour shows only where the interval allows.")
        column.addWidget(label(words, "note", wraps=True))
        column.addWidget(self.stage)
        column.addLayout(what)
        column.addLayout(when)
        column.addWidget(self._fault)

    def refresh(self) -> None:
        """Read the goals anew; what is being written stays."""
        connection = self._context.workspace.connection
        self._agents = {row[0]: row[1] for row in connection.execute("SELECT id, name FROM agents")}
        goals = list_goals(self._context.workspace)
        self.table.show_rows(goals)
        if goals:
            self.stage.show_content()
        else:
            self.stage.show_empty(tr("There are no goals with a scope or dates yet."))
        self._show_whom()
        self.remove_button.setEnabled(self._in_hand is not None)

    def add(self) -> None:
        """Set the goal that is written."""
        try:
            kept = set_goal(self._context.workspace, self._written())
        except QaDeskError as error:
            self._say(error.message)
            return
        self._say("")
        for field in (self.target, self.first, self.last):
            field.clear()
        self._changed()
        self.table.select(kept)

    def remove(self) -> None:
        """Take the one in hand away; the toast puts it back."""
        if self._in_hand is None:
            return
        gone = remove_goal(self._context.workspace, self._in_hand.id)
        self._in_hand = None
        self._context.navigator.toast(tr("Goal removed"), _PuttingBack(self, gone))
        self._changed()

    def put_back(self, goal: Goal) -> None:
        """Undo a removal."""
        set_goal(self._context.workspace, goal)
        self._changed()

    @property
    def fault(self) -> str:
        """What is wrong, or nothing."""
        return self._fault.text()

    def _written(self) -> Goal:
        info = self._infos[str(self.kpi.currentData())]
        scope = str(self.scope.currentData())
        whom = self.whom.text() if scope != "all" else None
        return Goal(info.id, target_of(self.target.text(), info.unit), scope, whom, _day(self.first), _day(self.last))

    def _changed(self) -> None:
        self.refresh()
        self._context.changes.announce(Kind.SETTINGS, origin=self)

    def _show_whom(self) -> None:
        self.whom.setVisible(self.scope.currentData() != "all")

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def _selected(self, stored: StoredGoal | None) -> None:
        self._in_hand = stored
        self.remove_button.setEnabled(stored is not None)

    def _columns(self) -> list[Column]:
        return [
            Column(tr("Key figure"), self._name_text, least=200),
            Column(tr("For whom"), self._whom_text, width=170),
            Column(tr("Target"), self._target_text, width=110),
            Column(tr("From"), lambda each: each.goal.valid_from or "", _day_words, width=110),
            Column(tr("Until"), lambda each: each.goal.valid_to or "", _day_words, width=110),
        ]

    def _name_text(self, stored: StoredGoal) -> str:
        info = self._infos.get(stored.goal.kpi)
        return info.name if info else stored.goal.kpi

    def _whom_text(self, stored: StoredGoal) -> str:
        value = stored.goal.scope_value
        return tr("All") if value is None else self._agents.get(value, value)

    def _target_text(self, stored: StoredGoal) -> str:
        from qa_desk.kpis.wording import amount

        info = self._infos.get(stored.goal.kpi)
        return amount(stored.goal.target, info.unit if info else "count")


def _day_words(text: str) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _day(field: QLineEdit) -> str | None:
    text = field.text().strip()
    if not text:
        return None
    found = day_of_text(text)
    if found is None:
        raise Refusal(tr("{day} is no day; write it as {example}.", day=text, example=day_text(date(2026, 12, 25))))
    return found.isoformat()


class _PuttingBack:
    """The toast's way back."""

    def __init__(self, editor: GoalEditor, goal: Goal) -> None:
        self._editor, self._goal = editor, goal

    def __call__(self) -> None:
        self._editor.put_back(self._goal)
