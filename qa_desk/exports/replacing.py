"""Writes a file beside its place and puts it there at the end: what was there stays whole until the new one is whole."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path in the same folder; it takes the place of `path` when the block ends without an error.

    Refused when the folder is missing or `path` is a folder; a full disk or a file held by another program is an
    `EnvironmentFailure`. Nothing is left behind in any case.
    """
    try:
        if path.is_dir():
            raise Refusal(tr("{file}: this is a folder; name a file.", file=path))
        if not path.parent.is_dir():
            raise Refusal(tr("{folder}: there is no such folder.", folder=path.parent))
        handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise _failure(path, error) from error
    os.close(handle)
    temporary = Path(name)
    _clear_leftovers(path, temporary)
    try:
        yield temporary
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


_LEFT_BEHIND_S = 3_600


def _prefix(path: Path) -> str:
    return f".{path.stem[:40]}."


def _clear_leftovers(path: Path, temporary: Path) -> None:
    """Remove what a program that was killed an hour ago or more left of an earlier attempt at the same file."""
    name = re.compile(re.escape(_prefix(path)) + r"[a-z0-9_]{8}" + re.escape(path.suffix))
    with suppress(OSError):
        now = temporary.stat().st_mtime  # by the clock of the disk that the files are on
        for other in path.parent.iterdir():
            if name.fullmatch(other.name) and now - other.lstat().st_mtime > _LEFT_BEHIND_S:
                other.unlink()


def _mode_of(path: Path) -> int:
    """The rights a plain new file would have had, or those of the file that is replaced."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _failure(path: Path, error: OSError) -> EnvironmentFailure:
    if error.errno in (errno.EACCES, errno.EPERM) and not os.access(path.parent, os.W_OK):
        return EnvironmentFailure(tr("{file}: no permission to write here; nothing was changed.", file=path))
    reason = error.strerror or type(error).__name__
    return EnvironmentFailure(
        tr("{file}: cannot be written ({reason}); nothing was changed. Is it open in another program?", file=path, reason=reason)
    )
