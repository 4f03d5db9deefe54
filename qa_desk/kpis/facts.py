"""Derives, once per import, what the KPIs count: a row a ticket, a customer's turn, a call, an answer, a state and a shift.

Each fact row knows its agent (resolved from any name in the file), the team that agent was in on that day, the local day and hour of
every instant that can be a period key, and the working seconds at it. Derivation is DuckDB's; the KPI expressions over these facts keep
to the SQL that PostgreSQL shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.domain.calendar import BusinessCalendar, local_seconds, working_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent in a team on the local days from `first` up to, not including, `until` (ISO dates; None is open)."""

    agent: str
    team: str
    first: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What facts are read against: the clocks, who goes by which name, and who was in which team when.

    `horizon` (UTC seconds) hides everything later, so that figures can be shown as they stood then.
    """

    calendar: BusinessCalendar
    names: Mapping[str, str]
    memberships: Sequence[Membership]
    horizon: int | None = None


def derive_facts(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """Make the fact tables out of the copied tables (see `FACTS` of the cache)."""
    _people(connection, surroundings)
    _tickets(connection, surroundings)
    _turns(connection, surroundings)
    _stock(connection)
    _calls(connection, surroundings)
    _surveys(connection, surroundings)
    _staff(connection, surroundings)


def derive_evaluations(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """The facts of the evaluations: few, and changed often, so they are read anew for each connection."""
    query = f"SELECT * FROM evaluations WHERE {_upto(surroundings, 'happened_at')}"
    _clocked(connection, "evaluation_clocks", query, {"contact": "happened_at"}, surroundings, temporary=True)
    team = _team("e.agent", "e.contact_day", "m")
    connection.execute(f"CREATE TEMP TABLE f_evaluations AS SELECT e.*, m.team FROM evaluation_clocks e {team}")


def _people(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    texts = connection.execute(
        "SELECT assignee FROM tickets UNION SELECT actor_id FROM ticket_events WHERE actor = 'agent' UNION SELECT agent FROM calls "
        "UNION SELECT agent FROM surveys UNION SELECT agent FROM agent_states UNION SELECT agent FROM schedule"
    ).fetchall()
    written = sorted(text for (text,) in texts if text is not None)
    connection.execute("CREATE TABLE people (written VARCHAR, agent VARCHAR)")
    connection.execute("CREATE TABLE memberships (agent VARCHAR, team VARCHAR, from_day DATE, until_day DATE)")
    if written:
        pairs = [(text, surroundings.names.get(text.casefold(), text)) for text in written]
        connection.executemany("INSERT INTO people VALUES (?, ?)", pairs)
    rows = _without_overlap(surroundings.memberships)
    if rows:
        connection.executemany("INSERT INTO memberships VALUES (?, ?, ?, ?)", rows)


def _without_overlap(memberships: Sequence[Membership]) -> list[tuple[str, str, str, str]]:
    """One team at a time: a later membership ends the earlier one."""
    rows: list[tuple[str, str, str, str]] = []
    for member in sorted(memberships, key=lambda m: (m.agent, m.first), reverse=True):
        until = member.until or "9999-12-31"
        if rows and rows[-1][0] == member.agent:
            until = min(until, rows[-1][2])
        if member.first < until:
            rows.append((member.agent, member.team, member.first, until))
    return rows


def _clocked(
    connection: DuckDBPyConnection, table: str, query: str, instants: Mapping[str, str], surroundings: Surroundings, *, temporary: bool = False
) -> None:
    """Store a query's rows with `<name>_day`, `<name>_hour` and `<name>_work` beside each instant column."""
    import numpy as np

    kind = "TEMP TABLE" if temporary else "TABLE"
    connection.execute(f"CREATE {kind} unclocked AS {query}")
    columns = ", ".join(f"{column} AS {name}" for name, column in instants.items())
    fetched = connection.execute(f"SELECT {columns} FROM unclocked").fetchnumpy()
    clocks: dict[str, np.ndarray[Any, Any]] = {}
    kept = ["u.*"]
    for name, column in instants.items():
        values = np.ma.filled(fetched[name], 0).astype(np.int64)
        local = local_seconds(surroundings.calendar.timezone, values)
        clocks[f"{name}_day"] = (local // 86_400).astype(np.int32)
        clocks[f"{name}_hour"] = (local // 3_600 % 24).astype(np.int32)
        clocks[f"{name}_work"] = working_seconds(surroundings.calendar, values)
        known = f"CASE WHEN u.{column} IS NOT NULL THEN"
        kept += [
            f"{known} DATE '1970-01-01' + c.{name}_day END AS {name}_day",
            f"{known} c.{name}_hour END AS {name}_hour",
            f"{known} c.{name}_work END AS {name}_work",
        ]
    connection.register("clocks", clocks)
    connection.execute(f"CREATE {kind} {table} AS SELECT {', '.join(kept)} FROM unclocked u POSITIONAL JOIN clocks c")
    connection.unregister("clocks")
    connection.execute("DROP TABLE unclocked")


def _upto(surroundings: Surroundings, column: str) -> str:
    """A condition that hides what lies beyond the horizon."""
    return "TRUE" if surroundings.horizon is None else f"({column} IS NULL OR {column} <= {int(surroundings.horizon)})"


def _seen(surroundings: Surroundings, column: str) -> str:
    """An instant, unknown while it lies beyond the horizon."""
    return column if surroundings.horizon is None else f"CASE WHEN {column} <= {int(surroundings.horizon)} THEN {column} END"


def _team(agent: str, day: str, alias: str) -> str:
    return f"LEFT JOIN memberships {alias} ON {alias}.agent = {agent} AND {day} >= {alias}.from_day AND {day} < {alias}.until_day"


def _tickets(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    def seen(column: str) -> str:
        return _seen(surroundings, f"t.{column}")

    connection.execute(f"""
        CREATE TEMP TABLE event_rows AS
        SELECT ticket_id, seq, "at" AS happened_at, type, actor, actor_id, lower(value) AS status,
          type = 'message' AND visibility = 'public' AND actor = 'agent' AS is_reply,
          type = 'message' AND visibility = 'public' AND actor IN ('agent', 'customer') AS is_public,
          type = 'message' AND visibility = 'public' AND actor = 'customer' AS is_customer,
          type = 'status' AND lower(value) IN ('solved', 'closed') AS is_end
        FROM ticket_events WHERE {_upto(surroundings, '"at"')}""")
    connection.execute("""
        CREATE TEMP TABLE event_sums AS
        SELECT ticket_id,
          min(happened_at) FILTER (WHERE is_reply) AS first_reply_at,
          arg_min(actor_id, (happened_at, seq)) FILTER (WHERE is_reply) AS first_reply_by,
          coalesce(min(happened_at) FILTER (WHERE is_end AND status = 'solved'), min(happened_at) FILTER (WHERE is_end)) AS first_solved_at,
          coalesce(max(happened_at) FILTER (WHERE is_end AND status = 'solved'), max(happened_at) FILTER (WHERE is_end)) AS last_solved_at,
          arg_max(actor_id, (happened_at, seq)) FILTER (WHERE is_end AND actor = 'agent') AS solved_by,
          arg_max(actor_id, (happened_at, seq)) FILTER (WHERE is_reply) AS last_reply_by,
          max(happened_at) FILTER (WHERE status = 'closed' AND is_end) AS closed_at,
          arg_max(status, (happened_at, seq)) FILTER (WHERE type = 'status') AS last_status,
          count(*) FILTER (WHERE type = 'escalated') AS escalations,
          count(*) FILTER (WHERE type = 'transferred') AS transfers,
          count(*) FILTER (WHERE is_public) AS messages
        FROM event_rows GROUP BY ticket_id""")
    connection.execute("""
        CREATE TEMP TABLE event_counts AS
        SELECT e.ticket_id,
          count(*) FILTER (WHERE is_reply AND happened_at <= last_solved_at) AS replies,
          count(*) FILTER (WHERE is_public AND happened_at <= last_solved_at) AS messages_to_solve,
          count(*) FILTER (WHERE type = 'status' AND status IN ('reopened', 'open') AND happened_at >= first_solved_at
                           AND NOT is_end AND (happened_at > first_solved_at OR status = 'reopened')) AS reopens
        FROM event_rows e JOIN event_sums s USING (ticket_id) WHERE first_solved_at IS NOT NULL GROUP BY e.ticket_id""")
    ended = "lower(t.status) IN ('solved', 'closed')"
    connection.execute(f"""
        CREATE TEMP TABLE ticket_rows AS
        SELECT t.ticket_id, t.created_at, t.channel, t.priority, t.team AS queue, t.customer_id, t.reason, t.language, t.custom, t.subject,
          coalesce(s.last_status, lower(t.status)) AS status,
          p.agent AS assignee, fr.agent AS first_reply_by, coalesce(sb.agent, lr.agent) AS solved_by,
          NOT (t.is_test = 1 OR t.is_spam = 1 OR coalesce(t.merged_into, '') <> '' OR coalesce(lower(t.status), '') = 'deleted') AS is_counted,
          t.origin = 'agent' AS is_proactive,
          coalesce(s.first_reply_at, {seen("first_reply_at")}) AS first_reply_at,
          coalesce(s.first_solved_at, {seen("first_solved_at")}, {seen("solved_at")}) AS first_solved_at,
          coalesce(s.last_solved_at, {seen("solved_at")}, {seen("first_solved_at")}) AS last_solved_at,
          coalesce(s.closed_at, {seen("closed_at")}) AS closed_at,
          t.first_reply_business_s AS given_reply_work, t.solved_business_s AS given_solve_work,
          coalesce(c.replies, t.agent_replies) AS replies, coalesce(c.messages_to_solve, t.public_messages) AS messages,
          coalesce(c.reopens, t.reopens) AS reopens, coalesce(s.escalations, t.escalations) AS escalations, s.transfers,
          CASE WHEN s.last_status IS NOT NULL THEN s.last_status NOT IN ('solved', 'closed')
               WHEN coalesce(s.last_solved_at, {seen("solved_at")}, {seen("closed_at")}) IS NOT NULL AND ({ended} OR t.status IS NULL) THEN FALSE
               WHEN {ended} AND t.solved_at IS NULL AND t.closed_at IS NULL AND t.first_solved_at IS NULL THEN FALSE
               ELSE TRUE END AS is_open
        FROM tickets t
        LEFT JOIN event_sums s USING (ticket_id) LEFT JOIN event_counts c USING (ticket_id)
        LEFT JOIN people p ON p.written = t.assignee LEFT JOIN people fr ON fr.written = s.first_reply_by
        LEFT JOIN people sb ON sb.written = s.solved_by LEFT JOIN people lr ON lr.written = s.last_reply_by
        WHERE {_upto(surroundings, "t.created_at")}""")
    _clocked(
        connection,
        "ticket_clocks",
        "SELECT * FROM ticket_rows",
        {"created": "created_at", "replied": "first_reply_at", "solved": "first_solved_at", "last_solved": "last_solved_at"},
        surroundings,
        temporary=True,
    )
    connection.execute(f"""
        CREATE TABLE f_tickets AS
        SELECT t.*, coalesce(t.first_reply_by, t.assignee) AS replier, coalesce(t.solved_by, t.assignee) AS solver,
          {_team_or_queue("mc")} AS created_team, {_team_or_queue("mr")} AS replied_team, {_team_or_queue("ms")} AS solved_team,
          first_reply_at - created_at AS reply_s, coalesce(replied_work - created_work, given_reply_work) AS reply_work_s,
          first_solved_at - created_at AS solve_s, coalesce(solved_work - created_work, given_solve_work) AS solve_work_s,
          last_solved_at - created_at AS full_solve_s, coalesce(last_solved_work - created_work, given_solve_work) AS full_solve_work_s,
          closed_at - created_at AS close_s, r.next_contact_at
        FROM ticket_clocks t
        {_team("t.assignee", "t.created_day", "mc")}
        {_team("coalesce(t.first_reply_by, t.assignee)", "coalesce(t.replied_day, t.created_day)", "mr")}
        {_team("coalesce(t.solved_by, t.assignee)", "coalesce(t.solved_day, t.created_day)", "ms")}
        LEFT JOIN ({_NEXT_CONTACT}) r ON r.ticket_id = t.ticket_id""")
    connection.execute("DROP TABLE ticket_rows; DROP TABLE ticket_clocks; DROP TABLE event_sums; DROP TABLE event_counts")


def _team_or_queue(alias: str) -> str:
    """The agent's team that day; where nobody has said who is in which team, the help desk's own group."""
    return f"CASE WHEN (SELECT count(*) FROM memberships) > 0 THEN {alias}.team ELSE t.queue END"


_NEXT_CONTACT = """
    WITH repeated AS (
      SELECT ticket_id, customer_id, coalesce(reason, '') AS subject_matter, created_at, first_solved_at FROM ticket_clocks
      WHERE is_counted AND NOT is_proactive AND customer_id IS NOT NULL AND created_at IS NOT NULL
      QUALIFY count(*) OVER (PARTITION BY customer_id, coalesce(reason, '')) > 1)
    SELECT a.ticket_id, b.created_at AS next_contact_at
    FROM (SELECT * FROM repeated WHERE first_solved_at IS NOT NULL) a ASOF JOIN repeated b
      ON a.customer_id = b.customer_id AND a.subject_matter = b.subject_matter AND a.first_solved_at < b.created_at"""


def _turns(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """A turn opens at the first unanswered customer message and closes at the next public reply of an agent."""
    query = """
        WITH counted AS (
          SELECT ticket_id, happened_at, seq, is_reply, is_customer, actor_id,
            count(*) FILTER (WHERE is_reply) OVER (PARTITION BY ticket_id ORDER BY happened_at, seq
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS replies_before
          FROM event_rows WHERE is_reply OR is_customer)
        SELECT ticket_id, min(happened_at) FILTER (WHERE is_customer) AS opened_at, min(happened_at) FILTER (WHERE is_reply) AS answered_at,
          min(actor_id) FILTER (WHERE is_reply) AS actor_id
        FROM counted GROUP BY ticket_id, replies_before HAVING count(*) FILTER (WHERE is_customer) > 0"""
    _clocked(connection, "turn_clocks", query, {"opened": "opened_at", "answered": "answered_at"}, surroundings, temporary=True)
    connection.execute(f"""
        CREATE TABLE f_turns AS
        SELECT c.ticket_id, c.opened_at, c.answered_at, coalesce(c.answered_day, c.opened_day) AS turn_day,
          coalesce(c.answered_hour, c.opened_hour) AS turn_hour, c.answered_at - c.opened_at AS turn_s,
          c.answered_work - c.opened_work AS turn_work_s, coalesce(p.agent, t.assignee) AS replier,
          {_team_or_queue("m")} AS turn_team, t.* EXCLUDE (ticket_id)
        FROM turn_clocks c JOIN f_tickets t ON t.ticket_id = c.ticket_id LEFT JOIN people p ON p.written = c.actor_id
        {_team("coalesce(p.agent, t.assignee)", "coalesce(c.answered_day, c.opened_day)", "m")}""")
    connection.execute("DROP TABLE turn_clocks")


def _stock(connection: DuckDBPyConnection) -> None:
    """When each ticket was open: from its creation to a solve, again from a reopening to the next."""
    connection.execute("""
        CREATE TABLE f_open AS
        WITH steps AS (
          SELECT ticket_id, happened_at, seq, NOT is_end AS is_open FROM event_rows WHERE type = 'status'
          UNION ALL SELECT ticket_id, created_at, -1, TRUE FROM f_tickets WHERE created_at IS NOT NULL),
        told AS (SELECT DISTINCT ticket_id FROM event_rows WHERE type = 'status'),
        spans AS (
          SELECT ticket_id, happened_at AS open_from, is_open,
            lead(happened_at) OVER (PARTITION BY ticket_id ORDER BY happened_at, seq) AS open_until
          FROM steps WHERE ticket_id IN (SELECT ticket_id FROM told))
        SELECT ticket_id, open_from, open_until FROM spans WHERE is_open
        UNION ALL
        SELECT ticket_id, created_at, CASE WHEN is_open THEN NULL ELSE coalesce(last_solved_at, closed_at, created_at) END
        FROM f_tickets WHERE created_at IS NOT NULL AND ticket_id NOT IN (SELECT ticket_id FROM told)""")
    connection.execute("DROP TABLE event_rows")


def _calls(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    query = f"""
        SELECT c.call_id, c.direction, c.queue, c.offered_at, c.offered_at + c.wait_s AS answered_at, c.result, c.wait_s, c.talk_s, c.hold_s,
          c.acw_s, c.talk_s + c.hold_s + c.acw_s AS handle_s, p.agent, c.customer_id, c.reason, coalesce(c.transferred, 0) = 1 AS is_transferred,
          c.sales_eligible = 1 AS is_eligible, c.converted = 1 AS is_converted, c.custom, c.is_test = 0 AS is_counted
        FROM calls c LEFT JOIN people p ON p.written = c.agent WHERE {_upto(surroundings, "c.offered_at")}"""
    _clocked(connection, "call_clocks", query, {"offered": "offered_at", "answered": "answered_at"}, surroundings, temporary=True)
    connection.execute(f"""
        CREATE TABLE f_calls AS SELECT c.*, coalesce(c.offered_at // 1800, -row_number() OVER ()) AS interval_no, m.team FROM call_clocks c
        {_team("c.agent", "coalesce(c.answered_day, c.offered_day)", "m")}""")
    connection.execute("DROP TABLE call_clocks")


def _surveys(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    query = f"""
        SELECT s.response_id, s.type AS survey, s.sent_at, s.responded_at, s.score, s.scale_min, s.scale_max,
          CASE WHEN s.scale_max > s.scale_min AND s.score BETWEEN s.scale_min AND s.scale_max THEN
            CASE WHEN s.high_is_good = 1 THEN s.score - s.scale_min ELSE s.scale_max - s.score END / (s.scale_max - s.scale_min) END AS ease,
          s.comment, s.ticket_id, s.call_id, coalesce(s.customer_id, t.customer_id, c.customer_id) AS customer_id,
          coalesce(p.agent, t.solver, c.agent) AS agent, coalesce(s.channel, t.channel, CASE WHEN c.call_id IS NOT NULL THEN 'call' END) AS channel,
          coalesce(t.queue, c.queue) AS queue, t.priority, coalesce(t.reason, c.reason) AS reason, t.language, s.custom,
          s.score IS NULL OR coalesce(s.ticket_id, s.call_id) IS NULL OR row_number() OVER (
            PARTITION BY s.type, s.ticket_id, s.call_id, s.score IS NULL ORDER BY s.responded_at DESC NULLS LAST, s.response_id DESC) = 1 AS is_latest
        FROM surveys s LEFT JOIN people p ON p.written = s.agent
        LEFT JOIN f_tickets t ON t.ticket_id = s.ticket_id LEFT JOIN f_calls c ON c.call_id = s.call_id
        WHERE {_upto(surroundings, "coalesce(s.responded_at, s.sent_at)")}"""
    _clocked(connection, "survey_clocks", query, {"responded": "responded_at", "sent": "sent_at"}, surroundings, temporary=True)
    connection.execute(f"""
        CREATE TABLE f_surveys AS SELECT s.*, m.team FROM survey_clocks s
        {_team("s.agent", "coalesce(s.responded_day, s.sent_day)", "m")}""")
    connection.execute("DROP TABLE survey_clocks")


def _staff(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    states = f"""
        SELECT p.agent, s.start_at, s.end_at, lower(s.state) AS state, s.end_at - s.start_at AS state_s
        FROM agent_states s LEFT JOIN people p ON p.written = s.agent WHERE {_upto(surroundings, "s.start_at")}"""
    _clocked(connection, "state_clocks", states, {"start": "start_at"}, surroundings, temporary=True)
    connection.execute(
        f"CREATE TABLE f_states AS SELECT s.*, m.team FROM state_clocks s {_team('s.agent', 's.start_day', 'm')}"
    )
    shifts = f"""
        WITH fitting AS (
          SELECT agent, start_at, end_at,
            CASE WHEN state IN ('talk', 'hold', 'acw', 'available') THEN 'work' ELSE state END AS activity FROM f_states WHERE end_at > start_at),
        sums AS (SELECT *, coalesce(sum(end_at - start_at) OVER (PARTITION BY agent, activity ORDER BY start_at, end_at
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before_s FROM fitting),
        shifts AS (
          SELECT row_number() OVER () AS shift, p.agent, s.start_at, s.end_at, lower(s.activity) AS activity
          FROM schedule s LEFT JOIN people p ON p.written = s.agent
          WHERE s.end_at > s.start_at AND {_upto(surroundings, "s.start_at")}),
        ends AS (SELECT shift, agent, activity, start_at AS looked_up, -1 AS sign FROM shifts
                 UNION ALL SELECT shift, agent, activity, end_at, 1 FROM shifts),
        kept AS (
          SELECT e.shift, sum(e.sign * (f.before_s + least(e.looked_up, f.end_at) - f.start_at)) AS kept_s
          FROM ends e ASOF JOIN sums f ON e.agent = f.agent AND e.activity = f.activity AND e.looked_up >= f.start_at GROUP BY e.shift)
        SELECT s.agent, s.start_at, s.end_at, s.activity, s.end_at - s.start_at AS scheduled_s, coalesce(k.kept_s, 0) AS kept_s
        FROM shifts s LEFT JOIN kept k USING (shift)"""
    _clocked(connection, "shift_clocks", shifts, {"start": "start_at"}, surroundings, temporary=True)
    connection.execute(
        f"CREATE TABLE f_shifts AS SELECT s.*, m.team FROM shift_clocks s {_team('s.agent', 's.start_day', 'm')}"
    )
    connection.execute("DROP TABLE state_clocks; DROP TABLE shift_clocks")
