"""What the Data place does: lists batches, undoes one, and walks an import from the file to the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qa_desk.domain.errors import QaDeskError, Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.services.calibration_lookup import PACK_KIND
from qa_desk.services.import_refusals import export_refusals
from qa_desk.services.imports import (
    FACT_KINDS,
    IMPORT_KINDS,
    SOURCE_LABELS,
    Batch,
    ImportReport,
    Preview,
    batch_named,
    list_batches,
    memory_of,
    preview,
    refusals,
    run_import,
    undo_batch,
)
from qa_desk.ui.changes import Kind
from qa_desk.ui.data.refused_file import write_refused
from qa_desk.ui.data.said_columns import columns_with
from qa_desk.ui.data.wizard_state import BatchesShown, RefusalsShown, Reported, Wizard
from qa_desk.ui.jobs import on_workspace
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.services.imports import Counts, Refused
    from qa_desk.services.recording_preview import RecordingsPreview
    from qa_desk.ui.jobs import Job, JobProgress
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

_CUTS = ("encoding", "delimiter", "sheet", "header_row", "has_header")
"""What decides where the columns are."""
_OF_THE_FILE = (*_CUTS, "trailer_rows", "date_order", "decimal")
_CHANGED = (Kind.FACTS, Kind.PEOPLE, Kind.INTERACTIONS, Kind.EVALUATIONS)


class DataPresenter(QObject):
    """Holds the wizard's state; each change looks at the file anew, on another thread."""

    batches_shown = Signal(object)
    """`BatchesShown`"""
    refusals_shown = Signal(object)
    """`RefusalsShown`"""
    wizard_changed = Signal(object)
    """`Wizard`"""
    progressed = Signal(object)
    """`JobProgress` of the import"""
    reported = Signal(object)
    """`Reported`"""
    refused = Signal(object)
    """A message: what could not be done, and why"""
    told = Signal(object)
    """A message: what was done"""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wizard = Wizard()
        self._looking: Job | None = None
        self._importing: Job | None = None
        self.imported: Batch | None = None
        """The one batch that the wizard brought in last."""
        context.jobs.progressed.connect(self._tell_progress)

    @property
    def wizard(self) -> Wizard:
        """Where the import stands."""
        return self._wizard

    # batches

    def load(self) -> None:
        """Read the batches anew."""
        self.batches_shown.emit(BatchesShown(tuple(list_batches(self._context.workspace))))

    def show_refusals(self, batch: Batch) -> None:
        """Read the refused rows of a batch."""
        self.refusals_shown.emit(RefusalsShown(batch, tuple(refusals(self._context.workspace, batch.id))))

    def undo(self, batch: Batch) -> None:
        """Take a whole batch back."""

        def work(workspace: Workspace, ctx: JobContext) -> Counts:
            return undo_batch(workspace, batch.id, ctx)

        def done(counts: Counts) -> None:
            self._announce()
            removed = ntr("{count} row removed", "{count} rows removed", counts.new)
            restored = ntr("{count} restored as it was", "{count} restored as they were", counts.updated)
            self.told.emit(
                tr("Batch {number} is undone: {removed}, {restored}.", number=batch.number, removed=removed, restored=restored)
            )

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Undoing batch {number}", number=batch.number),
            on_done=done,
            on_failed=self._failed,
            owner=self,
        )

    def export_refusals(self, refused: Sequence[Refused], path: Path, batch: Batch | None = None) -> None:
        """Write refused rows so that they can be mended and imported again; where that cannot be, what is wrong with them.

        Those of a batch, or of the file that was tried last.
        """
        tried = self._wizard

        def work(workspace: Workspace, ctx: JobContext) -> tuple[int, str]:
            try:
                return write_refused(workspace, refused, path, batch, tried, ctx)
            except Refusal as refusal:
                return export_refusals(refused, path), refusal.message

        def done(outcome: tuple[int, str]) -> None:
            count, why = outcome
            if why:
                self.refused.emit(tr("Only what is wrong with the rows was written, not the rows: {why}", why=why))
            self.told.emit(
                ntr("{file}: {count} refused row written.", "{file}: {count} refused rows written.", count, file=path.name)
            )

        self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Writing {file}", file=path.name),
            on_done=done,
            on_failed=self._failed,
            owner=self,
        )

    # the wizard

    def start(self, paths: Sequence[Path] = (), kind: str | None = None) -> None:
        """Begin an import, with files where some were dropped."""
        self.imported = None
        self._wizard = Wizard(timezone=get_setting(self._context.workspace, "timezone"), kind=kind)
        if paths:
            self.take(paths)
        else:
            self._say()

    def take(self, paths: Sequence[Path]) -> None:
        """These files (or this folder) are to be imported."""
        kind = self._wizard.kind
        if any(path.is_dir() for path in paths) and kind not in ("recordings", "transcripts"):
            kind = "recordings"
        self._wizard = replace(self._wizard, paths=tuple(paths), kind=kind, said={}, is_recalled=False, is_fresh=False)
        self.look()

    def start_afresh(self) -> None:
        """Leave aside what is remembered of files of this shape, and look at this one as at a new one."""
        zone = get_setting(self._context.workspace, "timezone")
        self._wizard = Wizard(self._wizard.paths, timezone=zone, is_fresh=True)
        self.look()

    def choose_kind(self, kind: str | None) -> None:
        """It is this kind of thing; None: find out."""
        self._wizard = replace(self._wizard, kind=kind, source="auto", said={}, is_recalled=False)
        self.look()

    def choose_source(self, source: str) -> None:
        """It comes from this source."""
        self._wizard = replace(self._wizard, source=source, said=self._said_of_file())
        self.look()

    def choose_timezone(self, zone: str) -> None:
        """Times that do not say their own are of this zone."""
        if zone != self._wizard.timezone:
            self._wizard = replace(self._wizard, timezone=zone)
            self.look()

    def say(self, key: str, value: object) -> None:
        """One key of the mapping, such as date_order, sheet, pattern, agent_channel or layout; None takes it back."""
        said = {name: kept for name, kept in self._wizard.said.items() if name != key}
        if key in _CUTS:  # other columns: what was said of the old ones is void
            said = {name: kept for name, kept in said.items() if name in _CUTS}
        if key == "header_row":  # row 0 is none
            said = {name: kept for name, kept in said.items() if name != "has_header"}
            key, value = ("has_header", False) if value == 0 else (key, value)
        self._wizard = replace(self._wizard, said=said | ({} if value in (None, "") else {key: value}))
        self.look()

    def map_column(self, header: str, name: str | None) -> None:
        """Give a column its field, or none."""
        seen = self._wizard.preview
        if seen is None:
            return
        columns = columns_with(seen, self._wizard.said, header, name)
        self._wizard = replace(self._wizard, said=self._wizard.said | {"columns": columns})
        self.look()

    def fill_field(self, name: str, header: str | None, value: str | None) -> None:
        """Give a needed field the column that holds it, or one value for every row."""
        constants = {known: kept for known, kept in self._wizard.said.get("constants", {}).items() if known != name}
        if header is None and value is not None:
            constants[name] = value
        self._wizard = replace(self._wizard, said=self._wizard.said | {"constants": constants})
        if header is None:
            self.look()
        else:
            self.map_column(header, name)

    def choose_unit(self, name: str, unit: str) -> None:
        """The durations of this field are in this unit."""
        units = dict(self._wizard.said.get("units", {})) | {name: unit}
        self._wizard = replace(self._wizard, said=self._wizard.said | {"units": units})
        self.look()

    def look(self) -> None:
        """Look at the first file with everything that was said so far."""
        if self._looking is not None and self._looking.is_running:
            self._looking.abandon()
        self._wizard = replace(self._wizard, recordings=None, fault=None)
        if self._wizard.paths and self._wizard.kind == "recordings":
            self._look_at_names()
            return
        if not self._wizard.paths or not self._wizard.has_columns:
            self._wizard = replace(self._wizard, preview=None, is_looking=False)
            self._say()
            return
        asked = self._wizard = replace(self._wizard, is_looking=True, fault=None)
        memory = None if asked.is_fresh else memory_of(self._context.workspace)

        def work(ctx: JobContext) -> Preview:
            return preview(
                asked.paths[0],
                asked.kind,
                source=asked.source,
                mapping=asked.said,
                timezone=asked.timezone,
                memory=memory,
                context=ctx,
            )

        self._looking = self._context.jobs.run(
            work,
            title=tr("Looking at {file}", file=asked.paths[0].name),
            on_done=self._seen,
            on_failed=self._not_seen,
            owner=self,
        )
        self._say()

    def _look_at_names(self) -> None:
        asked = self._wizard = replace(self._wizard, is_looking=True, preview=None)

        def work(ctx: JobContext) -> RecordingsPreview:
            from qa_desk.services.import_other_kinds import declared_layouts
            from qa_desk.services.recording_preview import preview_recordings

            pattern, layouts = asked.said.get("pattern", "auto"), declared_layouts(asked.said.get("layout"))
            return preview_recordings(asked.paths, pattern, timezone=asked.timezone, layouts=layouts, context=ctx)

        self._looking = self._context.jobs.run(
            work,
            title=tr("Looking at {file}", file=asked.paths[0].name),
            on_done=self._names_seen,
            on_failed=self._not_seen,
            owner=self,
        )
        self._say()

    def run(self, *, dry: bool) -> None:
        """Import, or only say what importing would do."""
        asked = self._wizard
        if not asked.can_import:
            return
        kind = asked.kind or (asked.preview.kind if asked.preview else "")
        recording = kind not in FACT_KINDS
        source = asked.said.get("pattern", "auto") if recording else asked.source

        def work(workspace: Workspace, ctx: JobContext) -> ImportReport:
            return run_import(
                workspace,
                kind,
                asked.paths,
                source=source,
                mapping=asked.said or None,
                timezone=asked.timezone,
                dry_run=dry,
                context=ctx,
            )

        def done(report: ImportReport) -> None:
            self._ended()
            self.imported = None
            if not dry:
                self._announce()
                if len(report.batches) == 1:
                    self.imported = batch_named(self._context.workspace, report.batches[0])
            self.reported.emit(Reported(report, dry))

        self._wizard = replace(asked, is_importing=True)
        self._importing = self._context.jobs.run(
            on_workspace(self._context.workspace, work),
            title=tr("Trying the import") if dry else tr("Importing"),
            on_done=done,
            on_failed=self._import_failed,
            on_cancelled=self._cancelled,
            owner=self,
        )
        self._say()

    def cancel(self) -> None:
        """Stop the running import: it is rolled back."""
        if self._importing is not None:
            self._importing.cancel()

    def leave(self) -> None:
        """Give the wizard up."""
        if self._looking is not None and self._looking.is_running:
            self._looking.abandon()
        self._wizard = Wizard()

    # what comes back

    def _said_of_file(self) -> dict[str, Any]:
        return {key: value for key, value in self._wizard.said.items() if key in _OF_THE_FILE}

    def _seen(self, seen: Preview) -> None:
        self._wizard = replace(self._wizard, preview=seen, is_looking=False, fault=None)
        if seen.recalled is not None:
            known, zone = seen.recalled, seen.recalled.timezone or self._wizard.timezone
            said = {key: value for key, value in known.mapping.items() if key not in ("timezone", "source")}
            self._wizard = replace(self._wizard, kind=known.kind, source=known.source, timezone=zone, said=said, is_recalled=True)
        self._say()

    def _names_seen(self, seen: RecordingsPreview) -> None:
        self._wizard = replace(self._wizard, recordings=seen, is_looking=False)
        self._say()

    def _not_seen(self, error: Exception) -> None:
        message = error.message if isinstance(error, QaDeskError) else tr("The file could not be looked at.")
        self._wizard = replace(self._wizard, preview=None, is_looking=False, fault=message)
        self._say()

    def _ended(self) -> None:
        self._importing = None
        self._wizard = replace(self._wizard, is_importing=False)
        self._say()

    def _cancelled(self) -> None:
        self._ended()
        self.told.emit(tr("Cancelled; nothing was changed."))

    def _import_failed(self, error: Exception) -> None:
        self._ended()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, QaDeskError):
            self.refused.emit(error.message)

    def _tell_progress(self, progress: JobProgress) -> None:
        if self._importing is not None and progress.job_id == self._importing.id:
            self.progressed.emit(progress)

    def _announce(self) -> None:
        self._context.changes.announce(*_CHANGED, origin=self)
        self.load()

    def _say(self) -> None:
        self.wizard_changed.emit(self._wizard)


def kind_label(name: str) -> str:
    """What a kind is called."""
    if name == PACK_KIND:
        return tr("Calibration pack")
    return next((tr(kind.label) for kind in IMPORT_KINDS if kind.name == name), name)


def source_label(name: str) -> str:
    """What a source is called; names of recorders and lists of several stay as they are."""
    return tr(SOURCE_LABELS[name]) if name in SOURCE_LABELS else name
