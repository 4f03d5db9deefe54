"""What a scorecard in the editor amounts to now: the version where it has no fault, and every fault at its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.domain.definition_paths import numbered_tree
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.domain.scoring import designed_weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard import ScorecardVersion
    from qa_desk.domain.scorecard_writing import Definition


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """What is wrong, and at which place of the definition. A warning does not keep the scorecard from being published."""

    path: Path
    message: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """`shares` is what each question carries of the form (0 to 1) where all of them apply; empty while there are faults."""

    version: ScorecardVersion | None
    faults: tuple[PlacedFault, ...]
    shares: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[PlacedFault, ...]:
        """The faults that keep it from being published."""
        return tuple(fault for fault in self.faults if not fault.is_warning)

    @property
    def warnings(self) -> tuple[PlacedFault, ...]:
        """What deserves a second look."""
        return tuple(fault for fault in self.faults if fault.is_warning)


def inspect(definition: Definition) -> Inspection:
    """Read a definition as a file is read, but tell places instead of lines."""
    tree, places = numbered_tree(definition)
    reading = read_definition(tree, has_lines=False)
    faults = tuple(PlacedFault(places[fault.line], fault.message, fault.is_warning) for fault in reading.faults)
    return Inspection(reading.version, faults, designed_weights(reading.version) if reading.version else {})
