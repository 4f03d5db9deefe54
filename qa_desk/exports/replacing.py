"""Writes a file beside its place and puts it there at the end: what was there stays whole until the new one is whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
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
    if path.is_dir():
        raise Refusal(tr("{file}: this is a folder; name a file.", file=path))
    if not path.parent.is_dir():
        raise Refusal(tr("{folder}: there is no such folder.", folder=path.parent))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}.", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise _failure(path, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _mode_of(path: Path) -> int:
    """The rights a plain new file would have had, or those of the file that is replaced."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _failure(path: Path, error: OSError) -> EnvironmentFailure:
    reason = error.strerror or str(error)
    return EnvironmentFailure(
        tr("{file}: cannot be written ({reason}); nothing was changed. Is it open in another program?", file=path, reason=reason)
    )
