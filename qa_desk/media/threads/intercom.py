"""Intercom: conversations as its API gives them, and its export of messages (one row a message, times in UTC)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.document import Document
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.tables import Columns, Gathered, conversation_of_rows, gathered, head_of
from qa_desk.media.threads.values import attached, each, instant, items, name, table
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.values import Table
    from qa_desk.media.transcripts import Speaker

_COLUMNS = Columns(
    conversation=("conversation_id",),
    text=("message_body",),
    at=("message_created_at",),
    speaker=("message_author_type",),
    author=("message_author_name", "message_author_email", "message_author_id"),
    subject=("message_subject", "conversation_title"),
    usual_channel="chat",
)
_SIDES: dict[str, Speaker] = {
    "user": "customer",
    "lead": "customer",
    "contact": "customer",
    "admin": "agent",
    "teammate": "agent",
    "team": "agent",
    "bot": "bot",
}
_SAID = frozenset(("comment", "open", "close", "assignment", "note", "note_and_reopen", "quick_reply", "message"))


def _recognises(document: Document) -> bool:
    head = head_of(document)
    if head is not None:
        return {"conversation_id", "message_body", "message_author_type"} <= set(head[1])
    first = next(iter(_conversations(document)), None)
    return isinstance(first, dict) and "conversation_parts" in first


def _conversations(document: Document) -> Iterable[Any]:
    data = document.json
    if isinstance(data, dict):
        listed = data.get("conversations")
        return listed if isinstance(listed, list) else (data,)
    return data if isinstance(data, list) else ()


def _pieces(document: Document) -> Iterable[Any]:
    return gathered(document, _COLUMNS) if head_of(document) is not None else _conversations(document)


def _read(piece: object, document: Document) -> Conversation:
    if isinstance(piece, Gathered):
        return _read_rows(piece, document)
    one = table(piece, "conversation")
    parts = one["conversation_parts"]
    listed = items(parts.get("conversation_parts") if isinstance(parts, dict) else parts, "conversation_parts")
    source = one.get("source") or one.get("conversation_message")
    began = [{**source, "created_at": source.get("created_at", one.get("created_at"))}] if isinstance(source, dict) else []
    lines = tuple(each([*began, *listed], lambda part: _line(table(part, "part"), document)))
    kind = name(source.get("type")) if isinstance(source, dict) else None
    subject = name(one.get("title")) or (text_of_html(str(source.get("subject") or "")) if isinstance(source, dict) else "")
    return Conversation(lines, name(one.get("id")), "email" if kind == "email" else "chat", subject=subject or None)


def _line(part: Table, document: Document) -> Utterance | None:
    kind = name(part.get("part_type"))
    body = part.get("body")
    if kind is not None and kind not in _SAID and not body:
        return None
    author = part.get("author")
    who = author if isinstance(author, dict) else {}
    return Utterance(
        text_of_html(body) if isinstance(body, str) else "",
        _SIDES.get(str(who.get("type")).casefold(), "unknown"),
        name(who.get("name")) or name(who.get("email")) or name(who.get("id")),
        at=instant(part.get("created_at"), document, "created_at"),
        is_internal=kind in ("note", "note_and_reopen"),
        attachments=attached(part.get("attachments"), "name", "filesize"),
    )


def _read_rows(piece: Gathered, document: Document) -> Conversation:
    """Its times have no offset and are in UTC, whatever the centre's zone."""
    in_utc = Document(document.name, b"", UTC)
    made = conversation_of_rows(piece, in_utc, _COLUMNS)
    sides = (_SIDES.get(row.get("message_author_type", "").strip().casefold(), "unknown") for _, row in piece.rows)
    told = (side for side, (_, row) in zip(sides, piece.rows, strict=True) if row.get("message_body", "").strip())
    return replace(made, utterances=tuple(replace(line, speaker=side) for line, side in zip(made.utterances, told, strict=False)))


FORM = Form("intercom", N_("Intercom"), (".json", ".csv"), _recognises, _pieces, _read)
