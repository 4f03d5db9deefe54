"""The oracle kind of a whole calibration session: card, benchmark and everybody's sheets → every figure of the report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.domain.calibration import units_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.services.calibration_results import calibration_results
from qa_desk.services.verify_scoring import given_answers, read_card
from qa_desk.statistics.agreement import NO_LIMITS
from qa_desk.statistics.icc import icc_values, mean_squares
from qa_desk.statistics.krippendorff import alpha_value
from qa_desk.statistics.ratings import as_exact, read_ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa_desk.domain.calibration import Sheets, SheetScore
    from qa_desk.domain.calibration_report import CalibrationResults, EvaluatorResult, QuestionAgreement, Totals
    from qa_desk.domain.critical_errors import Proportion
    from qa_desk.domain.scorecard import ScorecardVersion

    Values = dict[str, Any]


def _calibration_session(inputs: Values) -> Values:
    version = read_card(inputs["card"])
    items = list(inputs["benchmark"])
    sheets = {who: {item: given_answers(rows[item]) for item in rows} for who, rows in inputs["evaluators"].items()}
    benchmark = {item: given_answers(answers) for item, answers in inputs["benchmark"].items()}
    found = calibration_results(version, items, sheets, benchmark, Fraction(str(inputs["tolerance_points"])), NO_LIMITS)
    exact = {"icc_final": _exact_icc(found, "final"), "icc_before_autofail": _exact_icc(found, "before_autofail")}
    calls = found.autofail.calls if found.autofail else None
    return {
        "benchmark_scores": _scores(found.benchmark_scores),
        "evaluator_scores": {who: _scores(rows) for who, rows in found.scores.items()},
        "deviation": {result.deviation.evaluator_id: _deviation(result) for result in found.evaluators},
        "per_question": {question.question_id: _question(question, version, items, sheets) for question in found.questions},
        "autofail": None
        if calls is None or calls.true_positive is None
        else {
            "true_positive": calls.true_positive,
            "false_positive": calls.false_positive,
            "false_negative": calls.false_negative,
            "true_negative": calls.true_negative,
            "sensitivity": [calls.true_positive, calls.true_positive + (calls.false_negative or 0)],
            "false_alarm": [calls.false_positive, (calls.false_positive or 0) + (calls.true_negative or 0)],
        },
        "icc_final": _totals(found.final, exact["icc_final"]),
        "severity_final": {who: str(value) for who, value in found.final.severity.items()},
        "icc_before_autofail": _totals(found.before_autofail, exact["icc_before_autofail"]),
        "severity_before_autofail": {who: str(value) for who, value in found.before_autofail.severity.items()},
    }


def _scores(rows: Mapping[str, SheetScore]) -> Values:
    return {item: {"final": str(s.final), "before_autofail": str(s.before_autofail)} for item, s in rows.items()}


def _deviation(result: EvaluatorResult) -> Values:
    d = result.deviation
    return {
        "n": d.n,
        "mean_signed": str(d.mean_signed),
        "mean_absolute": str(d.mean_absolute),
        "mean_signed_before_autofail": str(d.mean_signed_before_autofail),
        "mean_absolute_before_autofail": str(d.mean_absolute_before_autofail),
        "within_tolerance": _pair(d.within_tolerance),
        "exact_answer_agreement": _pair(d.exact_answers),
    }


def _pair(share: Proportion) -> list[int]:
    return [share.numerator, share.denominator]


def _question(question: QuestionAgreement, version: ScorecardVersion, items: Sequence[str], sheets: Sheets) -> Values:
    asked = next(q for q in version.questions() if q.id == question.question_id)
    scale = [option.id for option in sorted(asked.options, key=lambda option: option.credit)]
    units = [[None if a == NOT_APPLICABLE else a for a in row] for row in units_of(asked, items, sheets)]
    fraction = alpha_value(read_ratings(units, scale), question.alpha_level, exact=True)
    return {
        "pairwise_exact_incl_na": _pair(question.pairs.strict),
        "pairwise_applicability": _pair(question.pairs.applicability),
        "pairwise_given_applicable": _pair(question.pairs.given_applicable),
        "ac": question.ac.value,
        "ac_weights": question.ac_weights,
        "alpha": question.alpha.value,
        "alpha_fraction": None if fraction is None else str(fraction),
        "alpha_level": question.alpha_level,
        "alpha_status": "no_variation" if question.alpha.value is None else "ok",
    }


def _totals(totals: Totals, exact: Fraction | None) -> Values:
    return {
        "items": list(totals.items),
        "ICCA1": totals.icc.value,
        "fraction": None if exact is None else str(exact),
        "within_interaction_sd": totals.within_sd,
    }


def _exact_icc(found: CalibrationResults, which: str) -> Fraction | None:
    items = getattr(found, which).items
    table = as_exact(np.array([[getattr(rows[i], which) for rows in found.scores.values()] for i in items], dtype=object))
    value = icc_values(mean_squares(table))["ICCA1"]
    return None if value is None else Fraction(value)


KINDS: Mapping[str, Callable[[Values], Values]] = {"calibration_session": _calibration_session}
