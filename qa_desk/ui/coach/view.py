"""The Coach place: the team list on the left (who needs time, and why), the page of the chosen agent on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.coaching_text import period_text
from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.ui.changes import Kind
from qa_desk.ui.coach.model import UNDER, TeamRow, team_columns, team_rows
from qa_desk.ui.coach.page import AgentPage
from qa_desk.ui.coach.presenter import PERIODS, CoachPresenter
from qa_desk.ui.coach.two_lines import TwoLines
from qa_desk.ui.dates import day_text
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import GUTTER, Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from qa_desk.domain.coaching import CoachingPage, TeamView
    from qa_desk.ui.screen import Context

_LIST_WIDTH, _PAGE_WIDTH = 480, 880
_ROW_HEIGHT = 68
_NARROW = 900


class CoachScreen(Screen):
    """Choosing a line opens the page; everything is read off the window's thread."""

    shows = frozenset({Kind.EVALUATIONS, Kind.COACHING, Kind.FACTS, Kind.PEOPLE, Kind.SCORECARDS, Kind.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = CoachPresenter(context, self)
        self._header = Header(tr("Coach"))
        self._teams, self._periods = ComboBox(), ComboBox()
        self._teams.setAccessibleName(tr("Team"))
        self._periods.setAccessibleName(tr("Period"))
        for key, text in PERIODS:
            self._periods.addItem(tr(text), key)
        self._teams.activated.connect(self._chose_team)
        self._periods.activated.connect(self._chose_period)
        self._header.add_filter(self._teams)
        self._header.add_filter(self._periods)
        self._export_button = button(tr("Export"))
        menu = QMenu(self._export_button)
        menu.addAction(tr("This agent's sheet"), self._export_agent)
        menu.addAction(tr("Workbook of the team"), self._export_team)
        self._export_button.setMenu(menu)
        self._export_button.setEnabled(False)
        self._header.add_action(self._export_button)
        self._new = self._header.add_primary(tr("New session"), self._begin_note)
        self.table = DataTable(context.theme, team_columns(), tr("Team: who needs time, and why"))
        self.table.selected.connect(self._chose_agent)
        for column, under in UNDER:
            self.table.view.setColumnHidden(under, True)
            self.table.view.setItemDelegateForColumn(column, TwoLines(context.theme, under, self.table))
        self.table.view.verticalHeader().setDefaultSectionSize(context.theme.size(_ROW_HEIGHT))
        context.theme.changed.connect(self._resize_rows)
        self._note = label("", "note", wraps=True)
        self.list_stage = Stage(context.theme, self._list())
        self._holder = QWidget()
        self._place = QVBoxLayout(self._holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.page_stage = Stage(context.theme, self._holder)
        self.page: AgentPage | None = None
        self._lay_out()
        self._listen()
        self._wanted: str | None = None
        self._show_page_hint()
        self.table.setFocus()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list stands above the page instead of beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._context.theme.size(_NARROW)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([1_000, 1_600] if is_narrow else [_LIST_WIDTH, _PAGE_WIDTH])

    def arrive(self, **arguments: object) -> None:
        """With `agent_id`, the person wants that agent's page."""
        agent_id = arguments.get("agent_id")
        if isinstance(agent_id, str):
            self._wanted = agent_id
            if self.presenter.team is not None:
                self.presenter.show_team(None)
                self._show_teams()
            else:
                self._select_wanted()

    def refresh(self) -> None:
        """Read everything anew."""
        self._show_teams()
        self.presenter.load()

    def verbs(self) -> Sequence[Verb]:
        """What can be done from here."""
        return (
            Verb(tr("New coaching session"), self._begin_note),
            Verb(tr("Export the coaching workbook of this team"), self._export_team),
            Verb(tr("Export this agent's coaching sheet"), self._export_agent),
        )

    def _list(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(Space.XL, Space.L, GUTTER, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        return made

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list_stage)
        self._splitter.addWidget(self.page_stage)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([_LIST_WIDTH, _PAGE_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        body = QHBoxLayout()
        body.addWidget(self._splitter)
        column.addLayout(body, 1)

    def _listen(self) -> None:
        self.presenter.team_loading.connect(self._team_is_loading)
        self.presenter.team_loaded.connect(self._show_team)
        self.presenter.team_failed.connect(self._say_team_fault)
        self.presenter.page_loading.connect(self._page_is_loading)
        self.presenter.page_loaded.connect(self._show_page)
        self.presenter.page_failed.connect(self._say_page_fault)
        self.presenter.refused.connect(self._say_refusal)

    def _show_teams(self) -> None:
        with QSignalBlocker(self._teams):
            self._teams.clear()
            self._teams.addItem(tr("All teams"), None)
            for team in self.presenter.teams:
                self._teams.addItem(team, team)
            self._teams.setCurrentIndex(max(0, self._teams.findData(self.presenter.team)))

    def _chose_team(self, index: int) -> None:
        self.presenter.show_team(self._teams.itemData(index))

    def _chose_period(self, index: int) -> None:
        self.presenter.show_period(self._periods.itemData(index))

    def _chose_agent(self, row: TeamRow | None) -> None:
        if row is not None:
            self.presenter.open_agent(row.line.agent.id)

    def _resize_rows(self) -> None:
        self.table.view.verticalHeader().setDefaultSectionSize(self._context.theme.size(_ROW_HEIGHT))

    def _team_is_loading(self) -> None:
        if not self.table.model.total:
            self.list_stage.show_loading()

    def _show_team(self, view: TeamView) -> None:
        self._header.show_title(tr("Coach"), period_text(view, day_text))
        has_anything = bool(view.lines) and (
            view.data_end is not None or any(line.last_session or line.overdue for line in view.lines)
        )
        self._export_button.setEnabled(has_anything)
        self.page_stage.setVisible(has_anything)
        if not has_anything:
            self._new.setEnabled(False)
            self.list_stage.show_empty(
                tr("Nothing to coach from yet: import tickets, calls, surveys or evaluations."),
                tr("Import data"),
                self._go_to_data,
            )
            return
        rows = team_rows(view.lines)
        with QSignalBlocker(self.table):
            self.table.show_rows(rows)
        self._note.setText(tr(view.note) if view.note else tr("By need, then by name: listed, not ranked."))
        self.list_stage.show_content()
        self._wanted = self._wanted or self.presenter.agent_id or view.lines[0].agent.id
        self._select_wanted()

    def _select_wanted(self) -> None:
        for place in range(self.table.model.rowCount()):
            row = self.table.model.row_at(place)
            if row is not None and row.line.agent.id == self._wanted:
                self._wanted = None
                self.table.view.selectRow(place)
                self.presenter.open_agent(row.line.agent.id)
                return

    def _say_team_fault(self, error: Exception) -> None:
        self.list_stage.show_fault(_words(error), self.presenter.load_team)

    def _page_is_loading(self) -> None:
        is_other = self.page is None or self.page.agent_id != self.presenter.agent_id
        if is_other:
            self.page_stage.show_loading()

    def _show_page(self, page: CoachingPage) -> None:
        self._forget_page()
        presenter = self.presenter
        line = presenter.line_of(page.agent.id)
        made = AgentPage(self._context.theme, page, line, presenter.coach_name, presenter.follow_up())
        made.played.connect(presenter.play)
        made.note_given.connect(presenter.save_note)
        made.action_settled.connect(self._settle)
        made.acknowledged.connect(self._acknowledge)
        self.page = made
        self._place.addWidget(made)
        self._place.addWidget(made.plan.form.foot)
        self._new.setEnabled(True)
        self.page_stage.show_content()

    def _forget_page(self) -> None:
        if self.page is not None:
            for part in (self.page.plan.form.foot, self.page):
                self._place.removeWidget(part)
                part.hide()
                part.deleteLater()
            self.page = None

    def _say_page_fault(self, error: Exception) -> None:
        self.page_stage.show_fault(_words(error), self.presenter.reload_page)

    def _show_page_hint(self) -> None:
        self._new.setEnabled(False)
        self.page_stage.show_empty(tr("Choose somebody on the left to see the page for your talk."))

    def _settle(self, settled: tuple[str, str]) -> None:
        self.presenter.settle_action(*settled)

    def _acknowledge(self, signed: tuple[str, str]) -> None:
        self.presenter.acknowledge(*signed)

    def _say_refusal(self, text: str) -> None:
        if self.page is not None and self.page.plan.form.isVisible():
            self.page.plan.form.say_fault(text)
        else:
            self._context.navigator.toast(text)

    def _begin_note(self) -> None:
        if self.page is not None:
            self.page.begin_note()

    def _export_team(self) -> None:
        self._export(self.presenter.team or tr("all teams"), ())

    def _export_agent(self) -> None:
        if self.page is not None and self.presenter.agent_id is not None:
            self._export(self.page.agent_name, (self.presenter.agent_id,))

    def _export(self, name: str, agents: Sequence[str]) -> None:
        proposed = "".join(c if c.isalnum() or c in " -_" else " " for c in tr("Coaching {name}", name=name)).strip()
        start = str(self._context.workspace.path.parent / f"{proposed}.xlsx")
        chosen = self.ask_where(start)
        if chosen:
            path = Path(chosen)
            self.presenter.export(path if path.suffix else path.with_suffix(".xlsx"), agents)

    def ask_where(self, start: str) -> str:
        """The file to write, or nothing when the person thought better of it."""
        return QFileDialog.getSaveFileName(self, tr("Export"), start, tr("Excel workbook (*.xlsx)"))[0]

    def _go_to_data(self) -> None:
        self._context.navigator.go("data")


def _words(error: Exception) -> str:
    return error.message if isinstance(error, QaDeskError) else tr("The figures could not be made; the report says why.")
