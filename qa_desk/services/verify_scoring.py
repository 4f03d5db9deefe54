"""Oracle kinds that the scoring rules answer: a scorecard and answers → its exact score; evaluations → accuracies and means."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from qa_desk.domain.critical_errors import critical_error_accuracy
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import Refusal
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.domain.scoring import mean_score, round_half_up, score, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_desk.domain.scorecard import ScorecardVersion

    Values = dict[str, Any]


def read_card(card: Values) -> ScorecardVersion:
    """The scorecard of a case; refused with its first fault."""
    reading = read_definition(tree_of(card))
    if reading.version is None:
        raise Refusal(reading.errors[0].message)
    return reading.version


def given_answers(answers: Mapping[str, str | None]) -> dict[str, str]:
    """Answers as the rules take them: a blank is left out."""
    return {question: answer for question, answer in answers.items() if answer is not None}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _scorecard(inputs: Values) -> Values:
    found = score(read_card(inputs["card"]), given_answers(inputs["answers"]))
    return {
        "status": str(found.status),
        "section_scores": {section: _text(value) for section, value in found.sections.items()},
        "base": _text(found.base),
        "adjustment": _text(found.adjustment),
        "before_autofail": _text(found.before_autofail),
        "final": _text(found.final),
        "shown": found.shown,
        "passed": found.passed,
        "autofail": [[trigger.question, str(trigger.scope)] for trigger in found.autofail],
        "missing": list(found.missing),
    }


def _critical_error_accuracy(inputs: Values) -> Values:
    evaluations = [given_answers(answers) for answers in inputs["evaluations"]]
    return asdict(critical_error_accuracy(read_card(inputs["card"]), evaluations))


def _evaluation_mean(inputs: Values) -> Values:
    finals = [None if value is None else Fraction(value) for value in inputs["finals"]]
    found, decimals = mean_score(finals), inputs["decimals"]
    rounded = mean_score(None if value is None else round_half_up(value, decimals) for value in finals)
    return {
        "mean": _text(found.mean),
        "shown": found.shown(decimals),
        "mean_of_rounded_shown": None if rounded.mean is None else show(rounded.mean, decimals),
        "n": found.n,
        "not_scorable": found.not_scorable,
    }


KINDS: Mapping[str, Callable[[Values], Values]] = {
    "scorecard": _scorecard,
    "critical_error_accuracy": _critical_error_accuracy,
    "evaluation_mean": _evaluation_mean,
}
