"""Who is perhaps the same person under two names: said for a person to decide, never decided here.

Two entries are put side by side when their names are made of the same words in another order or spelling of accents
(`Smith, Ann` and `Ann Smith`), when the one's mail address is made of the other's name (`ann.smith@…`), or when the one writes
the first name as its letter (`A. Smith`) and nobody else could be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME_WORDS = N_("the names are made of the same words")
SAME_MAIL = N_("the mail address is made of the name")
INITIAL = N_("the first name may be written as its letter")

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, with all the names and mail addresses that they go by."""

    id: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who are perhaps one, and why."""

    first: Known
    second: Known
    why: str


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, or of a mail address before its @: without case, accents and order."""
    plain = unicodedata.normalize("NFKD", name.partition("@")[0] if "@" in name else name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return tuple(sorted(_WORD.findall(plain)))


def likely_same(people: Sequence[Known]) -> list[Pair]:
    """The pairs in the order of names; each pair once, with its strongest reason."""
    found: dict[tuple[str, str], Pair] = {}
    for why, groups in (
        (SAME_WORDS, _by_words(people, mails=False)),
        (SAME_MAIL, _by_words(people, mails=True)),
        (INITIAL, _by_initial(people)),
    ):
        for group in groups:
            for place, first in enumerate(group):
                for second in group[place + 1 :]:
                    one, other = sorted((first, second), key=lambda known: (known.name.casefold(), known.id))
                    if one.id != other.id:
                        found.setdefault((one.id, other.id), Pair(one, other, why))
    return sorted(found.values(), key=lambda pair: (pair.first.name.casefold(), pair.second.name.casefold()))


def _by_words(people: Iterable[Known], *, mails: bool) -> list[list[Known]]:
    groups: dict[tuple[str, ...], dict[str, Known]] = defaultdict(dict)
    for known in people:
        for name in (known.name, *known.names):
            words = words_of(name)
            if len(words) > 1 and (mails or "@" not in name):
                groups[words][known.id] = known
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _by_initial(people: Iterable[Known]) -> list[list[Known]]:
    whole: dict[tuple[str, ...], dict[str, Known]] = defaultdict(dict)
    short: dict[tuple[str, ...], dict[str, Known]] = defaultdict(dict)
    for known in people:
        for name in (known.name, *known.names):
            words = words_of(name)
            if len(words) != 2 or not any(len(word) > 1 for word in words):
                continue
            letters = [word for word in words if len(word) == 1]
            if letters:
                last = next(word for word in words if len(word) > 1)
                short[(letters[0], last)][known.id] = known
            else:
                for first, last in (words, words[::-1]):
                    whole[(first[0], last)][known.id] = known
    return [
        [*group.values(), *whole[key].values()]
        for key, group in short.items()
        if len(whole[key].keys() | group.keys()) == 2  # one who is meant, and one who is written so
    ]
