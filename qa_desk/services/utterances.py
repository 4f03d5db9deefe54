"""The lines of an interaction as the workspace keeps them: written, read, and compared with what a file says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa_desk.media.transcripts import Attachment, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.workspace.workspace import Workspace

_COLUMNS = (
    "position", "start_s", "end_s", "at", "speaker", "author", "text", "is_internal", "subject", "recipients", "attachments",
    "message_id",
)  # fmt: skip
_DEFAULTS: dict[str, Any] = {"is_internal": 0}


def lines_of_interaction(workspace: Workspace, interaction_id: str) -> tuple[Utterance, ...]:
    """The lines of an interaction, in order."""
    return tuple(_utterance(row) for row in rows_of_interaction(workspace, interaction_id))


def rows_of_interaction(workspace: Workspace, interaction_id: str) -> list[list[Any]]:
    """The lines as they are stored, for keeping them and for comparing."""
    rows = workspace.connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM utterances WHERE interaction_id = ? ORDER BY position", [interaction_id]
    )
    return [list(row) for row in rows]


def as_rows(lines: Iterable[Utterance]) -> list[list[Any]]:
    """Lines as they would be stored."""
    return [
        [number, line.start_s, line.end_s, line.at, line.speaker, line.author, line.text, int(line.is_internal), line.subject,
         line.recipients, _packed(line.attachments), line.message_id]
        for number, line in enumerate(lines)
    ]  # fmt: skip


def write_utterances(workspace: Workspace, interaction_id: str, lines: Sequence[Utterance]) -> None:
    """Make these the lines of an interaction, in place of what it had."""
    write_rows(workspace, interaction_id, as_rows(lines))


def write_rows(workspace: Workspace, interaction_id: str, rows: Iterable[list[Any]]) -> None:
    """Put stored lines in place of what an interaction has; rows of an older workspace may be shorter."""
    usual = [_DEFAULTS.get(column) for column in _COLUMNS]
    with workspace.transaction() as connection:
        connection.execute("DELETE FROM utterances WHERE interaction_id = ?", [interaction_id])
        connection.executemany(
            f"INSERT INTO utterances (interaction_id, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})",
            [(interaction_id, *row, *usual[len(row) :]) for row in rows],
        )


def _utterance(row: list[Any]) -> Utterance:
    _, start, end, at, speaker, author, text, is_internal, subject, recipients, attachments, message_id = row
    return Utterance(
        text, speaker, author, start, end, at, bool(is_internal), subject, recipients, _unpacked(attachments), message_id
    )


def _packed(attachments: tuple[Attachment, ...]) -> str | None:
    return json.dumps([[one.name, one.size] for one in attachments], ensure_ascii=False) if attachments else None


def _unpacked(packed: str | None) -> tuple[Attachment, ...]:
    return tuple(Attachment(name, size) for name, size in json.loads(packed)) if packed else ()
