"""A number with bands: hold time, identification items asked for. The band it falls into is the option it earns."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Option, Question

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def number_of(answer: str | None) -> Fraction | None:
    """The number in an answer ("12", "12.5"), exactly; None where there is none."""
    return Fraction(answer) if answer is not None and _NUMBER.fullmatch(answer) else None


class Number:
    """The answer is a decimal number with a point, within the question's limits."""

    is_scored = True

    def fault(self, question: Question, answer: str) -> str | None:
        """It must be a number, not too fine, and within the limits."""
        value, limits = number_of(answer), question.number
        if value is None:
            return tr("Question “{id}”: “{answer}” is not a number.", id=question.id, answer=answer)
        if (value * 10**limits.decimals).denominator != 1:
            return tr(
                "Question “{id}”: “{answer}” has more than {count} decimals.",
                id=question.id,
                answer=answer,
                count=limits.decimals,
            )
        if limits.least is not None and value < limits.least:
            return tr(
                "Question “{id}”: “{answer}” is below the least of {limit}.",
                id=question.id,
                answer=answer,
                limit=float(limits.least),
            )
        if limits.most is not None and value > limits.most:
            return tr(
                "Question “{id}”: “{answer}” is above the most of {limit}.",
                id=question.id,
                answer=answer,
                limit=float(limits.most),
            )
        return None

    def chosen(self, question: Question, answer: str) -> tuple[Option, ...]:
        """The band: the first whose upper bound lies above the number, else the last."""
        value = number_of(answer)
        if value is None or not question.options:
            return ()
        return (next((band for band in question.options if band.below is not None and value < band.below), question.options[-1]),)

    def credit(self, question: Question, answer: str) -> Fraction:
        """The band's."""
        return self.chosen(question, answer)[0].credit

    def best_credit(self, question: Question) -> Fraction:
        """The best band's."""
        return max(option.credit for option in question.options)

    def category(self, question: Question, answer: str) -> str | None:
        """The band: 19 s and 18 s are the same judgement."""
        bands = self.chosen(question, answer)
        return bands[0].id if bands else None

    def label(self, question: Question, answer: str, language: str) -> str:
        """The number with its unit."""
        unit = question.number.unit.say(language)
        return f"{answer} {unit}" if unit else answer
