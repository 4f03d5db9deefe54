"""Freshdesk's ticket export, and Freshservice's, which has more columns. Letter case varies between accounts.

Its "(in hrs)" columns are texts such as 25:10:09 and often empty; where the instants are there they are taken instead.
"""

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
    "ticket_id": ("ticket id", "display id"),
    "created_at": ("created time", "created at"),
    "channel": ("source",),
    "priority": ("priority",),
    "team": ("group", "group name"),
    "assignee": ("agent", "agent name", "assigned to"),
    "customer_id": ("contact id", "requester id", "email", "requester email", "full name", "requester name"),
    "reason": ("type", "category"),
    "subject": ("subject",),
    "status": ("status",),
    "first_reply_at": ("initial response time", "first response time"),
    "solved_at": ("resolved time", "resolution time"),
    "closed_at": ("closed time",),
    "agent_replies": ("agent interactions",),
}
_SIGNS = (
    "due by time", "resolved time", "closed time", "last update time", "initial response time", "agent interactions",
    "customer interactions", "resolution status", "first response status", "every response status", "association type",
)  # fmt: skip
_ENOUGH = 0.4


def sniff(table: Table, kind: Kind) -> float:
    """By headers that only Freshdesk writes."""
    share = share_of(table, _SIGNS)
    return min(1.0, 0.5 + share) if share >= _ENOUGH else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By Freshdesk's names; instants before durations."""
    columns = columns_by_name(table, _COLUMNS)
    units = {field: "h:mm:ss" for field in ("first_reply_at", "solved_at") if "in hrs" in columns.get(field, ("",))[0].casefold()}
    return Proposal(Mapping(columns=columns, units=units))


SOURCE = Source("freshdesk", N_("Freshdesk or Freshservice"), ("tickets",), sniff, propose)
