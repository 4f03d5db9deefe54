"""A row a call, an answer of a survey, a state of an agent, a scheduled activity, an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.derivation import join_team, store_clocked, upto

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.derivation import Surroundings


def derive_calls(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """Calls with the seconds of their parts and the half-hour they came in."""
    query = f"""
        SELECT c.call_id, c.direction, c.queue, c.offered_at, c.offered_at + greatest(coalesce(c.wait_s, 0), 0) AS answered_at,
          c.result, c.wait_s,
        c.talk_s, c.hold_s,
          c.acw_s,
          CASE WHEN c.talk_s >= 0 AND c.hold_s >= 0 AND c.acw_s >= 0 THEN c.talk_s + c.hold_s + c.acw_s END AS handle_s,
          p.agent, c.customer_id, c.reason,
          c.transferred = 1 AS is_transferred,
          c.sales_eligible = 1 AS is_eligible, c.converted = 1 AS is_converted, c.custom, c.is_test = 0 AS is_counted
        FROM calls c LEFT JOIN people p ON p.written = c.agent WHERE {upto(surroundings, "c.offered_at")}"""
    instants = {"offered": "offered_at", "answered": "answered_at"}
    store_clocked(connection, "call_clocks", query, instants, surroundings, temporary=True)
    connection.execute(f"""
        CREATE TABLE f_calls AS SELECT c.*, coalesce(c.offered_at // 1800, -row_number() OVER ()) AS interval_no,
        m.team, g.segment,
        CASE WHEN c.result = 'answered' AND c.customer_id IS NOT NULL THEN lead(c.offered_at) OVER (
          PARTITION BY c.customer_id, coalesce(c.reason, ''), c.direction, c.is_counted, c.result = 'answered'
          ORDER BY c.offered_at, c.call_id) END AS next_call_at,
        lag(c.offered_at) OVER (
          PARTITION BY c.customer_id, coalesce(c.reason, ''), c.direction, c.is_counted ORDER BY c.offered_at, c.call_id)
          AS previous_call_at
        FROM call_clocks c
        {join_team("c.agent", "coalesce(c.answered_day, c.offered_day)", "m")}
        LEFT JOIN f_customers g ON g.customer_id = c.customer_id""")
    connection.execute("DROP TABLE call_clocks")


def derive_surveys(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """Answers scaled to 0–1 with high as good, joined to the agent and the subject of their contact."""
    query = f"""
        SELECT s.response_id, s.type AS survey, s.sent_at, s.responded_at, s.score, s.scale_min, s.scale_max,
          CASE WHEN s.scale_max > s.scale_min AND s.score BETWEEN s.scale_min AND s.scale_max THEN
            CASE WHEN s.high_is_good = 1 THEN s.score - s.scale_min ELSE s.scale_max - s.score END / (s.scale_max -
            s.scale_min) END AS ease,
          s.comment, s.ticket_id, s.call_id, coalesce(s.customer_id, t.customer_id, c.customer_id) AS customer_id,
          coalesce(p.agent, t.solver, c.agent) AS agent, coalesce(s.channel, t.channel,
          CASE WHEN c.call_id IS NOT NULL THEN 'call' END) AS channel,
          coalesce(t.queue, c.queue) AS queue, t.priority, coalesce(t.reason, c.reason) AS reason, t.language, s.custom,
          s.score IS NULL OR coalesce(s.ticket_id, s.call_id) IS NULL OR row_number() OVER (
            PARTITION BY s.type, s.ticket_id, s.call_id, s.score IS NULL ORDER BY s.responded_at DESC NULLS LAST,
            s.response_id DESC) = 1 AS is_latest
        FROM surveys s LEFT JOIN people p ON p.written = s.agent
        LEFT JOIN f_tickets t ON t.ticket_id = s.ticket_id LEFT JOIN f_calls c ON c.call_id = s.call_id
        WHERE {upto(surroundings, "coalesce(s.responded_at, s.sent_at)")}"""
    store_clocked(
        connection, "survey_clocks", query, {"responded": "responded_at", "sent": "sent_at"}, surroundings, temporary=True
    )
    connection.execute(f"""
        CREATE TABLE f_surveys AS SELECT s.*, m.team, g.segment FROM survey_clocks s
        {join_team("s.agent", "coalesce(s.responded_day, s.sent_day)", "m")}
        LEFT JOIN f_customers g ON g.customer_id = s.customer_id""")
    connection.execute("DROP TABLE survey_clocks")


def derive_staff(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """States, and how much of each scheduled activity was kept: a cumulative function, looked up at both ends."""
    team = join_team("s.agent", "s.start_day", "m")
    states = f"""
        SELECT p.agent, s.start_at, s.end_at, lower(s.state) AS state, s.end_at - s.start_at AS state_s
        FROM agent_states s LEFT JOIN people p ON p.written = s.agent WHERE {upto(surroundings, "s.start_at")}"""
    start = {"start": "start_at"}
    store_clocked(connection, "state_clocks", states, start, surroundings, temporary=True, also_checked=("end_at",))
    connection.execute(f"CREATE TABLE f_states AS SELECT s.*, m.team FROM state_clocks s {team}")
    shifts = f"""
        WITH fitting AS (
          SELECT agent, start_at, end_at,
            CASE WHEN state IN ('talk', 'hold', 'acw', 'available') THEN 'work' ELSE state END AS activity
          FROM f_states WHERE end_at > start_at AND NOT is_misdated),
        sums AS (
          SELECT *, coalesce(sum(end_at - start_at) OVER (PARTITION BY agent, activity ORDER BY start_at, end_at
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before_s FROM fitting),
        shifts AS (
          SELECT row_number() OVER () AS shift, p.agent, s.start_at, s.end_at, lower(s.activity) AS activity
          FROM schedule s LEFT JOIN people p ON p.written = s.agent
          WHERE {upto(surroundings, "s.start_at")}),
        ends AS (SELECT shift, agent, activity, start_at AS looked_up, -1 AS sign FROM shifts
                 UNION ALL SELECT shift, agent, activity, end_at, 1 FROM shifts),
        kept AS (
          SELECT e.shift, sum(e.sign * (f.before_s + least(e.looked_up, f.end_at) - f.start_at)) AS kept_s
          FROM ends e ASOF JOIN sums f ON e.agent = f.agent AND e.activity = f.activity AND e.looked_up >= f.start_at
          GROUP BY e.shift)
        SELECT s.agent, s.start_at, s.end_at, s.activity, s.end_at - s.start_at AS scheduled_s, coalesce(k.kept_s, 0) AS kept_s
        FROM shifts s LEFT JOIN kept k USING (shift)"""
    store_clocked(connection, "shift_clocks", shifts, start, surroundings, temporary=True, also_checked=("end_at",))
    connection.execute(f"CREATE TABLE f_shifts AS SELECT s.*, m.team FROM shift_clocks s {team}")
    connection.execute("DROP TABLE state_clocks; DROP TABLE shift_clocks")


def derive_evaluations(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """The facts of the evaluations: few, and changed often, so they are read anew for each connection."""
    query = f"SELECT * FROM evaluations WHERE {upto(surroundings, 'happened_at')}"
    store_clocked(connection, "evaluation_clocks", query, {"contact": "happened_at"}, surroundings, temporary=True)
    team = join_team("e.agent", "e.contact_day", "m")
    connection.execute(f"CREATE TEMP TABLE f_evaluations AS SELECT e.*, m.team FROM evaluation_clocks e {team}")
