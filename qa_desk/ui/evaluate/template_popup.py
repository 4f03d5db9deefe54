"""Templates for the comment that is being written: a few letters find one, Enter puts it in, Escape goes back to the comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_WALKS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
_WIDTH, _HEIGHT = 460, 280


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the popup: a template's words, or something to do with templates."""

    words: str
    note: str = ""
    """What is quieter beside it: the language where it is another one, or that it is for this question."""
    is_action: bool = False
    """It stands at the end and is not filtered away."""


class TemplatePopup(QDialog):
    """Under the comment it is for, or over it where there is no room."""

    chosen = Signal(object)
    """The number of the `Offer`."""
    slash_typed = Signal()
    """A second slash: the person means the sign itself."""

    def __init__(self, box: QWidget, offers: Sequence[Offer]) -> None:
        super().__init__(box, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Templates"))
        self.setProperty("kind", "popup")
        self._offers = tuple(offers)
        self._typed = QLineEdit()
        self._typed.setPlaceholderText(tr("Find a template"))
        self._typed.setAccessibleName(tr("Find a template"))
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Templates"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self._typed)
        column.addWidget(self._list, 1)
        column.addWidget(label(tr("{keys} put in   Esc back", keys="⏎").replace(" ", "\u00a0"), "small"))
        self._typed.textChanged.connect(self._offer)
        self._typed.installEventFilter(self)
        self._list.itemClicked.connect(self._do)
        self._offer("")
        self._place(box)
        self._typed.setFocus()

    @property
    def offered(self) -> list[str]:
        """The words in the list."""
        return [self._offers[self._number(row)].words for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk while one types; Enter chooses; a slash in the empty line is the sign itself."""
        if watched is not self._typed or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._list.currentItem() is not None:
                self._do(self._list.currentItem())
        elif Qt.Key(key) in _WALKS:
            row = self._list.currentRow() + _WALKS[Qt.Key(key)]
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, row)))
        elif event.text() == "/" and not self._typed.text():
            self.close()
            self.slash_typed.emit()
        else:
            return False
        return True

    def _offer(self, typed: str) -> None:
        self._list.clear()
        words = typed.casefold().split()
        for number, offer in enumerate(self._offers):
            if offer.is_action or all(word in f"{offer.words} {offer.note}".casefold() for word in words):
                item = QListWidgetItem(f"{offer.words}  ({offer.note})" if offer.note else offer.words)
                item.setData(Qt.ItemDataRole.UserRole, number)
                item.setToolTip(tip(offer.words))
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _number(self, row: int) -> int:
        return int(self._list.item(row).data(Qt.ItemDataRole.UserRole))

    def _do(self, item: QListWidgetItem) -> None:
        number = int(item.data(Qt.ItemDataRole.UserRole))
        self.close()
        self.chosen.emit(number)

    def _place(self, box: QWidget) -> None:
        self.resize(max(_WIDTH, min(box.width(), _WIDTH)), _HEIGHT)
        below = box.mapToGlobal(QPoint(0, box.height() + Space.XS))
        screen = box.screen().availableGeometry()
        top = below.y() if below.y() + _HEIGHT <= screen.bottom() else box.mapToGlobal(QPoint(0, 0)).y() - _HEIGHT - Space.XS
        left = max(screen.left(), min(below.x(), screen.right() - self.width()))
        self.move(left, max(screen.top(), top))
