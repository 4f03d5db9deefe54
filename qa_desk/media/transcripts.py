"""What was said or written in an interaction: subtitles (VTT, SRT) of calls, and JSON of calls, chats and mails.

The own form of JSON is `{"interaction": "C-1", "channel": "chat", "messages": [{"at": "2026-06-25T10:41:03+01:00",
"speaker": "customer", "author": "Fiona", "text": "…"}]}`, a call's lines with "start" and "end" in seconds instead of "at".
Text stays text: mark-up is taken out, nothing is fetched.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Speaker = Literal["agent", "customer", "bot", "system", "unknown"]
TRANSCRIPT_SUFFIXES = (".vtt", ".srt", ".json", ".zip")
_LARGEST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line: `start_s` and `end_s` within the recording, or `at` as UTC epoch seconds, or neither."""

    text: str
    speaker: Speaker = "unknown"
    author: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The lines of one interaction; `key` is how the file names it, None where the file's own name has to do."""

    utterances: tuple[Utterance, ...]
    key: str | None = None
    channel: str | None = None
    language: str | None = None
    subject: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


def read_conversations(path: Path) -> list[Conversation]:
    """All conversations of a file; refused, with the line where there is one, when it is no transcript."""
    content = _content(path)
    if path.suffix.lower() in (".json", ".zip"):
        from qa_desk.media.transcript_json import conversations_of

        try:
            data = json.loads(content)
        except json.JSONDecodeError as error:
            raise Refusal(
                tr("{file}, line {line}: is not JSON ({reason}).", file=path.name, line=error.lineno, reason=error.msg)
            ) from error
        return conversations_of(data, path.name)
    lines = tuple(_cues(content, path.name))
    if not lines:
        raise Refusal(tr("{file}: holds no timed lines; a transcript is VTT, SRT or JSON.", file=path.name))
    return [Conversation(lines)]


def _content(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > _LARGEST_BYTES:
            raise Refusal(tr("{file}: is too large for a transcript ({size} MB).", file=path.name, size=size // 1_000_000))
        data = path.read_bytes() if path.suffix.lower() != ".zip" else _unzipped(path)
    except FileNotFoundError as error:
        raise EnvironmentFailure(tr("{file}: is not there; was it moved?", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    if not data.strip():
        raise Refusal(tr("{file}: is empty.", file=path.name))
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refusal(tr("{file}, line {line}: is not UTF-8 text; save it as UTF-8.", file=path.name, line=line)) from error


def _unzipped(path: Path) -> bytes:
    """The one JSON file of an archive, read into memory and never onto the disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if member.filename.lower().endswith(".json")]
            if len(members) != 1 or members[0].file_size > _LARGEST_BYTES:
                raise Refusal(tr("{file}: a zipped transcript holds one JSON file of at most 200 MB.", file=path.name))
            return archive.read(members[0])
    except zipfile.BadZipFile as error:
        raise Refusal(tr("{file}: is no ZIP archive, or is damaged.", file=path.name)) from error


_TIMES = re.compile(r"\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>\n]*>")
_PREFIX = re.compile(r"(?:\[([^\]]{1,40})\]|([\w .'-]{1,40}):)\s+(?=\S)")


def _cues(content: str, name: str) -> Iterator[Utterance]:
    """The cues of WebVTT and SubRip alike: a line of times, then text up to an empty line or the next times."""
    times: tuple[float, float] | None = None
    text: list[str] = []
    for number, line in enumerate([*content.splitlines(), ""], 1):
        found = _TIMES.match(line)
        if found or not line.strip():
            if times and text:
                yield from _voices("\n".join(text), *times)
                text = []
                times = None
            if found:
                times = (_seconds(found[1]), _seconds(found[2]))
                text = []
        elif "-->" in line:
            raise Refusal(
                tr("{file}, line {line}: “{value}” is no pair of times.", file=name, line=number, value=line.strip()[:60])
            )
        elif times:
            text.append(line)


def _seconds(text: str) -> float:
    *hours, minutes, seconds = text.replace(",", ".").split(":")
    return round(int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds), 3)


def _voices(text: str, start: float, end: float) -> Iterator[Utterance]:
    """One utterance for each voice of a cue; who speaks is in a `<v>` span, or before the text as “Agent:” or “[Name]”."""
    parts = _VOICE.split(text)
    for author, said in [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
        plain = plain_text(said)
        who = author.strip() if author else None
        if who is None:
            who, plain = _named(plain)
        if plain:
            yield Utterance(plain, speaker_of(who), who, start, end)


def _named(text: str) -> tuple[str | None, str]:
    found = _PREFIX.match(text)
    if found is None:
        return None, text
    name = (found[1] or found[2]).strip()
    if found[1] is None and speaker_of(name) == "unknown":
        return None, text  # “Note: …” names nobody
    return name, text[found.end() :]


def plain_text(text: str) -> str:
    """Without tags and character references; runs of blanks and line ends become one blank."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


_LABELS: dict[Speaker, str] = {
    "agent": "agent rep representative operator advisor adviser assistant support staff sys wizard ejen 客服 坐席 агент оператор",
    "customer": "customer caller client user usr guest visitor requester pelanggan 客户 顾客 客戶 顧客 клиент пользователь",
    "bot": "bot chatbot virtual ivr робот",
    "system": "system action event trigger",
}


def speaker_of(name: str | None) -> Speaker:
    """Who a label means: "Agent 2" and "AGENT" are the agent; a name that says nothing is unknown."""
    if not name:
        return "unknown"
    words = re.sub(r"[\W\d_]+", " ", name).casefold().split()
    for speaker, known in _LABELS.items():
        if words and words[0] in known.split():
            return speaker
    return "unknown"
