"""Takes in a folder of recordings: the names tell whose and when, the headers how long; the files stay where they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError, Refusal
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.cache import content_hash
from qa_desk.media.decode import layout_among, probe
from qa_desk.media.file_names import NamedRecording, NamePattern, detect_pattern, pattern_of, read_name
from qa_desk.media.raw import RAW_SUFFIXES
from qa_desk.services.media_batches import MediaImport, RefusedFile, close_batch, keep_before, open_batch
from qa_desk.services.people import agent_ids, ensure_agents
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.decode import MediaInfo
    from qa_desk.media.raw import RawLayout
    from qa_desk.workspace.workspace import Workspace

RECORDING_SUFFIXES = frozenset(
    {
        *(".wav", ".wave", ".mp3", ".mp2", ".ogg", ".oga", ".opus", ".flac", ".aif", ".aiff", ".aifc", ".au", ".snd", ".caf"),
        *(".w64", ".m4a", ".m4b", ".mp4", ".mov", ".aac", ".amr", ".awb", ".3gp", ".mka", ".mkv", ".webm"),
        *RAW_SUFFIXES,
    }
)


@dataclass(frozen=True, slots=True)
class Recording:
    """A file that is a recording, with what its name and its header tell."""

    path: Path
    named: NamedRecording
    info: MediaInfo
    sha256: str
    size: int
    layout: RawLayout | None = None
    """How it is read where it has no header, as it was declared."""


def import_recordings(
    workspace: Workspace,
    folder: Path,
    pattern: str = "auto",
    *,
    timezone: str | None = None,
    agent_channel: str | None = None,
    layouts: Sequence[RawLayout] = (),
    dry_run: bool = False,
    context: JobContext | None = None,
) -> MediaImport:
    """Make an interaction of each recording of a folder (or of one file), in one batch and one transaction.

    `pattern` is a preset's name, a pattern with fields, or "auto". Times in names are of `timezone` (default: the
    workspace's) unless the recorder is known to write UTC. Files without a header are read by one of the declared `layouts`.
    `agent_channel` is that of these recordings, whatever the settings say of their source. A file that is no recording is
    refused with its reason; the rest is taken. A recording that is known by its id and content changes nothing, and a moved
    one is found again.
    """
    context = context or Quiet()
    files, ignored = recordings_below(folder)
    root = folder if folder.is_dir() else folder.parent
    names = [PurePosixPath(path.relative_to(root).as_posix()) for path in files]
    chosen = detect_pattern(names) if pattern == "auto" else pattern_of(pattern)
    zone_name = timezone or get_setting(workspace, "timezone")
    done = MediaImport(chosen.name, rows_read=len(files))
    if ignored:
        done.warnings.append(ntr("{count} file is no recording by its name", "{count} files are no recordings by name", ignored))
    taken = _look_at(files, names, _Reading(chosen, ZoneInfo(zone_name), layouts), done, context)
    if taken and all(one.named.started_at is None for one in taken):
        done.warnings.append(tr("The names tell no time: the interactions have no start."))
    with workspace.transaction():
        batch_id, number = ("", 0) if dry_run else open_batch(workspace, "recordings", chosen.name, folder, zone_name)
        _keep_all(workspace, taken, batch_id, agent_channel, done, dry_run=dry_run)
        if not dry_run:
            close_batch(workspace, batch_id, done)
            done.batch = number
    return done


def recordings_below(folder: Path) -> tuple[list[Path], int]:
    """Files that may be recordings, in the order of their names, and how many others there are."""
    if not folder.exists():
        raise Refusal(tr("{folder}: there is no such folder.", folder=folder))
    if folder.is_file():
        return [folder], 0
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=folder, reason=error.strerror)) from error
    chosen = [path for path in files if path.suffix.lower() in RECORDING_SUFFIXES]
    if not chosen:
        raise Refusal(tr("{folder}: holds no recording.", folder=folder))
    return chosen, len(files) - len(chosen)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How names and files are read."""

    pattern: NamePattern
    zone: ZoneInfo
    layouts: Sequence[RawLayout]


def _look_at(
    files: Sequence[Path], names: Sequence[PurePosixPath], how: _Reading, done: MediaImport, context: JobContext
) -> list[Recording]:
    """Read every name and header, outside the transaction; what is refused goes into `done`."""
    taken = []
    times_used = Counter(name.stem for name in names)
    for number, (path, name) in enumerate(zip(files, names, strict=True), 1):
        context.raise_if_cancelled()
        context.report(number, len(files), path.name)
        named = read_name(name, how.pattern, how.zone)
        try:
            if isinstance(named, str):
                raise Refusal(named)
            if how.pattern.name == "any" and times_used[name.stem] > 1:
                named = replace(named, id=str(name))  # a bare name that several files have identifies none of them
            layout = layout_among(path, how.layouts)
            info = probe(path, layout)
            taken.append(Recording(path.resolve(), named, info, content_hash(path), path.stat().st_size, layout))
        except QaDeskError as error:
            done.refusals.append(RefusedFile(number, str(name), reason_of(path, error)))
    return taken


def reason_of(path: Path, error: QaDeskError) -> str:
    """Why a file is not taken, without its name."""
    return error.message.removeprefix(f"{path.name}: ").removeprefix(f"{path}: ").rstrip(".")


def _keep_all(
    workspace: Workspace,
    taken: Sequence[Recording],
    batch_id: str,
    agent_channel: str | None,
    done: MediaImport,
    *,
    dry_run: bool,
) -> None:
    agents = _agents_of(workspace, taken, done, dry_run=dry_run)
    seen: set[str] = set()
    for one in taken:
        known = _interaction_of(workspace, one.named.id)
        if known is not None and _is_kept(workspace, known, one):
            done.rows_unchanged += 1
        elif known is not None or one.named.id in seen:
            done.rows_updated += 1
            if not dry_run:
                _attach(workspace, one, batch_id, agent_channel)
        else:
            done.rows_new += 1
            if not dry_run:
                _add(workspace, one, batch_id, agents, agent_channel)
        seen.add(one.named.id)


def _agents_of(workspace: Workspace, taken: Sequence[Recording], done: MediaImport, *, dry_run: bool) -> dict[str, str]:
    names = list(dict.fromkeys(one.named.agent for one in taken if one.named.agent))
    known = agent_ids(workspace)
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        shown = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        done.warnings.append(ntr("{count} new agent: {names}", "{count} new agents: {names}", len(unknown), names=shown))
    return {} if dry_run else ensure_agents(workspace, names)


def _interaction_of(workspace: Workspace, external_id: str) -> str | None:
    row = workspace.connection.execute("SELECT id FROM interactions WHERE external_id = ?", [external_id]).fetchone()
    return None if row is None else str(row[0])


def _is_kept(workspace: Workspace, interaction_id: str, one: Recording) -> bool:
    row = workspace.connection.execute(
        "SELECT 1 FROM media WHERE interaction_id = ? AND sha256 = ? AND path = ? AND layout IS ?",
        [interaction_id, one.sha256, str(one.path), _written(one.layout)],
    ).fetchone()
    return row is not None


def _add(workspace: Workspace, one: Recording, batch_id: str, agents: dict[str, str], agent_channel: str | None) -> None:
    """A new interaction; what the name leaves open is taken from the call of the same id, where there is one."""
    call = workspace.connection.execute(
        "SELECT queue, agent, customer_id, reason, offered_at FROM calls WHERE call_id = ?", [one.named.id]
    ).fetchone()
    call = dict(call) if call else {}
    agent_id = agents.get(one.named.agent or "") or agent_ids(workspace).get(str(call.get("agent") or "").casefold())
    interaction_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, customer_id, started_at, duration_s, subject, driver, "
        "queue, batch_id, created_at) VALUES (?, ?, 'call', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            interaction_id,
            one.named.id,
            agent_id,
            one.named.customer or call.get("customer_id"),
            call.get("offered_at") if one.named.started_at is None else one.named.started_at,
            one.info.duration_s,
            one.named.subject,
            call.get("reason"),
            one.named.queue or call.get("queue"),
            batch_id,
            workspace.clock.now(),
        ],
    )
    _insert_media(workspace, interaction_id, one, agent_channel)


def _attach(workspace: Workspace, one: Recording, batch_id: str, agent_channel: str | None) -> None:
    """A further recording of a known interaction, or a known recording at a new place or read in another way."""
    interaction_id = _interaction_of(workspace, one.named.id)
    assert interaction_id is not None
    moved = workspace.connection.execute(
        "SELECT id, path, layout, duration_s, channels FROM media WHERE interaction_id = ? AND sha256 = ?",
        [interaction_id, one.sha256],
    ).fetchone()
    if moved:
        before = {name: moved[name] for name in ("path", "layout", "duration_s", "channels")}
        keep_before(workspace, batch_id, "media", moved["id"], before)
        workspace.connection.execute(
            "UPDATE media SET path = ?, layout = ?, duration_s = ?, channels = ? WHERE id = ?",
            [str(one.path), _written(one.layout), one.info.duration_s, one.info.channels, moved["id"]],
        )
    else:
        media_id = _insert_media(workspace, interaction_id, one, agent_channel)
        keep_before(workspace, batch_id, "media", media_id, None)


def _insert_media(workspace: Workspace, interaction_id: str, one: Recording, agent_channel: str | None) -> str:
    media_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO media (id, interaction_id, position, path, sha256, size, duration_s, channels, agent_channel, layout) "
        "SELECT ?, ?, coalesce(max(position) + 1, 0), ?, ?, ?, ?, ?, ?, ? FROM media WHERE interaction_id = ?",
        [
            media_id,
            interaction_id,
            str(one.path),
            one.sha256,
            one.size,
            one.info.duration_s,
            one.info.channels,
            agent_channel,
            _written(one.layout),
            interaction_id,
        ],
    )
    return media_id


def _written(layout: RawLayout | None) -> str | None:
    return None if layout is None else str(layout)
