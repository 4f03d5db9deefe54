"""The head of every place: its title, the filters that hold for all of it, and one primary action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.elided import ElidedLabel
from qa_desk.ui.widgets.text import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton


_HEIGHT = 72
"""The same with and without a note: nothing jumps from place to place."""
_NARROWEST = 140


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
        words.addStretch(1)
        self._title = ElidedLabel(title, "title")
        self._note = ElidedLabel(note, "note")
        self._note.setVisible(bool(note))
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        self._words = QWidget()
        self._words.setLayout(words)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        words.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1000)
        row.addSpacing(Space.M)
        self._filters = QHBoxLayout()
        self._filters.setSpacing(Space.S)
        row.addLayout(self._filters)
        row.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        row.addLayout(self._actions)
        self.setMinimumHeight(_HEIGHT)  # larger letters make it higher
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    @property
    def title(self) -> str:
        """What is written now."""
        return self._title.text()

    def show_title(self, title: str, note: str = "") -> None:
        """Write another title, with a quieter line under it."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._fit()

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

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Title and note take the width of their words, and give way to the controls when there is too little."""
        for word in (self._title, self._note):
            word.ensurePolished()
        needed = max(word.fontMetrics().horizontalAdvance(word.text()) + 2 for word in (self._title, self._note))
        self._words.setMaximumWidth(needed)
        self._words.setMinimumWidth(min(needed, _NARROWEST))
        self._title.setToolTip(tip(self._title.text()))
        self._note.setToolTip(tip(self._note.text()))
