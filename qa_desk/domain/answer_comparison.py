"""What two people's answers share: the option, the set of ticks, the band of a number. Words are read, never compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.question_kinds.number import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_desk.domain.scorecard import Question


def is_compared(question: Question) -> bool:
    """Whether answers to it can agree. Two people never write the same words, and may mean the same."""
    return question.kind is not QuestionKind.TEXT


def compared(question: Question, answer: str | None) -> str | None:
    """What must be the same for two answers to agree, N/A included; None for unanswered and for words."""
    return question.category(answer) if is_compared(question) else None


def compared_all(question: Question, answers: Iterable[str | None]) -> list[str]:
    """The same of several answers, without those that are not compared."""
    return [found for answer in answers if (found := compared(question, answer)) is not None]


def shared_answer(question: Question, answers: Sequence[str]) -> str | None:
    """The answer that these people gave together; None where they differ. Of numbers in one band it is the middle one said."""
    if not is_compared(question):
        return answers[0] if len(set(answers)) == 1 else None
    alike = set(compared_all(question, answers))
    if len(alike) != 1:
        return None
    numbers = sorted((value, answer) for answer in answers if (value := number_of(answer)) is not None)
    if question.kind is QuestionKind.NUMBER and numbers:
        return numbers[(len(numbers) - 1) // 2][1]
    return alike.pop()
