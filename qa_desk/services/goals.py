"""The goals of a workspace, in one reading for reports, tables and coaching pages: those stored, and those of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.kpis.goals import Goal
from qa_desk.workspace.settings import get_setting

if TYPE_CHECKING:
    from qa_desk.workspace.workspace import Workspace


def load_goals(workspace: Workspace) -> list[Goal]:
    """Goals of the table, and those of the setting: {KPI: target} or {KPI: {"target": …}}."""
    rows = workspace.connection.execute("SELECT kpi, target, scope, scope_value, valid_from, valid_to FROM goals ORDER BY id")
    found = [Goal(*row) for row in rows]
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
