"""What is unusual, instead of who is first: a control chart over periods and a funnel over groups of one KPI.

Groups are judged against the whole, by limits that fit their size, widened where groups differ more than chance would have them,
and corrected for their number. No order is made of what the intervals do not tell apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure, Request
    from qa_desk.workspace.workspace import Workspace

FEWEST_PERIODS = 12
"""Below so many periods the limits of a control chart say little: they are left out."""
LEVEL = 0.05
_COVERAGES = (0.95, 0.998)
_EXACT_UPTO = 200
_CURVE_POINTS = 60

CHARTS = {
    "p": N_("p-chart: the mean share ± 3 standard errors of each period's n"),
    "laney": N_("p′ chart (Laney): periods vary more than their n explains, and the limits are widened by that"),
    "xmr": N_("XmR chart: the mean ± 2.66 times the mean step from period to period"),
}


@dataclass(frozen=True, slots=True)
class Control:
    """A KPI over periods: figures with their limits (None each where there are too few periods), and which lie outside."""

    kind: str | None
    """p, laney or xmr; None where no limits can be had."""
    mean: float | None
    figures: tuple[Figure, ...]
    limits: tuple[tuple[float, float] | None, ...]
    outside: frozenset[int]
    """Places in `figures`."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One group: its p corrected for the number of groups (None: not judged), and whether it stands out, on which side."""

    figure: Figure
    adjusted: float | None
    side: str | None
    """high or low where it stands out."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Groups by their n against the whole; curves are (coverage, (n, low, high) …) already widened by `width`."""

    target: float | None
    groups: tuple[Judgement, ...]
    curves: tuple[tuple[float, tuple[tuple[float, float, float], ...]], ...]
    width: float
    judged: int


@dataclass(frozen=True, slots=True)
class Variation:
    """Both looks at one KPI."""

    whole: Figure
    control: Control
    funnel: Funnel


def read_variation(workspace: Workspace, request: Request, dimension: str, context: JobContext | None = None) -> Variation:
    """The KPI of the request (exactly one) by period and by a dimension."""
    from qa_desk.services.kpis import figures

    asked = replace(request, by=(), period="all", compare=None)
    whole = figures(workspace, asked, context)[0]
    periods = [f for f in figures(workspace, replace(asked, period=request.period), context) if f.period is not None]
    groups = [f for f in figures(workspace, replace(asked, by=(dimension,)), context) if f.keys.get(dimension) is not None]
    return Variation(whole, control_of(periods), funnel_of(groups, whole))


def control_of(figures: Sequence[Figure]) -> Control:
    """Limits for periods in time order: a p-chart of shares (Laney's where it is too narrow), else single values with XmR."""
    from qa_desk.statistics.control_charts import p_chart, xmr_chart
    from qa_desk.statistics.funnels import laney_chart

    shown = tuple(sorted((f for f in figures if f.period is not None and f.value is not None), key=lambda f: str(f.period)))
    known = [place for place, figure in enumerate(shown) if figure.standing != "counts_only"]
    nothing = Control(None, None, shown, tuple(None for _ in shown), frozenset())
    if len(known) < FEWEST_PERIODS:
        return nothing
    if all(_is_share(shown[place]) for place in known):
        hits = [round(shown[place].numerator or 0) for place in known]
        sizes = [shown[place].n for place in known]
        plain, wide = p_chart(hits, sizes), laney_chart(hits, sizes)
        kind, chart = ("laney", wide[0]) if wide and wide[1] > 1 else ("p", plain)
        if chart is None:
            return nothing
        return _control(kind, chart.p_bar, shown, known, list(chart.limits), chart.outside)
    found = xmr_chart([shown[place].value or 0.0 for place in known])
    if found is None:
        return nothing
    return _control("xmr", found.mean, shown, known, [(found.low, found.high)] * len(known), found.outside)


def _control(
    kind: str, mean: float, shown: tuple[Figure, ...], known: list[int], limits: list[tuple[float, float]], outside: Sequence[int]
) -> Control:
    own = dict(zip(known, limits, strict=True))
    return Control(
        kind, mean, shown, tuple(own.get(place) for place in range(len(shown))), frozenset(known[i - 1] for i in outside)
    )


def funnel_of(groups: Sequence[Figure], whole: Figure) -> Funnel:
    """Every group against the whole; those with too few records are shown and not judged."""
    target = whole.value
    shown = [figure for figure in groups if figure.value is not None and figure.n]
    if target is None:
        return Funnel(None, tuple(Judgement(figure, None, None) for figure in shown), (), 1.0, 0)
    if shown and all(_is_share(figure) for figure in shown):
        return _funnel_of_shares(shown, target)
    return _funnel_of_means(shown, target)


def _funnel_of_shares(shown: list[Figure], target: float) -> Funnel:
    from qa_desk.statistics.funnels import judge_shares

    judged = [figure for figure in shown if figure.standing != "counts_only"]
    found = judge_shares([round(f.numerator or 0) for f in judged], [f.n for f in judged], target)
    curves = tuple((coverage, _share_curve(shown, target, coverage, found.width)) for coverage in _COVERAGES)
    return Funnel(target, _judgements(shown, judged, found.adjusted, target), curves, found.width, len(judged))


def _funnel_of_means(shown: list[Figure], target: float) -> Funnel:
    """Standard errors are read off the groups' own 95 % intervals, so that any figure with an interval can be judged."""
    from qa_desk.statistics.funnels import judge_means
    from qa_desk.statistics.quantiles import two_sided_z

    judged, errors = [], []
    for figure in shown:
        if figure.standing != "counts_only" and figure.low is not None and figure.high is not None and figure.high > figure.low:
            judged.append(figure)
            errors.append((figure.high - figure.low) / (2 * two_sided_z(0.95)))
    if not judged:
        return Funnel(target, tuple(Judgement(figure, None, None) for figure in shown), (), 1.0, 0)
    found = judge_means([f.value or 0.0 for f in judged], errors, target)
    spread = median(error * math.sqrt(f.n) for f, error in zip(judged, errors, strict=True))
    curves = []
    for coverage in _COVERAGES:
        reach = two_sided_z(coverage) * spread * found.width
        curves.append((coverage, tuple((n, target - reach / math.sqrt(n), target + reach / math.sqrt(n)) for n in _sizes(shown))))
    return Funnel(target, _judgements(shown, judged, found.adjusted, target), tuple(curves), found.width, len(judged))


def _judgements(
    shown: Sequence[Figure], judged: Sequence[Figure], adjusted: Sequence[float], target: float
) -> tuple[Judgement, ...]:
    by_place = {id(figure): p for figure, p in zip(judged, adjusted, strict=True)}
    found = []
    for figure in shown:
        p = by_place.get(id(figure))
        side = None if p is None or p >= LEVEL else "high" if (figure.value or 0.0) > target else "low"
        found.append(Judgement(figure, p, side))
    return tuple(found)


def _share_curve(shown: Sequence[Figure], target: float, coverage: float, width: float) -> tuple[tuple[float, float, float], ...]:
    """Exact binomial limits for small n where nothing widens them, else normal ones."""
    from qa_desk.statistics.control_charts import funnel_exact
    from qa_desk.statistics.quantiles import two_sided_z

    if not 0 < target < 1:
        return ()
    found = []
    for n in _sizes(shown):
        if width == 1.0 and n <= _EXACT_UPTO:
            low, high = funnel_exact(target, int(n), coverage)
        else:
            reach = two_sided_z(coverage) * math.sqrt(target * (1 - target) / n) * width
            low, high = max(0.0, target - reach), min(1.0, target + reach)
        found.append((n, low, high))
    return tuple(found)


def _sizes(shown: Sequence[Figure]) -> list[float]:
    """Sizes from small to the largest group's, closer together where a funnel is steep."""
    most = max(figure.n for figure in shown)
    least = max(1, min(5, most))
    sizes = (
        {round(least * (most / least) ** (step / (_CURVE_POINTS - 1))) for step in range(_CURVE_POINTS)}
        if most > least
        else {most}
    )
    return [float(size) for size in sorted(sizes)]


def _is_share(figure: Figure) -> bool:
    return figure.unit == "share" and figure.numerator is not None and figure.denominator == figure.n
