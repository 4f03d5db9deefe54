"""Speechmatics: recognised words and the turns of the speakers, in its first form and in that of today."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
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

_MARKS = frozenset(".,?!。，？！")


def _recognises(document: Document) -> bool:
    data = document.json
    return isinstance(data, dict) and "job" in data and ("words" in data or "results" in data)


def _read(_piece: object, document: Document) -> Conversation:
    data = table(document.json, "transcript")
    job = table(data["job"], "job")
    heard = _todays_words(data) if "results" in data else _first_words(data)
    about = data.get("metadata")
    settings = about.get("transcription_config") if isinstance(about, dict) else None
    language = job.get("lang") or (settings.get("language") if isinstance(settings, dict) else None)
    return Conversation(tuple(lines_of_words(heard)), name(job.get("id")), "call", name(language))


def _first_words(data: Table) -> Iterator[Word]:
    turns = [
        (number(table(turn, "speaker").get("time"), "time") or 0.0, name(turn.get("name")))
        for turn in items(data.get("speakers", []), "speakers")
    ]
    turns.sort(key=itemgetter(0))
    starts = [start for start, _ in turns]
    for piece in items(data["words"], "words"):
        word = table(piece, "word")
        text = words(word.get("name"), "name")
        if text in _MARKS:
            yield Word(text)
            continue
        start = number(word.get("time"), "time") or 0.0
        place = bisect_right(starts, start) - 1
        who = turns[place][1] if place >= 0 else None
        yield Word(text, who, start, round(start + (number(word.get("duration"), "duration") or 0.0), 3))


def _todays_words(data: Table) -> Iterator[Word]:
    for piece in items(data["results"], "results"):
        word = table(piece, "result")
        best = table(items(word.get("alternatives"), "alternatives")[0], "alternative")
        text = words(best.get("content"), "content")
        if word.get("type") == "punctuation":
            yield Word(text)
        else:
            who = name(best.get("speaker")) or name(word.get("channel"))
            yield Word(text, who, number(word.get("start_time"), "start_time"), number(word.get("end_time"), "end_time"))


FORM = Form("speechmatics", N_("Speechmatics"), (".json",), _recognises, whole, _read)
