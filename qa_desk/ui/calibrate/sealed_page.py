"""A pack that is sealed: it opens with its passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.card import Page
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.ui.theme import Theme

_WIDTH = 860


class SealedPage(Page):
    """`show_pack` names it; `opened` hands out the path and the passphrase."""

    opened = Signal(object, str)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("A sealed pack"))
        self._path: Path | None = None
        self._lead = label("", "muted", wraps=True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._open)
        self.row = FormRow(tr("Passphrase"), self.passphrase, tr("As you were told by whoever sent the pack."), theme=theme)
        self._go = button(tr("Open the pack"), self._open, role="primary")
        body = QWidget()
        body.setMaximumWidth(theme.size(_WIDTH))
        form = QVBoxLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        self._lead.setContentsMargins(0, 0, 0, Space.M)
        form.addWidget(self._lead)
        form.addWidget(self.row)
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(button(tr("Cancel"), self.cancelled.emit, role="quiet"))
        actions.addWidget(self._go)
        form.addLayout(actions)
        self.column.addWidget(body)
        self.column.addStretch(1)

    def show_pack(self, path: Path) -> None:
        """Ask for the passphrase of this pack."""
        self._path = path
        self._lead.setText(tr("{file} is sealed.", file=path.name))
        self.passphrase.clear()
        self.row.show_fault("")
        self._go.setEnabled(True)

    def show_fault(self, text: str) -> None:
        """It did not open: say why, and let it be tried again."""
        self.row.show_fault(text)
        self._go.setEnabled(True)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _open(self) -> None:
        if self._path is not None and self.passphrase.text():
            self._go.setEnabled(False)
            self.opened.emit(self._path, self.passphrase.text())
