"""One question at a time off the window's thread: a newer one silences the older."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


class Reader(QObject):
    """Runs a reading in a job and says what came of it."""

    loading = Signal()
    loaded = Signal(object)
    """What the reading returned."""
    failed = Signal(str)
    """The one line to say."""

    def __init__(self, context: Context, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._title = context, title
        self._job: Job | None = None

    @property
    def is_reading(self) -> bool:
        """Whether an answer is still to come."""
        return self._job is not None and self._job.is_running

    def read(self, work: Callable[[Workspace, JobContext], object]) -> None:
        """Ask; what was asked before is not answered any more."""
        self.stop()
        self.loading.emit()
        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=self._title,
            on_done=self.loaded.emit,
            on_failed=self._fail,
            owner=self,
        )

    def stop(self) -> None:
        """Hear no more of the running one."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error.message if isinstance(error, QaDeskError) else tr("The figures could not be computed."))
