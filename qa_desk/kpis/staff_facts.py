"""The centre's people: days worked, when they came and went, what they say in pulse surveys, and their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.derivation import insert_rows, join_team, seen_by, store_clocked, upto

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.derivation import Surroundings


def derive_agent_days(connection: DuckDBPyConnection, _surroundings: Surroundings) -> None:
    """Days on which an agent worked: by the states where there are any, else by what the agent did on tickets (a guess)."""
    connection.execute("""
        CREATE TABLE f_agent_days AS
        WITH logged AS (
          SELECT DISTINCT agent, start_day AS day, team FROM f_states
          WHERE agent IS NOT NULL AND state IN ('available', 'talk', 'hold', 'acw') AND NOT is_misdated),
        acted AS (
          SELECT solver AS agent, solved_day AS day, solved_team AS team FROM f_tickets
          WHERE is_counted AND first_solved_at IS NOT NULL AND NOT is_misdated
          UNION SELECT replier, replied_day, replied_team FROM f_tickets
          WHERE is_counted AND first_reply_at IS NOT NULL AND NOT is_misdated)
        SELECT agent, day, team, FALSE AS is_guessed FROM logged
        UNION ALL
        SELECT agent, day, any_value(team), TRUE FROM acted
        WHERE agent IS NOT NULL AND day IS NOT NULL AND NOT EXISTS (SELECT 1 FROM logged) GROUP BY agent, day""")


def derive_employments(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """When each agent came and went, as far as the roster says."""
    connection.execute("CREATE TABLE roster (agent VARCHAR, hired DATE, gone DATE, exit_type VARCHAR)")
    rows = [(one.agent, one.hired, one.left, one.exit_type) for one in surroundings.employments if one.hired or one.left]
    insert_rows(connection, "roster", rows)


def derive_pulse(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """A row a respondent and campaign, with the mean of the answers; an invitation that nobody answered is a row too."""
    query = f"""
        SELECT campaign_id || ' ' || coalesce(response_id, pulse_id) AS respondent, type AS survey, min(group_id) AS team,
          avg(CASE WHEN scale_max > scale_min THEN (score - scale_min) / (scale_max - scale_min) END) AS ease,
          avg(score) AS score, max(scale_max) AS scale_max, max(asked_at) AS asked_at
        FROM employee_pulse WHERE {upto(surroundings, "asked_at")} GROUP BY 1, 2"""
    store_clocked(connection, "f_pulse", query, {"asked": "asked_at"}, surroundings)


def derive_tasks(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    """Tasks, with a completion that lies beyond the horizon not known yet."""
    query = f"""
        SELECT t.task_id, coalesce(lower(t.kind), '') AS kind, p.agent, t.assigned_at, t.due_at,
          {seen_by(surroundings, "t.completed_at")} AS completed_at
        FROM tasks t LEFT JOIN people p ON p.written = t.assignee WHERE {upto(surroundings, "t.assigned_at")}"""
    store_clocked(
        connection, "task_clocks", query, {"assigned": "assigned_at"}, surroundings, temporary=True,
        also_checked=("due_at", "completed_at"),
    )  # fmt: skip
    team = join_team("t.agent", "t.assigned_day", "m")
    connection.execute(f"CREATE TABLE f_tasks AS SELECT t.*, m.team FROM task_clocks t {team}")
    connection.execute("DROP TABLE task_clocks")
