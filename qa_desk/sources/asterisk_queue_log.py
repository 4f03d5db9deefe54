"""Asterisk's raw `queue_log`: events of one call folded into the call.

The states of agents are derived from their log-ins, pauses and talks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, ntr
from qa_desk.sources.fields import AGENT_STATES, CALLS, Field, Kind, Reading
from qa_desk.sources.mapping import Mapping
from qa_desk.sources.named import columns_by_name
from qa_desk.sources.proposal import Proposal
from qa_desk.sources.source import Folded, Outcome, Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.sources.checking import Checked
    from qa_desk.sources.table import Table

_COLUMNS = ("at", "call_id", "queue", "member", "event", "p1", "p2", "p3", "p4", "p5")
_EVENTS = frozenset(
    [
        "ENTERQUEUE",
        "CONNECT",
        "COMPLETEAGENT",
        "COMPLETECALLER",
        "ABANDON",
        "RINGNOANSWER",
        "QUEUESTART",
        "CONFIGRELOAD",
        "ADDMEMBER",
        "REMOVEMEMBER",
        "PAUSE",
        "UNPAUSE",
    ]
)
_ENDED = ("COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER")
_GIVEN_UP = ("EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY")

ROWS = Kind(
    "queue events",
    "",
    ("call_id",),
    (
        Field("at", Reading.INSTANT, True),
        *(Field(name, Reading.TEXT, name == "event") for name in _COLUMNS[1:]),
    ),
)


def sniff(table: Table, kind: Kind) -> float:
    """By its fifth column."""
    if table.delimiter != "|" or table.header_row or len(table.headers) < 5:
        return 0.0
    found = table.connection.execute("SELECT DISTINCT c4 FROM numbered LIMIT 100").fetchall()
    return 1.0 if {row[0] for row in found} & _EVENTS else 0.0


def propose(table: Table, kind: Kind) -> Proposal:
    """By place: the file has no header."""
    return Proposal(Mapping(columns={name: (header,) for name, header in zip(_COLUMNS, table.headers, strict=False)}))


def fold_rows(connection: DuckDBPyConnection, checked: Checked) -> Folded:
    """Each time a caller enters a queue is one call offered; a caller sent on to a second queue is offered twice."""
    absent = "".join(f", NULL::VARCHAR AS {name}" for name in _COLUMNS if name not in checked.columns)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE events AS
        SELECT *, CASE WHEN member = 'NONE' THEN NULL
                       ELSE coalesce(nullif(regexp_extract(member, '^[A-Za-z0-9]+/([^@/-]+)', 1), ''), member) END AS agent,
          sum((event = 'ENTERQUEUE')::INTEGER) OVER (PARTITION BY call_id ORDER BY row_no) AS visit
        FROM (SELECT *{absent} FROM sound)"""
    )
    _fold_calls(connection)
    _derive_states(connection)
    calls = (
        "call_id",
        "direction",
        "queue",
        "offered_at",
        "result",
        "wait_s",
        "talk_s",
        "agent",
        "customer_id",
        "transferred",
        "transfer_to",
    )
    return Folded(
        (
            Outcome(CALLS, "folded_calls", calls),
            Outcome(AGENT_STATES, "derived_states", ("agent", "start_at", "end_at", "state")),
        ),
        tuple(_warnings(connection)),
    )


def _fold_calls(connection: DuckDBPyConnection) -> None:
    ended, given_up = (", ".join(f"'{event}'" for event in events) for events in (_ENDED, _GIVEN_UP))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded AS
        SELECT call_id || CASE WHEN visit > 1 THEN ':' || visit ELSE '' END AS call_id, 'in' AS direction, min(row_no) AS row_no,
          any_value(queue) FILTER (event = 'ENTERQUEUE') AS queue,
          any_value("at") FILTER (event = 'ENTERQUEUE') AS offered_at,
          CASE WHEN bool_or(event = 'CONNECT') THEN 'answered' WHEN bool_or(event = 'ABANDON' OR event IN ({given_up}))
            THEN 'abandoned' END AS result,
          bool_or(event IN ({given_up})) AS given_up,
          coalesce(max(try_cast(p1 AS BIGINT)) FILTER (event = 'CONNECT'), max(try_cast(p3 AS BIGINT)) FILTER (event IN
            ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY')),
                   max(try_cast(p4 AS BIGINT)) FILTER (event = 'EXITWITHKEY')) AS wait_s,
          max(CASE WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER') THEN try_cast(p2 AS BIGINT) ELSE try_cast(p4 AS BIGINT) END)
            FILTER (event IN ({ended})) AS talk_s,
          arg_max(agent, row_no) FILTER (event = 'CONNECT') AS agent,
          nullif(any_value(p2) FILTER (event = 'ENTERQUEUE'), '') AS customer_id,
          (CASE WHEN bool_or(event LIKE '%TRANSFER') THEN 1 ELSE 0 END)::BIGINT AS transferred,
          any_value(p1) FILTER (event IN ('BLINDTRANSFER', 'TRANSFER')) AS transfer_to
        FROM events WHERE visit > 0 AND call_id NOT IN ('NONE', 'REALTIME', 'MANAGER')
        GROUP BY call_id, visit"""
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE folded_calls AS SELECT * FROM folded WHERE result IS NOT NULL")


def _derive_states(connection: DuckDBPyConnection) -> None:
    """A state lasts from one event of the agent to the next; after the last one, and while logged out, nothing is known."""
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE derived_states AS
        WITH moves AS (
          SELECT agent, "at", row_no,
            CASE WHEN event IN ('ADDMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN') THEN 'in'
                 WHEN event IN ('REMOVEMEMBER', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF') THEN 'out'
                 WHEN event IN ('PAUSE', 'PAUSEALL') THEN 'pause' WHEN event IN ('UNPAUSE', 'UNPAUSEALL') THEN 'unpause'
                 WHEN event = 'CONNECT' THEN 'talk'
                 WHEN event IN ('COMPLETEAGENT', 'COMPLETECALLER', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'TRANSFER') THEN
                   'done' END AS move
          FROM events WHERE agent IS NOT NULL),
        known AS (
          SELECT agent, "at", row_no,
            last_value(CASE move WHEN 'in' THEN 1 WHEN 'out' THEN 0 END IGNORE NULLS) OVER w AS is_in,
            last_value(CASE move WHEN 'pause' THEN 1 WHEN 'unpause' THEN 0 WHEN 'out' THEN 0 END IGNORE NULLS) OVER w AS
              is_paused,
            last_value(CASE move WHEN 'talk' THEN 1 WHEN 'done' THEN 0 WHEN 'out' THEN 0 END IGNORE NULLS) OVER w AS is_talking
          FROM moves WHERE move IS NOT NULL
          WINDOW w AS (PARTITION BY agent ORDER BY "at", row_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
        spans AS (
          SELECT agent, row_no, "at" AS start_at, lead("at") OVER (PARTITION BY agent ORDER BY "at", row_no) AS end_at,
            CASE WHEN is_talking = 1 THEN 'talk' WHEN is_paused = 1 THEN 'break' WHEN is_in = 1 THEN 'available' END AS
              state FROM known),
        changes AS (
          SELECT *, state IS DISTINCT FROM lag(state) OVER (PARTITION BY agent ORDER BY start_at, row_no) AS is_new
          FROM spans WHERE end_at > start_at),
        runs AS (SELECT *, sum(is_new::INTEGER) OVER (PARTITION BY agent ORDER BY start_at, row_no) AS run FROM changes)
        SELECT agent, min(start_at) AS start_at, max(end_at) AS end_at, any_value(state) AS state, min(row_no) AS row_no
        FROM runs WHERE state IS NOT NULL GROUP BY agent, run"""
    )


def _warnings(connection: DuckDBPyConnection) -> list[str]:
    def count(sql: str) -> int:
        row = connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    warnings = []
    if open_ended := count("SELECT count(*) FROM folded WHERE result IS NULL"):
        warnings.append(
            ntr(
                "{count} call enters a queue and never leaves it (the log ends, or Asterisk was restarted); it was left out",
                "{count} calls enter a queue and never leave it (the log ends, or Asterisk was restarted); they were left out",
                open_ended,
            )
        )
    if given_up := count("SELECT count(*) FROM folded_calls WHERE given_up AND result = 'abandoned'"):
        warnings.append(
            ntr(
                "{count} caller was sent out of the queue unanswered; it counts as abandoned",
                "{count} callers were sent out of the queue unanswered; they count as abandoned",
                given_up,
            )
        )
    if outgoing := count("SELECT count(*) FROM events WHERE event = 'OUTDIAL'"):
        warnings.append(
            ntr(
                "{count} outgoing dial is no call of a queue; it was left out",
                "{count} outgoing dials are no calls of a queue; they were left out",
                outgoing,
            )
        )
    return warnings


_TABLE_COLUMNS = {
    "at": ("date time", "date_time"),
    "call_id": ("callid",),
    "queue": ("queue name",),
    "member": ("type", "agent"),
    "event": ("event",),
    "p1": ("param1", "data1"),
    "p2": ("param2", "data2"),
    "p3": ("param3", "data3"),
    "p4": ("param4", "data4"),
    "p5": ("param5", "data5"),
}


def sniff_table(table: Table, kind: Kind) -> float:
    """The same events as a database keeps them: a header, and the words of the log in its column of events."""
    columns = columns_by_name(table, _TABLE_COLUMNS)
    if not {"at", "call_id", "event"} <= columns.keys():
        return 0.0
    column = table.column(columns["event"][0])
    found = table.connection.execute(f"SELECT DISTINCT {column} FROM numbered LIMIT 100").fetchall()
    return 1.0 if {row[0] for row in found} & _EVENTS else 0.0


def propose_table(table: Table, kind: Kind) -> Proposal:
    """By the names of the realtime table."""
    return Proposal(Mapping(columns=columns_by_name(table, _TABLE_COLUMNS)))


TABLE_SOURCE = Source(
    "asterisk_queue_log_table",
    N_("Asterisk queue_log (database table)"),
    ("calls", "agent_states"),
    sniff_table,
    propose_table,
    ROWS,
    fold_rows,
)
SOURCE = Source("asterisk_queue_log", N_("Asterisk queue_log"), ("calls", "agent_states"), sniff, propose, ROWS, fold_rows)
