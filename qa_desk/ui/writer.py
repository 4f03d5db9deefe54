"""Writes that reach the disk in the order in which they were told, on a thread and a connection of their own.

Telling never waits: neither for a slow disk nor for another program's lock. What is told is on the disk when `settled` says so.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")
_TRY_AGAIN_S = 2.0


@dataclass(slots=True)
class _Write:
    """One thing to do on the disk, and who hears what came of it."""

    work: Callable[[Workspace], Any]
    on_done: Callable[[Any], object] | None
    key: Hashable
    is_question: bool = False
    """It only looks: nothing is lost without it."""
    is_once: bool = False
    """It is tried once: the person asks for it again."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the thread tells: of the writes it is done with, and of what stops it."""

    ended: tuple[_Write, ...] = ()
    result: Any = None
    error: Exception | None = None


@dataclass(slots=True)
class _Line:
    """What waits, shared by both threads; every access holds `lock`."""

    lock: threading.Condition = field(default_factory=threading.Condition)
    waiting: deque[_Write] = field(default_factory=deque)
    is_busy: bool = False
    """The first one is being written: nothing replaces it."""
    is_stopped: bool = False
    retry_at: float | None = None
    """The disk refused: when it is tried again by itself."""


class Writer(QObject):
    """A write that fails for the disk's sake waits, with all after it, and is tried again until it is there."""

    settled = Signal()
    """Everything told so far is on the disk."""
    failed = Signal(str)
    """The disk refuses for now, and why."""
    refused = Signal(str)
    """A write was refused for good, and why; it and those after it are forgotten."""
    _arrived = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._line = _Line()
        self._thread: threading.Thread | None = None
        self._untold: list[_Write] = []
        self.is_failing = False
        """Whether the disk refused the last attempt."""
        self._arrived.connect(self._take)

    @property
    def is_waiting(self) -> bool:
        """Whether something told is not known to be on the disk yet."""
        return any(not write.is_question for write in self._untold)

    def add(
        self,
        work: Callable[[Workspace], T],
        on_done: Callable[[T], object] | None = None,
        *,
        key: Hashable = None,
        is_once: bool = False,
    ) -> None:
        """Write this, after what waits; `on_done` hears what came of it, on the window's thread.

        One that has a key takes the place of the last one that waits, if that has the same key: only the last letter counts.
        One that is tried once does not wait when the disk refuses it.
        """
        self._put(_Write(work, on_done, key, is_once=is_once))

    def ask(self, work: Callable[[Workspace], T], on_done: Callable[[T], object]) -> None:
        """Look something up, after what waits. It is left out while the disk refuses."""
        if not self.is_failing:
            self._put(_Write(work, on_done, None, is_question=True))

    def go_on(self) -> None:
        """Try again now what the disk refused."""
        with self._line.lock:
            self._line.retry_at = None
            self._line.lock.notify()

    def flush(self, timeout_ms: int) -> bool:
        """Wait until everything told is on the disk; False when the time was up, or the disk refused, before that."""
        line, until = self._line, time.monotonic() + timeout_ms / 1000
        with line.lock:
            if line.retry_at is not None:
                line.retry_at = None
                line.lock.notify()
            line.lock.wait_for(lambda: not line.waiting or line.retry_at is not None, max(0.0, until - time.monotonic()))
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return not self.is_waiting

    def stop(self) -> None:
        """Write no more: the place is closed. What is being written now is finished."""
        thread, self._thread = self._thread, None
        with self._line.lock:
            self._line.is_stopped = True
            self._line.waiting.clear()
            self._line.lock.notify_all()
        if thread is not None:
            thread.join()
        self._untold.clear()

    def _put(self, write: _Write) -> None:
        line = self._line
        with line.lock:
            if line.is_stopped:
                return
            last = line.waiting[-1] if line.waiting else None
            is_free = last is not None and not (line.is_busy and len(line.waiting) == 1)
            if last is not None and is_free and write.key is not None and last.key == write.key:
                last.work, last.on_done = write.work, write.on_done
            else:
                line.waiting.append(write)
                self._untold.append(write)
            line.lock.notify()
        if self._thread is None:
            self._thread = threading.Thread(
                target=_write_in_order, args=(line, self._workspace, self._tell), name="writer", daemon=True
            )
            self._thread.start()

    def _tell(self, told: _Told) -> None:
        """Called on the writing thread."""
        with suppress(RuntimeError):  # the window was taken apart: nobody is left to hear of it
            self._arrived.emit(told)

    def _take(self, told: _Told) -> None:
        self._untold = [write for write in self._untold if all(write is not ended for ended in told.ended)]
        self.is_failing = isinstance(told.error, EnvironmentFailure) and self.is_waiting
        if isinstance(told.error, EnvironmentFailure):
            self.failed.emit(told.error.message)
        elif isinstance(told.error, Refusal):
            self.refused.emit(told.error.message)
        elif told.error is not None:
            sys.excepthook(type(told.error), told.error, told.error.__traceback__)
            self.refused.emit(tr("The last change could not be written; what is on the disk is shown."))
        else:
            for write in told.ended:
                if write.on_done is not None:
                    write.on_done(told.result)
        if not self.is_waiting and any(not write.is_question for write in told.ended) and told.error is None:
            self.settled.emit()


def _write_in_order(line: _Line, workspace: Workspace, tell: Callable[[_Told], None]) -> None:
    """The thread's work: one write after another until it is stopped."""
    own: Workspace | None = None
    try:
        while (write := _next(line)) is not None:
            try:
                own = own or workspace.another_connection()
                result = write.work(own)
            except EnvironmentFailure as failure:
                _failed(line, failure, tell)
            except Exception as error:  # noqa: BLE001, RUF100 - carried to the window's thread, none is kept here
                _give_up(line, error, tell)
            else:
                _end(line, _Told((write,), result), tell)
    finally:
        if own is not None:
            own.close()


def _next(line: _Line) -> _Write | None:
    with line.lock:
        while not line.is_stopped:
            now = time.monotonic()
            if line.waiting and (line.retry_at is None or now >= line.retry_at):
                line.is_busy, line.retry_at = True, None
                return line.waiting[0]
            line.lock.wait(None if line.retry_at is None else line.retry_at - now)
    return None


_Tell: TypeAlias = "Callable[[_Told], None]"


def _end(line: _Line, told: _Told, tell: _Tell) -> None:
    with line.lock:
        tell(told)  # before the line is free: whoever waits for that finds it told
        if line.waiting:  # it was stopped meanwhile otherwise
            line.waiting.popleft()
        line.is_busy = False
        line.lock.notify_all()


def _failed(line: _Line, failure: EnvironmentFailure, tell: _Tell) -> None:
    """What the disk refuses goes on waiting; a mere question does not."""
    with line.lock:
        line.is_busy = False
        first = line.waiting[0] if line.waiting else None
        ended = tuple(write for write in line.waiting if write.is_question or (write.is_once and write is first))
        kept = [write for write in line.waiting if all(write is not one for one in ended)]
        line.waiting.clear()
        line.waiting.extend(kept)
        if kept:
            line.retry_at = time.monotonic() + _TRY_AGAIN_S
        is_told = any(not write.is_question for write in (*kept, *ended))
        tell(_Told(ended, error=failure if is_told else None))
        line.lock.notify_all()


def _give_up(line: _Line, error: Exception, tell: _Tell) -> None:
    with line.lock:
        tell(_Told(tuple(line.waiting), error=error))
        line.is_busy = False
        line.waiting.clear()
        line.lock.notify_all()
