"""Reads the JSON of a pack, which anybody may have written: each value is what it has to be, or the pack is refused."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST_TEXT = 1_000_000
_LONGEST_LIST = 200_000
_LARGEST_WHOLE = 1 << 53


@dataclass(frozen=True, slots=True)
class Fields:
    """The entries of one JSON object; `where` is said when one of them is not as it must be."""

    entries: dict[str, Any]
    where: str
    pack: str
    """The file's name."""

    def text(self, name: str, *, most: int = _LONGEST_TEXT) -> str:
        """A text that is there, with something in it."""
        found = self.maybe_text(name, most=most)
        if not found:
            raise self.malformed(name)
        return found

    def maybe_text(self, name: str, *, most: int = _LONGEST_TEXT) -> str | None:
        """A text, or nothing."""
        found = self.entries.get(name)
        if found is None:
            return None
        if not isinstance(found, str) or len(found) > most or "\0" in found or not _is_writable(found):
            raise self.malformed(name)
        return found

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of some words."""
        found = self.text(name)
        if found not in known:
            raise self.malformed(name)
        return found

    def whole(self, name: str) -> int:
        """A whole number that is there."""
        found = self.maybe_whole(name)
        if found is None:
            raise self.malformed(name)
        return found

    def maybe_whole(self, name: str) -> int | None:
        """A whole number, or nothing."""
        found = self.entries.get(name)
        if found is None:
            return None
        if not isinstance(found, int) or isinstance(found, bool) or abs(found) > _LARGEST_WHOLE:
            raise self.malformed(name)
        return found

    def maybe_number(self, name: str) -> float | None:
        """A finite number, or nothing."""
        found = self.entries.get(name)
        if found is None:
            return None
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise self.malformed(name)
        if abs(found) > _LARGEST_WHOLE or not math.isfinite(found):
            raise self.malformed(name)
        return float(found)

    def flag(self, name: str) -> bool:
        """Yes or no."""
        found = self.entries.get(name)
        if not isinstance(found, bool):
            raise self.malformed(name)
        return found

    def part(self, name: str) -> Fields:
        """A JSON object inside this one."""
        return _fields(self.entries.get(name), f"{self.where}{name}.", self.pack)

    def maybe_part(self, name: str) -> Fields | None:
        """A JSON object inside this one, or nothing."""
        return None if self.entries.get(name) is None else self.part(name)

    def parts(self, name: str, *, most: int = _LONGEST_LIST) -> list[Fields]:
        """A list of JSON objects."""
        found = self.entries.get(name)
        if not isinstance(found, list) or len(found) > most:
            raise self.malformed(name)
        return [_fields(one, f"{self.where}{name}[{number}].", self.pack) for number, one in enumerate(found)]

    def malformed(self, name: str) -> Refusal:
        """The refusal that says where it is not as it must be."""
        return Refusal(tr("{file}: this pack is not well made ({where}).", file=self.pack, where=f"{self.where}{name}"))


def read_fields(data: bytes, part: str, pack: str) -> Fields:
    """The JSON object of a part of a pack; refused where it is none."""
    try:
        found = json.loads(data.decode(), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refusal(tr("{file}: this pack is not well made ({where}).", file=pack, where=part)) from error
    return _fields(found, f"{part}: ", pack)


def _fields(found: object, where: str, pack: str) -> Fields:
    if not isinstance(found, dict):
        raise Refusal(tr("{file}: this pack is not well made ({where}).", file=pack, where=where.rstrip(".: ")))
    return Fields(found, where, pack)


def _no_number(_text: str) -> object:
    raise ValueError("no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Two entries of one name would let two readers read two packs."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("given twice")
    return found


def _is_writable(text: str) -> bool:
    """Half a character, as JSON can spell it, can be kept nowhere."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
