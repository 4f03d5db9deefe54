"""The report as one tidy table: a row a figure, whether of the whole, of a group or of a period of a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.exports.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.domain.progress import JobContext
    from qa_desk.domain.report import ReportContent, ReportFigure
    from qa_desk.exports.tables import Cell

COLUMNS = (
    "part", "kpi", "name", "dimension", "group", "first_day", "last_day", "unit", "direction", "value", "low", "high", "interval",
    "n", "numerator", "denominator", "excluded", "censored", "previous", "previous_n", "change", "change_low", "change_high",
    "change_interval", "goal", "goal_verdict", "standing", "note",
)  # fmt: skip
"""`part` is "whole", "group", or the length of a trend's period ("day", "week", "month"); durations are seconds, shares 0–1."""
_AS_THEY_ARE = COLUMNS[9:]


def write_report_table(path: Path, content: ReportContent, context: JobContext) -> int:
    """Write the rows to a CSV; how many."""
    total = len(content.figures) + len(content.groups) + sum(len(trend.points) for trend in content.trends)
    return write_table(path, tr("Key figures"), COLUMNS, _rows(content), total, context)


def _rows(content: ReportContent) -> Iterator[tuple[Cell, ...]]:
    for figure in content.figures:
        yield _row("whole", figure)
    for figure in content.groups:
        yield _row("group", figure)
    for trend in content.trends:
        for point in trend.points:
            yield _row(content.grain, point)


def _row(part: str, figure: ReportFigure) -> tuple[Cell, ...]:
    head = (
        part, figure.kpi, figure.name, figure.dimension or None, figure.group or None, figure.first.isoformat(),
        figure.last.isoformat(), figure.unit, figure.direction,
    )  # fmt: skip
    return (*head, *(getattr(figure, name) or None if name == "note" else getattr(figure, name) for name in _AS_THEY_ARE))
