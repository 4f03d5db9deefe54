from __future__ import annotations

import json
import random
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qa_desk.domain.periods import Span
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.catalogue import CATALOGUE
from qa_desk.kpis.figure import Request
from qa_desk.kpis.points import by_day, find_points, outcomes_of, points_sql
from qa_desk.kpis.scan import missing_dimensions, scan_of
from qa_desk.services.kpi_asking import open_facts, scope_of
from qa_desk.workspace.settings import get_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store, store_fixture
from tests.kpis.postgresql import Server, copy_table, programs, running, with_literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from qa_desk.kpis.scan import Scope
    from qa_desk.workspace.workspace import Workspace

PROGRAMS = programs()
pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed")

REQUESTS = (
    Request(),
    Request(period="month"),
    Request(by=("agent",), period="week"),
    Request(by=("team", "channel")),
    Request(by=("weekday", "hour")),
    Request(start=date(2024, 6, 3), end=date(2024, 6, 30), period="day", where=(("channel", "email"), ("channel", "chat"))),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    assert PROGRAMS is not None
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, running(Path(folder), PROGRAMS) as started:
        yield started


def a_centre(workspace: Workspace, oracles: Path) -> None:
    """The oracle's fixture, and some hundreds of records of every other kind, some of them spoilt."""
    store_fixture(workspace, json.loads((oracles / "18_kpi_fixture.json").read_text())["cases"][0]["inputs"])
    rng = random.Random(7)
    for agent, team in (("Ana", "Billing"), ("Bo", "Billing"), ("Cy", "Sales")):
        agent_id = join_team(workspace, agent, team, "2024-01-01")
        workspace.connection.execute("UPDATE agents SET hire_date = '2024-01-01' WHERE id = ?", [agent_id])
    agents = ["Ana", "Bo", "Cy", None]
    tickets = []
    for number in range(300):
        created = MONDAY + rng.randrange(60 * DAY)
        more: dict[str, Any] = {} if rng.random() < 0.2 else {"reply": rng.randrange(-60, DAY)}
        if more and rng.random() < 0.8:
            more["solve"] = rng.randrange(DAY, 9 * DAY)
        counts = {"agent_replies": rng.randrange(1, 5), "public_messages": rng.randrange(2, 9), "reopens": rng.randrange(2)}
        own = {"channel": rng.choice(["email", "chat", None]), "assignee": rng.choice(agents), "customer_id": f"C{number % 90}"}
        tickets.append(a_ticket(f"X{number}", created, reason=rng.choice("rs"), escalations=number % 2, **own, **counts, **more))
    store(workspace, "tickets", tickets)
    results = ["answered", "answered", "abandoned", "timeout"]
    store(
        workspace,
        "calls",
        [
            a_call(f"Y{i}", MONDAY + rng.randrange(60 * DAY), wait_s=rng.randrange(90), result=rng.choice(results),
                   talk_s=rng.randrange(900), queue=rng.choice("ab"), agent=rng.choice(agents), customer_id=f"C{i % 50}")
            for i in range(300)
        ],
    )  # fmt: skip
    answers = [("csat", 1, 5), ("nps", 0, 10), ("ces", 1, 7)]
    surveys = []
    for number in range(120):
        kind, low, high = rng.choice(answers)
        about = {"type": kind, "scale_min": low, "scale_max": high, "ticket_id": f"X{number}"}
        when = {"sent_at": MONDAY, "responded_at": MONDAY + number}
        surveys.append({"response_id": f"S{number}", "score": rng.choice([None, rng.randint(low, high)]), **about, **when})
    store(workspace, "surveys", surveys)
    store(
        workspace, "customers", [{"customer_id": f"C{i}", "start_date": "2024-01-01", "segment": "gs"[i % 2]} for i in range(60)]
    )
    cost = {"period_start": "2024-06-01", "period_end": "2024-06-30", "scope": "all", "amount": 3000.0, "currency": "EUR"}
    store(workspace, "costs", [{"cost_id": "1", **cost}])
    store(workspace, "tasks", [{"task_id": str(i), "assignee": "Ana", "assigned_at": MONDAY, "kind": "task"} for i in range(9)])
    store(
        workspace,
        "contact_tags",
        [{"tag_id": str(i), "ticket_id": f"X{i}", "driver": "rs"[i % 2], "sentiment": "negative"} for i in range(40)],
    )
    pulse = {"campaign_id": "1", "type": "enps", "scale_min": 0.0, "scale_max": 10.0, "group_id": "Billing", "asked_at": MONDAY}
    store(workspace, "employee_pulse", [{"pulse_id": str(i), "score": float(i % 11), **pulse} for i in range(30)])


def test_the_same_expressions_give_the_same_figures_on_postgresql(workspace: Workspace, oracles: Path, server: Server) -> None:
    a_centre(workspace, oracles)
    settings = get_settings(workspace)
    compared = 0
    with open_facts(workspace, settings, Request(), Quiet()) as connection:
        tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        for table in tables:
            if table.startswith("f_") or table in ("memberships", "roster"):
                copy_table(connection, server, table)
        for request in REQUESTS:
            scope = scope_of(request, settings, MONDAY + 40 * DAY, {})
            for name in dict.fromkeys(kpi.relation.name for kpi in CATALOGUE):
                compared += compare(connection, server, name, replace(scope, span=Span(request.start, request.end)))
    assert compared > 5_000


def compare(connection: DuckDBPyConnection, server: Server, relation: str, scope: Scope) -> int:
    """Every column of every KPI of a relation, group by group; how many values were compared."""
    kpis = [kpi for kpi in CATALOGUE if kpi.relation.name == relation and not missing_dimensions(kpi, scope)]
    if not kpis:
        return 0
    scan = scan_of(connection, kpis[0].relation, scope)
    for table in [
        table for table, is_read in (("open_then", kpis[0].relation.is_stock), ("as_ofs", kpis[0].relation.is_cohort)) if is_read
    ]:
        copy_table(connection, server, table)
    queries, names = points_sql(scan, kpis, scope)
    fetched: dict[str, Any] = {}
    for query in queries:
        fetched |= server.columns(with_literals(query, scan.values))
    compared = 0
    theirs = by_day(connection, kpis, outcomes_of(fetched, names, scope), scope)
    for kpi, ours, other in zip(kpis, find_points(connection, scan, kpis, scope), theirs, strict=True):
        assert set(ours.places) == set(other.places), kpi.id
        where = [other.places[key] for key in ours.places]  # each sorts texts in its own way
        for name, column in ours.columns.items():
            np.testing.assert_allclose(other.columns[name][where], column, rtol=1e-9, err_msg=f"{kpi.id} {name}")
            compared += column.size
    return compared
