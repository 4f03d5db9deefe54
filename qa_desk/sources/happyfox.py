"""HappyFox's ticket export: ids may begin with #, names of columns vary with the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name, share_of
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.table import Table

_COLUMNS = {
    "ticket_id": ("ticket id",),
    "created_at": ("created at", "ticket created at"),
    "priority": ("ticket priority",),
    "status": ("ticket status",),
    "assignee": ("assigned agent email", "assigned agent", "assignee"),
    "customer_id": ("contact email", "contact name"),
    "reason": ("ticket category", "category"),
    "subject": ("ticket subject",),
    "channel": ("ticket source", "source"),
    "solved_at": ("closed at", "completed at"),
    "agent_replies": ("staff replies", "agent replies"),
}
_SIGNS = ("ticket subject", "ticket priority", "ticket status", "assigned agent email", "contact name", "ticket category")
_ENOUGH = 0.6


def sniff(table: Table, kind: Kind) -> float:
    """By the "Ticket …" headers together with those of the assigned agent and the contact."""
    share = share_of(table, _SIGNS)
    return 0.9 * share if share >= _ENOUGH else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By HappyFox's names."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


SOURCE = Source("happyfox", N_("HappyFox"), ("tickets",), sniff, propose)
