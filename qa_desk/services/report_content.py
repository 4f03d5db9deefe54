"""Gathers everything that a file of the report holds: words, plan, figures of the whole and of groups, trends, definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qa_desk.domain.channels import channel_name
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import N_, join_phrases, tr
from qa_desk.domain.periods import Span, next_start, period_start, span_before
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report import Definition, ReportContent, ReportFigure, ReportScope, Trend
from qa_desk.domain.report_plan import group_name
from qa_desk.services.report_headlines import HEADLINES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, KpiInfo
    from qa_desk.workspace.workspace import Workspace

_DAYS_BY_DAY, _DAYS_BY_WEEK = 35, 200
_STEPS = 6
_COMPARED = {"previous": N_("compared with {first} to {last}"), "year": N_("compared with {first} to {last}, a year before")}
_GOALS = {"met": N_("met"), "not_met": N_("not met"), "not_distinguishable": N_("within the interval")}
_DIRECTIONS = {"up": N_("higher"), "down": N_("lower"), "band": N_("within a band"), "none": N_("neither")}


def report_content(workspace: Workspace, scope: ReportScope, context: JobContext | None = None) -> ReportContent:
    """The whole report in the language in force; days are written as ISO 8601, as in all files.

    Refused when nothing at all happened in the period for this choice.
    """
    from qa_desk.kpis.figure import Request
    from qa_desk.services.centre_time import today_of
    from qa_desk.services.kpis import catalogue, figures
    from qa_desk.services.report_plan import plan_items
    from qa_desk.services.report_plan_since import plan_lines
    from qa_desk.services.report_summary import report_figures, words_for

    watched = _Step(context or Quiet())
    infos = {info.id: info for info in catalogue()}
    request = Request((), (), "all", scope.first, scope.last, scope.compare, scope.where)
    found = report_figures(workspace, scope, watched.next())
    whole = figures(workspace, request, watched.next())
    if not any(figure.n for figure in whole):
        raise Refusal(tr("Nothing happened between {first} and {last} for this choice.", first=scope.first, last=scope.last))
    period = grain_of(scope)
    trends = figures(workspace, replace(request, kpis=HEADLINES, period=period, compare=None), watched.next())
    plan = plan_lines(workspace, scope, plan_items(workspace), watched.next())
    before = span_before(Span(scope.first, scope.last), scope.compare)
    watched.next()
    return ReportContent(
        title=tr("Service report"),
        about=_about(scope, before),
        scope=scope,
        before=before,
        grain=period,
        made_on=today_of(workspace),
        words=words_for(scope, found),
        plan=tuple(plan),
        figures=tuple(_figure(figure, infos, scope.first, scope.last) for figure in whole),
        groups=tuple(_figure(figure, infos, scope.first, scope.last) for figure in found.groups),
        trends=tuple(_trends(trends, infos, period, scope)),
        definitions=tuple(_definition(info) for info in infos.values()),
    )


def grain_of(scope: ReportScope) -> str:
    """The periods of the trends: days, weeks or months, so that a chart has some ten to forty points."""
    days = (scope.last - scope.first).days + 1
    return "day" if days <= _DAYS_BY_DAY else "week" if days <= _DAYS_BY_WEEK else "month"


class _Step:
    """One stretch of several of a longer work: its own progress is a share of the whole."""

    def __init__(self, context: JobContext) -> None:
        self._context, self._done = context, -1

    def next(self) -> JobContext:
        """The next stretch begins."""
        self._done += 1
        self._context.raise_if_cancelled()
        self.report(0, 1)
        return self

    def report(self, done: float, total: float, text: str = "") -> None:
        """How far this stretch is."""
        self._context.report(self._done + (min(1.0, done / total) if total else 0.0), _STEPS, text)

    def raise_if_cancelled(self) -> None:
        """Let Cancel through."""
        self._context.raise_if_cancelled()


def _about(scope: ReportScope, before: Span) -> str:
    parts = [tr("{first} to {last}", first=scope.first, last=scope.last)]
    if before.first is not None and before.last is not None:
        parts.append(tr(_COMPARED[scope.compare], first=before.first, last=before.last))
    parts += [group_name(name, channel_name(value) if name == "channel" else value) for name, value in scope.where]
    return join_phrases(parts)


def _trends(found: Sequence[Figure], infos: Mapping[str, KpiInfo], period: str, scope: ReportScope) -> list[Trend]:
    by_kpi: dict[str, list[Figure]] = {}
    for figure in found:
        if figure.period is not None and figure.value is not None:
            by_kpi.setdefault(figure.kpi, []).append(figure)
    is_open = next_start(period, period_start(period, scope.last)) > scope.last + timedelta(days=1)
    trends = []
    for kpi, figures in by_kpi.items():
        info = infos[kpi]
        points = tuple(
            _figure(figure, infos, start, next_start(period, start) - timedelta(days=1))
            for figure in sorted(figures, key=lambda each: each.period or scope.first)
            if (start := figure.period) is not None
        )
        trends.append(Trend(kpi, info.name, info.family, info.unit, points, is_open))
    return trends


def _figure(figure: Figure, infos: Mapping[str, KpiInfo], first: date, last: date) -> ReportFigure:
    from qa_desk.kpis.wording import amount, change_text, interval_text, value_text

    info = infos[figure.kpi]
    goal = ""
    if figure.goal is not None:
        verdict = tr(_GOALS[figure.goal_verdict]) if figure.goal_verdict else ""
        goal = (
            tr("{goal}: {verdict}", goal=amount(figure.goal, figure.unit), verdict=verdict)
            if verdict
            else amount(figure.goal, figure.unit)
        )
    dimension, group = next(iter(figure.group.items()), ("", ""))
    return ReportFigure(
        kpi=figure.kpi,
        name=info.name,
        family=info.family,
        unit=figure.unit,
        direction=figure.direction,
        first=first,
        last=last,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        interval=figure.interval,
        n=figure.n,
        numerator=figure.numerator,
        denominator=figure.denominator,
        excluded=figure.excluded,
        censored=figure.censored,
        previous=figure.previous,
        previous_n=figure.previous_n,
        change=figure.change,
        change_low=figure.change_low,
        change_high=figure.change_high,
        change_interval=figure.change_interval,
        moved=figure.moved,
        better=figure.better,
        goal=figure.goal,
        goal_verdict=figure.goal_verdict,
        standing=figure.standing,
        note=figure.note or "",
        value_text=value_text(figure),
        interval_text=interval_text(figure),
        change_text=change_text(figure),
        goal_text=goal,
        dimension=dimension,
        group=(channel_name(group) if dimension == "channel" else group or "") if group else "",
    )


def _definition(info: KpiInfo) -> Definition:
    return Definition(
        kpi=info.id,
        name=info.name,
        formula=info.formula,
        unit=info.unit,
        better=tr(_DIRECTIONS[info.direction]),
        period_key=info.period_key,
        interval=info.interval,
        needs=", ".join(info.inputs),
        least=info.min_n,
        caution=info.caution or "",
    )
