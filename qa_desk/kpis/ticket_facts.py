"""A row a ticket, a row a turn of the customer, and when each ticket was open; out of events where there are any."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import opening_intervals
from qa_desk.kpis.derivation import insert_rows, join_team, seen_by, store_clocked, upto
from qa_desk.kpis.promises import METRICS, promise_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.derivation import Surroundings
    from qa_desk.kpis.promises import Policy


_PASSING = (
    "replied_work, solved_work, last_solved_work, closed_work, last_solved_day, last_solved_hour, closed_day, closed_hour, "
    "given_reply_work, given_solve_work"
)
"""Clocks that only the durations are made of."""


def derive_tickets(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """A row a ticket: its milestones, who reached them, and how long they took on both clocks."""
    _sum_events(connection, surroundings)
    _sum_waits(connection)
    _store_promises(connection, surroundings.policies)
    store_clocked(
        connection,
        "ticket_clocks",
        _milestones(surroundings),
        {
            "created": "created_at",
            "replied": "first_reply_at",
            "solved": "first_solved_at",
            "last_solved": "last_solved_at",
            "closed": "closed_at",
        },
        surroundings,
        temporary=True,
    )
    connection.execute(f"""
        CREATE TABLE f_tickets AS
        SELECT t.rowid AS ticket_no, t.* EXCLUDE ({_PASSING}), coalesce(t.first_reply_by, t.assignee) AS replier,
          coalesce(t.solved_by, t.assignee) AS solver,
          {_team_or_queue("mc")} AS created_team, {_team_or_queue("mr")} AS replied_team, {_team_or_queue("ms")} AS solved_team,
          first_reply_at - created_at AS reply_s, coalesce(replied_work - created_work, given_reply_work) AS reply_work_s,
          first_solved_at - created_at AS solve_s, coalesce(solved_work - created_work, given_solve_work) AS solve_work_s,
          last_solved_at - created_at AS full_solve_s, coalesce(last_solved_work - created_work,
          given_solve_work) AS full_solve_work_s,
          closed_at - created_at AS close_s, closed_work - created_work AS close_work_s,
          r.next_contact_at, b.previous_contact_at, g.segment,
          s.reply_target_s, s.is_reply_calendar, s.solve_target_s, s.is_solve_calendar
        FROM ticket_clocks t
        {join_team("t.assignee", "t.created_day", "mc")}
        {join_team("coalesce(t.first_reply_by, t.assignee)", "coalesce(t.replied_day, t.created_day)", "mr")}
        {join_team("coalesce(t.solved_by, t.assignee)", "coalesce(t.solved_day, t.created_day)", "ms")}
        LEFT JOIN ({_NEXT_CONTACT}) r ON r.clock_no = t.rowid
        LEFT JOIN ({_PREVIOUS_CONTACT}) b ON b.clock_no = t.rowid
        LEFT JOIN f_customers g ON g.customer_id = t.customer_id
        LEFT JOIN promises s ON s.channel IS NOT DISTINCT FROM t.channel AND s.priority IS NOT DISTINCT FROM t.priority""")
    connection.execute(
        "DROP TABLE promises; DROP TABLE ticket_clocks; DROP TABLE event_sums; DROP TABLE event_counts; DROP TABLE event_waits"
    )


def _sum_events(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """What the events of each ticket say of its milestones, in `event_rows`, `event_sums` and `event_counts`."""
    connection.execute(f"""
        CREATE TEMP TABLE event_rows AS
        SELECT ticket_id, seq, "at" AS happened_at, type, actor, actor_id, lower(value) AS status, handle_s,
          type = 'message' AND visibility = 'public' AND actor = 'agent' AS is_reply,
          type = 'message' AND visibility = 'public' AND actor IN ('agent', 'customer') AS is_public,
          type = 'message' AND visibility = 'public' AND actor = 'customer' AS is_customer,
          type = 'status' AND lower(value) IN ('solved', 'closed') AS is_end
        FROM ticket_events WHERE {upto(surroundings, '"at"')}""")
    connection.execute("""
        CREATE TEMP TABLE event_sums AS
        SELECT ticket_id,
          min(happened_at) FILTER (WHERE is_reply) AS first_reply_at,
          arg_min(actor_id, (happened_at, seq)) FILTER (WHERE is_reply) AS first_reply_by,
          coalesce(min(happened_at) FILTER (WHERE is_end AND status = 'solved'),
          min(happened_at) FILTER (WHERE is_end)) AS first_solved_at,
          coalesce(max(happened_at) FILTER (WHERE is_end AND status = 'solved'),
          max(happened_at) FILTER (WHERE is_end)) AS last_solved_at,
          arg_max(actor_id, (happened_at, seq)) FILTER (WHERE is_end AND actor = 'agent') AS solved_by,
          arg_max(actor_id, (happened_at, seq)) FILTER (WHERE is_reply) AS last_reply_by,
          max(happened_at) FILTER (WHERE status = 'closed' AND is_end) AS closed_at,
          arg_max(status, (happened_at, seq)) FILTER (WHERE type = 'status') AS last_status,
          count(*) FILTER (WHERE type = 'escalated') AS escalations,
          count(*) FILTER (WHERE type = 'transferred') AS transfers,
          count(*) FILTER (WHERE type = 'assigned') AS assignments,
          max(happened_at) FILTER (WHERE is_public) - min(happened_at) FILTER (WHERE is_public) AS session_s,
          count(*) FILTER (WHERE is_public) AS messages, sum(handle_s)::BIGINT AS handle_s
        FROM event_rows GROUP BY ticket_id""")
    connection.execute("""
        CREATE TEMP TABLE event_counts AS
        SELECT e.ticket_id,
          count(*) FILTER (WHERE is_reply AND happened_at <= last_solved_at) AS replies,
          count(*) FILTER (WHERE is_public AND happened_at <= last_solved_at) AS messages_to_solve,
          count(*) FILTER (WHERE type = 'status' AND status IN ('reopened', 'open') AND happened_at >= first_solved_at
                           AND NOT is_end AND (happened_at > first_solved_at OR status = 'reopened')) AS reopens
        FROM event_rows e JOIN event_sums s USING (ticket_id) WHERE first_solved_at IS NOT NULL GROUP BY e.ticket_id""")


def _sum_waits(connection: DuckDBPyConnection) -> None:
    """How long each ticket waited for the customer (pending or on hold) before its first solve, in `event_waits`."""
    connection.execute("""
        CREATE TEMP TABLE event_waits AS
        WITH steps AS (
          SELECT ticket_id, happened_at, status,
            lead(happened_at) OVER (PARTITION BY ticket_id ORDER BY happened_at, seq) AS until
          FROM event_rows WHERE type = 'status')
        SELECT ticket_id, sum(greatest(least(until, first_solved_at) - happened_at, 0))::BIGINT AS pending_s
        FROM steps JOIN event_sums USING (ticket_id)
        WHERE status IN ('pending', 'on-hold', 'hold') AND until IS NOT NULL AND first_solved_at IS NOT NULL
        GROUP BY ticket_id""")


def _milestones(surroundings: Surroundings) -> str:
    """The query of each ticket's milestones: out of its events, else out of its own columns."""

    def seen(column: str) -> str:
        return seen_by(surroundings, f"t.{column}")

    ended = "lower(t.status) IN ('solved', 'closed')"
    return f"""
        SELECT t.ticket_id, t.created_at, t.channel, t.priority, t.team AS queue, t.customer_id, t.reason, t.language,
        t.custom, t.subject,
          coalesce(s.last_status, lower(t.status)) AS status,
          p.agent AS assignee, fr.agent AS first_reply_by, coalesce(sb.agent, lr.agent) AS solved_by,
          NOT (t.is_test = 1 OR t.is_spam = 1 OR coalesce(t.merged_into, '') <> '' OR coalesce(lower(t.status),
          '') = 'deleted') AS is_counted,
          t.origin = 'agent' AS is_proactive,
          coalesce(s.first_reply_at, {seen("first_reply_at")}) AS first_reply_at,
          coalesce(s.first_solved_at, {seen("first_solved_at")}, {seen("solved_at")}) AS first_solved_at,
          coalesce(s.last_solved_at, {seen("solved_at")}, {seen("first_solved_at")}) AS last_solved_at,
          coalesce(s.closed_at, {seen("closed_at")}) AS closed_at,
          t.first_reply_business_s AS given_reply_work, t.solved_business_s AS given_solve_work,
          coalesce(c.replies, t.agent_replies) AS replies, coalesce(c.messages_to_solve, t.public_messages) AS messages,
          coalesce(c.reopens, t.reopens) AS reopens, coalesce(s.escalations, t.escalations) AS escalations, s.transfers,
          s.assignments, s.session_s, s.handle_s, coalesce(w.pending_s, 0) AS pending_s,
          CASE WHEN s.last_status IS NOT NULL THEN s.last_status NOT IN ('solved', 'closed')
               WHEN coalesce(s.last_solved_at, {seen("solved_at")}, {seen("closed_at")}) IS NOT NULL
               AND ({ended} OR t.status IS NULL) THEN FALSE
               WHEN {ended} AND t.solved_at IS NULL AND t.closed_at IS NULL AND t.first_solved_at IS NULL THEN FALSE
               ELSE TRUE END AS is_open
        FROM tickets t
        LEFT JOIN event_sums s USING (ticket_id) LEFT JOIN event_counts c USING (ticket_id)
        LEFT JOIN event_waits w USING (ticket_id)
        LEFT JOIN people p ON p.written = t.assignee LEFT JOIN people fr ON fr.written = s.first_reply_by
        LEFT JOIN people sb ON sb.written = s.solved_by LEFT JOIN people lr ON lr.written = s.last_reply_by
        WHERE {upto(surroundings, "t.created_at")}"""


def _store_promises(connection: DuckDBPyConnection, policies: Sequence[Policy]) -> None:
    """What is promised to the tickets of each channel and priority, in `promises`; empty where there are no policies."""
    connection.execute(
        "CREATE TEMP TABLE promises (channel VARCHAR, priority VARCHAR, reply_target_s BIGINT, is_reply_calendar BOOLEAN, "
        "solve_target_s BIGINT, is_solve_calendar BOOLEAN)"
    )
    if not policies:
        return
    for channel, priority in connection.execute("SELECT DISTINCT channel, priority FROM tickets").fetchall():
        row: list[object] = [channel, priority]
        for metric in METRICS:
            promise = promise_of(policies, metric, channel, priority)
            row += [promise.target_s, promise.is_calendar] if promise else [None, None]
        connection.execute("INSERT INTO promises VALUES (?, ?, ?, ?, ?, ?)", row)


def _team_or_queue(alias: str) -> str:
    """The agent's team that day; where nobody has said who is in which team, the help desk's own group."""
    return f"CASE WHEN (SELECT count(*) FROM memberships) > 0 THEN {alias}.team ELSE t.queue END"


_NEXT_CONTACT = """
    WITH repeated AS (
      SELECT rowid AS clock_no, customer_id, coalesce(reason, '') AS subject_matter, created_at, first_solved_at
      FROM ticket_clocks
      WHERE is_counted AND NOT is_proactive AND customer_id IS NOT NULL AND created_at IS NOT NULL
        AND (customer_id, coalesce(reason, '')) IN (
          SELECT (customer_id, coalesce(reason, '')) FROM ticket_clocks
          WHERE customer_id IS NOT NULL GROUP BY customer_id, coalesce(reason, '') HAVING count(*) > 1))
    SELECT a.clock_no, b.created_at AS next_contact_at
    FROM (SELECT * FROM repeated WHERE first_solved_at IS NOT NULL) a ASOF JOIN repeated b
      ON a.customer_id = b.customer_id AND a.subject_matter = b.subject_matter AND a.first_solved_at < b.created_at"""


_PREVIOUS_CONTACT = """
    SELECT rowid AS clock_no, lag(created_at) OVER (PARTITION BY customer_id, coalesce(reason, '') ORDER BY created_at, ticket_id)
      AS previous_contact_at
    FROM ticket_clocks WHERE is_counted AND NOT is_proactive AND customer_id IS NOT NULL AND created_at IS NOT NULL"""


def derive_turns(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """A turn opens at the first unanswered customer message and closes at the next public reply of an agent."""
    query = """
        WITH counted AS (
          SELECT ticket_id, happened_at, seq, is_reply, is_customer, actor_id,
            count(*) FILTER (WHERE is_reply) OVER (PARTITION BY ticket_id ORDER BY happened_at, seq
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS replies_before
          FROM event_rows WHERE is_reply OR is_customer)
        SELECT ticket_id, min(happened_at) FILTER (WHERE is_customer) AS opened_at,
        max(happened_at) FILTER (WHERE is_customer) AS last_asked_at,
        min(happened_at) FILTER (WHERE is_reply) AS answered_at,
          min(actor_id) FILTER (WHERE is_reply) AS actor_id
        FROM counted GROUP BY ticket_id, replies_before HAVING count(*) FILTER (WHERE is_customer) > 0"""
    store_clocked(
        connection, "turn_clocks", query, {"opened": "opened_at", "answered": "answered_at"}, surroundings, temporary=True
    )
    _store_handling_days(connection, surroundings)
    connection.execute(f"""
        CREATE TABLE f_turns AS
        SELECT c.ticket_id, c.opened_at, c.answered_at, coalesce(c.answered_day, c.opened_day) AS turn_day,
          coalesce(c.answered_hour, c.opened_hour) AS turn_hour, c.answered_at - c.opened_at AS turn_s,
          c.answered_at - c.last_asked_at AS turn_last_s,
          c.answered_work - c.opened_work AS turn_work_s, coalesce(p.agent, t.assignee) AS replier,
          {_team_or_queue("m")} AS turn_team, c.is_misdated OR t.is_misdated AS is_misdated, d.handle_by,
          t.* EXCLUDE (ticket_id, is_misdated, replier)
        FROM turn_clocks c LEFT JOIN handling_days d ON d.day = c.opened_day
        JOIN f_tickets t ON t.ticket_id = c.ticket_id LEFT JOIN people p ON p.written = c.actor_id
        {join_team("coalesce(p.agent, t.assignee)", "coalesce(c.answered_day, c.opened_day)", "m")}""")
    connection.execute("DROP TABLE turn_clocks; DROP TABLE handling_days")


_LONGEST_CLOSURE_DAYS = 60


def _store_handling_days(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """For each day on which a customer wrote: the end of the next business day, by which a reply counts as handling it."""
    days = connection.execute("SELECT DISTINCT opened_day FROM turn_clocks WHERE opened_day IS NOT NULL").fetchall()
    connection.execute("CREATE TEMP TABLE handling_days (day DATE, handle_by BIGINT)")
    found = []
    for (day,) in days:
        after = opening_intervals(surroundings.calendar, day + timedelta(days=1), day + timedelta(days=_LONGEST_CLOSURE_DAYS))
        if after:
            found.append((day, after[0][1]))
    insert_rows(connection, "handling_days", found)


def derive_messages(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """A row a public message of a customer or an agent."""
    query = """
        SELECT e.ticket_id, e.seq, e.happened_at, e.is_reply, e.is_customer, p.agent
        FROM event_rows e LEFT JOIN people p ON p.written = e.actor_id WHERE e.is_reply OR e.is_customer"""
    store_clocked(connection, "message_clocks", query, {"sent": "happened_at"}, surroundings, temporary=True)
    connection.execute(f"""
        CREATE TABLE f_messages AS SELECT c.*, m.team FROM message_clocks c {join_team("c.agent", "c.sent_day", "m")}""")
    connection.execute("DROP TABLE message_clocks")


def derive_stock(connection: DuckDBPyConnection, _surroundings: Surroundings) -> None:
    """When each ticket was open: from its creation to a solve, again from a reopening to the next."""
    connection.execute("""
        CREATE TABLE f_open AS
        WITH told AS (SELECT DISTINCT ticket_id FROM event_rows WHERE type = 'status'),
        known AS (SELECT t.ticket_no, t.ticket_id, t.created_at FROM f_tickets t JOIN told USING (ticket_id)),
        steps AS (
          SELECT k.ticket_no, e.happened_at, e.seq, NOT e.is_end AS is_open
          FROM event_rows e JOIN known k USING (ticket_id) WHERE e.type = 'status'
          UNION ALL SELECT ticket_no, created_at, -1, TRUE FROM known WHERE created_at IS NOT NULL),
        spans AS (
          SELECT ticket_no, happened_at AS open_from, is_open,
            lead(happened_at) OVER (PARTITION BY ticket_no ORDER BY happened_at, seq) AS open_until
          FROM steps)
        SELECT ticket_no, open_from, open_until FROM spans WHERE is_open
        UNION ALL
        SELECT ticket_no, created_at, CASE WHEN is_open THEN NULL ELSE coalesce(last_solved_at, closed_at, created_at) END
        FROM f_tickets WHERE created_at IS NOT NULL AND ticket_id NOT IN (SELECT ticket_id FROM told)""")
    connection.execute("DROP TABLE event_rows")
