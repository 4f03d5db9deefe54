"""Durations as people say them: `2 h`, `90 s`, `1 h 30 min`; kept in seconds."""

from __future__ import annotations

import re

_SECONDS = {"d": 86_400, "h": 3_600, "min": 60, "m": 60, "s": 1}
_PART = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(d|h|min|m|s)\s*", re.IGNORECASE)
_WHOLE_UNITS = ("d", "h", "min")


def seconds_of(text: str) -> float | None:
    """How many seconds a text with units means: `2 h` are 7200; None when it has none or is no duration."""
    seconds, place = 0.0, 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return None
        seconds += float(part[1].replace(",", ".")) * _SECONDS[part[2].lower()]
        place = part.end()
    return round(seconds, 3) if text.strip() else None


def duration_words(seconds: float) -> str:
    """Seconds in their natural units, nothing lost: 5400 are `1 h 30 min`."""
    left, parts = round(seconds, 3), []
    for unit in _WHOLE_UNITS:
        whole, left = divmod(left, _SECONDS[unit])
        if whole:
            parts.append(f"{whole:g} {unit}")
    left = round(left, 3)
    if left or not parts:
        parts.append(f"{left:g} s")
    return " ".join(parts)
