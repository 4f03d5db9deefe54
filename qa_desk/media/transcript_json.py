"""JSON transcripts: the own form, and those of Azure, Amazon Transcribe, Speechmatics, ABCD and CrossWOZ.

A format is a line in `_FORMATS`: how it is recognised, and how it is read.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.transcripts import Conversation, Utterance, plain_text, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_NEW_LINE_AFTER_S = 1.5
_SENTENCE_WORDS = 12


def conversations_of(data: Any, name: str) -> list[Conversation]:  # noqa: ANN401 - JSON
    """All conversations of a JSON document; refused when it is in no known form."""
    for recognise, read in _FORMATS:
        if recognise(data):
            try:
                found = [conversation for conversation in read(data) if conversation.utterances]
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                raise Refusal(
                    tr("{file}: looks like a transcript, but a line is not as expected ({reason}).", file=name, reason=error)
                ) from error
            if not found:
                raise Refusal(tr("{file}: holds no line of text.", file=name))
            return found
    raise Refusal(
        tr("{file}: no known form of transcript; the own one has “messages”, each with “speaker” and “text”.", file=name)
    )


def _has(*keys: str) -> Callable[[Any], bool]:
    return lambda data: isinstance(data, dict) and all(key in data for key in keys)


def _each(recognise: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda data: isinstance(data, list) and bool(data) and recognise(data[0])


def _own(data: dict[str, Any]) -> Iterator[Conversation]:
    key = data.get("interaction", data.get("id"))
    yield Conversation(
        tuple(_own_line(line) for line in data["messages"] if plain_text(str(line["text"]))),
        None if key is None else str(key),
        data.get("channel"),
        data.get("language"),
        data.get("subject"),
    )


def _own_line(line: dict[str, Any]) -> Utterance:
    speaker = str(line.get("speaker", ""))
    author = line.get("author")
    at = line.get("at")
    return Utterance(
        _paragraphs(str(line["text"])),
        speaker_of(speaker),
        str(author) if author else None,
        _number(line.get("start")),
        _number(line.get("end")),
        None if at is None else _epoch(at),
    )


def _paragraphs(text: str) -> str:
    """Line ends are kept: a mail has paragraphs."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _epoch(value: object) -> int:
    if isinstance(value, int | float):
        return int(value)
    instant = datetime.fromisoformat(str(value))
    if instant.tzinfo is None:
        raise ValueError(tr("{value} has no offset from UTC", value=value))
    return int(instant.timestamp())


def _own_list(data: list[dict[str, Any]]) -> Iterator[Conversation]:
    for one in data:
        yield from _own(one)


def _bare_lines(data: list[dict[str, Any]]) -> Iterator[Conversation]:
    yield from _own({"messages": data})


def _azure(data: dict[str, Any]) -> Iterator[Conversation]:
    for one in data["analysisInput"]["conversations"]:
        lines = tuple(
            Utterance(plain_text(item["text"]), speaker_of(item.get("role") or item["participantId"]), item["participantId"])
            for item in one["conversationItems"]
        )
        channel = "chat" if one.get("modality") == "text" else "call"
        yield Conversation(lines, one.get("id"), channel, one.get("language"))


def _amazon(data: dict[str, Any]) -> Iterator[Conversation]:
    results = data["results"]
    labels = {
        word["start_time"]: part["speaker_label"]
        for part in (results.get("speaker_labels") or {}).get("segments", ())
        for word in part["items"]
    }
    words = (
        (
            labels.get(item.get("start_time"), item.get("speaker_label")) if item.get("start_time") else None,
            item["alternatives"][0]["content"],
            _number(item.get("start_time")),
            _number(item.get("end_time")),
        )
        for item in results["items"]
    )
    yield Conversation(tuple(_joined(words)), data.get("jobName"), "call")


def _speechmatics(data: dict[str, Any]) -> Iterator[Conversation]:
    turns = [(float(turn["time"]), str(turn["name"])) for turn in data.get("speakers", ())]

    def speaker_at(time: float) -> str | None:
        return next((name for start, name in reversed(turns) if start <= time), None)

    def words() -> Iterator[_Word]:
        for word in data["words"]:
            start = float(word["time"])
            if word["name"] in (".", ",", "?", "!"):
                yield None, word["name"], None, None
            else:
                yield speaker_at(start), word["name"], start, round(start + float(word["duration"]), 3)

    yield Conversation(tuple(_joined(words())), str(data["job"]["id"]), "call", data["job"].get("lang"))


_Word = tuple[str | None, str, float | None, float | None]


def _joined(words: Iterable[_Word]) -> Iterator[Utterance]:
    """Words into lines: a new one when another person speaks or after a pause. A word without a time is punctuation."""
    line: list[str] = []
    who: str | None = None
    start = end = 0.0
    for speaker, word, begins, ends in words:
        if begins is None or ends is None:
            if line:
                line[-1] += word
            continue
        is_full = line and line[-1][-1] in ".?!" and len(line) > _SENTENCE_WORDS
        if line and (speaker != who or begins - end > _NEW_LINE_AFTER_S or is_full):
            yield Utterance(" ".join(line), speaker_of(who), who, start, end)
            line = []
        if not line:
            who, start = speaker, begins
        line.append(word)
        end = ends
    if line:
        yield Utterance(" ".join(line), speaker_of(who), who, start, end)


def _abcd(data: list[dict[str, Any]]) -> Iterator[Conversation]:
    for one in data:
        lines = tuple(Utterance(plain_text(text), speaker_of(speaker), speaker) for speaker, text in one["original"])
        yield Conversation(lines, str(one["convo_id"]), "chat", "en")


def _crosswoz(data: dict[str, Any]) -> Iterator[Conversation]:
    for key, one in data.items():
        lines = tuple(Utterance(message["content"], speaker_of(message["role"])) for message in one["messages"])
        yield Conversation(lines, key, "chat", "zh")


def _is_crosswoz(data: Any) -> bool:  # noqa: ANN401 - JSON
    first = next(iter(data.values()), None) if isinstance(data, dict) else None
    return isinstance(first, dict) and "messages" in first and "goal" in first


_FORMATS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Iterator[Conversation]]], ...] = (
    (_has("messages"), _own),
    (_each(_has("messages")), _own_list),
    (_has("analysisInput"), _azure),
    (_has("results", "jobName"), _amazon),
    (_has("job", "words"), _speechmatics),
    (_each(_has("convo_id", "original")), _abcd),
    (_is_crosswoz, _crosswoz),
    (_each(_has("text")), _bare_lines),
)
