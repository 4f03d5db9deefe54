"""What the names of recordings tell: a pattern with named fields, and the patterns of well-known recorders.

A pattern is the name as the recorder writes it, with a field in braces for what changes, e.g.
`{customer}_{YYYY}{MM}{DD}-{hh}{mm}{ss}_{id}`.
With a `/` in it, the pattern is held against the path below the folder, else against the file's name; always without
the suffix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

_DIGITS = {"YYYY": 4, "MM": 2, "DD": 2, "hh": 2, "mm": 2, "ss": 2}
_TEXTS = ("id", "agent", "customer", "queue", "subject", "type", "part", "start", "unixtime", "phone", "any")
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern, what it is called, and what its recorder is known to do."""

    name: str
    label: str
    pattern: str
    is_utc: bool = False
    agent_channel: Literal["left", "right"] | None = None


@dataclass(frozen=True, slots=True)
class NamedRecording:
    """What one name tells; None for what it does not. `started_at` in UTC epoch seconds."""

    id: str
    agent: str | None = None
    customer: str | None = None
    queue: str | None = None
    subject: str | None = None
    started_at: int | None = None


PRESETS: tuple[NamePattern, ...] = (
    NamePattern("freepbx", N_("FreePBX and Issabel"), "{type}-{customer}-{agent}-{YYYY}{MM}{DD}-{hh}{mm}{ss}-{id}"),
    NamePattern("nice", N_("NICE CXone"), "CXone recording_{agent}_{start}[UTC]_{id}", is_utc=True),
    NamePattern(
        "genesys",
        N_("Genesys Cloud bulk export"),
        "{any}/year={YYYY}/month={MM}/day={DD}/hour={hh}/conversation_id={id}/{part}",
        is_utc=True,
    ),
    NamePattern("vicidial", N_("VICIdial"), "{YYYY}{MM}{DD}-{hh}{mm}{ss}_{phone}", agent_channel="left"),
    NamePattern("vicidial-all", N_("VICIdial, whole calls"), "{YYYY}{MM}{DD}-{hh}{mm}{ss}_{phone}-all", agent_channel="left"),
    NamePattern("any", N_("Any name: the name is the id"), "{id}"),
)


def pattern_of(text: str) -> NamePattern:
    """A preset by its name, or a pattern of one's own; refused, with the reason, when it is neither."""
    for preset in PRESETS:
        if preset.name == text:
            return preset
    if "{" not in text:
        known = ", ".join(preset.name for preset in PRESETS)
        raise Refusal(tr("{source}: no known recorder ({known}) and no pattern with fields in braces.", source=text, known=known))
    compiled(text)
    return NamePattern(text, text, text)


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression; refused when it names a field that does not exist or one twice."""
    parts = _FIELD.split(pattern)
    seen: set[str] = set()
    expression = ""
    for literal, name in zip(parts[::2], [*parts[1::2], None], strict=True):
        expression += re.escape(literal)
        if name is None:
            continue
        if name not in _DIGITS and name not in _TEXTS:
            known = ", ".join((*_TEXTS, *_DIGITS))
            message = tr("{pattern}: no such field {field}; the known ones: {known}.", pattern=pattern, field=name, known=known)
            raise Refusal(message)
        if name in seen and name != "any":
            raise Refusal(tr("{pattern}: the field {field} stands in it twice.", pattern=pattern, field=name))
        expression += _group(name, is_first=name not in seen)
        seen.add(name)
    return re.compile(expression)


def _group(name: str, *, is_first: bool) -> str:
    if name in _DIGITS:
        return rf"(?P<{name}>\d{{{_DIGITS[name]}}})"
    if name == "any":
        return r".*?"
    body = {"unixtime": r"\d+", "phone": r"\+?\d+"}.get(name, r"[^/]+?")
    return f"(?P<{name}>{body})" if is_first else body


def read_name(path: PurePosixPath, pattern: NamePattern, zone: tzinfo) -> NamedRecording | str:
    """What the name of a file tells, or the reason why it tells nothing. `path` is relative to the imported folder."""
    whole = path.with_suffix("").as_posix() if path.suffix else path.as_posix()
    subject = whole if "/" in pattern.pattern else whole.rsplit("/", 1)[-1]
    found = compiled(pattern.pattern).fullmatch(subject)
    if found is None:
        return tr("the name does not follow the pattern {pattern}", pattern=pattern.pattern)
    fields = found.groupdict()
    try:
        started_at = _start(fields, UTC if pattern.is_utc else zone)
    except ValueError:
        return tr("the name holds no date and time that exists")
    customer = fields.get("customer") or fields.get("phone")
    return NamedRecording(
        fields.get("id") or whole, fields.get("agent"), customer, fields.get("queue"), fields.get("subject"), started_at
    )


def _start(fields: dict[str, str | None], zone: tzinfo) -> int | None:
    if fields.get("unixtime"):
        return int(fields["unixtime"] or "")
    if fields.get("start"):
        digits = re.sub(r"\D", "", fields["start"] or "")
        if len(digits) < 12:
            raise ValueError(digits)
        layout = "%Y%m%d%H%M%S" if len(digits) >= 14 else "%Y%m%d%H%M"
        return int(datetime.strptime(digits[:14], layout).replace(tzinfo=zone).timestamp())
    if not fields.get("YYYY"):
        return None
    year, month, day, hour, minute, second = (
        int(fields.get(name) or default) for name, default in zip(_DIGITS, (1, 1, 1, 0, 0, 0), strict=True)
    )
    return int(datetime(year, month, day, hour, minute, second, tzinfo=zone).timestamp())


def detect_pattern(paths: Sequence[PurePosixPath]) -> NamePattern:
    """The recorder whose pattern the most names follow, when that is more than half of them; else the name is the id."""
    zone = ZoneInfo("UTC")
    best, most = PRESETS[-1], len(paths) / 2
    for preset in PRESETS[:-1]:
        follow = sum(not isinstance(read_name(path, preset, zone), str) for path in paths)
        if follow > most:
            best, most = preset, follow
    return best
