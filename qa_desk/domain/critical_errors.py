"""Critical-error accuracy: how many transactions are free of an error that harms customer, business or compliance.

The unit of a critical class is the transaction: two errors in one evaluation make one defective transaction. The unit of
non-critical accuracy is the opportunity. A weighted score and these figures are independent outputs: a form with 96
points may be a defective transaction. The terms follow the COPC CX practice; the wording is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.scorecard import CriticalClass
from qa_desk.domain.scoring import critical_states, is_applicable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qa_desk.domain.scorecard import ScorecardVersion


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many; `value` is None for none of none."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class CriticalErrorAccuracy:
    """Accuracy per critical class and over all three (by transaction), and of the rest (by opportunity)."""

    customer: Proportion
    business: Proportion
    compliance: Proportion
    any_critical: Proportion
    non_critical_opportunities: Proportion


def critical_error_accuracy(version: ScorecardVersion, evaluations: Iterable[Mapping[str, str]]) -> CriticalErrorAccuracy:
    """Count over evaluations of one version, each given as its answers.

    A non-critical question on which no answer counts as an error offers no opportunity and is left out.
    """
    sheets = list(evaluations)
    states = [critical_states(version, answers) for answers in sheets]

    def by_transaction(*classes: CriticalClass) -> Proportion:
        applicable = [state for state in states if any(state[c].applicable for c in classes)]
        return Proportion(sum(not any(state[c].errors for c in classes) for state in applicable), len(applicable))

    ordinary = [question for question in version.questions() if question.critical is CriticalClass.NONE and question.fail]
    opportunities = [
        question.is_error(sheet[question.id])
        for sheet in sheets
        for question in ordinary
        if is_applicable(sheet.get(question.id))
    ]
    return CriticalErrorAccuracy(
        customer=by_transaction(CriticalClass.CUSTOMER),
        business=by_transaction(CriticalClass.BUSINESS),
        compliance=by_transaction(CriticalClass.COMPLIANCE),
        any_critical=by_transaction(CriticalClass.CUSTOMER, CriticalClass.BUSINESS, CriticalClass.COMPLIANCE),
        non_critical_opportunities=Proportion(len(opportunities) - sum(opportunities), len(opportunities)),
    )
