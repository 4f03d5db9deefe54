"""What the report shows, as values ready to read: tiles, trend points, groups, records, and the sentences at its head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from qa_desk.domain.channels import channel_name
from qa_desk.domain.language import N_, join_sentences, ntr, tr
from qa_desk.domain.numbers import count_text
from qa_desk.domain.periods import Span, add_months, next_start, period_start, periods_within
from qa_desk.kpis.wording import amount, change_text, interval_text, value_text
from qa_desk.services.report_headlines import HEADLINES as HEADLINES
from qa_desk.ui.dates import day_text, moment_text, month_text, short_day_text
from qa_desk.ui.report.dimensions import dimension_name, sort_key, value_name
from qa_desk.ui.widgets.charts.trend import TrendPoint
from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.tile import TileFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_desk.kpis.figure import Figure, KpiInfo, Records

_DAYS_BY_DAY, _DAYS_BY_WEEK = 35, 200


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period one can pick, counted back from the last day that holds data."""

    key: str
    text: str
    span: Callable[[date, date], Span]
    """From the first and the last day of data."""


def _weeks(count: int) -> Callable[[date, date], Span]:
    return lambda _first, last: Span(period_start("week", last) - timedelta(weeks=count - 1), last)


def _this(period: str) -> Callable[[date, date], Span]:
    return lambda _first, last: Span(period_start(period, last), last)


def _months_before(period: str, months: int) -> Callable[[date, date], Span]:
    def span(_first: date, last: date) -> Span:
        start = add_months(period_start(period, last), -months)
        return Span(start, next_start(period, start) - timedelta(days=1))

    return span


PERIOD_CHOICES = (
    PeriodChoice("weeks4", N_("Last 4 weeks"), _weeks(4)),
    PeriodChoice("weeks13", N_("Last 13 weeks"), _weeks(13)),
    PeriodChoice("weeks26", N_("Last 26 weeks"), _weeks(26)),
    PeriodChoice("month", N_("This month"), _this("month")),
    PeriodChoice("month_before", N_("Last month"), _months_before("month", 1)),
    PeriodChoice("quarter", N_("This quarter"), _this("quarter")),
    PeriodChoice("quarter_before", N_("Last quarter"), _months_before("quarter", 3)),
    PeriodChoice("year", N_("This year"), _this("year")),
    PeriodChoice("all", N_("Everything"), lambda first, last: Span(first, last)),
)


def grain(span: Span) -> str:
    """The periods of the trends within a span: days, weeks or months, so that a chart has some ten to forty points."""
    if span.first is None or span.last is None:
        return "month"
    days = (span.last - span.first).days + 1
    return "day" if days <= _DAYS_BY_DAY else "week" if days <= _DAYS_BY_WEEK else "month"


def span_text(span: Span) -> str:
    """The days of a span as people read them."""
    if span.first is None or span.last is None:
        return ""
    return tr("{first} to {last}", first=day_text(span.first), last=day_text(span.last))


def tile(figure: Figure, info: KpiInfo, trend: Sequence[Figure], comparison: str) -> TileFigure:
    """A KPI as its tile says it. Colour only where the interval leaves no doubt and the KPI has a good side."""
    is_small = figure.standing in ("counts_only", "no_data", "low_n")
    change = change_text(figure)
    interval = interval_text(figure)
    return TileFigure(
        name=info.name,
        value=value_text(figure),
        interval=tr("95 %: {interval}", interval=interval) if interval else "",
        n=None if info.unit == "count" else figure.n,
        change=f"{_arrow(figure)}{change}" if change else "",
        meaning=None if is_small or figure.better is None else "good" if figure.better else "bad",
        note=" · ".join(part for part in (goal_text(figure), _censored_text(figure), figure.note or "") if part),
        trend=tuple(point.value for point in trend if point.period is not None),
        is_small=is_small,
        definition=join_sentences((definition(info), tr("The change is {comparison}.", comparison=comparison))),
        key=figure.kpi,
    )


def definition(info: KpiInfo) -> str:
    """The definition card: formula, which records a period holds, the interval, and what to beware of."""
    parts = [
        tr("{name} = {formula}.", name=info.name, formula=info.formula),
        tr("A record belongs to the period of its instant: {key}.", key=info.period_key),
        tr("Interval: {method}.", method=info.interval),
        tr("Needs: {tables}.", tables=", ".join(info.inputs)),
    ]
    return join_sentences([*parts, info.caution or ""])


def _arrow(figure: Figure) -> str:
    return {"up": "▲ ", "down": "▼ "}.get(figure.moved or "", "")


_GOAL_WORDS = {
    "met": N_("goal {goal}: met"),
    "not_met": N_("goal {goal}: not met"),
    "not_distinguishable": N_("goal {goal}: within the interval"),
}


def goal_text(figure: Figure) -> str:
    """The goal and whether it is met; nothing where there is none or no verdict."""
    if figure.goal is None or figure.goal_verdict is None:
        return ""
    return tr(_GOAL_WORDS[figure.goal_verdict], goal=amount(figure.goal, figure.unit))


def _censored_text(figure: Figure) -> str:
    if not figure.censored:
        return ""
    if figure.kpi.startswith("first_response_time"):
        return ntr("{count} still waits", "{count} still wait", figure.censored)
    return ntr("{count} not yet decided", "{count} not yet decided", figure.censored)


def trend_points(figures: Sequence[Figure], period: str, span: Span) -> list[TrendPoint]:
    """A point a period, gaps where there is nothing; shares in per cent, durations in the unit of the axis."""
    by_start = {figure.period: figure for figure in figures if figure.period is not None}
    starts = sorted(by_start) if span.first is None or span.last is None else periods_within(period, span.first, span.last)
    scale = axis(figures)[0]
    return [_point(by_start.get(start), start, period, scale) for start in starts]


def _point(figure: Figure | None, start: date, period: str, scale: float) -> TrendPoint:
    label = month_text(start) if period == "month" else short_day_text(start)
    if figure is None or figure.value is None:
        return TrendPoint(label, None, key=start)
    is_shown = figure.standing != "counts_only"
    low, high = (figure.low, figure.high) if is_shown else (None, None)
    return TrendPoint(
        label,
        figure.value / scale if is_shown else None,
        None if low is None else low / scale,
        None if high is None else high / scale,
        figure.n,
        start,
    )


_TIME_UNITS = ((86_400 * 2, 86_400, N_(" d")), (7_200, 3_600, N_(" h")), (120, 60, N_(" min")), (0, 1, N_(" s")))


def is_unfinished(period: str, span: Span) -> bool:
    """Whether the last period of a span goes on beyond it, so that its counts are not to be compared yet."""
    return span.last is not None and next_start(period, period_start(period, span.last)) > span.last + timedelta(days=1)


def axis(figures: Sequence[Figure]) -> tuple[float, str]:
    """By what the values are divided for a chart, and the unit written at its axis."""
    unit = figures[0].unit if figures else ""
    if unit == "share":
        return 0.01, " %"
    if unit != "s":
        return 1, ""
    return time_axis(max((figure.value for figure in figures if figure.value is not None), default=0))


def time_axis(highest: float) -> tuple[float, str]:
    """By what seconds are divided, and the unit: the largest one that leaves numbers above 2."""
    return next((divisor, tr(name)) for least, divisor, name in _TIME_UNITS if highest >= least)


def group_columns(dimension: str) -> list[Column]:
    """The columns of the figures by a dimension; sorting is by value, of days and hours by their number."""
    return [
        Column(
            dimension_name(dimension),
            lambda figure: _Group(*sort_key(dimension, figure), _group_text(dimension, figure)),
            _said,
            width=220,
        ),
        Column(tr("Value"), _sortable, is_number=True, width=120, text=_value_of),
        Column(tr("95 % interval"), interval_text, width=210),
        Column(tr("n"), lambda figure: figure.n, count_text, is_number=True, width=80),
        Column(tr("Change"), change_text, width=330, meaning=_change_meaning),
        Column(tr("Goal"), goal_text, width=220, meaning=_goal_meaning),
        Column(tr("Note"), lambda figure: figure.note or ""),
    ]


@dataclass(frozen=True, slots=True, order=True)
class _Sortable:
    """A value that sorts by its number and is written as the figure says."""

    number: float
    text: str


def _sortable(figure: Figure) -> _Sortable:
    return _Sortable(float("-inf") if figure.value is None else figure.value, value_text(figure))


def _value_of(value: _Sortable) -> str:
    return value.text


def figure_column(title: str, of: Callable[[Any], Figure | None], width: int = 210) -> Column:
    """A whole figure in one column, with its interval and n; sorting is by its value."""

    def value(row: object) -> _Sortable | None:
        figure = of(row)
        return None if figure is None or figure.value is None else _Sortable(figure.value, figure_text(figure))

    return Column(title, value, lambda found: found.text if isinstance(found, _Sortable) else "", is_number=True, width=width)


def figure_text(figure: Figure) -> str:
    """A figure in a line: value, interval where there is one, n."""
    interval = interval_text(figure)
    said = f"{value_text(figure)} ({interval})" if interval else value_text(figure)
    return said if figure.unit == "count" else tr("{figure}, n = {n}", figure=said, n=count_text(figure.n))


@dataclass(frozen=True, slots=True, order=True)
class _Group:
    """A group that sorts in its own order and is written as people call it."""

    number: float
    name: str
    text: str


def _said(group: _Group) -> str:
    return group.text


def _group_text(dimension: str, figure: Figure) -> str:
    return value_name(dimension, figure.group.get(dimension))


def _change_meaning(figure: Figure) -> str | None:
    if figure.better is None or figure.standing != "normal":
        return None
    return "good" if figure.better else "bad"


def _goal_meaning(figure: Figure) -> str | None:
    return {"met": "good", "not_met": "bad"}.get(figure.goal_verdict or "")


_RECORD_TITLES = {
    "record_id": N_("Record"),
    "day": N_("Day"),
    "agent": N_("Agent"),
    "team": N_("Team"),
    "value": N_("Contributes"),
    "score": N_("Score"),
    "comment": N_("Comment"),
    "channel": N_("Channel"),
    "queue": N_("Queue"),
    "priority": N_("Priority"),
    "reason": N_("Reason"),
    "customer": N_("Customer"),
    "subject": N_("Subject"),
    "evaluator": N_("Evaluator"),
    "result": N_("Result"),
    "created_at": N_("Created"),
    "first_reply_at": N_("First reply"),
    "first_solved_at": N_("First solve"),
    "opened_at": N_("Asked"),
    "offered_at": N_("Offered"),
    "answered_at": N_("Answered"),
    "responded_at": N_("Answered"),
    "survey": N_("Survey"),
    "contact": N_("Contact"),
    "waited_s": N_("Waited (business hours)"),
    "over_s": N_("Beyond the target"),
}
_WIDTHS = {
    "record_id": 130, "day": 100, "agent": 150, "team": 150, "value": 120, "score": 70, "comment": 260, "channel": 90,
    "priority": 90, "subject": 220, "waited_s": 190, "over_s": 150,
}  # fmt: skip


def record_columns(records: Records, timezone: str, unit: str) -> list[Column]:
    """The columns of the records behind a figure that hold anything at all; `unit` is the figure's."""
    zone = ZoneInfo(timezone)
    found = []
    for name, title in _RECORD_TITLES.items():
        place = records.columns.index(name) if name in records.columns else None
        if place is None or all(row[place] is None for row in records.rows):
            continue
        is_instant = name.endswith("_at")
        text = (
            _contribution_text(unit) if name == "value" else _instant_text(zone) if is_instant else _TEXTS.get(name, _record_text)
        )
        width = 140 if is_instant else _WIDTHS.get(name, 130)
        found.append(Column(tr(title), _at(place), text, is_number=name in _NUMBERS, width=width))
    return found


_NUMBERS = ("value", "score", "waited_s", "over_s")


def _seconds_text(value: object) -> str:
    return amount(value, "s") if isinstance(value, int | float) else ""


def _channel_text(value: object) -> str:
    return channel_name(value) if isinstance(value, str) else ""


_TEXTS: dict[str, Callable[[object], str]] = {"waited_s": _seconds_text, "over_s": _seconds_text, "channel": _channel_text}


def _contribution_text(unit: str) -> Callable[[object], str]:
    """What one record contributed: a duration, yes or no, or a number."""

    def text(value: object) -> str:
        if not isinstance(value, int | float):
            return _record_text(value)
        if unit == "share" and value in (0, 1):
            return tr("yes") if value else tr("no")
        return amount(value, unit) if unit == "s" else _record_text(value)

    return text


def _at(place: int) -> Callable[[tuple[object, ...]], object]:
    return lambda row: row[place]


def _instant_text(zone: ZoneInfo) -> Callable[[object], str]:
    return lambda value: moment_text(datetime.fromtimestamp(value, zone)) if isinstance(value, int) else ""


def _record_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return day_text(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
