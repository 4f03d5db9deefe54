"""The queue of whoever sits here: their work, what is done, and what could be taken up freely (looked for in the background)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.language import tr
from qa_desk.services.queue import free_interactions, queue_of, submitted_by
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.queue import QueueItem
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueueShown:
    """The evaluator's queue: open work, what can be taken up freely, what is done."""

    open: tuple[QueueItem, ...]
    free: tuple[QueueItem, ...]
    done: tuple[QueueItem, ...]


class QueueSearch(QObject):
    """Keeps what it found, so that a key on the form need not ask again."""

    found = Signal(object)
    """`QueueShown`: at once what is the person's own, and again when the free ones are known."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._queue = QueueShown((), (), ())
        self._search: Job | None = None

    def refresh(self) -> None:
        """Read the queue again."""
        evaluator, workspace = self._context.evaluator_id, self._context.workspace
        self.stop()
        if evaluator is None:
            self._queue = QueueShown((), (), ())
        else:
            mine, done = tuple(queue_of(workspace, evaluator)), tuple(submitted_by(workspace, evaluator))
            taken = {item.interaction_id for item in (*mine, *done)}
            free = tuple(item for item in self._queue.free if item.interaction_id not in taken)
            self._queue = QueueShown(mine, free, done)

            def search(own: Workspace, _context: JobContext) -> list[QueueItem]:
                return free_interactions(own, evaluator)

            self._search = self._context.jobs.run(on_workspace(workspace, search), title=tr("Queue"), on_done=self._found_free)
        self.found.emit(self._queue)

    def note_progress(self, interaction_id: str | None, evaluation_id: str | None, answered: int) -> None:
        """Keep what is on hand true without asking for it again."""
        items = (
            replace(item, evaluation_id=evaluation_id, answered=answered) if item.interaction_id == interaction_id else item
            for item in self._queue.open
        )
        self._queue = replace(self._queue, open=tuple(items))

    def stop(self) -> None:
        """Look no further."""
        if self._search is not None:
            self._search.abandon()
            self._search = None

    def _found_free(self, items: list[QueueItem]) -> None:
        self._search = None
        self._queue = replace(self._queue, free=tuple(items))
        self.found.emit(self._queue)
