"""Recognised words, joined into the lines of a transcript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.media.threads.plain import clean
from qa_desk.media.threads.speakers import speaker_of
from qa_desk.media.transcripts import Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEW_LINE_AFTER_S = 1.5
_SENTENCE_WORDS = 12
_LONGEST_LINE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Word:
    """A word of somebody; without times it is a mark that belongs to the word before."""

    text: str
    who: str | None = None
    start: float | None = None
    end: float | None = None


def lines_of_words(words: Iterable[Word]) -> Iterator[Utterance]:
    """A new line when another person speaks, after a pause, and after a sentence when the line is long."""
    line: list[str] = []
    who: str | None = None
    start = end = 0.0
    for word in words:
        if word.start is None or word.end is None:
            if line:
                line[-1] += word.text
            continue
        is_full = bool(line) and (
            (len(line) > _SENTENCE_WORDS and line[-1][-1:] in ".?!。？！") or len(line) >= _LONGEST_LINE_WORDS
        )
        if line and (word.who != who or word.start - end > _NEW_LINE_AFTER_S or is_full):
            yield Utterance(clean(" ".join(line)), speaker_of(who), who, start, end)
            line = []
        if not line:
            who, start = word.who, word.start
        line.append(word.text)
        end = max(word.start, word.end)
    if line:
        yield Utterance(clean(" ".join(line)), speaker_of(who), who, start, end)
