"""What SQLite, DuckDB and the operating system say of disks, locks and rights, as the one line that a person can act on."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError, Refusal
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_FREE = 1_000_000
"""A disk with less than this is called full where SQLite itself gives no reason."""

FULL = N_("{file}: the disk is full; nothing was changed. Free some space and try again.")
_LOCKED = N_("{file}: another program is writing to the workspace; nothing was changed. Try again.")
_FAILING = N_("{file}: the disk cannot be read or written (it is full, failing or gone); nothing was changed.")
_NO_WRITING = N_("{file}: no permission to write here; nothing was changed.")
_DAMAGED = N_("{file}: the file is damaged; nothing was changed. Open the last good copy.")
_NO_MEMORY = N_("There is not enough memory for this; nothing was changed. Close other programs, or choose a shorter period.")
_NO_PERMISSION = N_("{file}: no permission.")
_READ_ONLY_DISK = N_("{file}: the disk can only be read; nothing was changed.")
_IMPOSSIBLE_NAME = N_("{file}: there can be no file of this name.")

_BY_SQLITE_NAME = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), ("locked", "busy"), _LOCKED),
    (("SQLITE_FULL",), ("is full",), FULL),
    (("SQLITE_IOERR",), ("disk I/O",), _FAILING),
    (("SQLITE_READONLY", "SQLITE_PERM"), ("readonly", "read-only"), _NO_WRITING),
    (("SQLITE_NOMEM",), (), _NO_MEMORY),
)
_BY_ERRNO = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: _READ_ONLY_DISK,
    errno.ENAMETOOLONG: _IMPOSSIBLE_NAME,
}


def known_failure(error: BaseException, file: Path | str | None = None) -> QaDeskError | None:
    """The line for an error that the surroundings are to blame for; None where it may be a bug."""
    if isinstance(error, QaDeskError):
        return error
    if isinstance(error, MemoryError):
        return EnvironmentFailure(tr(_NO_MEMORY))
    if isinstance(error, sqlite3.Error):
        return _sqlite_failure(error, Path(file) if file is not None else Path("SQLite"))
    if isinstance(error, OSError):
        return _system_failure(error, file)
    return _duckdb_failure(error, file)


def _sqlite_failure(error: sqlite3.Error, file: Path) -> QaDeskError | None:
    name, text = getattr(error, "sqlite_errorname", None) or "", str(error)
    for names, words, line in _BY_SQLITE_NAME:
        if name.startswith(names) or (words and any(word in text for word in words)):
            return EnvironmentFailure(tr(FULL if line is _FAILING and _is_full(file) else line, file=file.name))
    if name.startswith("SQLITE_CANTOPEN") or "unable to open" in text:
        return _cannot_open(file)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in text or "not a database" in text:
        return Refusal(tr(_DAMAGED, file=file))
    return None


def _cannot_open(file: Path) -> EnvironmentFailure:
    """SQLite says only that it could not: the reason is looked up."""
    if _is_full(file):
        return EnvironmentFailure(tr(FULL, file=file.name))
    if not os.access(file.parent, os.W_OK):
        return EnvironmentFailure(
            tr("{folder}: no permission to write; a workspace needs a folder that can be written to.", folder=file.parent)
        )
    return EnvironmentFailure(tr("{file}: cannot be opened; no permission, or another program holds it.", file=file))


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _LEAST_FREE
    except OSError:
        return False


def _system_failure(error: OSError, file: Path | str | None) -> EnvironmentFailure:
    named = error.filename if isinstance(error.filename, str | os.PathLike) else file
    number = error.errno
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        # a copied tree tells of all its files in one list: the first is enough
        (_, target, reason), number = error.args[0][0], None
        named = Path(target).parent
        full = os.strerror(errno.ENOSPC) in str(reason)
        return EnvironmentFailure(tr(FULL if full else N_("{file}: cannot be written."), file=named))
    line = _BY_ERRNO.get(number) if number is not None else None
    if line is not None:
        return EnvironmentFailure(tr(line, file=named or tr("the output")))
    reason = error.strerror or type(error).__name__
    return EnvironmentFailure(tr("{file}: cannot be read or written ({reason}).", file=named or tr("the output"), reason=reason))


def _duckdb_failure(error: BaseException, file: Path | str | None) -> QaDeskError | None:
    """By the names of its classes: DuckDB itself is not loaded for the sake of an error that is none of its own."""
    if not type(error).__module__.split(".")[0].strip("_").startswith("duckdb"):
        return None
    if "malformed" in str(error):  # it met a damaged workspace while copying it
        return Refusal(tr(_DAMAGED, file=file))
    names = {kind.__name__ for kind in type(error).__mro__}
    if "OutOfMemoryException" in names:
        return EnvironmentFailure(tr(_NO_MEMORY))
    if "IOException" in names:
        return EnvironmentFailure(tr("The disposable cache cannot be read or written: is the disk full? Nothing was changed."))
    return None


@contextmanager
def environment_failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk and of locks into the one line a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        known = known_failure(error, path)
        if known is None:
            raise
        raise known from error


@contextmanager
def file_failures(path: Path) -> Iterator[None]:
    """The same for the file itself: also what the operating system says of it."""
    try:
        with environment_failures(path):
            yield
    except OSError as error:
        raise _system_failure(error, path) from error
