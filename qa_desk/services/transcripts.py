"""Takes in what was said or written: transcripts beside their recordings, and threads of chats and mails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import EnvironmentFailure, QaDeskError, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.transcripts import TRANSCRIPT_SUFFIXES, Utterance, read_conversations
from qa_desk.services.media_batches import MediaImport, RefusedFile, close_batch, keep_before, open_batch
from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.transcripts import Conversation
    from qa_desk.workspace.workspace import Workspace

_CHANNELS = ("call", "chat", "email", "ticket", "social")


def import_transcripts(
    workspace: Workspace,
    folder: Path,
    *,
    timezone: str | None = None,
    dry_run: bool = False,
    context: JobContext | None = None,
) -> MediaImport:
    """Attach each conversation of a file or folder to its interaction, in one batch and one transaction.

    A conversation is known by the id it carries, or by its file's name: the id of an interaction, or the name of one of
    its recordings. A chat or mail that is not known becomes an interaction; a call without its recording is refused.
    """
    context = context or Quiet()
    files = _transcripts_below(folder)
    done = MediaImport("auto", rows_read=0)
    read: list[tuple[Path, Conversation]] = []
    for number, path in enumerate(files, 1):
        context.raise_if_cancelled()
        context.report(number, len(files), path.name)
        try:
            read += [(path, conversation) for conversation in read_conversations(path)]
        except QaDeskError as error:
            done.rows_read += 1
            done.refusals.append(RefusedFile(number, path.name, error.message.removeprefix(f"{path.name}: ").rstrip(".")))
    done.rows_read += len(read)
    with workspace.transaction():
        zone = timezone or get_setting(workspace, "timezone")
        batch_id, batch = ("", 0) if dry_run else open_batch(workspace, "transcripts", "auto", folder, zone)
        recordings = _interactions_by_recording(workspace)
        for number, (path, conversation) in enumerate(read, 1):
            _take(workspace, batch_id, number, path, conversation, recordings, done, dry_run=dry_run)
        if not dry_run:
            close_batch(workspace, batch_id, done)
            done.batch = batch
    return done


def _transcripts_below(folder: Path) -> list[Path]:
    if not folder.exists():
        raise Refusal(tr("{folder}: there is no such file or folder.", folder=folder))
    if folder.is_file():
        return [folder]
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in TRANSCRIPT_SUFFIXES)
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=folder, reason=error.strerror)) from error
    if not files:
        raise Refusal(tr("{folder}: holds no transcript ({kinds}).", folder=folder, kinds=", ".join(TRANSCRIPT_SUFFIXES)))
    return files


def _interactions_by_recording(workspace: Workspace) -> dict[str, str]:
    """Interaction by the name of its recording without suffix; a name of two interactions identifies neither."""
    found: dict[str, str | None] = {}
    for row in workspace.connection.execute("SELECT path, interaction_id FROM media"):
        stem = Path(row["path"]).stem
        found[stem] = row["interaction_id"] if found.get(stem, row["interaction_id"]) == row["interaction_id"] else None
    return {stem: interaction_id for stem, interaction_id in found.items() if interaction_id is not None}


def _take(
    workspace: Workspace,
    batch_id: str,
    number: int,
    path: Path,
    conversation: Conversation,
    recordings: dict[str, str],
    done: MediaImport,
    *,
    dry_run: bool,
) -> None:
    key = conversation.key or path.name.split(".")[0]
    row = workspace.connection.execute("SELECT id FROM interactions WHERE external_id = ? OR id = ?", [key, key]).fetchone()
    interaction_id = row["id"] if row else recordings.get(path.stem)
    told = f"{path.name}: {conversation.key}" if conversation.key else path.name
    if interaction_id is None:
        channel = conversation.channel or _channel_by_times(conversation)
        if channel not in _CHANNELS:
            done.refusals.append(RefusedFile(number, told, tr("the channel {channel} is not known", channel=channel)))
        elif channel == "call":
            reason = tr("no interaction has this id and no recording this name: import the recordings first")
            done.refusals.append(RefusedFile(number, told, reason))
        else:
            done.rows_new += 1
            if not dry_run:
                interaction_id = _new_interaction(workspace, batch_id, key, channel, conversation)
                write_utterances(workspace, interaction_id, conversation.utterances)
        return
    before = _kept(workspace, interaction_id)
    if before == _as_rows(conversation.utterances):
        done.rows_unchanged += 1
        return
    done.rows_updated += 1
    if not dry_run:
        keep_before(workspace, batch_id, "utterances", interaction_id, before)
        write_utterances(workspace, interaction_id, conversation.utterances)


def _channel_by_times(conversation: Conversation) -> str:
    return "call" if any(line.start_s is not None for line in conversation.utterances) else "chat"


def _new_interaction(workspace: Workspace, batch_id: str, key: str, channel: str, conversation: Conversation) -> str:
    lines = conversation.utterances
    times = [line.at for line in lines if line.at is not None]
    names = {line.author for line in lines if line.speaker == "agent" and line.author}
    known = agent_ids(workspace)
    agents = {known[name.casefold()] for name in names if name.casefold() in known}
    interaction_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, subject, language, batch_id, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            interaction_id,
            key,
            channel,
            agents.pop() if len(agents) == 1 else None,
            min(times) if times else None,
            max(times) - min(times) if times else None,
            conversation.subject,
            conversation.language,
            batch_id,
            workspace.clock.now(),
        ],
    )
    return interaction_id


def _as_rows(lines: Iterable[Utterance]) -> list[list[Any]]:
    return [
        [number, line.start_s, line.end_s, line.at, line.speaker, line.author, line.text] for number, line in enumerate(lines)
    ]


def _kept(workspace: Workspace, interaction_id: str) -> list[list[Any]]:
    rows = workspace.connection.execute(
        "SELECT position, start_s, end_s, at, speaker, author, text FROM utterances WHERE interaction_id = ? ORDER BY position",
        [interaction_id],
    )
    return [list(row) for row in rows]


def write_utterances(workspace: Workspace, interaction_id: str, lines: Sequence[Utterance]) -> None:
    """Make these the lines of an interaction, in place of what it had."""
    with workspace.transaction() as connection:
        connection.execute("DELETE FROM utterances WHERE interaction_id = ?", [interaction_id])
        connection.executemany(
            "INSERT INTO utterances (interaction_id, position, start_s, end_s, at, speaker, author, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(interaction_id, *row) for row in _as_rows(lines)],
        )
