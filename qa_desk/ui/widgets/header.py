"""The head of every place: its title, the filters that hold for all of it, and one primary action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton


class Header(QWidget):
    """Title on the left, filters after it, one primary action on the right."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self._has_primary = False
        self.setProperty("kind", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = label(title, "title")
        self._note = label(note, "note")
        self._note.setVisible(bool(note))
        words.addWidget(self._title)
        words.addWidget(self._note)
        row.addLayout(words)
        row.addSpacing(Space.M)
        self._filters = QHBoxLayout()
        self._filters.setSpacing(Space.S)
        row.addLayout(self._filters)
        row.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        row.addLayout(self._actions)
        self.setMinimumHeight(60)

    @property
    def title(self) -> str:
        """What is written now."""
        return self._title.text()

    def show_title(self, title: str, note: str = "") -> None:
        """Write another title, with a quieter line under it."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def add_filter(self, widget: QWidget) -> None:
        """A control that applies to the whole place (period, team)."""
        self._filters.addWidget(widget)

    def add_action(self, widget: QWidget) -> None:
        """A lesser control on the right, before the primary one."""
        self._actions.insertWidget(max(0, self._actions.count() - int(self._has_primary)), widget)

    def add_primary(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        """The one obvious next action."""
        made = button(text, pressed, role="primary")
        self._actions.addWidget(made)
        self._has_primary = True
        return made
