"""What is imported by services of its own (recordings, transcripts, evaluations), in the shape that every import has."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.services.import_report import ImportReport, total
from qa_desk.workspace.batches import Batch, Counts, Refused
from qa_desk.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.raw import RawLayout
    from qa_desk.services.media_batches import MediaImport

Undo = Callable[[Workspace, Batch], Counts]


def _all_or_nothing(workspace: Workspace, paths: Sequence[Path]) -> AbstractContextManager[object]:
    """One path writes in a transaction of its own, after it was read: nobody else's answers wait for the reading."""
    return workspace.transaction() if len(paths) > 1 else nullcontext()


def import_recordings(
    workspace: Workspace,
    kind: str,
    paths: Sequence[Path],
    *,
    source: str,
    mapping: Any,  # noqa: ANN401
    timezone: str | None,
    dry_run: bool,
    context: JobContext,
) -> ImportReport:
    """A folder of recordings; the source is a file-name preset or `auto`; a mapping may hold a pattern, a channel and layouts."""
    from qa_desk.services import recordings

    said = mapping if isinstance(mapping, dict) else {}
    if said.get("agent_channel") not in (None, "left", "right"):
        raise Refusal(tr("{value}: the agent's channel is left or right.", value=said["agent_channel"]))
    with _all_or_nothing(workspace, paths):
        done = [
            recordings.import_recordings(
                workspace,
                path,
                said.get("pattern", source),
                timezone=timezone,
                agent_channel=said.get("agent_channel"),
                layouts=declared_layouts(said.get("layout")),
                dry_run=dry_run,
                context=context,
            )
            for path in paths
        ]
    return _report(workspace, done)


def declared_layouts(said: object) -> list[RawLayout]:
    """What a mapping or the wizard says of files without a header: one layout, or a list of them."""
    from qa_desk.media.raw import parse_layout

    return [parse_layout(str(one)) for one in (said if isinstance(said, list | tuple) else [said]) if one]


def import_transcripts(
    workspace: Workspace,
    kind: str,
    paths: Sequence[Path],
    *,
    source: str,
    mapping: Any,  # noqa: ANN401
    timezone: str | None,
    dry_run: bool,
    context: JobContext,
) -> ImportReport:
    """A file or folder of transcripts, chats or mails.

    A mapping may hold `"calls_without_recording": true`: transcripts of calls whose recordings are not at hand are taken to
    be read.
    """
    from qa_desk.services import transcripts

    said = mapping if isinstance(mapping, dict) else {}
    with _all_or_nothing(workspace, paths):
        done = [
            transcripts.import_transcripts(
                workspace,
                path,
                form=source,
                timezone=timezone,
                takes_lone_calls=said.get("calls_without_recording") is True,
                dry_run=dry_run,
                context=context,
            )
            for path in paths
        ]
    return _report(workspace, done)


def import_evaluations(
    workspace: Workspace,
    kind: str,
    paths: Sequence[Path],
    *,
    source: str,
    mapping: Any,  # noqa: ANN401
    timezone: str | None,
    dry_run: bool,
    context: JobContext,
) -> ImportReport:
    """Evaluations of another system, submitted at once; a batch for each file."""
    from qa_desk.services import evaluation_import

    connection = workspace.connection
    with workspace.transaction():
        connection.execute("SAVEPOINT looking")
        done = [evaluation_import.add_evaluations(workspace, path, context) for path in paths]
        if dry_run:
            connection.execute("ROLLBACK TO looking")
        connection.execute("RELEASE looking")
    return replace(total(done), batch=None, batches=(), number=None) if dry_run else total(done)


def undo_evaluations(workspace: Workspace, batch: Batch) -> Counts:
    """Take back the evaluations of a batch."""
    from qa_desk.services import evaluation_import

    return evaluation_import.undo_evaluations(workspace, batch)


def undo_media(workspace: Workspace, batch: Batch) -> Counts:
    """Take back the interactions, media and transcripts of a batch."""
    from qa_desk.services.media_batches import undo_media_batch

    removed, restored = undo_media_batch(workspace, batch.id)
    return Counts(removed, restored)


def _report(workspace: Workspace, done: list[MediaImport]) -> ImportReport:
    numbers = [one.batch for one in done if one.batch is not None]
    ids = [
        row[0]
        for number in numbers
        for row in workspace.connection.execute("SELECT id FROM import_batches WHERE number = ?", [number])
    ]
    if not done:
        raise Refusal(tr("Name at least one file to import."))
    return ImportReport(
        ids[-1] if ids else None,
        ", ".join(dict.fromkeys(one.source for one in done)),
        sum(one.rows_read for one in done),
        sum(one.rows_new for one in done),
        sum(one.rows_updated for one in done),
        sum(one.rows_unchanged for one in done),
        sum(one.rows_refused for one in done),
        rows_folded=sum(one.rows_folded for one in done),
        refusals=tuple(Refused(item.row, item.column, item.value, item.reason) for one in done for item in one.refusals),
        warnings=tuple(warning for one in done for warning in one.warnings),
        batches=tuple(ids),
        number=numbers[-1] if numbers else None,
    )
