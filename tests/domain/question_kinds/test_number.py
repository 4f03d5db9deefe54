"""Numbers with bands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qa_desk.domain.scoring import score
from tests.builders_of_cards import a_card_of, faults_of

HOLD = {
    "number": {"unit": "s", "min": 0, "max": 3600, "decimals": 1},
    "bands": [
        {"id": "short", "below": 30, "credit": 1},
        {"id": "fair", "below": 60, "credit": "1/2"},
        {"id": "long", "credit": 0},
    ],
    "fail": ["long"],
}


@pytest.mark.parametrize(
    ("answer", "band"), [("0", "short"), ("29.9", "short"), ("30", "fair"), ("59.9", "fair"), ("60", "long")]
)
def test_a_bound_belongs_to_the_band_above_it(answer: str, band: str) -> None:
    assert next(a_card_of(HOLD).questions()).category(answer) == band


def test_the_band_earns_the_credit_and_is_the_error() -> None:
    card = a_card_of(HOLD)
    assert score(card, {"Q1": "45"}).final == 50
    assert next(card.questions()).is_error("61")
    assert next(card.questions()).answer_label("45") == "45 s"


@pytest.mark.parametrize(
    ("answer", "why"),
    [("fast", "not a number"), ("1,5", "not a number"), ("-1", "below"), ("3601", "above"), ("1.25", "decimals")],
)
def test_what_is_no_answer_is_said(answer: str, why: str) -> None:
    question = next(a_card_of(HOLD).questions())
    assert why in str(question.fault_in(answer))
    assert question.credit(answer) is None


def test_bands_must_rise_and_end_open() -> None:
    bands = [{"id": "a", "below": 30, "credit": 1}, {"id": "b", "below": 20, "credit": 0}, {"id": "c", "credit": 0}]
    assert any("above the one before" in fault for fault in faults_of({"bands": bands}))
    assert any("last band" in fault for fault in faults_of({"bands": bands[:2]}))
    assert any("above the one before" in fault for fault in faults_of({"bands": [{"id": "x", "credit": 1}, bands[2]]}))


def test_limits_must_make_sense() -> None:
    assert any("max must lie above min" in fault for fault in faults_of({**HOLD, "number": {"min": 5, "max": 5}}))


def test_credits_are_exact() -> None:
    bands = [{"id": "third", "below": "0.1", "credit": "1/3"}, {"id": "none", "credit": 0}]
    card = a_card_of({"bands": bands, "number": {"decimals": 2}}, {})
    assert score(card, {"Q1": "0.09", "Q2": "Yes"}).final == Fraction(200, 3)
