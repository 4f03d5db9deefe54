"""Durations and numbers as files write them: `90`, `1.5`, `1,5`, `0:01:30`, `1d 2h`, `90000` ms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FACTORS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_CLOCK = re.compile(r"-?\d+:\d{2}:\d{2}(\.\d+)?")
_SHORT_CLOCK = re.compile(r"-?\d+:\d{2}")
_WORDS = re.compile(r"(\d+(\.\d+)?\s*(d|h|m|s|day|hour|hr|min|minute|sec|second)s?\b[\s,]*)+", re.IGNORECASE)
_NUMBER = re.compile(r"-?[\d.,\s]*\d")


def looks_like_duration(samples: list[str]) -> bool:
    """Whether most of the samples are numbers or durations."""
    hits = sum(
        bool(_NUMBER.fullmatch(s) or _CLOCK.fullmatch(s) or _SHORT_CLOCK.fullmatch(s) or _WORDS.fullmatch(s)) for s in samples
    )
    return bool(samples) and hits * 2 > len(samples)


def unit_of(samples: list[str], named: str | None) -> str | None:
    """The unit that header and values tell together; None when they leave it open."""
    if samples and all(_CLOCK.fullmatch(s) for s in samples):
        return "h:mm:ss"
    if samples and all(_SHORT_CLOCK.fullmatch(s) for s in samples):
        return {"minutes": "m:ss", "seconds": "m:ss", "hours": "h:mm"}.get(named or "")
    if samples and all(_WORDS.fullmatch(s) for s in samples) and not all(_NUMBER.fullmatch(s) for s in samples):
        return named or "seconds"
    return named


def decimal_sign(connection: DuckDBPyConnection, text: str) -> str | None:
    """`,` or `.` for a column of numbers; None when every comma could be either (`1,234`)."""
    has_comma = connection.execute(f"SELECT bool_or(contains(t, ',')) FROM (SELECT {text} AS t FROM numbered)").fetchone()
    if not has_comma or not has_comma[0]:
        return "."
    row = connection.execute(
        f"SELECT count(*) FILTER (contains(t, ',')), count(*) FILTER (regexp_matches(t, '^-?[0-9.]*,([0-9]{{1,2}}|"
        f"[0-9]{{4,}})$')), "
        f"count(*) FILTER (regexp_matches(t, ',[0-9]{{3}}[.,]')) FROM (SELECT {text} AS t FROM numbered)"
    ).fetchone()
    commas, as_decimal, as_thousands = row or (0, 0, 0)
    if not commas or as_thousands:
        return "."
    return "," if as_decimal else None


def number(text: str, decimal: str) -> str:
    """SQL: a number, with its thousands marks taken out."""
    if decimal == ",":
        return f"try_cast(replace(replace(replace({text}, '.', ''), ' ', ''), ',', '.') AS DOUBLE)"
    return f"coalesce(try_cast({text} AS DOUBLE), try_cast(replace(replace({text}, ',', ''), ' ', '') AS DOUBLE))"


def duration_seconds(text: str, unit: str, decimal: str) -> str:
    """SQL: whole seconds, NULL where the text is no duration."""
    short = ("60", "1") if unit == "m:ss" else ("3600", "60")
    clock = (
        f"CASE WHEN regexp_matches({text}, '^-?[0-9]+:[0-9]{{2}}:[0-9]{{2}}([.][0-9]+)?$') THEN (CASE WHEN left({text}, "
        f"1) = '-' THEN -1 ELSE 1 END) * "
        f"(abs(try_cast(split_part({text}, ':', 1) AS DOUBLE)) * 3600 + try_cast(split_part({text}, ':', 2) AS BIGINT) * 60 "
        f"+ try_cast(split_part({text}, ':', 3) AS DOUBLE)) "
        f"WHEN regexp_matches({text}, '^-?[0-9]+:[0-9]{{2}}$') THEN (CASE WHEN left({text}, 1) = '-' THEN -1 ELSE 1 END) * "
        f"(abs(try_cast(split_part({text}, ':', 1) AS DOUBLE)) * {short[0]} + try_cast(split_part({text}, ':', 2) AS "
        f"BIGINT) * {short[1]}) END"
    )
    ways = []
    if unit in FACTORS:
        ways.append(f"{number(text, decimal)} * {FACTORS[unit]}")
    ways += [clock, _words(text)]
    # 32 bits of seconds are 68 years: what does not fit (or is no finite number) is no duration
    return f"try_cast(round(coalesce({', '.join(ways)})) AS INTEGER)::BIGINT"


def _words(text: str) -> str:
    """SQL: `1d 2h 5m` and `1 day 2 hours`."""
    parts = " + ".join(
        f"coalesce(try_cast(regexp_extract(lower({text}), '([0-9.]+)\\s*{mark}', 1) AS DOUBLE), 0) * {factor}"
        for mark, factor in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    )
    return f"CASE WHEN regexp_matches(lower({text}), '^([0-9.]+\\s*(d|h|m|s)[a-z]*[\\s,]*)+$') THEN {parts} END"
