"""Takes tables of facts in: files are read, checked and staged first; then all of one call are stored in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.services import importing_people
from qa_desk.services.import_reading import said_mapping
from qa_desk.services.import_report import ImportReport, total
from qa_desk.services.import_staging import STAGING, STEPS, Asked, Ready, make_ready
from qa_desk.sources.kinds import KINDS, kind_named
from qa_desk.sources.reading import scratch_folder
from qa_desk.workspace import batches
from qa_desk.workspace.batch_records import store_records
from qa_desk.workspace.batches import Batch, Counts
from qa_desk.workspace.identities import FactsMoved, Identities
from qa_desk.workspace.settings import check_setting, get_setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.mapping import Mapping
    from qa_desk.workspace.workspace import Workspace

_CACHE = -131_072
"""KiB of SQLite's page cache while records are stored."""
_LOOK_EVERY = 200_000
"""SQLite instructions between two looks at Cancel: some milliseconds."""


def import_facts(
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
    """Take files of one kind of fact in, one batch each, all or none. A dry run tells the same report and changes nothing."""
    context = context or Quiet()
    chosen = kind_named(kind)
    if chosen is None:
        raise Refusal(
            tr("{kind} is no kind of table; the known ones: {known}.", kind=kind, known=", ".join([kind.name for kind in KINDS]))
        )
    if not paths:
        raise Refusal(tr("Name at least one file to import."))
    said = said_mapping(mapping)
    said_zone = timezone or said.timezone
    zone = said_zone or get_setting(workspace, "timezone")
    check_setting("timezone", zone)
    asked = Asked(chosen, source, replace(said, timezone=said_zone), zone)
    try:
        with scratch_folder(workspace.folder) as scratch:
            return _import(workspace, paths, asked, dry_run, scratch, context)
    except OSError as error:
        raise EnvironmentFailure(
            tr(
                "{folder}: cannot be written ({reason}); nothing was changed.",
                folder=workspace.folder,
                reason=error.strerror or error,
            )
        ) from error


def _import(
    workspace: Workspace, paths: Sequence[Path], asked: Asked, dry_run: bool, scratch: Path, context: JobContext
) -> ImportReport:
    """Read and store. Begun anew when another program imported meanwhile: what was found to be new may be so no more."""
    for attempt in count():
        place = scratch / str(attempt)
        place.mkdir()
        identities = Identities(workspace, place)
        try:
            with interruptible(workspace, context):
                ready = [
                    make_ready(workspace, path, asked, place, number, identities, context) for number, path in enumerate(paths)
                ]
            report = _store(workspace, ready, place / STAGING, identities, dry_run, context)
        except FactsMoved:
            continue
        if not dry_run:
            identities.publish()
        return report
    raise AssertionError


class _DryRun(Exception):  # noqa: N818 - carries the report out of the transaction that it rolls back
    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def _store(
    workspace: Workspace, ready: list[Ready], staging: Path, identities: Identities, dry_run: bool, context: JobContext
) -> ImportReport:
    try:
        with _attached(workspace, staging), interruptible(workspace, context), workspace.transaction():
            identities.hold_fast()
            report = total([_store_one(workspace, item, context) for item in ready])
            identities.settle()
            if dry_run:
                raise _DryRun(replace(report, batch=None, batches=(), number=None))
            return report
    except _DryRun as dry:
        return dry.report


@contextmanager
def _attached(workspace: Workspace, staging: Path) -> Iterator[None]:
    """The staged records beside the workspace's tables. Attaching is not possible inside a transaction."""
    if not staging.exists():
        yield
        return
    if workspace.connection.in_transaction:
        raise RuntimeError("an import is a transaction of its own")
    workspace.connection.execute("ATTACH ? AS staging", [str(staging)])
    try:
        yield
    finally:
        workspace.connection.execute("DETACH staging")


@contextmanager
def interruptible(workspace: Workspace, context: JobContext) -> Iterator[None]:
    """Cancel reaches a running statement, which is then rolled back."""
    stopped: list[BaseException] = []

    def look() -> int:
        try:
            context.raise_if_cancelled()
        except BaseException as error:  # a handler cannot raise: it stops the statement, and the reason is raised below
            stopped.append(error)
            return 1
        return 0

    workspace.connection.set_progress_handler(look, _LOOK_EVERY)
    workspace.connection.execute(f"PRAGMA cache_size = {_CACHE}")  # ids in no order would else be read back all the time
    try:
        yield
    except sqlite3.OperationalError as error:
        if stopped:
            raise stopped[0] from error
        if "interrupted" in str(error):
            raise Cancelled from error
        raise
    finally:
        workspace.connection.set_progress_handler(None, 0)
        workspace.connection.execute("PRAGMA cache_size = -2000")


def _store_one(workspace: Workspace, item: Ready, context: JobContext) -> ImportReport:
    connection = workspace.connection
    batch = item.batch
    if batch.number:  # the very same file, read the very same way, is in already
        warning = tr("{file} is the same file as batch {number} brought: nothing to do", file=batch.path, number=batch.number)
        records = batch.rows_new + batch.rows_updated + batch.rows_unchanged
        return ImportReport(
            batch.id,
            batch.source,
            batch.rows_read,
            0,
            0,
            records,
            batch.rows_refused,
            batch.rows_read - records - batch.rows_refused,
            item.refusals,
            (warning,),
            (batch.id,),
            batch.number,
        )
    context.raise_if_cancelled()
    batch = replace(batch, number=batches.next_number(connection), created_at=workspace.clock.now())
    batches.add_batch(connection, batch, item.refusals)
    counts = Counts()
    also: dict[str, int] = {}
    if batch.kind == "roster":
        counts = importing_people.store_roster(workspace, batch.id, item.roster)
    for order, staged in enumerate(item.staged if batch.kind != "roster" else ()):
        name = staged.name if staged.different else None
        stored = store_records(connection, batch.id, staged.kind.table, name, staged.rows, staged.met)
        if order == 0:
            counts = stored
        elif stored.new + stored.updated + stored.unchanged:
            also[staged.kind.name] = stored.new + stored.updated + stored.unchanged
        context.report(10 + order, STEPS, tr("Storing {file}", file=batch.path))
    importing_people.make_agents_known(workspace, batch.id, item.people)
    warnings = (*batch.warnings, *_collisions(workspace, batch))
    batches.set_outcome(connection, batch.id, counts, warnings)
    return ImportReport(
        batch.id,
        batch.source,
        batch.rows_read,
        counts.new,
        counts.updated,
        counts.unchanged,
        batch.rows_refused,
        item.folded,
        item.refusals,
        warnings,
        (batch.id,),
        batch.number,
        also,
    )


def _collisions(workspace: Workspace, batch: Batch) -> list[str]:
    return [
        tr(
            "{count} rows have the id of a row that came from {source}: if these are two systems with numbers of their "
            "own, undo this batch",
            count=count,
            source=source,
        )
        for source, count in batches.sources_met(workspace.connection, batch)
    ]
