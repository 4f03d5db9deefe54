"""Zendesk Chat: chats with their history of messages, transfers and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, instant, items, name, table
from qa_desk.media.transcripts import Attachment, Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table


def _recognises(document: Document) -> bool:
    first = next(iter(_chats(document)), None)
    return isinstance(first, dict) and isinstance(first.get("history"), list) and ("visitor" in first or "session" in first)


def _chats(document: Document) -> Iterable[Any]:
    data = document.json
    if isinstance(data, dict):
        listed = data.get("chats")
        return listed if isinstance(listed, list) else listed.values() if isinstance(listed, dict) else (data,)
    return data if isinstance(data, list) else ()


def _read(piece: object, document: Document) -> Conversation:
    chat = table(piece, "chat")
    lines = tuple(each(items(chat["history"], "history"), lambda event: _line(table(event, "event"), document)))
    return Conversation(lines, name(chat.get("id")), "chat")


def _line(event: Table, document: Document) -> Utterance | None:
    who = name(event.get("name"))
    at = instant(event.get("timestamp"), document, "timestamp")
    match event.get("type"):
        case "chat.msg":
            nick = str(event.get("sender_type") or event.get("nick") or "")
            said = event.get("msg")
            return Utterance(clean(said) if isinstance(said, str) else "", speaker_of(nick), who, at=at)
        case "chat.file":
            file = event.get("attachment")
            about = file if isinstance(file, dict) else {}
            size = about.get("size")
            attachment = Attachment(name(about.get("name")) or "?", size if isinstance(size, int) and size >= 0 else None)
            return Utterance("", speaker_of(str(event.get("nick") or "")), who, at=at, attachments=(attachment,))
        case "chat.comment":
            return Utterance(clean(str(event.get("new_comment") or "")), "agent", who, at=at, is_internal=True)
    return None


FORM = Form("zendesk_chat", N_("Zendesk chats"), (".json", ".jsonl"), _recognises, _chats, _read)
