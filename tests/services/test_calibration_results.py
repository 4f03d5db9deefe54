"""Figures of a session: limits of n, applicability apart from judgement, and plain readings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard import NOT_APPLICABLE, ScorecardVersion
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services.calibration_results import calibration_results, level_of

CARD = {
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}, "fail": ["No"], "critical": "customer"},
                {"id": "Q2", "weight": 1, "credits": {"good": 1, "poor": 0, "fair": "1/2"}},
            ],
        }
    ]
}


@pytest.fixture
def card() -> ScorecardVersion:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    return version


def session(n: int, **odd: str) -> tuple[list[str], dict[str, dict[str, dict[str, str]]]]:
    """n interactions by three evaluators; the third answers the first half of Q1/Q2 differently as named."""
    items = [f"I{i}" for i in range(n)]
    alike = {"Q1": "Yes", "Q2": "good"}
    sheets = {who: {item: dict(alike) for item in items} for who in ("Ana", "Ben", "Chi")}
    for item in items[: n // 2]:
        sheets["Chi"][item] |= odd
    return items, sheets


def test_agreeing_pairs_have_an_interval_by_interaction_from_ten_on(card: ScorecardVersion) -> None:
    few = calibration_results(card, *session(9, Q1="No"), {}, Fraction(5)).agreement
    assert few.value == pytest.approx(46 / 54)
    assert (few.low, few.high) == (None, None)
    assert few.note is not None
    assert "10" in few.note
    found = calibration_results(card, *session(10, Q1="No"), {}, Fraction(5)).agreement
    assert found.value == pytest.approx(50 / 60)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 50 / 60 < found.high
    assert found.n == 10
    assert calibration_results(card, [], {}, {}, Fraction(5)).agreement.value is None


def test_a_scale_takes_the_order_of_its_credits_and_yes_no_is_nominal(card: ScorecardVersion) -> None:
    assert [level_of(question) for question in card.questions()] == ["nominal", "ordinal"]
    items, sheets = session(12, Q2="fair")
    near = calibration_results(card, items, sheets, {}, Fraction(5)).questions[1]
    items, sheets = session(12, Q2="poor")
    far = calibration_results(card, items, sheets, {}, Fraction(5)).questions[1]
    assert near.ac_weights == "quadratic"
    assert near.ac.value is not None
    assert far.ac.value is not None
    assert near.ac.value > far.ac.value


def test_one_session_gives_counts_and_no_coefficient(card: ScorecardVersion) -> None:
    items, sheets = session(5, Q1="No")
    found = calibration_results(card, items, sheets, {}, Fraction(5)).questions[0]
    assert (found.pairs.strict.numerator, found.pairs.strict.denominator) == (11, 15)
    assert found.ac.value is None
    assert found.ac.note == "too few units for a verdict: needs 10"
    assert found.reading == "11 of 15 pairs agree."


def test_from_ten_interactions_a_word_is_given(card: ScorecardVersion) -> None:
    items, sheets = session(20, Q1="No")
    found = calibration_results(card, items, sheets, {}, Fraction(5)).questions[0]
    assert found.ac.low is not None
    assert "Beyond chance: at least" in found.reading


def test_when_it_applies_is_told_from_how_it_is_judged(card: ScorecardVersion) -> None:
    items, sheets = session(6, Q1=NOT_APPLICABLE)
    found = calibration_results(card, items, sheets, {}, Fraction(5)).questions[0]
    assert found.pairs.given_applicable.numerator == found.pairs.given_applicable.denominator
    assert found.reading.endswith("At least half of it is about when the question applies.")


def test_agreement_on_fail_is_shown_apart(card: ScorecardVersion) -> None:
    items, sheets = session(10, Q1="No")
    found = calibration_results(card, items, sheets, {}, Fraction(5)).questions[0]
    assert found.on_fail is not None
    assert found.on_fail.value == 0.0  # nobody else saw a failure


def test_totals_need_five_interactions_by_three(card: ScorecardVersion) -> None:
    items, sheets = session(4, Q1="No")
    few = calibration_results(card, items, sheets, {}, Fraction(5)).final
    assert few.icc.value is None
    assert few.within_sd is not None
    items, sheets = session(6, Q1="No")
    enough = calibration_results(card, items, sheets, {}, Fraction(5)).final
    assert enough.icc.value is not None
    assert enough.reproducibility_limit == pytest.approx(2.77 * (enough.within_sd or 0))


def test_one_interaction_has_no_spread(card: ScorecardVersion) -> None:
    items, sheets = session(1)
    found = calibration_results(card, items, sheets, {}, Fraction(5))
    assert found.final.within_sd is None
    assert found.evaluators[0].bias.low is None


def test_nobodys_sheets_are_no_figures(card: ScorecardVersion) -> None:
    found = calibration_results(card, ["I"], {}, {}, Fraction(5))
    assert (found.agenda, found.evaluators, found.final.items) == ((), (), ())
    assert found.questions[0].reading == "Nobody to compare with."


def test_sections_pool_their_questions(card: ScorecardVersion) -> None:
    items, sheets = session(6, Q1="No")
    (section,) = calibration_results(card, items, sheets, {}, Fraction(5)).sections
    assert section.pairs.strict.denominator == 36
    assert section.alpha.n == 12
    assert section.alpha.value is not None
