"""Values of a JSON document, taken out with a reason where they are not what they should be."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_desk.domain.language import tr
from qa_desk.media.threads.form import Fault
from qa_desk.media.threads.plain import clean_line
from qa_desk.media.transcripts import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.media.threads.document import Document
    from qa_desk.media.transcripts import Utterance

Table = dict[str, Any]
_EARLIEST, _LATEST = 100_000_000, 4_102_444_800
"""1973 to 2100: a number outside is no moment; 17 may be seconds of a call, or a row's number."""
_LONGEST_CALL_S = 1_000_000.0


def table(value: object, what: str) -> Table:
    """A JSON object; `what` names it in the reason."""
    if isinstance(value, dict):
        return value
    raise Fault(tr("“{what}” is no table of names and values", what=what))


def items(value: object, what: str) -> list[Any]:
    """A JSON array."""
    if isinstance(value, list):
        return value
    raise Fault(tr("“{what}” is no list", what=what))


def words(value: object, what: str) -> str:
    """A text that has to be there."""
    if isinstance(value, str):
        return value
    if value is None:
        raise Fault(tr("“{what}” is missing", what=what))
    raise Fault(tr("“{what}” is no text", what=what))


def name(value: object) -> str | None:
    """A name or id on one line; numbers count as ids; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean_line(str(value)) or None


def number(value: object, what: str) -> float | None:
    """Seconds within a recording; None where the document says none."""
    if value is None:
        return None
    try:
        found = float(value) if isinstance(value, str | int | float) else math.nan
    except (ValueError, OverflowError):
        found = math.nan
    if not 0 <= found <= _LONGEST_CALL_S:
        raise Fault(tr("“{what}” is no time in seconds: {value}", what=what, value=_short(value)))
    return round(found, 3)


def instant(value: object, document: Document, what: str = "at") -> int | None:
    """A moment as UTC epoch seconds: ISO 8601, or a number of seconds or milliseconds; None where the document says none."""
    if value is None or value == "":
        return None
    seconds: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = _counted(float(value)) if math.isfinite(value) and abs(value) < 1e18 else None
    elif isinstance(value, str):
        seconds = _told(value.strip(), document)
    if seconds is None or not _EARLIEST <= seconds <= _LATEST:
        raise Fault(tr("“{what}” is no time: {value}", what=what, value=_short(value)))
    return math.floor(seconds)


def _counted(value: float) -> float:
    """Seconds, of a number that may count milliseconds."""
    return value / 1000 if value > 1e11 else value


def _told(text: str, document: Document) -> float | None:
    if text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit() and len(text) <= 20:
        return _counted(float(text))
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC").replace(" +", "+"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC) if text.endswith(" UTC") else document.placed(moment, text)
    try:
        return moment.timestamp()
    except (OverflowError, ValueError):
        return None


def attached(value: object, name_key: str, size_key: str) -> tuple[Attachment, ...]:
    """The files of a message, by the names that this format gives to their name and size."""
    if not isinstance(value, list):
        return ()
    found = []
    for one in value[:200]:
        if isinstance(one, dict):
            size = one.get(size_key)
            is_size = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 1 << 50
            found.append(Attachment(name(one.get(name_key)) or tr("without a name"), size if is_size else None))
    return tuple(found)


def each(things: list[Any], read: Callable[[Any], Utterance | None], what: str | None = None) -> Iterator[Utterance]:
    """Read one message after the other; a fault says which one it was. A message without a word is left out."""
    for place, thing in enumerate(things, 1):
        try:
            made = read(thing)
        except Fault as fault:
            raise Fault(tr("message {number}: {reason}", number=place, reason=fault)) from fault
        if made is not None and (made.text or made.attachments):
            yield made


def _short(value: object) -> str:
    text = clean_line(str(value)[:200]) if not isinstance(value, dict | list) else type(value).__name__
    return text if len(text) <= 40 else text[:39] + "…"
