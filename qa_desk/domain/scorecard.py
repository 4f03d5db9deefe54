"""What a scorecard is: a version with its sections, questions and options, as frozen values with exact numbers.

Weights and credits are `Fraction`s: a binary float never decides a score. The rules over these values are in
`qa_desk.domain.scoring`; reading and writing them as a definition is in `qa_desk.domain.scorecard_definition`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.question_kinds import REGISTRY
from qa_desk.domain.question_kinds.kind import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_desk.domain.evidence import EvidenceRule

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
class RootCause:
    """A reason for a lost point that an evaluator can tick."""

    id: str
    title: Text = field(default_factory=Text)

    def label(self, language: str = "en") -> str:
        """What stands on the chip."""
        return self.title.say(language) or self.id


@dataclass(frozen=True, slots=True)
class Option:
    """A possible answer, or a band of a number.

    `credit` is the share of the weight it earns (−1 to 1); for an adjustment, points of the form. `below` is a band's upper
    bound (the last band has none). `root_causes` None: the question's own, where points are lost.
    """

    id: str
    credit: Fraction
    title: Text = field(default_factory=Text)
    below: Fraction | None = None
    comment_required: bool = False
    root_causes: tuple[RootCause, ...] | None = None
    root_cause_required: bool | None = None

    def label(self, language: str = "en") -> str:
        """What stands on the button."""
        return self.title.say(language) or self.id


@dataclass(frozen=True, slots=True)
class AutoFail:
    """The answers that fail more than the question's own points, and how much they take."""

    triggers: frozenset[str]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question is asked: by an earlier answer (one of `answers`, or N/A), on these channels; both where both are given."""

    question: str | None = None
    answers: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """What numbers a question takes, and their unit."""

    unit: Text = field(default_factory=Text)
    least: Fraction | None = None
    most: Fraction | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A case that shows how a question is answered; `origin` says where it comes from (a calibration's date)."""

    text: Text
    answer: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to look at. An adjustment carries signed points of the form instead of a weight.

    `is_required` False: it may stay unanswered, and then counts like N/A. `preset_na`: it stands at N/A until somebody
    touches it. `start` is what a multiple question earns before the first tick.
    """

    id: str
    options: tuple[Option, ...]
    weight: Fraction = Fraction(0)
    title: Text = field(default_factory=Text)
    guidance: Text = field(default_factory=Text)
    examples: tuple[Example, ...] = ()
    kind: QuestionKind = QuestionKind.CHOICE
    start: Fraction = Fraction(0)
    number: NumberLimits = field(default_factory=NumberLimits)
    is_adjustment: bool = False
    is_required: bool = True
    na_allowed: bool = True
    preset_na: bool = False
    ask_if: Condition | None = None
    critical: CriticalClass = CriticalClass.NONE
    fail: frozenset[str] = frozenset()
    autofail: AutoFail | None = None
    root_causes: tuple[RootCause, ...] = ()
    root_cause_required: bool = False
    evidence: tuple[EvidenceRule, ...] = ()
    lineage: str = ""

    def label(self, language: str = "en") -> str:
        """The question as it is read out."""
        return self.title.say(language) or self.id

    def option(self, option_id: str | None) -> Option | None:
        """The option (or band) of this id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def is_scored(self) -> bool:
        """Whether its answers are options with a credit; words are not."""
        return REGISTRY[self.kind].is_scored

    @property
    def best_credit(self) -> Fraction:
        """The most that an answer can earn here."""
        return REGISTRY[self.kind].best_credit(self)

    def fault_in(self, answer: str) -> str | None:
        """Why this is no answer to the question, as a sentence; None where it is one; N/A is not asked about here."""
        return REGISTRY[self.kind].fault(self, answer)

    def chosen(self, answer: str | None) -> tuple[Option, ...]:
        """The options, or the band, that an answer amounts to; none for N/A, unanswered and words."""
        return () if answer is None or answer == NOT_APPLICABLE else REGISTRY[self.kind].chosen(self, answer)

    def names_in(self, answer: str | None) -> frozenset[str]:
        """What rules about answers (`fail`, triggers, conditions) can name in an answer: option ids, "none", N/A."""
        if answer is None:
            return frozenset()
        return frozenset(option.id for option in self.chosen(answer)) or frozenset({answer})

    def credit(self, answer: str | None) -> Fraction | None:
        """The share of the weight that an answer earns; None where nothing was assessed."""
        if answer is None or answer == NOT_APPLICABLE or self.fault_in(answer) is not None:
            return None
        return REGISTRY[self.kind].credit(self, answer)

    def category(self, answer: str | None) -> str | None:
        """What two people must share to agree; None for unanswered and for words. N/A is a category of its own."""
        return answer if answer is None or answer == NOT_APPLICABLE else REGISTRY[self.kind].category(self, answer)

    def answer_label(self, answer: str | None, language: str = "en") -> str:
        """An answer in words; empty where there is none."""
        return answer or "" if answer is None or answer == NOT_APPLICABLE else REGISTRY[self.kind].label(self, answer, language)

    def loses_points(self, answer: str | None) -> bool:
        """Whether this answer earns less than the best one could (N/A and unanswered lose nothing)."""
        credit = self.credit(answer)
        return credit is not None and self.is_scored and credit < (Fraction(0) if self.is_adjustment else self.best_credit)

    def is_error(self, answer: str | None) -> bool:
        """Whether this answer counts as an error."""
        return not self.fail.isdisjoint(self.names_in(answer))

    def triggers_autofail(self, answer: str | None) -> bool:
        """Whether this answer sets off the question's auto-fail; N/A never does."""
        if self.autofail is None or answer == NOT_APPLICABLE:
            return False
        return not self.autofail.triggers.isdisjoint(self.names_in(answer))

    def causes_for(self, answer: str | None) -> tuple[RootCause, ...]:
        """The root causes that can be given for an answer: the chosen options' own, else the question's where points are lost."""
        own = [option.root_causes for option in self.chosen(answer) if option.root_causes is not None]
        if own:
            return tuple({cause.id: cause for causes in own for cause in causes}.values())
        return self.root_causes if self.loses_points(answer) else ()

    def needs_cause(self, answer: str | None) -> bool:
        """Whether the scorecard insists on a root cause for this answer."""
        if not self.causes_for(answer):
            return False
        own = [option.root_cause_required for option in self.chosen(answer) if option.root_cause_required is not None]
        return any(own) if own else self.root_cause_required and self.loses_points(answer)

    def needs_comment(self, answer: str | None) -> bool:
        """Whether the scorecard insists on a comment for this answer."""
        return any(option.comment_required for option in self.chosen(answer))


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

    def for_channel(self, channel: str | None) -> ScorecardVersion:
        """The version without the questions that are not asked on this channel, and without sections that this empties."""
        if channel is None or not any(question.ask_if and question.ask_if.channels for question in self.questions()):
            return self

        def is_meant(question: Question) -> bool:
            return question.ask_if is None or not question.ask_if.channels or channel in question.ask_if.channels

        cut = (replace(section, questions=tuple(filter(is_meant, section.questions))) for section in self.sections)
        return replace(self, sections=tuple(section for section in cut if section.questions))
