"""Any number of options: what was offered, what was missing, which steps were done.

The answer is the ticked ids, joined by " + " in the order of the form, or "none" where a person looked and ticked nothing
(which is not the same as unanswered). Ticks add up from the question's `start`, held within −1 and 1: a list of things
well done starts at 0, a list of things left out starts at 1 and its options carry negative credits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_desk.domain.scorecard import Option, Question

NONE_TICKED = "none"
"""The answer of a person who looked and ticked nothing. No option may bear this id."""
JOINT = " + "


def join_ticks(question: Question, ticked: Iterable[str]) -> str:
    """The answer that these ticks make, in the order of the form."""
    wanted = set(ticked)
    return JOINT.join(option.id for option in question.options if option.id in wanted) or NONE_TICKED


def ticks_of(answer: str | None) -> tuple[str, ...]:
    """The ids in an answer; none for "none" and for unanswered."""
    return () if answer is None or answer == NONE_TICKED else tuple(answer.split(JOINT))


class Multiple:
    """The answer is a set of options."""

    is_scored = True

    def fault(self, question: Question, answer: str) -> str | None:
        """Each part must be an option, and none may come twice."""
        ticks = ticks_of(answer)
        unknown = next((tick for tick in ticks if question.option(tick) is None), None)
        if unknown is not None:
            known = ", ".join((*(option.id for option in question.options), NONE_TICKED))
            return tr("Question “{id}” has no answer “{answer}”; it has: {known}.", id=question.id, answer=unknown, known=known)
        if len(set(ticks)) < len(ticks):
            return tr("Question “{id}”: an answer is ticked twice in “{answer}”.", id=question.id, answer=answer)
        return None

    def chosen(self, question: Question, answer: str) -> tuple[Option, ...]:
        """The ticked options, in the order of the form."""
        ticks = set(ticks_of(answer))
        return tuple(option for option in question.options if option.id in ticks)

    def credit(self, question: Question, answer: str) -> Fraction:
        """From `start`, all ticks together, held within −1 and 1."""
        return _held(sum((option.credit for option in self.chosen(question, answer)), question.start))

    def best_credit(self, question: Question) -> Fraction:
        """With every tick that earns something."""
        return _held(sum((option.credit for option in question.options if option.credit > 0), question.start))

    def category(self, question: Question, answer: str) -> str | None:
        """The same ticks, in whatever order they were written."""
        return join_ticks(question, ticks_of(answer))

    def label(self, question: Question, answer: str, language: str) -> str:
        """The ticked labels."""
        if answer == NONE_TICKED:
            return tr("None of these")
        return ", ".join(option.label(language) for option in self.chosen(question, answer)) or answer


def _held(credit: Fraction) -> Fraction:
    return max(Fraction(-1), min(credit, Fraction(1)))
