"""The change bus: services change the file, presenters announce *what kind of thing* changed, visible screens refresh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal


class Kind(Enum):
    """The kinds of thing that screens show."""

    EVALUATIONS = "evaluations"
    SCORECARDS = "scorecards"
    CALIBRATIONS = "calibrations"
    COACHING = "coaching"
    FACTS = "facts"
    PEOPLE = "people"
    INTERACTIONS = "interactions"
    SETTINGS = "settings"
    PLAN = "plan"
    """The action plan of the report."""
    EVALUATOR = "evaluator"
    """Another person sits here now."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, and who announced it (a presenter that already shows its own change ignores it)."""

    kinds: frozenset[Kind]
    origin: object = None


class ChangeBus(QObject):
    """One a window."""

    changed = Signal(object)

    def announce(self, *kinds: Kind, origin: object = None) -> None:
        """Tell every screen."""
        self.changed.emit(Change(frozenset(kinds), origin))
