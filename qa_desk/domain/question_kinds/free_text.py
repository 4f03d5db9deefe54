"""Words, never scored: what the customer wanted, a link to the case, a note for the trainer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Option, Question

LONGEST = 10_000


class FreeText:
    """Any words."""

    is_scored = False

    def fault(self, question: Question, answer: str) -> str | None:
        """Only length is checked."""
        if not answer.strip():
            return tr("Question “{id}”: the answer is blank.", id=question.id)
        return (
            tr("Question “{id}”: the answer is longer than {count} characters.", id=question.id, count=LONGEST)
            if len(answer) > LONGEST
            else None
        )

    def chosen(self, question: Question, answer: str) -> tuple[Option, ...]:
        """There are no options."""
        return ()

    def credit(self, question: Question, answer: str) -> Fraction:
        """Nothing is earned."""
        return Fraction(0)

    def best_credit(self, question: Question) -> Fraction:
        """Nothing can be."""
        return Fraction(0)

    def category(self, question: Question, answer: str) -> str | None:
        """Words are not compared."""
        return None

    def label(self, question: Question, answer: str, language: str) -> str:
        """The words themselves."""
        return answer
