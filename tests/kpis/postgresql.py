"""A PostgreSQL server of the test's own in a passing folder, and what has to be said differently to it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

_TYPES = {"VARCHAR": "text", "DOUBLE": "float8", "BOOLEAN": "boolean", "DATE": "date"}
"""How DuckDB's column types are called there; all others are whole numbers."""


def programs() -> dict[str, str] | None:
    """Where the server's programs are; None where they are not all installed."""
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))])
    found = {name: shutil.which(name, path=places) for name in ("initdb", "pg_ctl", "psql")}
    return {name: path for name, path in found.items() if path} if all(found.values()) else None


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that listens on a socket in its folder only."""

    folder: Path
    psql: str

    def ask(self, sql: str, given: str = "") -> str:
        """What the server answers, as CSV with a header; the test fails with its message where it refuses."""
        command = [self.psql, "-h", str(self.folder), "-U", "kpi", "-d", "postgres", "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run([*command, "-c", sql], input=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{done.stderr}\n{sql}"
        return done.stdout

    def columns(self, sql: str) -> dict[str, np.ma.MaskedArray[Any, Any]]:
        """The answer as DuckDB's `fetchnumpy` would give it: figures as floats, days as instants, the rest as texts."""
        header, *rows = csv.reader(io.StringIO(self.ask(sql)))
        return {name: _column(name, [row[place] for row in rows]) for place, name in enumerate(header)}


def _column(name: str, texts: list[str]) -> np.ma.MaskedArray[Any, Any]:
    is_null = [text == "" for text in texts]
    if name == "period_day":
        values: Any = np.array([text or "1970-01-01" for text in texts], dtype="datetime64[us]")
    elif name.startswith("d"):
        values = np.array(texts, dtype=object)
    else:
        values = np.array([float(text or 0) for text in texts])
    return np.ma.masked_array(values, is_null)


@contextmanager
def running(folder: Path, found: dict[str, str]) -> Iterator[Server]:
    """A server while the test needs it. It refuses to run as root: then it runs as nobody."""
    as_user: dict[str, Any] = {"user": "nobody"} if os.getuid() == 0 else {}
    if as_user:
        shutil.chown(folder, "nobody")

    def run(*command: str) -> None:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, **as_user)

    data = str(folder / "data")
    run(found["initdb"], "-D", data, "-A", "trust", "-U", "kpi", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -h '' -c fsync=off"
    run(found["pg_ctl"], "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield Server(folder, found["psql"])
    finally:
        run(found["pg_ctl"], "-D", data, "-m", "immediate", "stop")


def copy_table(connection: DuckDBPyConnection, server: Server, table: str) -> None:
    """A table of DuckDB's with its rows; empty texts would come back as NULL, and there are none."""
    described = connection.execute(f"DESCRIBE {table}").fetchall()
    columns = ", ".join(f'"{name}" {_TYPES.get(kind, "bigint")}' for name, kind, *_ in described)
    server.ask(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({columns})")
    out = io.StringIO()
    csv.writer(out).writerows(connection.execute(f"SELECT * FROM {table}").fetchall())
    server.ask(f"COPY {table} FROM STDIN (FORMAT csv)", out.getvalue())


def with_literals(sql: str, values: list[object]) -> str:
    """The query with its values written out: `psql` binds none."""
    parts = sql.split("?")
    assert len(parts) == len(values) + 1
    literals = ["'" + str(value).replace("'", "''") + "'" for value in values]
    return "".join(part + literal for part, literal in zip(parts, [*literals, ""], strict=True))
