"""The summary of a report: its figures and those of its groups are looked at, corrected for so many looks, and put into words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.periods import Span, span_before
from qa_desk.domain.progress import Quiet
from qa_desk.domain.report_plan import figure_name, group_name
from qa_desk.domain.report_words import ALPHA, Counted, Evidence, Gap, GoalLook, Look, ReportWords, Seen, summarise
from qa_desk.kpis.figure import Figure, Request
from qa_desk.kpis.wording import amount, change_text, interval_text, value_text
from qa_desk.services.report_headlines import HEADLINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportScope
    from qa_desk.workspace.workspace import Workspace

GROUPED_BY = ("team", "channel")
"""The groups that are looked at. Agents are not: a report of the centre ranks nobody."""


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """What a summary is made of: the whole and its groups, each with its comparison; names by KPI."""

    whole: tuple[Figure, ...]
    groups: tuple[Figure, ...]
    names: Mapping[str, str]
    least: Mapping[str, int]
    """The n that a KPI needs for a figure to be read."""


def report_summary(
    workspace: Workspace,
    scope: ReportScope,
    context: JobContext | None = None,
    day_text: Callable[[date], str] | None = None,
    whole: Sequence[Figure] | None = None,
) -> ReportWords:
    """The words of a report; `day_text` writes a day (ISO 8601 when left out), `whole` are its figures if they are known."""
    return words_for(scope, report_figures(workspace, scope, context or Quiet(), whole=whole), day_text)


def report_figures(
    workspace: Workspace,
    scope: ReportScope,
    context: JobContext,
    kpis: Sequence[str] = HEADLINES,
    whole: Sequence[Figure] | None = None,
) -> ReportFigures:
    """The figures of the whole and by team and channel, against the scope's comparison."""
    from qa_desk.services.kpis import catalogue, figures

    request = Request(tuple(kpis), (), "all", scope.first, scope.last, scope.compare, scope.where)
    narrowed = {dimension for dimension, _ in scope.where}
    dimensions = [dimension for dimension in GROUPED_BY if dimension not in narrowed]
    steps = len(dimensions) + 1
    context.report(0, steps)
    whole = figures(workspace, request, context) if whole is None else whole
    groups: list[Figure] = []
    for done, dimension in enumerate(dimensions, start=1):
        context.raise_if_cancelled()
        context.report(done, steps)
        found = figures(workspace, replace(request, by=(dimension,)), context)
        # a group without a name is no group that anybody could look after
        groups += [figure for figure in found if figure.group.get(dimension)]
    infos = catalogue()
    names, least = {info.id: info.name for info in infos}, {info.id: info.min_n for info in infos}
    return ReportFigures(tuple(whole), tuple(groups), names, least)


def words_for(scope: ReportScope, found: ReportFigures, day_text: Callable[[date], str] | None = None) -> ReportWords:
    """The words for figures that are there already."""
    whole = [figure for figure in found.whole if figure.unit != "count"]
    everything = {(figure.kpi, figure.n, figure.value) for figure in whole}
    groups = [  # a group that all records are of (calls of the channel "call") would say the same twice
        figure for figure in found.groups if figure.unit != "count" and (figure.kpi, figure.n, figure.value) not in everything
    ]
    has_before = any(figure.previous_n for figure in whole)  # a count of what nobody had imported yet would be 0
    seen = Seen(
        looks=_looks(whole, found.names),
        groups=_looks(groups, found.names),
        goals=_goals(whole, found.names),
        counted=tuple(
            _counted(figure, found.names, has_before=has_before)
            for figure in found.whole
            if figure.unit == "count" and figure.note is None
        ),
        gaps=tuple(gap for figure in found.whole if (gap := _gap(figure, found)) is not None),
        few_groups=sum(figure.standing == "counts_only" for figure in groups),
    )
    before = span_before(Span(scope.first, scope.last), scope.compare)
    first, last = ("" if day is None else (day_text or _iso)(day) for day in (before.first, before.last))
    return summarise(seen, tr("{first} to {last}", first=first, last=last))


def _iso(day: date) -> str:
    return day.isoformat()


def _looks(figures: Sequence[Figure], names: Mapping[str, str]) -> tuple[Look, ...]:
    """Every change with an interval, each p value corrected within this family of looks."""
    from qa_desk.statistics.many_looks import holm

    compared = [figure for figure in figures if figure.moved is not None and figure.change is not None]
    adjusted = holm([_p(figure) for figure in compared])
    return tuple(_look(figure, p, names) for figure, p in zip(compared, adjusted, strict=True))


def _p(figure: Figure) -> float:
    from qa_desk.statistics.many_looks import p_from_interval

    if figure.change is None or figure.change_low is None or figure.change_high is None:
        return 1.0
    return p_from_interval(figure.change, figure.change_low, figure.change_high)


def _look(figure: Figure, adjusted: float, names: Mapping[str, str]) -> Look:
    change, low, high = figure.change or 0.0, figure.change_low or 0.0, figure.change_high or 0.0
    towards = change - low if change > 0 else high - change
    strength = abs(change) / towards if towards > 0 else float("inf") if change else 0.0
    nearer, farther = sorted((abs(low), abs(high)))
    return Look(
        evidence=_evidence(figure, names),
        moved="up" if change > 0 else "down",
        better=figure.better,
        strength=strength,
        adjusted=adjusted,
        by=_size(abs(change), figure.unit),
        limits=tr("{low} to {high}", low=_size(nearer, figure.unit, bare=True), high=_size(farther, figure.unit, bare=True)),
        signed=change_text(figure),
        now=value_text(figure),
        n=figure.n,
        n_before=figure.previous_n,
    )


def _size(value: float, unit: str, *, bare: bool = False) -> str:
    """The size of a change: shares and scores in points, everything else in its own unit."""
    if unit in ("share", "score", "points"):
        number = f"{100 * value:.1f}" if unit == "share" else amount(value, unit)
        return number if bare else tr("{number} points", number=number)
    return amount(value, unit)


def _goals(figures: Sequence[Figure], names: Mapping[str, str]) -> tuple[GoalLook, ...]:
    from qa_desk.statistics.many_looks import holm, p_from_interval

    held = [figure for figure in figures if figure.goal is not None and figure.goal_verdict is not None]
    p_values = [
        1.0
        if figure.value is None or figure.low is None or figure.high is None
        else p_from_interval(figure.value, figure.low, figure.high, figure.goal or 0.0)
        for figure in held
    ]
    found = []
    for figure, p in zip(held, holm(p_values), strict=True):
        stands_alone = figure.goal_verdict != "not_distinguishable"
        is_met = figure.goal_verdict == "met" if stands_alone and p <= ALPHA else None
        against = tr(
            "{name} {value} (95 %: {interval}) against {goal}",
            name=names[figure.kpi],
            value=value_text(figure),
            interval=interval_text(figure),
            goal=amount(figure.goal or 0.0, figure.unit),
        )
        found.append(GoalLook(_evidence(figure, names), is_met, stands_alone, against))
    return tuple(found)


def _counted(figure: Figure, names: Mapping[str, str], *, has_before: bool) -> Counted:
    before = None if figure.previous is None or not has_before else amount(figure.previous, figure.unit)
    return Counted(_evidence(figure, names), value_text(figure), before)


def _gap(figure: Figure, found: ReportFigures) -> Gap | None:
    """Why a figure of the whole could not be judged; None where it was, or where there is nothing to judge in a count."""
    evidence = _evidence(figure, found.names)
    if figure.standing == "no_data" and figure.note is not None and figure.value is None and not figure.n:
        return Gap(evidence, "absent", figure.note)
    if figure.unit == "count" or figure.moved is not None:
        return None
    least = found.least[figure.kpi]
    if figure.standing == "counts_only":
        return Gap(evidence, "few", tr("{n} of {least} needed", n=count_text(figure.n), least=least))
    if figure.previous is None or figure.previous_n is None:
        return Gap(evidence, "no_before")
    if figure.previous_n < least:
        few = ntr("{count} record before", "{count} records before", figure.previous_n)
        return Gap(evidence, "few", few)
    return Gap(evidence, "no_interval")


def _evidence(figure: Figure, names: Mapping[str, str]) -> Evidence:
    shown = [(name, channel_name(value) if name == "channel" else value or "") for name, value in figure.group.items()]
    where = tuple((name, value or "") for name, value in figure.keys.items())
    group = tr(", ").join(group_name(name, value) for name, value in shown)
    return Evidence(figure.kpi, figure_name(names[figure.kpi], shown), where, group)
