"""Says which times fall into an hour that the clocks of a zone skipped or repeated."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr
from qa_desk.sources import instants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from qa_desk.sources.cells import Cell


def odd_hours(connection: DuckDBPyConnection, cells: Iterable[Cell], zone: str, rows: str) -> Iterator[str]:
    """A line for each column with such times; `rows` is SQL for the file's texts without the refused ones."""
    for cell in cells:
        if cell.wall is None:
            continue
        row = connection.execute(f"SELECT min({cell.wall}), max({cell.wall}) FROM {rows}").fetchone()
        if not row or row[0] is None:
            continue
        first, last = (dt.datetime.fromtimestamp(v, tz=dt.UTC).year for v in instants.clamped(row[0], row[1]))
        changes = [c for c in instants.shifts(zone, first, last)[1] if c.odd_hours[0] <= row[1] and c.odd_hours[1] > row[0]]
        repeated = [change.odd_hours for change in changes if change.after < change.before]
        skipped = [change.odd_hours for change in changes if change.after > change.before]
        count, at = _found(connection, cell.wall, repeated, rows)
        if count:
            yield ntr(
                "{column}: {count} time falls into the hour that the clocks of {zone} repeat (row {row}); the first of the "
                "two was taken",
                "{column}: {count} times fall into the hour that the clocks of {zone} repeat (the first in row {row}); the "
                "first of the two was taken",
                count,
                column=cell.header,
                zone=zone,
                row=at,
            )
        count, at = _found(connection, cell.wall, skipped, rows)
        if count:
            yield ntr(
                "{column}: {count} time falls into an hour that the clocks of {zone} skip (row {row}); it was moved on by "
                "what they skip",
                "{column}: {count} times fall into an hour that the clocks of {zone} skip (the first in row {row}); they "
                "were moved on by what they skip",
                count,
                column=cell.header,
                zone=zone,
                row=at,
            )


def _found(connection: DuckDBPyConnection, wall: str, hours: list[tuple[int, int]], rows: str) -> tuple[int, int | None]:
    """How many rows fall into these hours, and the first of them."""
    if not hours:
        return 0, None
    inside = " OR ".join(f"(wall >= {start} AND wall < {end})" for start, end in hours)
    found = connection.execute(
        f"SELECT count(*), min(row_no) FROM (SELECT row_no, {wall} AS wall FROM {rows}) WHERE {inside}"
    ).fetchone()
    return (int(found[0]), found[1]) if found else (0, None)
