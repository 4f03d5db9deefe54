"""What the Scorecards place does: list the versions, take one up from a file, publish it, write it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError
from qa_desk.domain.language import tr
from qa_desk.services.scorecards import (
    add_scorecard,
    export_scorecard,
    find_version,
    get_version,
    list_scorecards,
    publish_scorecard,
)
from qa_desk.ui.changes import Kind
from qa_desk.workspace.scorecard_files import read_scorecard_file

if TYPE_CHECKING:
    from pathlib import Path

    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.screen import Context

_MOST_FAULTS = 8


class ScorecardsPresenter(QObject):
    """One a screen; it has no widgets."""

    listed = Signal(object)
    """A tuple of `VersionEntry`."""
    chosen = Signal(object, object)
    """The `VersionEntry` in hand and its `ScorecardVersion`."""
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.entry: VersionEntry | None = None

    def refresh(self) -> None:
        """Read the list again; the version in hand stays in hand."""
        self.listed.emit(tuple(list_scorecards(self._context.workspace)))
        if self.entry is not None:
            self.choose(self.entry.id)

    def choose(self, version_id: str) -> None:
        """Take a version in hand."""
        workspace = self._context.workspace
        self.entry = find_version(workspace, version_id)
        self.chosen.emit(self.entry, get_version(workspace, version_id))

    def take_up(self, path: Path) -> None:
        """Keep the scorecard of a file as a draft, or tell every fault of it with its line."""
        try:
            reading = read_scorecard_file(path)
            if reading.version is None:
                lines = [f"{path.name}:{fault.line}: {fault.message}" for fault in reading.errors[:_MOST_FAULTS]]
                more = len(reading.errors) - len(lines)
                self.refused.emit("\n".join([*lines, *([tr("… and {count} more", count=more)] if more > 0 else [])]))
                return
            version_id = add_scorecard(self._context.workspace, reading.version, key=path.stem)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._changed(version_id)
        entry = find_version(self._context.workspace, version_id)
        self.told.emit(
            tr("{name} is a draft: try it, then publish it.", name=entry.name)
            if entry.status == "draft"
            else tr("{name} is there already.", name=entry.name)
        )

    def publish(self) -> None:
        """Make the draft in hand a version that never changes again."""
        if self.entry is None:
            return
        try:
            published = publish_scorecard(self._context.workspace, self.entry.id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._changed(published.id)
        self.told.emit(tr("{name} is published.", name=published.name))

    def write_out(self, path: Path) -> None:
        """Write the version in hand as YAML."""
        if self.entry is None:
            return
        text = export_scorecard(self._context.workspace, self.entry.id)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            failure = EnvironmentFailure(tr("{file}: cannot be written ({reason}).", file=path, reason=error.strerror))
            self.refused.emit(failure.message)
            return
        self.told.emit(tr("Written: {file}", file=path.name))

    def _changed(self, version_id: str) -> None:
        self._context.changes.announce(Kind.SCORECARDS, origin=self)
        self.entry = find_version(self._context.workspace, version_id)
        self.refresh()
