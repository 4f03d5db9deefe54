"""What a service report holds, as plain values: its scope, its figures with their words, the trends, the definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from qa_desk.domain.periods import Span
    from qa_desk.domain.report_plan import PlanLine
    from qa_desk.domain.report_words import ReportWords


@dataclass(frozen=True, slots=True)
class ReportScope:
    """The days of a report (both included), what it is compared with, and what it is narrowed to.

    `compare` is "previous" or "year"; `where` are pairs of dimension and value, as the figures are asked for.
    """

    first: date
    last: date
    compare: str = "previous"
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure of the report: its numbers unrounded (durations in seconds, shares 0–1), and as they are said.

    `dimension` and `group` name the group it is of ("" for the whole); `first` and `last` are its days. `goal_verdict` is "met",
    "not_met" or "not_distinguishable"; `standing` is "no_data", "counts_only", "low_n" or "normal".
    """

    kpi: str
    name: str
    family: str
    unit: str
    direction: str
    first: date
    last: date
    value: float | None
    low: float | None
    high: float | None
    interval: str | None
    n: int
    numerator: float | None
    denominator: float | None
    excluded: int
    censored: int
    previous: float | None
    previous_n: int | None
    change: float | None
    change_low: float | None
    change_high: float | None
    change_interval: str | None
    moved: str | None
    better: bool | None
    goal: float | None
    goal_verdict: str | None
    standing: str
    note: str
    value_text: str
    interval_text: str
    change_text: str
    goal_text: str
    dimension: str = ""
    group: str = ""

    @property
    def is_ratio(self) -> bool:
        """Whether the value is its numerator over its denominator, so that a cell can compute it."""
        if self.value is None or self.numerator is None or not self.denominator:
            return False
        return abs(self.numerator / self.denominator - self.value) <= 1e-9 * max(1.0, abs(self.value))


@dataclass(frozen=True, slots=True)
class Trend:
    """One KPI over the periods of the report; `is_open_ended` when the last of them is not over."""

    kpi: str
    name: str
    family: str
    unit: str
    points: tuple[ReportFigure, ...]
    is_open_ended: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """What a KPI means, in the reader's language."""

    kpi: str
    name: str
    formula: str
    unit: str
    better: str
    period_key: str
    interval: str
    needs: str
    least: int
    caution: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that goes into a file of the report."""

    title: str
    about: str
    """The days, what they are compared with, and what the report is narrowed to, in a line."""
    scope: ReportScope
    before: Span
    grain: str
    made_on: date
    words: ReportWords
    plan: tuple[PlanLine, ...]
    figures: tuple[ReportFigure, ...]
    groups: tuple[ReportFigure, ...]
    trends: tuple[Trend, ...]
    definitions: tuple[Definition, ...]
