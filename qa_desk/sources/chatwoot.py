"""Chatwoot's export of satisfaction answers: five stars, the agent as "name (email)", the period in the last line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_
from qa_desk.sources.fields import SURVEYS, Field, Kind, Reading
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name, share_of
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.table import Table

_COLUMNS = {
    "agent": ("agent name",),
    "score": ("rating",),
    "comment": ("feedback comment",),
    "customer_id": ("contact email address", "contact name"),
    "link": ("link to the conversation",),
    "responded_at": ("recorded date",),
}
_SIGNS = ("agent name", "rating", "feedback comment", "link to the conversation", "recorded date")

ROWS = Kind(
    "answers",
    "",
    (),
    (
        Field("score", Reading.REAL, True),
        Field("responded_at", Reading.INSTANT, False),
        *(Field(name) for name in ("agent", "comment", "customer_id", "link")),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its headers."""
    return 0.95 if share_of(table, _SIGNS) >= 0.8 else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By Chatwoot's names."""
    return Proposal(Mapping(columns=columns_by_name(table, _COLUMNS)))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """An answer belongs to the conversation of its link; a later export of the same one is the same answer."""
    has = set(checked.columns)
    optional = {name: (name if name in has else "NULL") for name in ("agent", "comment", "customer_id", "link", "responded_at")}
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_answers AS
        SELECT row_no, 'csat' AS type, score, 1.0 AS scale_min, 5.0 AS scale_max, 1::BIGINT AS high_is_good,
          {optional["responded_at"]}::BIGINT AS responded_at, {optional["comment"]}::VARCHAR AS comment,
          coalesce(nullif(regexp_extract({optional["agent"]}::VARCHAR, '\\(([^()]+@[^()]+)\\)\\s*$', 1), ''),
            {optional["agent"]}::VARCHAR) AS agent,
          {optional["customer_id"]}::VARCHAR AS customer_id, 'chat' AS channel,
          nullif(regexp_extract({optional["link"]}::VARCHAR, '([0-9]+)/?$', 1), '') AS ticket_id,
          coalesce({optional["link"]}::VARCHAR, 'row') || ' ' || coalesce({optional["responded_at"]}::VARCHAR, row_no::VARCHAR)
            AS response_id
        FROM sound"""
    )
    columns = (
        "response_id", "type", "score", "scale_min", "scale_max", "high_is_good", "responded_at", "comment", "agent",
        "customer_id", "channel", "ticket_id",
    )  # fmt: skip
    return Folded((Outcome(SURVEYS, "folded_answers", columns),))


SOURCE = Source("chatwoot", N_("Chatwoot (CSAT)"), ("surveys",), sniff, propose, ROWS, fold_rows)
