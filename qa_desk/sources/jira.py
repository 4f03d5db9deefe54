"""Jira issues as its REST interface answers them: fields nested in JSON, the history of status and assignee in a changelog."""

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

_COLUMNS = {"ticket_id": ("data.key", "key"), "fields": ("data.fields", "fields"), "changelog": ("data.changelog", "changelog")}

ROWS = Kind(
    "issues",
    "",
    ("ticket_id",),
    (Field("ticket_id", Reading.TEXT, True), Field("fields", Reading.TEXT, True), Field("changelog")),
    checks=(Check("fields", f"{instant_in('fields', '$.created')} IS NULL", N_("holds no issue with the time it was created")),),
)


def sniff(table: Table, kind: Kind) -> float:
    """By the key and the fields that hold what only Jira calls so."""
    columns = columns_by_name(table, _COLUMNS)
    if "ticket_id" not in columns or "fields" not in columns or table.form != "json":
        return 0.0
    column = table.column(columns["fields"][0])
    row = table.connection.execute(
        f"SELECT count(*) FROM numbered WHERE json_valid({column}) AND json_exists({column}, '$.issuetype')"
    ).fetchone()
    return 0.95 if row and row[0] else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By the names of its interface."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """An issue → the ticket and what its changelog tells; a category of status says what it means in the house's own words."""
    changelog = "changelog" if "changelog" in checked.columns else "NULL::VARCHAR"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_tickets AS
        SELECT row_no, ticket_id, {instant_in("fields", "$.created")} AS created_at,
          {instant_in("fields", "$.resolutiondate")} AS solved_at, {text_in("fields", "$.summary")} AS subject,
          {text_in("fields", "$.priority.name")} AS priority, {text_in("fields", "$.issuetype.name")} AS reason,
          {text_in("fields", "$.project.name")} AS team,
          coalesce({text_in("fields", "$.assignee.emailAddress")}, {text_in("fields", "$.assignee.displayName")}) AS assignee,
          coalesce({text_in("fields", "$.reporter.emailAddress")}, {text_in("fields", "$.reporter.displayName")}) AS customer_id,
          CASE {text_in("fields", "$.status.statusCategory.key")} WHEN 'done' THEN 'solved' WHEN 'new' THEN 'new' ELSE 'open' END
            AS status
        FROM sound"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_events AS
        WITH histories AS (
          SELECT row_no, ticket_id, unnest(json_extract({changelog}, '$.histories[*]')) AS entry FROM sound),
        items AS (
          SELECT row_no, ticket_id, {instant_in("entry", "$.created")} AS moment,
            {text_in("entry", "$.author.displayName")} AS actor_id, unnest(json_extract(entry, '$.items[*]')) AS item
          FROM histories),
        happened AS (
          SELECT i.*, {text_in("item", "$.field")} AS field, {text_in("item", "$.toString")} AS value, t.solved_at,
            t.status FROM items i JOIN folded_tickets t USING (ticket_id))
        SELECT ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY moment, row_no, field) AS seq, moment AS "at",
          CASE field WHEN 'status' THEN 'status' ELSE 'assigned' END AS type, 'agent' AS actor, actor_id,
          'internal' AS visibility,
          CASE WHEN field = 'status' AND lower(value) IN ('done', 'closed', 'resolved') THEN 'solved'
            WHEN field = 'status' THEN 'open' ELSE value END AS value, row_no
        FROM happened WHERE field IN ('status', 'assignee') AND moment IS NOT NULL"""
    )
    tickets = (
        "ticket_id", "created_at", "solved_at", "subject", "priority", "reason", "team", "assignee", "customer_id", "status",
    )  # fmt: skip
    events = ("ticket_id", "seq", "at", "type", "actor", "actor_id", "visibility", "value")
    return Folded((Outcome(TICKETS, "folded_tickets", tickets), Outcome(TICKET_EVENTS, "folded_events", events)))


SOURCE = Source("jira", N_("Jira (REST)"), ("tickets",), sniff, propose, ROWS, fold_rows)
