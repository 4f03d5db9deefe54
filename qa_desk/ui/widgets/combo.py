"""A box to choose from that leaves the mouse wheel to the page it stands on, so that scrolling past it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent


class ComboBox(QComboBox):
    """Takes the wheel only inside its open list, which is a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the default would also take the focus by the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For whatever scrolls around it."""
        event.ignore()
