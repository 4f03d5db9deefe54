"""Figures by group as lines of a chart: by name, never by value; with their interval, n and what pressing one does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.numbers import count_text
from qa_desk.kpis.wording import value_text
from qa_desk.ui.report.dimensions import sort_key, value_name
from qa_desk.ui.report.model import axis
from qa_desk.ui.report.question import MarkKey, filter_of
from qa_desk.ui.report.rows_card import MOST_RECORDS
from qa_desk.ui.widgets.charts.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.kpis.figure import Figure
    from qa_desk.ui.report.question import Question

_MEANINGS = {"met": "good", "not_met": "bad"}


def group_rows(
    figures: Sequence[Figure], dimension: str, question: Question, most: int, *, goal: float | None = None
) -> list[Row]:
    """Lines of one KPI's figures: the `most` with the most records, in the order of their names; too few records have no dot."""
    scale, _unit = axis(figures)
    known = sorted((figure for figure in figures if figure.n), key=lambda figure: -figure.n)[:most]
    rows = []
    for figure in sorted(known, key=lambda each: sort_key(dimension, each)):
        is_shown = figure.value is not None and figure.standing != "counts_only"
        value = figure.value / scale if is_shown and figure.value is not None else None
        low, high = (end / scale if is_shown and end is not None else None for end in (figure.low, figure.high))
        target = figure.goal if figure.goal is not None else goal
        rows.append(
            Row(
                value_name(dimension, figure.group.get(dimension)),
                value,
                value_text(figure),
                low,
                high,
                figure.n,
                None if target is None else target / scale,
                _MEANINGS.get(figure.goal_verdict or ""),
                group_key(figure, dimension, question),
            )
        )
    return rows


def group_key(figure: Figure, dimension: str, question: Question) -> MarkKey:
    """A group of a figure as a mark: the filter by it, and the records of the figure in it."""
    from qa_desk.kpis.catalogue import find_kpi, info
    from qa_desk.services.report_facts import records_where

    key, request, kpi = figure.keys.get(dimension), question.request(), figure.kpi
    kept = tuple(pair for pair in request.where if pair[0] != dimension)
    narrowed = replace(request, where=(*kept, (dimension, key or "")))
    heading = tr("{kpi}: {group}", kpi=info(find_kpi(kpi)).name, group=value_name(dimension, figure.group.get(dimension)))
    return MarkKey(
        (filter_of(dimension, key, figure.group.get(dimension)),),
        heading,
        lambda workspace, _ctx: records_where(workspace, kpi, narrowed, limit=MOST_RECORDS),
        figure.unit,
    )


def shortened_list(names: Sequence[str], most: int) -> str:
    """The first names of a list, and how many more there are."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return tr("{names} and {count} more", names=shown, count=count_text(more)) if more > 0 else shown
