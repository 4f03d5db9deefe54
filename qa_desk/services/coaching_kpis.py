"""The KPIs of a coaching page: each agent beside the team and the period before, with the interval of the change."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qa_desk.domain.coaching import KpiLine, Measure, Verdict
from qa_desk.domain.language import tr
from qa_desk.domain.progress import Quiet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, KpiInfo
    from qa_desk.services.coaching_evidence import Centre
    from qa_desk.workspace.workspace import Workspace

COACHING_KPIS = (
    "csat",
    "nps",
    "first_contact_resolution_rate",
    "first_response_time",
    "response_time",
    "resolution_time_first",
    "sla_compliance_rate",
    "average_handle_time",
)
"""What an agent can do something about, in the order of the page. Stocks and queue figures are nobody's own."""

_VERDICTS = {"met": Verdict.MET, "not_met": Verdict.NOT_MET, "not_distinguishable": Verdict.UNCLEAR}


def kpi_lines(
    workspace: Workspace, centre: Centre, agent_ids: Sequence[str], context: JobContext | None = None
) -> dict[str, tuple[KpiLine, ...]]:
    """KPI lines by agent id; a KPI that has nothing to count for an agent is left out."""
    from qa_desk.kpis.figure import Request
    from qa_desk.services.kpis import catalogue, figures

    context = context or Quiet()
    infos = {info.id: info for info in catalogue() if info.id in COACHING_KPIS}
    wanted = tuple(kpi for kpi in COACHING_KPIS if kpi in infos)
    span = centre.span
    only = tuple(("agent", agent_id) for agent_id in agent_ids) if len(agent_ids) < len(centre.agents) else ()
    own = figures(
        workspace,
        Request(kpis=wanted, by=("agent",), start=span.first, end=span.last, compare="previous", where=only),
        context,
    )
    teams = {centre.agents[agent_id].team for agent_id in agent_ids if agent_id in centre.agents}
    by_team: dict[tuple[str, str | None], Figure] = {}
    these = tuple(("team", team) for team in teams if team is not None)
    if these:
        request = Request(kpis=wanted, by=("team",), start=span.first, end=span.last, where=these)
        for figure in figures(workspace, request, context):
            by_team[figure.kpi, figure.group.get("team")] = figure
    lines: defaultdict[str, dict[str, KpiLine]] = defaultdict(dict)
    for figure in own:
        agent_id = figure.keys.get("agent")
        if agent_id is not None and agent_id in centre.agents and figure.n:
            team = by_team.get((figure.kpi, centre.agents[agent_id].team))
            lines[agent_id][figure.kpi] = _line(infos[figure.kpi], figure, team)
    return {agent: tuple(found[kpi] for kpi in wanted if kpi in found) for agent, found in lines.items()}


def _line(info: KpiInfo, own: Figure, team: Figure | None) -> KpiLine:
    return KpiLine(
        id=info.id,
        name=info.name,
        unit=own.unit,
        direction=own.direction,
        agent=_measure(own),
        team=_measure(team) if team else Measure(),
        previous=Measure(own.previous, n=own.previous_n or 0),
        change=Measure(own.change, own.change_low, own.change_high, own.n),
        goal=own.goal,
        verdict=_VERDICTS.get(own.goal_verdict or "", Verdict.NONE),
        definition=info.formula,
    )


def _measure(figure: Figure) -> Measure:
    """Below five records the counts are printed instead of a percentage that would look like knowledge."""
    if figure.standing == "counts_only" and figure.unit == "share" and figure.numerator is not None:
        counts = tr("{part} of {whole}", part=round(figure.numerator), whole=round(figure.denominator or figure.n))
        return Measure(None, None, None, figure.n, counts)
    return Measure(figure.value, figure.low, figure.high, figure.n, figure.note)
