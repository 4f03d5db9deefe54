"""Exports with one row per ticket and follow-up, as GLPI's reports make them.

A ticket stands in as many rows as it had follow-ups (times categories).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, ntr
from qa_desk.sources.fields import TICKET_EVENTS, TICKETS, Field, Kind, Reading
from qa_desk.sources.headers import fold
from qa_desk.sources.proposal import propose as propose_by_headers
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.proposal import Proposal
    from qa_desk.sources.table import Table

_FOLLOWED_AT = ("data iteração", "follow up date", "followup date", "date du suivi", "fecha de seguimiento", "interaction date")
_FOLLOWED_BY = (
    "usuário iteração",
    "follow up author",
    "followup author",
    "auteur du suivi",
    "autor del seguimiento",
    "interaction user",
)


def _ticket_field(name: str) -> Field:
    field = TICKETS.field(name)
    if field is None:
        raise KeyError(name)
    return field


ROWS = Kind(
    "ticket follow-ups",
    "",
    ("ticket_id",),
    (
        _ticket_field("ticket_id"),
        Field("created_at", Reading.INSTANT, True, _ticket_field("created_at").synonyms),
        Field("solved_at", Reading.INSTANT, False, _ticket_field("solved_at").synonyms),
        Field("closed_at", Reading.INSTANT, False, _ticket_field("closed_at").synonyms),
        *(_ticket_field(name) for name in ("team", "reason", "assignee", "customer_id", "priority", "channel", "subject")),
        Field("followed_at", Reading.INSTANT, False, _FOLLOWED_AT),
        Field("followed_by", Reading.TEXT, False, _FOLLOWED_BY),
        Field("is_solved", Reading.FLAG, False, ("resolvido", "solved", "resolved", "résolu", "resuelto")),
        Field("score", Reading.REAL, False, ("satisfação", "satisfaction", "satisfacción")),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its follow-up columns."""
    forms = {fold(header) for header in table.headers}
    return 0.95 if forms & set(_FOLLOWED_AT) and forms & set(_FOLLOWED_BY) else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By headers."""
    return propose_by_headers(table, ROWS)


_PLAIN = ("team", "reason", "assignee", "customer_id", "priority", "channel", "subject")


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Rows of a ticket → the ticket and its events. A reply is a follow-up by someone who did not ask."""
    has = set(checked.columns)
    optional = {
        name: (name if name in has else "NULL")
        for name in (*_PLAIN, "solved_at", "closed_at", "is_solved", "followed_at", "followed_by")
    }
    _fold_tickets(connection, optional)
    tickets = ("ticket_id", "created_at", "solved_at", "closed_at", *_PLAIN, "status", "first_reply_at", "agent_replies")
    outcomes = [Outcome(TICKETS, "folded_tickets", tickets)]
    if optional["followed_at"] != "NULL":
        _fold_events(connection, optional)
        events = ("ticket_id", "seq", "at", "type", "actor", "actor_id", "visibility", "value")
        outcomes.append(Outcome(TICKET_EVENTS, "folded_events", events))
    return Folded(tuple(outcomes), _several_reasons(connection, optional["reason"]))


def _fold_tickets(connection: DuckDBPyConnection, optional: dict[str, str]) -> None:
    plain = ", ".join(f"arg_min({optional[name]}, row_no) AS {name}" for name in _PLAIN)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_tickets AS
        WITH rows AS (SELECT row_no, ticket_id, created_at,
          {", ".join(f"{sql} AS {name}" for name, sql in optional.items())} FROM sound)
        SELECT ticket_id, min(row_no) AS row_no, min(created_at) AS created_at, max(solved_at)::BIGINT AS solved_at,
          max(closed_at)::BIGINT AS closed_at,
          {plain.replace("arg_min(NULL, row_no)", "NULL::VARCHAR")},
          CASE WHEN max(closed_at) IS NOT NULL THEN 'closed' WHEN max(solved_at) IS NOT NULL OR max(is_solved) = 1 THEN
            'solved' ELSE 'open' END AS status,
          min(followed_at) FILTER (followed_by IS NOT NULL AND followed_by IS DISTINCT FROM customer_id)::BIGINT AS
            first_reply_at,
          (count(DISTINCT (followed_at, followed_by)) FILTER (followed_by IS DISTINCT FROM customer_id AND followed_at IS
            NOT NULL))::BIGINT AS agent_replies
        FROM rows GROUP BY ticket_id"""
    )


def _fold_events(connection: DuckDBPyConnection, optional: dict[str, str]) -> None:
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_events AS
        WITH happened AS (
          SELECT ticket_id, row_no, created_at AS moment, 'message' AS type, 'customer' AS actor, customer_id AS actor_id,
            NULL AS value, 0 AS place FROM folded_tickets
          UNION ALL
          SELECT ticket_id, min(row_no), moment, 'message', CASE WHEN actor_id = customer_id THEN 'customer' ELSE 'agent'
            END, actor_id, NULL, 1 FROM (
            SELECT t.ticket_id, t.row_no, t.{optional["followed_at"]} AS moment, {_qualified(optional["followed_by"])} AS
              actor_id, k.customer_id
            FROM sound t JOIN folded_tickets k USING (ticket_id)) WHERE moment IS NOT NULL GROUP BY ALL
          UNION ALL
          SELECT ticket_id, row_no, solved_at, 'status', 'agent', assignee, 'solved', 2 FROM folded_tickets WHERE solved_at
            IS NOT NULL
          UNION ALL
          SELECT ticket_id, row_no, closed_at, 'status', 'system', NULL, 'closed', 3 FROM folded_tickets WHERE closed_at IS
            NOT NULL)
        SELECT ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY moment, place, actor_id) AS seq, moment AS
          "at", type, actor, actor_id, 'public' AS visibility, value, row_no
        FROM happened"""
    )


def _several_reasons(connection: DuckDBPyConnection, reason: str) -> tuple[str, ...]:
    """Says how many tickets stand under several categories."""
    several = connection.execute(
        f"SELECT count(*) FROM (SELECT ticket_id FROM sound GROUP BY ticket_id HAVING count(DISTINCT {reason}) > 1)"
    ).fetchone()
    if not several or not several[0]:
        return ()
    warning = ntr(
        "{count} ticket stands under more than one category; the first was taken",
        "{count} tickets stand under more than one category; the first of each was taken",
        several[0],
    )
    return (warning,)


def _qualified(name: str) -> str:
    return "NULL" if name == "NULL" else f"t.{name}"


SOURCE = Source("glpi", N_("GLPI (one row per ticket and follow-up)"), ("tickets",), sniff, propose, ROWS, fold_rows)
