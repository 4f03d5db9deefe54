"""A workspace: one SQLite file that holds everything, opened, created, checked for its version and migrated here.

Every connection is set up the same way: foreign keys on, WAL, `synchronous=FULL` (an answer typed is on the disk, also
when the battery dies), and the functions that the change log's triggers call. One writer at a time: `transaction()`
takes the write lock at its start, so that it never fails half way.
"""

from __future__ import annotations

import getpass
import os
import platform
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.clock import Clock
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.workspace.changelog import Author, register_functions
from qa_desk.workspace.failures import environment_failures, file_failures
from qa_desk.workspace.schema.version import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

_BUSY_TIMEOUT_MS = 5000


def this_author() -> Author:
    """The person and machine the operating system names."""
    try:
        actor = getpass.getuser()
    except (OSError, KeyError):
        actor = "unknown"
    return Author(actor=actor, device=platform.node() or "unknown")


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace. Its connection belongs to the thread that opened it; a job takes its own."""

    path: Path
    connection: sqlite3.Connection
    clock: Clock
    author: Author

    @property
    def db(self) -> Database:
        """The connection in sqlite-utils' hands: for schema and small writes. Imported late: it takes a tenth of a second."""
        from sqlite_utils import Database

        return Database(self.connection)

    @property
    def folder(self) -> Path:
        """`<name>.files` beside the workspace: the disposable cache and peaks. Created when first written to."""
        return self.path.with_name(self.path.stem + ".files")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write: all of it or nothing. Nested use joins the outer one."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        with environment_failures(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    def another_connection(self, author: Author | None = None) -> Workspace:
        """The same file for another thread: close it when done."""
        author = author or self.author
        return Workspace(self.path, _connect(self.path, author, self.clock), self.clock, author)

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()


def create_workspace(path: Path, *, clock: Clock | None = None, author: Author | None = None) -> Workspace:
    """Make a new, empty workspace. Refused when the file exists or the folder does not."""
    clock, author = clock or Clock(), author or this_author()
    with file_failures(path):
        if path.exists():
            raise Refusal(tr("{file}: there is a file of this name already; choose another name or open it.", file=path))
        if not path.parent.is_dir():
            raise Refusal(tr("{folder}: there is no such folder.", folder=path.parent))
        try:
            return _made(path, author, clock)
        except BaseException:
            for part in ("", "-journal", "-wal", "-shm"):  # nothing half made is left behind
                path.with_name(path.name + part).unlink(missing_ok=True)
            raise


def _made(path: Path, author: Author, clock: Clock) -> Workspace:
    connection = _connect(path, author, clock)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        workspace = Workspace(path, connection, clock, author)
        _migrate(workspace)
    except BaseException:
        connection.close()
        raise
    return workspace


def open_workspace(path: Path, *, clock: Clock | None = None, author: Author | None = None) -> Workspace:
    """Open a workspace; an older one is backed up beside itself, then migrated.

    Refused when it is no workspace, or a newer program's: the file is then left untouched. In a folder that cannot be
    written to it opens for reading; what would write then fails in one line.
    """
    clock, author = clock or Clock(), author or this_author()
    version = workspace_version(path)
    with file_failures(path):
        try:
            connection = _connect(path, author, clock)
        except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes its bytes
            raise Refusal(tr("{file}: this is not a QA Desk workspace (or it is damaged).", file=path)) from error
        try:
            workspace = Workspace(path, connection, clock, author)
            if not _can_only_be_read(path):
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("SELECT count(*) FROM sqlite_master")  # what is wrong with the file is said here and now
            if version < SCHEMA_VERSION:
                _back_up_before_migration(connection, path, version)
                _migrate(workspace)
        except BaseException:
            connection.close()
            raise
    return workspace


def _migrate(workspace: Workspace) -> None:
    from qa_desk.workspace.migrations import migrations

    migrations.apply(workspace.db)


def workspace_version(path: Path) -> int:
    """The format of a workspace file, looked up without touching it; refused when it is none, or a newer program's."""
    with file_failures(path):
        if path.is_dir():
            raise Refusal(tr("{file}: this is a folder, not a workspace file.", file=path))
        if not path.exists():
            raise Refusal(tr("{file}: there is no such file.", file=path))
        if not os.access(path, os.R_OK):
            raise EnvironmentFailure(tr("{file}: no permission.", file=path))
        connection = sqlite3.connect(address_for_reading(path), uri=True, timeout=_BUSY_TIMEOUT_MS / 1000)
        try:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR")):
                raise Refusal(tr("{file}: this is not a QA Desk workspace (or it is damaged).", file=path)) from error
            raise
        finally:
            connection.close()
    if application_id != APPLICATION_ID:
        raise Refusal(tr("{file}: this is not a QA Desk workspace.", file=path))
    if version > SCHEMA_VERSION:
        raise Refusal(
            tr(
                "{file}: written by a newer QA Desk (format {theirs}; this program knows {ours}). "
                "It was left as it is: update the program.",
                file=path,
                theirs=version,
                ours=SCHEMA_VERSION,
            )
        )
    return version


def _back_up_before_migration(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    target = path.with_name(f"{path.stem}.before-format-{SCHEMA_VERSION}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.before-format-{SCHEMA_VERSION}-{number}{path.suffix}")
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    return target


def _connect(path: Path, author: Author, clock: Clock) -> sqlite3.Connection:
    # isolation_level=None: transactions are opened and closed where the code says so, never by the library's guess
    where = address_for_reading(path) if _can_only_be_read(path) else path
    connection = sqlite3.connect(where, isolation_level=None, timeout=_BUSY_TIMEOUT_MS / 1000, uri=where is not path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")  # else a REPLACE would delete past the guards and the change log
    connection.row_factory = sqlite3.Row
    register_functions(connection, author, clock.now)
    return connection


def _can_only_be_read(path: Path) -> bool:
    return path.exists() and not os.access(path.parent, os.W_OK)


def address_for_reading(path: Path) -> str:
    """The file's address for reading.

    Where nothing can be laid beside it and nothing lies there (no write-ahead log), it is read as a file that nobody
    changes: SQLite would need its side files otherwise.
    """
    log = path.with_name(path.name + "-wal")
    is_fixed = _can_only_be_read(path) and not (log.exists() and log.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro" + ("&immutable=1" if is_fixed else "")
