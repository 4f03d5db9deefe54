"""Many figures at once: their point values in one go, their intervals for what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.calendar import local_day
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet
from qa_desk.kpis.assembly import Setting, earlier_key
from qa_desk.kpis.catalogue import find_kpis
from qa_desk.kpis.engine import evaluate_points, find_limits
from qa_desk.kpis.scan import missing_dimensions
from qa_desk.kpis.table import FigureTable, table_of, with_outcomes
from qa_desk.services.goals import goals_by_kpi
from qa_desk.services.kpi_asking import checked, filled_tables, instant_of, open_facts, scope_before, scope_of, state_of
from qa_desk.services.people import agent_ids
from qa_desk.workspace.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.kpis.kpi import Kpi
    from qa_desk.kpis.points import Outcomes
    from qa_desk.kpis.scan import GroupKey, Scope
    from qa_desk.workspace.workspace import Workspace


def figure_table(
    workspace: Workspace, request: Request, context: JobContext | None = None, *, with_limits: bool = False
) -> FigureTable:
    """The figures asked for as a table, without intervals unless they are wanted for every row; see `shown`."""
    context = context or Quiet()
    kpis, request = find_kpis(request.kpis), checked(request)
    settings, state = get_settings(workspace), state_of(workspace)
    with open_facts(workspace, settings, request, context) as connection:
        scope = scope_of(request, settings, instant_of(workspace, settings, request), agent_ids(workspace))
        reasons = _reasons(connection, kpis, scope)
        possible = [kpi for kpi, reason in reasons if reason is None]
        outcomes, before = _outcomes(connection, possible, request, scope, context, with_limits=with_limits)
    labels = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
    day = scope.span.last or local_day(scope.numbers["as_of"], scope.timezone)
    fixed = {name: values[0] for name, values in scope.where.items() if len(values) == 1}
    setting = Setting(labels, goals_by_kpi(workspace), day, fixed)
    table = table_of(reasons, request, outcomes, before, setting, has_limits=with_limits)
    table.state = state
    return table


def shown(workspace: Workspace, table: FigureTable, places: Sequence[int], context: JobContext | None = None) -> list[Figure]:
    """Some rows of a table with their intervals, in the order asked for.

    Refused when the data has changed since the table was made: its values and the intervals would not belong together.
    """
    if table.has_limits:
        return [table[place] for place in places]
    if table.state != state_of(workspace):
        raise Refusal(tr("The data has changed meanwhile: ask for the figures again."))
    context = context or Quiet()
    settings, request = get_settings(workspace), table.request
    wanted: dict[int, None] = {}
    keys: dict[GroupKey, None] = {}
    for place in places:
        number, inside = table.where(place)
        if table.blocks[number].keys:
            wanted[number] = None
            keys[table.blocks[number].keys[inside]] = None
    blocks = [table.blocks[number] for number in wanted]
    own = {block.kpi.id: block.outcomes for block in blocks if block.outcomes is not None}
    earlier_ones = {block.kpi.id: block.before for block in blocks if block.before is not None}
    kpis = [block.kpi for block in blocks]
    with open_facts(workspace, settings, request, context) as connection:
        scope = scope_of(request, settings, instant_of(workspace, settings, request), agent_ids(workspace))
        earlier = scope_before(request, scope)
        outcomes = find_limits(connection, kpis, scope, own, context, list(keys))
        before: Mapping[str, Outcomes] = {}
        if earlier is not None:
            known = dict.fromkeys(found for key in keys if (found := earlier_key(request, key)) is not None)
            before = find_limits(connection, kpis, earlier, earlier_ones, context, list(known))
    made = {
        number: with_outcomes(table, number, outcomes[kpi.id], before.get(kpi.id))
        for number, kpi in zip(wanted, kpis, strict=True)
    }
    return [table.row(place, made) for place in places]


def _reasons(connection: DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope) -> list[tuple[Kpi, str | None]]:
    """Each KPI with what keeps it from being had."""
    filled = filled_tables(connection)
    found: list[tuple[Kpi, str | None]] = []
    for kpi in kpis:
        absent = [name for name in kpi.relation.inputs if name not in filled]
        missing = missing_dimensions(kpi, scope)
        reason = tr("needs: {tables}", tables=", ".join(absent)) if absent else None
        if missing and not absent:
            reason = tr("not known by {dimensions}", dimensions=", ".join(missing))
        found.append((kpi, reason))
    return found


def _outcomes(
    connection: DuckDBPyConnection, kpis: Sequence[Kpi], request: Request, scope: Scope, context: JobContext, *, with_limits: bool
) -> tuple[dict[str, Outcomes], dict[str, Outcomes] | None]:
    """The outcomes, and those to compare with: the same ones where no window cuts them off, else those of the window before."""

    def found(which: Scope) -> dict[str, Outcomes]:
        points = evaluate_points(connection, kpis, which, context)
        return find_limits(connection, kpis, which, points, context) if with_limits else points

    outcomes, earlier = found(scope), scope_before(request, scope)
    if earlier is None:
        return outcomes, None
    return outcomes, outcomes if earlier is scope else found(earlier)
