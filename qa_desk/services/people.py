"""Agents, teams and evaluators: found by any name they go by, made when first met, moved between teams with a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who talks to customers."""

    id: str
    name: str
    team: str | None
    hire_date: str | None


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A person who scores interactions."""

    id: str
    name: str


def agent_ids(workspace: Workspace) -> dict[str, str]:
    """Every name an agent goes by (name, mail address, external id, alias; case-folded) → agent id.

    A name that two agents share is left out: it identifies nobody.
    """
    pairs: list[tuple[str, str]] = []
    for row in workspace.connection.execute("SELECT id, external_id, name, email FROM agents"):
        pairs += [(text.casefold(), row["id"]) for text in (row["id"], row["external_id"], row["name"], row["email"]) if text]
    pairs += [(row[0].casefold(), row[1]) for row in workspace.connection.execute("SELECT alias, agent_id FROM agent_aliases")]
    found: dict[str, str | None] = {}
    for name, agent_id in pairs:
        found[name] = agent_id if found.get(name, agent_id) == agent_id else None
    return {name: agent_id for name, agent_id in found.items() if agent_id is not None}


def ensure_agents(workspace: Workspace, names: Iterable[str]) -> dict[str, str]:
    """Agent id by each of the given names, as written; an unknown name becomes a new agent."""
    known = agent_ids(workspace)
    result: dict[str, str] = {}
    with workspace.transaction() as connection:
        for name in names:
            agent_id = known.get(name.casefold())
            if agent_id is None:
                agent_id = workspace.clock.new_id()
                connection.execute(
                    "INSERT INTO agents (id, external_id, name, created_at) VALUES (?, ?, ?, ?)",
                    [agent_id, name, name, workspace.clock.now()],
                )
                known[name.casefold()] = agent_id
            result[name] = agent_id
    return result


def ensure_team(workspace: Workspace, name: str, lead_name: str | None = None) -> str:
    """The team's id; a team is made when first named."""
    with workspace.transaction() as connection:
        row = connection.execute("SELECT id FROM teams WHERE name = ?", [name]).fetchone()
        if row:
            return str(row[0])
        team_id = workspace.clock.new_id()
        connection.execute("INSERT INTO teams (id, name, lead_name) VALUES (?, ?, ?)", [team_id, name, lead_name])
        return team_id


def ensure_evaluator(workspace: Workspace, name: str, email: str | None = None) -> str:
    """The evaluator's id; an evaluator is made when first named."""
    with workspace.transaction() as connection:
        row = connection.execute("SELECT id FROM evaluators WHERE name = ?", [name]).fetchone()
        if row:
            return str(row[0])
        evaluator_id = workspace.clock.new_id()
        connection.execute("INSERT INTO evaluators (id, name, email) VALUES (?, ?, ?)", [evaluator_id, name, email])
        return evaluator_id


def list_evaluators(workspace: Workspace) -> list[Evaluator]:
    """Active evaluators by name."""
    rows = workspace.connection.execute("SELECT id, name FROM evaluators WHERE is_active = 1 ORDER BY name")
    return [Evaluator(row["id"], row["name"]) for row in rows]


def list_agents(workspace: Workspace, on: str | None = None) -> list[Agent]:
    """All agents by name, with the team they are in on a date (YYYY-MM-DD; default: the latest membership)."""
    rows = workspace.connection.execute(
        """
        SELECT a.id, a.name, a.hire_date,
          (SELECT t.name FROM memberships m JOIN teams t ON t.id = m.team_id
           WHERE m.agent_id = a.id AND (:on IS NULL OR (m.valid_from <= :on AND (m.valid_to IS NULL OR m.valid_to > :on)))
           ORDER BY m.valid_from DESC LIMIT 1) AS team
        FROM agents a ORDER BY a.name
        """,
        {"on": on},
    )
    return [Agent(row["id"], row["name"], row["team"], row["hire_date"]) for row in rows]


def list_teams(workspace: Workspace) -> list[str]:
    """Team names in order."""
    return [row[0] for row in workspace.connection.execute("SELECT name FROM teams ORDER BY name")]
