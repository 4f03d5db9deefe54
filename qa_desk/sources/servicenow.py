"""ServiceNow's incident event log: one row an update of an incident, folded into the incident and its events."""

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
    "ticket_id": ("number",),
    "state": ("incident state", "state"),
    "created_at": ("opened at",),
    "updated_at": ("sys updated at", "sys updated on"),
    "updated_by": ("sys updated by",),
    "solved_at": ("resolved at",),
    "closed_at": ("closed at",),
    "reopens": ("reopen count",),
    "assignee": ("assigned to",),
    "team": ("assignment group",),
    "customer_id": ("caller id",),
    "channel": ("contact type",),
    "reason": ("category",),
    "priority": ("priority",),
}
_SIGNS = ("number", "incident state", "reassignment count", "reopen count", "sys mod count", "sys updated at", "assignment group")
_PLAIN = ("assignee", "team", "customer_id", "channel", "reason", "priority")
_WAITING = "state LIKE 'awaiting%' OR state IN ('on hold', 'pending')"

ROWS = Kind(
    "incident updates",
    "",
    ("ticket_id",),
    (
        Field("ticket_id", Reading.TEXT, True),
        Field("state", Reading.TEXT, True),
        Field("created_at", Reading.INSTANT, True),
        Field("updated_at", Reading.INSTANT, True),
        Field("solved_at", Reading.INSTANT),
        Field("closed_at", Reading.INSTANT),
        Field("reopens", Reading.INTEGER),
        Field("updated_by"),
        *(Field(name, Reading.CHOICE if name == "channel" else Reading.TEXT, choices="channel" if name == "channel" else None)
          for name in _PLAIN),
    ),
)  # fmt: skip


def sniff(table: Table, kind: Kind) -> float:
    """By its headers."""
    return 0.95 if share_of(table, _SIGNS) >= 0.8 else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By ServiceNow's names."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Updates of an incident → the incident as it stood last, and what changed from one update to the next."""
    has = set(checked.columns)
    optional = ", ".join(
        f"{name if name in has else 'NULL'} AS {name}" for name in (*_PLAIN, "solved_at", "closed_at", "reopens", "updated_by")
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE updates AS
        WITH written AS (SELECT row_no, ticket_id, lower(trim(state)) AS state, created_at, updated_at, {optional} FROM sound)
        SELECT * EXCLUDE (state), CASE WHEN {_WAITING} THEN 'pending' WHEN state = 'resolved' THEN 'solved'
            WHEN state IN ('closed', 'canceled', 'cancelled') THEN 'closed' WHEN state = 'new' THEN 'new' ELSE 'open'
            END AS status
        FROM written"""
    )
    plain = ", ".join(f"arg_max({name}, (updated_at, row_no)) FILTER ({name} IS NOT NULL) AS {name}" for name in _PLAIN)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_tickets AS
        SELECT ticket_id, min(row_no) AS row_no, min(created_at) AS created_at, max(solved_at)::BIGINT AS solved_at,
          max(closed_at)::BIGINT AS closed_at, max(reopens)::BIGINT AS reopens,
          arg_max(status, (updated_at, row_no)) AS status, {plain}
        FROM updates GROUP BY ticket_id"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE folded_events AS
        WITH steps AS (
          SELECT *, lag(status) OVER w AS was, lag(assignee) OVER w AS had, lag(team) OVER w AS at_team,
            bool_or(status IN ('solved', 'closed')) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS was_solved
          FROM updates WINDOW w AS (PARTITION BY ticket_id ORDER BY updated_at, row_no)),
        happened AS (
          SELECT ticket_id, row_no, updated_at AS moment, 0 AS place, 'status' AS type, updated_by AS actor_id,
            CASE WHEN was_solved AND status IN ('open', 'pending', 'new') THEN 'reopened' ELSE status END AS value
          FROM steps WHERE status IS DISTINCT FROM was AND status <> 'new'
          UNION ALL
          SELECT ticket_id, row_no, updated_at, 1, 'assigned', updated_by, assignee FROM steps
          WHERE assignee IS NOT NULL AND assignee IS DISTINCT FROM had
          UNION ALL
          SELECT ticket_id, row_no, updated_at, 2, 'transferred', updated_by, team FROM steps
          WHERE team IS NOT NULL AND at_team IS NOT NULL AND team <> at_team)
        SELECT ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY moment, row_no, place) AS seq, moment AS "at", type,
          'agent' AS actor, actor_id, 'internal' AS visibility, value, row_no
        FROM happened"""
    )
    tickets = ("ticket_id", "created_at", "solved_at", "closed_at", "reopens", "status", *_PLAIN)
    events = ("ticket_id", "seq", "at", "type", "actor", "actor_id", "visibility", "value")
    return Folded((Outcome(TICKETS, "folded_tickets", tickets), Outcome(TICKET_EVENTS, "folded_events", events)))


SOURCE = Source("servicenow", N_("ServiceNow (incident event log)"), ("tickets",), sniff, propose, ROWS, fold_rows)
