"""Recordings that moved: one is shown by the person, the others are found by the same move.

A move is seen from what the old and the new path end in alike: of `/calls/2024/05/a.wav` that is now
`/archive/2024/05/a.wav`, `/calls` became `/archive`, and whatever lay anywhere below the one is looked for below the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.cache import content_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace

_OF_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")


@dataclass(frozen=True, slots=True)
class Move:
    """What became what; and the folder of the one recording that was shown, then and now."""

    old_root: tuple[str, ...]
    new_root: Path
    old_folder: tuple[str, ...]
    new_folder: Path

    def places(self, old: str) -> Iterator[Path]:
        """Where a recording may be now: at the same place below the moved folder, else beside the one that was shown."""
        parts = parts_of(old)
        size = len(self.old_root)
        if len(parts) > size and _same(parts[:size], self.old_root):
            yield self.new_root.joinpath(*parts[size:])
        if _same(parts[:-1], self.old_folder):
            yield self.new_folder / parts[-1]


def relocate(workspace: Workspace, medium_id: str, path: Path, context: JobContext) -> int:
    """Note that a recording is at `path` now, with all others that the same move explains; how many.

    Refused when the file is another recording: its content decides, not its name.
    """
    row = workspace.connection.execute("SELECT id, path, sha256 FROM media WHERE id = ?", [medium_id]).fetchone()
    if row is None:
        raise Refusal(tr("There is no such recording in this workspace any more."))
    if row["sha256"] is not None and content_hash(path) != row["sha256"]:
        raise Refusal(tr("{file}: this is another recording; nothing was changed.", file=path.name))
    path = path.resolve()
    move = move_between(row["path"], path)
    found = [(row["id"], path)]
    others = workspace.connection.execute("SELECT id, path, sha256, size FROM media WHERE id <> ?", [medium_id]).fetchall()
    for number, other in enumerate(others):
        context.raise_if_cancelled()
        context.report(number, len(others), tr("looking beside {file}", file=path.name))
        if other["sha256"] is None:
            continue
        place = next((place for place in move.places(other["path"]) if _may_be(place, other["size"])), None)
        if place is not None and not Path(other["path"]).exists() and content_hash(place) == other["sha256"]:
            found.append((other["id"], place))
    with workspace.transaction() as connection:
        connection.executemany("UPDATE media SET path = ? WHERE id = ?", [(str(where), which) for which, where in found])
    return len(found)


def move_between(old: str, new: Path) -> Move:
    """The move that explains why a recording that was at `old` is at `new`."""
    before, after = parts_of(old), new.parts
    alike = 0
    while alike < min(len(before), len(after)) - 1 and _same(before[-alike - 1 :][:1], after[-alike - 1 :][:1]):
        alike += 1
    kept = max(alike, 1)  # a recording with a new name tells of its folder only
    return Move(before[:-kept], Path(*after[:-kept]), before[:-1], new.parent)


def parts_of(path: str) -> tuple[str, ...]:
    """The parts of a path as it was written, on this system or on Windows."""
    return PureWindowsPath(path).parts if _OF_WINDOWS.match(path) else Path(path).parts


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Drives and folders are compared without their case, as Windows does; the content decides in the end."""
    return [part.casefold() for part in one] == [part.casefold() for part in other]


def _may_be(place: Path, size: int | None) -> bool:
    """Whether it is worth reading: there, and as long as the recording was."""
    try:
        return place.is_file() and (size is None or place.stat().st_size == size)
    except OSError:
        return False
