"""The evaluator's words about the whole interaction, at the end of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.form_events import SummaryChanged, WordsTyped
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


class SummaryBox(QWidget):
    """Always in sight, also when it is empty; Escape gives the keys back to the questions."""

    words_typed = Signal(object)
    summary_changed = Signal(object)
    grown = Signal()
    """It takes another line."""

    def __init__(self, go_back: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.XS, Space.S, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(tr("Summary"), "heading"))
        self._words = CommentBox(go_back, tr("Summary"), invitation=tr("What this interaction shows as a whole"), stays=True)
        self._words.typed.connect(self._typed)
        self._words.changed.connect(self._changed)
        column.addWidget(self._words)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.toPlainText()

    def show_text(self, text: str, *, is_read_only: bool) -> None:
        """Show another evaluation's summary."""
        self._words.forget()
        self._words.setReadOnly(is_read_only)
        self._words.show_text(text)

    def show_state(self, text: str) -> None:
        """Show another state of the same summary (undo), without telling anybody."""
        self._words.show_text(text)

    def write(self) -> None:
        """Put the cursor into it."""
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Tell what was not told yet."""
        self._words.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whoever scrolls keeps the cursor in sight."""
        super().resizeEvent(event)
        if self._words.hasFocus():
            self.grown.emit()

    def _typed(self, text: str) -> None:
        self.words_typed.emit(WordsTyped("summary", "", text))

    def _changed(self, text: str) -> None:
        self.summary_changed.emit(SummaryChanged(text))
