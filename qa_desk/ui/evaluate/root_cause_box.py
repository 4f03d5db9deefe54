"""The reasons for lost points, as chips under a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import Chips, Choice
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Question


class RootCauseBox(QWidget):
    """One reason or none."""

    cause_chosen = Signal(object)
    """The id of the reason, or None when it was taken back."""

    def __init__(self, question: Question, language: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        wanted = tr("Why were points lost? (R)") if question.root_cause_required else tr("Root cause (R)")
        column.addWidget(label(wanted, "small"))
        causes = [Choice(cause.id, cause.label(language)) for cause in question.root_causes]
        self._chips = Chips(tr("Root cause"), causes, is_exclusive=True)
        self._chips.changed.connect(self._changed)
        column.addWidget(self._chips)

    def show_cause(self, cause: str | None) -> None:
        """Light a reason, or none, without telling anybody."""
        self._chips.show_values([cause])

    def take_focus(self) -> None:
        """Put the focus on the first reason."""
        first = self._chips.findChild(QPushButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _changed(self, values: tuple[object, ...]) -> None:
        self.cause_chosen.emit(values[0] if values else None)
