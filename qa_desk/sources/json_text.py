"""SQL that reads texts and instants out of JSON kept in a column of text. Paths are constants of the sources, never of a file."""

from __future__ import annotations

from qa_desk.sources.literals import literal


def text_in(column: str, path: str) -> str:
    """The text at a path; NULL where there is none, or where the column is no JSON."""
    return f"nullif(CASE WHEN json_valid({column}) THEN json_extract_string({column}, {literal(path)}) END, '')"


def instant_in(column: str, path: str) -> str:
    """The instant at a path in UTC seconds: ISO 8601 with any offset (+0200, +02:00, Z); without one it is UTC."""
    text = text_in(column, path)
    offset = literal(r"([+-]\d\d):?(\d\d)$")
    return f"CAST(floor(epoch(try_cast(regexp_replace({text}, {offset}, '\\1:\\2') AS TIMESTAMPTZ))) AS BIGINT)"
