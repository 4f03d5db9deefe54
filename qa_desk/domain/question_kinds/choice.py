"""One of several options: yes/no, a scale, a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.scorecard import Option, Question


class Choice:
    """The answer is the id of an option."""

    is_scored = True

    def fault(self, question: Question, answer: str) -> str | None:
        """Only an option's id is an answer."""
        if question.option(answer) is not None:
            return None
        known = ", ".join(option.id for option in question.options)
        return tr("Question “{id}” has no answer “{answer}”; it has: {known}.", id=question.id, answer=answer, known=known)

    def chosen(self, question: Question, answer: str) -> tuple[Option, ...]:
        """The one option."""
        option = question.option(answer)
        return (option,) if option is not None else ()

    def credit(self, question: Question, answer: str) -> Fraction:
        """The option's own credit."""
        return self.chosen(question, answer)[0].credit

    def best_credit(self, question: Question) -> Fraction:
        """The best option's."""
        return max(option.credit for option in question.options)

    def category(self, question: Question, answer: str) -> str | None:
        """The option."""
        return answer

    def label(self, question: Question, answer: str, language: str) -> str:
        """What stands on its button."""
        option = question.option(answer)
        return option.label(language) if option is not None else answer
