"""Takes in what was said or written: transcripts beside their recordings, and threads of chats, mails and tickets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from qa_desk.domain.channels import CHANNELS
from qa_desk.domain.errors import EnvironmentFailure, QaDeskError, Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.media.transcripts import Conversation, check_form, read_threads, transcript_suffixes
from qa_desk.services.mail_threads import bare_subject, mail_ids, threads_of_mails
from qa_desk.services.media_batches import MediaImport, RefusedFile, close_batch, keep_before, open_batch
from qa_desk.services.thread_sides import Sides, agent_of, known_sides, with_sides
from qa_desk.services.utterances import as_rows, lines_of_interaction, rows_of_interaction, write_rows
from qa_desk.workspace.settings import check_setting, get_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.media.transcripts import Utterance
    from qa_desk.workspace.workspace import Workspace

Named = tuple[str, Conversation]


def import_transcripts(
    workspace: Workspace,
    folder: Path,
    *,
    form: str = "auto",
    timezone: str | None = None,
    takes_lone_calls: bool = False,
    dry_run: bool = False,
    context: JobContext | None = None,
) -> MediaImport:
    """Attach each conversation of a file or folder to its interaction, in one batch and one transaction.

    A conversation is known by the id it carries, or by its file's name: the id of an interaction, or the name of one of
    its recordings; a mail by the mails it answers. A thread that is not known becomes an interaction; a call without its
    recording is refused, unless `takes_lone_calls`: it is then only read. Times without an offset are taken in `timezone`
    (default: the workspace's). A single file that cannot be read is refused; of a folder the rest is taken.
    """
    context = context or Quiet()
    zone = timezone or str(get_setting(workspace, "timezone"))
    check_setting("timezone", zone)
    check_form(form)
    done = MediaImport(form)
    read = _read_all(_transcripts_below(folder), form, ZoneInfo(zone), done, context, is_single=folder.is_file())
    threads = threads_of_mails(read)
    done.rows_folded = len(read) - len(threads)
    with workspace.transaction():
        batch_id, batch = ("", 0) if dry_run else open_batch(workspace, "transcripts", done.source, folder, zone)
        sides, recordings = known_sides(workspace), _interactions_by_recording(workspace)
        intake = _Intake(workspace, batch_id, done, sides, recordings, takes_lone_calls)
        for number, (name, conversation) in enumerate(threads, 1):
            context.raise_if_cancelled()
            intake.take(number, name, conversation)
        if not dry_run:
            close_batch(workspace, batch_id, done)
            done.batch = batch
    return done


def _read_all(
    files: Sequence[Path], form: str, zone: ZoneInfo, done: MediaImport, context: JobContext, *, is_single: bool
) -> list[Named]:
    """All conversations of all files; what could not be read is told in `done`, with what else there is to tell."""
    read: list[Named] = []
    forms: dict[str, None] = {}
    for number, path in enumerate(files, 1):
        context.raise_if_cancelled()
        context.report(number, len(files), path.name)
        try:
            found = read_threads(path, form=form, zone=zone, check=context.raise_if_cancelled)
        except QaDeskError as error:
            if is_single:
                raise
            done.rows_read += 1
            reason = error.message.removeprefix(f"{path.name}: ").removeprefix(f"{path.name}, ").rstrip(".")
            done.refusals.append(RefusedFile(number, path.name, reason))
            continue
        read += found.conversations
        forms.update(dict.fromkeys(found.forms))
        done.rows_read += len(found.conversations) + len(found.refused)
        done.refusals += [RefusedFile(number, one.what, one.reason) for one in found.refused]
        done.warnings += found.notes
    done.source = ", ".join(forms) or form
    return read


def _transcripts_below(folder: Path) -> list[Path]:
    if not folder.exists():
        raise Refusal(tr("{folder}: there is no such file or folder.", folder=folder))
    if folder.is_file():
        return [folder]
    suffixes = transcript_suffixes()
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in suffixes)
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=folder, reason=error.strerror)) from error
    if not files:
        raise Refusal(tr("{folder}: holds no transcript ({kinds}).", folder=folder, kinds=", ".join(suffixes)))
    return files


def _interactions_by_recording(workspace: Workspace) -> dict[str, str]:
    """Interaction by the name of its recording without suffix; a name of two interactions identifies neither."""
    found: dict[str, str | None] = {}
    for row in workspace.connection.execute("SELECT path, interaction_id FROM media"):
        stem = Path(row["path"]).stem
        found[stem] = row["interaction_id"] if found.get(stem, row["interaction_id"]) == row["interaction_id"] else None
    return {stem: interaction_id for stem, interaction_id in found.items() if interaction_id is not None}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a conversation belongs: an interaction that is there, or a new one under `key`."""

    key: str
    """What it goes by in this import: the interaction's id where there is one."""
    interaction_id: str | None = None
    channel: str | None = None


@dataclass(slots=True)
class _Intake:
    """Takes conversations into a batch, one after the other. Without a batch's id it only counts."""

    workspace: Workspace
    batch_id: str
    done: MediaImport
    sides: Sides
    recordings: dict[str, str]
    takes_lone_calls: bool = False
    taken: set[str] = field(default_factory=set)

    def take(self, number: int, name: str, conversation: Conversation) -> None:
        told = f"{name}: {conversation.key}" if conversation.key else name
        try:
            self._take(name, with_sides(conversation, self.sides))
        except Refusal as refusal:
            self.done.refusals.append(RefusedFile(number, told, refusal.message))

    def _take(self, name: str, conversation: Conversation) -> None:
        place = self._place(name, conversation)
        if place.key in self.taken:
            raise Refusal(tr("another conversation of this import has the same id"))
        self.taken.add(place.key)
        if place.interaction_id is None:
            self._take_new(place.key, conversation)
            return
        if (place.channel == "call") != (_channel(conversation) == "call"):
            raise Refusal(tr("the interaction of this id is no {channel}", channel=_channel(conversation)))
        before = rows_of_interaction(self.workspace, place.interaction_id)
        rows = as_rows(self._with_what_was_there(place.interaction_id, conversation))
        if rows == before:
            self.done.rows_unchanged += 1
            return
        self._refuse_when_marked(place.interaction_id, before, rows)
        self.done.rows_updated += 1
        if self.batch_id:
            keep_before(self.workspace, self.batch_id, "utterances", place.interaction_id, before)
            write_rows(self.workspace, place.interaction_id, rows)

    def _take_new(self, key: str, conversation: Conversation) -> None:
        channel = _channel(conversation)
        if channel not in CHANNELS:
            raise Refusal(tr("the channel {channel} is not known", channel=channel))
        if channel == "call" and not self.takes_lone_calls:
            raise Refusal(tr("no interaction has this id and no recording this name: import the recordings first"))
        self.done.rows_new += 1
        if self.batch_id:
            interaction_id = _new_interaction(self.workspace, self.batch_id, key, channel, conversation, self.sides)
            write_rows(self.workspace, interaction_id, as_rows(conversation.utterances))
            self.taken.add(interaction_id)

    # -- where it belongs

    def _place(self, name: str, conversation: Conversation) -> _Place:
        own = [line.message_id for line in conversation.utterances if line.message_id]
        if own:
            return self._place_of_mail(name, conversation, own)
        key = conversation.key or _stem(name)
        found = self._interaction(key)
        if found is None and _whole_stem(name) in self.recordings:
            found = self._interaction(self.recordings[_whole_stem(name)])
        return found or _Place(key)

    def _place_of_mail(self, name: str, conversation: Conversation, own: Sequence[str]) -> _Place:
        """With the mails it answers; else under its file's name, unless another mail has that name already."""
        marks = ", ".join("?" * len(mail_ids(conversation)))
        rows = self.workspace.connection.execute(
            f"SELECT DISTINCT interaction_id FROM utterances WHERE message_id IN ({marks})", mail_ids(conversation)
        ).fetchall()
        if len(rows) > 1:
            raise Refusal(tr("its mails belong to {count} interactions that are there already", count=len(rows)))
        if rows:
            return self._interaction(rows[0][0]) or _Place(own[0])
        key = conversation.key or _stem(name)
        found = self._interaction(key)
        has_mails = found is not None and bool(
            self.workspace.connection.execute(
                "SELECT 1 FROM utterances WHERE interaction_id = ? AND message_id IS NOT NULL LIMIT 1", [found.interaction_id]
            ).fetchone()
        )
        if key in self.taken or has_mails:
            return self._interaction(own[0]) or _Place(own[0])
        return found or _Place(key)

    def _interaction(self, key: str) -> _Place | None:
        row = self.workspace.connection.execute(
            "SELECT id, channel FROM interactions WHERE external_id = ? OR id = ?", [key, key]
        ).fetchone()
        return None if row is None else _Place(row["id"], row["id"], row["channel"])

    # -- what is there already

    def _with_what_was_there(self, interaction_id: str, conversation: Conversation) -> tuple[Utterance, ...]:
        """New mails go to those of their thread, by time; any other conversation takes the place of what was there."""
        lines = conversation.utterances
        if not any(line.message_id for line in lines):
            return lines
        new = {line.message_id for line in lines}
        kept = [line for line in lines_of_interaction(self.workspace, interaction_id) if line.message_id not in new]
        lines = tuple(replace(line, subject=line.subject or self._other_subject(interaction_id, conversation)) for line in lines)
        if not any(line.message_id for line in kept):
            return lines
        together = [*kept, *lines]
        if any(line.at is None for line in together):
            return tuple(together)
        return tuple(sorted(together, key=lambda line: line.at or 0))

    def _other_subject(self, interaction_id: str, conversation: Conversation) -> str | None:
        row = self.workspace.connection.execute("SELECT subject FROM interactions WHERE id = ?", [interaction_id]).fetchone()
        is_same = bare_subject(row["subject"]) == bare_subject(conversation.subject)
        return None if is_same else conversation.subject

    def _refuse_when_marked(self, interaction_id: str, before: list[list[Any]], rows: list[list[Any]]) -> None:
        """A message that an evaluator marked stays as it was where it was."""
        marked = self.workspace.connection.execute(
            "SELECT DISTINCT m.utterance_position FROM markers m JOIN evaluations e ON e.id = m.evaluation_id "
            "WHERE e.interaction_id = ? AND m.utterance_position IS NOT NULL",
            [interaction_id],
        )
        for (position,) in marked:
            if before[position : position + 1] != rows[position : position + 1]:
                raise Refusal(tr("an evaluation has a marker at a message that would change: it stays as it was"))


def _stem(name: str) -> str:
    return PurePath(name).name.split(".")[0] or PurePath(name).name


def _whole_stem(name: str) -> str:
    return PurePath(name).stem


def _channel(conversation: Conversation) -> str:
    is_timed = any(line.start_s is not None for line in conversation.utterances)
    return conversation.channel or ("call" if is_timed else "chat")


def _new_interaction(
    workspace: Workspace, batch_id: str, key: str, channel: str, conversation: Conversation, sides: Sides
) -> str:
    times = [line.at for line in conversation.utterances if line.at is not None]
    ends = [line.end_s for line in conversation.utterances if line.end_s is not None]
    interaction_id = workspace.clock.new_id()
    workspace.connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, duration_s, subject, language, batch_id, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            interaction_id,
            key,
            channel,
            agent_of(conversation, sides),
            min(times) if times else None,
            max(times) - min(times) if times else max(ends, default=None),
            conversation.subject,
            conversation.language,
            batch_id,
            workspace.clock.now(),
        ],
    )
    return interaction_id
