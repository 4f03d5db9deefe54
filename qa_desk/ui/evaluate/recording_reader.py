"""Reads a recording in the background for its waveform and its facts; what is read so far can be seen meanwhile."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.speech import analyse_file
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.media.analysis import Analysis
    from qa_desk.media.peaks import Partial
    from qa_desk.services.speech import Medium
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_LOOK_MS = 30
"""The work leaves what it has where the window finds it: no signal of a window is owned by a thread that may outlive it."""


class RecordingReader(QObject):
    """One recording at a time; asking for another gives the one before up."""

    grown = Signal(object)
    """A `Partial`: more of it is read."""
    read = Signal(object)
    """The `Analysis`."""
    failed = Signal(str)
    """Why there is none."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._latest: deque[Partial] = deque(maxlen=1)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show_latest)

    @property
    def is_reading(self) -> bool:
        """Whether it is at work."""
        return self._job is not None

    def start(self, medium: Medium) -> None:
        """Read a recording."""
        self.stop()
        latest = self._latest = deque(maxlen=1)  # its own: what a reading that was given up still says is heard by nobody

        def read(workspace: Workspace, context: JobContext) -> Analysis:
            return analyse_file(
                workspace,
                medium.path,
                agent_channel=medium.agent_channel,
                layout=medium.layout,
                context=context,
                publish=latest.append,
            )

        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, read),
            title=tr("Waveform of {file}", file=medium.path.name),
            on_done=self._done,
            on_failed=self._not_done,
        )
        self._look.start()

    def stop(self) -> None:
        """Give up what is being read."""
        if self._job is not None:
            self._job.abandon()
            self._rest()

    def _show_latest(self) -> None:
        if self._latest:
            self.grown.emit(self._latest.pop())

    def _rest(self) -> None:
        self._job = None
        self._look.stop()
        self._latest.clear()

    def _done(self, analysis: Analysis) -> None:
        self._rest()
        self.read.emit(analysis)

    def _not_done(self, error: Exception) -> None:
        self._rest()
        self.failed.emit(error.message if isinstance(error, QaDeskError) else tr("The waveform could not be read."))
