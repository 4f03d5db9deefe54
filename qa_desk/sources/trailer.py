"""Lines that a report puts under its table (the period, "end of report"): they are no rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import ntr

if TYPE_CHECKING:
    from qa_desk.sources.table import Table

MOST_LINES = 50
_LOOKED_AT = 10
_LEAST_COLUMNS = 3


def without_trailer(table: Table, lines: int | None) -> Table:
    """The table without its last `lines`; None: without those that hold one cell of several words and nothing else."""
    if not table.headers or table.rows == 0:
        return table
    count = _found(table) if lines is None else min(lines, table.rows)
    if not count:
        return table
    last = f"SELECT rowid AS r, * FROM raw ORDER BY rowid DESC LIMIT {count}"
    texts = table.connection.execute(f"SELECT r, concat_ws(' ', {_cells(table)}) FROM ({last}) ORDER BY r").fetchall()
    table.connection.execute(f"DELETE FROM raw WHERE rowid IN (SELECT r FROM ({last}))")
    note = ntr(
        "{count} line under the table is no row and was left out: {text}",
        "{count} lines under the table are no rows and were left out: {text}",
        count,
        text=" / ".join(str(text)[:80] for _, text in texts[:3]),
    )
    return replace(table, rows=table.rows - count, trailer=tuple(str(text) for _, text in texts), notes=(*table.notes, note))


def _cells(table: Table) -> str:
    return ", ".join(f"c{i}" for i in range(len(table.headers)))


def _found(table: Table) -> int:
    """How many of the last rows are none: a sentence alone in its row, or nothing; 0 where all are like that."""
    if len(table.headers) < _LEAST_COLUMNS:
        return 0
    rows = table.connection.execute(f"SELECT {_cells(table)} FROM raw ORDER BY rowid DESC LIMIT {_LOOKED_AT + 1}").fetchall()
    count = next((place for place, row in enumerate(rows) if not _is_a_line(row)), len(rows))
    return count if count < len(rows) and count <= _LOOKED_AT and any(any(row) for row in rows[:count]) else 0


def _is_a_line(row: tuple[str | None, ...]) -> bool:
    filled = [cell for cell in row if cell]
    return not filled or (len(filled) == 1 and row[0] is not None and len(row[0].split()) > 1)
