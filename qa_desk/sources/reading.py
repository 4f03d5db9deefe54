"""From a path to a table of text: one reader a form of file, in an explicit list."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.sources.delimited import read_delimited
from qa_desk.sources.further_headers import without_further_headers
from qa_desk.sources.headers import LONGEST_HEADER
from qa_desk.sources.opening import open_file
from qa_desk.sources.records import read_json, read_parquet
from qa_desk.sources.remarks import without_remarks
from qa_desk.sources.spreadsheets import read_spreadsheet
from qa_desk.sources.table import tidy_headers
from qa_desk.sources.trailer import without_trailer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.sources.opening import OpenedFile
    from qa_desk.sources.table import Hints, Table

_A_DAY = 86_400

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
    """A folder for what is unpacked or spilled; gone at the end.

    Beside the workspace where there is one: customers' data stay there.
    """
    if beside is not None:
        beside.mkdir(exist_ok=True)
        _clear_leftovers(beside)
    with TemporaryDirectory(prefix=f"import-{os.getpid()}-", dir=beside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _clear_leftovers(beside: Path) -> None:
    """Remove what an import that was killed left behind: customers' data must not lie about."""
    for folder in beside.glob("import-*-*"):
        if folder.is_dir() and not _is_in_use(folder):
            rmtree(folder, ignore_errors=True)


def _is_in_use(folder: Path) -> bool:
    owner = folder.name.split("-")[1]
    if os.name == "nt" or not owner.isdecimal():  # there, asking after a process by signal would end it
        return time.time() - folder.stat().st_mtime < _A_DAY
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def read_table(opened: OpenedFile, connection: DuckDBPyConnection, hints: Hints, scratch: Path, context: JobContext) -> Table:
    """The file's table as `raw`, seen with row numbers as `numbered`."""
    table = READERS[opened.form](opened, connection, hints, scratch, context)
    table = without_trailer(table, hints.trailer_rows)
    if table.rows == 0 and not table.broken:
        raise Refusal(tr("{file}: has headers but no rows.", file=opened.path))
    return without_remarks(without_further_headers(_with_short_headers(table)))


def _with_short_headers(table: Table) -> Table:
    """A header longer than any is cut: it is shown, stored and said in messages."""
    if all(len(header) <= LONGEST_HEADER for header in table.headers):
        return table
    return replace(table, headers=tidy_headers([header[:LONGEST_HEADER] for header in table.headers]))


__all__ = ["READERS", "engine", "open_file", "read_table", "scratch_folder"]
