"""What the page of people does: reviews, folds two entries into one, tells two people apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.identity import keep_apart, review_people, same_person
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.identity import Known, Pair
    from qa_desk.domain.progress import JobContext
    from qa_desk.services.identity import Review
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


class PeoplePresenter(QObject):
    """Works on another thread: a centre has thousands of names."""

    reviewed = Signal(object)
    """`Review`"""
    refused = Signal(object)
    """A message: what could not be done, and why"""
    told = Signal(object)
    """A message: what was done"""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def load(self) -> None:
        """Review anew."""

        def work(workspace: Workspace, ctx: JobContext) -> Review:
            return review_people(workspace)

        self._run(work, self.reviewed.emit, tr("Looking through the names"))

    def fold(self, keep: Known, other: Known) -> None:
        """The two are one person."""

        def work(workspace: Workspace, ctx: JobContext) -> Review:
            same_person(workspace, keep.id, other.id)
            return review_people(workspace)

        def done(review: Review) -> None:
            self._context.changes.announce(Kind.PEOPLE, Kind.FACTS, Kind.INTERACTIONS, origin=self)
            self.told.emit(
                tr("“{other}” is “{name}” now; earlier facts count for “{name}” too.", other=other.name, name=keep.name)
            )
            self.reviewed.emit(review)

        self._run(work, done, tr("Folding two entries into one"))

    def tell_apart(self, pair: Pair) -> None:
        """The two are two people."""

        def work(workspace: Workspace, ctx: JobContext) -> Review:
            keep_apart(workspace, pair.first.id, pair.second.id)
            return review_people(workspace)

        self._run(work, self.reviewed.emit, tr("Telling two people apart"))

    def _run(self, work: Callable[[Workspace, JobContext], Review], done: Callable[[Review], object], title: str) -> None:
        self._context.jobs.run(
            on_workspace(self._context.workspace, work), title=title, on_done=done, on_failed=self._failed, owner=self
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, QaDeskError):
            self.refused.emit(error.message)
