"""Care for the file: check it, back it up, restore it. Nothing here repairs or overwrites what it was not asked to."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.workspace.changelog import unlogged_changes, verify
from qa_desk.workspace.failures import file_failures
from qa_desk.workspace.workspace import address_for_reading, workspace_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. Empty lists mean that all is well."""

    file_faults: tuple[str, ...]
    log_faults: tuple[str, ...]
    log_entries: int
    missing_media: tuple[str, ...]
    media_files: int

    @property
    def is_sound(self) -> bool:
        """The file and its history are whole. Media that moved do not make a workspace unsound."""
        return not self.file_faults and not self.log_faults


def check_workspace(workspace: Workspace, context: JobContext) -> CheckReport:
    """Verify the file's structure, foreign keys, the change log's chain, and that each medium is where it was."""
    connection = workspace.connection
    file_faults: list[str] = []
    log_faults: list[str] = []
    entries: list[str] = []
    paths: list[str] = []
    parts = (
        (tr("file"), _file_faults, file_faults),
        (tr("links between tables"), _link_faults, file_faults),
        (tr("change log"), _log_faults, log_faults),
        (tr("change log"), _past_the_log, log_faults),
        (tr("change log"), _log_entries, entries),
        (tr("media"), _media_paths, paths),
    )
    for done, (name, look, found) in enumerate(parts):
        context.report(done, len(parts), name)
        context.raise_if_cancelled()
        try:
            found.extend(look(connection))
        except sqlite3.DatabaseError as error:  # the file is so damaged that this part of it cannot even be looked at
            file_faults.append(tr("{part}: cannot be read ({reason})", part=name, reason=_reason(error)))
    context.report(len(parts), len(parts))
    missing = tuple(path for path in paths if not _is_there(path))
    count = int(entries[0]) if entries else 0
    return CheckReport(tuple(dict.fromkeys(file_faults)), tuple(log_faults), count, missing, len(paths))


_MOST_FAULTS = 20


def _file_faults(connection: sqlite3.Connection) -> Iterator[str]:
    for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})"):
        yield from (line for line in str(text).splitlines() if line not in ("ok", "*** in database main ***"))


def _link_faults(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS):
        yield tr("table {table}, row {row}: points to nothing in {parent}", table=table, row=row_id, parent=parent)


def _log_faults(connection: sqlite3.Connection) -> Iterator[str]:
    for link in islice(verify(connection), _MOST_FAULTS):
        yield tr("change log, entry {seq}: {reason}", seq=link.seq, reason=tr(link.reason))


def _past_the_log(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row in islice(unlogged_changes(connection), _MOST_FAULTS):
        yield tr("table {table}, row {row}: was changed past the change log", table=table, row=row)


def _log_entries(connection: sqlite3.Connection) -> Iterator[str]:
    yield str(connection.execute("SELECT count(*) FROM change_log").fetchone()[0])


def _media_paths(connection: sqlite3.Connection) -> Iterator[str]:
    yield from (str(row[0]) for row in connection.execute("SELECT path FROM media ORDER BY path"))


def _reason(error: sqlite3.DatabaseError) -> str:
    """SQLite's words without the text of the workspace that some of them quote."""
    return str(error).partition(" with text")[0]


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # a folder that is closed to this person; a name that no file can have
        return False


def back_up(workspace: Workspace, folder: Path | None, context: JobContext) -> Path:
    """A consistent copy of the workspace into a folder (default: beside the file); other windows may go on writing.

    Returns the copy's path, named by its time. It is written under a temporary name first: a full disk leaves no half
    backup.
    """
    folder = folder or workspace.path.parent
    with file_failures(folder):
        if not folder.is_dir():
            raise Refusal(tr("{folder}: there is no such folder.", folder=folder))
    stamp = workspace.connection.execute("SELECT strftime('%Y%m%d-%H%M%S', ?, 'unixepoch')", [workspace.clock.now()]).fetchone()[
        0
    ]
    target = folder / f"{workspace.path.stem}.backup-{stamp}{workspace.path.suffix}"
    if target.exists():
        raise Refusal(tr("{file}: there is a backup of this name already.", file=target))
    _copy(workspace.connection, target, context)
    return target


def restore(backup: Path, target: Path, context: JobContext) -> None:
    """Make a workspace out of a backup. Refused when the backup is no workspace or the target exists: nothing is overwritten."""
    workspace_version(backup)
    with file_failures(target):
        if target.exists():
            raise Refusal(tr("{file}: there is a file of this name already; move it away first.", file=target))
        if not target.parent.is_dir():
            raise Refusal(tr("{folder}: there is no such folder.", folder=target.parent))
    source = sqlite3.connect(address_for_reading(backup), uri=True)
    try:
        damage = [row[0] for row in source.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
        if damage:
            raise Refusal(tr("{file}: the backup is damaged ({fault}).", file=backup, fault=damage[0]))
        _copy(source, target, context)
    except sqlite3.DatabaseError as error:
        raise Refusal(tr("{file}: the backup is damaged ({fault}).", file=backup, fault=error)) from error
    finally:
        source.close()


def _copy(source: sqlite3.Connection, target: Path, context: JobContext) -> None:
    partial = target.with_name(target.name + ".part")

    def progress(_status: int, remaining: int, total: int) -> None:
        context.report(total - remaining, total)
        context.raise_if_cancelled()

    try:
        with file_failures(target), contextlib.closing(sqlite3.connect(partial)) as copy:
            source.backup(copy, pages=4096, progress=progress)
            copy.close()
            partial.rename(target)
    finally:
        for part in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                partial.with_name(partial.name + part).unlink()
