"""Dates and times as files write them.

The format is found from the whole column, the order of day and month is never guessed, zones are applied with DST.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duckdb import DuckDBPyConnection

_OFFSET = r"\s*(Z|z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})$"
_HAS_OFFSET = r"[0-9]:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?" + _OFFSET
_REAL_OFFSET = "^[+-](0[0-9]|1[0-3])(:?[0-5][0-9])?$|^[+-]14(:?00)?$"
_TIME_AND_OFFSET = r"([0-9]:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)" + _OFFSET
"""An offset follows a time of day: the end of 2024-01-01 is none."""
_DAY_MONTH = r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ][0-9]{2,4}"

_YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_YEAR_LAST = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1(\d{4}|\d{2})(?!\d)")
_CJK = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DAY_NAME = re.compile(r"\d{1,2}([-/. ])([A-Za-z]{3,9})\1(\d{4}|\d{2})(?!\d)")
_NAME_DAY = re.compile(r"([A-Za-z]{3,9}) \d{1,2}(,?) \d{4}")
_TIME = re.compile(r"(\s*T\s*|\s+|,\s+|)(\d{1,2}):\d{2}(:\d{2})?([.,]\d+)?(\s?)([AaPp][Mm])?")
_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?( \d{1,2}:\d{2}(:\d{2})?)?")
"""Days since 1900 as a spreadsheet counts them; a time of day from the column beside may follow."""
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?")
_ORDERS = {"dmy": "%d{s}%m{s}{y}", "mdy": "%m{s}%d{s}{y}", "ymd": "{y2}{s}%m{s}%d"}
_DIGITS_ONLY = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True, slots=True)
class InstantPlan:
    """How one column of dates and times is read. Empty: nothing of it looks like one."""

    formats: tuple[str, ...] = ()
    is_iso: bool = False
    has_offsets: bool = False
    has_zulu: bool = False
    """ISO texts that end in Z: the cast reads them by itself, which is ten times faster than taking offsets apart."""
    epoch_seconds: bool = False
    epoch_milliseconds: bool = False
    excel_serial: bool = False

    @property
    def finds_any(self) -> bool:
        """Whether at least one way of reading was found."""
        return bool(self.formats) or self.is_iso or self.epoch_seconds or self.epoch_milliseconds or self.excel_serial


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """What the whole columns say of the order of day and month."""

    order: str | None
    """dmy, mdy; None: nothing needs an order, or it stays open."""
    is_open: bool = False
    """Day and month could be either way round in every row."""
    is_mixed: bool = False
    """Some rows are only possible one way, some only the other."""


def find_order(connection: DuckDBPyConnection, columns: Iterable[str]) -> OrderEvidence:
    """The order that all `1/2/2024`-like columns of a file share. `columns` are SQL text expressions over `numbered`."""
    day_first = month_first = seen = 0
    for text in columns:
        row = connection.execute(
            f"SELECT count(*) FILTER (a > 12 AND b <= 12), count(*) FILTER (b > 12 AND a <= 12), count(*) FROM "
            f"(SELECT try_cast(regexp_extract(t, '{_DAY_MONTH}', 1) AS INTEGER) AS a, try_cast(regexp_extract(t, "
            f"'{_DAY_MONTH}', 2) AS INTEGER) AS b "
            f"FROM (SELECT {text} AS t FROM numbered) WHERE t NOT LIKE '____-__-__%' AND regexp_matches(t, '{_DAY_MONTH}'))"
        ).fetchone()
        if row:
            day_first, month_first, seen = day_first + row[0], month_first + row[1], seen + row[2]
    if day_first and month_first:
        return OrderEvidence(None, is_mixed=True)
    if day_first or month_first:
        return OrderEvidence("dmy" if day_first else "mdy")
    return OrderEvidence(None, is_open=bool(seen))


def make_plan(
    connection: DuckDBPyConnection, text: str, order: str | None, from_spreadsheet: bool, is_thorough: bool
) -> InstantPlan:
    """How to read the SQL text expression `text` over `numbered`.

    Formats come from a sample and, when `is_thorough`, from the texts that the sample's formats do not read.
    """
    plan = _plan_for(_samples(connection, text, "true", 5000), order, from_spreadsheet)
    plan = _with_offsets(connection, text, plan)
    if plan.finds_any and not is_thorough:
        return plan
    failing = f"{text} IS NOT NULL AND {local_seconds(text, plan)} IS NULL" if plan.finds_any else "true"
    more = _samples(connection, text, failing, None)
    if more:
        wider = _plan_for([*_samples(connection, text, "true", 5000), *more], order, from_spreadsheet)
        return _with_offsets(connection, text, wider)
    return plan


def _with_offsets(connection: DuckDBPyConnection, text: str, plan: InstantPlan) -> InstantPlan:
    """The plan, knowing whether any text of the column says its own offset: else a time zone would be laid on top of it."""
    row = connection.execute(
        f"SELECT bool_or(suffix(t, 'Z')), bool_or(contains(t, '+') OR contains(substr(t, 12), '-') OR suffix(t, 'UTC') "
        f"OR suffix(t, 'GMT')) FROM (SELECT {text} AS t FROM numbered)"
    ).fetchone()
    zulu, offset = row or (False, False)
    has_zulu, has_offsets = plan.has_zulu or bool(zulu and plan.is_iso), plan.has_offsets or bool(offset)
    return replace(plan, has_zulu=has_zulu, has_offsets=has_offsets)


def _samples(connection: DuckDBPyConnection, text: str, where: str, limit: int | None) -> list[str]:
    """One text of each shape (digits alike, names of months alike)."""
    rows = f"SELECT {text} AS t FROM numbered WHERE {text} IS NOT NULL AND ({where})" + (f" LIMIT {limit}" if limit else "")
    shape = "regexp_replace(translate(t, '0123456789', '9999999999'), '[A-Za-z]{4,}', 'Aaaa')"
    found = connection.execute(f"SELECT min(t) FROM ({rows}) GROUP BY {shape} ORDER BY count(*) DESC LIMIT 60").fetchall()
    return [str(row[0]) for row in found]


def _plan_for(samples: list[str], order: str | None, from_spreadsheet: bool) -> InstantPlan:
    formats: list[str] = []
    is_iso = has_offsets = has_zulu = seconds = milliseconds = serial = False
    for sample in samples:
        text = sample.strip()
        if _ISO.fullmatch(text.removesuffix("Z")) and text.endswith("Z"):
            has_zulu = True
            text = text.removesuffix("Z")
        elif re.search(_HAS_OFFSET, text):
            has_offsets = True
            text = re.sub(_OFFSET, "", text)
        if text.isdecimal() and len(text) in (10, 13):
            seconds, milliseconds = seconds or len(text) == 10, milliseconds or len(text) == 13
        elif from_spreadsheet and _SERIAL.fullmatch(text):
            serial = True
        elif _ISO.fullmatch(text):
            is_iso = True
        elif (form := format_of(text, order)) and form not in formats:
            formats.append(form)
    return InstantPlan(tuple(formats), is_iso, has_offsets, has_zulu, seconds, milliseconds, serial)


def format_of(text: str, order: str | None) -> str | None:
    """The `strptime` format of one text, given the order of day and month where it needs one."""
    if text.isdecimal() and len(text) in _DIGITS_ONLY:
        return _DIGITS_ONLY[len(text)]
    for pattern, build in _DATE_FORMS:
        match = pattern.match(text)
        if match:
            date = build(match, order)
            rest = text[match.end() :]
            if date is None:
                return None
            if not rest.strip():
                return date
            time = _TIME.fullmatch(rest)
            return date + _time_format(time) if time else None
    return None


def _time_format(match: re.Match[str]) -> str:
    separator, _, seconds, fraction, gap, half = match.groups()
    hour = "%I" if half else "%H"
    return (
        separator
        + hour
        + ":%M"
        + (":%S" if seconds else "")
        + (fraction[0] + "%f" if fraction else "")
        + (gap + "%p" if half else "")
    )


def _year_last(match: re.Match[str], order: str | None) -> str | None:
    separator, year = match.groups()
    if order not in ("dmy", "mdy", "ymd"):
        return None
    if order == "ymd":
        return f"%y{separator}%m{separator}%d" if len(year) == 2 else None
    return _ORDERS[order].format(s=separator, y="%Y" if len(year) == 4 else "%y")


_DATE_FORMS = (
    (_YEAR_FIRST, lambda m, _: f"%Y{m.group(1)}%m{m.group(1)}%d"),
    (_CJK, lambda _, __: "%Y年%m月%d日"),
    (_YEAR_LAST, _year_last),
    (
        _DAY_NAME,
        lambda m, _: (
            f"%d{m.group(1)}{'%b' if len(m.group(2)) == 3 else '%B'}{m.group(1)}{'%Y' if len(m.group(3)) == 4 else '%y'}"
        ),
    ),
    (_NAME_DAY, lambda m, _: f"{'%b' if len(m.group(1)) == 3 else '%B'} %d{m.group(2)} %Y"),
)


def local_seconds(text: str, plan: InstantPlan) -> str:
    """SQL: seconds since 1970 on the clock on the wall (true UTC where the text has an offset), NULL where it is unreadable."""
    base = f"regexp_replace({text}, '{_TIME_AND_OFFSET}', '\\1')" if plan.has_offsets else text
    ways: list[str] = []
    if plan.is_iso:
        # a first digit keeps words such as "infinity" away from the cast
        ways.append(f"epoch(CASE WHEN {base} BETWEEN '0' AND ':' THEN try_cast({base} AS TIMESTAMP) END)")
    if plan.formats:
        listed = ", ".join("'" + form.replace("'", "''") + "'" for form in plan.formats)
        ways.append(f"epoch(try_strptime({base}, [{listed}]))")
    if plan.epoch_seconds:
        ways.append(f"CASE WHEN length({text}) = 10 THEN try_cast({text} AS BIGINT) END")
    if plan.epoch_milliseconds:
        ways.append(f"CASE WHEN length({text}) = 13 THEN try_cast({text} AS BIGINT) // 1000 END")
    if plan.excel_serial:
        ways.append(
            f"CASE WHEN length({text}) < 17 THEN round((try_cast(split_part({text}, ' ', 1) AS DOUBLE) - 25569) * 86400) + "
            f"CASE WHEN contains({text}, ' ') THEN epoch(try_cast(split_part({text}, ' ', 2) AS TIME)) ELSE 0 END END"
        )
    if not ways:
        return "NULL::BIGINT"
    local = f"try_cast(floor({ways[0] if len(ways) == 1 else 'coalesce(' + ', '.join(ways) + ')'}) AS BIGINT)"
    return f"({local} - {_offset_seconds(text)})" if plan.has_offsets else f"({local})"


def _offset_seconds(text: str) -> str:
    """SQL: the offset that ends the text, in seconds; 0 without one, NULL for one that no place on earth has."""
    mark = f"regexp_extract({text}, '{_HAS_OFFSET}', 3)"
    return (
        f"(CASE WHEN {mark} = '' OR {mark} IN ('Z', 'z', 'UTC', 'GMT') THEN 0 "
        f"WHEN NOT regexp_matches({mark}, '{_REAL_OFFSET}') THEN NULL ELSE (CASE WHEN left({mark}, 1) = '-' THEN "
        f"-1 ELSE 1 END) * "
        f"(try_cast(substr({mark}, 2, 2) AS INTEGER) * 3600 + coalesce(try_cast(right(replace({mark}, ':', ''), 2) AS "
        f"INTEGER), 0) * "
        f"(CASE WHEN length({mark}) > 3 THEN 60 ELSE 0 END)) END)"
    )


def has_offset(text: str, plan: InstantPlan) -> str:
    """SQL: whether this text says its own offset (or is an epoch), so that no time zone applies."""
    ways = []
    if plan.has_offsets:
        ways.append(f"regexp_matches({text}, '{_HAS_OFFSET}')")
    if plan.has_zulu:
        ways.append(f"suffix({text}, 'Z')")
    if plan.epoch_seconds or plan.epoch_milliseconds:
        ways.append(f"(length({text}) IN (10, 13) AND try_cast({text} AS BIGINT) IS NOT NULL)")
    return " OR ".join(ways) or "false"


def clamped(low: int, high: int) -> tuple[int, int]:
    """Within what calendars know: a mistyped year must not stop the import."""
    first, last = (min(max(int(value), -2_000_000_000), 4_100_000_000) for value in (low, high))
    return first, last


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of a zone's offset: wall clocks from `wall` on show `after` seconds east of UTC."""

    wall: int
    before: int
    after: int

    @property
    def odd_hours(self) -> tuple[int, int]:
        """The wall-clock times that exist twice (or never)."""
        return (self.wall - abs(self.after - self.before), self.wall)


@lru_cache(maxsize=32)
def shifts(zone: str, first_year: int, last_year: int) -> tuple[int, tuple[Shift, ...]]:
    """The offset at the start of the first year and every change to the end of the last.

    A wall time that exists twice is the first of the two; one that never was is moved on by the gap (as Python's `fold=0`).
    """
    tz = ZoneInfo(zone)

    def offset(at: int) -> int:
        moment = dt.datetime.fromtimestamp(at, tz=tz).utcoffset()
        return int(moment.total_seconds()) if moment else 0

    start = int(dt.datetime(first_year, 1, 1, tzinfo=dt.UTC).timestamp()) - 86400
    end = int(dt.datetime(last_year + 1, 1, 1, tzinfo=dt.UTC).timestamp()) + 86400
    found: list[Shift] = []
    first = previous = offset(start)
    for day in range(start, end, 86400):
        current = offset(day + 86400)
        if current != previous:
            low, high = day, day + 86400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == previous else (low, middle)
            found.append(Shift(high + max(previous, current), previous, current))
            previous = current
    return first, tuple(found)


def to_utc(local: str, zone: str, first_year: int, last_year: int) -> str:
    """SQL: a wall-clock time in seconds → UTC."""
    first, changes = shifts(zone, first_year, last_year)
    if not changes:
        return f"({local} - {first})" if first else local
    cases = " ".join(f"WHEN {local} >= {change.wall} THEN {change.after}" for change in reversed(changes))
    return f"({local} - (CASE {cases} ELSE {first} END))"
