"""The figures that moved most in the last four weeks, as lines: beyond noise only, each with the interval of its change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qa_desk.domain.language import N_, tr
from qa_desk.domain.numbers import count_text
from qa_desk.ui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.domain.periods import Span
    from qa_desk.domain.progress import JobContext
    from qa_desk.kpis.figure import Figure
    from qa_desk.workspace.workspace import Workspace

PERIOD = "weeks4"
"""The period of the report that a line leads to."""
MOST = 3
_VERDICTS = {True: (N_("better"), "good"), False: (N_("worse"), "bad"), None: (N_("changed"), None)}


@dataclass(frozen=True, slots=True)
class Movements:
    """What moved most first; `is_compared` False: there are not two periods to compare."""

    span: Span
    figures: tuple[Figure, ...]
    names: dict[str, str]
    is_compared: bool


def read_movements(workspace: Workspace, ctx: JobContext) -> Movements:
    """Compare the report's figures of the last four weeks of data with the four weeks before. For a job: it takes its time."""
    from qa_desk.domain.periods import Span
    from qa_desk.kpis.figure import Request
    from qa_desk.services.kpis import catalogue, figures, scopes
    from qa_desk.ui.report.model import HEADLINES, PERIOD_CHOICES

    days = [date.fromisoformat(day) for day in scopes(workspace, ctx)["days"]]
    ctx.raise_if_cancelled()
    if not days:
        return Movements(Span(), (), {}, is_compared=False)
    span = next(choice.span(*days) for choice in PERIOD_CHOICES if choice.key == PERIOD)
    found = figures(workspace, Request(kpis=HEADLINES, start=span.first, end=span.last, compare="previous"), ctx)
    compared = [figure for figure in found if figure.moved is not None and figure.standing not in ("no_data", "counts_only")]
    return Movements(span, moved_most(compared), {info.id: info.name for info in catalogue()}, is_compared=bool(compared))


def moved_most(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Those whose change interval excludes zero, the farthest beyond their own noise first: the one measure all units share."""
    moved = [figure for figure in figures if figure.moved in ("up", "down")]
    return tuple(sorted(moved, key=_beyond_noise, reverse=True)[:MOST])


def _beyond_noise(figure: Figure) -> float:
    if figure.change is None or figure.change_low is None or figure.change_high is None:
        return 0.0
    width = figure.change_high - figure.change_low
    return abs(figure.change) / width if width else float("inf")


def movement_line(figure: Figure, name: str) -> Line:
    """A figure as a line: its change with the interval, n, the value now, and a word for the colour."""
    from qa_desk.kpis.wording import change_text, value_text

    verdict, meaning = _VERDICTS[figure.better]
    is_small = figure.standing == "low_n"
    arrow = "▲" if figure.moved == "up" else "▼"
    note = [f"{arrow} {change_text(figure)}", tr(verdict)]
    if figure.unit != "count":
        note.append(tr("n = {n}", n=count_text(figure.n)))
    return Line(name, " · ".join(note), value_text(figure), None if is_small else meaning, figure.kpi)
