"""Looks in the background for what the evidence of an interaction speaks for; the form never waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.language import tr
from qa_desk.services.evidence import has_rules, suggestions_for
from qa_desk.ui.jobs import on_workspace

if TYPE_CHECKING:
    from qa_desk.domain.evidence import Suggestion
    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.ui.jobs import Job
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


class EvidenceSearch(QObject):
    """One interaction at a time; another one ends the search for the last."""

    found = Signal(object)
    """The `Suggestion`s"""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._interaction_id = ""
        self._version: ScorecardVersion | None = None
        self._job: Job | None = None

    def look(self, interaction_id: str, version: ScorecardVersion) -> None:
        """Look for what speaks for answers on this interaction."""
        self.stop()
        self._interaction_id, self._version = interaction_id, version
        if has_rules(version):
            self._search()

    def look_again(self) -> None:
        """The recording was measured meanwhile."""
        if self._version is not None and has_rules(self._version, on_facts=True):
            self.stop()
            self._search()

    def stop(self) -> None:
        """Look no further."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _search(self) -> None:
        interaction_id, version = self._interaction_id, self._version
        assert version is not None

        def search(workspace: Workspace, context: JobContext) -> tuple[Suggestion, ...]:
            return suggestions_for(workspace, interaction_id, version, context)

        self._job = self._context.jobs.run(
            on_workspace(self._context.workspace, search),
            title=tr("Evidence"),
            on_done=self._found,
            on_failed=self._failed,
            is_shown=False,
        )

    def _found(self, suggestions: tuple[Suggestion, ...]) -> None:
        self._job = None
        self.found.emit(suggestions)

    def _failed(self, _error: Exception) -> None:
        """Without evidence the form is what it is without rules; a bug goes to the crash dialog by itself."""
        self._job = None
