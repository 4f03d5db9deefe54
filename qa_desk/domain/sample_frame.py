"""The frame: every contact that could have been drawn, frozen with what it is stratified by, and a hash of the ids."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, fields
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.periods import period_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from qa_desk.domain.sampling import Design


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a frame. `id` is what the outside world calls it, so that the same data give the same draw anywhere."""

    id: str
    agent: str
    day: str
    """ISO day in the centre's time zone; empty where the time is not known."""
    channel: str
    driver: str = ""
    tenure: str = "unknown"
    csat: str = "none"
    length: str = "unknown"
    language: str = ""
    reasons: tuple[str, ...] = ()
    """Of a targeted frame: what makes it worth a look."""


@lru_cache(maxsize=4096)
def _part(period: str, day: str) -> str:
    return period_start(period, date.fromisoformat(day)).isoformat() if day else ""


_VALUES: Mapping[str, Callable[[Contact], str]] = {
    "week": lambda contact: _part("week", contact.day),
    "channel": lambda contact: contact.channel,
    "driver": lambda contact: contact.driver,
    "tenure": lambda contact: contact.tenure,
    "csat": lambda contact: contact.csat,
    "length": lambda contact: contact.length,
}


def stratum_of(contact: Contact, strata: Sequence[str]) -> tuple[str, ...]:
    """The values of a contact in the design's dimensions, the week first."""
    return tuple([read(contact) for name, read in _VALUES.items() if name in strata])


def group_of(contact: Contact, design: Design) -> tuple[str, str]:
    """Whose quota a contact counts for: the agent, and the part of the period ("" for the whole)."""
    return contact.agent, "" if design.per == "span" else _part(design.per, contact.day)


def frame_hash(contacts: Iterable[Contact]) -> str:
    """SHA-256 over the ids in order, each on a line of its own: what `LC_ALL=C sort | sha256sum` says of the list of ids."""
    ids = sorted(contact.id for contact in contacts)
    return sha256("".join(f"{each}\n" for each in ids).encode()).hexdigest()


def check_frame(contacts: Sequence[Contact]) -> None:
    """Refuse a frame in which one id stands for two contacts: a draw from it could not be told."""
    seen: set[str] = set()
    for contact in contacts:
        if contact.id in seen:
            raise Refusal(tr("{id}: two contacts have this id, so nothing can be drawn from them.", id=contact.id))
        seen.add(contact.id)


_FORMAT = 1


def written_frame(contacts: Iterable[Contact]) -> str:
    """The frame as text, contacts in the order of their ids."""
    names = [each.name for each in fields(Contact)]
    rows = [astuple(contact) for contact in sorted(contacts, key=lambda contact: contact.id)]
    return json.dumps({"format": _FORMAT, "columns": names, "contacts": rows}, ensure_ascii=False, separators=(",", ":"))


def read_frame(text: str) -> list[Contact]:
    """The contacts of a written frame; columns that this version does not know are left aside."""
    document = json.loads(text)
    names = [each.name for each in fields(Contact)]
    known = [(place, name) for place, name in enumerate(document["columns"]) if name in names]
    values: list[dict[str, Any]] = [{name: row[place] for place, name in known} for row in document["contacts"]]
    return [Contact(**value | {"reasons": tuple(value.get("reasons", ()))}) for value in values]
