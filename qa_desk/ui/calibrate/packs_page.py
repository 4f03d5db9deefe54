"""Writing packs: for whom, with or without the recordings, sealed with a passphrase or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.calibrate.packs_presenter import PacksAsked
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice, button
from qa_desk.ui.widgets.card import Page
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.text import label
from qa_desk.workspace.sealed import SHORTEST_PASSPHRASE

if TYPE_CHECKING:
    from qa_desk.ui.calibrate.packs_presenter import PacksOffered
    from qa_desk.ui.theme import Theme

_WIDTH, _LABELS_WIDTH = 860, 290


class PacksPage(Page):
    """`show_offer` fills it; `asked` hands out what was filled in."""

    asked = Signal(object)
    """`PacksAsked`"""
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Packs"))
        self._chips_width = theme.size(_WIDTH - _LABELS_WIDTH)
        self._lead = label("", "muted", wraps=True)
        self.people = Chips(tr("Evaluators"))
        self.people.changed.connect(self._choose)
        self.recordings = QCheckBox(tr("Take the recordings along"))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(tr("None: whoever has the file can read it"))
        self.passphrase.setAccessibleName(tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._ask)
        self.shown = QCheckBox(tr("Show it"))
        self.shown.toggled.connect(self._show_passphrase)
        self._people_row = FormRow(tr("Evaluators"), self.people, tr("A pack for each."), theme=theme)
        self._recordings_row = FormRow(
            tr("Recordings"), self.recordings, tr("Without them whoever scores needs the files at hand."), theme=theme
        )
        self._passphrase_row = FormRow(
            tr("Passphrase"),
            self._passphrase_fields(),
            tr("Eight characters or more. Tell it by another way than the pack: without it nobody opens the pack."),
            theme=theme,
        )
        self._write = button(tr("Write…"), self._ask, role="primary")
        self._lay_out(theme)

    def _passphrase_fields(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.shown)
        both.setFocusProxy(self.passphrase)
        return both

    def _lay_out(self, theme: Theme) -> None:
        body = QWidget()
        body.setMaximumWidth(theme.size(_WIDTH))
        form = QVBoxLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        self._lead.setContentsMargins(0, 0, 0, Space.M)
        for part in (self._lead, self._people_row, self._recordings_row, self._passphrase_row):
            form.addWidget(part)
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(button(tr("Cancel"), self.cancelled.emit, role="quiet"))
        actions.addWidget(self._write)
        form.addLayout(actions)
        self.column.addWidget(body)
        self.column.addStretch(1)

    def show_offer(self, offer: PacksOffered) -> None:
        """Offer the people of a session; nothing of an earlier passphrase stays."""
        is_reply = offer.is_reply
        self._lead.setText(
            tr("A reply holds what one person has submitted, and nobody else's. Send it to whoever opened the session.")
            if is_reply
            else tr("A pack holds the interactions and the scorecard, and nobody's answers. Its reader scores at their own desk.")
        )
        self.people.offer([Choice(person.id, person.name) for person in offer.people])
        self.people.show_values(offer.chosen)
        chips = self.people.layout()
        if chips is not None:  # a scrolled page does not ask how high wrapped chips are
            self.people.setMinimumHeight(chips.heightForWidth(self._chips_width))
        self._recordings_row.setVisible(offer.has_recordings and not is_reply)
        self.recordings.setChecked(offer.has_recordings and not is_reply)
        self.passphrase.clear()
        self.shown.setChecked(False)
        self._passphrase_row.show_fault("")
        self.rest()

    def wait(self) -> None:
        """They are being written: not twice."""
        self._write.setEnabled(False)

    def rest(self) -> None:
        """They may be written."""
        self._write.setEnabled(bool(self.people.values))

    def _choose(self, _changed: object) -> None:
        self.rest()

    def _show_passphrase(self, is_shown: bool) -> None:
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)

    def _ask(self) -> None:
        words = self.passphrase.text()
        if words and len(words.strip()) < SHORTEST_PASSPHRASE:
            self._passphrase_row.show_fault(tr("A passphrase has {count} characters or more.", count=SHORTEST_PASSPHRASE))
            return
        self._passphrase_row.show_fault("")
        people = tuple(str(value) for value in self.people.values)
        if people:
            self.asked.emit(PacksAsked(people, self.recordings.isChecked(), words or None))
