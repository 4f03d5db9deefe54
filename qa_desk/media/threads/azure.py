"""Azure: conversations as its language service takes them, and the phrases of its batch transcription."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Fault, Form
from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.threads.values import each, items, name, number, table, words
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa_desk.media.threads.document import Document

_TICKS_A_SECOND = 10_000_000


def _recognises(document: Document) -> bool:
    data = document.json
    return isinstance(data, dict) and ("analysisInput" in data or "recognizedPhrases" in data)


def _pieces(document: Document) -> Iterable[Any]:
    data = document.json
    if "recognizedPhrases" in data:
        return (data,)
    return items(table(data["analysisInput"], "analysisInput").get("conversations"), "conversations")


def _read(piece: object, _document: Document) -> Conversation:
    one = table(piece, "conversation")
    if "recognizedPhrases" in one:
        return Conversation(tuple(each(items(one["recognizedPhrases"], "recognizedPhrases"), _phrase)), channel="call")
    lines = tuple(each(items(one.get("conversationItems"), "conversationItems"), _line))
    channel = "chat" if one.get("modality") == "text" else "call"
    return Conversation(lines, name(one.get("id")), channel, name(one.get("language")))


def _line(piece: object) -> Utterance:
    item = table(piece, "conversation item")
    who = name(item.get("participantId"))
    start, end = _seconds(item.get("audioTimings"))
    return Utterance(clean(words(item.get("text"), "text")), speaker_of(name(item.get("role")) or who), who, start, end)


def _seconds(timings: object) -> tuple[float | None, float | None]:
    """Where the first word begins and the last one ends."""
    spans = [one for one in timings if isinstance(one, dict)] if isinstance(timings, list) else []
    starts = [_as_seconds(one.get("offset")) for one in spans]
    ends = [_as_seconds(one.get("offset")) + _as_seconds(one.get("duration")) for one in spans]
    return min(starts, default=None), max(ends, default=None)


def _phrase(piece: object) -> Utterance:
    phrase = table(piece, "phrase")
    best = phrase.get("nBest")
    if not (isinstance(best, list) and best):
        return Utterance("")
    start = _as_seconds(phrase.get("offsetInTicks"))
    said = clean(words(table(best[0], "nBest").get("display"), "display"))
    who = phrase.get("speaker") if phrase.get("speaker") is not None else phrase.get("channel")
    label = None if who is None else tr("Speaker {number}", number=name(who) or "")
    return Utterance(said, "unknown", label, start, round(start + _as_seconds(phrase.get("durationInTicks")), 3))


def _as_seconds(ticks: object) -> float:
    """Offsets are counted in tenths of a microsecond."""
    if not isinstance(ticks, int | float) or isinstance(ticks, bool):
        raise Fault(tr("“{what}” is missing", what="offsetInTicks"))
    return number(ticks / _TICKS_A_SECOND, "offsetInTicks") or 0.0


FORM = Form("azure", N_("Azure conversation"), (".json",), _recognises, _pieces, _read)
