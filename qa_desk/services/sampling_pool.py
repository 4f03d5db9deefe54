"""The pool a sample is drawn from, as a temporary table of this connection: a row a contact that the population lets in.

All of it is SQL, so that two hundred thousand contacts take a second. Contacts are the interactions of the workspace and, where
the population wants them too, imported calls and tickets that no recording or thread came for.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from qa_desk.domain.sampling import FIRST_YEAR_DAYS, HIGH_FROM, LOW_UP_TO, NEW_DAYS
from qa_desk.services.centre_time import zone_of
from qa_desk.services.people import agent_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.sampling import Population
    from qa_desk.workspace.workspace import Workspace

_TABLES = ("sampling_pool", "sampling_people", "sampling_teams", "sampling_ratings")
_FOR_EVER = 2**60

_KNOWN = """
  SELECT ifnull(i.external_id, i.id) AS id, i.id AS interaction_id, i.channel, coalesce(i.agent_id, p.agent) AS agent,
    i.started_at AS at, i.duration_s AS seconds, coalesce(i.driver, c.reason, t.reason, '') AS driver,
    coalesce(i.queue, c.queue, t.team, '') AS queue, coalesce(i.language, t.language, '') AS language,
    coalesce(i.subject, t.subject, '') AS subject, coalesce(i.customer_id, c.customer_id, t.customer_id, '') AS customer
  FROM interactions i
  LEFT JOIN calls c ON c.call_id = i.external_id AND i.channel = 'call'
  LEFT JOIN tickets t ON t.ticket_id = i.external_id AND i.channel <> 'call'
  LEFT JOIN sampling_people p ON p.written = coalesce(c.agent, t.assignee)
  WHERE ifnull(c.is_test, 0) = 0 AND ifnull(t.is_test, 0) = 0 AND ifnull(t.is_spam, 0) = 0 AND ifnull(t.merged_into, '') = ''
"""
_HAS_CONTENT = """
  AND (EXISTS (SELECT 1 FROM media m WHERE m.interaction_id = i.id)
    OR EXISTS (SELECT 1 FROM utterances u WHERE u.interaction_id = i.id))
"""
_IS_FRESH = """
  AND NOT EXISTS (SELECT 1 FROM evaluations e WHERE e.interaction_id = i.id AND e.purpose = 'routine')
  AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.interaction_id = i.id)
  AND i.id NOT IN (SELECT interaction_id FROM calibration_items)
  AND i.id NOT IN (SELECT x.interaction_id FROM sample_replacements r JOIN sample_items x ON x.id = r.item_id)
"""
"""Also what was replaced once: it would have to be replaced again."""

_ONLY_IMPORTED = """
  UNION ALL
  SELECT c.call_id, NULL, 'call', p.agent, c.offered_at, c.talk_s + ifnull(c.hold_s, 0), ifnull(c.reason, ''),
    ifnull(c.queue, ''), '', '', ifnull(c.customer_id, '')
  FROM calls c LEFT JOIN sampling_people p ON p.written = c.agent
  WHERE c.result = 'answered' AND c.is_test = 0
    AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.external_id = c.call_id)
  UNION ALL
  SELECT t.ticket_id, NULL,
    CASE WHEN t.channel IN ('chat', 'email', 'social') THEN t.channel ELSE 'ticket' END,
    p.agent, t.created_at, NULL, ifnull(t.reason, ''), ifnull(t.team, ''), ifnull(t.language, ''), ifnull(t.subject, ''),
    ifnull(t.customer_id, '')
  FROM tickets t LEFT JOIN sampling_people p ON p.written = t.assignee
  WHERE t.is_test = 0 AND t.is_spam = 0 AND ifnull(t.merged_into, '') = ''
    AND NOT EXISTS (SELECT 1 FROM interactions i WHERE i.external_id = t.ticket_id)
    AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.call_id = t.ticket_id)
"""
"""A ticket of the same id as a call is the same contact to the outside world: the call stands for both."""

_TEAM = """
  SELECT 1 FROM sampling_teams m WHERE m.agent = k.agent AND m.first_at <= ifnull(k.at, :now) AND ifnull(k.at, :now) < m.until_at
"""
_TENURE = f"""
  CASE WHEN g.hire_date IS NULL OR k.at IS NULL THEN 'unknown'
    WHEN k.at - CAST(strftime('%s', g.hire_date) AS INTEGER) < {NEW_DAYS * 86_400} THEN 'new'
    WHEN k.at - CAST(strftime('%s', g.hire_date) AS INTEGER) < {FIRST_YEAR_DAYS * 86_400} THEN 'first_year'
    ELSE 'experienced' END
"""
_CSAT = f"""
  CASE WHEN r.share IS NULL THEN 'none' WHEN r.share <= {LOW_UP_TO} THEN 'low' WHEN r.share >= {HIGH_FROM} THEN 'high'
    ELSE 'middle' END
"""


@contextmanager
def pool(workspace: Workspace, population: Population, context: JobContext) -> Iterator[sqlite3.Connection]:
    """A table `sampling_pool` while the block lasts.

    Columns: id, interaction_id, channel, agent, at, seconds, driver, queue, language, subject, customer, tenure, csat, share.
    Contacts without a known agent are in it, with a NULL agent: they are counted and never drawn.
    """
    connection = workspace.connection
    _drop(connection)
    try:
        _people(workspace)
        context.raise_if_cancelled()
        _ratings(connection)
        context.raise_if_cancelled()
        query, values = _pool_query(workspace, population)
        connection.execute(f"CREATE TEMP TABLE sampling_pool AS {query}", values)
        context.raise_if_cancelled()
        yield connection
    finally:
        _drop(connection)


def _drop(connection: sqlite3.Connection) -> None:
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _pool_query(workspace: Workspace, population: Population) -> tuple[str, dict[str, Any]]:
    known = _KNOWN + (_HAS_CONTENT if population.needs_content else "") + (_IS_FRESH if population.is_fresh else "")
    contacts = known if population.needs_content else known + _ONLY_IMPORTED
    values: dict[str, Any] = {"now": workspace.clock.now()}
    conditions = ["1"]
    start, end = _instants(population.first, population.last, zone_of(workspace))
    if population.first is not None:
        conditions.append("k.at >= :start")
        values["start"] = start
    if population.last is not None:
        conditions.append("k.at < :end")
        values["end"] = end
    for name, wanted in (
        ("channel", population.channels),
        ("agent", population.agents),
        ("queue", population.queues),
        ("driver", population.drivers),
        ("language", population.languages),
    ):
        if wanted:
            conditions.append(f"k.{name} IN (SELECT value FROM json_each(:{name}))")
            values[name] = json.dumps(wanted)
    for expression, name, wanted in ((_CSAT, "csat", population.csat), (_TENURE, "tenure", population.tenure)):
        if wanted:
            conditions.append(f"({expression}) IN (SELECT value FROM json_each(:{name}))")
            values[name] = json.dumps(wanted)
    if population.teams:
        conditions.append(f"EXISTS ({_TEAM} AND m.team IN (SELECT value FROM json_each(:teams)))")
        values["teams"] = json.dumps(population.teams)
    for bound, sign, name in ((population.shortest_s, ">=", "shortest"), (population.longest_s, "<=", "longest")):
        if bound is not None:
            conditions.append(f"k.seconds {sign} :{name}")
            values[name] = bound
    query = f"""
        SELECT k.*, {_TENURE} AS tenure, {_CSAT} AS csat, r.share AS share
        FROM ({contacts}) k LEFT JOIN agents g ON g.id = k.agent LEFT JOIN sampling_ratings r ON r.contact = k.id
        WHERE {" AND ".join(conditions)}"""
    return query, values


def _instants(first: date | None, last: date | None, zone: ZoneInfo) -> tuple[int, int]:
    start = datetime.combine(first or date.min.replace(year=1970), time(), zone)
    end = datetime.combine((last or date(2200, 1, 1)) + timedelta(days=1), time(), zone)
    return int(start.timestamp()), int(end.timestamp())


def _people(workspace: Workspace) -> None:
    """Who is meant by the names that calls and tickets carry, and who was in which team when."""
    connection, zone = workspace.connection, zone_of(workspace)
    names = agent_ids(workspace)
    written = connection.execute(
        "SELECT agent FROM calls WHERE agent IS NOT NULL UNION SELECT assignee FROM tickets WHERE assignee IS NOT NULL"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE sampling_people (written TEXT PRIMARY KEY, agent TEXT) WITHOUT ROWID")
    pairs = [(text, names[text.casefold()]) for (text,) in written if text.casefold() in names]
    connection.executemany("INSERT INTO sampling_people VALUES (?, ?)", pairs)
    connection.execute("CREATE TEMP TABLE sampling_teams (agent TEXT, team TEXT, lead TEXT, first_at INTEGER, until_at INTEGER)")
    connection.executemany("INSERT INTO sampling_teams VALUES (?, ?, ?, ?, ?)", _memberships(connection, zone))
    connection.execute("CREATE INDEX temp.sampling_teams_agent ON sampling_teams (agent, first_at)")


def _memberships(connection: sqlite3.Connection, zone: ZoneInfo) -> Iterator[tuple[str, str, str | None, int, int]]:
    """One team at a time: a later membership ends the earlier one."""
    rows = connection.execute(
        "SELECT m.agent_id, t.name, t.lead_name, m.valid_from, m.valid_to FROM memberships m JOIN teams t ON t.id = m.team_id "
        "ORDER BY m.agent_id, m.valid_from DESC"
    )
    agent, next_from = "", _FOR_EVER
    for row in rows:
        first = _midnight(row["valid_from"], zone)
        until = _FOR_EVER if row["valid_to"] is None else _midnight(row["valid_to"], zone)
        until = min(until, next_from) if row["agent_id"] == agent else until
        if first < until:
            yield row["agent_id"], row["name"], row["lead_name"], first, until
        agent, next_from = row["agent_id"], first


def _midnight(day: str, zone: ZoneInfo) -> int:
    return int(datetime.combine(date.fromisoformat(day[:10]), time(), zone).timestamp())


def _ratings(connection: sqlite3.Connection) -> None:
    """What the customer of a contact answered last, as a place on the scale: 1 is the best."""
    connection.execute("CREATE TEMP TABLE sampling_ratings (contact TEXT PRIMARY KEY, share REAL) WITHOUT ROWID")
    connection.execute("""
        INSERT OR REPLACE INTO sampling_ratings
        SELECT coalesce(ticket_id, call_id),
          CASE WHEN high_is_good = 1 THEN score - scale_min ELSE scale_max - score END / (scale_max - scale_min)
        FROM surveys
        WHERE type = 'csat' AND coalesce(ticket_id, call_id) IS NOT NULL AND score BETWEEN scale_min AND scale_max
          AND scale_max > scale_min
        ORDER BY responded_at, response_id""")
