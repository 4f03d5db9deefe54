"""The file of refused rows: the rows as they were, with two columns beside them that say which each was and what is wrong.

Such a file, mended, is imported like any other: the two columns are seen and left out, and what was put before a cell so that
a spreadsheet takes it for no formula is taken off again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_desk.sources.table import Table

REMARKS = ("qa_desk_row", "qa_desk_reason")
"""In no language: the file is known again whatever the program speaks."""


def without_remarks(table: Table) -> Table:
    """The table without the two columns, where they are its last ones."""
    if table.headers[-2:] != REMARKS:
        return table
    headers = table.headers[:-2]
    own = [f"CASE WHEN regexp_matches(c{i}, '^''[-=+@]') THEN substr(c{i}, 2) ELSE c{i} END AS c{i}" for i in range(len(headers))]
    table.connection.execute(f"CREATE OR REPLACE TEMP TABLE mended AS SELECT row_no, {', '.join(own)} FROM numbered")
    table.connection.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM mended")
    table.connection.execute("CREATE OR REPLACE TEMP TABLE raw AS SELECT * EXCLUDE (row_no) FROM mended")
    is_headerless = headers == tuple(f"column {i + 1}" for i in range(len(headers)))
    return replace(table, headers=headers, header_row=0 if is_headerless else table.header_row, is_remarked=True)
