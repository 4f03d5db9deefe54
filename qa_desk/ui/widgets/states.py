"""The designed states of every part that shows data: loading, empty, failed, full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import RADIUS, Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from qa_desk.ui.theme import Theme


class EmptyState(QWidget):
    """A sentence that says why nothing is here, and the one thing to do about it."""

    def __init__(self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None, *, note: str = "") -> None:
        super().__init__()
        self.setAccessibleName(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XXL)
        column.setSpacing(Space.M)
        column.addStretch(1)
        for text, kind in ((sentence, "muted"), (note, "note")):
            if text:
                line = label(text, kind, wraps=True)
                line.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(line)
        if action and pressed:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(button(action, pressed, role="primary"))
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)


class Skeleton(QWidget):
    """Grey bars in the place of lines that are on their way. It does not move."""

    _SHARES = (0.42, 0.86, 0.78, 0.9, 0.64)

    def __init__(self, theme: Theme, lines: int = 5) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self.setAccessibleName(tr("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for its bars."""
        return QSize(240, self._lines * 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        for number in range(self._lines):
            width = self.width() * self._SHARES[number % len(self._SHARES)]
            painter.drawRoundedRect(0, number * 28 + 6, round(width), 14, RADIUS / 2, RADIUS / 2)
        painter.end()


class Stage(QStackedWidget):
    """Shows a content widget, or in its place that it is loading, empty or failed."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._skeleton = Skeleton(theme)
        self._stand_in: EmptyState | None = None
        self.addWidget(content)
        self.addWidget(self._skeleton)

    @property
    def state(self) -> str:
        """content, loading, or said (empty or failed)."""
        shown = self.currentWidget()
        return "content" if shown is self._content else "loading" if shown is self._skeleton else "said"

    def show_content(self) -> None:
        """There is something to see."""
        self.setCurrentWidget(self._content)
        self._forget()

    def show_loading(self) -> None:
        """It is on its way."""
        self.setCurrentWidget(self._skeleton)
        self._forget()

    def show_empty(self, sentence: str, action: str = "", pressed: Callable[[], object] | None = None, *, note: str = "") -> None:
        """There is nothing, and this is what to do."""
        self._forget()
        self._stand_in = EmptyState(sentence, action, pressed, note=note)
        self.addWidget(self._stand_in)
        self.setCurrentWidget(self._stand_in)

    def show_fault(self, message: str, retry: Callable[[], object] | None = None) -> None:
        """It could not be had, and this is why."""
        self.show_empty(message, tr("Try again") if retry else "", retry)

    def _forget(self) -> None:
        if self._stand_in is not None:
            self.removeWidget(self._stand_in)
            self._stand_in.deleteLater()
            self._stand_in = None
