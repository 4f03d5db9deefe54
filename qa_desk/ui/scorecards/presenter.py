"""What the Scorecards place does: list versions, take up files and forms, publish, retire, copy, compare, write out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.definition_texts import languages_of
from qa_desk.domain.errors import EnvironmentFailure, QaDeskError, Refusal
from qa_desk.domain.language import catalogue, tr
from qa_desk.domain.scorecard_comparison import compare_versions
from qa_desk.domain.scorecard_editing import blank_definition, is_editable
from qa_desk.services.centre_time import zone_of
from qa_desk.services.importing_forms import import_scorecard_form
from qa_desk.services.scorecard_drafts import copy_scorecard, delete_draft, draft_from, start_draft
from qa_desk.services.scorecards import (
    add_definition,
    export_scorecard,
    find_version,
    get_definition,
    get_version,
    list_scorecards,
    publish_scorecard,
    ready_made_scorecards,
    retire_scorecard,
)
from qa_desk.ui.changes import Kind
from qa_desk.ui.jobs import on_workspace
from qa_desk.workspace.scorecard_files import definition_in_text, read_scorecard_text, read_text_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scorecard_comparison import Comparison
    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.services.importing_forms import FormImport
    from qa_desk.services.scorecards import VersionEntry
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

T = TypeVar("T")
_DEFINITION_FILES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about a file: where, and what."""

    file: str
    where: str
    message: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """What there is to say about a file that was taken up, or was not. `definition`: it can be mended in the editor."""

    path: Path
    title: str
    remarks: tuple[Remark, ...]
    definition: Definition | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A ready-made scorecard, before it is added."""

    path: Path
    version: ScorecardVersion
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing a draft means: what changed since the last published version, if there was one."""

    entry: VersionEntry
    version: ScorecardVersion
    last: VersionEntry | None
    comparison: Comparison | None


class ScorecardsPresenter(QObject):
    """One a screen; it has no widgets."""

    listed = Signal(object)
    """A tuple of `VersionEntry`."""
    chosen = Signal(object, object)
    """The `VersionEntry` in hand and its `ScorecardVersion`; None for a draft with faults."""
    edit_asked = Signal(str)
    """The draft of this id is to be edited."""
    reported = Signal(object)
    """A `FileReport`."""
    offered = Signal(object)
    """A tuple of `Offer`."""
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.entry: VersionEntry | None = None
        self.entries: tuple[VersionEntry, ...] = ()
        self._offers: tuple[Offer, ...] = ()

    @property
    def _workspace(self) -> Workspace:
        return self._context.workspace

    # -- the list

    def day_of(self, at: int) -> date:
        """The day of a moment in the centre's time zone."""
        return datetime.fromtimestamp(at, zone_of(self._workspace)).date()

    def refresh(self) -> None:
        """Read the list again; the version in hand stays in hand."""
        self.entries = tuple(list_scorecards(self._workspace))
        known = {entry.id for entry in self.entries}
        if self.entry is not None and self.entry.id not in known:
            self.entry = None
        self.listed.emit(self.entries)
        if self.entry is not None:
            self.choose(self.entry.id)

    def choose(self, version_id: str) -> None:
        """Take a version in hand."""
        self.entry = find_version(self._workspace, version_id)
        try:
            version = get_version(self._workspace, version_id)
        except Refusal:
            version = None
        self.chosen.emit(self.entry, version)

    # -- drafts

    def start_new(self) -> None:
        """Begin an empty scorecard and edit it."""
        language = catalogue().info().get("language", "en") or "en"
        blank = blank_definition("scorecard", tr("New scorecard"), language)
        self._edit(lambda: start_draft(self._workspace, blank))

    def draft(self) -> None:
        """Edit the draft in hand, or a new draft of the version in hand."""
        entry = self.entry
        if entry is None:
            return
        if entry.status == "draft":
            self.edit_asked.emit(entry.id)
        else:
            self._edit(lambda: draft_from(self._workspace, entry.id))

    def copy(self) -> None:
        """Edit a new scorecard that is written as the version in hand."""
        entry = self.entry
        if entry is not None:
            self._edit(lambda: copy_scorecard(self._workspace, entry.id))

    def delete(self, version_id: str | None = None) -> None:
        """Take a draft away; the toast puts it back."""
        wanted = version_id or (self.entry.id if self.entry else None)
        if wanted is None:
            return
        definition = get_definition(self._workspace, wanted)
        if (gone := self._tried(lambda: delete_draft(self._workspace, wanted))) is None:
            return
        self.entry = None
        self._changed()

        def put_back() -> None:
            made = self._tried(lambda: add_definition(self._workspace, {**definition, "key": gone.key}))
            if made is not None:
                self._changed(made)

        self._context.navigator.toast(tr("{name} is deleted.", name=gone.name), put_back)

    # -- publishing and retiring

    def publication(self, version_id: str) -> Publication | None:
        """What publishing a draft means; None, and told why, where it has faults."""
        entry = find_version(self._workspace, version_id)
        version = self._tried(lambda: get_version(self._workspace, version_id))
        if version is None:
            return None
        versions = list_scorecards(self._workspace)
        last = next((one for one in versions if one.scorecard_id == entry.scorecard_id and one.published_at is not None), None)
        comparison = compare_versions(get_version(self._workspace, last.id), version) if last is not None else None
        return Publication(entry, version, last, comparison)

    def publish(self, version_id: str) -> bool:
        """Make a draft a version that never changes again; whether that was done."""
        published = self._tried(lambda: publish_scorecard(self._workspace, version_id))
        if published is None:
            return False
        self._changed(published.id)
        self.told.emit(tr("{name} is published.", name=published.name))
        return True

    def retire(self) -> None:
        """Offer the version in hand no longer."""
        entry = self.entry
        if entry is None:
            return
        try:
            retire_scorecard(self._workspace, entry.id)
        except QaDeskError as error:
            self.refused.emit(error.message)
            return
        self._changed(entry.id)
        self.told.emit(tr("{name} is retired; its evaluations keep it.", name=entry.name))

    def compare(self, older: str, newer: str) -> Comparison | None:
        """What became of one version in another; None, and told why, where one of them cannot be read."""
        return self._tried(lambda: compare_versions(get_version(self._workspace, older), get_version(self._workspace, newer)))

    # -- files

    def take_up(self, path: Path) -> None:
        """Keep the scorecard of a file as a draft, or tell every fault of it with its line; another house's form is imported."""
        if path.suffix.lower() not in _DEFINITION_FILES:
            self._import_form(path)
            return
        try:
            text = read_text_file(path)
            definition = definition_in_text(text)
            if path.suffix.lower() == ".json" and definition and "sections" not in definition:
                self._import_form(path)
                return
            self._take_definition(path, text, definition)
        except QaDeskError as error:
            self.refused.emit(error.message)

    def take_all_the_same(self, report: FileReport) -> None:
        """Keep a file with faults as a draft and edit it."""
        if report.definition is not None:
            definition = report.definition
            self._edit(lambda: add_definition(self._workspace, definition, key=report.path.stem))

    def write_out(self, path: Path, version_id: str | None = None) -> None:
        """Write a version as YAML, or as JSON where the file is called so."""
        wanted = version_id or (self.entry.id if self.entry else None)
        if wanted is None:
            return
        text = export_scorecard(self._workspace, wanted, as_json=path.suffix.lower() == ".json")
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            failure = EnvironmentFailure(tr("{file}: cannot be written ({reason}).", file=path, reason=error.strerror))
            self.refused.emit(failure.message)
            return
        self.told.emit(tr("Written: {file} (comments that an earlier file had are not in it)", file=path.name))

    # -- ready-made ones

    def look_at_ready_made(self) -> None:
        """Read the ready-made scorecards, off the window's thread; once."""
        if self._offers:
            self.offered.emit(self._offers)
            return

        def work(ctx: JobContext) -> tuple[Offer, ...]:
            offers = []
            for path in ready_made_scorecards():
                ctx.raise_if_cancelled()
                text = read_text_file(path)
                version = read_scorecard_text(text).version
                if version is not None:
                    offers.append(Offer(path, version, tuple(languages_of(definition_in_text(text)))))
            return tuple(offers)

        self._context.jobs.run(work, title=tr("Reading the ready-made scorecards"), on_done=self._offer)

    def _offer(self, offers: tuple[Offer, ...]) -> None:
        self._offers = offers
        self.offered.emit(offers)

    def add_ready_made(self, path: Path, *, is_published: bool) -> None:
        """Add a ready-made scorecard, to be used as it is or to be changed first."""
        definition = definition_in_text(read_text_file(path))
        made = self._tried(lambda: add_definition(self._workspace, definition, key=path.stem))
        if made is None:
            return
        if is_published:
            self.publish(made)
            return
        self._changed(made)
        entry = find_version(self._workspace, made)
        if entry.status == "draft":
            self.edit_asked.emit(made)
        else:
            self.told.emit(tr("{name} is there already.", name=entry.name))

    def _take_definition(self, path: Path, text: str, definition: Definition) -> None:
        reading = read_scorecard_text(text)
        remarks = tuple(Remark(path.name, str(fault.line), fault.message, fault.is_warning) for fault in reading.faults)
        if reading.version is None:
            can_be_mended = bool(definition) and is_editable(definition)
            title = tr("{file} is not taken up yet: it has faults.", file=path.name)
            self.reported.emit(FileReport(path, title, remarks, definition if can_be_mended else None))
            return
        version_id = add_definition(self._workspace, definition, key=path.stem)
        self._changed(version_id)
        entry = find_version(self._workspace, version_id)
        if remarks:
            title = tr("{name} is taken up; this deserves a second look.", name=entry.name)
            self.reported.emit(FileReport(path, title, remarks))
        draft = tr("{name} is a draft: try it, then publish it.", name=entry.name)
        self.told.emit(draft if entry.status == "draft" else tr("{name} is there already.", name=entry.name))

    def _import_form(self, path: Path) -> None:
        def work(workspace: Workspace, ctx: JobContext) -> FormImport:
            return import_scorecard_form(workspace, path, ctx)

        def done(found: FormImport) -> None:
            self._changed(found.version_id)
            entry = find_version(self._workspace, found.version_id)
            gaps = [Remark(path.name, gap.where, f"{gap.what}: {gap.why} {gap.taken}".strip()) for gap in found.not_understood]
            warnings = [Remark(path.name, "", text, is_warning=True) for text in found.warnings]
            title = tr("{name} is a draft made of another form. What follows was not understood as it stands.", name=entry.name)
            if gaps or warnings:
                self.reported.emit(FileReport(path, title, (*gaps, *warnings)))
            self.told.emit(tr("{name} is a draft: try it, then publish it.", name=entry.name))

        def failed(error: Exception) -> None:
            self.refused.emit(error.message if isinstance(error, QaDeskError) else str(error))

        title = tr("Reading {file}", file=path.name)
        self._context.jobs.run(on_workspace(self._workspace, work), title=title, on_done=done, on_failed=failed, owner=self)

    # -- helpers

    def _edit(self, make: Callable[[], str]) -> None:
        version_id = self._tried(make)
        if version_id is not None:
            self._changed(version_id)
            self.edit_asked.emit(version_id)

    def _tried(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except QaDeskError as error:
            self.refused.emit(error.message)
            return None

    def _changed(self, version_id: str | None = None) -> None:
        self._context.changes.announce(Kind.SCORECARDS, origin=self)
        if version_id is not None:
            self.entry = find_version(self._workspace, version_id)
        self.refresh()
