"""Takes tables of facts in: files are read, checked and staged first; then all of one call are stored in one transaction."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.progress import Quiet
from qa_desk.services import importing_people
from qa_desk.services.import_reading import check_read, refused_rows, said_mapping, stoppable, understand
from qa_desk.services.import_report import ImportReport, total
from qa_desk.sources.kinds import KINDS, kind_named
from qa_desk.sources.mapping import Mapping, mapping_document
from qa_desk.sources.reading import engine, open_file, read_table, scratch_folder
from qa_desk.sources.registry import SOURCES
from qa_desk.sources.staging import prepare, write
from qa_desk.workspace import batches
from qa_desk.workspace.batches import Batch, Counts, Refused
from qa_desk.workspace.settings import check_setting, get_setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.staging import Staged
    from qa_desk.workspace.workspace import Workspace

_STEPS = 12.0
_CACHE = -131_072
"""KiB of SQLite's page cache while records are stored."""
_LOOK_EVERY = 200_000
"""SQLite instructions between two looks at Cancel: some milliseconds."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file checked and staged, ready for the workspace."""

    batch: Batch
    staged: tuple[Staged, ...]
    refusals: tuple[Refused, ...]
    people: tuple[str, ...]
    folded: int
    roster: tuple[importing_people.RosterRow, ...] = ()


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
    try:
        with scratch_folder(workspace.folder) as scratch:
            staging, ready = scratch / "staged.db", []
            for number, path in enumerate(paths):
                folder = scratch / str(number)
                folder.mkdir()
                asked = replace(said, timezone=said_zone)
                ready.append(_make_ready(workspace, path, chosen, source, asked, zone, folder, context, staging, number))
            return _store(workspace, ready, staging, dry_run, context)
    except OSError as error:
        raise EnvironmentFailure(
            tr(
                "{folder}: cannot be written ({reason}); nothing was changed.",
                folder=workspace.folder,
                reason=error.strerror or error,
            )
        ) from error


def _make_ready(
    workspace: Workspace,
    path: Path,
    kind: Kind,
    source: str,
    said: Mapping,
    zone: str,
    scratch: Path,
    context: JobContext,
    staging: Path,
    number: int,
) -> _Ready:
    opened = open_file(path, scratch, context)
    known = _known_already(workspace, opened, kind, source, said, zone)
    if known:
        return _Ready(known, (), tuple(batches.refusals_of(workspace.connection, known.id)), (), 0)
    with engine(scratch) as connection, stoppable(connection, context):
        context.report(2, _STEPS, tr("Reading {file}", file=path.name))
        table = read_table(opened, connection, said.hints, scratch, context)
        context.report(4, _STEPS, tr("Checking {file}", file=path.name))
        read = understand(opened, table, kind, source, said)
        checked, folded = check_read(read, said.timezone or read.source.timezone or zone)
        context.raise_if_cancelled()
        staged = tuple(prepare(connection, outcome, f"file{number}_{order}") for order, outcome in enumerate(folded.outcomes))
        refusals = refused_rows(checked)
        warnings = [
            *checked.warnings,
            *read.proposal.notes,
            *folded.warnings,
            *(question.text for question in read.proposal.questions),
        ]
        warnings += [warning for item in staged for warning in _identity_warnings(item)]
        batch = Batch(
            id=workspace.clock.new_id(),
            number=0,
            kind=kind.name,
            source=read.source.name,
            path=str(path.resolve()),
            file_sha256=opened.sha256,
            timezone=zone,
            mapping=_recipe(source, said),
            rows_read=checked.rows_read,
            rows_refused=checked.rows_refused,
            warnings=tuple(warnings),
        )
        folded_rows = checked.rows_read - checked.rows_refused - staged[0].rows
        context.report(7, _STEPS, tr("Checking {file}", file=path.name))
        if kind.name == "roster":
            return _Ready(batch, staged, refusals, (), folded_rows, _roster_rows(connection, staged[0]))
        for item in staged:
            write(connection, item, staging)
            context.raise_if_cancelled()
        context.report(9, _STEPS, tr("Storing {file}", file=path.name))
        return _Ready(batch, staged, refusals, _people(connection, staged), folded_rows)


def _recipe(source: str, said: Mapping) -> dict[str, Any]:
    """How the person had the file read: the same recipe on the same bytes gives the same rows."""
    return {"asked_source": source, **mapping_document(said)}


def _known_already(workspace: Workspace, opened: OpenedFile, kind: Kind, source: str, said: Mapping, zone: str) -> Batch | None:
    for name in [source] if source != "auto" else [source.name for source in SOURCES]:
        wanted = Batch("", 0, kind.name, name, "", opened.sha256, zone, _recipe(source, said))
        found = batches.find_unchanged(workspace.connection, wanted)
        if found:
            return found
    return None


def _identity_warnings(staged: Staged) -> list[str]:
    warnings = []
    if staged.repeated:
        warnings.append(
            ntr(
                "{count} row has the same {key} as a later row; the later one was taken",
                "{count} rows have the same {key} as a later row; the later ones were taken",
                staged.repeated,
                key=" + ".join(staged.kind.key),
            )
        )
    if staged.identity_derived:
        warnings.append(
            tr(
                "there is no {key}: rows are told apart by their content, so a corrected row comes in as a new one",
                key=" + ".join(staged.kind.key),
            )
        )
    return warnings


def _people(connection: DuckDBPyConnection, staged: tuple[Staged, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for item in staged:
        present = {row[0] for row in connection.execute(f"DESCRIBE {item.name}").fetchall()}
        for column in item.kind.people:
            if column in present:
                rows = connection.execute(
                    f'SELECT DISTINCT "{column}" FROM {item.name} WHERE "{column}" IS NOT NULL ORDER BY 1'
                ).fetchall()
                names.update(dict.fromkeys(str(row[0]) for row in rows))
    return tuple(names)


def _roster_rows(connection: DuckDBPyConnection, staged: Staged) -> tuple[importing_people.RosterRow, ...]:
    known = [f.name for f in staged.kind.fields]
    present = [row[0] for row in connection.execute(f"DESCRIBE {staged.name}").fetchall() if row[0] in known]
    listed = ", ".join(f'"{name}"' for name in present)
    rows = connection.execute(f"SELECT {listed} FROM {staged.name} ORDER BY row_no").fetchall()
    return tuple(importing_people.RosterRow(**dict(zip(present, row, strict=True))) for row in rows)


class _DryRun(Exception):  # noqa: N818 - carries the report out of the transaction that it rolls back
    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def _store(workspace: Workspace, ready: list[_Ready], staging: Path, dry_run: bool, context: JobContext) -> ImportReport:
    try:
        with _attached(workspace, staging), interruptible(workspace, context), workspace.transaction():
            report = total([_store_one(workspace, item, context) for item in ready])
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


def _store_one(workspace: Workspace, item: _Ready, context: JobContext) -> ImportReport:
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
        stored = batches.store_records(connection, batch.id, staged.kind.table, staged.name)
        if order == 0:
            counts = stored
        elif stored.new + stored.updated + stored.unchanged:
            also[staged.kind.name] = stored.new + stored.updated + stored.unchanged
        context.report(10 + order, _STEPS, tr("Storing {file}", file=batch.path))
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
