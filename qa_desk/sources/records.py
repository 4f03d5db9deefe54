"""Reads JSON, JSON lines and Parquet: every top-level (and nested, dotted) key becomes a column of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources.opening import check_width
from qa_desk.sources.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.table import Hints

_MOST_OBJECT_BYTES = 512 << 20


def read_json(opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext) -> Table:
    """A list of objects, objects one a line, or a list wrapped in one object (`{"tickets": […]}`), as `raw`."""
    import duckdb

    size = min(max(opened.size + 1024, 16 << 20), _MOST_OBJECT_BYTES)
    lines = opened.sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    layout = "array" if lines.startswith(b"[") else "unstructured"
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE objects AS SELECT json AS j FROM read_json_objects(?, format = '{layout}', "
            f"maximum_object_size = {size})",
            [str(opened.content)],
        )
        if layout == "unstructured":
            _unwrap(connection)
        widest = connection.execute("SELECT max(len(json_keys(j))) FROM objects WHERE json_type(j) = 'OBJECT'").fetchone()
        check_width(opened.path, (widest and widest[0]) or 0)
        paths = _paths(connection)
    except duckdb.OutOfMemoryException:
        raise  # said by whoever runs the engine
    except duckdb.Error as error:
        raise Refusal(
            tr("{file}: is no valid JSON ({reason}).", file=opened.path, reason=str(error).splitlines()[0][:160])
        ) from error
    check_width(opened.path, len(paths))
    if not paths:
        raise Refusal(tr("{file}: holds no list of records.", file=opened.path))
    columns = ", ".join(f"nullif(json_extract_string(j, ?), '') AS c{i}" for i in range(len(paths)))
    # parameters are not allowed in CREATE VIEW, but are in CREATE TABLE … AS
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE raw AS SELECT rowid + 1 AS row_no, {columns} FROM objects",
        [_pointer(path) for path in paths],
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM raw")
    rows = connection.execute("SELECT count(*) FROM raw").fetchone()
    connection.execute("DROP TABLE objects")
    return Table(
        connection, tuple(".".join(path) for path in paths), int(rows[0]) if rows else 0, "json", encoding="utf-8", header_row=0
    )


def _unwrap(connection: DuckDBPyConnection) -> None:
    """One object that holds one list of objects: the list is meant."""
    count, wrapper = connection.execute("SELECT count(*), any_value(j) FROM objects").fetchone() or (0, None)
    if count != 1 or wrapper is None:
        return
    lists = connection.execute(
        "SELECT key FROM json_each(?::JSON) WHERE type = 'ARRAY' AND json_array_length(value) > 0 AND json_type(value, "
        "'$[0]') = 'OBJECT'",
        [wrapper],
    ).fetchall()
    if len(lists) == 1:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE objects AS SELECT value AS j FROM (SELECT unnest(json_extract(j, ?)::JSON[]) AS "
            "value FROM objects)",
            [_pointer((lists[0][0],))],
        )


_TWO_CLOCKS = "_in_minutes"
_CLOCKS = ("calendar", "business")
"""How a help desk answers durations inside a ticket's own object of figures: on both clocks."""


def _paths(connection: DuckDBPyConnection) -> list[tuple[str, ...]]:
    """Keys in the order in which they are first met; objects inside are opened one level, durations on two clocks one more."""
    rows = connection.execute(
        "SELECT key, bool_or(json_type(j, '/' || replace(replace(key, '~', '~0'), '/', '~1')) = 'OBJECT') FROM "
        "(SELECT j, unnest(json_keys(j)) AS key, rowid AS r FROM objects WHERE json_type(j) = 'OBJECT') GROUP BY key "
        "ORDER BY min(r), key"
    ).fetchall()
    paths: list[tuple[str, ...]] = []
    for key, has_objects in rows:
        paths.append((key,))
        if has_objects:
            inner = connection.execute(
                "SELECT DISTINCT unnest(json_keys(json_extract(j, ?))) AS k FROM objects WHERE json_type(j, ?) = 'OBJECT' "
                "ORDER BY k",
                [_pointer((key,)), _pointer((key,))],
            ).fetchall()
            for (k,) in inner:
                paths.append((key, k))
                paths += [(key, k, clock) for clock in _CLOCKS if k.endswith(_TWO_CLOCKS)]
    return paths


def _pointer(path: tuple[str, ...]) -> str:
    """A JSON pointer: no key can break out of it."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path)


def read_parquet(opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext) -> Table:
    """A Parquet file's columns, as text, as `raw`."""
    import duckdb

    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(opened.content)]).fetchall()
        names = [str(row[0]) for row in described]
        check_width(opened.path, len(names))
        columns = ", ".join(
            f"nullif(\"{name.replace(chr(34), chr(34) * 2)}\"::VARCHAR, '') AS c{i}" for i, name in enumerate(names)
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT {columns} FROM read_parquet(?)", [str(opened.content)])
    except duckdb.Error as error:
        raise Refusal(tr("{file}: the file is damaged or cut off.", file=opened.path)) from error
    connection.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT rowid + 1 AS row_no, * FROM raw")
    rows = connection.execute("SELECT count(*) FROM raw").fetchone()
    return Table(connection, tuple(names), int(rows[0]) if rows else 0, "parquet", header_row=0)
