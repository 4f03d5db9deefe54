"""Timed text as subtitles have it (WebVTT and SubRip alike): cues, rolled captions unrolled, and who speaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.plain import without_tags
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.transcripts import Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOCK = r"((?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)"
TIMES = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^ >]{0,80})?[ \t]+([^>\n]{0,200})>")
_INLINE_TIME = re.compile(r"<\d{1,3}:\d{2}(?::\d{2})?\.\d{3}>")
_PLACEMENT = re.compile(r"\{\\[^}\n]{0,80}\}")
_IN_BRACKETS = re.compile(r"\[([^\]]{1,40})\]\s*(?=\S)")
_BEFORE_COLON = re.compile(r"([^\W\d_][\w .'()-]{0,39})[:：]\s*(?=\S)")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_TOUCHING_S = 0.15
_FEWEST_PAIRS = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines as they stand in the file, shown from `start` to `end`."""

    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def is_spelt_out(self) -> bool:
        """Whether words carry times of their own, as automatic captions do."""
        return any(_INLINE_TIME.search(line) for line in self.lines)


def cues_of(lines: Sequence[str]) -> list[Cue]:
    """The cues of a file: a line of times, then text up to an empty line or the next times."""
    cues: list[Cue] = []
    times: tuple[float, float] | None = None
    text: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        found = TIMES.match(line)
        if found or not line.strip():
            if times and text:
                cues.append(Cue(*times, tuple(text)))
                times = None
            if found:
                times = _times(found, number)
            text = []
        elif "-->" in line:
            raise Fault(tr("line {line}: “{value}” is no pair of times", line=number, value=line.strip()[:60]))
        elif times:
            text.append(line)
    return cues


def _times(found: re.Match[str], number: int) -> tuple[float, float]:
    start, end = _seconds(found[1]), _seconds(found[2])
    if end < start:
        raise Fault(tr("line {line}: ends before it begins", line=number))
    return start, end


def _seconds(text: str) -> float:
    *hours, minutes, seconds = text.replace(",", ".").split(":")
    return round(int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds), 3)


def utterances_of(cues: Sequence[Cue]) -> tuple[Utterance, ...]:
    """What was said: one line for each voice of a cue."""
    cues = _unrolled(cues) if _is_rolled(cues) else cues
    names = _names(cues)
    return tuple(line for cue in cues for line in _voices(cue, names))


def _is_rolled(cues: Sequence[Cue]) -> bool:
    """Automatic captions say each line twice: when it appears, and as the upper line of the next cue."""
    if any(cue.is_spelt_out for cue in cues):
        return True
    repeated = [_repeated(one, other) > 0 and len(other.lines) > 1 for one, other in pairwise(cues)]
    return len(repeated) >= _FEWEST_PAIRS and sum(repeated) > len(repeated) / 2


def _repeated(before: Cue, cue: Cue) -> int:
    """How many of a cue's first lines are the last lines of the cue before."""
    if cue.start > before.end + _TOUCHING_S:
        return 0
    earlier, now = [text for _, text in _said(before)], [text for _, text in _said(cue)]
    return next((count for count in range(min(len(earlier), len(now)), 0, -1) if earlier[-count:] == now[:count]), 0)


def _said(cue: Cue) -> list[tuple[str, str]]:
    """Each line that says something: as it stands, and as it reads."""
    return [(line, text) for line in cue.lines if (text := without_tags(line))]


def _unrolled(cues: Sequence[Cue]) -> list[Cue]:
    """Each line once, from when it appeared; a cue that only repeats makes the one before last longer."""
    found: list[Cue] = []
    before: Cue | None = None
    for cue in cues:
        lines = _said(cue)
        new = lines[_repeated(before, cue) :] if before is not None else lines
        if new:
            found.append(replace(cue, lines=tuple(line for line, _ in new)))
        elif found and lines:
            found[-1] = replace(found[-1], end=max(found[-1].end, cue.end))
        before = cue
    return found


def _names(cues: Sequence[Cue]) -> frozenset[str]:
    """Names that stand before a colon, where most cues begin with one and each comes again: “Note: …” alone names nobody."""
    begun = Counter(found[1].strip() for cue in cues for line in cue.lines if (found := _BEFORE_COLON.match(without_tags(line))))
    if sum(begun.values()) * 2 < len(cues):
        return frozenset()
    return frozenset(name for name, count in begun.items() if count > 1)


def _voices(cue: Cue, names: frozenset[str]) -> Iterator[Utterance]:
    text = _PLACEMENT.sub("", "\n".join(cue.lines))
    if "<v" in text:
        parts = _VOICE.split(text)
        for author, said in [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
            yield from _line(without_tags(said), without_tags(author) or None, cue, names)
        return
    for said in _dialogue(text):
        yield from _line(said, None, cue, names)


def _dialogue(text: str) -> list[str]:
    """Two who speak in one cue have a dash each before their words."""
    lines = [line for line in map(without_tags, text.split("\n")) if line]
    starts = [number for number, line in enumerate(lines) if _DASH.match(line)]
    if len(starts) < 2 or starts[0] != 0:
        return [" ".join(lines)]
    ends = [*starts[1:], len(lines)]
    return [_DASH.sub("", " ".join(lines[start:end]), count=1) for start, end in zip(starts, ends, strict=True)]


def _line(text: str, who: str | None, cue: Cue, names: frozenset[str]) -> Iterator[Utterance]:
    if who is None:
        who, text = _named(text, names)
    if text:
        yield Utterance(text, speaker_of(who), who, cue.start, cue.end)


def _named(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    """Who is named before the text: “[Alba] …” (a sound such as “[laughs]” is in small letters), “Agent: …”."""
    found = _IN_BRACKETS.match(text)
    if found and not found[1][:1].islower():
        return found[1].strip(), text[found.end() :]
    found = _BEFORE_COLON.match(text)
    if found and (found[1].strip() in names or speaker_of(found[1]) != "unknown"):
        return found[1].strip(), text[found.end() :]
    return None, text
