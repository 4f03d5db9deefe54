"""ABCD: a list of chats, each a list of pairs (who, what)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Fault, Form
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, items, name, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document


def _recognises(document: Document) -> bool:
    first = next(iter(_chats(document)), None)
    return isinstance(first, dict) and "convo_id" in first and "original" in first


def _chats(document: Document) -> Iterable[Any]:
    """The sample is a list; the whole set is a table of lists (train, dev, test)."""
    data = document.json
    if isinstance(data, dict):
        return [chat for part in data.values() if isinstance(part, list) for chat in part]
    return data if isinstance(data, list) else ()


def _read(piece: object, _document: Document) -> Conversation:
    chat = table(piece, "chat")
    return Conversation(tuple(each(items(chat.get("original"), "original"), _line)), name(chat.get("convo_id")), "chat", "en")


def _line(pair: object) -> Utterance:
    match pair:
        case [str(speaker), text]:
            return Utterance(clean(words(text, "text")), speaker_of(speaker), name(speaker))
    raise Fault(tr("is no pair of speaker and text"))


FORM = Form("abcd", N_("ABCD chats"), (".json",), _recognises, _chats, _read)
