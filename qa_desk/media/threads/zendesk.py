"""Zendesk: tickets with their comments, as its API, its audits and its data export give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Fault, Form
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.values import attached, each, instant, items, name, table
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table
    from qa_desk.media.transcripts import Speaker

_SAID = ("Comment", "VoiceComment", "FacebookComment", "Tweet")
_SIDES: dict[object, Speaker] = {"end-user": "customer", "agent": "agent", "admin": "agent"}
_CHANNELS = {
    "chat": "chat",
    "email": "email",
    "native_messaging": "chat",
    "twitter": "social",
    "facebook": "social",
    "voice": "ticket",
}


def _recognises(document: Document) -> bool:
    data = document.json
    if isinstance(data, dict):
        return _is_answer(data) or any(_is_ticket(one) for one in _tickets(document)[:1])
    return isinstance(data, list) and bool(data) and _is_ticket(data[0])


def _is_answer(data: Table) -> bool:
    """Comments or audits as the API answers them: bare, or beside their ticket."""
    first = next((one for key in ("comments", "audits") for one in _list(data.get(key))[:1]), None)
    return isinstance(first, dict) and "author_id" in first and ("body" in first or "plain_body" in first or "events" in first)


def _is_ticket(value: object) -> bool:
    return isinstance(value, dict) and "requester_id" in value and isinstance(value.get("comments"), list | dict)


def _tickets(document: Document) -> list[Any]:
    data = document.json
    return _list(data.get("tickets")) if isinstance(data, dict) else _list(data)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _pieces(document: Document) -> Iterable[Any]:
    data = document.json
    if not isinstance(data, dict) or not _is_answer(data):
        return _tickets(document)
    ticket = data.get("ticket")
    about = ticket if isinstance(ticket, dict) else {}
    return ({**about, "comments": data.get("comments"), "audits": data.get("audits"), "id": about.get("id") or _ticket_id(data)},)


def _ticket_id(data: Table) -> object:
    return next((one.get("ticket_id") for one in _list(data.get("audits")) if isinstance(one, dict)), None)


def _read(piece: object, document: Document) -> Conversation:
    ticket = table(piece, "ticket")
    sides = _people(ticket, document)
    lines = tuple(each(_comments(ticket), lambda one: _line(table(one, "comment"), sides, document)))
    via = ticket.get("via")
    channel = _CHANNELS.get(str(via.get("channel")) if isinstance(via, dict) else "", "ticket")
    return Conversation(lines, name(ticket.get("id")), channel, subject=name(ticket.get("subject")))


def _comments(ticket: Table) -> list[Any]:
    comments = ticket.get("comments")
    if isinstance(comments, dict):  # the data export nests them once more
        comments = comments.get("comments")
    if isinstance(comments, list):
        return comments
    found: list[Any] = []
    for audit in items(ticket.get("audits"), "comments"):
        one = table(audit, "audit")
        told = {"created_at": one.get("created_at"), "author_id": one.get("author_id")}
        events = (event for event in _list(one.get("events")) if isinstance(event, dict))
        found += [{**told, **event} for event in events if event.get("type") in _SAID]
    return found


def _people(ticket: Table, document: Document) -> dict[object, tuple[Speaker, str | None]]:
    """Side and name of each author: by his role where users are told, else the requester is the customer."""
    data = document.json
    users = _list(data.get("users")) if isinstance(data, dict) else []
    people: dict[object, tuple[Speaker, str | None]] = {}
    for key, side in (("requester_id", "customer"), ("assignee_id", "agent")):
        if ticket.get(key) is not None:
            people.setdefault(_id(ticket[key]), ("customer" if side == "customer" else "agent", None))
    for user in users:
        if isinstance(user, dict):
            role = _SIDES.get(user.get("role"), people.get(_id(user.get("id")), ("unknown", None))[0])
            people[_id(user.get("id"))] = (role, name(user.get("name")))
    return people


def _id(value: object) -> str:
    return str(value)


def _line(comment: Table, people: dict[object, tuple[Speaker, str | None]], document: Document) -> Utterance | None:
    if comment.get("type", "Comment") not in _SAID:
        return None
    author = comment.get("author")
    told = author if isinstance(author, dict) else {}
    author_id = comment.get("author_id", told.get("id"))
    side, who = people.get(_id(author_id), ("unknown", None))
    if side == "unknown":
        side = _SIDES.get(told.get("role"), "unknown")
    is_internal = comment.get("public") is False
    return Utterance(
        _text(comment),
        "agent" if side == "unknown" and is_internal else side,  # customers write no internal notes
        who or name(told.get("name")) or name(author_id),
        at=instant(comment.get("created_at"), document, "created_at"),
        is_internal=is_internal,
        attachments=attached(comment.get("attachments"), "file_name", "size"),
    )


def _text(comment: Table) -> str:
    for key in ("plain_body", "html_body", "body"):
        value = comment.get(key)
        if isinstance(value, str) and value.strip():
            return clean(value) if key == "body" else text_of_html(value)
    if comment.get("body") is None:
        raise Fault(tr("“{what}” is missing", what="body"))
    return ""


FORM = Form("zendesk", N_("Zendesk tickets with comments"), (".json", ".jsonl", ".ndjson"), _recognises, _pieces, _read)
