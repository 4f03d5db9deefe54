"""Survey tools write several rows of headers: names, the questions in words, and perhaps import ids. Only the first is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.sources.table import Table

_MARK = '{"ImportId"'
_LOOKED_AT = 3
_SNAP = ("ID.format", "ID.completed")
"""How Snap's export begins: under the names stand the questions in words."""


def without_further_headers(table: Table) -> Table:
    """The table without the rows down to the one of import ids, where one of the first rows is such a one."""
    if not table.headers:
        return table
    rows = table.connection.execute(
        f"SELECT row_no FROM (SELECT row_no, c0 FROM numbered ORDER BY row_no LIMIT {_LOOKED_AT}) WHERE starts_with(c0, ?)",
        [_MARK],
    ).fetchall()
    if table.headers[:2] == _SNAP:
        rows = table.connection.execute("SELECT min(row_no) FROM numbered").fetchall()
        note = tr("the file has two rows of headers; the first one was taken")
    else:
        note = tr("the file has three rows of headers; the first one was taken")
    if not rows:
        return table
    last = int(rows[-1][0])
    dropped = table.connection.execute("SELECT count(*) FROM numbered WHERE row_no <= ?", [last]).fetchone()
    table.connection.execute(f"CREATE OR REPLACE TEMP TABLE answers AS SELECT * FROM numbered WHERE row_no > {last}")
    table.connection.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM answers")
    table.connection.execute("CREATE OR REPLACE TEMP TABLE raw AS SELECT * EXCLUDE (row_no) FROM answers")
    return replace(table, rows=table.rows - (int(dropped[0]) if dropped else 0), notes=(*table.notes, note))
