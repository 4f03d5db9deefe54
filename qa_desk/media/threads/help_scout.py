"""Help Scout: conversations with their threads, as both versions of its API give them (the newest first)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.values import attached, each, instant, items, name, table
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table
    from qa_desk.media.transcripts import Speaker

_CHANNELS = {"chat": "chat", "email": "email", "beaconchat": "chat"}


def _recognises(document: Document) -> bool:
    first = next(iter(_conversations(document)), None)
    threads = _threads(first) if isinstance(first, dict) else None
    return isinstance(threads, list) and bool(threads) and isinstance(threads[0], dict) and "createdBy" in threads[0]


def _conversations(document: Document) -> Iterable[Any]:
    data = document.json
    if isinstance(data, dict):
        inside = data.get("_embedded")
        listed = inside.get("conversations") if isinstance(inside, dict) else data.get("items")
        if isinstance(listed, list):
            return listed
        return (data["item"],) if isinstance(data.get("item"), dict) else (data,)
    return data if isinstance(data, list) else ()


def _threads(conversation: Table) -> object:
    inside = conversation.get("_embedded")
    return inside.get("threads") if isinstance(inside, dict) and "threads" in inside else conversation.get("threads")


def _read(piece: object, document: Document) -> Conversation:
    one = table(piece, "conversation")
    lines = tuple(each(items(_threads(one), "threads"), lambda thread: _line(table(thread, "thread"), document)))
    key = name(one.get("number")) or name(one.get("id"))
    return Conversation(lines, key, _CHANNELS.get(str(one.get("type")), "email"), subject=name(one.get("subject")))


def _line(thread: Table, document: Document) -> Utterance | None:
    kind = str(thread.get("type"))
    if thread.get("state") in ("draft", "hidden"):
        return None
    body = thread.get("body")
    text = text_of_html(body) if isinstance(body, str) else ""
    if not text and kind == "lineitem":
        action = thread.get("action")
        text = text_of_html(str(action.get("text") or "")) if isinstance(action, dict) else ""
    inside = thread.get("_embedded")
    files = inside.get("attachments") if isinstance(inside, dict) else thread.get("attachments")
    return Utterance(
        text,
        _speaker(kind, thread.get("createdBy")),
        _person(thread.get("createdBy")),
        at=instant(thread.get("createdAt"), document, "createdAt"),
        is_internal=kind == "note",
        recipients=", ".join(filter(None, map(name, thread["to"]))) or None if isinstance(thread.get("to"), list) else None,
        attachments=attached(files, "filename", "size") if isinstance(inside, dict) else attached(files, "fileName", "size"),
    )


def _speaker(kind: str, by: object) -> Speaker:
    if kind == "lineitem":
        return "system"
    who = by.get("type") if isinstance(by, dict) else None
    if kind == "customer" or who == "customer":
        return "customer"
    return "agent" if who == "user" or kind in ("message", "reply", "note") else "unknown"


def _person(by: object) -> str | None:
    """Names are `first`, `last` or `firstName`, `lastName`, by the version of the API."""
    if not isinstance(by, dict):
        return None
    told = " ".join(filter(None, (name(by.get("first") or by.get("firstName")), name(by.get("last") or by.get("lastName")))))
    return told or name(by.get("email"))


FORM = Form("help_scout", N_("Help Scout"), (".json",), _recognises, _conversations, _read)
