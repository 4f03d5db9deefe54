"""Shows what the names of recordings tell before any is taken in: the pattern that was found, and the first files as read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_desk.domain.errors import QaDeskError
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.decode import layout_among, probe
from qa_desk.media.file_names import NamedRecording, detect_pattern, pattern_of, read_name
from qa_desk.media.raw import needs_layout
from qa_desk.services.recordings import reason_of, recordings_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.raw import RawLayout

_MOST = 20


@dataclass(frozen=True, slots=True)
class NameRead:
    """One file: what its name tells and how long it plays, or why it would be refused."""

    file: str
    named: NamedRecording | None
    duration_s: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordingsPreview:
    """The first files of all that were named."""

    label: str
    """What the pattern is called."""
    pattern: str
    files: int
    ignored: int
    """Files that are no recordings by their name."""
    unread: int
    """Files, of all, whose name does not follow the pattern."""
    rows: tuple[NameRead, ...]
    headerless: int = 0
    """Files, of all, that by their name do not say how they are played: their layout must be declared."""


def preview_recordings(
    paths: Sequence[Path],
    pattern: str = "auto",
    *,
    timezone: str = "UTC",
    layouts: Sequence[RawLayout] = (),
    context: JobContext | None = None,
) -> RecordingsPreview:
    """Every name is read, but only the first files are opened; nothing is written."""
    context = context or Quiet()
    zone = ZoneInfo(timezone)
    rows: list[NameRead] = []
    total = ignored = unread = headerless = 0
    chosen = None
    for path in paths:
        files, others = recordings_below(path)
        root = path if path.is_dir() else path.parent
        names = [PurePosixPath(file.relative_to(root).as_posix()) for file in files]
        chosen = detect_pattern(names) if pattern == "auto" else pattern_of(pattern)
        total, ignored = total + len(files), ignored + others
        for file, name in zip(files, names, strict=True):
            context.raise_if_cancelled()
            read = read_name(name, chosen, zone)
            unread += isinstance(read, str)
            headerless += needs_layout(file)
            if len(rows) < _MOST:
                rows.append(_row(file, name, read, layouts))
    label, shape = (tr(chosen.label), chosen.pattern) if chosen else ("", "")
    return RecordingsPreview(label, shape, total, ignored, unread, tuple(rows), headerless)


def _row(file: Path, name: PurePosixPath, read: NamedRecording | str, layouts: Sequence[RawLayout]) -> NameRead:
    if isinstance(read, str):
        return NameRead(str(name), None, None, read)
    try:
        return NameRead(str(name), read, probe(file, layout_among(file, layouts)).duration_s)
    except QaDeskError as error:
        return NameRead(str(name), read, None, reason_of(file, error))
