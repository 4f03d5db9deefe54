"""Two panes beside each other, one of which keeps its width: whatever the other shows, nothing jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class SidePane(QSplitter):
    """`side` is as wide as the person made it last (at first `width`); the other pane takes what is left."""

    width_chosen = Signal(int)
    """The person dragged the edge to this width."""

    def __init__(self, left: QWidget, right: QWidget, side: QWidget, width: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._width = width
        self.setChildrenCollapsible(False)
        self.addWidget(left)
        self.addWidget(right)
        self._place = self.indexOf(side)
        self.setStretchFactor(1 - self._place, 1)
        self.splitterMoved.connect(self._dragged)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window's gain or loss is the other pane's."""
        super().resizeEvent(event)
        self._keep()

    def event(self, event: QEvent) -> bool:
        """What a pane shows may want other room; the width stays where it was put."""
        is_taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep()
        return is_taken

    def _keep(self) -> None:
        sizes = self.sizes()
        room = sum(sizes)
        if room and sizes[self._place] != self._width:
            wanted = [room - self._width] * 2
            wanted[self._place] = self._width
            self.setSizes(wanted)

    def _dragged(self) -> None:
        self._width = self.sizes()[self._place]
        self.width_chosen.emit(self._width)
