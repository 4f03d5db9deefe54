"""Recordings that came in a pack: kept beside the workspace under the hash of their content, whatever they were called before."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.media.cache import content_hash
from qa_desk.workspace.failures import file_failures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.pack_file import Pack
    from qa_desk.workspace.workspace import Workspace

_UNFINISHED, _LEFT_BEHIND_S = ".unpacking.", 3_600


def recordings_folder(workspace: Workspace) -> Path:
    """`<name>.recordings` beside the workspace. Not the disposable folder: these files are nowhere else."""
    return workspace.path.resolve().with_name(workspace.path.stem + ".recordings")


def place_of(workspace: Workspace, sha256: str, suffix: str) -> Path:
    """Where a recording of this content is kept. `sha256` is 64 hexadecimal digits, `suffix` one of the known ones."""
    return recordings_folder(workspace) / (sha256 + suffix)


@contextmanager
def placed_recordings(
    workspace: Workspace, pack: Pack, suffixes: Mapping[str, str], context: JobContext
) -> Iterator[dict[str, Path]]:
    """The recordings of a pack by hash, each a file; those that were written for it go again when the block fails.

    What the workspace has at hand already is not written again. Nothing is half written: a file gets its name when it is whole.
    """
    made: list[Path] = []
    folder = recordings_folder(workspace)
    is_new_folder = not folder.exists()
    try:
        found = {}
        for sha256, suffix in sorted(suffixes.items()):
            if f"media/{sha256}" not in pack.parts:
                continue
            known = _at_hand(workspace, sha256)
            target = known or place_of(workspace, sha256, suffix)
            if known is None and not (target.is_file() and content_hash(target) == sha256):
                with file_failures(target):
                    folder.mkdir(exist_ok=True)
                    _clear_leftovers(folder)
                    _unpack(pack, sha256, target, context)
                made.append(target)
            found[sha256] = target
        yield found
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        if is_new_folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _at_hand(workspace: Workspace, sha256: str) -> Path | None:
    for row in workspace.connection.execute("SELECT path FROM media WHERE sha256 = ?", [sha256]):
        path = Path(row["path"])
        if path.is_file() and content_hash(path) == sha256:
            return path
    return None


def _clear_leftovers(folder: Path) -> None:
    """Remove what a program that was killed an hour ago or more had not finished."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - path.stat().st_mtime > _LEFT_BEHIND_S:
            path.unlink(missing_ok=True)


def _unpack(pack: Pack, sha256: str, target: Path, context: JobContext) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=_UNFINISHED, delete=False) as file:
        temporary = Path(file.name)
        try:
            pack.copy(f"media/{sha256}", file, context)  # type: ignore[arg-type]
            file.close()
            temporary.replace(target)
        finally:
            file.close()
            temporary.unlink(missing_ok=True)
