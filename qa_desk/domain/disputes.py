"""What a dispute is, and its rules: what can be claimed, by when it is answered, and what follows from its points.

A dispute is about the whole evaluation (one point, whose question is `WHOLE`) or about questions, each with its own reason
and the answer that is wished for. The points are accepted or rejected one by one; the outcome follows from them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from qa_desk.domain.asking import not_asked
from qa_desk.domain.errors import Refusal
from qa_desk.domain.evaluation import values_of
from qa_desk.domain.language import N_, join_phrases, tr
from qa_desk.domain.scoring import check_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_desk.domain.calendar import BusinessCalendar
    from qa_desk.domain.evaluation import Answer
    from qa_desk.domain.scorecard import ScorecardVersion

WHOLE = ""
"""Stands where a question would: the point is about the whole evaluation."""


class Role(StrEnum):
    """Who may dispute."""

    AGENT = "agent"
    LEAD = "lead"


class State(StrEnum):
    """How far a dispute is."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a decision comes to."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


ROLE_WORDS = {Role.AGENT: N_("agent"), Role.LEAD: N_("team lead")}
STATE_WORDS = {State.OPEN: N_("open"), State.DECIDED: N_("decided"), State.WITHDRAWN: N_("withdrawn")}
OUTCOME_WORDS = {Outcome.ACCEPTED: N_("accepted"), Outcome.PARTLY: N_("partly accepted"), Outcome.REJECTED: N_("rejected")}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is disputed: a question with the answer wished for, or (`WHOLE`) everything; and why."""

    question_id: str
    reason: str
    wish: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the decider says to one point, and why. `granted`: the answer given, where it is another one than the wish."""

    question_id: str
    is_accepted: bool
    reason: str
    granted: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A claim with what was decided on it; `is_accepted` None: nothing yet."""

    question_id: str
    claim: str
    wish: str | None = None
    is_accepted: bool | None = None
    granted: str | None = None
    reason: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is about the whole evaluation."""
        return self.question_id == WHOLE


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute with its points and the names a person needs to know which one it is."""

    id: str
    evaluation_id: str
    interaction_id: str
    reference: str
    channel: str
    agent: str | None
    evaluator_id: str
    evaluator: str
    version_id: str
    scorecard: str
    raised_by: str
    role: Role
    raised_at: int
    due_on: str | None
    state: State
    outcome: Outcome | None
    decided_by: str | None
    decider: str | None
    reason: str | None
    closed_at: int | None
    revision_id: str | None
    shown: str | None
    """The score that is disputed; None where the form was not scorable."""
    revised: str | None
    """The score of the revision, once it is submitted."""
    points: tuple[Point, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its decision."""
        return self.state is State.OPEN

    @property
    def is_being_written(self) -> bool:
        """Whether it is decided but for the revision, which is still a draft."""
        return self.is_open and self.revision_id is not None

    @property
    def is_whole(self) -> bool:
        """Whether it is about the whole evaluation."""
        return any(point.is_whole for point in self.points)


def outcome_of(points: Iterable[Point]) -> Outcome:
    """Accepted where all of it was, as it was wished; rejected where none was; else partly."""
    decided = list(points)
    if not any(point.is_accepted for point in decided):
        return Outcome.REJECTED
    is_as_wished = (point.is_accepted and (point.wish is None or point.granted in (None, point.wish)) for point in decided)
    return Outcome.ACCEPTED if all(is_as_wished) else Outcome.PARTLY


def answer_by(raised_on: date, days: int, calendar: BusinessCalendar) -> date:
    """The day by which a dispute is answered: so many working days after the day it was raised on."""
    day, left = raised_on, days
    while left > 0:
        day += timedelta(days=1)
        is_working = day.weekday() in calendar.weekdays and day not in calendar.holidays
        left -= is_working or not calendar.weekdays  # a calendar without working days counts all of them
    return day


def check_claims(version: ScorecardVersion, answers: Mapping[str, Answer], claims: Sequence[Claim], language: str = "en") -> None:
    """Refuse what cannot be decided: nothing claimed, no reason, no other answer wished for, the whole beside questions.

    A refusal names a question by its text in `language`.
    """
    if not claims:
        raise Refusal(tr("Say what is disputed: one or more questions, or the whole evaluation."))
    if len(claims) > 1 and any(claim.question_id == WHOLE for claim in claims):
        raise Refusal(tr("Dispute the whole evaluation or questions of it, not both at once."))
    twice = [question for question, count in Counter(claim.question_id for claim in claims).items() if count > 1]
    if twice:
        raise Refusal(tr("Question “{question}” is disputed twice.", question=twice[0]))
    for claim in claims:
        if claim.question_id == WHOLE:
            if not claim.reason.strip():
                raise Refusal(tr("Say why the evaluation is disputed."))
        else:
            _check_claim(version, answers, claim, language)


def _check_claim(version: ScorecardVersion, answers: Mapping[str, Answer], claim: Claim, language: str) -> None:
    question = version.question(claim.question_id)
    if question is None:
        raise Refusal(tr("The scorecard has no question “{question}”.", question=claim.question_id))
    if question.id in not_asked(version, values_of(answers.values())):
        raise Refusal(tr("Question “{question}” was not asked.", question=question.label(language)))
    if not claim.reason.strip():
        raise Refusal(tr("Say why question “{question}” is disputed.", question=question.label(language)))
    if claim.wish is None:
        raise Refusal(tr("Say which answer to question “{question}” would be right.", question=question.label(language)))
    check_answers(version, {question.id: claim.wish})
    given = answers.get(question.id)
    if given is not None and given.value == claim.wish:
        raise Refusal(tr("Question “{question}” has the answer that is wished for already.", question=question.label(language)))


def check_news(claims: Sequence[Claim], earlier: Iterable[Point]) -> None:
    """Refuse a second dispute that says of a question, or of the whole, what a decided one said already."""
    said = {(point.question_id, _plain(point.claim)) for point in earlier}
    if any((claim.question_id, _plain(claim.reason)) in said for claim in claims):
        raise Refusal(tr("This was decided already: a second dispute needs a reason that was not given before."))


def _plain(text: str) -> str:
    """The words alone: neither case, spaces nor punctuation make a reason new."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def decided_points(
    version: ScorecardVersion, answers: Mapping[str, Answer], points: Iterable[Point], verdicts: Iterable[Verdict]
) -> tuple[Point, ...]:
    """The points with their verdicts. Refused unless each point has one, with a reason, and an acceptance changes something."""
    said = {verdict.question_id: verdict for verdict in verdicts}
    decided = []
    for point in points:
        verdict = said.pop(point.question_id, None)
        name = tr("the whole") if point.is_whole else point.question_id
        if verdict is None:
            raise Refusal(tr("Accept or reject each point; “{point}” has no verdict yet.", point=name))
        if not verdict.reason.strip():
            raise Refusal(tr("Say why; “{point}” has no reason yet.", point=name))
        granted = None
        if verdict.is_accepted and not point.is_whole:
            granted = verdict.granted if verdict.granted is not None else point.wish
            _check_granted(version, answers, point.question_id, granted)
        decided.append(Point(point.question_id, point.claim, point.wish, verdict.is_accepted, granted, verdict.reason.strip()))
    if said:
        raise Refusal(tr("Question “{question}” is not disputed.", question=next(iter(said)) or tr("the whole")))
    return tuple(decided)


def _check_granted(version: ScorecardVersion, answers: Mapping[str, Answer], question_id: str, granted: str | None) -> None:
    if granted is None:
        raise Refusal(tr("Say which answer to question “{question}” would be right.", question=question_id))
    check_answers(version, {question_id: granted})
    given = answers.get(question_id)
    if given is not None and given.value == granted:
        raise Refusal(tr("Question “{question}” keeps its answer: that is a rejection.", question=question_id))


def overall_reason(words: str, points: Iterable[Point]) -> str:
    """The reason of the decision as a whole: the decider's own words, else what was said to each point."""
    return words.strip() or join_phrases(dict.fromkeys(point.reason or "" for point in points))


def revision_reason(dispute: Dispute, reason: str) -> str:
    """Why the revision that an accepted dispute makes stands beside the evaluation."""
    return tr("Dispute by {name} ({role}): {reason}", name=dispute.raised_by, role=tr(ROLE_WORDS[dispute.role]), reason=reason)


def same_person(one: str, other: str) -> bool:
    """Whether two typed names are one person's."""
    return _plain(one) == _plain(other)
