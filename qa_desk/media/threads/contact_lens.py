"""Amazon Transcribe's call analytics and Connect's Contact Lens: turns of agent and customer with their milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form, whole
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, instant, items, name, number, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table


def _recognises(document: Document) -> bool:
    data = document.json
    turns = data.get("Transcript") if isinstance(data, dict) else None
    return isinstance(turns, list) and bool(turns) and isinstance(turns[0], dict) and "Content" in turns[0]


def _read(_piece: object, document: Document) -> Conversation:
    data = document.json
    roles = {
        name(one.get("ParticipantId")): name(one.get("ParticipantRole"))
        for one in data.get("Participants") or ()
        if isinstance(one, dict)
    }
    lines = tuple(each(items(data["Transcript"], "Transcript"), lambda turn: _line(table(turn, "turn"), roles, document)))
    about = data.get("CustomerMetadata")
    key = data.get("JobName") or (about.get("ContactId") if isinstance(about, dict) else None)
    channel = "chat" if str(data.get("Channel", "")).upper() == "CHAT" else "call"
    return Conversation(lines, name(key), channel, name(data.get("LanguageCode")))


def _line(turn: Table, roles: dict[str | None, str | None], document: Document) -> Utterance:
    who = name(turn.get("ParticipantId"))
    author = name(turn.get("DisplayName")) or who
    text, speaker = clean(words(turn.get("Content"), "Content")), speaker_of(roles.get(who) or who)
    start, end = _milliseconds(turn, "BeginOffsetMillis"), _milliseconds(turn, "EndOffsetMillis")
    return Utterance(text, speaker, author, start, end, instant(turn.get("AbsoluteTime"), document, "AbsoluteTime"))


def _milliseconds(turn: Table, key: str) -> float | None:
    value = turn.get(key)
    return number(value / 1000 if isinstance(value, int | float) else value, key)


FORM = Form("contact_lens", N_("Amazon call analytics"), (".json",), _recognises, whole, _read)
