"""A labelled field of a form, with its hint and what is wrong with it beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.text import label, restyle

if TYPE_CHECKING:
    from qa_desk.ui.theme import Theme

_LABEL_WIDTH = 260


class FormRow(QWidget):
    """Label on the left, field on the right, under it the hint or the fault. A wide field has the hint above it, and no label."""

    def __init__(self, text: str, field: QWidget, hint: str = "", *, theme: Theme | None = None, is_wide: bool = False) -> None:
        super().__init__()
        self._hint = hint
        self._field = field
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(Space.L)
        name = label(text, wraps=True)
        name.setBuddy(field)
        name.setFixedWidth(theme.size(_LABEL_WIDTH) if theme else _LABEL_WIDTH)
        field.setAccessibleName(text)
        field.setAccessibleDescription(hint)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        self._note = label(hint, "note", wraps=True)
        if is_wide:
            column.addWidget(self._note)
        line = QHBoxLayout()
        line.addWidget(field, 1)
        line.addStretch(0)  # a field with a greatest width stays on the left
        column.addLayout(line)
        if not is_wide:
            column.addWidget(self._note)
            name.setContentsMargins(0, 7, 0, 0)  # level with the text inside the field
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self._note.setVisible(bool(hint))  # only now: without a parent it would be a window of its own for a moment

    @property
    def fault(self) -> str:
        """What is wrong, or nothing."""
        return "" if self._note.property("kind") == "note" else self._note.text()

    def show_hint(self, text: str) -> None:
        """Say something else beside the field, where nothing is wrong with it."""
        self._hint = text
        self.show_fault("")

    def show_fault(self, text: str) -> None:
        """Say what is wrong and how to mend it; an empty text shows the hint again."""
        self._note.setText(text or self._hint)
        self._note.setVisible(bool(text or self._hint))
        restyle(self._note, kind="fault" if text else "note")
        restyle(self._field, fault="true" if text else "false")
        self._field.setAccessibleDescription(text or self._hint)
