"""A comment that grows with its text and is told while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

_SAVE_AFTER_MS = 200
_MOST_LINES = 6


class CommentBox(QPlainTextEdit):
    """Told shortly after a key, and at once when one leaves it; Escape goes back to `row`."""

    changed = Signal(str)

    def __init__(self, row: QWidget, name: str) -> None:
        super().__init__()
        self._row = row
        self._told = ""
        self.setPlaceholderText(tr("Comment"))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._typed)
        self._fit()
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a comment; a box with the cursor in it keeps what is being written."""
        if self.hasFocus() or text == self.toPlainText():
            self.setVisible(bool(text) or self.hasFocus())
            return
        self._told = text
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._fit()
        self.setVisible(bool(text))

    def forget(self) -> None:
        """Be empty and out of sight, whatever was in it: another evaluation is shown."""
        self.hide()
        self._timer.stop()
        self._told = ""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)

    def flush(self) -> None:
        """Tell what was not told yet."""
        self._timer.stop()
        if self.toPlainText() != self._told:
            self._told = self.toPlainText()
            self.changed.emit(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question; Ctrl+Enter and undo belong to whoever handles them."""
        if event.key() == Qt.Key.Key_Escape:
            self._row.setFocus(Qt.FocusReason.ShortcutFocusReason)
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
        self.setVisible(bool(self.toPlainText()))

    def _typed(self) -> None:
        self._fit()
        if not self._timer.isActive():  # counted from the first key, so that steady typing is saved too
            self._timer.start()

    def _fit(self) -> None:
        lines = int(self.document().size().height())
        fits = lines <= _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        frame = 2 * (round(self.document().documentMargin()) + Space.S)
        self.setFixedHeight(max(1, min(_MOST_LINES, lines)) * self.fontMetrics().lineSpacing() + frame)
