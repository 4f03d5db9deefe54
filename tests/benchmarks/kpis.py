"""Figures over 1,000,000 tickets, against one hand-written DuckDB query for the same point values without intervals."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.kpis.catalogue import CATALOGUE
from qa_desk.kpis.figure import Request
from qa_desk.services.kpi_tables import figure_table, shown
from qa_desk.services.kpis import figures
from qa_desk.services.people import ensure_agents
from qa_desk.workspace.workspace import create_workspace
from tests.benchmarks.measuring import Ratio, best_of, seconds
from tests.kpi_centre import a_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.workspace.workspace import Workspace

_TICKETS = 1_000_000
_ROWS = f"""
SELECT 'T' || i, 1700000000 + (i * 37) % 15552000 AS created, ['email', 'chat', 'web'][1 + i % 3], 'G' || (i % 5),
'Agent ' || (i % 200),
  'C' || (hash(i) % 300000), 'R' || (i % 25), 'solved', created + 60 + CAST(hash(i) % 86400 AS BIGINT),
  created + 90000 + CAST(hash(i + 1) % 400000 AS BIGINT), 1 + CAST(hash(i + 2) % 4 AS INTEGER),
  CAST(hash(i + 3) % 20 = 0 AS INTEGER), 0
FROM range({_TICKETS}) r(i)"""
_COLUMNS = (
    "ticket_id, created_at, channel, team, assignee, customer_id, reason, status, first_reply_at, solved_at, agent_replies, "
    "reopens, escalations"
)


def _duration(name: str, where: str) -> str:
    """Median, 90th percentile and mean of a duration, and how many records it is made of."""
    kept = f"FILTER (WHERE {where} AND {name} >= 0)"
    return f"quantile_cont({name}, [0.5, 0.9]) {kept}, avg({name}) {kept}, count(*) {kept}"


_OK = "is_counted AND NOT is_proactive"
_SOLVED = f"{_OK} AND first_solved_at IS NOT NULL AND NOT is_open"
_ONCE = "coalesce(reopens, 0) = 0 AND coalesce(escalations, 0) = 0"
_ALONE = "coalesce(next_contact_at > first_solved_at + 604800, TRUE)"
_MATURE = f"{_SOLVED} AND replies IS NOT NULL AND first_solved_at + 604800 <= $now"
_BY_HAND = f"""
WITH weeks AS (
  SELECT w AS day, CAST(extract(epoch FROM w + INTERVAL 7 DAY) AS BIGINT) - 1 AS until
  FROM generate_series(DATE '2023-11-13', DATE '2024-05-20', INTERVAL 7 DAY) x(w)),
replied AS (
  SELECT replier AS a, date_trunc('week', coalesce(replied_day, created_day)) AS w,
    {_duration("reply_s", _OK)}, {_duration("reply_work_s", _OK)}
  FROM f_tickets GROUP BY a, w),
created AS (
  SELECT assignee AS a, date_trunc('week', created_day) AS w, count(*) FILTER (WHERE is_counted) AS volume,
    avg(CAST(reply_work_s <= 3600 AS INTEGER)) FILTER (WHERE {_OK} AND reply_work_s >= 0) AS sla,
    avg(CAST(solve_work_s <= solve_target_s AS INTEGER)) FILTER (WHERE {_OK} AND solve_target_s IS NOT NULL) AS kept,
    avg(CAST(coalesce(previous_contact_at >= created_at - 604800, FALSE) AS INTEGER))
      FILTER (WHERE {_OK} AND customer_id IS NOT NULL) AS again,
    avg(greatest(assignments - 1, 0)) FILTER (WHERE is_counted) AS handed_on
  FROM f_tickets GROUP BY a, w),
solved AS (
  SELECT solver AS a, date_trunc('week', coalesce(solved_day, created_day)) AS w,
    {", ".join(_duration(name, _SOLVED) for name in ("solve_s", "solve_work_s", "full_solve_s", "full_solve_work_s"))},
    median(solve_s - pending_s) FILTER (WHERE {_SOLVED}), {_duration("close_s", _OK)}, {_duration("close_work_s", _OK)},
    avg(CAST(replies = 1 AND {_ONCE} AND coalesce(transfers, 0) = 0 AND {_ALONE} AS INTEGER)) FILTER (WHERE {_MATURE}),
    avg(CAST(replies = 1 AND {_ONCE} AND {_ALONE} AS INTEGER)) FILTER (WHERE {_MATURE}),
    avg(CAST(coalesce(reopens, 0) = 0 AND {_ALONE} AS INTEGER)) FILTER (WHERE {_MATURE}),
    avg(CAST(replies = 1 AND {_ONCE} AND coalesce(transfers, 0) = 0 AS INTEGER)) FILTER (WHERE {_SOLVED}),
    avg(CAST(transfers > 0 AS INTEGER)) FILTER (WHERE {_SOLVED}), avg(CAST(reopens > 0 AS INTEGER)) FILTER (WHERE {_SOLVED}),
    avg(CAST(escalations > 0 AS INTEGER)) FILTER (WHERE {_SOLVED}),
    avg(messages) FILTER (WHERE {_SOLVED}), median(messages) FILTER (WHERE {_SOLVED}),
    avg(replies) FILTER (WHERE {_SOLVED}), median(replies) FILTER (WHERE {_SOLVED}),
    count(*) FILTER (WHERE is_counted AND first_solved_at IS NOT NULL) AS handled,
    median(session_s) FILTER (WHERE is_counted AND channel = 'chat')
  FROM f_tickets GROUP BY a, w),
backlog AS (
  SELECT t.assignee AS a, d.day AS w, count(*), count(*) FILTER (WHERE d.until - t.created_at > 172800),
    count(*) FILTER (WHERE t.first_reply_at IS NULL OR t.first_reply_at > d.until),
    quantile_cont(d.until - t.created_at, [0.5, 0.9]), max(d.until - t.created_at)
  FROM f_open o JOIN weeks d ON o.open_from <= d.until AND o.open_until > d.until
  JOIN f_tickets t ON t.ticket_no = o.ticket_no GROUP BY a, w),
worked AS (SELECT agent AS a, date_trunc('week', day) AS w, count(*) AS days FROM f_agent_days GROUP BY a, w)
SELECT *, handled / days, volume / sum(volume) OVER (PARTITION BY w)
FROM created FULL JOIN replied USING (a, w) FULL JOIN solved USING (a, w) FULL JOIN backlog USING (a, w)
FULL JOIN worked USING (a, w)"""


def ratios() -> Iterator[Ratio]:
    """The whole ticket catalogue by agent and week with the cache deleted, then warm; what a page shows first; all intervals."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        workspace = _centre(Path(folder) / "bench.qadesk")
        tickets = tuple(kpi.id for kpi in CATALOGUE if kpi.relation.inputs == ("tickets",))
        whole = Request(tickets, ("agent",), "week")
        cold = _cold(workspace, whole)
        table = figure_table(workspace, whole)
        name = "one query by hand for the same point values, over the prepared facts"
        works: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("all ticket KPIs by agent × week, warm", lambda: figure_table(workspace, whole), "≤ 1.5×"),
            ("intervals of 50 rows of that table", lambda: shown(workspace, table, range(0, len(table), len(table) // 50)), ""),
            ("one figure with its interval, warm", lambda: figures(workspace, Request(("first_response_time",))), "< 300 ms"),
            ("all ticket KPIs by week with all intervals, warm", lambda: figures(workspace, Request(tickets, period="week")), ""),
        )
        for what, work, aim in works:
            ours, hand = best_of(3, work, lambda: _by_hand(workspace))
            yield Ratio(what, ours, name, hand, aim)
        yield Ratio("all ticket KPIs by agent × week, cache deleted", cold, name, hand, "≤ 3×")
        workspace.close()


def _cold(workspace: Workspace, request: Request) -> float:
    for cache in workspace.folder.glob("facts-*"):
        cache.unlink()
    return seconds(lambda: figure_table(workspace, request))


def _centre(path: Path) -> Workspace:
    import duckdb

    workspace = create_workspace(path)
    batch = a_batch(workspace)
    cursor = duckdb.connect().execute(_ROWS)
    marks = ", ".join("?" for _ in range(13))
    with workspace.transaction() as connection:
        while rows := cursor.fetchmany(50_000):
            connection.executemany(
                f"INSERT INTO tickets ({_COLUMNS}, batch_id, row_no, row_hash) VALUES ({marks}, ?, 0, 0)",
                [(*row, batch) for row in rows],
            )
    ensure_agents(workspace, [f"Agent {number}" for number in range(200)])
    return workspace


def _by_hand(workspace: Workspace) -> object:
    import duckdb

    (path,) = workspace.folder.glob("facts-*.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(_BY_HAND, {"now": 1_790_000_000}).fetchnumpy()
