"""Asterisk's call detail records: the headerless `Master.csv`, the export of FreePBX, and cut-down copies of either.

A record is one leg. The caller waited for as long as the call lasted without being spoken (duration − billsec); the agent is
the extension of the destination's channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.sources.fields import CALLS, Field, Kind, Reading
from qa_desk.sources.headers import fold
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.table import Table

_MASTER = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end",
    "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
)  # fmt: skip
_HEADERS = {
    "offered_at": ("calldate", "start"),
    "src": ("src",),
    "dst": ("dst",),
    "dstchannel": ("dstchannel",),
    "duration_s": ("duration",),
    "billsec_s": ("billsec",),
    "disposition": ("disposition",),
    "call_id": ("uniqueid",),
    "context": ("dcontext",),
}
_DISPOSITIONS = ("ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION")
_LISTED = ", ".join(f"'{word}'" for word in _DISPOSITIONS)

ROWS = Kind(
    "call legs",
    "",
    ("call_id",),
    (
        Field("call_id"),
        Field("offered_at", Reading.INSTANT, True),
        Field("src"),
        Field("dst"),
        Field("dstchannel"),
        Field("context"),
        Field("duration_s", Reading.DURATION, True),
        Field("billsec_s", Reading.DURATION, True),
        Field("disposition", Reading.TEXT, True),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its headers, or, without any, by its eighteen columns and the words of the fifteenth."""
    forms = {fold(header) for header in table.headers}
    if {"billsec", "disposition"} <= forms:
        return 0.95
    if table.header_row or len(table.headers) != len(_MASTER):
        return 0.0
    found = {row[0] for row in table.connection.execute("SELECT DISTINCT c14 FROM numbered LIMIT 50").fetchall()}
    return 0.95 if found and found <= set(_DISPOSITIONS) else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By name, or by place where there is no header."""
    if {"billsec", "disposition"} <= {fold(header) for header in table.headers}:
        columns = columns_by_name(table, _HEADERS)
    else:
        places = dict(zip(_MASTER, table.headers, strict=False))
        columns = {field: (places[names[-1]],) for field, names in _HEADERS.items()}
    return Proposal(Mapping(columns=columns, units={"duration_s": "seconds", "billsec_s": "seconds"}))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Each leg as a call: a call that was rung at several places is as many legs, told apart by their place in the file."""
    has = set(checked.columns)

    def column(name: str) -> str:
        return name if name in has else "NULL::VARCHAR"

    key = (
        f"{column('call_id')} || CASE WHEN row_number() OVER (PARTITION BY {column('call_id')} ORDER BY row_no) > 1 "
        f"THEN ':' || row_number() OVER (PARTITION BY {column('call_id')} ORDER BY row_no) ELSE '' END AS call_id, "
        if "call_id" in has
        else ""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_legs AS
        SELECT {key}row_no, 'in' AS direction, offered_at,
          CASE upper(disposition) WHEN 'ANSWERED' THEN 'answered' WHEN 'NO ANSWER' THEN 'abandoned' ELSE 'blocked' END AS result,
          greatest(duration_s - billsec_s, 0) AS wait_s, CASE WHEN upper(disposition) = 'ANSWERED' THEN billsec_s END AS talk_s,
          coalesce(nullif(regexp_extract({column("dstchannel")}, '^[A-Za-z0-9]+/([^@/-]+)', 1), ''), {column("dst")}) AS agent,
          {column("src")} AS customer_id, {column("context")} AS queue
        FROM sound WHERE upper(disposition) IN ({_LISTED})"""
    )
    row = connection.execute(f"SELECT count(*) FROM sound WHERE upper(disposition) NOT IN ({_LISTED})").fetchone()
    others = int(row[0]) if row else 0
    warnings = [tr("a record is one leg: calls inside the house and calls out are taken as calls in; filter them by queue")]
    if others:
        warnings.append(tr("{count} records with another disposition were left out", count=others))
    columns = ("direction", "offered_at", "result", "wait_s", "talk_s", "agent", "customer_id", "queue")
    return Folded((Outcome(CALLS, "folded_legs", (*(("call_id",) if key else ()), *columns)),), tuple(warnings))


SOURCE = Source("asterisk_cdr", N_("Asterisk call records (CDR)"), ("calls",), sniff, propose, ROWS, fold_rows)
