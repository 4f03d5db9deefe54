"""A box to choose from that leaves the mouse wheel to the page it stands on, so that scrolling past it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from qa_desk.ui.theme import Theme

_WIDEST = 360


class ComboBox(QComboBox):
    """Takes the wheel only inside its open list, which is a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the default would also take the focus by the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For whatever scrolls around it."""
        event.ignore()


def chooser(theme: Theme, name: str, choices: Sequence[tuple[object, str]]) -> ComboBox:
    """A box of values and their words, no wider than a form wants it."""
    made = ComboBox()
    made.setAccessibleName(name)
    for value, text in choices:
        made.addItem(text, value)
    made.setMaximumWidth(theme.size(_WIDEST))
    return made
