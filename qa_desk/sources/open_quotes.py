"""Finds cells that swallowed rows: a quote was opened and not closed, so that the rows after it stand inside the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr, tr
from qa_desk.sources.literals import literal
from qa_desk.sources.table import Broken

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST = 10_000


def take_out_swallowed(connection: DuckDBPyConnection, headers: tuple[str, ...], delimiter: str, first: int) -> list[Broken]:
    """In a file whose quotes are known to be wrong: such rows leave `raw` and are named."""
    found = _found(connection, headers, delimiter) or _open_at_the_end(connection, headers, delimiter)
    connection.execute("DELETE FROM raw WHERE list_contains(?, rowid)", [[rowid for rowid, *_ in found]])
    return [Broken(rowid + first, header, text[:200], _reason(count)) for rowid, header, text, count in found]


def _reason(count: int) -> str:
    if not count:
        return tr("a quote is not closed: the rest of the line was swallowed")
    return ntr(
        "a quote is not closed: {count} row after it was swallowed; mend the quote and import again",
        "a quote is not closed: {count} rows after it were swallowed; mend the quote and import again",
        count,
    )


def note_swallowed(connection: DuckDBPyConnection, headers: tuple[str, ...], delimiter: str, first: int) -> list[str]:
    """In a file whose quotes are all closed, such a cell may be meant: it is kept and said."""
    found = _found(connection, headers, delimiter)
    if not found:
        return []
    rowid, header, *_ = found[0]
    message = ntr(
        "{count} cell holds what looks like rows of the file (row {row}, column {column}): if a quote is not closed "
        "there, mend it and import again",
        "{count} cells hold what looks like rows of the file (the first: row {row}, column {column}): if a quote is "
        "not closed there, mend it and import again",
        len(found),
        row=rowid + first,
        column=header,
    )
    return [message]


def _found(connection: DuckDBPyConnection, headers: tuple[str, ...], delimiter: str) -> list[tuple[int, str, str, int]]:
    """Row, column, text and how many of its lines are cut into at least as many cells as the header."""
    if len(headers) < 2:
        return []
    columns = [f"c{i}" for i in range(len(headers))]
    looks = ", ".join(f"bool_or(contains({column}, chr(10)))" for column in columns)
    several = connection.execute(f"SELECT {looks} FROM raw").fetchone() or ()
    found: dict[int, tuple[int, str, str, int]] = {}
    for column, header, has_lines in zip(columns, headers, several, strict=True):
        if not has_lines:
            continue
        cuts = f"length(line) - length(replace(line, {literal(delimiter)}, '')) >= {len(headers) - 1}"
        lines = f"len(list_filter(string_split({column}, chr(10))[2:], lambda line: {cuts}))"
        rows = connection.execute(
            f"SELECT rowid, {column}, {lines} AS n FROM raw WHERE contains({column}, chr(10)) AND n > 0 LIMIT {_MOST}"
        ).fetchall()
        for rowid, text, count in rows:
            found.setdefault(int(rowid), (int(rowid), header, str(text), int(count)))
    return sorted(found.values())


def _open_at_the_end(connection: DuckDBPyConnection, headers: tuple[str, ...], delimiter: str) -> list[tuple[int, str, str, int]]:
    """The last row, where its last filled cell holds the delimiter and the cells after it are gone."""
    columns = ", ".join(f"c{i}" for i in range(len(headers)))
    row = connection.execute(f"SELECT rowid, {columns} FROM raw ORDER BY rowid DESC LIMIT 1").fetchone()
    filled = [i for i, cell in enumerate(row[1:]) if cell is not None] if row else []
    if not row or not filled or filled[-1] == len(headers) - 1 or delimiter not in row[filled[-1] + 1]:
        return []
    return [(int(row[0]), headers[filled[-1]], str(row[filled[-1] + 1]), 0)]
