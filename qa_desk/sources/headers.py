"""Headers as files write them, folded so that `First_Reply-Time ` and `first reply time` are one."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNIT_IN_HEADER = re.compile(r"\s*\(?\s*(?:in\s+)?\b(seconds?|secs?|minutes?|mins?|hours?|hrs?|milliseconds?|ms)\b\s*\)?(?=\s|$)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}
_UNITS_IN_WORDS = (
    ("毫秒", "milliseconds"),
    ("秒", "seconds"),
    ("分钟", "minutes"),
    ("分鐘", "minutes"),
    ("小时", "hours"),
    ("小時", "hours"),
)


LONGEST_HEADER = 200
_LISTED, _LONGEST_LIST = 40, 1000


def listed(headers: Iterable[str]) -> str:
    """The headers for a message: the first of them, and no more than one reads."""
    shown = [*islice(headers, _LISTED + 1)]
    text = ", ".join(shown[:_LISTED])
    return text if len(shown) <= _LISTED and len(text) <= _LONGEST_LIST else text[:_LONGEST_LIST] + " …"


def fold(header: str) -> str:
    """Case, width, a BOM, `_`, `-` and runs of spaces do not matter."""
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "").casefold()
    return " ".join(text.replace("_", " ").replace("-", " ").split())


def split_unit(header: str) -> tuple[str, str | None]:
    """A folded header without the unit it names, and that unit: `talk time (in minutes)` → `talk time`, `minutes`."""
    folded = fold(header)
    match = _UNIT_IN_HEADER.search(folded)
    if match:
        word = match.group(1)
        unit = "milliseconds" if word.startswith(("ms", "milli")) else _UNITS[word[0]]
        return " ".join((folded[: match.start()] + " " + folded[match.end() :]).split()), unit
    for word, unit in _UNITS_IN_WORDS:
        if word in folded:
            return folded.replace(f"({word})", "").replace(word, "").strip(), unit
    return folded, None
