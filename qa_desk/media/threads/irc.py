"""Logs of IRC channels: `[14:05] <nick> text`, as the usual clients write them.

A log has times of day only; its date comes from the file's name (2015-02-04) or from the client's own lines, and moves on at
midnight. Without one the lines have no times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.media.threads.form import Form, whole
from qa_desk.media.threads.plain import clean, clean_line
from qa_desk.media.threads.values import instant
from qa_desk.media.transcripts import Conversation, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.media.threads.document import Document

_LOOKED_AT = 60
_STAMP = r"(?:\[?(?:(\d{4}-\d{2}-\d{2})[T ])?(\d{2}:\d{2}(?::\d{2})?)\]?\s{1,3})"
_SAID = re.compile(rf"{_STAMP}<[ ~&@%+]?([^\s<>]{{1,64}})>\s?(.*)")
_DID = re.compile(rf"{_STAMP}\*\s(\S{{1,64}})\s(.*)")
_TOLD = re.compile(rf"{_STAMP}?(?:===|\*\*\*|-!-|-->|<--|---?)\s?(.*)")
_DAY = re.compile(r"(?<!\d)(20\d{2}|19\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_CHANGED = re.compile(r"--- (?:Day changed|Log opened) \w{3} (\w{3}) (\d{2})(?: \d{2}:\d{2}:\d{2})? (\d{4})")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FORMATTING = re.compile("\x03\\d{0,2}(?:,\\d{1,2})?|[\x02\x0f\x11\x16\x1d-\x1f]")


@dataclass(slots=True)
class _Clock:
    """The day a log is at."""

    day: date | None
    last: time | None = None

    def at(self, told_day: str | None, told: str, document: Document) -> int | None:
        moment = time.fromisoformat(told)
        if told_day:
            self.day = date.fromisoformat(told_day)
        elif self.day is not None and self.last is not None and moment < self.last:
            self.day += timedelta(days=1)
        self.last = moment
        return None if self.day is None else instant(datetime.combine(self.day, moment).isoformat(), document)


def _recognises(document: Document) -> bool:
    if document.suffix not in (".txt", ".log", "") or document.looks_like_json:
        return False
    head = [line for line in document.lines[:_LOOKED_AT] if line.strip() and not _TOLD.match(line)]
    return sum(bool(_SAID.match(line)) for line in head) * 2 > len(head)


def _read(_piece: object, document: Document) -> Conversation:
    found = _DAY.search(document.stem)
    day = _date(int(found[1]), int(found[2]), int(found[3])) if found else None
    lines = tuple(_lines(document, _Clock(day)))
    if all(line.at is None for line in lines):
        document.note(tr("{file}: neither its name nor its lines say the date, so it has no times.", file=document.name))
    return Conversation(lines, channel="chat")


def _lines(document: Document, clock: _Clock) -> Iterator[Utterance]:
    for raw in document.lines:
        line = _FORMATTING.sub("", raw)
        changed = _DAY_CHANGED.match(line)
        if changed and changed[1] in _MONTHS:
            clock.day = _date(int(changed[3]), _MONTHS.index(changed[1]) + 1, int(changed[2])) or clock.day
            clock.last = None
            continue
        said = _SAID.match(line) or _DID.match(line)
        if said:
            text = clean(said[4])
            if text:
                yield Utterance(text, "unknown", clean_line(said[3]), at=_at(clock, said[1], said[2], document))
            continue
        told = _TOLD.match(line)
        if told and clean(told[3]):
            at = _at(clock, told[1], told[2], document) if told[2] else _at_last(clock, document)
            yield Utterance(clean(told[3]), "system", at=at)


def _at(clock: _Clock, day: str | None, told: str, document: Document) -> int | None:
    try:
        return clock.at(day, told, document)
    except (ValueError, OverflowError):
        return None


def _at_last(clock: _Clock, document: Document) -> int | None:
    """Lines without a time stand at that of the line before."""
    return None if clock.last is None else clock.at(None, clock.last.isoformat(), document)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


FORM = Form("irc", N_("IRC log"), (".txt", ".log"), _recognises, whole, _read)
