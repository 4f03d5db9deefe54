"""Refused rows as a file that can be mended and imported again: each row as it was, and beside it what is wrong."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.exports.cells import safe_text
from qa_desk.exports.replacing import replacing
from qa_desk.services import import_memory
from qa_desk.services.import_reading import check_read, said_mapping, understand
from qa_desk.sources.kinds import kind_named
from qa_desk.sources.mapping import mapping_document
from qa_desk.sources.reading import engine, open_file, read_table, scratch_folder
from qa_desk.sources.remarks import REMARKS
from qa_desk.sources.shape import head_of, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.batches import Refused
    from qa_desk.workspace.workspace import Workspace


def export_refused_rows(
    workspace: Workspace,
    kind: str,
    path: Path,
    refused: Sequence[Refused],
    target: Path,
    *,
    source: str = "auto",
    mapping: dict[str, Any] | None = None,
    timezone: str = "UTC",
    sha256: str | None = None,
    context: JobContext | None = None,
) -> tuple[int, int]:
    """Write the refused rows of a file as CSV; how many, and how many could only be named (a line that cannot be cut into cells).

    How the file was read, with the order of dates that its whole columns showed, is kept for the mended file: a few rows alone
    might leave it open. Refused when the file is another one than was imported.
    """
    chosen = kind_named(kind)
    if chosen is None or target.resolve() == path.resolve():
        raise Refusal(tr("{file}: choose another name; the rows are read from this file.", file=target))
    context, said = context or Quiet(), said_mapping(mapping)
    with scratch_folder(workspace.folder) as scratch, engine(scratch) as connection:
        opened = open_file(path, scratch, context)
        if sha256 is not None and opened.sha256 != sha256:
            raise Refusal(tr("{file}: was changed since it was imported; import it again.", file=path))
        table = read_table(opened, connection, said.hints, scratch, context)
        read = understand(opened, table, chosen, source, said)
        reasons = _reasons(refused)
        rows = table.connection.execute(
            f"SELECT row_no, {', '.join(f'c{i}' for i in range(len(table.headers)))} FROM numbered "
            "WHERE list_contains(?, row_no) ORDER BY row_no",
            [list(reasons)],
        ).fetchall()
        zone = said.timezone or read.source.timezone or timezone
        used = {**mapping_document(check_read(read, zone)[0].mapping), **_without_layout(mapping or {})}
    delimiter = table.delimiter or ","
    _write(target, delimiter, [*table.headers, *REMARKS], _lines(rows, reasons))
    with head_of(target) as mended:
        import_memory.keep(workspace, kind, shape_of(mended), _without_layout(used), source=read.source.name, timezone=timezone)
    return len(rows), len(reasons) - len(rows)


def _reasons(refused: Iterable[Refused]) -> dict[int, str]:
    """Row → everything that is wrong with it."""
    reasons: dict[int, list[str]] = {}
    for item in refused:
        text = f"{item.column}: {item.reason}" if item.column else item.reason
        reasons.setdefault(item.row, []).append(text)
    return {row: "; ".join(dict.fromkeys(texts)) for row, texts in reasons.items()}


def _without_layout(mapping: dict[str, Any]) -> dict[str, Any]:
    """What holds for the mended file too: how its cells are read, not how the old file was cut into cells."""
    cutting = ("encoding", "delimiter", "sheet", "header_row", "has_header", "trailer_rows", "timezone", "source")
    return {key: value for key, value in mapping.items() if key not in cutting}


def _lines(rows: Iterable[tuple[Any, ...]], reasons: dict[int, str]) -> Iterable[list[str]]:
    for number, *cells in rows:
        shown = ["" if cell is None else _safe(str(cell)) for cell in cells]
        yield [*shown, str(number), safe_text(reasons[int(number)])]


def _safe(text: str) -> str:
    """As it was, but for no formula. A number below zero is none."""
    return text if text[:1] == "-" and text[1:2].isdigit() else safe_text(text)


def _write(target: Path, delimiter: str, headers: list[str], lines: Iterable[list[str]]) -> None:
    try:
        with replacing(target) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            writer.writerow(headers)
            writer.writerows(lines)
    except OSError as error:
        raise EnvironmentFailure(
            tr("{file}: cannot be written ({reason}).", file=target, reason=error.strerror or error)
        ) from error
