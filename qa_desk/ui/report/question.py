"""What the whole report is asked: days, filters, comparison; and the marks of its charts that narrow it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.periods import Span
from qa_desk.kpis.figure import Request
from qa_desk.ui.report.dimensions import dimension_name, value_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Records
    from qa_desk.workspace.workspace import Workspace

DAYS = "days"
"""The dimension of a filter that narrows the period; its value is "first/last" in ISO."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The whole report by one value of one dimension; `text` is what a person reads of the value."""

    dimension: str
    value: str
    text: str

    @property
    def words(self) -> str:
        """What its chip says."""
        if self.dimension == DAYS:
            return self.text
        return tr("{dimension}: {value}", dimension=dimension_name(self.dimension), value=self.text)


def filter_of(dimension: str, value: str | None, label: str | None = None) -> Filter:
    """By a group of figures: its key, and its label where that is another."""
    return Filter(dimension, value or "", value_name(dimension, label or value))


def filter_of_days(first: date, last: date, text: str) -> Filter:
    """By some days."""
    return Filter(DAYS, f"{first.isoformat()}/{last.isoformat()}", text)


@dataclass(frozen=True, slots=True)
class Question:
    """The days, the periods of trends within them, the filters; and what the workspace can be asked by."""

    span: Span
    grain: str
    compare: str
    where: tuple[tuple[str, str], ...]
    timezone: str = "UTC"
    dimensions: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    is_empty: bool = False
    reader_id: str | None = None
    """Who looks, as an evaluator."""
    left_out: int = 0
    """So many evaluations they are not to see yet."""

    def request(self) -> Request:
        """As the services take it: by the trend's periods, compared where the days begin somewhere."""
        compare = self.compare if self.span.first is not None else None
        span = self.span
        return Request((), (), self.grain, span.first, span.last, compare, self.where, reader_id=self.reader_id)

    def request_without(self, *dimensions: str) -> Request:
        """The same without the filters by some dimensions: a chart shows all of what it is itself the choice of."""
        request = self.request()
        return replace(request, where=tuple(pair for pair in request.where if pair[0] not in dimensions))


def narrowed(span: Span, filters: tuple[Filter, ...]) -> Span:
    """The days of a span that also lie within the filters by days."""
    first, last = span.first, span.last
    for one in filters:
        if one.dimension == DAYS:
            start, end = (date.fromisoformat(text) for text in one.value.split("/"))
            first = start if first is None else max(first, start)
            last = end if last is None else min(last, end)
    return Span(first, last)


def added(filters: tuple[Filter, ...], more: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Filters with some more: one value a dimension, the newer one."""
    new = {one.dimension for one in more}
    return (*(one for one in filters if one.dimension not in new), *more)


@dataclass(frozen=True, slots=True)
class MarkKey:
    """What a mark of a chart stands for: the filters it sets, and how to read the records behind it."""

    filters: tuple[Filter, ...]
    heading: str
    read: Callable[[Workspace, JobContext], Records]
    unit: str = "count"
