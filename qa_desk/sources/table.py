"""A file's table inside DuckDB: every cell as text, headers beside, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_FIRST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Broken:
    """A record of the file that is no row of the table."""

    row: int
    column: str | None
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The view `numbered` of a connection: `row_no` (as a spreadsheet counts, with the header) and `c0`, `c1` … as text."""

    connection: DuckDBPyConnection
    headers: tuple[str, ...]
    """As written; a file without a header row has none and is named column 1, column 2 …"""
    rows: int
    form: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    notes: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = field(default=())
    preamble: tuple[str, ...] = ()
    """The lines above the header."""
    trailer: tuple[str, ...] = ()
    """The lines under the table that are no rows."""
    is_remarked: bool = False
    """It is a file of refused rows, mended."""

    def column(self, header: str) -> str | None:
        """`c3` for the header of the fourth column."""
        return f"c{self.headers.index(header)}" if header in self.headers else None

    def samples(self, header: str, count: int = 3) -> list[str]:
        """The first values of a column that are not blank."""
        column = self.column(header)
        found = self.connection.execute(f"SELECT {column} FROM raw WHERE {column} IS NOT NULL LIMIT {int(count)}").fetchall()
        return [str(row[0]) for row in found]

    def all_samples(self, count: int) -> dict[str, list[str]]:
        """`samples` of every column: from the first rows where these suffice, so that a wide table is asked once."""
        columns = ", ".join(f"c{place}" for place in range(len(self.headers)))
        rows = self.connection.execute(f"SELECT {columns} FROM raw LIMIT {_FIRST_ROWS}").fetchall() if columns else []
        found = {
            header: [str(row[place]) for row in rows if row[place] is not None][:count]
            for place, header in enumerate(self.headers)
        }
        if len(rows) < _FIRST_ROWS:
            return found
        return {header: texts if len(texts) == count else self.samples(header, count) for header, texts in found.items()}


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person said about the file; None: find out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    has_header: bool | None = None
    trailer_rows: int | None = None
    """How many of the last rows are none."""


def tidy_headers(cells: list[str]) -> tuple[str, ...]:
    """Headers trimmed, unnamed ones numbered, repeated ones told apart."""
    seen: dict[str, int] = {}
    headers: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        headers.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(headers)
