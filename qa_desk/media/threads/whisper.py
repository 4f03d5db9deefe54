"""Whisper and the programs around it: segments with start, end and text, some with a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form, whole
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, items, name, number, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from qa_desk.media.threads.document import Document


def _recognises(document: Document) -> bool:
    data = document.json
    segments = data.get("segments") if isinstance(data, dict) else None
    first = segments[0] if isinstance(segments, list) and segments else None
    return isinstance(first, dict) and {"start", "end", "text"} <= first.keys()


def _read(_piece: object, document: Document) -> Conversation:
    data = document.json
    return Conversation(
        tuple(each(items(data["segments"], "segments"), _line)), channel="call", language=name(data.get("language"))
    )


def _line(piece: object) -> Utterance:
    segment = table(piece, "segment")
    who = name(segment.get("speaker"))
    text = " ".join(clean(words(segment.get("text"), "text")).split())
    return Utterance(text, speaker_of(who), who, number(segment.get("start"), "start"), number(segment.get("end"), "end"))


FORM = Form("whisper", N_("Whisper segments"), (".json",), _recognises, whole, _read)
