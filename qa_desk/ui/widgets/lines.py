"""A short list of things that lead on: each line is pressed as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qa_desk.domain.language import join_phrases
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.elided import ElidedLabel
from qa_desk.ui.widgets.press_area import PressArea
from qa_desk.ui.widgets.text import label, tip

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: a title, a quieter note under it, and a word at its end."""

    title: str
    note: str = ""
    end: str = ""
    meaning: str | None = None
    """The colour of the word at the end, which says it too."""
    key: object = None


class Lines(QWidget):
    """`show_lines` fills it; `pressed` hands out the key of the line. Goes into a card by `add_wide`."""

    pressed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._lines: tuple[Line, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, in this order."""
        self._lines = tuple(lines)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, line in enumerate(self._lines):
            made = _LineButton(line)
            made.setObjectName(str(number))
            made.clicked.connect(self._press)
            self._column.addWidget(made)

    def _press(self) -> None:
        self.pressed.emit(self._lines[int(self.sender().objectName())].key)


class _LineButton(PressArea):
    def __init__(self, line: Line) -> None:
        super().__init__("row")
        self.setAccessibleName(join_phrases((line.title, line.note, line.end)))
        self.setToolTip(tip(f"{line.title}\n{line.note}" if line.note else line.title))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, kind in ((line.title, None), (line.note, "note")):
            if text:
                words.addWidget(ElidedLabel(text, kind))
        row.addLayout(words, 1)
        row.addWidget(label(line.end, "note", meaning=line.meaning))
        self.settle()
