"""Proposes which column is which field, from headers and values. What could be two things is asked, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources import instants, numbers
from qa_desk.sources.fields import Reading
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.sources.fields import Field, Kind
    from qa_desk.sources.table import Table

AMBIGUOUS = {
    "art": (("first_reply_at", "solved_at"), ("wait_s", "talk_s")),
    "等待时间": (("wait_s", "hold_s"),),
    "等待時間": (("wait_s", "hold_s"),),
    "duration": (("talk_s", "wait_s"),),
    "length": (("talk_s", "wait_s"),),
    "response time": (("first_reply_at", "solved_at"),),
    "平均响应时间": (("first_reply_at", "solved_at"),),
    "平均響應時間": (("first_reply_at", "solved_at"),),
    "应答时间": (("first_reply_at", "solved_at"), ("wait_s", "talk_s")),
    "平均关闭时间": (("solved_at", "closed_at"),),
    "关闭的平均时间": (("solved_at", "closed_at"),),
    "响应或交互的数量": (("agent_replies", "public_messages"),),
}
"""Words that the field uses for two different things."""

_DATE_WORDS = frozenset(("date", "call date", "day", "日期", "tarikh", "дата", "data", "fecha", "datum"))
_TIME_WORDS = frozenset(("time", "call time", "时间", "時間", "masa", "время", "hora", "heure", "uhrzeit", "hour"))
_ONLY_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\s?[AaPp][Mm])?")
_SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the person knows."""

    field: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping with what stays open."""

    mapping: Mapping
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


def propose(table: Table, kind: Kind) -> Proposal:
    """The best assignment of headers to fields: nearest synonym first, each header and each field once, the values agreeing."""
    samples = {header: [s.strip() for s in texts] for header, texts in table.all_samples(_SAMPLES).items()}
    candidates: list[tuple[int, int, int, Field, str]] = []
    for position, header in enumerate(table.headers):
        forms = {fold(header), split_unit(header)[0]}
        if forms & AMBIGUOUS.keys():
            continue
        for order, field in enumerate(kind.fields):
            rank = _rank(field, forms)
            if rank is not None and _FITS.get(field.reading, _fits_anything)(samples[header]):
                candidates.append((rank, order, position, field, header))
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for _, _, _, field, header in sorted(candidates, key=lambda c: c[:3]):
        if field.name not in columns and header not in taken:
            columns[field.name] = (header,)
            taken.add(header)
    _join_date_and_time(kind, columns, taken, samples)
    return Proposal(Mapping(columns=columns), tuple(_questions(table, kind, columns)))


def _rank(field: Field, forms: set[str]) -> int | None:
    """0 for the canonical name, then by place among the synonyms."""
    if fold(field.name) in forms:
        return 0
    places = [place for place, synonym in enumerate(field.synonyms, 1) if fold(synonym) in forms]
    return min(places) if places else None


def _fits_anything(samples: list[str]) -> bool:
    return True


def _fits_instant(samples: list[str]) -> bool:
    if not samples:
        return True
    return sum(_is_instant(sample) for sample in samples) * 2 >= len(samples)


def _is_instant(sample: str) -> bool:
    bare = re.sub(r"(:\d{2}(?:[.,]\d+)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$", r"\1", sample)
    if instants.format_of(bare, "dmy") or re.fullmatch(r"\d{10}|\d{13}|[2-6]\d{4}(\.\d+)?", bare):
        return True
    return bool(re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}[ T].*", bare)) or sample in ("-", "NA", "NULL")


def _fits_number(samples: list[str]) -> bool:
    return not samples or sum(bool(re.fullmatch(r"-?[\d.,\s]+%?|NA|-|NULL", s)) for s in samples) * 2 >= len(samples)


def _fits_duration(samples: list[str]) -> bool:
    return not samples or numbers.looks_like_duration(samples)


def _fits_elapsed(samples: list[str]) -> bool:
    return _fits_instant(samples) or _fits_duration(samples)


_FITS: dict[Reading, Callable[[list[str]], bool]] = {
    Reading.INSTANT: _fits_instant,
    Reading.DATE: _fits_instant,
    Reading.ELAPSED: _fits_elapsed,
    Reading.DURATION: _fits_duration,
    Reading.INTEGER: _fits_number,
    Reading.REAL: _fits_number,
}


def _join_date_and_time(kind: Kind, columns: dict[str, tuple[str, ...]], taken: set[str], samples: dict[str, list[str]]) -> None:
    """A date in one column and the time of day beside it are one instant."""
    times = [
        h
        for h, found in samples.items()
        if h not in taken and fold(h) in _TIME_WORDS and found and all(map(_ONLY_TIME.fullmatch, found))
    ]
    if not times:
        return
    for field in kind.fields:
        headers = columns.get(field.name)
        if field.reading is Reading.INSTANT and headers and len(headers) == 1:
            values = samples[headers[0]]
            if fold(headers[0]) in _DATE_WORDS and values and not any(":" in value for value in values):
                columns[field.name] = (headers[0], times[0])
                taken.add(times[0])
                return


def _questions(table: Table, kind: Kind, columns: dict[str, tuple[str, ...]]) -> list[Question]:
    names = {field.name for field in kind.fields}
    questions = []
    for header in table.headers:
        for form in {fold(header), split_unit(header)[0]} & AMBIGUOUS.keys():
            for fields in AMBIGUOUS[form]:
                if names.issuperset(fields):
                    shown = " / ".join(fields)
                    questions.append(
                        Question(header, tr("{column} can be {fields}: which?", column=header, fields=shown), fields)
                    )
    return questions
