"""Zendesk's ticket export (CSV, or tickets as its API answers). Calendar and business-hours minutes stay apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.headers import fold, split_unit
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Source

if TYPE_CHECKING:
    from qa_desk.sources.fields import Kind
    from qa_desk.sources.table import Table

_COLUMNS = {
    "ticket_id": ("id", "ticket id"),
    "created_at": ("created at",),
    "channel": ("via.channel", "via channel", "via"),
    "priority": ("priority",),
    "team": ("group", "group id"),
    "assignee": ("assignee", "assignee id"),
    "customer_id": ("requester id", "requester email", "requester"),
    "reason": ("ticket type", "type"),
    "subject": ("subject",),
    "status": ("status",),
    "first_reply_at": ("first reply time",),
    "first_reply_business_s": ("first reply time within business hours",),
    "first_solved_at": ("first resolution time",),
    "solved_at": ("solved at", "full resolution time"),
    "solved_business_s": ("full resolution time within business hours",),
    "agent_replies": ("replies",),
    "reopens": ("reopens",),
}
_MINUTES = ("first_reply_at", "first_reply_business_s", "first_solved_at", "solved_business_s")
_SIGNS = frozenset(
    fold(header)
    for header in (
        "Summation column", "Requester external id", "Requester domain", "Submitter", "Initially assigned at", "Group stations",
        "Assignee stations", "submitter_id", "ticket_form_id", "brand_id", "via.channel", "via_channel", "allow_channelback",
        "has_incidents",
        "First reply time", "Agent wait time", "Requester wait time", "On hold time", "Full resolution time",
    )
)  # fmt: skip


def sniff(table: Table, kind: Kind) -> float:
    """By headers that only Zendesk writes."""
    forms = {form for header in table.headers for form in (fold(header), split_unit(header)[0])}
    if "id" not in forms or "status" not in forms:
        return 0.0
    return min(1.0, len(forms & _SIGNS) / 4)


def propose(table: Table, kind: Kind) -> Proposal:
    """By Zendesk's names, in all the ways it writes them."""
    columns = columns_by_name(table, _COLUMNS)
    units = {field: split_unit(columns[field][0])[1] or "minutes" for field in _MINUTES if field in columns}
    if split_unit(columns.get("solved_at", ("",))[0])[0] == "full resolution time":
        units["solved_at"] = "minutes"
    return Proposal(Mapping(columns=columns, units=units))


SOURCE = Source("zendesk", N_("Zendesk"), ("tickets",), sniff, propose)
