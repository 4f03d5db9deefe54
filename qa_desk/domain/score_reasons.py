"""How a score comes about, in plain words: what each question weighs after N/A, and which rule took what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qa_desk.domain.asking import not_asked
from qa_desk.domain.language import N_, ntr, tr
from qa_desk.domain.scorecard import NOT_APPLICABLE, Mode, NaPolicy, Scope
from qa_desk.domain.scoring import (
    HEAVY_SHARE,
    Status,
    designed_weights,
    effective_weights,
    missing_questions,
    question_points,
    score_so_far,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.domain.scorecard import Question, ScorecardVersion
    from qa_desk.domain.scoring import Score

_TAKES = {
    Scope.QUESTION: N_("⚑ {question}: {answer} – the question loses its points."),
    Scope.SECTION: N_("⚑ {question}: {answer} – its section fails and earns nothing."),
    Scope.FORM: N_("⚑ {question}: {answer} – the whole form fails."),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a question counts for. `share` is its part of the form now (0 to 1, None: nothing), `designed` where all apply."""

    question_id: str
    number: int
    title: str
    share: Fraction | None
    designed: Fraction
    earned: Fraction | None
    """Points of the form, before auto-fail; None where nothing is assessed yet."""
    note: str

    @property
    def is_heavy(self) -> bool:
        """Whether it alone carries more than 40 % of the form."""
        return self.share is not None and self.share > HEAVY_SHARE


def weights_of(version: ScorecardVersion, answers: Mapping[str, str], language: str = "en") -> tuple[Weight, ...]:
    """Every question with what it counts for on these answers, in the order of the form."""
    designed, points = designed_weights(version), question_points(version, answers)
    open_ones, out = set(missing_questions(version, answers)), not_asked(version, answers)
    shares = effective_weights(version, answers)
    found = []
    for number, question in enumerate(version.questions(), 1):
        worth = points.get(question.id)
        share = shares.get(question.id, worth.possible / 100 if worth is not None and question.id in open_ones else None)
        note = _note(question, answers.get(question.id), share, is_out=question.id in out)
        earned = worth.earned if worth is not None else None
        title = question.label(language)
        found.append(Weight(question.id, number, title, share, designed.get(question.id, Fraction(0)), earned, note))
    return tuple(found)


def _note(question: Question, answer: str | None, share: Fraction | None, *, is_out: bool) -> str:
    if is_out:
        return tr("not asked")
    if question.is_adjustment:
        points = question.credit(answer)
        return tr("{points} points of the form", points=_signed(points)) if points else tr("adjustment")
    if not question.is_scored:
        return tr("words, not scored")
    if not question.weight:
        return tr("never in the score")
    if answer == NOT_APPLICABLE:
        return tr("N/A")
    if answer is None:
        return tr("open")
    return tr("over 40 %: it decides the form alone") if share is not None and share > HEAVY_SHARE else ""


def reasons_of(version: ScorecardVersion, answers: Mapping[str, str], language: str = "en") -> tuple[str, ...]:
    """What led to the score, one sentence a rule, in the order in which the rules hold."""
    result = score_so_far(version, answers)
    return tuple(
        sentence
        for sentence in (
            _base_words(version, result),
            _na_words(version, answers),
            *_adjustment_words(version, result, answers, language),
            *_autofail_words(version, result, answers, language),
            _verdict_words(version, result, language),
        )
        if sentence
    )


def _base_words(version: ScorecardVersion, result: Score) -> str:
    if result.base is None:
        return tr("Nothing that carries weight is assessed yet: there is no score.")
    shown = show(result.base, version.decimals)
    if version.mode is Mode.POINTS:
        return tr("All points are in one pot; what was assessed until now earned {share} % of its points.", share=shown)
    return tr("Each section counts with its own weight; together they come to {share} %.", share=shown)


def _na_words(version: ScorecardVersion, answers: Mapping[str, str]) -> str:
    out = not_asked(version, answers)
    count = sum(
        answers.get(question.id) == NOT_APPLICABLE and bool(question.weight) and question.id not in out
        for question in version.questions()
    )
    if not count:
        return ""
    if version.na_policy is NaPolicy.FULL_CREDIT:
        return ntr("{count} N/A counts as full marks.", "{count} N/A count as full marks.", count)
    if version.mode is Mode.POINTS:
        return ntr(
            "{count} question is N/A: its weight goes to all the others.",
            "{count} questions are N/A: their weight goes to all the others.",
            count,
        )
    return ntr(
        "{count} question is N/A: its weight goes to the others of its section.",
        "{count} questions are N/A: their weight goes to the others of their section.",
        count,
    )


def _adjustment_words(version: ScorecardVersion, result: Score, answers: Mapping[str, str], language: str) -> list[str]:
    words = []
    for question in version.questions():
        points = question.credit(answers.get(question.id)) if question.is_adjustment else None
        if points:
            words.append(tr("{question}: {points} points.", question=question.label(language), points=_signed(points)))
    if result.base is not None:
        raw = result.base + result.adjustment
        if raw > version.cap:
            words.append(tr("No form goes above {limit}.", limit=_plain(version.cap)))
        if raw < version.floor:
            words.append(tr("No form goes below {limit}.", limit=_plain(version.floor)))
    return words


def _autofail_words(version: ScorecardVersion, result: Score, answers: Mapping[str, str], language: str) -> list[str]:
    words = []
    for trigger in result.autofail:
        question = version.question(trigger.question)
        if question is not None:
            said = question.answer_label(answers.get(question.id), language)
            words.append(tr(_TAKES[trigger.scope], question=question.label(language), answer=said))
    if any(trigger.scope is Scope.FORM for trigger in result.autofail) and result.shown is not None:
        before = "–" if result.before_autofail is None else show(result.before_autofail, version.decimals)
        words.append(tr("Before auto-fail {before}, after it {after}.", before=before, after=result.shown))
    return words


def _verdict_words(version: ScorecardVersion, result: Score, language: str) -> str:
    if result.status is not Status.SCORED or version.pass_threshold is None or result.passed is None:
        return ""
    needed = _plain(version.pass_threshold)
    if result.passed:
        return tr("{score} reaches the {needed} that it takes to pass.", score=result.shown or "–", needed=needed)
    low = [
        tr("{section}: {score} of at least {needed}", section=section.label(language), score=show(value, 0), needed=_plain(least))
        for section in version.sections
        if (least := section.minimum) is not None and (value := result.sections.get(section.id)) is not None and value < least
    ]
    if low and not any(trigger.scope is Scope.FORM for trigger in result.autofail):
        return tr("It does not pass, because of {sections}.", sections="; ".join(low))
    return tr("It does not pass: {needed} are needed.", needed=needed)


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"


def _signed(value: Fraction) -> str:
    return ("+" if value > 0 else "−") + _plain(abs(value))
