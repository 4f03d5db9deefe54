"""A label that keeps its size whatever it says: nothing around it is laid out anew when a figure changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKS = (QEvent.Type.Polish, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class FixedLabel(QLabel):
    """As wide as the widest of its samples."""

    def __init__(self, kind: str, samples: Sequence[str]) -> None:
        super().__init__()
        self._samples = tuple(samples)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def event(self, event: QEvent) -> bool:
        """Another font, another size."""
        is_taken = super().event(event)
        if event.type() in _LOOKS:
            metrics = self.fontMetrics()
            self.setFixedSize(max(map(metrics.horizontalAdvance, self._samples)) + 2, metrics.height())
        return is_taken
