"""What the figures that the plan is meant to move did since: raw changes with their intervals, by the engine's own comparison."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.channels import channel_name
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import join_phrases, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report_plan import PlanLine, Since, figure_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.domain.report_plan import PlanItem
    from qa_desk.kpis.figure import Figure
    from qa_desk.workspace.workspace import Workspace


def plan_lines(
    workspace: Workspace,
    scope: ReportScope,
    items: Sequence[PlanItem],
    context: JobContext | None = None,
    day_text: Callable[[date], str] = date.isoformat,
) -> list[PlanLine]:
    """The items with what each open one's figure did between the report that it was written in and the last day of this one.

    The days since the end of that report are compared with as many days directly before (whole months with whole months), so that
    the two share no record and counts stand beside counts of as many days. Items of one figure and day share a question.
    """
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.kpis import catalogue

    context = context or Quiet()
    names = {info.id: info.name for info in catalogue()}
    agents = {row[0]: row[1] for row in workspace.connection.execute("SELECT id, name FROM agents")}
    today = today_of(workspace)
    known: dict[tuple[object, ...], Since] = {}
    lines = []
    for done, item in enumerate(items):
        context.raise_if_cancelled()
        context.report(done, len(items))
        since = None
        if item.kpi is not None and item.status == "open":
            key = (item.kpi, item.where, item.report_last)
            if key not in known:
                known[key] = _since(workspace, scope, item, context, day_text)
            since = known[key]
        lines.append(PlanLine(item, linked_figure_name(item.kpi, item.where, names, agents), since, item.is_overdue(today)))
    return lines


def linked_figure_name(
    kpi: str | None, where: Sequence[tuple[str, str]], names: Mapping[str, str], agents: Mapping[str, str]
) -> str:
    """The linked figure as people read it; one that the catalogue no longer has by its id."""
    if kpi is None:
        return ""
    shown = [(dimension, _shown(dimension, value, agents)) for dimension, value in where]
    return figure_name(names.get(kpi, kpi), shown)


def _shown(dimension: str, value: str, agents: Mapping[str, str]) -> str:
    if dimension == "channel":
        return channel_name(value)
    return agents.get(value, value) if dimension == "agent" else value


def _since(
    workspace: Workspace, scope: ReportScope, item: PlanItem, context: JobContext, day_text: Callable[[date], str]
) -> Since:
    from qa_desk.kpis.figure import Request
    from qa_desk.services.kpis import figures

    first = item.report_last + timedelta(days=1)
    if item.kpi is None or scope.last < first:
        return Since(tr("Nothing yet: this report ends on or before the one that the item was written in."))
    request = Request((item.kpi,), (), "all", first, scope.last, "previous", item.where)
    try:
        found = figures(workspace, request, context)
    except Refusal as refusal:  # a figure or a group that is no more: said, so that the rest of the plan can be read
        return Since(refusal.message)
    days = (scope.last - first).days + 1
    head = ntr("Since {day} ({count} day)", "Since {day} ({count} days)", days, day=day_text(first))
    return _told(found[0], head) if found else Since("")


def _told(figure: Figure, head: str) -> Since:
    from qa_desk.kpis.wording import amount, change_text, value_text

    if figure.value is None:
        return Since(tr("{when}: {figure}", when=head, figure=figure.note or tr("no data")))
    counts = ""
    if figure.unit != "count":
        counts = tr("n = {n}, before {before}", n=count_text(figure.n), before=count_text(figure.previous_n or 0))
    if figure.change is None or figure.previous is None or figure.standing == "counts_only":
        why = figure.note or tr("nothing to compare with")
        return Since(tr("{when}: {figure}", when=head, figure=join_phrases((value_text(figure), why, counts))))
    before = tr("{value}, before {before}", value=value_text(figure), before=amount(figure.previous, figure.unit))
    told = tr("{when}: {figure}", when=head, figure=join_phrases((change_text(figure), before, counts)))
    return Since(told, figure.better, is_measured=figure.change_low is not None)
