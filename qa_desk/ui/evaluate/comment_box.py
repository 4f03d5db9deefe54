"""A field for words that grows with its text: each key is told as it comes, and a change at each pause.

A slash as the first character, or `ask_for_templates`, asks whoever stands around the box for templates (`OffersTemplates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

PAUSE_MS = 700
"""So long without a key is a pause: what was written becomes a change, which can be undone as one."""
_MOST_LINES = 6


@runtime_checkable
class OffersTemplates(Protocol):
    """A place around comment boxes that has templates for them. Where there is none, a slash is a slash."""

    def offer_templates(self, box: CommentBox) -> bool:
        """Show what fits this box; False where there is nothing to show."""
        ...


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
        self._is_choosing = False
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
        self.moveCursor(QTextCursor.MoveOperation.End)  # whoever goes on writing goes on at the end
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

    def insert(self, words: str) -> None:
        """Put words in at the cursor, as if they were typed."""
        self.insertPlainText(words)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the question; undo belongs to whoever handles it."""
        is_slash = event.text() == "/" and self.document().isEmpty()
        if is_slash and self.ask_for_templates():
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
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
        if not self._is_choosing:
            self.setVisible(self._stays or bool(self.toPlainText()))

    def end_choosing(self) -> None:
        """The templates are put away: the cursor is here again."""
        self._is_choosing = False
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_for_templates(self) -> bool:
        """Offer templates; False where nobody around has any, or nothing can be written here."""
        if self.isReadOnly():
            return False
        around = self.parentWidget()
        while around is not None and not isinstance(around, OffersTemplates):
            around = around.parentWidget()
        if around is None:
            return False
        self._is_choosing = True
        self._is_choosing = around.offer_templates(self)
        return self._is_choosing

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
