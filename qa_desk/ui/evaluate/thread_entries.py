"""A thread as it is shown: days, gaps and heads beside the messages, parts that are folded, and the whole of it as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.mail_parts import parts_of
from qa_desk.services.speech import thread_facts
from qa_desk.ui.dates import day_text, second_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from qa_desk.domain.mail_parts import Part
    from qa_desk.media.transcripts import Attachment, Utterance

SPEAKERS = {
    "agent": N_("agent"),
    "customer": N_("customer"),
    "bot": N_("bot"),
    "system": N_("system"),
    "unknown": N_("unknown"),
}
LONG_GAP_S = 120
_SHOWN_LINES, _SHOWN_CHARACTERS = 24, 2500
_SHORT_QUOTE_LINES = 3

PieceKind = Literal["words", "quote", "signature", "rest"]


def duration_text(seconds: float) -> str:
    """A length of time in the two largest units: "14 s", "6:42", "3 h 05 min", "2 d 4 h"."""
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    if whole < 86_400:
        return tr("{hours} h {minutes} min", hours=whole // 3600, minutes=f"{whole % 3600 // 60:02}")
    return tr("{days} d {hours} h", days=whole // 86_400, hours=whole % 86_400 // 3600)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message's text, which begins at `start` of it; `fold` says what its button does, "" where it has none."""

    number: int
    kind: PieceKind
    text: str
    start: int
    is_open: bool
    fold: str = ""


class Entry:
    """A message with what stands above and beside it. What costs time is worked out when it comes into sight."""

    def __init__(self, position: int, utterance: Utterance) -> None:
        self.position = position
        self.utterance = utterance
        self.day = ""
        self.gap = ""
        self.slowest: float | None = None
        """How long this reply took, where it is the slowest: from the customer's words, whatever stands between."""
        self.moment: datetime | None = None

    @cached_property
    def stamp(self) -> str:
        """The time of day, or the place in a recording."""
        if self.moment is not None:
            return second_text(self.moment)
        start = self.utterance.start_s
        return "" if start is None else f"{int(start) // 60}:{int(start) % 60:02}"

    @property
    def role(self) -> str:
        """The side in words."""
        return tr(SPEAKERS[self.utterance.speaker])

    @property
    def who(self) -> str:
        """The author, or the side where nobody is named."""
        return self.utterance.author or self.role

    @cached_property
    def about(self) -> str:
        """Of a mail: to whom, and its subject where it is another one."""
        told = []
        if self.utterance.recipients:
            told.append(tr("to {recipients}", recipients=self.utterance.recipients))
        if self.utterance.subject:
            told.append(tr("Subject: {subject}", subject=self.utterance.subject))
        return " · ".join(told)

    @cached_property
    def attached(self) -> str:
        """The files that came with it, by name and size."""
        files = ", ".join(_file(one) for one in self.utterance.attachments)
        count = len(self.utterance.attachments)
        return ntr("{count} attachment: {files}", "{count} attachments: {files}", count, files=files) if files else ""

    @cached_property
    def spoken(self) -> str:
        """The whole of it, for a screen reader."""
        note = ", " + tr("internal note") if self.utterance.is_internal else ""
        return f"{self.who} ({self.role}{note}) {self.stamp}: {self.utterance.text or tr('no text')} {self.attached}".strip()

    @cached_property
    def parts(self) -> tuple[tuple[Part, int], ...]:
        """The parts of the text, each with the place it begins at."""
        found, place = [], 0
        for part in parts_of(self.utterance.text):
            place = self.utterance.text.index(part.text, place)
            found.append((part, place))
            place += len(part.text)
        return tuple(found)

    def pieces(self, opened: frozenset[int]) -> tuple[Piece, ...]:
        """What is shown: quotes and signatures folded, long words cut, but for those whose numbers are `opened`."""
        if not self.parts:
            return (Piece(0, "words", "" if self.attached else tr("no text"), 0, True),)
        has_words = any(part.kind == "words" for part, _ in self.parts)
        found: list[Piece] = []
        for number, (part, start) in enumerate(self.parts):
            is_open = number in opened
            if part.kind == "words" or not has_words:
                found += _words(number, part, start, is_open=is_open)
            elif part.kind == "quote" and part.lines <= _SHORT_QUOTE_LINES and number < len(self.parts) - 1:
                found.append(Piece(number, "quote", part.text, start, True))
            else:
                found.append(Piece(number, part.kind, part.text, start, is_open, _fold(part, is_open=is_open)))
        return tuple(found)

    def piece_at(self, place: int) -> int:
        """The number of the part in which a character of the text stands."""
        return next((number for number, (part, start) in enumerate(self.parts) if place < start + len(part.text)), 0)

    def as_text(self) -> str:
        """The message as it is copied."""
        when = self.moment.strftime("%Y-%m-%d %H:%M:%S ") if self.moment is not None else f"{self.stamp} " if self.stamp else ""
        note = f", {tr('internal note')}" if self.utterance.is_internal else ""
        role = f" ({self.role}{note})" if self.utterance.author else f" ({note[2:]})" if note else ""
        about = f"{self.about}\n" if self.about else ""
        attached = f"[{self.attached}]" if self.attached else ""
        body = "\n".join(part for part in (self.utterance.text, attached) if part)
        return f"{when}{self.who}{role}:\n{about}{body}"


def entries_of(utterances: Sequence[Utterance], zone: ZoneInfo) -> tuple[Entry, ...]:
    """The messages with their times in a zone, a day where it changes, and the gaps that are long."""
    made = tuple(Entry(position, utterance) for position, utterance in enumerate(utterances))
    facts = thread_facts(utterances)
    previous: int | None = None
    day = None
    for entry in made:
        at = entry.utterance.at
        if at is None:
            continue
        entry.moment = datetime.fromtimestamp(at, zone)
        if entry.moment.date() != day:
            day = entry.moment.date()
            entry.day = day_text(day)
        entry.slowest = facts.slowest_reply if entry.position == facts.slowest_reply_at else None
        if previous is not None and at - previous >= LONG_GAP_S:
            entry.gap = tr("{duration} later", duration=_gap_text(at - previous))
        previous = at
    return made


def _gap_text(seconds: int) -> str:
    """Between messages seconds say nothing, and “25:00” might be hours."""
    return tr("{minutes} min", minutes=seconds // 60) if seconds < 3600 else duration_text(seconds)


def text_of(entries: Sequence[Entry]) -> str:
    """Messages as they are copied."""
    return "\n\n".join(entry.as_text() for entry in entries) + "\n"


def hits_of(entries: Sequence[Entry], wanted: str) -> list[tuple[int, int, int]]:
    """Where the wanted words stand, whatever their case: message, place in its text, length."""
    words = " ".join(wanted.split())
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    return [
        (entry.position, found.start(), found.end() - found.start())
        for entry in entries
        for found in pattern.finditer(entry.utterance.text)
    ]


def _words(number: int, part: Part, start: int, *, is_open: bool) -> list[Piece]:
    """The words, cut after a screenful where they are long."""
    cut = _cut(part.text)
    kind: PieceKind = "words" if part.kind == "words" else part.kind
    if cut >= len(part.text):
        return [Piece(number, kind, part.text, start, True)]
    rest = part.text[cut:].removeprefix("\n")
    left = rest.count("\n") + 1
    fold = tr("Show less") if is_open else ntr("Show all ({count} more line)", "Show all ({count} more lines)", left)
    return [
        Piece(number, kind, part.text[:cut], start, True),
        Piece(number, "rest", rest, start + len(part.text) - len(rest), is_open, fold),
    ]


def _cut(text: str) -> int:
    """Where a long text is cut: at the end of a line or word; its length where it is not long."""
    place = -1
    for _ in range(_SHOWN_LINES):
        place = text.find("\n", place + 1)
        if place < 0:
            place = len(text)
            break
    if place > _SHOWN_CHARACTERS:
        blank = max(text.rfind("\n", 0, _SHOWN_CHARACTERS), text.rfind(" ", _SHOWN_CHARACTERS // 2, _SHOWN_CHARACTERS))
        place = blank if blank > 0 else _SHOWN_CHARACTERS
    return len(text) if len(text) - place < _SHOWN_CHARACTERS // 10 and text.count("\n", place) < _SHORT_QUOTE_LINES else place


def _fold(part: Part, *, is_open: bool) -> str:
    if part.kind == "signature":
        return tr("Hide the signature") if is_open else tr("Signature")
    if is_open:
        return tr("Hide the quoted text")
    return ntr("Quoted text, {count} line", "Quoted text, {count} lines", part.lines)


def _file(attachment: Attachment) -> str:
    size = attachment.size
    if size is None:
        return attachment.name
    if size < 1000:
        told = tr("{size} B", size=size)
    elif size < 1_000_000:
        told = tr("{size} KB", size=round(size / 1000))
    else:
        told = tr("{size} MB", size=f"{size / 1_000_000:.1f}")
    return f"{attachment.name} ({told})"
