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


def _answered(name: str, clock: str) -> tuple[str, str]:
    """How the API answers a duration: beside the ticket's own fields, or as a record of figures."""
    return f"metric set.{name} in minutes.{clock}", f"{name} in minutes.{clock}"


# what the API answers comes first: its whole object bears the name that a CSV gives to the minutes
_COLUMNS = {
    "ticket_id": ("ticket id", "id"),
    "created_at": ("created at",),
    "channel": ("via.channel", "via channel", "via"),
    "priority": ("priority",),
    "team": ("group", "group id"),
    "assignee": ("assignee", "assignee id"),
    "customer_id": ("requester id", "requester email", "requester"),
    "reason": ("ticket type", "type"),
    "subject": ("subject",),
    "status": ("status",),
    "first_reply_at": (*_answered("reply time", "calendar"), "first reply time"),
    "first_reply_business_s": (*_answered("reply time", "business"), "first reply time within business hours"),
    "first_solved_at": (*_answered("first resolution time", "calendar"), "first resolution time"),
    "solved_at": ("solved at", "metric set.solved at", "full resolution time"),
    "solved_business_s": (*_answered("full resolution time", "business"), "full resolution time within business hours"),
    "agent_replies": ("replies", "metric set.replies"),
    "reopens": ("reopens", "metric set.reopens"),
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
    if {"reply time in minutes.calendar", "ticket id"} <= forms:
        return 1.0
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
