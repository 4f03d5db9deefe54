"""The Scorecards place: the versions, and the one in hand as a form that can be tried without storing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.language import N_, tr
from qa_desk.services.scorecards import ready_made_scorecards
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.form import ScorecardForm
from qa_desk.ui.scorecards.presenter import ScorecardsPresenter
from qa_desk.ui.screen import Screen, Verb
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.screen import Context

STATES = {"draft": N_("draft"), "published": N_("published"), "retired": N_("retired")}


def _state(status: str) -> str:
    return tr(STATES[status])


class ScorecardsScreen(Screen):
    """A list on the left, a form to try on the right."""

    shows = frozenset({Kind.SCORECARDS, Kind.EVALUATIONS})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.presenter = ScorecardsPresenter(context, self)
        self.header = Header(tr("Scorecards"), tr("Published versions never change; a new wording is a new version."))
        self._export = button(tr("Write as YAML …"), self._choose_target)
        self._publish = button(tr("Publish"), self.presenter.publish)
        self._ready_made = button(tr("Ready-made"))
        self._ready_made.setMenu(self._menu())
        for widget in (self._export, self._publish, self._ready_made):
            self.header.add_action(widget)
        self.header.add_primary(tr("Take up a file …"), self._choose_source)
        self.banner = Banner()
        self.table = DataTable(context.theme, self._columns(), tr("Scorecards"), has_filter=False)
        self.form = ScorecardForm(context.theme)
        self.form.foot.hide()
        self._trying = label(tr("Try it: nothing is stored."), "note")
        self._stage = Stage(context.theme, self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stage, 1)
        self.table.selected.connect(self._selected)
        self.presenter.listed.connect(self._show_list)
        self.presenter.chosen.connect(self._show_version)
        self.presenter.refused.connect(self._refused)
        self.presenter.told.connect(self._told)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        self.presenter.refresh()

    def verbs(self) -> Sequence[Verb]:
        """What can be done here, for the palette."""
        return (
            Verb(tr("Take up a scorecard file …"), self._choose_source),
            Verb(tr("Publish the scorecard"), self.presenter.publish),
        )

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Scorecard"), lambda entry: entry.title),
            Column(tr("Version"), lambda entry: entry.number, is_number=True, width=80),
            Column(tr("State"), lambda entry: entry.status, _state, width=110),
            Column(tr("Evaluations"), lambda entry: entry.evaluations, is_number=True, width=110),
        )

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for path in ready_made_scorecards():
            action = menu.addAction(path.stem.replace("_", " ").capitalize())
            action.setData(str(path))
        menu.triggered.connect(self._take_ready_made)
        return menu

    def _body(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        column.addWidget(self.table)
        splitter.addWidget(left)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(0)
        self._trying.setContentsMargins(Space.L, 0, Space.L, 0)
        column.addWidget(self._trying)
        column.addWidget(self.form, 1)
        splitter.addWidget(right)
        splitter.setSizes([640, 480])
        return splitter

    def _show_list(self, entries: tuple[VersionEntry, ...]) -> None:
        if not entries:
            self._publish.setEnabled(False)
            self._export.setEnabled(False)
            sentence = tr("There is no scorecard yet.")
            note = tr("Or take up one of your own: “Take up a file …”.")
            self._stage.show_empty(sentence, tr("Take up the ready-made ones"), self._take_all_ready_made, note=note)
            return
        self._stage.show_content()
        self.table.show_rows(entries)
        if self.presenter.entry is None:
            self.presenter.choose(entries[0].id)

    def _selected(self, entry: VersionEntry | None) -> None:
        in_hand = self.presenter.entry
        if entry is not None and (in_hand is None or entry.id != in_hand.id):
            self.presenter.choose(entry.id)

    def _show_version(self, entry: VersionEntry, version: ScorecardVersion) -> None:
        self._publish.setEnabled(entry.status == "draft")
        self._export.setEnabled(True)
        if version != self.form.version:
            self.form.show_version(version, {}, title=entry.name)

    def _choose_source(self) -> None:
        kinds = tr("Scorecards") + " (*.yaml *.yml *.json)"
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Take up a scorecard"), "", kinds)
        if chosen:
            self.presenter.take_up(Path(chosen))

    def _choose_target(self) -> None:
        if self.presenter.entry is None:
            return
        name = f"{self.presenter.entry.key}-v{self.presenter.entry.number}.yaml"
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("Write the scorecard"), name, "YAML (*.yaml)")
        if chosen:
            self.presenter.write_out(Path(chosen))

    def _take_ready_made(self, action: QAction) -> None:
        self.presenter.take_up(Path(str(action.data())))

    def _take_all_ready_made(self) -> None:
        for path in ready_made_scorecards():
            self.presenter.take_up(path)
            self.presenter.publish()

    def _refused(self, text: str) -> None:
        self.banner.say(text, "bad")

    def _told(self, text: str) -> None:
        self.banner.clear()
        self._context.navigator.toast(text)
