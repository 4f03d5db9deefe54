"""Reads delimited text by whole columns: finds encoding, delimiter, preamble and header, then lets DuckDB read it all as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.encodings import decoder, detect
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources.open_quotes import note_swallowed, take_out_swallowed
from qa_desk.sources.opening import check_width, disk_failure
from qa_desk.sources.table import Broken, Table, tidy_headers

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.table import Hints

_DELIMITERS = (",", ";", "\t", "|")
_HEAD_ROWS = 200
_EXTRA = 4
"""Columns kept for cells beyond the header, so that such a row is named and not lost."""
_MOST_BROKEN = 10_000
_VALUE_LIKE = re.compile(r"[-+]?[\d\s.,:/%-]*\d[\d\s.,:/%TZ-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text is cut into cells."""

    delimiter: str
    headers: tuple[str, ...]
    has_header: bool
    header_row: int
    """The row of the header as a spreadsheet counts (1 = first record); 0 when there is none."""
    skipped_lines: int
    """Physical lines before the first data row."""
    preamble: tuple[str, ...] = ()
    """The lines above the header."""


def read_delimited(opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext) -> Table:
    """The file as the table `raw`."""
    encoding = detect(opened.sample, opened.is_utf8)
    name = hints.encoding or encoding.name
    notes = [encoding.note] if encoding.note and not hints.encoding else []
    text = decoder(name)(opened.sample, False)
    only_cr = "\n" not in text and "\r" in text
    if only_cr:
        text = text.replace("\r", "\n")
    layout = find_layout(opened, text, hints)
    check_width(opened.path, len(layout.headers))
    content = opened.content
    if name not in ("utf-8", "utf-8-sig") or only_cr or not opened.is_utf8:
        content, unreadable = _transcode(opened, name, only_cr, scratch, context)
        if unreadable:
            notes.append(
                tr("{count} characters could not be read in {encoding} and show as \ufffd", count=unreadable, encoding=name)
            )
    broken, rows, suspected = _load(connection, content, layout, opened)
    return Table(
        connection,
        layout.headers,
        rows,
        "csv",
        encoding=name,
        delimiter=layout.delimiter,
        header_row=layout.header_row,
        notes=(*notes, *suspected),
        broken=tuple(broken),
        preamble=layout.preamble,
    )


def find_layout(opened: OpenedFile, text: str, hints: Hints) -> Layout:
    """Delimiter, preamble and header from the beginning of the text."""
    whole = len(opened.sample) >= opened.size
    chosen = hints.delimiter
    heads = {d: _head(text, d, whole) for d in ([chosen] if chosen else _DELIMITERS)}
    delimiter = chosen or max(heads, key=lambda d: _consistency(heads[d]))
    records = heads[delimiter]
    if not chosen and _consistency(records) == (0.0, 0):
        delimiter, records = ",", heads[","]  # one column
    places = [place for place, (_, row) in enumerate(records) if any(cell.strip() for cell in row)]
    filled = [records[place] for place in places]
    if not filled:
        raise Refusal(tr("{file}: the file is empty.", file=opened.path))
    width = Counter(len(row) for _, row in filled).most_common(1)[0][0]
    if hints.header_row is not None and hints.has_header is not False:
        number: int | None = next((i for i, place in enumerate(places) if place >= hints.header_row - 1), len(places) - 1)
    else:
        number = _header_number([row for _, row in filled], width, hints)
    if number is None:
        widest = max(len(row) for _, row in filled)
        return Layout(delimiter, tuple(f"column {i + 1}" for i in range(widest)), False, 0, 0)
    line, header = filled[number]
    blank = next((i for i, cell in enumerate(reversed(header)) if cell.strip()), len(header))
    header = header[: max(width, len(header) - blank)]
    above = tuple(delimiter.join(row) for _, row in filled[:number])
    return Layout(delimiter, tidy_headers(header), True, places[number] + 1, line, above)


def _head(text: str, delimiter: str, whole: bool) -> list[tuple[int, list[str]]]:
    """The first records with the physical line each ends on; a record that the sample may have cut is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            records.append((reader.line_num, row))
            if len(records) >= _HEAD_ROWS:
                return records
    except csv.Error:
        pass
    return records if whole or len(records) < 2 else records[:-1]


def _consistency(records: list[tuple[int, list[str]]]) -> tuple[float, int]:
    widths = Counter(len(row) for _, row in records if row)
    if not widths:
        return 0.0, 0
    width, count = max(((w, n) for w, n in widths.items() if w > 1), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (0.0, 0) if width == 1 else (round(count / sum(widths.values()), 1), width)


def _header_number(rows: list[list[str]], width: int, hints: Hints) -> int | None:
    """Which of the rows is the header; None: there is none."""
    if hints.has_header is False:
        return None
    number = next((i for i, row in enumerate(rows) if len(row) >= width), 0)
    cells = [cell.strip() for cell in rows[number] if cell.strip()]
    looks_like_values = any(_VALUE_LIKE.fullmatch(cell) for cell in cells)
    return None if looks_like_values and not hints.has_header else number


def _transcode(opened: OpenedFile, encoding: str, only_cr: bool, scratch: Path, context: JobContext) -> tuple[Path, int]:
    """The same text as UTF-8 in the scratch folder, lines ended by line feeds; and how many characters could not be read."""
    decode = decoder(encoding)
    target, unreadable = scratch / "text.csv", 0
    try:
        with opened.content.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
            while True:
                context.raise_if_cancelled()
                piece = source.read(1 << 20)
                text = decode(piece, not piece).replace("\x00", "")
                unreadable += text.count("\ufffd")
                out.write(text.replace("\r", "\n") if only_cr else text)
                if not piece:
                    return target, unreadable
    except OSError as error:
        raise disk_failure(opened.path, error) from error


def _load(
    connection: DuckDBPyConnection, content: Path, layout: Layout, opened: OpenedFile
) -> tuple[list[Broken], int, list[str]]:
    """Fast and strict first; a file with broken records is read again, leniently, and each such record is named."""
    import duckdb

    columns = [f"c{i}" for i in range(len(layout.headers))]
    dialect = (
        "delim = ?, quote = '\"', escape = '\"', header = false, auto_detect = false, "
        "max_line_size = 33554432, buffer_size = 67108864"
    )
    first = layout.header_row + 1

    def load(names: list[str], options: str) -> None:
        shape = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
        connection.execute("DROP TABLE IF EXISTS raw")
        connection.execute(
            f"CREATE TEMP TABLE raw AS SELECT * FROM read_csv(?, {dialect}, skip = {layout.skipped_lines}, columns = "
            f"{shape}, {options})",
            [str(content), layout.delimiter],
        )

    broken: list[Broken] = []
    notes: list[str] = []
    try:
        load(columns, "strict_mode = true")
    except duckdb.InvalidInputException:
        wide = [*columns, *(f"x{i}" for i in range(_EXTRA))]
        try:
            load(wide, "strict_mode = false, null_padding = true, parallel = false, ignore_errors = true, store_rejects = true")
        except duckdb.InvalidInputException as error:
            raise Refusal(
                tr("{file}: cannot be cut into rows and cells ({reason}).", file=opened.path, reason=_first_line(error))
            ) from error
        broken = _name_broken(connection, layout, first)
        broken += take_out_swallowed(connection, layout.headers, layout.delimiter, first)
    else:
        if _has_long_cells(connection, content, layout):
            notes = note_swallowed(connection, layout.headers, layout.delimiter, first)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW numbered AS SELECT rowid + {first} AS row_no, * FROM raw")
    rows = connection.execute("SELECT count(*) FROM raw").fetchone()
    return broken, int(rows[0]) if rows else 0, notes


def _has_long_cells(connection: DuckDBPyConnection, content: Path, layout: Layout) -> bool:
    """Whether cells may hold line ends: then the file has more lines than what was skipped and its rows account for."""
    rows = connection.execute("SELECT count(*) FROM raw").fetchone()
    ends, last = 0, b""
    with content.open("rb") as stream:
        while piece := stream.read(1 << 20):
            ends, last = ends + piece.count(b"\n"), piece[-1:]
    lines = ends if last == b"\n" else ends + 1
    return lines > layout.skipped_lines + (rows[0] if rows else 0)


def _name_broken(connection: DuckDBPyConnection, layout: Layout, first: int) -> list[Broken]:
    """Rows with more cells than the header are taken out and named; rows that could not be cut at all are named by their line."""
    wide = " OR ".join(f"x{i} IS NOT NULL" for i in range(_EXTRA))
    names = len(layout.headers)
    broken = [
        Broken(int(row) + first, None, str(value), tr("the row has more cells than the header ({count})", count=names))
        for row, value in connection.execute(f"SELECT rowid, x0 FROM raw WHERE {wide} LIMIT {_MOST_BROKEN}").fetchall()
    ]
    lines = connection.execute(f"SELECT DISTINCT line, csv_line FROM reject_errors ORDER BY line LIMIT {_MOST_BROKEN}").fetchall()
    broken += [
        Broken(
            int(line), None, None if text is None else str(text)[:200], tr("the line cannot be cut into cells (an open quote?)")
        )
        for line, text in lines
    ]
    connection.execute(f"DELETE FROM raw WHERE {wide}")
    return broken


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
