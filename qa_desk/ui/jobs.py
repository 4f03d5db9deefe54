"""Long work off the window's thread: the only place that owns threads.

A job is a plain function `run(ctx)`; `ctx.report(done, total, text)` says how far it is, `ctx.raise_if_cancelled()` lets the
person stop it (the function rolls back by letting `Cancelled` pass). What comes of it arrives on the window's thread.
Work on a workspace takes its own connection: `jobs.run(on_workspace(workspace, work), …)` with `work(workspace, ctx)`.
"""

from __future__ import annotations

import itertools
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from qa_desk.domain.errors import Cancelled, QaDeskError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")
SHOW_AFTER_MS = 300
_LOOK_EVERY_MS = 100
_LEAST_THREADS = 5


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is. `total` 0 means that nobody knows."""

    job_id: int
    title: str
    done: float
    total: float
    text: str


@dataclass(frozen=True, slots=True)
class JobEnded:
    """A job is over: with a result, an error, or cancelled (neither)."""

    job_id: int
    title: str
    result: object = None
    error: Exception | None = None
    was_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job that failed for a reason a person can act on, and whose starter left the telling to the window."""

    title: str
    error: QaDeskError
    retry: Callable[[], object]


class Job:
    """A running job: what its function reports to, and the handle its starter may cancel."""

    def __init__(self, job_id: int, title: str, jobs: Jobs) -> None:
        self.id = job_id
        self.title = title
        self._jobs = jobs
        self._started = time.monotonic()
        self._cancel_asked = threading.Event()
        self._progress = JobProgress(job_id, title, 0.0, 0.0, "")
        self.is_abandoned = False
        self.is_shown = True

    @property
    def is_running(self) -> bool:
        """Whether its end has not arrived yet."""
        return self._jobs.is_running(self)

    @property
    def is_cancelling(self) -> bool:
        """Whether Cancel was pressed."""
        return self._cancel_asked.is_set()

    @property
    def progress(self) -> JobProgress:
        """The latest report."""
        return self._progress

    @property
    def age_ms(self) -> float:
        """How long ago it was started."""
        return (time.monotonic() - self._started) * 1000

    def cancel(self) -> None:
        """Ask it to stop at its next look."""
        self._cancel_asked.set()

    def abandon(self) -> None:
        """Ask it to stop, and hear no more of it: for work whose question is no longer asked."""
        self.is_abandoned = True
        self.cancel()

    def report(self, done: float, total: float, text: str = "") -> None:
        """Called by the work, on its own thread."""
        self._progress = JobProgress(self.id, self.title, done, total, text)

    def raise_if_cancelled(self) -> None:
        """Called by the work, on its own thread."""
        if self._cancel_asked.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class _Listener:
    """Who hears of the end, if they still live then."""

    on_done: Callable[[Any], object] | None
    on_failed: Callable[[Exception], object] | None
    on_cancelled: Callable[[], object] | None
    owner: QObject | None
    retry: Callable[[], object]

    def lives(self, callback: Callable[..., object]) -> bool:
        receiver = getattr(callback, "__self__", None)
        return all(isValid(one) for one in (receiver, self.owner) if isinstance(one, QObject))


class _Work(QRunnable):
    """Runs one function on a thread of the pool. It owns no signals: the end is handed to `Jobs`, which outlives it."""

    def __init__(self, function: Callable[[JobContext], object], job: Job, deliver: Callable[[JobEnded], None]) -> None:
        super().__init__()
        self._function, self._job, self._deliver = function, job, deliver

    def run(self) -> None:
        job = self._job
        try:
            job.raise_if_cancelled()
            ended = JobEnded(job.id, job.title, result=self._function(job))
        except Cancelled:
            ended = JobEnded(job.id, job.title, was_cancelled=True)
        except Exception as error:  # noqa: BLE001, RUF100 - every failure is carried to the window's thread, none is kept here
            ended = JobEnded(job.id, job.title, error=error)
        with suppress(RuntimeError):  # the window was taken apart while the work went on: nobody is left to hear of it
            self._deliver(ended)


class Jobs(QObject):
    """One a window."""

    progressed = Signal(object)
    """A `JobProgress`, for jobs that run longer than 300 ms."""
    ended = Signal(object)
    """A `JobEnded`, after the starter heard of it."""
    failed = Signal(object)
    """A `JobFailed` that the starter did not take itself."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        # more than the processors of a small machine: a page that is asked for does not wait until long queries have ended
        self._pool.setMaxThreadCount(max(_LEAST_THREADS, QThreadPool.globalInstance().maxThreadCount() - 1))
        self._numbers = itertools.count(1)
        self._running: dict[int, tuple[Job, _Listener]] = {}
        self._watch = QTimer(self, interval=_LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look)
        self._arrived.connect(self._take)

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs whose end has not arrived yet, oldest first."""
        return tuple(job for job, _listener in self._running.values())

    def is_running(self, job: Job) -> bool:
        """Whether this job's end has not arrived yet."""
        return job.id in self._running

    def run(
        self,
        function: Callable[[JobContext], T],
        *,
        title: str,
        on_done: Callable[[T], object] | None = None,
        on_failed: Callable[[Exception], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
        owner: QObject | None = None,
        is_shown: bool = True,
    ) -> Job:
        """Start `function(ctx)` on another thread; the callbacks are called on the window's.

        `on_failed` hears every error; a bug goes to the crash dialog as well. Without it, the window tells the person.
        Callbacks are dropped when the object they are bound to, or `owner` (needed for a lambda), is gone.
        A job that nobody asked for (`is_shown=False`) has no progress on the screen.
        """
        job = Job(next(self._numbers), title, self)
        job.is_shown = is_shown

        def retry() -> Job:
            return self.run(
                function,
                title=title,
                on_done=on_done,
                on_failed=on_failed,
                on_cancelled=on_cancelled,
                owner=owner,
                is_shown=is_shown,
            )

        self._running[job.id] = (job, _Listener(on_done, on_failed, on_cancelled, owner, retry))
        if not self._watch.isActive():
            self._watch.start()
        self._pool.start(_Work(cast("Callable[[JobContext], object]", function), job, self._arrived.emit))
        return job

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.running:
            job.cancel()

    def wait_all(self, timeout_ms: int = 30_000) -> bool:
        """Wait until every job has ended and its callbacks have run; False when the time was up first."""
        until = time.monotonic() + timeout_ms / 1000
        while self._running:
            left = round((until - time.monotonic()) * 1000)
            if left <= 0 or not self._pool.waitForDone(left):
                return False
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return True

    def _look(self) -> None:
        for job in self.running:
            if job.is_shown and job.age_ms >= SHOW_AFTER_MS:
                self.progressed.emit(job.progress)

    def _take(self, ended: JobEnded) -> None:
        job, listener = self._running.pop(ended.job_id)
        if not self._running:
            self._watch.stop()
        try:
            if not job.is_abandoned:
                self._tell(ended, listener)
        finally:
            self.ended.emit(ended)
        if ended.error is not None and not isinstance(ended.error, QaDeskError):
            sys.excepthook(type(ended.error), ended.error, ended.error.__traceback__)

    def _tell(self, ended: JobEnded, listener: _Listener) -> None:
        if ended.was_cancelled:
            if listener.on_cancelled and listener.lives(listener.on_cancelled):
                listener.on_cancelled()
        elif ended.error is None:
            if listener.on_done and listener.lives(listener.on_done):
                listener.on_done(ended.result)
        elif listener.on_failed:
            if listener.lives(listener.on_failed):
                listener.on_failed(ended.error)
        elif isinstance(ended.error, QaDeskError):
            self.failed.emit(JobFailed(ended.title, ended.error, listener.retry))


def on_workspace(workspace: Workspace, work: Callable[[Workspace, JobContext], T]) -> Callable[[JobContext], T]:
    """Work that reads or writes the workspace, on a connection of its own that is closed at the end."""

    def run(ctx: JobContext) -> T:
        own = workspace.another_connection()
        try:
            return work(own, ctx)
        finally:
            own.close()

    return run
