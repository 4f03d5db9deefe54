"""The steps of an editing session: whole definitions, which share all that did not change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_desk.domain.definition_paths import Path
    from qa_desk.domain.scorecard_writing import Definition

_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the draft, and what was in hand then."""

    definition: Definition
    path: Path


@dataclass(slots=True)
class Steps:
    """What can be undone and done again; typing on at one place is one step."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)
    _typing_at: Path | None = None

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def add(self, before: Step, typing_at: Path | None = None) -> None:
        """Something is changed now; `before` is how it was. `typing_at`: words at this place, letter by letter."""
        self._undone.clear()
        if typing_at is None or typing_at != self._typing_at:
            self._done.append(before)
            del self._done[:-_MOST_STEPS]
        self._typing_at = typing_at

    def pause(self) -> None:
        """What is typed next is a step of its own."""
        self._typing_at = None

    def undo(self, now: Step) -> Step | None:
        """The state before the last step, or None."""
        self._typing_at = None
        if not self._done:
            return None
        self._undone.append(now)
        return self._done.pop()

    def redo(self, now: Step) -> Step | None:
        """The state that was taken back, or None."""
        self._typing_at = None
        if not self._undone:
            return None
        self._done.append(now)
        return self._undone.pop()
