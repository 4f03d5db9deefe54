"""What a scorecard is: a version with its sections, questions and options, as frozen values with exact numbers.

Weights and credits are `Fraction`s: a binary float never decides a score. The rules over these values are in
`qa_desk.domain.scoring`; reading and writing them as a definition is in `qa_desk.domain.scorecard_definition`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_APPLICABLE = "N/A"
"""The answer that takes a question out of the score; unanswered is something else, and so is a credit of 0."""


class Mode(StrEnum):
    """How sections come together: all points in one pot, or each section with its own weight."""

    POINTS = "points"
    SECTION_WEIGHTS = "section_weights"


class NaPolicy(StrEnum):
    """What an N/A does: its weight goes to the other questions, or (old data only) it counts as full marks."""

    REDISTRIBUTE = "redistribute"
    FULL_CREDIT = "full_credit"


class CriticalClass(StrEnum):
    """Who is harmed by an error on a question."""

    NONE = "none"
    CUSTOMER = "customer"
    BUSINESS = "business"
    COMPLIANCE = "compliance"


CRITICAL_CLASSES = (CriticalClass.CUSTOMER, CriticalClass.BUSINESS, CriticalClass.COMPLIANCE)


class Scope(StrEnum):
    """What an auto-fail takes away: the question's credit, its section, or the whole form."""

    QUESTION = "question"
    SECTION = "section"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages; the language code "" is a text that was given without one."""

    by_language: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(text for _, text in self.by_language)

    def say(self, language: str = "en") -> str:
        """The text in this language, else in its base language, else without language or English, else in any."""
        texts = dict(self.by_language)
        for wanted in (language, language.partition("_")[0], "", "en"):
            if texts.get(wanted):
                return texts[wanted]
        return next((text for text in texts.values() if text), "")


def plain_text(text: str) -> Text:
    """A text that was given in one language without saying which."""
    return Text((("", text),)) if text else Text()


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer. `credit` is the share of the weight it earns (−1 to 1); for an adjustment, points of the form."""

    id: str
    credit: Fraction
    title: Text = field(default_factory=Text)

    def label(self, language: str = "en") -> str:
        """What stands on the button."""
        return self.title.say(language) or self.id


@dataclass(frozen=True, slots=True)
class AutoFail:
    """The answers that fail more than the question's own points, and how much they take."""

    triggers: frozenset[str]
    scope: Scope


@dataclass(frozen=True, slots=True)
class RootCause:
    """A reason for a lost point that an evaluator can tick."""

    id: str
    title: Text = field(default_factory=Text)

    def label(self, language: str = "en") -> str:
        """What stands on the chip."""
        return self.title.say(language) or self.id


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look at. An adjustment carries signed points of the form instead of a weight and need not be answered."""

    id: str
    options: tuple[Option, ...]
    weight: Fraction = Fraction(0)
    title: Text = field(default_factory=Text)
    guidance: Text = field(default_factory=Text)
    is_adjustment: bool = False
    na_allowed: bool = True
    critical: CriticalClass = CriticalClass.NONE
    fail: frozenset[str] = frozenset()
    autofail: AutoFail | None = None
    root_causes: tuple[RootCause, ...] = ()
    root_cause_required: bool = False
    lineage: str = ""

    def label(self, language: str = "en") -> str:
        """The question as it is read out."""
        return self.title.say(language) or self.id

    def option(self, option_id: str | None) -> Option | None:
        """The option of this id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def best_credit(self) -> Fraction:
        """The most that an answer can earn here."""
        return max(option.credit for option in self.options)

    def loses_points(self, answer: str | None) -> bool:
        """Whether this answer earns less than the best one could (N/A and unanswered lose nothing)."""
        option = self.option(answer)
        if option is None:
            return False
        return option.credit < (Fraction(0) if self.is_adjustment else self.best_credit)

    def triggers_autofail(self, answer: str | None) -> bool:
        """Whether this answer sets off the question's auto-fail; N/A never does."""
        return self.autofail is not None and answer in self.autofail.triggers


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading. `weight` counts in `section_weights` only; `minimum` is what it must reach to pass."""

    id: str
    questions: tuple[Question, ...]
    weight: Fraction = Fraction(0)
    title: Text = field(default_factory=Text)
    minimum: Fraction | None = None

    def label(self, language: str = "en") -> str:
        """The heading."""
        return self.title.say(language) or self.id


@dataclass(frozen=True, slots=True)
class ScorecardVersion:
    """One wording and weighting of a scorecard; once published it never changes."""

    sections: tuple[Section, ...]
    mode: Mode = Mode.POINTS
    na_policy: NaPolicy = NaPolicy.REDISTRIBUTE
    pass_threshold: Fraction | None = None
    decimals: int = 2
    floor: Fraction = Fraction(0)
    cap: Fraction = Fraction(100)
    autofail_score: Fraction = Fraction(0)
    key: str = ""
    title: Text = field(default_factory=Text)
    channel: str | None = None

    def label(self, language: str = "en") -> str:
        """The scorecard's name."""
        return self.title.say(language) or self.key

    def questions(self) -> Iterator[Question]:
        """Every question, in the order of the form."""
        for section in self.sections:
            yield from section.questions

    def question(self, question_id: str) -> Question | None:
        """The question of this id, if there is one."""
        return next((question for question in self.questions() if question.id == question_id), None)
