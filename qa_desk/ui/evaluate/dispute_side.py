"""A panel in the form's place, beside the interaction: a heading, what scrolls, and a foot with one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import DECLARED_KEYS, Act
from qa_desk.ui.evaluate.form_scroll import FormScroll
from qa_desk.ui.shortcuts import shown_key
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button
from qa_desk.ui.widgets.text import hairline, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.shortcuts import Keys
    from qa_desk.ui.theme import Theme


class SidePanel(QWidget):
    """Escape closes it, the keys of Submit do its one action. Subclasses fill `body` and call `settle`."""

    closed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(name))
        self.area = FormScroll()
        column.addWidget(self.area, 1)
        column.addWidget(hairline())
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        self.foot.setSpacing(Space.S)
        column.addLayout(self.foot)
        self._fault = label("", "fault", wraps=True)
        self._fault.hide()
        self.foot.addWidget(self._fault)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        self.foot.addLayout(self._actions)
        self._primary: QPushButton | None = None
        self._keys = DECLARED_KEYS
        self.new_body()

    def _head(self, name: str) -> QWidget:
        head = QWidget()
        head.setProperty("kind", "header")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = label(name, "heading", wraps=True)
        self.note = label("", "note", wraps=True)
        words.addWidget(self.title)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        close = IconButton(self.theme, "x", tr("Back to the form"), self.closed.emit)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def new_body(self) -> QVBoxLayout:
        """Begin what scrolls anew; the column to fill."""
        self._fresh = QWidget()
        self._fresh.setProperty("kind", "page")
        self.body = QVBoxLayout(self._fresh)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.M)
        return self.body

    def settle(self) -> None:
        """The body is full: show it, with every answer as wide as its words. Only now can a part of it have the keys."""
        self.body.addStretch(1)
        self.area.setWidget(self._fresh)
        self.area.fit_later()

    def add_action(
        self, text: str, pressed: Callable[[], object], *, is_primary: bool = False, role: str | None = None
    ) -> QPushButton:
        """A button of the foot; the primary one comes first and says its key."""
        made = button(text, pressed, role="primary" if is_primary else role, name=text)
        self._actions.addWidget(made)
        if is_primary:
            self._primary = made
            self.name_primary(text)
        return made

    def end_actions(self) -> None:
        """No more buttons: they stand on the left."""
        self._actions.addStretch(1)

    def name_primary(self, text: str) -> None:
        """The one action is called otherwise now."""
        if self._primary is not None:
            self._primary.setText("  ".join([text, *map(shown_key, self._keys.of(Act.SUBMIT)[:1])]))
            self._primary.setAccessibleName(text)

    def take_keys(self, keys: Keys) -> None:
        """Other keys are in force: the primary button says its own."""
        self._keys = keys
        if self._primary is not None:
            self.name_primary(self._primary.accessibleName())

    @property
    def fault(self) -> str:
        """What is wrong, or nothing."""
        return self._fault.text()

    def show_fault(self, text: str) -> None:
        """Say what is wrong, above the action; an empty text says nothing."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def act(self) -> None:
        """Do the one action, as Ctrl+Enter does (the place hands it on: two shortcuts of one key would do nothing)."""
        if self._primary is not None and self._primary.isVisible() and self._primary.isEnabled():
            self._primary.click()


def named_field(name: str, text: str = "") -> QLineEdit:
    """A line for a typed name."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(name)
    return made


def caption(text: str) -> QWidget:
    """A quiet word over a field."""
    return label(text, "note")
