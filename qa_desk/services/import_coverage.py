"""Says before an import what a file is good for: what must still be chosen, the figures it gives, the columns nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.kpis.catalogue import find_kpi
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.vocabulary import VOCABULARIES

if TYPE_CHECKING:
    from qa_desk.sources.fields import Field, Kind
    from qa_desk.sources.mapping import Mapping

_NEAR = 0.86
_SCALES = MappingProxyType({"scale_min": ("0", "1"), "scale_max": ("5", "7", "10", "100")})
_REPLIED = ("first_reply_at", "first_reply_business_s")
_SOLVED = ("first_solved_at", "solved_at", "solved_business_s")

_NEEDS: MappingProxyType[str, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]] = MappingProxyType(
    {
        "tickets": (
            ("ticket_volume", (("created_at",),)),
            ("ticket_backlog", (("created_at",), ("status", *_SOLVED, "closed_at"))),
            ("first_response_time", (("created_at",), _REPLIED)),
            ("sla_compliance_rate", (("created_at",), _REPLIED)),
            ("resolution_time_first", (("created_at",), _SOLVED)),
            ("time_to_close", (("created_at",), ("closed_at",))),
            ("first_contact_resolution_rate", (("created_at",), _SOLVED, ("agent_replies",), ("customer_id",))),
            ("interactions_per_ticket", (("created_at",), _SOLVED, ("public_messages",))),
            ("agent_replies_to_close", (("created_at",), _SOLVED, ("agent_replies",))),
            ("reopen_rate", (("created_at",), _SOLVED, ("reopens",))),
            ("escalation_rate", (("created_at",), _SOLVED, ("escalations",))),
        ),
        "calls": (
            ("abandonment_rate:all", (("result",),)),
            ("average_handle_time", (("talk_s",),)),
            ("hold_time", (("hold_s",),)),
            ("after_call_work_time", (("acw_s",),)),
            ("service_level", (("wait_s",),)),
            ("average_speed_of_answer", (("wait_s",),)),
            ("transfer_rate", (("transferred", "transfer_to"),)),
            ("conversion_rate", (("converted",),)),
        ),
    }
)
"""Kind → figure → what it takes: one of each group of fields. The first group that is absent is named as the reason."""
_SCORES = MappingProxyType({"csat": ("csat", "csat_mean"), "nps": ("nps",), "ces": ("ces",)})
_FROM_EVENTS = frozenset((*_REPLIED, *_SOLVED, "closed_at", "agent_replies", "public_messages", "reopens", "escalations"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A needed field that no column is read as: it takes a column, or one value for every row."""

    field: str
    values: tuple[str, ...]
    value: str | None = None
    """None: nothing was said yet, and nothing can be imported."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Figures that stay away, and the fields of which one would bring them."""

    fields: tuple[str, ...]
    figures: tuple[str, ...]
    from_events: bool
    """Ticket events can bring it too."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A column that no field takes, and the field whose name is close to its own."""

    header: str
    nearest: str | None = None
    given_by: str | None = None
    """The column that the nearest field is read from already."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the file is good for."""

    asked: tuple[Asked, ...] = ()
    given: tuple[str, ...] = ()
    """The names of figures."""
    absent: tuple[Absence, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which nothing can be imported."""
        return tuple(one.field for one in self.asked if one.value is None)


def coverage_of(kind: Kind, row_kind: Kind, mapping: Mapping, headers: tuple[str, ...]) -> Coverage:
    """Of a file whose rows are `row_kind` and become `kind`."""
    known = mapping.columns.keys() | mapping.constants.keys()
    asked = tuple(
        Asked(field.name, _values(field), mapping.constants.get(field.name))
        for field in row_kind.fields
        if field.needed and field.name not in mapping.columns
    )
    if row_kind is not kind:  # a recorder's own log: its fold makes the fields, not its columns
        return Coverage(asked)
    given, absent = _figures(kind.name, known, mapping)
    return Coverage(asked, given, absent, _unread(row_kind, mapping, headers))


def _values(field: Field) -> tuple[str, ...]:
    if field.choices and field.strict:
        return tuple(dict.fromkeys(VOCABULARIES[field.choices].values()))
    return _SCALES.get(field.name, ())


def _figures(kind: str, known: set[str], mapping: Mapping) -> tuple[tuple[str, ...], tuple[Absence, ...]]:
    given: list[str] = []
    reasons: dict[tuple[str, ...], list[str]] = {}
    scores = _SCORES.get(mapping.constants.get("type", ""), ("csat", "nps", "ces")) if kind == "surveys" else ()
    for id_, groups in (*((score, (("score",),)) for score in scores), *_NEEDS.get(kind, ())):
        name = tr(find_kpi(id_).name)
        lacking = next((group for group in groups if not known & set(group)), None)
        names = given if lacking is None else reasons.setdefault(lacking, [])
        if name not in names:
            names.append(name)
    absent = tuple(
        Absence(fields, tuple(names), kind == "tickets" and _FROM_EVENTS.issuperset(fields)) for fields, names in reasons.items()
    )
    return tuple(given), absent


def _unread(kind: Kind, mapping: Mapping, headers: tuple[str, ...]) -> tuple[Unread, ...]:
    taken = {header for read in mapping.columns.values() for header in read}
    words = {fold(word): field.name for field in reversed(kind.fields) for word in (*field.synonyms, field.name)}
    found = []
    for header in headers:
        if header in taken:
            continue
        near = get_close_matches(split_unit(header)[0], words, 1, _NEAR)
        field = words[near[0]] if near else None
        found.append(Unread(header, field, next(iter(mapping.columns.get(field or "", ())), None)))
    return tuple(found)
