"""Writes that reach the disk in the order in which they were told, also when the disk refuses for a while."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.errors import EnvironmentFailure, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

_TRY_AGAIN_MS = 2000


class OrderedWrites(QObject):
    """Each write is tried at once. One that fails for the disk's sake waits, with all after it, and is tried again."""

    done = Signal()
    """Everything told so far is on the disk."""
    failed = Signal(str)
    """The disk refuses for now, and why."""
    refused = Signal(str)
    """A write was refused for good, and why; it and those after it are forgotten."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._retry = QTimer(self, singleShot=True, interval=_TRY_AGAIN_MS)
        self._retry.timeout.connect(self.go_on)

    @property
    def is_waiting(self) -> bool:
        """Whether something told is not on the disk yet."""
        return bool(self._waiting)

    def add(self, write: Callable[[], object]) -> None:
        """Write this, after what waits."""
        self._waiting.append(write)
        self.go_on()

    def go_on(self) -> None:
        """Write what waits, oldest first; stop at the first failure of the disk and try again later."""
        self._retry.stop()
        if not self._waiting:
            return
        while self._waiting:
            try:
                self._waiting[0]()
            except EnvironmentFailure as failure:
                self.failed.emit(failure.message)
                self._retry.start()
                return
            except Refusal as refusal:
                self._waiting.clear()
                self.refused.emit(refusal.message)
                return
            self._waiting.popleft()
        self.done.emit()

    def stop(self) -> None:
        """Try nothing again later: the place is closed."""
        self._retry.stop()
