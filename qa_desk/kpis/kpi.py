"""The shape of a catalogue entry: which records enter, how they are put together, and what a reader must know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa_desk.kpis.aggregates import Aggregate
    from qa_desk.kpis.relations import Relation

UP, DOWN, BAND, NONE = "up", "down", "band", "none"
"""Which way is better: higher, lower, a target band, or neither (descriptive)."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of the catalogue. `entered`, `excluded` and `censored` are SQL conditions over the relation's columns."""

    id: str
    name: str
    formula: str
    unit: str
    direction: str
    family: str
    relation: Relation
    aggregate: Aggregate
    entered: str
    excluded: str = "FALSE"
    censored: str = "FALSE"
    min_n: int = 5
    """Below this n only counts are shown."""
    normal_n: int = 30
    """Below this n a figure is marked as resting on little."""
    caution: str | None = None
    summary: str | None = None
    """Which summary of the records this variant is, where there are several ("median", "mean"): said after the name."""
    clock: str | None = None
    """Which clock a duration runs on, where it is not the calendar: said after the name."""
    warn_where: tuple[str, str] | None = None
    """A condition over entered records that weakens the figure, and the note that says so."""
    is_for_agents: bool = True
    """Whether a value of one agent can be good or bad; else it only describes where figures are by agent."""
    private_below: int = 0
    """Groups of fewer respondents are hidden, and as many others as it takes that nobody can work them out."""

    def direction_by(self, dimensions: Collection[str]) -> str:
        """Which way is better where figures are by these dimensions."""
        return self.direction if self.is_for_agents or "agent" not in dimensions else NONE

    @property
    def counted(self) -> str:
        """Which records the figure is made of: those that enter and whose instants can be believed."""
        return f"({self.entered}) AND NOT is_misdated"

    @property
    def left_out(self) -> str:
        """Which records are left out and counted: the KPI's own, and those that would matter but for an impossible instant."""
        return f"({self.excluded}) OR (is_misdated AND (({self.entered}) OR ({self.censored})))"

    @property
    def undecided(self) -> str:
        """Which records cannot be judged yet."""
        return f"({self.censored}) AND NOT is_misdated"
