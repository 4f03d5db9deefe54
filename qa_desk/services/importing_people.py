"""What an import says about people: agents named by facts are made known, a roster says who was in which team from when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_desk.services.people import agent_ids, ensure_agents, ensure_team
from qa_desk.workspace.batches import Counts, remember_created, remember_replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.workspace.workspace import Workspace

_ALWAYS = "1900-01-01"
"""From when a person is in a team whose roster gives no date."""


def make_agents_known(workspace: Workspace, batch_id: str, names: Iterable[str]) -> int:
    """Names that no agent goes by become agents; how many were made."""
    before = {row[0] for row in workspace.connection.execute("SELECT id FROM agents")}
    shared = shared_names(workspace)
    ensure_agents(workspace, [name for name in names if name.casefold() not in shared])
    made = [row[0] for row in workspace.connection.execute("SELECT id FROM agents") if row[0] not in before]
    remember_created(workspace.connection, batch_id, "agents", made)
    return len(made)


def shared_names(workspace: Workspace) -> set[str]:
    """Names that several agents go by: they identify nobody, and must not become a further agent."""
    known = agent_ids(workspace)
    rows = workspace.connection.execute(
        "SELECT name FROM agents UNION SELECT email FROM agents WHERE email IS NOT NULL UNION SELECT alias FROM agent_aliases"
    )
    return {row[0].casefold() for row in rows} - known.keys()


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of a roster."""

    agent_id: str
    team_id: str
    name: str | None = None
    email: str | None = None
    role: str | None = None
    fte: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    hire_date: str | None = None
    exit_date: str | None = None
    exit_type: str | None = None
    lead_name: str | None = None


def store_roster(workspace: Workspace, batch_id: str, rows: Iterable[RosterRow]) -> Counts:
    """Agents, teams and memberships as the roster has them; a membership that a later one follows ends where that begins."""
    rows = list(rows)
    make_agents_known(workspace, batch_id, dict.fromkeys(row.agent_id for row in rows))
    known = agent_ids(workspace)
    new = updated = unchanged = 0
    agents = dict.fromkeys(known[row.agent_id.casefold()] for row in rows if row.agent_id.casefold() in known)
    for row in rows:
        agent_id = known.get(row.agent_id.casefold())
        if agent_id is None:
            continue
        _update_agent(workspace, batch_id, agent_id, row)
        team_id = _team(workspace, batch_id, row)
        outcome = _membership(workspace, batch_id, agent_id, team_id, row)
        new, updated, unchanged = new + (outcome == "new"), updated + (outcome == "updated"), unchanged + (outcome == "unchanged")
    for agent_id in agents:
        _end_where_the_next_begins(workspace, batch_id, agent_id)
    return Counts(new, updated, unchanged)


def _update_agent(workspace: Workspace, batch_id: str, agent_id: str, row: RosterRow) -> None:
    said: dict[str, Any] = {
        name: value
        for name in ("name", "email", "hire_date", "exit_date", "exit_type")
        if (value := getattr(row, name)) is not None
    }
    current = workspace.connection.execute(
        "SELECT name, email, hire_date, exit_date, exit_type FROM agents WHERE id = ?", [agent_id]
    ).fetchone()
    changed = {name: value for name, value in said.items() if current[name] != value}
    if not changed:
        return
    if not _was_made_by(workspace, batch_id, "agents", agent_id):
        remember_replaced(workspace.connection, batch_id, "agents", agent_id)
    listed = ", ".join(f"{name} = ?" for name in changed)
    workspace.connection.execute(f"UPDATE agents SET {listed} WHERE id = ?", [*changed.values(), agent_id])
    for name in ("name", "email"):
        if name in changed and current[name] is not None:
            _keep_as_alias(workspace, batch_id, agent_id, current[name])


def _keep_as_alias(workspace: Workspace, batch_id: str, agent_id: str, name: str) -> None:
    """What a person was called before still finds them: earlier facts carry it. Not where it is somebody's already."""
    if name.casefold() in agent_ids(workspace).keys() | shared_names(workspace):
        return
    workspace.connection.execute("INSERT OR IGNORE INTO agent_aliases (alias, agent_id) VALUES (?, ?)", [name, agent_id])
    remember_created(workspace.connection, batch_id, "agent_aliases", [name])


def _team(workspace: Workspace, batch_id: str, row: RosterRow) -> str:
    known = workspace.connection.execute("SELECT id, lead_name FROM teams WHERE name = ?", [row.team_id]).fetchone()
    if known is None:
        team_id = ensure_team(workspace, row.team_id, row.lead_name)
        remember_created(workspace.connection, batch_id, "teams", [team_id])
        return team_id
    if row.lead_name is not None and row.lead_name != known["lead_name"]:
        if not _was_made_by(workspace, batch_id, "teams", known["id"]):
            remember_replaced(workspace.connection, batch_id, "teams", known["id"])
        workspace.connection.execute("UPDATE teams SET lead_name = ? WHERE id = ?", [row.lead_name, known["id"]])
    return str(known["id"])


def _membership(workspace: Workspace, batch_id: str, agent_id: str, team_id: str, row: RosterRow) -> str:
    start = row.valid_from or row.hire_date or _ALWAYS
    said = (team_id, row.role, row.fte, row.valid_to)
    known = workspace.connection.execute(
        "SELECT id, team_id, role, fte, valid_to FROM memberships WHERE agent_id = ? AND valid_from = ?", [agent_id, start]
    ).fetchone()
    if known is None:
        membership_id = workspace.clock.new_id()
        workspace.connection.execute(
            "INSERT INTO memberships (id, agent_id, team_id, role, fte, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [membership_id, agent_id, team_id, row.role, row.fte, start, row.valid_to],
        )
        remember_created(workspace.connection, batch_id, "memberships", [membership_id])
        return "new"
    same_end = row.valid_to is None or known["valid_to"] == row.valid_to
    if tuple(known[1:4]) == said[:3] and same_end:
        return "unchanged"
    if not _was_made_by(workspace, batch_id, "memberships", known["id"]):
        remember_replaced(workspace.connection, batch_id, "memberships", known["id"])
    workspace.connection.execute(
        "UPDATE memberships SET team_id = ?, role = ?, fte = ?, valid_to = ifnull(?, valid_to) WHERE id = ?", [*said, known["id"]]
    )
    return "updated"


def _end_where_the_next_begins(workspace: Workspace, batch_id: str, agent_id: str) -> None:
    rows = workspace.connection.execute(
        "SELECT id, valid_to, lead(valid_from) OVER (ORDER BY valid_from) AS next FROM memberships WHERE agent_id = ?", [agent_id]
    ).fetchall()
    for row in rows:
        if row["next"] is not None and (row["valid_to"] is None or row["valid_to"] > row["next"]):
            if not _was_made_by(workspace, batch_id, "memberships", row["id"]):
                remember_replaced(workspace.connection, batch_id, "memberships", row["id"])
            workspace.connection.execute("UPDATE memberships SET valid_to = ? WHERE id = ?", [row["next"], row["id"]])


def _was_made_by(workspace: Workspace, batch_id: str, table: str, row_id: str) -> bool:
    return bool(
        workspace.connection.execute(
            "SELECT 1 FROM import_created WHERE batch_id = ? AND table_name = ? AND row_id = ?", [batch_id, table, row_id]
        ).fetchone()
    )
