"""Intercom's message export: one row a message, folded into the conversation and its messages. Times are UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.fields import TICKET_EVENTS, TICKETS, Field, Kind, Reading
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name, share_of
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.table import Table

_COLUMNS = {
    "ticket_id": ("conversation id",),
    "sent_at": ("message created at",),
    "author_type": ("message author type",),
    "author_id": ("message author email", "message author id"),
    "message_type": ("message type",),
    "state": ("conversation state",),
    "created_at": ("conversation created at",),
    "closed_at": ("conversation closed at",),
    "reason": ("conversation tags",),
}
_SIGNS = ("message id", "message created at", "message author type", "conversation id", "conversation created at")

ROWS = Kind(
    "messages",
    "",
    ("ticket_id",),
    (
        Field("ticket_id", Reading.TEXT, True),
        Field("sent_at", Reading.INSTANT, True),
        Field("author_type", Reading.TEXT, True),
        Field("created_at", Reading.INSTANT),
        Field("closed_at", Reading.INSTANT),
        *(Field(name) for name in ("author_id", "message_type", "state", "reason")),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its headers."""
    return 0.95 if share_of(table, _SIGNS) >= 0.8 else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By Intercom's names."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Users and leads are customers, admins agents, bots and operators bots; notes are internal."""
    has = set(checked.columns)
    optional = ", ".join(
        f"{name if name in has else 'NULL'} AS {name}"
        for name in ("author_id", "message_type", "state", "reason", "created_at", "closed_at")
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE messages AS
        SELECT row_no, ticket_id, sent_at, {optional},
          CASE WHEN lower(author_type) IN ('admin', 'teammate', 'team') THEN 'agent'
            WHEN lower(author_type) IN ('bot', 'operator') THEN 'bot' ELSE 'customer' END AS actor FROM sound"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE folded_tickets AS
        SELECT ticket_id, min(row_no) AS row_no, coalesce(min(created_at), min(sent_at))::BIGINT AS created_at,
          max(closed_at)::BIGINT AS closed_at, CASE lower(any_value(state)) WHEN 'closed' THEN 'closed' ELSE 'open' END
            AS status,
          any_value(reason)::VARCHAR AS reason, 'chat' AS channel,
          arg_min(author_id, sent_at) FILTER (actor = 'customer') AS customer_id,
          arg_max(author_id, sent_at) FILTER (actor = 'agent') AS assignee
        FROM messages GROUP BY ticket_id"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE folded_events AS
        SELECT ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY sent_at, row_no) AS seq, sent_at AS "at",
          'message' AS type, actor, author_id::VARCHAR AS actor_id,
          CASE WHEN lower(message_type::VARCHAR) LIKE '%note%' THEN 'internal' ELSE 'public' END AS visibility, row_no
        FROM messages"""
    )
    tickets = ("ticket_id", "created_at", "closed_at", "status", "reason", "channel", "customer_id", "assignee")
    events = ("ticket_id", "seq", "at", "type", "actor", "actor_id", "visibility")
    return Folded((Outcome(TICKETS, "folded_tickets", tickets), Outcome(TICKET_EVENTS, "folded_events", events)))


SOURCE = Source("intercom", N_("Intercom (messages)"), ("tickets",), sniff, propose, ROWS, fold_rows, "UTC")
