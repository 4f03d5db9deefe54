"""The own form of threads: `{"interaction": "C-1", "channel": "chat", "messages": […]}`, or a list of them.

A message is `{"at": "2026-06-25T10:41:03+01:00", "speaker": "customer", "author": "Fiona", "text": "…"}`. A call's lines have
"start" and "end" in seconds instead of "at". A message may have "html" instead of "text", be "internal", and carry "subject",
"to" and "attachments" (each with "name" and "size").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Fault, Form
from qa_desk.media.threads.html_text import text_of_html
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import attached, each, instant, items, name, number, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table


def _recognises(document: Document) -> bool:
    data = document.json
    if isinstance(data, dict):
        return "messages" in data or _is_list_of_threads(data.get("interactions"))
    return _is_list_of_threads(data) or (isinstance(data, list) and bool(data) and _is_line(data[0]))


def _is_list_of_threads(data: object) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], dict) and "messages" in data[0]


def _is_line(value: object) -> bool:
    """Bare lines say who speaks or when, and belong to one conversation: rows that name theirs are another form."""
    if not isinstance(value, dict) or "text" not in value:
        return False
    return not any(key in value for key in ("interaction", "conversation_id", "ticket_id", "interaction_id"))


def _pieces(document: Document) -> Iterable[Any]:
    data = document.json
    if isinstance(data, dict):
        return items(data["interactions"], "interactions") if "messages" not in data else (data,)
    return data if _is_list_of_threads(data) else ({"messages": data},)


def _read(piece: object, document: Document) -> Conversation:
    thread = table(piece, "interaction")
    lines = items(thread.get("messages"), "messages")
    return Conversation(
        tuple(each(lines, lambda line: _line(table(line, "message"), document))),
        name(thread.get("interaction", thread.get("id"))),
        name(thread.get("channel")),
        name(thread.get("language")),
        name(thread.get("subject")),
    )


def _line(line: Table, document: Document) -> Utterance:
    return Utterance(
        _text(line),
        speaker_of(name(line.get("speaker"))),
        name(line.get("author")),
        number(line.get("start"), "start"),
        number(line.get("end"), "end"),
        instant(line.get("at"), document),
        line.get("internal") is True or line.get("visibility") == "internal",
        name(line.get("subject")),
        name(line.get("to")),
        attached(line.get("attachments"), "name", "size"),
    )


def _text(line: Table) -> str:
    if "text" in line:
        return clean(words(line["text"], "text"))
    if "html" in line:
        return text_of_html(words(line["html"], "html"))
    raise Fault(tr("“{what}” is missing", what="text"))


FORM = Form("own", N_("QA Desk's own JSON"), (".json", ".jsonl", ".ndjson"), _recognises, _pieces, _read)
