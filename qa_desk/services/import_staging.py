"""One file of facts made ready for the workspace: read, checked, compared with what is stored, and what differs written aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.language import ntr, tr
from qa_desk.services import importing_people
from qa_desk.services.import_reading import check_read, refused_rows, stoppable, understand
from qa_desk.sources.checking import narrow
from qa_desk.sources.mapping import Mapping, mapping_document
from qa_desk.sources.reading import engine, open_file, read_table
from qa_desk.sources.registry import SOURCES
from qa_desk.sources.staging import compare, prepare, write
from qa_desk.workspace import batches
from qa_desk.workspace.batch_records import shape_of
from qa_desk.workspace.batches import Batch, Refused
from qa_desk.workspace.identities import parquet

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.staging import Staged
    from qa_desk.workspace.identities import Identities
    from qa_desk.workspace.workspace import Workspace

STAGING = "staged.db"
"""The scratch file that the workspace takes the records from."""
STEPS = 12.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be imported, and what the person said of how to read it."""

    kind: Kind
    source: str
    said: Mapping
    zone: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A file checked and staged, ready for the workspace."""

    batch: Batch
    staged: tuple[Staged, ...]
    refusals: tuple[Refused, ...]
    people: tuple[str, ...]
    folded: int
    roster: tuple[importing_people.RosterRow, ...] = ()


def make_ready(
    workspace: Workspace, path: Path, asked: Asked, place: Path, number: int, identities: Identities, context: JobContext
) -> Ready:
    """Read, check and stage one file; `number` tells the files of one call apart."""
    scratch = place / str(number)
    scratch.mkdir()
    opened = open_file(path, scratch, context)
    known = _known_already(workspace, opened, asked)
    if known:
        return Ready(known, (), tuple(batches.refusals_of(workspace.connection, known.id)), (), 0)
    with engine(scratch) as connection, stoppable(connection, context):
        context.report(2, STEPS, tr("Reading {file}", file=path.name))
        table = read_table(opened, connection, asked.said.hints, scratch, context)
        context.report(4, STEPS, tr("Checking {file}", file=path.name))
        read = understand(opened, table, asked.kind, asked.source, asked.said)
        checked, folded = check_read(read, asked.said.timezone or read.source.timezone or asked.zone)
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
            kind=asked.kind.name,
            source=read.source.name,
            path=str(path.resolve()),
            file_sha256=opened.sha256,
            timezone=asked.zone,
            mapping=_recipe(asked),
            rows_read=checked.rows_read,
            rows_refused=checked.rows_refused,
            warnings=tuple(warnings),
        )
        folded_rows = checked.rows_read - checked.rows_refused - staged[0].rows
        context.report(7, STEPS, tr("Checking {file}", file=path.name))
        if asked.kind.name == "roster":
            return Ready(batch, staged, refusals, (), folded_rows, _roster_rows(connection, staged[0]))
        people = _people(connection, staged)
        staged = tuple(
            _stage(workspace, connection, item, batch.id, place / STAGING, identities, len(staged) == 1, context)
            for item in staged
        )
        context.report(9, STEPS, tr("Storing {file}", file=path.name))
        return Ready(batch, staged, refusals, people, folded_rows)


def _stage(
    workspace: Workspace,
    connection: DuckDBPyConnection,
    staged: Staged,
    batch_id: str,
    staging: Path,
    identities: Identities,
    is_alone: bool,
    context: JobContext,
) -> Staged:
    """Find what differs from what is stored, and write that. `is_alone`: nothing else is made of the file's rows."""
    context.raise_if_cancelled()
    table = staged.kind.table
    held = identities.held(table)
    if held:
        staged = compare(connection, staged, parquet(held))
    context.raise_if_cancelled()
    if 0 < staged.different < staged.rows and is_alone and staged.is_row_by_row:
        narrow(connection, staged.differing)
    if staged.different:
        shape = None if held else shape_of(workspace.connection, table, staged.name)
        write(connection, staged, staging, batch_id, shape)
        identities.renew(connection, table, staged.differing, batch_id)
    context.raise_if_cancelled()
    return staged


def _recipe(asked: Asked) -> dict[str, Any]:
    """How the person had the file read: the same recipe on the same bytes gives the same rows."""
    return {"asked_source": asked.source, **mapping_document(asked.said)}


def _known_already(workspace: Workspace, opened: OpenedFile, asked: Asked) -> Batch | None:
    for name in [asked.source] if asked.source != "auto" else [source.name for source in SOURCES]:
        wanted = Batch("", 0, asked.kind.name, name, "", opened.sha256, asked.zone, _recipe(asked))
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
