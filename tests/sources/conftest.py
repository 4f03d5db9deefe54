"""A file in, its checked rows out: what the tests of sources share."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from qa_desk.domain.progress import Quiet
from qa_desk.sources.checking import Checked, check
from qa_desk.sources.kinds import kind_named
from qa_desk.sources.mapping import mapping_from, settle
from qa_desk.sources.reading import engine, open_file, read_table
from qa_desk.sources.registry import sniff_source, source_named
from qa_desk.sources.source import Folded, stored_as_is

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from qa_desk.sources.table import Table


@dataclass
class Result:
    """One file, read, checked and folded."""

    table: Table
    source: str
    checked: Checked
    folded: Folded
    connection: DuckDBPyConnection

    def rows(self, *columns: str, outcome: int = 0) -> list[tuple[Any, ...]]:
        listed = ", ".join(f'"{column}"' for column in columns)
        return self.connection.execute(
            f"SELECT {listed} FROM {self.folded.outcomes[outcome].relation} ORDER BY row_no"
        ).fetchall()


@pytest.fixture
def checked(tmp_path: Path) -> Iterator[Callable[..., Result]]:
    """`checked(kind, text_or_bytes_or_path, mapping={}, timezone="UTC", source="auto")`."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        count = 0

        def run(
            kind: str,
            content: str | bytes | Path,
            mapping: dict[str, Any] | None = None,
            timezone: str = "UTC",
            source: str = "auto",
        ) -> Result:
            nonlocal count
            count += 1
            path = content
            if isinstance(content, str | bytes):
                path = tmp_path / f"file{count}.csv"
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            scratch = tmp_path / f"scratch{count}"
            scratch.mkdir()
            connection = stack.enter_context(_engine(scratch))
            said = mapping_from(mapping or {}, "mapping")
            table = read_table(open_file(path, scratch, Quiet()), connection, said.hints, scratch, Quiet())
            chosen = kind_named(kind)
            found = sniff_source(table, chosen)[0] if source == "auto" else source_named(source, kind)
            rows = found.row_kind(kind)
            settled = settle(said, rows, table.headers, "mapping").over(found.propose(table, chosen).mapping)
            result = check(table, rows, settled, timezone, path.name)
            return Result(table, found.name, result, (found.fold or stored_as_is)(connection, result), connection)

        yield run


@contextmanager
def _engine(scratch: Path) -> Iterator[DuckDBPyConnection]:
    with engine(scratch) as connection:
        yield connection
