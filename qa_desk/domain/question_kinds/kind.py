"""What every kind of question can tell about an answer. An answer is always a text; N/A and unanswered never come here."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_desk.domain.scorecard import Option, Question


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    """One of the options."""
    MULTIPLE = "multiple"
    """Any number of the options, or none of them."""
    NUMBER = "number"
    """A number; the band it falls into earns the credit."""
    TEXT = "text"
    """Words, never scored."""


class Rules(Protocol):
    """The rules of one kind."""

    is_scored: bool
    """Whether an answer can earn anything."""

    def fault(self, question: Question, answer: str) -> str | None:
        """What is wrong with an answer, as a sentence; None where it is one."""

    def chosen(self, question: Question, answer: str) -> tuple[Option, ...]:
        """The options that an answer amounts to; none where it is no answer of this question."""

    def credit(self, question: Question, answer: str) -> Fraction:
        """The share of the weight that a valid answer earns, −1 to 1 (for an adjustment: points of the form)."""

    def best_credit(self, question: Question) -> Fraction:
        """The most that an answer can earn."""

    def category(self, question: Question, answer: str) -> str | None:
        """What two people must share to agree: an option, a band, a set of ticks; None where answers are not compared."""

    def label(self, question: Question, answer: str, language: str) -> str:
        """The answer in words."""
