"""What was done to one evaluation, as pairs of states: undoing puts the earlier one back, redoing the later one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa_desk.services.drafts import part_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from qa_desk.domain.evaluation import Answer, Marker
    from qa_desk.services.drafts import Part


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """One question before and after. Writing on at the same comment makes no new step."""

    before: Answer
    after: Answer
    is_writing: bool = False


@dataclass(frozen=True, slots=True)
class MarkerStep:
    """One marker before and after; None: it was not there."""

    before: Marker | None
    after: Marker | None


@dataclass(frozen=True, slots=True)
class SummaryStep:
    """The words about the whole before and after."""

    before: str
    after: str


Step = AnswerStep | MarkerStep | SummaryStep


def _part_of(step: Step) -> Part:
    known = step.after if step.after is not None else step.before
    assert known is not None
    return part_of(known)


def _continues(last: Step, step: Step) -> bool:
    """Whether the same words are written on."""
    if isinstance(step, AnswerStep) and isinstance(last, AnswerStep):
        return step.is_writing and last.is_writing and last.after == step.before
    return isinstance(step, SummaryStep) and isinstance(last, SummaryStep)


@dataclass(slots=True)
class History:
    """Steps in order, and how far they hold."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Something was done; what was undone before cannot be redone any more."""
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and _continues(last, step):
            self._done[-1] = replace(last, after=step.after)  # type: ignore[arg-type]
        else:
            self._done.append(step)

    def forget(self, parts: Collection[Part]) -> None:
        """Another window changed these: what was done to them here cannot be taken back over it."""
        if parts:
            self._done = [step for step in self._done if _part_of(step) not in parts]
            self._undone = [step for step in self._undone if _part_of(step) not in parts]

    def undo(self) -> Step | None:
        """The step to take back, or None."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Step | None:
        """The step to do again, or None."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
