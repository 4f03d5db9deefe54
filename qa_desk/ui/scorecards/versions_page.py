"""The list of scorecards and their versions, and the one in hand as a form that can be tried without storing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import N_, tr
from qa_desk.ui.dates import day_text
from qa_desk.ui.scorecards.preview_form import PreviewForm, framed
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.header import Header
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.table import DataTable
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.scorecards.presenter import ScorecardsPresenter
    from qa_desk.ui.theme import Theme

STATES = {"draft": N_("draft"), "published": N_("published"), "retired": N_("retired")}
_VERBS: dict[str, tuple[str, tuple[str, ...]]] = {
    "edit": (N_("Edit"), ("draft",)),
    "publish": (N_("Publish …"), ("draft",)),
    "draft": (N_("New draft of it"), ("published", "retired")),
    "compare": (N_("Compare …"), ("draft", "published", "retired")),
    "copy": (N_("Copy as a new scorecard"), ("draft", "published", "retired")),
    "export": (N_("Write to a file …"), ("draft", "published", "retired")),
    "retire": (N_("Retire …"), ("published",)),
    "delete": (N_("Delete"), ("draft",)),
}
"""What can be done with a version, by its state."""


class VersionsPage(QWidget):
    """Table on the left; on the right what can be done with the version in hand, and its form."""

    asked = Signal(str)
    """A verb of `_VERBS`, for the version in hand."""
    gallery_asked = Signal()
    file_asked = Signal()

    def __init__(self, theme: Theme, presenter: ScorecardsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._theme = theme
        self._is_listing = False
        self.header = Header(tr("Scorecards"), tr("Published versions never change; a new wording is a new version."))
        self.header.add_action(button(tr("Ready-made …"), self.gallery_asked.emit))
        self.header.add_action(button(tr("Take up a file …"), self.file_asked.emit))
        self.header.add_primary(tr("New scorecard"), presenter.start_new)
        self.banner = Banner()
        self.table = DataTable(theme, self._columns(), tr("Scorecards"))
        self.form = PreviewForm(theme)
        self._faulty = label("", wraps=True)
        self._faulty.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._trying = label(tr("Try it: nothing is stored."), "note")
        self.verbs: dict[str, QPushButton] = {}
        self._stage = Stage(theme, self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stage, 1)
        self.table.selected.connect(self._selected)
        self.table.activated.connect(self._activated)
        presenter.listed.connect(self._show_list)
        presenter.chosen.connect(self._show_version)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Scorecard"), lambda entry: entry.title, least=150),
            Column(tr("Version"), lambda entry: entry.number, is_number=True, width=76),
            Column(tr("State"), lambda entry: entry.status, _state, width=100, meaning=_meaning),
            Column(tr("Channel"), lambda entry: entry.channel, _channel, width=84),
            Column(tr("Evaluations"), lambda entry: entry.evaluations, is_number=True, width=100),
            Column(tr("Last used"), lambda entry: entry.last_used_at, self._day, width=110),
        )

    def _day(self, at: int | None) -> str:
        return "" if at is None else day_text(self._presenter.day_of(at))

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
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        bar = QWidget()
        flow = FlowLayout(bar, Space.S)
        inset = QHBoxLayout()
        inset.setContentsMargins(Space.L, 0, Space.L, 0)
        inset.addWidget(bar)
        for verb, (words, _states) in _VERBS.items():
            made = button(tr(words), self._pressed, role="danger" if verb == "delete" else None)
            made.setProperty("verb", verb)
            self.verbs[verb] = made
            flow.addWidget(made)
        column.addLayout(inset)
        self._trying.setContentsMargins(Space.L, 0, Space.L, 0)
        column.addWidget(self._trying)
        column.addWidget(self._faulty)
        self._framed = framed(self.form)
        column.addWidget(self._framed, 1)
        column.addStretch(0)
        splitter.addWidget(right)
        splitter.setSizes([660, 480])
        return splitter

    def _show_list(self, entries: Sequence[VersionEntry]) -> None:
        if not entries:
            sentence = tr("There is no scorecard yet.")
            note = tr("Or begin with an empty one: “New scorecard”; or take up one of your own: drag its file here.")
            self._stage.show_empty(sentence, tr("Look at the ready-made ones"), self.gallery_asked.emit, note=note)
            return
        self._stage.show_content()
        self._is_listing = True  # the table goes back to the row it knew before; the presenter knows better
        self.table.show_rows(entries)
        self._is_listing = False
        if self._presenter.entry is None:
            self._presenter.choose(entries[0].id)
        self.table.select(self._presenter.entry)

    def _selected(self, entry: VersionEntry | None) -> None:
        in_hand = self._presenter.entry
        if entry is not None and not self._is_listing and (in_hand is None or entry.id != in_hand.id):
            self._presenter.choose(entry.id)

    def _activated(self, _entry: object) -> None:
        self.asked.emit("edit" if self.verbs["edit"].isEnabled() else "draft")

    def _show_version(self, entry: VersionEntry, version: ScorecardVersion | None) -> None:
        for verb, (_words, states) in _VERBS.items():
            self.verbs[verb].setVisible(entry.status in states)
            self.verbs[verb].setEnabled(entry.status in states)
        self._framed.setVisible(version is not None)
        self._trying.setVisible(version is not None)
        self._faulty.setVisible(version is None)
        if version is None:
            self.form.stop()
            self._faulty.setText(tr("{name} has faults still. Edit it: each fault stands beside its field.", name=entry.name))
        elif version != self.form.version or entry.name != self.form.head.title:
            self.form.begin(version, entry.name)

    def _pressed(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.asked.emit(str(pressed.property("verb")))


def _state(status: str) -> str:
    return tr(STATES[status])


def _meaning(entry: VersionEntry) -> str | None:
    return {"draft": "watch", "published": "good"}.get(entry.status)


def _channel(channel: str | None) -> str:
    return channel_name(channel) if channel else tr("any")
