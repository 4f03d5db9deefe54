"""From the sheets of a calibration session to its figures: agenda, agreement by question and section, deviations, totals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.domain import calibration as rules
from qa_desk.domain.answer_comparison import is_compared
from qa_desk.domain.calibration_report import (
    AutofailResult,
    CalibrationResults,
    EvaluatorResult,
    QuestionAgreement,
    SectionAgreement,
    Totals,
)
from qa_desk.domain.calibration_text import pairs_sentence
from qa_desk.domain.coaching import Measure
from qa_desk.domain.critical_errors import Proportion
from qa_desk.domain.language import N_, tr
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.statistics.agreement import DEFAULT_LIMITS, TOO_FEW_FOR_ICC, limited, limited_alpha, verdict
from qa_desk.statistics.bootstrap import FEWEST_RESAMPLED, bootstrap_ratio
from qa_desk.statistics.estimate import NO_DATA, undefined, without_interval
from qa_desk.statistics.gwet import gwet_ac, specific_agreement
from qa_desk.statistics.icc import icc_family, within_row_variance
from qa_desk.statistics.means import t_interval
from qa_desk.statistics.proportions import wilson
from qa_desk.statistics.ratings import read_ratings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from qa_desk.domain.calibration import Answers, AutofailCalls, Deviation, PairCounts, Sheets
    from qa_desk.domain.scorecard import Question, ScorecardVersion, Section
    from qa_desk.statistics.agreement import Limits
    from qa_desk.statistics.estimate import Estimate
    from qa_desk.statistics.gwet import Coefficient

TOO_FEW_INTERACTIONS = N_("too few interactions for an interval: needs 10")


def calibration_results(
    version: ScorecardVersion,
    items: Sequence[str],
    sheets: Sheets,
    benchmark: Mapping[str, Answers],
    tolerance: Fraction,
    limits: Limits = DEFAULT_LIMITS,
) -> CalibrationResults:
    """All figures of a session. `sheets` are the evaluators' (without the benchmark's own); `benchmark` may be empty."""
    scores = rules.sheet_scores(version, sheets)
    calls = rules.autofail_calls(version, items, sheets, benchmark)
    finals = {who: {item: s.final for item, s in rows.items()} for who, rows in scores.items()}
    before = {who: {item: s.before_autofail for item, s in rows.items()} for who, rows in scores.items()}
    return CalibrationResults(
        agenda=tuple(rules.agenda(version, items, sheets, benchmark)),
        pairs=_pairs(list(version.questions()), items, sheets),
        questions=tuple(_question(question, items, sheets, limits) for question in version.questions()),
        sections=tuple(_section(section, items, sheets, limits) for section in version.sections),
        evaluators=tuple(_evaluator(d) for d in rules.deviations(version, items, sheets, benchmark, tolerance)),
        autofail=None if calls is None else _autofail(calls),
        final=_totals(items, finals, limits),
        before_autofail=_totals(items, before, limits),
        scores=scores,
        benchmark_scores={item: rules.sheet_score(version, answers) for item, answers in benchmark.items()},
        agreement=measure(_agreement(list(version.questions()), items, sheets)),
    )


def measure(estimate: Estimate) -> Measure:
    """An estimate as it is shown; its note is put into the language in force."""
    note = tr(estimate.note) if estimate.note else None
    return Measure(estimate.value, estimate.low, estimate.high, estimate.n, note)


def level_of(question: Question) -> str:
    """A question with more than two answers is a scale, in the order of its credits; yes/no and sets of ticks are nominal."""
    if question.kind is QuestionKind.MULTIPLE:
        return "nominal"
    return "ordinal" if len({option.credit for option in question.options}) > 2 else "nominal"


def _pairs(questions: Sequence[Question], items: Sequence[str], sheets: Sheets) -> PairCounts:
    units = [row for question in questions for row in rules.units_of(question, items, sheets)]
    return rules.pair_counts([[answer for answer in row if answer is not None] for row in units])


def _agreement(questions: Sequence[Question], items: Sequence[str], sheets: Sheets) -> Estimate:
    """Pairs of one interaction hang together: it is the interactions that are resampled, not the pairs."""
    by_item = [_pairs(questions, [item], sheets).strict for item in items]
    counted = [(pairs.numerator, pairs.denominator) for pairs in by_item if pairs.denominator]
    if not counted:
        return undefined("bootstrap_percentile", NO_DATA)
    agreeing, compared = zip(*counted, strict=True)
    if len(counted) < FEWEST_RESAMPLED:
        return without_interval(sum(agreeing) / sum(compared), len(counted), "bootstrap_percentile", TOO_FEW_INTERACTIONS)
    return bootstrap_ratio(agreeing, compared)


def _question(question: Question, items: Sequence[str], sheets: Sheets, limits: Limits) -> QuestionAgreement:
    level = level_of(question)
    weights = "identity" if level == "nominal" else "quadratic"
    scale = [option.id for option in sorted(question.options, key=lambda option: option.credit)]
    units = rules.units_of(question, items, sheets)
    judged = [[None if answer == NOT_APPLICABLE else answer for answer in row] for row in units]
    scale += sorted({answer for row in judged for answer in row if answer is not None} - set(scale))  # sets of ticks
    ratings = read_ratings(judged, scale)
    coefficient = gwet_ac(ratings, weights)
    errors = frozenset(answer for answer in scale if question.is_error(answer) or answer in question.fail)
    fails = Proportion(*specific_agreement(ratings, errors)) if errors else None
    pairs = _pairs([question], items, sheets)
    return QuestionAgreement(
        question_id=question.id,
        units=sum(len([answer for answer in row if answer is not None]) > 1 for row in judged),
        pairs=pairs,
        ac=measure(limited(coefficient, "gwet", ratings, limits)),
        ac_weights=weights,
        alpha=measure(limited_alpha(ratings, level, limits)),
        alpha_level=level,
        on_fail=fails,
        reading=_reading(pairs, coefficient, limits) if is_compared(question) else tr("Words are not compared."),
    )


def _reading(pairs: PairCounts, coefficient: Coefficient, limits: Limits) -> str:
    """One plain sentence: what is split, whether it applies or how it is judged, and the verdict where n allows one."""
    strict, applies = pairs.strict, pairs.applicability
    if not strict.denominator:
        return tr("Nobody to compare with.")
    counted = pairs_sentence(strict)
    if strict.numerator == strict.denominator:
        return tr("All agree.")
    missed = strict.denominator - strict.numerator
    about_applying = applies.denominator - applies.numerator
    if 2 * about_applying >= missed:
        counted += " " + tr("At least half of it is about when the question applies.")
    elif about_applying:
        counted += " " + tr("Part of it is about when the question applies.")
    if coefficient.value is not None and coefficient.units >= limits.value:
        counted += " " + tr("Beyond chance: at least {word}.", word=tr(verdict(coefficient, limits)))
    return counted


def _section(section: Section, items: Sequence[str], sheets: Sheets, limits: Limits) -> SectionAgreement:
    """Questions of different scales are pooled as credits; resampling is by interaction."""
    units, clusters = [], []
    for question in section.questions:
        for item in items:
            answers = [rows.get(item, {}).get(question.id) for rows in sheets.values()]
            credits = [question.credit(answer) if question.is_scored else None for answer in answers]
            units.append([None if credit is None else float(credit) for credit in credits])
            clusters.append(item)
    alpha = limited_alpha(read_ratings(units), "interval", limits, clusters)
    return SectionAgreement(section.id, _pairs(section.questions, items, sheets), measure(alpha))


def _evaluator(deviation: Deviation) -> EvaluatorResult:
    return EvaluatorResult(deviation, _bias(deviation.by_item), _bias(deviation.by_item_before_autofail))


def _bias(by_item: Mapping[str, Fraction]) -> Measure:
    return measure(t_interval([float(d) for d in by_item.values()], minimum=rules.MINIMUM_ITEMS_FOR_BIAS))


def _autofail(calls: AutofailCalls) -> AutofailResult:
    tp, fp, fn, tn = calls.true_positive, calls.false_positive, calls.false_negative, calls.true_negative
    if tp is None or fp is None or fn is None or tn is None:
        nothing = Measure(note=tr("needs a benchmark"))
        return AutofailResult(calls, nothing, nothing)
    return AutofailResult(calls, measure(wilson(tp, tp + fn)), measure(wilson(fp, fp + tn)))


def _totals(items: Sequence[str], scores: Mapping[str, Mapping[str, Fraction | None]], limits: Limits) -> Totals:
    complete = [item for item in items if scores and all(rows.get(item) is not None for rows in scores.values())]
    columns = {who: [value for item in complete if (value := rows[item]) is not None] for who, rows in scores.items()}
    severity = rules.raw_severity(columns)
    if len(complete) < rules.MINIMUM_ITEMS_FOR_SPREAD or len(columns) < 2:
        return Totals(tuple(complete), measure(undefined("mcgraw_wong", TOO_FEW_FOR_ICC, len(complete))), None, severity)
    table = np.array([[float(value) for value in column] for column in columns.values()]).T
    spread = math.sqrt(float(within_row_variance(table)))
    if len(complete) < limits.icc_units or len(columns) < limits.icc_raters:
        icc = undefined("mcgraw_wong", TOO_FEW_FOR_ICC, len(complete))
    else:
        icc = icc_family(table)["ICCA1"]
    return Totals(tuple(complete), measure(icc), spread, severity)
