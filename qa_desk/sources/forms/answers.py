"""Lists of answers as forms write them: `Yes / No / N/A`, `0 o 1`, `1-5`, `Yes (5), Partly (3), No (0)`, one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from qa_desk.domain.language import tr
from qa_desk.sources.forms.draft import DraftOption
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.words import ANSWERS, CREDITS, RATINGS

_RANGE = re.compile(r"(\d{1,2})\s*(?:-|–|—|~|to|до|至|到|hingga|a|à|bis)\s*(\d{1,2})(?:\s*(?:分|points?|pts?|баллов|балла))?")
_NUMBERS = re.compile(r"\d{1,2}(?:\s*(?:[/,;|]|or|или|или|或|atau|o|ou|oder)\s*\d{1,2})+")
_CUTS = re.compile(r"\n|[;|；、]|(?<!\d),|,(?!\d)|，|(?<=\s)/(?=\s)")
_SLASH = re.compile(r"/")
_OR = re.compile(r"\s+(?:or|или|atau|ou|oder|o)\s+|或")
_POINTS_AFTER = re.compile(
    r"(.+?)\s*(?:[=:：]|\(|（|[-–—]\s)\s*([+-]?\d+(?:[.,]\d+)?)\s*(%?)\s*(?:points?|pts?|分|баллов|балла|балл|puntos?|pontos?|markah|punkte)?\s*[)）]?",
    re.IGNORECASE,
)
_POINTS_BEFORE = re.compile(
    r"([+-]?\d+(?:[.,]\d+)?)\s*(%?)\s*(?:points?|pts?|分|баллов|балла|балл)?\s*[=:：–—-]\s*(\D.*)", re.IGNORECASE | re.DOTALL
)
_MOST_RANGE = 10
_MOST_OPTIONS = 20


@dataclass(frozen=True, slots=True)
class AnswerList:
    """The answers that a text names."""

    options: tuple[DraftOption, ...]
    has_na: bool = False
    doubt: str = ""
    """Why the credits are a guess; empty where the form says or their meaning is plain."""
    taken: str = ""
    """What was guessed."""
    notes: str = ""
    """What the list says of each answer, to be kept as guidance."""


def read_answers(text: str) -> AnswerList | None:
    """The answers a text names; None when it names none that can be told apart."""
    folded = words_of(text)
    ranged = _RANGE.fullmatch(folded.replace(" ", "")) or _RANGE.fullmatch(text.strip().casefold())
    if ranged:
        low, high = int(ranged[1]), int(ranged[2])
        return numbers(low, high) if low < high <= low + _MOST_RANGE else None
    if _NUMBERS.fullmatch(text.strip().casefold()):
        values = sorted({int(number) for number in re.findall(r"\d+", text)})
        return numbers_of(values) if len(values) > 1 else None
    for cut in (_CUTS, _OR, _SLASH):
        parts = [part.strip() for part in cut.split(text) if part.strip()]
        if len(parts) == 1 and cut is _CUTS and words_of(parts[0]) in ANSWERS:
            return None
        if 2 <= len(parts) <= _MOST_OPTIONS and not _is_slashed_na(parts):
            return of_words(tuple(parts))
    return None


def _is_slashed_na(parts: list[str]) -> bool:
    """`N/A` alone, cut at its slash."""
    return [part.casefold() for part in parts] in (["n", "a"], ["н", "п"], ["s", "o"], ["y", "n", "a"])


def numbers(low: int, high: int) -> AnswerList:
    """A scale of whole numbers."""
    return numbers_of(list(range(low, high + 1)))


def numbers_of(values: list[int]) -> AnswerList:
    """Numbers as answers: each earns its share of the highest."""
    top = values[-1]
    options = tuple(DraftOption(str(value), Fraction(value, top)) for value in values)
    if values[0] == 0 or top == 0:
        return AnswerList(options)
    doubt = tr("the scale starts at {low}; whether its lowest answer earns something is not said", low=values[0])
    return AnswerList(options, doubt=doubt, taken=tr("each answer earns its share of {high}", high=top))


def of_words(parts: tuple[str, ...]) -> AnswerList | None:
    """Answers in words, with points behind or before them or with a known meaning."""
    found: list[tuple[str, Fraction | None, str]] = [_part(part) for part in _na_together(parts)]
    kept = [item for item in found if ANSWERS.get(words_of(item[0])) != "na"]
    has_na = len(kept) < len(found)
    names = [name for name, _, _ in kept]
    if len(kept) < 2 or len({words_of(name) for name in names}) < len(names) or any(len(name) > 120 for name in names):
        return None
    points = [value for _, value, _ in kept]
    top = max((value for value in points if value is not None), default=Fraction(0))
    if all(value is not None for value in points) and top > 0 and all(abs(value) <= top for value in points if value is not None):
        options = tuple(_option(name, value / top) for name, value, _ in kept if value is not None)
        return AnswerList(options, has_na, notes="\n".join(note for _, _, note in kept if note))
    return _by_meaning(names, has_na)


def _na_together(parts: tuple[str, ...]) -> list[str]:
    """Parts in which an `N/A` that was cut at its slash is one again."""
    joined: list[str] = []
    for part in parts:
        if joined and (joined[-1].casefold(), part.casefold()) in (("n", "a"), ("н", "п"), ("s", "o")):
            joined[-1] = f"{joined[-1]}/{part}"
        else:
            joined.append(part)
    return joined


def _part(part: str) -> tuple[str, Fraction | None, str]:
    """A part as name, points, and what is said of it: `5 - Excellent` is 5 points and worth a note."""
    after = _POINTS_AFTER.fullmatch(part)
    if after and words_of(after[1]):
        return after[1].strip(" -–—("), _number(after[2]), ""
    before = _POINTS_BEFORE.fullmatch(part)
    if before:
        name = before[3].strip()
        is_short = len(name) <= 40 and "\n" not in name
        return (name if is_short else before[1]), _number(before[1]), f"{before[1]}: {name}"
    number = re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", part)
    return part, _number(part) if number else None, ""


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def _option(name: str, credit: Fraction) -> DraftOption:
    kind = ANSWERS.get(words_of(name))
    plain_id = {"full": "Yes", "none": "No"}.get(kind or "", "") if words_of(name) in _YES_NO else ""
    return DraftOption(name, credit, plain_id)


_YES_NO = frozenset(
    ("yes", "no", "y", "n", "是", "否", "ya", "tidak", "да", "нет", "sí", "si", "sim", "não", "nao", "oui", "non", "ja", "nein")
)


def _by_meaning(names: list[str], has_na: bool) -> AnswerList:
    kinds = [ANSWERS.get(words_of(name)) for name in names]
    if all(kinds) and "full" in kinds and len(set(kinds)) == len(kinds):
        options = tuple(_option(name, CREDITS[kind]) for name, kind in zip(names, kinds, strict=True) if kind)
        return AnswerList(options, has_na)
    ranks = [RATINGS.get(words_of(name)) for name in names]
    known = [rank for rank in ranks if rank is not None]
    is_best_first = len(known) < 2 or known[0] < known[-1]
    last = len(names) - 1
    shares = [Fraction(last - i if is_best_first else i, last) for i in range(len(names))]
    options = tuple(_option(name, share) for name, share in zip(names, shares, strict=True))
    order = tr("evenly spaced from the first, full marks, to the last, none")
    if not is_best_first:
        order = tr("evenly spaced from the first, none, to the last, full marks")
    return AnswerList(options, has_na, tr("what each of these answers earns is not said"), order)


def yes_no(words: tuple[str, str]) -> tuple[DraftOption, ...]:
    """Yes and no in the form's language."""
    return (DraftOption(words[0], Fraction(1), "Yes"), DraftOption(words[1], Fraction(0), "No"))
