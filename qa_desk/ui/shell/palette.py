"""Ctrl+K: every verb by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.ui.screen import Verb

_WALKS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """Type a few letters of some words, Enter does it."""

    def __init__(self, parent: QWidget, verbs: Sequence[Verb]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Commands"))
        self.setProperty("kind", "popup")
        self._verbs = tuple(verbs)
        self._typed = QLineEdit()
        self._typed.setPlaceholderText(tr("What do you want to do?"))
        self._typed.setAccessibleName(tr("Command"))
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Commands"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self._typed)
        column.addWidget(self._list)
        self._typed.textChanged.connect(self._offer)
        self._list.itemClicked.connect(self._do)
        self._typed.installEventFilter(self)
        width = min(560, parent.width() - 2 * Space.XL)
        self.resize(width, min(420, parent.height() - 2 * Space.XL))
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, 72)))
        self._offer("")
        self._typed.setFocus()

    @property
    def offered(self) -> list[str]:
        """The titles in the list, best first."""
        return [self._verbs[self._list.item(row).data(Qt.ItemDataRole.UserRole)].title for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the list while one types; Enter does the lit command."""
        if watched is self._typed and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._list.currentItem() is not None:
                    self._do(self._list.currentItem())
                return True
            if Qt.Key(event.key()) in _WALKS:
                self._walk(Qt.Key(event.key()))
                return True
        return False

    def _walk(self, key: Qt.Key) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[key]
        self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))

    def _offer(self, typed: str) -> None:
        self._list.clear()
        for number in matching(typed, [verb.title for verb in self._verbs]):
            verb = self._verbs[number]
            item = QListWidgetItem(verb.title + (f"    {verb.shortcut}" if verb.shortcut else ""))
            item.setData(Qt.ItemDataRole.UserRole, number)
            self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _do(self, item: QListWidgetItem) -> None:
        verb = self._verbs[item.data(Qt.ItemDataRole.UserRole)]
        self.close()
        verb.run()


def matching(typed: str, titles: Sequence[str]) -> list[int]:
    """Which titles have every typed word in them; those where a word begins with it first, else in their own order."""
    words = typed.casefold().split()
    ranked = []
    for number, title in enumerate(titles):
        lower = title.casefold()
        if all(word in lower for word in words):
            starts = sum(any(part.startswith(word) for part in lower.split()) for word in words)
            ranked.append((-starts, number))
    return [number for _rank, number in sorted(ranked)]
