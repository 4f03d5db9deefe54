"""The goals of a workspace: set with their scope and dates, and read in one way for reports, tables and coaching pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.kpis.goals import SCOPES, Goal
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StoredGoal:
    """A goal that was set with its scope and dates; `id` names it when it is taken away."""

    id: str
    goal: Goal


_EARLIEST, _LATEST = "0001-01-01", "9999-12-31"
_ALL = "SELECT id, kpi, target, scope, scope_value, valid_from, valid_to FROM goals ORDER BY kpi, scope, scope_value, valid_from"


def load_goals(workspace: Workspace) -> list[Goal]:
    """Goals of the table, and those of the setting: {KPI: target} or {KPI: {"target": …}}."""
    found = [stored.goal for stored in list_goals(workspace)]
    for kpi, target in get_setting(workspace, "goals").items():
        value = target.get("target") if isinstance(target, dict) else target
        if isinstance(value, int | float):
            found.append(Goal(kpi, float(value)))
    return found


def goals_by_kpi(workspace: Workspace) -> dict[str, list[Goal]]:
    """The same goals by the KPI they are of."""
    found: dict[str, list[Goal]] = {}
    for goal in load_goals(workspace):
        found.setdefault(goal.kpi, []).append(goal)
    return found


def list_goals(workspace: Workspace) -> list[StoredGoal]:
    """The goals that were set with their scope and dates, in order."""
    return [StoredGoal(row[0], Goal(*row[1:])) for row in workspace.connection.execute(_ALL)]


def set_goal(workspace: Workspace, goal: Goal) -> StoredGoal:
    """Store a goal. One of the same scope that still holds ends the day before; refused where two would hold on one day.

    Refused also: a KPI that is descriptive or not known, a value it cannot have, dates that are none or the wrong way round.
    """
    goal = _checked(workspace, goal)
    with workspace.transaction() as connection:
        for other in list_goals(workspace):
            if _is_beside(other.goal, goal) and _overlap(other.goal, goal):
                if goal.valid_from is None or (other.goal.valid_from or _EARLIEST) >= goal.valid_from or other.goal.valid_to:
                    raise Refusal(_both(other.goal))
                ended = (date.fromisoformat(goal.valid_from) - timedelta(days=1)).isoformat()
                connection.execute("UPDATE goals SET valid_to = ? WHERE id = ?", [ended, other.id])
        goal_id = workspace.clock.new_id()
        connection.execute(
            "INSERT INTO goals (id, kpi, target, scope, scope_value, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [goal_id, goal.kpi, goal.target, goal.scope, goal.scope_value, goal.valid_from, goal.valid_to],
        )
    return StoredGoal(goal_id, goal)


def remove_goal(workspace: Workspace, goal_id: str) -> Goal:
    """Take a goal away and return it; the beginning of its id is enough where no other goal has it."""
    known = [stored for stored in list_goals(workspace) if goal_id and stored.id.startswith(goal_id)]
    if len(known) != 1:
        raise Refusal(tr("{id}: there is no such goal; “qa-desk kpi goal list” shows them.", id=goal_id))
    with workspace.transaction() as connection:
        connection.execute("DELETE FROM goals WHERE id = ?", [known[0].id])
    return known[0].goal


def _checked(workspace: Workspace, goal: Goal) -> Goal:
    """The goal with its names resolved."""
    from qa_desk.kpis.catalogue import find_kpi
    from qa_desk.services.changing_settings import check_goals
    from qa_desk.services.people import agent_ids

    kpi = find_kpi(goal.kpi)
    check_goals({kpi.id: goal.target})
    value = (goal.scope_value or "").strip() or None
    if goal.scope not in SCOPES:
        raise Refusal(tr("{word}: a goal is for one of: {known}.", word=goal.scope, known=", ".join(SCOPES)))
    if (goal.scope == "all") != (value is None):
        raise Refusal(tr("A goal for one {scope} needs its name; a goal for all has none.", scope=goal.scope))
    if goal.scope == "agent" and value is not None:
        if not kpi.is_for_agents:
            raise Refusal(tr("{kpi} is no figure to judge an agent by: it has no goal for one.", kpi=kpi.id))
        value = agent_ids(workspace).get(value.casefold())
        if value is None:
            raise Refusal(tr("{name}: there is no such agent.", name=goal.scope_value))
    first, last = _day(goal.valid_from), _day(goal.valid_to)
    if first and last and first > last:
        raise Refusal(tr("The goal ends ({end}) before it begins ({start}).", start=first, end=last))
    return Goal(kpi.id, float(goal.target), goal.scope, value, first, last)


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refusal(tr("{day}: is no date (YYYY-MM-DD).", day=text)) from error


def _is_beside(one: Goal, other: Goal) -> bool:
    return (one.kpi, one.scope, one.scope_value) == (other.kpi, other.scope, other.scope_value)


def _overlap(one: Goal, other: Goal) -> bool:
    starts = max(one.valid_from or _EARLIEST, other.valid_from or _EARLIEST)
    return starts <= min(one.valid_to or _LATEST, other.valid_to or _LATEST)


def _both(other: Goal) -> str:
    return tr(
        "Another goal of the same scope holds on some of these days ({start} to {end}): take it away or choose other days.",
        start=other.valid_from or "…",
        end=other.valid_to or "…",
    )
