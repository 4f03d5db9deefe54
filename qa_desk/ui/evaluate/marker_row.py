"""A marker under its question: where it is, what it says; a press on the time goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.evaluate.comment_box import PAUSE_MS
from qa_desk.ui.evaluate.form_events import MarkerChanged, MarkerOpened, MarkerRemoved, WordsTyped
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.evaluation import Marker
    from qa_desk.ui.theme import Theme

INDENT = 26


def place_of(marker: Marker) -> str:
    """Where a marker is, in words: "2:13", "message 4", or "whole"."""
    if marker.at_s is not None:
        minutes, seconds = divmod(int(marker.at_s), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    if marker.utterance_position is not None:
        return tr("message {number}", number=marker.utterance_position + 1)
    return tr("whole")


class MarkerRow(QWidget):
    """Editable unless the form is read-only."""

    words_typed = Signal(object)
    marker_changed = Signal(object)
    marker_removed = Signal(object)
    marker_opened = Signal(object)
    left = Signal()
    """The person is done with the words (Enter or Escape)."""

    def __init__(self, theme: Theme, marker: Marker, *, is_read_only: bool = False) -> None:
        super().__init__()
        self.marker = marker
        row = QHBoxLayout(self)
        row.setContentsMargins(INDENT, 0, 0, 0)
        row.setSpacing(Space.XS)
        place = button(f"@{place_of(marker)}", self._open, role="link", name=tr("Go to {place}", place=place_of(marker)))
        place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = _Words(marker.text)
        self.words.setReadOnly(is_read_only)
        self.words.left.connect(self.left)
        self.words.textEdited.connect(self._typed)
        self.words.editingFinished.connect(self.flush)
        row.addWidget(place)
        row.addWidget(self.words, 1)
        if not is_read_only:
            remove = IconButton(theme, "x", tr("Remove the marker"), self._remove)
            remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(remove)
        self._told = marker.text
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    def flush(self) -> None:
        """Tell what was not told yet."""
        self._timer.stop()
        if self.words.text() != self._told:
            self._told = self.words.text()
            self.marker_changed.emit(MarkerChanged(self.marker.id, self._told))

    def _typed(self) -> None:
        self._timer.start()
        self.words_typed.emit(WordsTyped("marker", self.marker.id, self.words.text()))

    def _open(self) -> None:
        self.marker_opened.emit(MarkerOpened(self.marker.id))

    def _remove(self) -> None:
        self._timer.stop()
        self._told = self.words.text()
        self.marker_removed.emit(MarkerRemoved(self.marker.id))


def bring_in_line(known: dict[str, MarkerRow], markers: Iterable[Marker], add: Callable[[Marker], None]) -> None:
    """Take away the rows of markers that are gone, add those that are new; the ones that stay keep their focus."""
    wanted = {marker.id: marker for marker in markers}
    for marker_id in [one for one in known if one not in wanted]:
        gone = known.pop(marker_id)
        gone.setParent(None)
        gone.deleteLater()
    for marker in wanted.values():
        row = known.get(marker.id)
        if row is None:
            add(marker)
        elif row.words.text() != marker.text and not row.words.hasFocus():
            row.words.setText(marker.text)


class _Words(QLineEdit):
    left = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setPlaceholderText(tr("What happens here?"))
        self.setAccessibleName(tr("Text of the marker"))
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape go back to the question."""
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.editingFinished.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)
