"""The one pipeline that turns answers into a score, in exact arithmetic and in a fixed order.

The order is normative: missing answers, question auto-fail, sections, base, adjustments with floor and cap, form
auto-fail, then one rounding (half up) for display. A pass is tested on what is displayed. Means over evaluations use the
exact finals, never the displayed ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa_desk.domain.asking import asked_only, not_asked
from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import CRITICAL_CLASSES, NOT_APPLICABLE, CriticalClass, Mode, NaPolicy, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.domain.scorecard import Question, ScorecardVersion, Section

HEAVY_SHARE = Fraction(2, 5)
"""Above this effective weight a single question decides the form: worth a warning."""


_ANY_OPTION = "\0"
"""Stands for an answer that is still to come: whichever it will be, the question counts."""


class Status(StrEnum):
    """Whether there is a score."""

    SCORED = "scored"
    INCOMPLETE = "incomplete"
    NOT_SCORABLE = "not_scorable"


@dataclass(frozen=True, slots=True)
class Trigger:
    """An auto-fail that was set off."""

    question: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class CriticalState:
    """Questions of one critical class in one evaluation: how many applied, and which were failed."""

    applicable: int
    errors: tuple[str, ...]

    @property
    def is_accurate(self) -> bool | None:
        """No error where at least one question applied; None where none did."""
        return not self.errors if self.applicable else None


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that follows from a set of answers. Sections without an assessed weight are None: not applicable."""

    status: Status
    final: Fraction | None = None
    before_autofail: Fraction | None = None
    base: Fraction | None = None
    adjustment: Fraction = Fraction(0)
    shown: str | None = None
    passed: bool | None = None
    autofail: tuple[Trigger, ...] = ()
    critical: Mapping[CriticalClass, CriticalState] = field(default_factory=dict)
    sections: Mapping[str, Fraction | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tally:
    """A section's points: what was earned, what could have been, and whether anything weighted was assessed."""

    earned: Fraction
    possible: Fraction
    is_assessed: bool

    @property
    def score(self) -> Fraction | None:
        return 100 * self.earned / self.possible if self.possible else None


def score(version: ScorecardVersion, answers: Mapping[str, str]) -> Score:
    """The score of a set of answers. Refused when an answer is not one of the question's options."""
    check_answers(version, answers)
    answers = asked_only(version, answers, answers)
    critical = critical_states(version, answers)
    missing = missing_questions(version, answers)
    if missing:
        return Score(Status.INCOMPLETE, critical=critical, missing=missing)
    return _score_complete(version, answers, critical, ())


def score_so_far(version: ScorecardVersion, answers: Mapping[str, str]) -> Score:
    """What the answers given until now would score if every open question were taken out: for a form being filled in."""
    check_answers(version, answers)
    answers = asked_only(version, answers, answers)
    return _score_complete(version, answers, critical_states(version, answers), missing_questions(version, answers))


def check_answers(version: ScorecardVersion, answers: Mapping[str, str]) -> None:
    """Refuse an unknown question, an unknown option, and N/A where it is not allowed."""
    questions = {question.id: question for question in version.questions()}
    for question_id, answer in answers.items():
        question = questions.get(question_id)
        if question is None:
            raise Refusal(tr("The scorecard has no question “{question}”.", question=question_id))
        if answer == NOT_APPLICABLE:
            if not question.na_allowed:
                raise Refusal(tr("Question “{question}” does not allow N/A.", question=question_id))
        elif fault := question.fault_in(answer):
            raise Refusal(fault)


def missing_questions(version: ScorecardVersion, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Questions that are asked, must be answered and are not, in the order of the form. Adjustments may stay blank."""
    out = not_asked(version, answers)
    return tuple(q.id for q in version.questions() if q.is_required and q.id not in answers and q.id not in out)


def critical_states(version: ScorecardVersion, answers: Mapping[str, str]) -> Mapping[CriticalClass, CriticalState]:
    """For each critical class, how many answered questions applied and which were failed."""
    answers = asked_only(version, answers, answers)
    states = {}
    for critical in CRITICAL_CLASSES:
        asked = [q for q in version.questions() if q.critical is critical and is_applicable(answers.get(q.id))]
        states[critical] = CriticalState(len(asked), tuple(q.id for q in asked if q.is_error(answers[q.id])))
    return MappingProxyType(states)


def is_applicable(answer: str | None) -> bool:
    """Whether a question was assessed: answered, and not by N/A."""
    return answer is not None and answer != NOT_APPLICABLE


def effective_weights(version: ScorecardVersion, answers: Mapping[str, str]) -> dict[str, Fraction]:
    """The share of the form (0 to 1) that each assessed question carries after N/A; the others are left out."""
    asked = asked_only(version, answers, answers)
    return _shares(version, frozenset(q.id for q in version.questions() if _counts(version, asked.get(q.id))))


def designed_weights(version: ScorecardVersion) -> dict[str, Fraction]:
    """The share of the form (0 to 1) that each question carries where all of them apply, conditional ones too."""
    return _shares(version, frozenset(question.id for question in version.questions()))


def _shares(version: ScorecardVersion, counting: frozenset[str]) -> dict[str, Fraction]:
    weights = {
        section.id: {q.id: q.weight for q in section.questions if q.weight and not q.is_adjustment and q.id in counting}
        for section in version.sections
    }
    if version.mode is Mode.POINTS:
        total = sum((sum(ws.values(), Fraction(0)) for ws in weights.values()), Fraction(0))
        return {q: w / total for ws in weights.values() for q, w in ws.items()}
    total = sum((section.weight for section in version.sections if weights[section.id]), Fraction(0))
    if not total:
        return {}
    return {
        q: section.weight / total * w / sum(weights[section.id].values())
        for section in version.sections
        for q, w in weights[section.id].items()
    }


@dataclass(frozen=True, slots=True)
class Points:
    """What a question is worth in points of the form, and what its answer earned (None: not answered yet)."""

    possible: Fraction
    earned: Fraction | None


def question_points(version: ScorecardVersion, answers: Mapping[str, str]) -> dict[str, Points]:
    """Points of each question on a form of 100; open questions keep their share, N/A ones are left out."""
    open_ones = {question_id: _ANY_OPTION for question_id in missing_questions(version, answers)}
    shares = effective_weights(version, {**answers, **open_ones})
    points = {}
    for question in version.questions():
        share = shares.get(question.id)
        if share is None:
            continue
        possible, answer = 100 * share, answers.get(question.id)
        points[question.id] = Points(possible, None if answer is None else possible * _credit(question, answer))
    return points


def heavy_questions(version: ScorecardVersion, answers: Mapping[str, str] | None = None) -> dict[str, Fraction]:
    """Questions that alone carry more than 40 % of the form, with their share: on these answers, or where all apply (None)."""
    shares = designed_weights(version) if answers is None else effective_weights(version, answers)
    return {q: share for q, share in shares.items() if share > HEAVY_SHARE}


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """The nearest value with so many decimals; ties go away from zero."""
    unit = 10**decimals
    steps = (abs(value) * unit * 2 + 1) // 2
    return Fraction(steps if value >= 0 else -steps, unit)


def show(value: Fraction, decimals: int) -> str:
    """A value as it is displayed: rounded half up once, always with all its decimals ("90.63", "72.50")."""
    rounded = round_half_up(value, decimals)
    digits = str(abs(rounded.numerator) * 10**decimals // rounded.denominator).rjust(decimals + 1, "0")
    whole, fraction = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return ("-" if rounded < 0 else "") + whole + (f".{fraction}" if fraction else "")


@dataclass(frozen=True, slots=True)
class MeanScore:
    """The exact mean of exact finals; `not_scorable` evaluations are left out of it and counted."""

    mean: Fraction | None
    n: int
    not_scorable: int

    def shown(self, decimals: int) -> str | None:
        """The mean as displayed: rounded once, from the exact value."""
        return None if self.mean is None else show(self.mean, decimals)


def mean_score(finals: Iterable[Fraction | None]) -> MeanScore:
    """The mean of the exact finals of several evaluations; None stands for one that is not scorable."""
    values = list(finals)
    scored = [value for value in values if value is not None]
    return MeanScore(sum(scored, Fraction(0)) / len(scored) if scored else None, len(scored), len(values) - len(scored))


def _score_complete(
    version: ScorecardVersion,
    answers: Mapping[str, str],
    critical: Mapping[CriticalClass, CriticalState],
    missing: tuple[str, ...],
) -> Score:
    triggers = tuple(
        Trigger(q.id, q.autofail.scope) for q in version.questions() if q.autofail and q.triggers_autofail(answers.get(q.id))
    )
    form_failed = any(trigger.scope is Scope.FORM for trigger in triggers)
    tallies = {section.id: _tally(version, section, answers, triggers) for section in version.sections}
    sections = MappingProxyType({section_id: tally.score for section_id, tally in tallies.items()})
    base = _base(version, tallies)
    adjustment = _adjustment(version, answers)
    status = Status.INCOMPLETE if missing else Status.SCORED
    final: Fraction
    if base is None:
        if not form_failed:
            not_yet = Status.INCOMPLETE if missing else Status.NOT_SCORABLE
            return Score(not_yet, adjustment=adjustment, autofail=triggers, critical=critical, sections=sections, missing=missing)
        before, final = None, version.autofail_score
    else:
        before = min(max(base + adjustment, version.floor), version.cap)
        final = min(before, version.autofail_score) if form_failed else before
    return Score(
        status=status,
        final=final,
        before_autofail=before,
        base=base,
        adjustment=adjustment,
        shown=show(final, version.decimals),
        passed=_passed(version, final, sections, form_failed),
        autofail=triggers,
        critical=critical,
        sections=sections,
        missing=missing,
    )


def _tally(version: ScorecardVersion, section: Section, answers: Mapping[str, str], triggers: tuple[Trigger, ...]) -> _Tally:
    earned = possible = Fraction(0)
    is_assessed = False
    for question in section.questions:
        answer = answers.get(question.id)
        if question.is_adjustment or not _counts(version, answer):
            continue
        earned += question.weight * _credit(question, answer)
        possible += question.weight
        is_assessed = is_assessed or (question.weight > 0 and is_applicable(answer))
    own = {question.id for question in section.questions}
    if any(trigger.scope is Scope.SECTION and trigger.question in own for trigger in triggers):
        earned = min(earned, Fraction(0))
    return _Tally(earned, possible, is_assessed)


def _counts(version: ScorecardVersion, answer: str | None) -> bool:
    return is_applicable(answer) or (answer == NOT_APPLICABLE and version.na_policy is NaPolicy.FULL_CREDIT)


def _credit(question: Question, answer: str | None) -> Fraction:
    credit = question.credit(answer)
    if credit is None:  # N/A under the full-credit policy
        return Fraction(1)
    return min(credit, Fraction(0)) if question.triggers_autofail(answer) else credit


def _base(version: ScorecardVersion, tallies: Mapping[str, _Tally]) -> Fraction | None:
    if not any(tally.is_assessed for tally in tallies.values()):
        return None
    if version.mode is Mode.POINTS:
        possible = sum((tally.possible for tally in tallies.values()), Fraction(0))
        return 100 * sum((tally.earned for tally in tallies.values()), Fraction(0)) / possible
    parts = [(s.weight, section_score) for s in version.sections if (section_score := tallies[s.id].score) is not None]
    total = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * value for weight, value in parts), Fraction(0)) / total if total else None


def _adjustment(version: ScorecardVersion, answers: Mapping[str, str]) -> Fraction:
    earned = (q.credit(answers.get(q.id)) for q in version.questions() if q.is_adjustment)
    return sum((points for points in earned if points is not None), Fraction(0))


def _passed(
    version: ScorecardVersion, final: Fraction, sections: Mapping[str, Fraction | None], form_failed: bool
) -> bool | None:
    if form_failed:
        return False
    if version.pass_threshold is None:
        return None
    reached = [(final, version.pass_threshold)]
    for section in version.sections:
        value = sections[section.id]
        if section.minimum is not None and value is not None:
            reached.append((value, section.minimum))
    return all(round_half_up(value, version.decimals) >= needed for value, needed in reached)
