"""CrossWOZ: a table of dialogues by id, each with its goal and its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, items, name, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document


def _recognises(document: Document) -> bool:
    data = document.json
    first = next(iter(data.values()), None) if isinstance(data, dict) else None
    return isinstance(first, dict) and "messages" in first and "goal" in first


def _pieces(document: Document) -> Iterable[tuple[str, Any]]:
    return table(document.json, "dialogues").items()


def _read(piece: tuple[str, Any], _document: Document) -> Conversation:
    key, dialogue = piece
    return Conversation(tuple(each(items(table(dialogue, key).get("messages"), "messages"), _line)), name(key), "chat", "zh")


def _line(message: object) -> Utterance:
    said = table(message, "message")
    return Utterance(clean(words(said.get("content"), "content")), speaker_of(name(said.get("role"))))


FORM = Form("crosswoz", N_("CrossWOZ dialogues"), (".json",), _recognises, _pieces, _read)
