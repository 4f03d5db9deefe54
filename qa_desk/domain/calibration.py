"""Calibration: evaluators score the same interactions blind, then see where they differ, settle it and write down the rule.

Exact rules over answers and scores; nothing here reads a file. N/A is an answer of its own when answers are compared, and never
a credit. Ticks are compared as sets, numbers by their bands, words not at all (`answer_comparison`). A deviation is taken from
the benchmark, or without one from the median of the *other* evaluators.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from qa_desk.domain.answer_comparison import compared, compared_all, is_compared, shared_answer
from qa_desk.domain.critical_errors import Proportion
from qa_desk.domain.language import N_
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass
from qa_desk.domain.scoring import Status, missing_questions, score, score_so_far

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa_desk.domain.scorecard import Question, ScorecardVersion

    Answers = Mapping[str, str]
    """Question → answer of one sheet."""
    Sheets = Mapping[str, Mapping[str, Answers]]
    """Evaluator → interaction → answers. An evaluator without an interaction's key was absent."""

MINIMUM_ITEMS_FOR_BIAS = 3
"""From three interactions on a bias gets an interval."""
MINIMUM_EVALUATORS_FOR_MEDIAN = 3
"""A median of the others needs two others."""
MINIMUM_ITEMS_FOR_SPREAD = 2


class State(StrEnum):
    """Where a session stands."""

    DRAFT = "draft"
    SCORING = "scoring"
    REVIEW = "review"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def is_revealed(self) -> bool:
        """Whether everybody's answers may be seen."""
        return self in (State.REVIEW, State.RESOLVED, State.CLOSED)


STATE_WORDS: Mapping[State, str] = {
    State.DRAFT: N_("being prepared"),
    State.SCORING: N_("blind scoring"),
    State.REVIEW: N_("side by side"),
    State.RESOLVED: N_("all settled"),
    State.CLOSED: N_("closed"),
}


class Benchmark(StrEnum):
    """What evaluators are measured against: nothing, an expert's sheets, or the answers agreed in the meeting."""

    NONE = "none"
    EXPERT = "expert"
    AGREED = "agreed"


class Basis(StrEnum):
    """What a deviation was taken from."""

    BENCHMARK = "benchmark"
    OTHERS = "others"


class Reason(IntEnum):
    """Why a question is talked about; the order is the order of the agenda."""

    AUTOFAIL_SPLIT = 0
    CRITICAL_SPLIT = 1
    SPLIT = 2
    BENCHMARK_DIFFERS = 3
    WORDS = 4


REASON_WORDS: Mapping[Reason, str] = {
    Reason.AUTOFAIL_SPLIT: N_("auto-fail called by some, not by all"),
    Reason.CRITICAL_SPLIT: N_("a critical question, answered differently"),
    Reason.SPLIT: N_("answered differently"),
    Reason.BENCHMARK_DIFFERS: N_("all alike, but not as the benchmark"),
    Reason.WORDS: N_("in words: read, not compared"),
}


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One question of one interaction that the meeting talks about: who said what, and how many pairs agree."""

    interaction_id: str
    question_id: str
    reason: Reason
    answers: Mapping[str, str]
    benchmark: str | None
    pairs: Proportion

    @property
    def must_be_settled(self) -> bool:
        """Whether the session stays open for it. Words always differ: the meeting may agree on some, and need not."""
        return self.reason is not Reason.WORDS


@dataclass(frozen=True, slots=True)
class Deviation:
    """How an evaluator's scores lie to the benchmark (or to the others): + lenient, − severe; exact."""

    evaluator_id: str
    basis: Basis
    by_item: Mapping[str, Fraction]
    by_item_before_autofail: Mapping[str, Fraction]
    within_tolerance: Proportion
    exact_answers: Proportion

    @property
    def n(self) -> int:
        """Interactions compared."""
        return len(self.by_item)

    @property
    def mean_signed(self) -> Fraction | None:
        """Bias of the final scores."""
        return _mean(self.by_item.values())

    @property
    def mean_absolute(self) -> Fraction | None:
        """Mean distance of the final scores, either way."""
        return _mean(map(abs, self.by_item.values()))

    @property
    def mean_signed_before_autofail(self) -> Fraction | None:
        """Bias of the scores before auto-fail: the one that measures severity."""
        return _mean(self.by_item_before_autofail.values())

    @property
    def mean_absolute_before_autofail(self) -> Fraction | None:
        """Mean distance of the scores before auto-fail."""
        return _mean(map(abs, self.by_item_before_autofail.values()))


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Agreeing pairs of compared pairs in three readings, which answer three questions."""

    strict: Proportion
    """N/A is an answer like another."""
    applicability: Proportion
    """Did they agree on whether the question applies?"""
    given_applicable: Proportion
    """Where both found it to apply: did they judge alike?"""


@dataclass(frozen=True, slots=True)
class AutofailCalls:
    """Who called an auto-fail on which interaction, and how that compares with the benchmark (None without one)."""

    callers: Mapping[str, tuple[str, ...]]
    true_positive: int | None = None
    false_positive: int | None = None
    false_negative: int | None = None
    true_negative: int | None = None


@dataclass(frozen=True, slots=True)
class SheetScore:
    """The two exact totals of one sheet; None when it is not scorable."""

    final: Fraction | None
    before_autofail: Fraction | None
    shown: str | None = None


def sheet_scores(version: ScorecardVersion, sheets: Sheets) -> dict[str, dict[str, SheetScore]]:
    """Evaluator → interaction → totals."""
    return {who: {item: sheet_score(version, answers) for item, answers in items.items()} for who, items in sheets.items()}


def sheet_score(version: ScorecardVersion, answers: Answers) -> SheetScore:
    """The totals of one sheet; an incomplete or not scorable one has none. Words earn nothing: none need to be there."""
    found = score(version, answers)
    if found.missing and not _missing_figures(version, answers):
        found = replace(score_so_far(version, answers), status=Status.SCORED)
    if found.status is not Status.SCORED:
        return SheetScore(None, None)
    return SheetScore(found.final, found.before_autofail, found.shown)


def agenda(
    version: ScorecardVersion, items: Sequence[str], sheets: Sheets, benchmark: Mapping[str, Answers]
) -> list[AgendaPoint]:
    """What to talk about: auto-fail splits first, then critical ones, then by share of disagreeing pairs, then as in the form."""
    points = []
    for item in items:
        for question in version.questions():
            point = _point(question, item, sheets, benchmark.get(item, {}).get(question.id))
            if point is not None:
                points.append(point)
    return sorted(points, key=lambda p: (p.reason, p.pairs.value or 0.0))  # sorted keeps the order of the form within ties


def _point(question: Question, item: str, sheets: Sheets, expected: str | None) -> AgendaPoint | None:
    answers = {who: rows[item][question.id] for who, rows in sheets.items() if question.id in rows.get(item, {})}
    pairs = pair_counts([compared_all(question, answers.values())]).strict
    reason = _reason(question, list(answers.values()), expected)
    return None if reason is None else AgendaPoint(item, question.id, reason, answers, expected, pairs)


def _reason(question: Question, answers: Sequence[str], expected: str | None) -> Reason | None:
    if not is_compared(question):
        said = {*answers, expected} - {None}
        return Reason.WORDS if answers and len(said) > 1 else None
    if len({question.triggers_autofail(answer) for answer in answers}) > 1:
        return Reason.AUTOFAIL_SPLIT
    given = set(compared_all(question, answers))
    if len(given) > 1:
        return Reason.SPLIT if question.critical is CriticalClass.NONE else Reason.CRITICAL_SPLIT
    wanted = compared(question, expected)
    return Reason.BENCHMARK_DIFFERS if wanted is not None and given and wanted not in given else None


def pair_counts(units: Iterable[Sequence[str]]) -> PairCounts:
    """Pairs over units (each what was given to one question of one interaction, as it is compared), pooled."""
    strict, applies, judged = [0, 0], [0, 0], [0, 0]
    for answers in units:
        for one, other in combinations(answers, 2):
            _count(strict, one == other)
            _count(applies, (one == NOT_APPLICABLE) == (other == NOT_APPLICABLE))
            if NOT_APPLICABLE not in (one, other):
                _count(judged, one == other)
    return PairCounts(Proportion(*strict), Proportion(*applies), Proportion(*judged))


def _count(tally: list[int], agrees: bool) -> None:
    tally[0] += agrees
    tally[1] += 1


def units_of(question: Question, items: Sequence[str], sheets: Sheets) -> list[list[str | None]]:
    """Interactions × evaluators: what everybody gave to one question, as it is compared; None where somebody was absent."""
    return [[compared(question, rows.get(item, {}).get(question.id)) for rows in sheets.values()] for item in items]


def deviations(
    version: ScorecardVersion, items: Sequence[str], sheets: Sheets, benchmark: Mapping[str, Answers], tolerance: Fraction
) -> list[Deviation]:
    """Each evaluator against the benchmark; without one against the median of the others, from three evaluators on; else none."""
    scores = sheet_scores(version, sheets)
    if benchmark:
        expected = {item: sheet_score(version, answers) for item, answers in benchmark.items()}
        same = {who: exact_answers(version, rows, benchmark) for who, rows in sheets.items()}
        return [_deviation(who, Basis.BENCHMARK, scores[who], expected, tolerance, same[who]) for who in sheets]
    if len(sheets) < MINIMUM_EVALUATORS_FOR_MEDIAN:
        return []
    found = []
    for who in sheets:
        others = [rows for name, rows in scores.items() if name != who]
        typical = {item: _median_score([rows[item] for rows in others if item in rows]) for item in items}
        found.append(_deviation(who, Basis.OTHERS, scores[who], typical, tolerance, _same_as_most(version, who, items, sheets)))
    return found


def _deviation(
    who: str,
    basis: Basis,
    own: Mapping[str, SheetScore],
    expected: Mapping[str, SheetScore],
    tolerance: Fraction,
    exact: Proportion,
) -> Deviation:
    final, before = {}, {}
    for item, found in own.items():
        wanted = expected.get(item, SheetScore(None, None))
        if found.final is not None and wanted.final is not None:
            final[item] = found.final - wanted.final
        if found.before_autofail is not None and wanted.before_autofail is not None:
            before[item] = found.before_autofail - wanted.before_autofail
    within = Proportion(sum(abs(d) <= tolerance for d in final.values()), len(final))
    return Deviation(who, basis, final, before, within, exact)


def exact_answers(version: ScorecardVersion, own: Mapping[str, Answers], benchmark: Mapping[str, Answers]) -> Proportion:
    """Answers that agree with the benchmark's (N/A included) of all that can be compared with it."""
    same = total = 0
    for item, answers in own.items():
        for question in version.questions():
            given, wanted = (compared(question, of.get(question.id)) for of in (answers, benchmark.get(item, {})))
            if given is not None and wanted is not None:
                total += 1
                same += given == wanted
    return Proportion(same, total)


def _same_as_most(version: ScorecardVersion, who: str, items: Sequence[str], sheets: Sheets) -> Proportion:
    """Answers that agree with the one that most of the others gave; ties among the others are left out."""
    same = total = 0
    for item in items:
        for question in version.questions():
            answer = compared(question, sheets[who].get(item, {}).get(question.id))
            rest = [rows.get(item, {}).get(question.id) for name, rows in sheets.items() if name != who]
            others = compared_all(question, rest)
            ranked = sorted({other: others.count(other) for other in others}.items(), key=lambda pair: -pair[1])
            if answer is None or not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
                continue
            total += 1
            same += answer == ranked[0][0]
    return Proportion(same, total)


def _median_score(scores: Sequence[SheetScore]) -> SheetScore:
    final = [s.final for s in scores if s.final is not None]
    before = [s.before_autofail for s in scores if s.before_autofail is not None]
    # one other evaluator is no median: their word against the other's
    return SheetScore(median(final) if len(final) > 1 else None, median(before) if len(before) > 1 else None)


def median(values: Sequence[Fraction]) -> Fraction:
    """The exact median of at least one value."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def autofail_calls(
    version: ScorecardVersion, items: Sequence[str], sheets: Sheets, benchmark: Mapping[str, Answers]
) -> AutofailCalls | None:
    """Who called an auto-fail; None for a scorecard without any."""
    if not any(question.autofail for question in version.questions()):
        return None
    callers = {item: tuple(who for who, rows in sheets.items() if calls_autofail(version, rows.get(item, {}))) for item in items}
    compared = [
        (who in callers[item], calls_autofail(version, benchmark[item]))
        for item in items
        if item in benchmark
        for who, rows in sheets.items()
        if item in rows
    ]
    if not compared:
        return AutofailCalls(callers)
    return AutofailCalls(
        callers,
        true_positive=compared.count((True, True)),
        false_positive=compared.count((True, False)),
        false_negative=compared.count((False, True)),
        true_negative=compared.count((False, False)),
    )


def calls_autofail(version: ScorecardVersion, answers: Answers) -> bool:
    """Whether a sheet sets off any auto-fail."""
    return any(question.triggers_autofail(answers.get(question.id)) for question in version.questions())


def raw_severity(table: Mapping[str, Sequence[Fraction]]) -> dict[str, Fraction]:
    """Each evaluator's mean total less the mean of all, over the interactions that everybody scored; {} without any."""
    columns = {who: list(values) for who, values in table.items() if values}
    if not columns:
        return {}
    grand = sum((sum(values, Fraction(0)) for values in columns.values()), Fraction(0)) / sum(map(len, columns.values()))
    return {who: sum(values, Fraction(0)) / len(values) - grand for who, values in columns.items()}


def agreed_sheets(
    version: ScorecardVersion, items: Sequence[str], sheets: Sheets, decisions: Mapping[tuple[str, str], str | None]
) -> dict[str, dict[str, str]]:
    """The answers that the meeting agreed on: what all said, and what was settled. Interactions with open points are left out."""
    agreed = {}
    for item in items:
        answers = {}
        for question in version.questions():
            given = [rows[item][question.id] for rows in sheets.values() if question.id in rows.get(item, {})]
            settled = decisions.get((item, question.id))
            answer = shared_answer(question, given) if settled is None else settled
            if answer is not None:
                answers[question.id] = answer
        if not _missing_figures(version, answers):
            agreed[item] = answers
    return agreed


def _missing_figures(version: ScorecardVersion, answers: Answers) -> list[str]:
    """What a total cannot do without; words that nobody agreed on are not missed."""
    words = {question.id for question in version.questions() if not is_compared(question)}
    return [question_id for question_id in missing_questions(version, answers) if question_id not in words]


def _mean(values: Iterable[Fraction]) -> Fraction | None:
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed) if listed else None
