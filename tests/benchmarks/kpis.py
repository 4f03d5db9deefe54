"""Figures over 1,000,000 tickets, against one hand-written DuckDB query for the same point values without intervals."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qa_desk.kpis.catalogue import CATALOGUE
from qa_desk.kpis.figure import Request
from qa_desk.services.kpis import figures
from qa_desk.services.people import ensure_agents
from qa_desk.workspace.workspace import create_workspace
from tests.benchmarks.measuring import Ratio, best_of, seconds
from tests.kpi_centre import a_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_DURATIONS = ("reply_s", "reply_work_s", "solve_s", "solve_work_s", "full_solve_s", "full_solve_work_s")
_BY_HAND = f"""
SELECT assignee, date_trunc('week', coalesce(replied_day, created_day)) AS week,
  {", ".join(f"median({name}), avg({name}), quantile_cont({name}, 0.9)" for name in _DURATIONS)},
  avg(CAST(reply_work_s <= 3600 AS INTEGER)), avg(CAST(replies = 1 AND reopens = 0 AS INTEGER)), avg(replies), median(replies),
  avg(CAST(reopens > 0 AS INTEGER)), avg(CAST(escalations > 0 AS INTEGER)), count(*), count(*) FILTER (WHERE is_open)
FROM f_tickets WHERE is_counted GROUP BY ALL"""


def ratios() -> Iterator[Ratio]:
    """One figure, the whole ticket catalogue by week, and by agent and week, warm; one figure with the cache deleted."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        workspace = _centre(Path(folder) / "bench.qadesk")
        tickets = tuple(kpi.id for kpi in CATALOGUE if kpi.relation.inputs == ("tickets",))
        requests = (
            ("one figure, warm", Request(("first_response_time",)), ""),
            ("all ticket KPIs by week, warm", Request(tickets, period="week"), ""),
            ("all ticket KPIs by agent × week with intervals, warm", Request(tickets, ("agent",), "week"), "≤ 1.5×"),
        )
        for cache in workspace.folder.glob("facts-*"):
            cache.unlink()
        cold = seconds(lambda: figures(workspace, Request(("first_response_time",))))
        name = "one query by hand, point values by agent × week"
        for what, request, aim in requests:
            ours, hand = best_of(2, lambda request=request: figures(workspace, request), lambda: _by_hand(workspace))  # type: ignore[misc]
            yield Ratio(what, ours, name, hand, aim)
        yield Ratio("one figure with the cache deleted", cold, name, hand, "≤ 3×")
        workspace.close()


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
        return connection.execute(_BY_HAND).fetchall()
