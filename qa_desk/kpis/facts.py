"""Derives, once per import, what the KPIs count: a row a ticket, a customer's turn, a call, an answer, a state and a shift.

Each fact row knows its agent (resolved from any name in the file), the team that agent was in on that day,
the local day and hour of
every instant that can be a period key, and the working seconds at it. Derivation is DuckDB's; the KPI expressions over
these facts keep
to the SQL that PostgreSQL shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.kpis.centre_facts import derive_costs, derive_customers, derive_tags
from qa_desk.kpis.contact_facts import derive_calls, derive_staff, derive_surveys
from qa_desk.kpis.derivation import insert_rows
from qa_desk.kpis.staff_facts import derive_agent_days, derive_employments, derive_pulse, derive_tasks
from qa_desk.kpis.ticket_facts import derive_messages, derive_stock, derive_tickets, derive_turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.derivation import Membership, Surroundings


_STEPS = (
    derive_customers, derive_tickets, derive_turns, derive_messages, derive_stock, derive_calls, derive_surveys, derive_staff,
    derive_agent_days, derive_employments, derive_pulse, derive_tasks, derive_costs, derive_tags,
)  # fmt: skip
"""In this order: turns and answers look at the tickets."""


def derive_facts(connection: DuckDBPyConnection, surroundings: Surroundings, context: JobContext) -> None:
    """Make the fact tables out of the copied tables (see `FACTS` of the cache)."""
    _people(connection, surroundings)
    for done, derive in enumerate(_STEPS):
        context.raise_if_cancelled()
        context.report(done, len(_STEPS), tr("Preparing figures"))
        derive(connection, surroundings)


def _people(connection: DuckDBPyConnection, surroundings: Surroundings) -> None:
    texts = connection.execute(
        "SELECT assignee FROM tickets UNION SELECT actor_id "
        "FROM ticket_events WHERE actor = 'agent' UNION SELECT agent FROM calls "
        "UNION SELECT agent FROM surveys UNION SELECT agent FROM agent_states UNION SELECT agent FROM schedule "
        "UNION SELECT assignee FROM tasks"
    ).fetchall()
    written = sorted(text for (text,) in texts if text is not None)
    connection.execute("CREATE TABLE people (written VARCHAR, agent VARCHAR)")
    connection.execute("CREATE TABLE memberships (agent VARCHAR, team VARCHAR, from_day DATE, until_day DATE)")
    insert_rows(connection, "people", [(text, surroundings.names.get(text.casefold(), text)) for text in written])
    insert_rows(connection, "memberships", _without_overlap(surroundings.memberships))


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
