"""Care for the file: check it, back it up, restore it. Nothing here repairs or overwrites what it was not asked to."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.workspace.changelog import unlogged_changes, verify
from qa_desk.workspace.workspace import environment_failures, workspace_version

if TYPE_CHECKING:
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
    context.report(0, 4, tr("file"))
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    context.raise_if_cancelled()
    context.report(1, 4, tr("links between tables"))
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(20):
        faults.append(tr("table {table}, row {row}: points to nothing in {parent}", table=table, row=row_id, parent=parent))
    context.report(2, 4, tr("change log"))
    broken = [
        tr("change log, entry {seq}: {reason}", seq=link.seq, reason=tr(link.reason))
        for link, _ in zip(verify(connection), range(20), strict=False)
    ]
    broken += [
        tr("table {table}, row {row}: was changed past the change log", table=table, row=row)
        for (table, row), _ in zip(unlogged_changes(connection), range(20), strict=False)
    ]
    entries = int(connection.execute("SELECT count(*) FROM change_log").fetchone()[0])
    context.report(3, 4, tr("media"))
    paths = [row[0] for row in connection.execute("SELECT path FROM media ORDER BY path")]
    missing = tuple(path for path in paths if not Path(path).exists())
    context.report(4, 4)
    return CheckReport(tuple(faults), tuple(broken), entries, missing, len(paths))


def back_up(workspace: Workspace, folder: Path | None, context: JobContext) -> Path:
    """A consistent copy of the workspace into a folder (default: beside the file); other windows may go on writing.

    Returns the copy's path, named by its time. It is written under a temporary name first: a full disk leaves no half
    backup.
    """
    folder = folder or workspace.path.parent
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
    if target.exists():
        raise Refusal(tr("{file}: there is a file of this name already; move it away first.", file=target))
    if not target.parent.is_dir():
        raise Refusal(tr("{folder}: there is no such folder.", folder=target.parent))
    source = sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)
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
        with environment_failures(target), contextlib.closing(sqlite3.connect(partial)) as copy:
            source.backup(copy, pages=4096, progress=progress)
        partial.rename(target)
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be written ({reason}).", file=target, reason=error.strerror)) from error
    finally:
        partial.unlink(missing_ok=True)
