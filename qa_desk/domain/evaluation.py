"""What an evaluation is: answers with their comments and root causes, and markers in time, by one person on one version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_desk.domain.asking import not_asked
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import missing_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from qa_desk.domain.scorecard import Question, ScorecardVersion

SAMPLE_METHODS = ("random", "quota", "targeted", "self_chosen", "calibration")


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything said about one question. `value` None is unanswered; a comment may stand without an answer.

    `is_preset`: it stands as the scorecard set it, and nobody has touched it. `origin`: the evidence that the answer was taken
    from, in words; None where a person gave it.
    """

    question_id: str
    value: str | None = None
    comment: str | None = None
    root_cause: str | None = None
    is_preset: bool = False
    origin: str | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return self.value is None and not self.comment and self.root_cause is None


@dataclass(frozen=True, slots=True)
class Marker:
    """A comment at a time of the recording (seconds) or at a message (its position), perhaps about one question.

    `media_id` is the recording whose time it is; None the interaction's first.
    """

    id: str
    text: str
    at_s: float | None = None
    utterance_position: int | None = None
    question_id: str | None = None
    media_id: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One person's evaluation of one interaction. The result is None until it is submitted."""

    id: str
    interaction_id: str
    agent_id: str | None
    evaluator_id: str
    version_id: str
    purpose: str
    session_id: str | None
    sample_method: str
    is_submitted: bool
    revision_of: str | None
    revision_reason: str | None
    summary: str
    created_at: int
    submitted_at: int | None
    final: Fraction | None
    shown: str | None
    passed: bool | None
    answers: Mapping[str, Answer]
    markers: tuple[Marker, ...]

    @property
    def values(self) -> dict[str, str]:
        """Question → answer, as scoring takes them: unanswered questions are left out."""
        return {name: answer.value for name, answer in self.answers.items() if answer.value is not None}


class Lack(StrEnum):
    """What a question still needs before the form can be submitted."""

    ANSWER = "answer"
    ROOT_CAUSE = "root_cause"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Missing:
    """A question and what it lacks."""

    question_id: str
    lack: Lack


def missing_before_submission(version: ScorecardVersion, answers: Mapping[str, Answer]) -> tuple[Missing, ...]:
    """What keeps a form from being submitted, in the order of the form."""
    values = values_of(answers.values())
    unanswered, out = set(missing_questions(version, values)), not_asked(version, values)
    found = []
    for question in version.questions():
        answer = answers.get(question.id)
        if question.id in unanswered:
            found.append(Missing(question.id, Lack.ANSWER))
        elif answer is not None and question.id not in out:
            found.extend(Missing(question.id, lack) for lack in lacks_of(question, answer))
    return tuple(found)


def lacks_of(question: Question, answer: Answer) -> tuple[Lack, ...]:
    """What the scorecard still insists on for an answer that was given."""
    lacks = []
    if answer.root_cause is None and question.needs_cause(answer.value):
        lacks.append(Lack.ROOT_CAUSE)
    if not answer.comment and question.needs_comment(answer.value):
        lacks.append(Lack.COMMENT)
    return tuple(lacks)


def answered(question: Question, before: Answer, value: str | None, origin: str | None = None) -> Answer:
    """What was said about a question, with another answer: it is touched, and a root cause that no longer fits goes."""
    fits = before.root_cause in {cause.id for cause in question.causes_for(value)}
    return replace(before, value=value, root_cause=before.root_cause if fits else None, is_preset=False, origin=origin)


def presets_of(version: ScorecardVersion) -> dict[str, Answer]:
    """The answers that a fresh form begins with: N/A where the scorecard says so, marked as untouched."""
    return {q.id: Answer(q.id, NOT_APPLICABLE, is_preset=True) for q in version.questions() if q.preset_na}


def values_of(answers: Iterable[Answer]) -> dict[str, str]:
    """Question → answer of the answered ones."""
    return {answer.question_id: answer.value for answer in answers if answer.value is not None}
