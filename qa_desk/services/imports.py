"""Importing: look at a file, take it in as one batch, list batches, undo one.

Every kind that can be imported is a line of `IMPORT_KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr
from qa_desk.domain.progress import Quiet
from qa_desk.services import import_memory, import_other_kinds
from qa_desk.services.calibration_lookup import PACK_KIND
from qa_desk.services.import_facts import import_facts, interruptible
from qa_desk.services.import_memory import Recalled, memory_of, recall
from qa_desk.services.import_preview import ColumnPreview, Preview, preview
from qa_desk.services.import_reading import said_mapping
from qa_desk.services.import_refused_rows import export_refused_rows
from qa_desk.services.import_report import ImportReport
from qa_desk.sources.kinds import KINDS
from qa_desk.sources.mapping import mapping_document
from qa_desk.sources.proposal import Question
from qa_desk.sources.registry import SOURCES, sources_for
from qa_desk.workspace import batches
from qa_desk.workspace.batches import Batch, Counts, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Mapping as Dict

    from qa_desk.domain.progress import JobContext
    from qa_desk.services.import_other_kinds import Undo
    from qa_desk.sources.mapping import Mapping
    from qa_desk.workspace.workspace import Workspace

__all__ = [
    "FACT_KINDS", "IMPORT_KINDS", "SOURCE_LABELS", "SOURCE_NAMES", "Batch", "ColumnPreview", "Counts", "ImportKind",
    "ImportReport", "Preview", "Question", "Recalled", "Refused",
    "batch_named", "export_batch_refusals", "export_refused_rows", "import_kind", "list_batches", "memory_of", "preview",
    "recall", "refusals",
    "run_import", "sources_for", "undo_batch",
]  # fmt: skip

FACT_KINDS: tuple[str, ...] = tuple(kind.name for kind in KINDS)
SOURCE_LABELS: Dict[str, str] = MappingProxyType({source.name: source.label for source in SOURCES})
SOURCE_NAMES: tuple[str, ...] = tuple(SOURCE_LABELS)


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Something that can be imported: the function that does it and, where facts alone are not all of it, what undoes it."""

    name: str
    label: str
    run: Callable[..., ImportReport]
    """`(workspace, kind, paths, *, source, mapping, timezone, dry_run, context)`"""
    undo: Undo | None = None
    takes_folders: bool = False


_LABELS = {
    "tickets": N_("Tickets"),
    "ticket_events": N_("Ticket events"),
    "calls": N_("Calls"),
    "agent_states": N_("Agent states"),
    "schedule": N_("Shifts"),
    "roster": N_("Roster"),
    "surveys": N_("Surveys"),
    "employee_pulse": N_("Employee pulse"),
    "customers": N_("Customers"),
    "costs": N_("Costs"),
    "tasks": N_("Tasks"),
    "contact_tags": N_("Contact tags"),
}

IMPORT_KINDS: tuple[ImportKind, ...] = (
    *(ImportKind(name, _LABELS[name], import_facts) for name in FACT_KINDS),
    ImportKind("evaluations", N_("Evaluations"), import_other_kinds.import_evaluations, import_other_kinds.undo_evaluations),
    ImportKind("recordings", N_("Recordings"), import_other_kinds.import_recordings, import_other_kinds.undo_media, True),
    ImportKind(
        "transcripts",
        N_("Transcripts, chats and mails"),
        import_other_kinds.import_transcripts,
        import_other_kinds.undo_media,
        True,
    ),
)


def import_kind(name: str) -> ImportKind:
    """The kind of this name; refused when there is none."""
    for kind in IMPORT_KINDS:
        if kind.name == name:
            return kind
    raise Refusal(
        tr("{kind} cannot be imported; what can: {known}.", kind=name, known=", ".join(kind.name for kind in IMPORT_KINDS))
    )


def run_import(
    workspace: Workspace,
    kind: str,
    paths: Sequence[Path],
    *,
    source: str = "auto",
    mapping: Mapping | dict[str, Any] | None = None,
    timezone: str | None = None,
    dry_run: bool = False,
    context: JobContext | None = None,
) -> ImportReport:
    """Take files of one kind in, one batch each, all or none. A dry run tells the same report and changes nothing.

    What was said of a table is kept for the next of its shape (`recall`).
    """
    chosen = import_kind(kind)
    if not paths:
        raise Refusal(tr("Name at least one file to import."))
    report = chosen.run(
        workspace, kind, paths, source=source, mapping=mapping, timezone=timezone, dry_run=dry_run, context=context or Quiet()
    )
    if kind in FACT_KINDS and not dry_run and (mapping or source != "auto"):
        said = mapping_document(said_mapping(mapping))
        import_memory.remember(workspace, kind, paths[0], said, source=source, timezone=timezone)
    return report


def list_batches(workspace: Workspace) -> list[Batch]:
    """All batches, the latest first."""
    return batches.list_batches(workspace.connection)


def batch_named(workspace: Workspace, batch: str) -> Batch:
    """A batch by its number or id; refused when there is none."""
    return batches.batch_named(workspace.connection, batch)


def refusals(workspace: Workspace, batch: str) -> list[Refused]:
    """The refused rows of a batch (its number or id)."""
    return batches.refusals_of(workspace.connection, batches.batch_named(workspace.connection, batch).id)


def export_batch_refusals(workspace: Workspace, batch: Batch, target: Path, context: JobContext | None = None) -> tuple[int, int]:
    """The refused rows of a table's batch as a file to mend and import again, read anew from the file that was imported.

    How many rows, and how many could only be named. Refused where that file is gone, or is another one now.
    """
    said = {key: value for key, value in batch.mapping.items() if key != "asked_source"}
    return export_refused_rows(
        workspace,
        batch.kind,
        Path(batch.path),
        refusals(workspace, batch.id),
        target,
        source=batch.source,
        mapping=said,
        timezone=batch.timezone,
        sha256=batch.file_sha256,
        context=context,
    )


def undo_batch(workspace: Workspace, batch: str, context: JobContext | None = None) -> Counts:
    """Take back a whole batch (its number or id) in one transaction: rows removed (`new`) and restored (`updated`)."""
    with interruptible(workspace, context or Quiet()), workspace.transaction() as connection:
        found = batches.batch_named(connection, batch)
        if found.kind == PACK_KIND:
            raise Refusal(
                tr("Batch {number} is a pack of a calibration: people score what it brought, so it stays.", number=found.number)
            )
        batches.refuse_when_met_again(connection, found)
        own = next((kind.undo for kind in IMPORT_KINDS if kind.name == found.kind), None)
        done = own(workspace, found) if own else Counts()
        rest = batches.undo_facts(connection, found, workspace.clock.now())
        return Counts(done.new + rest.new, done.updated + rest.updated)
