"""Looks at a file before anything is written: what it is, how its columns map, the first rows as they would be stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.services.import_coverage import Coverage, coverage_of
from qa_desk.services.import_memory import Recalled, recalled
from qa_desk.services.import_reading import ReadFile, check_read, refused_rows, said_mapping, stoppable, understand
from qa_desk.sources.fields import Reading
from qa_desk.sources.kind_guess import likeliest_kind, looks_summed
from qa_desk.sources.kinds import KINDS, kind_named
from qa_desk.sources.mapping import Mapping, mapping_document
from qa_desk.sources.reading import engine, open_file, read_table, scratch_folder
from qa_desk.sources.table import Hints

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.proposal import Question
    from qa_desk.workspace.batches import Refused

_PREVIEW_ROWS = 20
_NUMBERS = (Reading.REAL, Reading.INTEGER, Reading.DURATION)


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """One column of the file."""

    header: str
    samples: tuple[str, ...]
    field: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file looks like and what would happen to it."""

    path: str
    kind: str
    source: str
    source_label: str
    confidence: float
    form: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    timezone: str
    rows: int
    columns: tuple[ColumnPreview, ...]
    fields: tuple[str, ...]
    """The fields that columns can be mapped to."""
    needed: tuple[str, ...]
    mapping: dict[str, Any]
    """As proposed, with what the person said over it, in its JSON form."""
    questions: tuple[Question, ...]
    problem: str | None
    """Why it cannot be imported yet: one line with the remedy."""
    stored_columns: tuple[str, ...] = ()
    stored_rows: tuple[tuple[object, ...], ...] = ()
    refused: int = 0
    refusals: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    """What is still to be chosen, which figures the file gives, and which columns are not read."""
    keeps_unread: bool = False
    """Columns that no field takes are kept beside the row."""
    is_unsure: bool = False
    """The kind is a guess that the person is asked about."""
    is_summed: bool = False
    """It holds averages and sums, not rows."""
    header_row: int = 1
    """As a spreadsheet counts; 0: the file has none."""
    preamble: tuple[str, ...] = ()
    """The lines above the header."""
    trailer: tuple[str, ...] = ()
    """The lines under the table that were left out."""
    recalled: Recalled | None = None
    """What was remembered of files of this shape, where it was used."""
    has_numbers: bool = False
    """A column is read as a number: how it writes its decimals matters."""


def preview(
    path: Path,
    kind: str | None = None,
    *,
    source: str = "auto",
    mapping: Mapping | dict[str, Any] | None = None,
    timezone: str = "UTC",
    memory: Dict[str, Any] | None = None,
    context: JobContext | None = None,
) -> Preview:
    """What the file is, how its columns map, what is asked, and the first rows as they would be stored. Nothing is written.

    With a `memory` (`import_memory.memory_of`), a file of which nothing else was said is read as the last one of its shape was.
    """
    context = context or Quiet()
    said = said_mapping(mapping)
    with scratch_folder(None) as scratch, engine(scratch) as connection, stoppable(connection, context):
        opened = open_file(path, scratch, context)
        table = read_table(opened, connection, said.hints, scratch, context)
        known = recalled(memory, table, kind) if memory and source == "auto" and not mapping else None
        if known is not None:
            kind, source, said = known.kind, known.source, said_mapping(known.mapping)
            timezone = known.timezone or timezone
            if said.hints != Hints():
                table = read_table(opened, connection, said.hints, scratch, context)
        chosen, is_sure = (kind_named(kind), True) if kind else likeliest_kind(table)
        if chosen is None:
            raise Refusal(
                tr(
                    "{kind} is no kind of table; the known ones: {known}.",
                    kind=kind,
                    known=", ".join([kind.name for kind in KINDS]),
                )
            )
        read = understand(opened, table, chosen, source, said)
        seen = replace(_preview(read, said.timezone or read.source.timezone or timezone), recalled=known)
        return seen if is_sure else replace(seen, is_unsure=True, is_summed=looks_summed(table), problem=_what_is_it(read))


def _preview(read: ReadFile, zone: str) -> Preview:
    row_kind = read.source.row_kind(read.kind.name)
    taken = {header: name for name, headers in read.mapping.columns.items() for header in headers}
    base = Preview(
        str(read.opened.path),
        read.kind.name,
        read.source.name,
        tr(read.source.label),
        read.confidence,
        read.table.form,
        read.table.encoding,
        read.table.delimiter,
        read.table.sheet,
        read.table.sheets,
        zone,
        read.table.rows + len(read.table.broken),
        tuple(ColumnPreview(header, tuple(texts), taken.get(header)) for header, texts in read.table.all_samples(3).items()),
        tuple(f.name for f in row_kind.fields),
        tuple(f.name for f in row_kind.fields if f.needed or f.filled),
        mapping_document(read.mapping),
        read.proposal.questions,
        None,
        coverage=coverage_of(read.kind, row_kind, read.mapping, read.table.headers),
        keeps_unread=read.kind.has_custom,
        header_row=read.table.header_row,
        preamble=read.table.preamble,
        trailer=read.table.trailer,
        has_numbers=any(field.name in read.mapping.columns and field.reading in _NUMBERS for field in row_kind.fields),
    )
    try:
        checked, folded = check_read(read, zone)
    except Refusal as refusal:
        return replace(base, problem=refusal.message, warnings=(*read.table.notes, *read.proposal.notes))
    outcome = folded.outcomes[0]
    columns = tuple(column for column in outcome.columns if column != "custom")
    listed = ", ".join(_shown(outcome.kind, column) for column in columns)
    rows = read.table.connection.execute(
        f"SELECT {listed} FROM {outcome.relation} ORDER BY row_no LIMIT {_PREVIEW_ROWS}"
    ).fetchall()
    return replace(
        base,
        mapping=mapping_document(checked.mapping),
        stored_columns=columns,
        stored_rows=tuple(rows),
        refused=checked.rows_refused,
        refusals=refused_rows(checked)[:200],
        warnings=(*checked.warnings, *read.proposal.notes, *folded.warnings),
    )


def _what_is_it(read: ReadFile) -> str:
    if looks_summed(read.table):
        return tr(
            "{file}: these are averages and sums; figures are computed from the rows behind them. Export those.",
            file=read.opened.path,
        )
    return tr("{file}: the columns do not tell what the rows are; choose the kind.", file=read.opened.path)


def _shown(kind: Kind, column: str) -> str:
    """Instants as ISO text in UTC, for people."""
    known = kind.field(column)
    if known and known.reading in (Reading.INSTANT, Reading.ELAPSED):
        return f'strftime(make_timestamp("{column}"::BIGINT * 1000000), \'%Y-%m-%dT%H:%M:%SZ\') AS "{column}"'
    return f'"{column}"'
