"""Freshdesk: tickets with their conversations, as its API and its account export give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.values import attached, each, instant, items, name, table
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table


def _recognises(document: Document) -> bool:
    first = next(iter(_tickets(document)), None)
    if not isinstance(first, dict) or not isinstance(first.get("conversations"), list):
        return False
    messages = first["conversations"]
    return "description_text" in first or (bool(messages) and isinstance(messages[0], dict) and "incoming" in messages[0])


def _tickets(document: Document) -> Iterable[Any]:
    data = document.json
    listed = data if isinstance(data, list) else data.get("tickets") if isinstance(data, dict) else ()
    return listed if isinstance(listed, list) else (data,)


def _read(piece: object, document: Document) -> Conversation:
    ticket = table(piece, "ticket")
    began = {**ticket, "body_text": ticket.get("description_text"), "body": ticket.get("description"), "incoming": True,
             "user_id": ticket.get("requester_id")}  # fmt: skip
    first = [began] if ticket.get("description_text") or ticket.get("description") else []
    lines = tuple(
        each([*first, *items(ticket["conversations"], "conversations")], lambda one: _line(table(one, "message"), document))
    )
    return Conversation(lines, name(ticket.get("id")), "ticket", subject=name(ticket.get("subject")))


def _line(message: Table, document: Document) -> Utterance:
    plain, markup = message.get("body_text"), message.get("body")
    text = clean(plain) if isinstance(plain, str) and plain.strip() else text_of_html(markup) if isinstance(markup, str) else ""
    to = message.get("to_emails")
    return Utterance(
        text,
        "customer" if message.get("incoming") is True else "agent",
        name(message.get("from_email")) or name(message.get("user_id")),
        at=instant(message.get("created_at"), document, "created_at"),
        is_internal=message.get("private") is True,
        recipients=", ".join(filter(None, map(name, to))) or None if isinstance(to, list) else None,
        attachments=attached(message.get("attachments"), "name", "size"),
    )


FORM = Form("freshdesk", N_("Freshdesk tickets with conversations"), (".json",), _recognises, _tickets, _read)
