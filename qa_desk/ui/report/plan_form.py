"""The form of an item of the report's plan: who does what until when, and which figure it is meant to move."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import tr
from qa_desk.domain.report_plan import LONGEST_TEXT, PlanDraft, PlanItem, group_name
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.report.plan_presenter import PlanState
    from qa_desk.ui.theme import Theme

_DUE_IN = timedelta(days=14)
_FIELD_WIDTH = 420

Where = tuple[tuple[str, str], ...]


class PlanForm(QWidget):
    """Begun for a new item, for a figure, or with an item that is there. Ctrl+Enter keeps it, Escape puts it away."""

    given = Signal(object)
    """The `PlanDraft`."""
    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.item: PlanItem | None = None
        self.heading = label("", "heading")
        self.text, self.owner = QLineEdit(), QLineEdit()
        self.text.setPlaceholderText(tr("Who does what? e.g. the second line answers e-mail from 9 o'clock on"))
        self.text.setMaxLength(LONGEST_TEXT)
        self.has_due = QCheckBox(tr("Due on"))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setAccessibleName(tr("Due on"))
        self.has_due.toggled.connect(self.due.setEnabled)
        self.kpi, self.group = ComboBox(), ComboBox()
        self.kpi.activated.connect(self._follow_kpi)
        self.fault = label("", "fault", wraps=True)
        self.fault.hide()
        for field in (self.kpi, self.group, self.owner):
            field.setMaximumWidth(theme.size(_FIELD_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self.heading)
        column.addWidget(FormRow(tr("Action"), self.text, theme=theme))
        column.addWidget(FormRow(tr("Owner"), self.owner, theme=theme))
        column.addWidget(FormRow(tr("Due"), self._due_row(), theme=theme))
        hint = tr("The next report says what this figure did since.")
        column.addWidget(FormRow(tr("Figure that it should move"), self.kpi, hint, theme=theme))
        column.addWidget(FormRow(tr("Of"), self.group, theme=theme))
        column.addWidget(self.fault)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), self.end, role="quiet"))
        self.save = button(tr("Keep the action"), self.give, role="primary")
        foot.addWidget(self.save)
        column.addLayout(foot)
        for keys, run in ((("Ctrl+Return", "Ctrl+Enter"), self.give), (("Escape",), self.end)):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)
        self.text.returnPressed.connect(self.give)
        self.hide()

    def offer(self, state: PlanState) -> None:
        """What an item can be linked with; what is chosen stays chosen."""
        chosen, where = self.kpi.currentData(), self.group.currentData()
        _fill(self.kpi, [(None, tr("No figure")), *state.kpis])
        groups: list[tuple[Where, str]] = [((), tr("The whole centre"))]
        groups += [((("team", team),), group_name("team", team)) for team in state.teams]
        groups += [((("channel", name),), group_name("channel", channel_name(name))) for name in state.channels]
        _fill(self.group, groups)
        self._show_link(chosen, where or ())

    def begin(self, today: date, kpi: str | None = None, where: Where = ()) -> None:
        """A new item, for a figure of a sentence or for none."""
        self._start(tr("New action"), None, PlanDraft("", kpi=kpi, where=where), today)

    def begin_with(self, item: PlanItem, today: date) -> None:
        """An item that is to be said otherwise."""
        self._start(tr("Change the action"), item, PlanDraft(item.text, item.owner, item.due_on, item.kpi, item.where), today)

    def end(self) -> None:
        """Put the form away."""
        self.hide()
        self.item = None
        self.ended.emit()

    def say_fault(self, text: str) -> None:
        """What the item lacks."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def give(self) -> None:
        """Hand out what is filled in."""
        kpi = self.kpi.currentData()
        day = self.due.date()
        due = date(day.year(), day.month(), day.day()) if self.has_due.isChecked() else None
        where = tuple(self.group.currentData() or ()) if kpi is not None else ()
        self.given.emit(PlanDraft(self.text.text(), self.owner.text(), due, kpi, where))

    def _start(self, heading: str, item: PlanItem | None, draft: PlanDraft, today: date) -> None:
        self.item = item
        self.heading.setText(heading)
        self.say_fault("")
        self.text.setText(draft.text)
        self.owner.setText(draft.owner)
        due = draft.due_on or today + _DUE_IN
        self.due.setDate(QDate(due.year, due.month, due.day))
        self.has_due.setChecked(item is None or draft.due_on is not None)
        self.due.setEnabled(self.has_due.isChecked())
        self._show_link(draft.kpi, draft.where)
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _due_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        line.addWidget(self.has_due)
        line.addWidget(self.due)
        line.addStretch(1)
        row.setFocusProxy(self.has_due)
        return row

    def _show_link(self, kpi: str | None, where: Sequence[tuple[str, str]]) -> None:
        """Choose these; one that is not on offer (a group that is no more, two groups at once) is offered beside the others."""
        if kpi is not None and self.kpi.findData(kpi) < 0:
            self.kpi.addItem(kpi, kpi)
        self.kpi.setCurrentIndex(max(0, self.kpi.findData(kpi)) if kpi is not None else 0)
        wanted = tuple((str(name), str(value)) for name, value in where)
        place = next((n for n in range(self.group.count()) if tuple(self.group.itemData(n) or ()) == wanted), -1)
        if place < 0:
            self.group.addItem(tr(", ").join(group_name(name, value) for name, value in wanted), wanted)
            place = self.group.count() - 1
        self.group.setCurrentIndex(max(0, place))
        self._follow_kpi()

    def _follow_kpi(self) -> None:
        self.group.setEnabled(self.kpi.currentData() is not None)


def _fill(combo: ComboBox, choices: Sequence[tuple[object, str]]) -> None:
    combo.clear()
    for data, text in choices:
        combo.addItem(text, data)
