"""A field for words that grows with its text: each key is told as it comes, and a change at each pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

PAUSE_MS = 700
"""So long without a key is a pause: what was written becomes a change, which can be undone as one."""
_MOST_LINES = 6


class CommentBox(QPlainTextEdit):
    """`changed` is told at a pause, and at once when one leaves it; Escape calls `go_back`. It hides while it is empty."""

    typed = Signal(str)
    """What it says now, at each key."""
    changed = Signal(str)

    def __init__(self, go_back: Callable[[], object], name: str, *, invitation: str = "", stays: bool = False) -> None:
        super().__init__()
        self._go_back = go_back
        self._stays = stays
        self._told = ""
        self.setPlaceholderText(invitation or tr("Comment"))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._typed)
        self._fit()
        if not stays:
            self.hide()

    def show_text(self, text: str) -> None:
        """Show a comment; a box with the cursor in it keeps what is being written."""
        if self.hasFocus() or text == self.toPlainText():
            self.setVisible(self._stays or bool(text) or self.hasFocus())
            return
        self._told = text
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._fit()
        self.setVisible(self._stays or bool(text))

    def forget(self) -> None:
        """Be empty, whatever was in it: another evaluation is shown."""
        self.setVisible(self._stays)
        self._timer.stop()
        self._told = ""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._fit()

    def flush(self) -> None:
        """Tell what was not told yet."""
        self._timer.stop()
        if self.toPlainText() != self._told:
            self._told = self.toPlainText()
            self.changed.emit(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question; Ctrl+Enter and undo belong to whoever handles them."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written is told, and an empty box goes away."""
        super().focusOutEvent(event)
        self.flush()
        self.setVisible(self._stays or bool(self.toPlainText()))

    def _typed(self) -> None:
        self._fit()
        self._timer.start()
        self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        lines = int(self.document().size().height())
        fits = lines <= _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        frame = 2 * (round(self.document().documentMargin()) + Space.S)
        self.setFixedHeight(max(1, min(_MOST_LINES, lines)) * self.fontMetrics().lineSpacing() + frame)
