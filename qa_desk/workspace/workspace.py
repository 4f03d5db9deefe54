"""A workspace: one SQLite file that holds everything, opened, created, checked for its version and migrated here.

Every connection is set up the same way: foreign keys on, WAL, `synchronous=FULL` (an answer typed is on the disk, also
when the battery dies), and the functions that the change log's triggers call. One writer at a time: `transaction()`
takes the write lock at its start, so that it never fails half way.
"""

from __future__ import annotations

import getpass
import platform
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.clock import Clock
from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.workspace.changelog import Author, register_functions
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


@contextmanager
def environment_failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk and of locks into the one line a person can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise EnvironmentFailure(
                tr("{file}: another program is writing to the workspace; nothing was changed. Try again.", file=path.name)
            ) from error
        if "full" in text or "disk I/O" in text:
            raise EnvironmentFailure(
                tr("{file}: the disk is full or failing; nothing was changed. Free some space and try again.", file=path.name)
            ) from error
        if "readonly" in text or "read-only" in text or "unable to open" in text:
            raise EnvironmentFailure(tr("{file}: no permission to write here; nothing was changed.", file=path.name)) from error
        raise
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise Refusal(tr("{file}: the file is damaged; nothing was changed. Open the last good copy.", file=path)) from error
        raise


def create_workspace(path: Path, *, clock: Clock | None = None, author: Author | None = None) -> Workspace:
    """Make a new, empty workspace. Refused when the file exists or the folder does not."""
    clock, author = clock or Clock(), author or this_author()
    if path.exists():
        raise Refusal(tr("{file}: there is a file of this name already; choose another name or open it.", file=path))
    if not path.parent.is_dir():
        raise Refusal(tr("{folder}: there is no such folder.", folder=path.parent))
    with environment_failures(path):
        connection = _connect(path, author, clock)
        connection.execute("PRAGMA journal_mode = WAL")
        workspace = Workspace(path, connection, clock, author)
        _migrate(workspace)
    return workspace


def open_workspace(path: Path, *, clock: Clock | None = None, author: Author | None = None) -> Workspace:
    """Open a workspace; an older one is backed up beside itself, then migrated.

    Refused when it is no workspace, or a newer program's: the file is then left untouched.
    """
    clock, author = clock or Clock(), author or this_author()
    version = workspace_version(path)
    with environment_failures(path):
        connection = _connect(path, author, clock)
        connection.execute("PRAGMA journal_mode = WAL")
        if version < SCHEMA_VERSION:
            _back_up_before_migration(connection, path, version)
        workspace = Workspace(path, connection, clock, author)
        if version < SCHEMA_VERSION:
            _migrate(workspace)
    return workspace


def _migrate(workspace: Workspace) -> None:
    from qa_desk.workspace.migrations import migrations

    migrations.apply(workspace.db)


def workspace_version(path: Path) -> int:
    """The format of a workspace file, looked up without touching it; refused when it is none, or a newer program's."""
    if path.is_dir():
        raise Refusal(tr("{file}: this is a folder, not a workspace file.", file=path))
    if not path.exists():
        raise Refusal(tr("{file}: there is no such file.", file=path))
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_TIMEOUT_MS / 1000)
        try:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if "unable to open" in str(error) or "locked" in str(error):
            raise EnvironmentFailure(
                tr("{file}: cannot be opened; no permission, or another program holds it.", file=path)
            ) from error
        raise Refusal(tr("{file}: this is not a QA Desk workspace (or it is damaged).", file=path)) from error
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
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_MS / 1000)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.row_factory = sqlite3.Row
    register_functions(connection, author, clock.now)
    return connection
