"""Builds workspaces with facts in them, for the tests of figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_desk.services.people import ensure_agents, ensure_team
from qa_desk.services.verify_kpis import fixture_rows
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.workspace.workspace import Workspace

DAY = 86_400
MONDAY = int(datetime(2024, 6, 3, tzinfo=UTC).timestamp())


def a_batch(workspace: Workspace) -> str:
    """An import batch to hang facts on."""
    batch_id = workspace.clock.new_id()
    number = workspace.connection.execute("SELECT count(*) + 1 FROM import_batches").fetchone()[0]
    workspace.connection.execute(
        "INSERT INTO import_batches (id, number, kind, source, path, timezone, state, rows_read, rows_new, rows_updated, "
        "rows_unchanged, "
        "rows_refused, created_at) VALUES (?, ?, 'tickets', 'canonical', 'x', 'UTC', 'active', 0, 0, 0, 0, 0, 0)",
        [batch_id, number],
    )
    return batch_id


def store(workspace: Workspace, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Facts as an import would store them."""
    batch_id = a_batch(workspace)
    for number, row in enumerate(rows):
        full = {**row, "batch_id": batch_id, "row_no": number, "row_hash": number}
        names = ", ".join(f'"{name}"' for name in full)
        marks = ", ".join("?" for _ in full)
        workspace.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(full.values()))


def store_fixture(workspace: Workspace, inputs: Mapping[str, Any]) -> None:
    """All tables and settings of an oracle's KPI fixture."""
    for table in ("tickets", "ticket_events", "calls", "surveys", "agent_states", "schedule"):
        store(workspace, table, fixture_rows(inputs, table))
    ensure_agents(workspace, ["A", "B"])
    names = (
        "as_of",
        "calendar",
        "sla_first_response_s",
        "fcr_window_days",
        "backlog_overdue_hours",
        "sl_threshold_s",
        "short_abandon_s",
    )
    set_settings(workspace, {name: inputs[name] for name in names})


def join_team(workspace: Workspace, agent: str, team: str, first: str, until: str | None = None) -> str:
    """An agent in a team from a day on."""
    agent_id = ensure_agents(workspace, [agent])[agent]
    workspace.connection.execute(
        "INSERT INTO memberships (id, agent_id, team_id, valid_from, valid_to) VALUES (?, ?, ?, ?, ?)",
        [workspace.clock.new_id(), agent_id, ensure_team(workspace, team), first, until],
    )
    return agent_id


def a_ticket(ticket_id: str, created: int = MONDAY, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """A ticket row; times given as seconds after its creation: `reply`, `solve`."""
    reply, solve = more.pop("reply", None), more.pop("solve", None)
    row = {"ticket_id": ticket_id, "created_at": created, "status": "open" if solve is None else "solved", **more}
    if reply is not None:
        row["first_reply_at"] = created + reply
    if solve is not None:
        row["solved_at"] = row["first_solved_at"] = created + solve
    return row


def a_call(call_id: str, offered: int | None = MONDAY, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """An answered call."""
    return {
        "call_id": call_id,
        "offered_at": offered,
        "result": "answered",
        "wait_s": 10,
        "talk_s": 100,
        "hold_s": 0,
        "acw_s": 20,
        **more,
    }
