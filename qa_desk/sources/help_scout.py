"""Help Scout's conversations in JSON, each with its threads: the conversation becomes a ticket, the threads its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.fields import TICKET_EVENTS, TICKETS, Check, Field, Kind, Reading
from qa_desk.sources.json_text import instant_in, text_in
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.table import Table

_COLUMNS = {
    "ticket_id": ("number", "id"),
    "subject": ("subject",),
    "status": ("status",),
    "threads": ("threads", "embedded.threads"),
    "created_at": ("createdat", "created at"),
    "closed_at": ("closedat", "closed at"),
    "assignee": ("assignee.email", "assignee"),
    "customer_id": ("primarycustomer.email", "customer.email"),
    "team": ("mailboxid", "mailbox.id", "mailboxid"),
}
_AGENT = "coalesce(json_extract_string(thread, '$.createdBy.type'), '') IN ('user', 'agent', 'team')"

ROWS = Kind(
    "conversations",
    "",
    ("ticket_id",),
    (
        Field("ticket_id"),
        Field("threads", Reading.TEXT, True),
        Field("created_at", Reading.INSTANT),
        Field("closed_at", Reading.INSTANT),
        Field("status", Reading.CHOICE, False, (), "status"),
        *(Field(name) for name in ("subject", "assignee", "customer_id", "team")),
    ),
    checks=(Check("threads", "NOT json_valid(threads)", N_("holds no list of threads")),),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its lists of threads beside a mailbox or a primary customer."""
    forms = {header.casefold() for header in table.headers}
    has_own = any(form.startswith(("mailboxid", "primarycustomer", "mailbox")) for form in forms)
    return 0.95 if table.form == "json" and "threads" in forms and has_own else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By the names of its interface."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Threads by time; a conversation without an id is known by its subject, its customer and its first thread."""
    has = set(checked.columns)

    def column(name: str, kind: str = "VARCHAR") -> str:
        return name if name in has else f"NULL::{kind}"

    created = instant_in("thread", "$.createdAt")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE messages AS
        WITH listed AS (
          SELECT row_no, {column("ticket_id")} AS given_id, {column("subject")} AS subject, {column("status")} AS status,
            {column("assignee")} AS assignee, {column("customer_id")} AS customer_id, {column("team")} AS team,
            {column("created_at", "BIGINT")} AS created_at, {column("closed_at", "BIGINT")} AS closed_at,
            unnest(json_extract(threads, '$[*]')) AS thread FROM sound)
        SELECT *, {created} AS moment, {_AGENT} AS is_agent,
          coalesce(json_extract_string(thread, '$.type'), '') IN ('note', 'lineitem') AS is_note,
          coalesce({text_in("thread", "$.createdBy.email")}, {text_in("thread", "$.createdBy.id")}) AS author
        FROM listed"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE folded_tickets AS
        SELECT row_no, coalesce(any_value(given_id), md5(concat_ws('|', any_value(subject), any_value(customer_id),
            min(moment)))) AS ticket_id,
          coalesce(any_value(created_at), min(moment)) AS created_at, any_value(closed_at) AS closed_at,
          any_value(subject) AS subject, CASE any_value(status) WHEN 'active' THEN 'open' ELSE any_value(status) END AS status,
          any_value(assignee) AS assignee, any_value(customer_id) AS customer_id, any_value(team) AS team, 'email' AS channel
        FROM messages GROUP BY row_no"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE folded_events AS
        SELECT t.ticket_id, row_number() OVER (PARTITION BY m.row_no ORDER BY moment) AS seq, moment AS "at", 'message' AS type,
          CASE WHEN is_agent THEN 'agent' ELSE 'customer' END AS actor, author AS actor_id,
          CASE WHEN is_note THEN 'internal' ELSE 'public' END AS visibility, m.row_no
        FROM messages m JOIN folded_tickets t USING (row_no) WHERE moment IS NOT NULL"""
    )
    tickets = (
        "ticket_id", "created_at", "closed_at", "subject", "status", "assignee", "customer_id", "team", "channel",
    )  # fmt: skip
    events = ("ticket_id", "seq", "at", "type", "actor", "actor_id", "visibility")
    return Folded((Outcome(TICKETS, "folded_tickets", tickets), Outcome(TICKET_EVENTS, "folded_events", events)))


SOURCE = Source("help_scout", N_("Help Scout"), ("tickets",), sniff, propose, ROWS, fold_rows)
