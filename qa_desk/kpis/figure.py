"""What is asked of the catalogue and what it answers: a request, a figure, the records behind one, a catalogue entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PERIODS = ("all", "day", "week", "month", "quarter", "year")
COMPARISONS = ("previous", "year")
DIMENSIONS = (
    "agent", "team", "channel", "queue", "priority", "reason", "customer", "segment", "status", "language",
    "survey", "scorecard", "evaluator", "sample_method", "weekday", "hour",
)  # fmt: skip
"""What figures can be grouped and filtered by; `driver` is another word for `reason`, `custom:NAME` is an imported column."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which figures are wanted.

    `kpis` are ids with variants (`first_response_time:mean`); empty means the whole catalogue. `start` and `end` are days in the
    workspace's time zone, the last one included. `where` are pairs of dimension and value; several values of one dimension are
    alternatives. `as_of` is an instant (UTC seconds); None takes the setting, else now. `reader_id` is the evaluator who looks:
    what they are still to score blind is left out.
    """

    kpis: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    period: str = "all"
    start: date | None = None
    end: date | None = None
    compare: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    as_of: int | None = None
    reader_id: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with everything that an honest reading of it needs.

    `value` None means undefined and `note` says why. `unit` is "s", "share" (0–1), "points", "score" (0–100),
    "count", "per_record", "money" or "per_year".
    `group` holds the label a person reads by dimension, `keys` the identifier (an agent's id). `standing` is "no_data",
    "counts_only"
    (n below 5: print counts, no percentage, no colour), "low_n" (below 30: grey) or "normal". `moved` is "up",
    "down" or "no_clear_change"
    (None without a comparison or without an interval); `better` says whether the move is for the good (None where the KPI
    has no good side).
    `goal_verdict` is "met", "not_met" or "not_distinguishable".
    """

    kpi: str
    unit: str
    direction: str
    value: float | None
    n: int
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str | None = None
    excluded: int = 0
    censored: int = 0
    group: Mapping[str, str | None] = field(default_factory=dict)
    keys: Mapping[str, str | None] = field(default_factory=dict)
    period: date | None = None
    previous: float | None = None
    previous_n: int | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    change_interval: str | None = None
    moved: str | None = None
    better: bool | None = None
    goal: float | None = None
    goal_verdict: str | None = None
    standing: str = "no_data"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The records behind a figure: instants are UTC seconds in the columns whose name ends in `_at`, durations seconds."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class KpiInfo:
    """An entry of the catalogue in the reader's language, for lists and definition cards."""

    id: str
    name: str
    formula: str
    unit: str
    direction: str
    family: str
    period_key: str
    inputs: tuple[str, ...]
    interval: str
    min_n: int
    dimensions: tuple[str, ...]
    caution: str | None = None
    clock: str = "calendar"
    """"calendar" or "business": on which clock a duration runs."""
    filters: str | None = None
    """Which records are let in."""
    is_for_agents: bool = True
    said: tuple[tuple[str, str, str], ...] = ()
    """(description, what it calls the KPI, what it says of it)."""
    differs: str | None = None
    """Where the descriptions disagree, and what is done about it here."""
    benchmark: str | None = None
    """What they quote; never a goal."""
