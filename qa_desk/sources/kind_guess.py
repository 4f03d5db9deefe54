"""Which kind of fact a file holds, where nobody said: told by its identity column first, then by what the kind needs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.sources.headers import fold
from qa_desk.sources.kinds import KINDS
from qa_desk.sources.registry import sniff_source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.mapping import Mapping
    from qa_desk.sources.table import Table

_UNRECOGNISED = 0.2
"""How far a file that no recorder claims is believed to be a kind whose fields it has."""
_IDENTITY = 0.2
"""What a column that can only be the identity of this kind (Ticket ID, ResponseId) adds."""
_TOLD_BY = MappingProxyType(
    {
        "calls": ("call_id", "direction", "queue", "wait_s", "talk_s", "hold_s"),
        "surveys": ("response_id", "score"),
    }
)
"""Without any of these, the columns that a kind needs are words of others too (a status is a call's result)."""


_SURE = 0.5
"""A recorder that is so sure of its own file needs no other sign."""
_ENOUGH_COLUMNS = 3
_SUMS = frozenset(("avg", "average", "mean", "rate", "count", "total", "calls", "conversations", "percent", "level"))


def likeliest_kind(table: Table) -> tuple[Kind, bool]:
    """The kind that promises most, of equals the one that reads the most columns; and whether the file tells it surely.

    An id and a date are in any table: they alone make no ticket of a row.
    """
    kind = max(KINDS, key=lambda kind: _promise(table, kind))
    source, confidence = sniff_source(table, kind)
    if confidence >= _SURE:
        return kind, True
    mapping = source.propose(table, kind).mapping
    read = len({header for headers in mapping.columns.values() for header in headers})
    if kind.name == "surveys" and "score" in mapping.columns:
        return kind, True
    if _has_identity(kind, mapping):
        return kind, read >= _ENOUGH_COLUMNS or read * 3 >= len(table.headers)
    return kind, read * 2 >= len(table.headers)


def looks_summed(table: Table) -> bool:
    """Whether most of the columns are averages, rates and counts of a period or a person: no rows to compute figures from."""
    words = [set(re.findall(r"[a-z]+", fold(header))) for header in table.headers]
    return sum(bool(found & _SUMS) for found in words) * 2 > len(words)


def _promise(table: Table, kind: Kind) -> tuple[float, int]:
    source, confidence = sniff_source(table, kind)
    mapping = source.propose(table, kind).mapping
    needed = [field.name for field in source.row_kind(kind.name).fields if field.needed or field.filled]
    found = sum(name in mapping.columns or name in mapping.constants for name in needed) / max(1, len(needed))
    promise = max(confidence, _UNRECOGNISED) * found
    if kind.name in _TOLD_BY and not mapping.columns.keys() & set(_TOLD_BY[kind.name]) and confidence < _UNRECOGNISED:
        promise /= 3
    if _has_identity(kind, mapping):
        promise += _IDENTITY * max(found, 0.5)
    return round(promise, 3), len(mapping.columns)


def _has_identity(kind: Kind, mapping: Mapping) -> bool:
    name = kind.key[0]
    return any(fold(header) in _own_names(name) for header in mapping.columns.get(name, ()))


def _own_names(name: str) -> set[str]:
    """The headers of an identity that name no other kind's: `ticket id`, but not `id`."""
    own: set[str] = set()
    others: set[str] = set()
    for kind in KINDS:
        field = kind.field(kind.key[0])
        if field is not None:
            (own if field.name == name else others).update(fold(word) for word in (field.name, *field.synonyms))
    return own - others
