"""From a path to a table of text: one reader a form of file, in an explicit list."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources.delimited import read_delimited
from qa_desk.sources.opening import open_file
from qa_desk.sources.records import read_json, read_parquet
from qa_desk.sources.spreadsheets import read_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.table import Hints, Table

READERS = MappingProxyType(
    {
        "text": read_delimited,
        "json": read_json,
        "xlsx": read_spreadsheet,
        "xls": read_spreadsheet,
        "parquet": read_parquet,
    }
)


@contextmanager
def engine(scratch: Path) -> Iterator[DuckDBPyConnection]:
    """A DuckDB connection of its own, in memory, that spills into the scratch folder and reaches nothing outside."""
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        connection.execute("SET memory_limit = '700MB'")
        connection.execute("SET temp_directory = ?", [str(scratch / "spill")])
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        yield connection
    finally:
        connection.close()


@contextmanager
def scratch_folder(beside: Path | None) -> Iterator[Path]:
    """A folder for what is unpacked or spilled; gone at the end. Beside the workspace where there is one: customers' data stay there."""
    if beside is not None:
        beside.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="import-", dir=beside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def read_table(opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext) -> Table:
    """The file's table as `raw`, seen with row numbers as `numbered`."""
    table = READERS[opened.form](opened, connection, hints, scratch, context)
    if table.rows == 0 and not table.broken:
        raise Refusal(tr("{file}: has headers but no rows.", file=opened.path))
    return table


__all__ = ["READERS", "engine", "open_file", "read_table", "scratch_folder"]
