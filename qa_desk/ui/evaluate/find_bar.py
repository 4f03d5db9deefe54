"""A line to search in what is shown: how many places there are, and which of them one is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from qa_desk.ui.theme import Theme


class FindBar(QWidget):
    """Enter steps on, Shift+Enter back, Escape closes."""

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, Space.XS)
        row.setSpacing(Space.XS)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find in this thread"))
        self.field.setAccessibleName(tr("Find in this thread"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.wanted)
        self.field.installEventFilter(self)
        self._count = label("", "small")
        self.previous_button = IconButton(theme, "chevron-up", tr("Previous place"), self._back)
        self.next_button = IconButton(theme, "chevron-down", tr("Next place"), self._on)
        self.close_button = IconButton(theme, "x", tr("Close the search"), self.close_search)
        row.addWidget(self.field, 1)
        for part in (self._count, self.previous_button, self.next_button, self.close_button):
            row.addWidget(part)
        self.hide()

    @property
    def told(self) -> str:
        """What it says of the places found."""
        return self._count.text()

    def open(self, words: str = "") -> None:
        """Be shown, ready to type; `words` are searched at once."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_search(self) -> None:
        """Go, and let go of the places."""
        self.hide()
        self.closed.emit()

    def show_count(self, current: int | None, count: int) -> None:
        """Say how many places there are."""
        if not self.field.text().strip():
            self._count.setText("")
        elif not count:
            self._count.setText(tr("not found"))
        else:
            self._count.setText(tr("{current} of {count}", current=(current or 0) + 1, count=count))
        for step in (self.previous_button, self.next_button):
            step.setEnabled(count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that mean something here; nothing of them reaches the form."""
        if event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]  # a key press is one
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.stepped.emit(-1 if key.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if key.key() == Qt.Key.Key_Escape:
                self.close_search()
                return True
        return super().eventFilter(watched, event)

    def _back(self) -> None:
        self.stepped.emit(-1)

    def _on(self) -> None:
        self.stepped.emit(1)
