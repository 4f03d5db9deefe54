"""`?`: the keys that hold where one is, to look up and to find by a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import ACTIONS, WHERE_WORDS, Where
from qa_desk.ui.shortcuts import shown_key
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.shortcuts import Action, Keys

_WIDEST, _HIGHEST, _COLUMN = 1280, 800, 390
_HEADING_LINES = 2


class KeysSheet(QDialog):
    """Typing finds; Esc, `?` again in the empty field, or a press beside it closes."""

    change_asked = Signal()

    def __init__(self, parent: QWidget, keys: Keys, holds: Collection[Where]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Keys"))
        self.setProperty("kind", "popup")
        self._groups = [_Group(where, keys) for where in Where if where in holds or where is Where.EVERYWHERE]
        self._typed = _Finder(self.close)
        self._typed.textChanged.connect(self._find)
        self._nothing = label(tr("No action is called so."), "muted")
        self._nothing.hide()
        self._lay_out(parent)
        self._typed.setFocus()

    @property
    def shown(self) -> list[str]:
        """What stands in the sheet now, in order: "Play or pause: Space, Ctrl+Space"."""
        return [line.text for group in self._groups if not group.isHidden() for line in group.lines if not line.isHidden()]

    def _lay_out(self, parent: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(label(tr("Keys"), "title"))
        head.addWidget(self._typed, 1)
        change = button(tr("Change the keys"), self._change, role="link")
        head.addWidget(change)
        column.addLayout(head)
        column.addWidget(self._nothing)
        width = min(_WIDEST, parent.width() - 2 * Space.XL)
        body = QWidget()
        body.setProperty("kind", "page")
        sides = QHBoxLayout(body)
        sides.setContentsMargins(0, 0, Space.S, 0)
        sides.setSpacing(Space.XXL)
        for groups in _in_columns(self._groups, max(1, width // _COLUMN)):
            side = QVBoxLayout()
            side.setSpacing(Space.L)
            for group in groups:
                side.addWidget(group)
            side.addStretch(1)
            sides.addLayout(side, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Keys"))
        scroll.setWidget(body)
        self._scroll = scroll
        self._typed.installEventFilter(self)
        column.addWidget(scroll, 1)
        self.resize(width, min(_HIGHEST, parent.height() - 2 * Space.XL))
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, (parent.height() - self.height()) // 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages move the sheet while one types; Esc closes it."""
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def _find(self, typed: str) -> None:
        for group in self._groups:
            group.show_found(typed.casefold().split())
        self._nothing.setVisible(not self.shown)

    def _change(self) -> None:
        self.close()
        self.change_asked.emit()


class _Finder(QLineEdit):
    def __init__(self, close: object) -> None:
        super().__init__()
        self._close = close
        self.setPlaceholderText(tr("Find an action or a key"))
        self.setAccessibleName(tr("Find an action or a key"))
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` opened the sheet and closes it."""
        if event.text() == "?" and not self.text() and callable(self._close):
            self._close()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Group(QWidget):
    def __init__(self, where: Where, keys: Keys) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(tr(WHERE_WORDS[where]), "heading"))
        self.lines = [_Line(action, keys) for action in ACTIONS if action.where is where and keys.of(action.act)]
        for line in self.lines:
            column.addWidget(line)

    def show_found(self, words: list[str]) -> None:
        """Show the lines that hold every word, and itself while there is one."""
        for line in self.lines:
            line.setVisible(all(word in line.text.casefold() for word in words))
        self.setHidden(all(line.isHidden() for line in self.lines))


class _Line(QWidget):
    def __init__(self, action: Action, keys: Keys) -> None:
        super().__init__()
        shown = [shown_key(key) for key in keys.of(action.act)]
        name = tr(action.text)
        self.text = f"{name}: {', '.join(shown)}"
        self.setAccessibleName(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(Space.XS)
        words = label(name, wraps=True)
        row.addWidget(words, 1)
        for key in shown:
            row.addWidget(label(key, "key"), 0, Qt.AlignmentFlag.AlignTop)


def _in_columns(groups: list[_Group], count: int) -> list[list[_Group]]:
    """The groups in columns about as long as each other: the longest first, each into the shortest; in their own order there."""
    columns: list[list[_Group]] = [[] for _ in range(min(count, len(groups)))]
    for group in sorted(groups, key=lambda group: -len(group.lines)):
        min(columns, key=_lines_in).append(group)
    ordered = [sorted(column, key=groups.index) for column in columns]
    return sorted(ordered, key=lambda column: groups.index(column[0]))


def _lines_in(column: list[_Group]) -> int:
    return sum(len(group.lines) + _HEADING_LINES for group in column)
