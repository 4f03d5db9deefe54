"""Files whose columns are the data contract's own: `ticket_id, created_at, assignee_id, group …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.headers import fold
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.table import Table

_ALIASES = {
    "tickets": {
        "group": "team",
        "group_id": "team",
        "assignee_id": "assignee",
        "agent_id": "assignee",
        "first_response_at": "first_reply_at",
        "spam": "is_spam",
        "test": "is_test",
    },
    "ticket_events": {},
    "calls": {"agent_id": "agent", "test": "is_test"},
    "agent_states": {"agent_id": "agent", "start": "start_at", "end": "end_at"},
    "schedule": {"agent_id": "agent", "start": "start_at", "end": "end_at"},
    "roster": {"team": "team_id", "agent": "agent_id"},
    "surveys": {"agent_id": "agent", "anchor": "high_is_good"},
    "employee_pulse": {"group": "group_id"},
    "customers": {},
    "tasks": {"assignee_id": "assignee"},
    "contact_tags": {},
}
"""The contract's names where the tables call a column otherwise."""
_MOST = 0.7
"""With fewer columns of its own, the file is somebody else's that shares a few names."""


def _fields(table: Table, kind: Kind) -> dict[str, tuple[str, ...]]:
    names = {fold(name): field for name, field in _ALIASES.get(kind.name, {}).items()} | {
        fold(field.name): field.name for field in kind.fields
    }
    found: dict[str, tuple[str, ...]] = {}
    for header in table.headers:
        field = names.get(fold(header))
        if field and field not in found:
            found[field] = (header,)
    return found


def sniff(table: Table, kind: Kind) -> float:
    """Sure when nearly all columns are the contract's."""
    found = _fields(table, kind)
    needed = [field.name for field in kind.fields if field.needed or field.filled]
    if any(name not in found for name in needed) or not table.headers:
        return 0.0
    share = len(found) / len(table.headers)
    return share if share >= _MOST else share / 10


def propose(table: Table, kind: Kind) -> Proposal:
    """By name."""
    columns = _fields(table, kind)
    units = {field.name: "seconds" for field in kind.fields if field.name.endswith("_s") and field.name in columns}
    return Proposal(Mapping(columns=columns, units=units))


SOURCE = Source("canonical", N_("QA Desk's own columns"), tuple(_ALIASES), sniff, propose)
