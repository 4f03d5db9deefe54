"""Figures on request: the catalogue, the figures with intervals and comparison, and the records behind each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.calendar import local_day
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.catalogue import CATALOGUE, find_kpi, info
from qa_desk.kpis.figure import Figure, KpiInfo, Records, Request
from qa_desk.kpis.listing import list_records
from qa_desk.kpis.scan import missing_dimensions
from qa_desk.services.kpi_asking import checked, filled_tables, instant_of, open_facts, scope_of
from qa_desk.services.kpi_tables import figure_table
from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_settings

if TYPE_CHECKING:
    from qa_desk.domain.progress import JobContext
    from qa_desk.workspace.workspace import Workspace

__all__ = ["Figure", "KpiInfo", "Records", "Request", "catalogue", "figures", "kpi_info", "records", "scopes"]


def catalogue() -> list[KpiInfo]:
    """Every KPI with its definition, in the reader's language."""
    return [info(kpi) for kpi in CATALOGUE]


def kpi_info(kpi_id: str) -> KpiInfo:
    """One KPI's definition; refused when there is no such KPI."""
    return info(find_kpi(kpi_id))


def figures(workspace: Workspace, request: Request, context: JobContext | None = None) -> list[Figure]:
    """The figures asked for: KPI after KPI, group by group, period by period. A KPI that cannot be had is a row that says why.

    All of them with their intervals; where only a part of many is shown, `figure_table` is faster.
    """
    return list(figure_table(workspace, request, context, with_limits=True))


def records(workspace: Workspace, kpi_id: str, request: Request, limit: int | None = None) -> Records:
    """The records behind a figure: those that entered it, with what each contributed; newest first."""
    kpi, request = find_kpi(kpi_id), checked(replace(request, by=(), period="all", compare=None))
    if kpi.private_below:
        raise Refusal(tr("{id}: single answers of employees are never shown.", id=kpi.id))
    settings = get_settings(workspace)
    with open_facts(workspace, settings, request, Quiet()) as connection:
        filled = filled_tables(connection)
        absent = [name for name in kpi.relation.inputs if name not in filled]
        scope = scope_of(request, settings, instant_of(workspace, settings, request), agent_ids(workspace))
        if absent:
            raise Refusal(tr("{id}: needs: {tables}.", id=kpi.id, tables=", ".join(absent)))
        missing = missing_dimensions(kpi, scope)
        if missing:
            raise Refusal(tr("{id}: not known by {dimensions}.", id=kpi.id, dimensions=", ".join(missing)))
        labels = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
        return list_records(connection, kpi, scope, labels, limit)


def scopes(workspace: Workspace, context: JobContext | None = None) -> dict[str, list[str]]:
    """Teams and channels there are, for filters; under "days" the first and last day (up to now) of any fact."""
    settings = get_settings(workspace)
    today = local_day(instant_of(workspace, settings, Request()), settings["timezone"])
    with open_facts(workspace, settings, Request(), context or Quiet()) as connection:
        channels = connection.execute(
            "SELECT DISTINCT channel FROM f_tickets WHERE channel IS NOT NULL ORDER BY channel"
        ).fetchall()
        days = connection.execute(
            "SELECT min(d), max(d) FROM (SELECT min(created_day) AS d FROM f_tickets UNION ALL SELECT max(created_day) "
            "FROM f_tickets "
            "UNION ALL SELECT min(offered_day) FROM f_calls UNION ALL SELECT max(offered_day) FROM f_calls "
            "UNION ALL SELECT min(responded_day) FROM f_surveys UNION ALL SELECT max(responded_day) FROM f_surveys "
            "UNION ALL SELECT min(contact_day) FROM f_evaluations UNION ALL SELECT max(contact_day) FROM f_evaluations)"
        ).fetchall()[0]
    return {
        "team": [row[0] for row in workspace.connection.execute("SELECT name FROM teams ORDER BY name")],
        "channel": [row[0] for row in channels],
        "days": [min(day, today).isoformat() for day in days if day is not None],
    }
