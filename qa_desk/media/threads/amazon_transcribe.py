"""Amazon Transcribe: recognised words, with the speakers that it told apart by voice or by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.media.threads.form import Form, whole
from qa_desk.media.threads.spoken_words import Word, lines_of_words
from qa_desk.media.threads.values import items, name, number, table, words
from qa_desk.media.transcripts import Conversation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.media.threads.document import Document
    from qa_desk.media.threads.values import Table


def _recognises(document: Document) -> bool:
    data = document.json
    results = data.get("results") if isinstance(data, dict) else None
    return isinstance(results, dict) and "items" in results and ("transcripts" in results or "jobName" in data)


def _read(_piece: object, document: Document) -> Conversation:
    results = table(document.json["results"], "results")
    channels = results.get("channel_labels")
    if isinstance(channels, dict) and channels.get("channels"):
        lines = tuple(
            line
            for channel in items(channels["channels"], "channels")
            for line in lines_of_words(
                _words(table(channel, "channel"), {}, name(table(channel, "channel").get("channel_label")))
            )
        )
    else:
        lines = tuple(lines_of_words(_words(results, _speakers(results), None)))
    return Conversation(lines, name(document.json.get("jobName")), "call", name(results.get("language_code")))


def _speakers(results: Table) -> dict[str, str]:
    """Who speaks, by the second at which a word begins."""
    labels = results.get("speaker_labels")
    segments = labels.get("segments") if isinstance(labels, dict) else None
    return {
        str(word.get("start_time")): str(part.get("speaker_label"))
        for part in segments or ()
        if isinstance(part, dict)
        for word in part.get("items") or ()
        if isinstance(word, dict)
    }


def _words(heard: Table, speakers: dict[str, str], channel: str | None) -> Iterator[Word]:
    for piece in items(heard.get("items"), "items"):
        item = table(piece, "item")
        best = table(items(item.get("alternatives"), "alternatives")[0], "alternative")
        text = words(best.get("content"), "content")
        start = item.get("start_time")
        if start is None:
            yield Word(text)
            continue
        who = channel or name(speakers.get(str(start), item.get("speaker_label")))
        yield Word(text, who, number(start, "start_time"), number(item.get("end_time", start), "end_time"))


FORM = Form("amazon_transcribe", N_("Amazon Transcribe"), (".json",), _recognises, whole, _read)
