from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa_desk.domain.critical_errors import critical_error_accuracy
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition

if TYPE_CHECKING:
    from pathlib import Path

CARD = {
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "C1", "weight": 1, "credits": {"Yes": 1, "No": 0}, "critical": "customer"},
                {"id": "C2", "weight": 1, "credits": {"Yes": 1, "No": 0}, "critical": "customer"},
                {"id": "N1", "weight": 1, "credits": {"Yes": 1, "No": 0}},
                {"id": "N2", "weight": 1, "credits": {"0": 0, "1": "1/2", "2": 1}},
            ],
        }
    ]
}


def test_the_case_of_the_oracle_is_counted_alike(oracles: Path) -> None:
    cases = json.loads((oracles / "12_scoring.json").read_text())["cases"]
    case = next(c for c in cases if c["kind"] == "critical_error_accuracy")
    version = read_definition(tree_of(case["inputs"]["card"])).version
    assert version is not None
    accuracy = critical_error_accuracy(version, case["inputs"]["evaluations"])
    computed = {
        name: {"numerator": getattr(accuracy, name).numerator, "denominator": getattr(accuracy, name).denominator}
        for name in case["expected"]
    }
    assert computed == case["expected"]


def test_two_errors_in_one_transaction_make_one_defective_transaction() -> None:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    accuracy = critical_error_accuracy(version, [{"C1": "No", "C2": "No"}, {"C1": "Yes", "C2": "N/A"}, {"C1": "N/A"}])
    assert (accuracy.customer.numerator, accuracy.customer.denominator) == (1, 2)


def test_a_scale_without_failing_answers_offers_no_opportunity() -> None:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    accuracy = critical_error_accuracy(version, [{"N1": "No", "N2": "0"}])
    assert (accuracy.non_critical_opportunities.numerator, accuracy.non_critical_opportunities.denominator) == (0, 1)


def test_no_evaluations_leave_every_figure_undefined() -> None:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    assert critical_error_accuracy(version, []).any_critical.value is None
