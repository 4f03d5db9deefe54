"""In the place of a waveform: the recording is not where it was, and the person can show where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.ui.shortcuts import Shortcuts


class LostRecording(QWidget):
    """Says which file is missed and where it was."""

    def __init__(self, locate: Callable[[], object], shortcuts: Shortcuts) -> None:
        super().__init__()
        self._shortcuts = shortcuts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.L, 0, Space.L)
        column.setSpacing(Space.S)
        self._sentence = label("", wraps=True)
        self._place = label("", "note", wraps=True)
        self._refusal = label("", meaning="bad", wraps=True)
        for line in (self._sentence, self._place, self._refusal):
            column.addWidget(line)
        self.locate_button = button(tr("Locate the recording …"), locate)
        column.addWidget(self.locate_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        shortcuts.changed.connect(self._show_keys)
        self._show_keys()
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(line.text() for line in (self._sentence, self._place, self._refusal))

    def show_missing(self, path: Path) -> None:
        """Name the file and the folder that it was in."""
        self._sentence.setText(tr("{file} is not where it was. The form works without it.", file=path.name))
        # a path has no spaces to break a line at
        self._place.setText(str(path.parent).replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self.say("")
        self.show()

    def _show_keys(self) -> None:
        self.locate_button.setToolTip(
            self._shortcuts.tip(tr("Show where it is now; those that lay beside it are found, too"), Act.LOCATE)
        )

    def say(self, refusal: str) -> None:
        """Why what was shown could not be taken; an empty text takes it back."""
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))
