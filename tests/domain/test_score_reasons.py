"""Why a score is what it is: weights after N/A, and the rules in the order in which they hold."""

from __future__ import annotations

from fractions import Fraction

from qa_desk.domain.score_reasons import reasons_of, weights_of
from tests.builders_of_cards import a_card_of

CARD = a_card_of(
    {"id": "A", "title": "Greets", "weight": 1},
    {"id": "B", "title": "Solves", "weight": 3},
    {"id": "C", "title": "Verifies", "weight": 0, "autofail": {"trigger": ["No"], "scope": "form"}},
    {"id": "D", "title": "Bonus", "adjust": {"Yes": 5, "No": 0}},
    {"id": "E", "title": "Thanks", "weight": 1, "ask_if": {"question": "A", "answer": ["Yes"]}},
    pass_threshold=80,
)


def test_shares_follow_na_and_what_is_not_asked() -> None:
    weights = {weight.question_id: weight for weight in weights_of(CARD, {"A": "No", "B": "N/A", "C": "Yes"})}
    assert weights["A"].share == 1
    assert weights["A"].is_heavy
    assert weights["A"].note == "over 40 %: it decides the form alone"
    assert (weights["B"].share, weights["B"].note) == (None, "N/A")
    assert weights["E"].note == "not asked"
    assert weights["C"].note == "never in the score"
    assert [weight.number for weight in weights.values()] == [1, 2, 3, 4, 5]


def test_open_questions_keep_their_share() -> None:
    weights = {weight.question_id: weight for weight in weights_of(CARD, {"A": "Yes"})}
    assert (weights["B"].share, weights["B"].note, weights["B"].earned) == (Fraction(3, 5), "open", None)
    assert weights["A"].earned == 20


def test_every_rule_that_took_something_is_said() -> None:
    words = reasons_of(CARD, {"A": "Yes", "B": "N/A", "C": "No", "D": "Yes", "E": "No"})
    assert words == (
        "All points are in one pot; what was assessed until now earned 50.00 % of its points.",
        "1 question is N/A: its weight goes to all the others.",
        "Bonus: +5 points.",
        "⚑ Verifies: No – the whole form fails.",
        "Before auto-fail 55.00, after it 0.00.",
        "It does not pass: 80 are needed.",
    )


def test_a_pass_and_the_cap_are_said() -> None:
    words = reasons_of(CARD, {"A": "Yes", "B": "Yes", "C": "Yes", "D": "Yes", "E": "Yes"})
    assert "No form goes above 100." in words
    assert words[-1] == "100.00 reaches the 80 that it takes to pass."


def test_nothing_assessed_is_no_score() -> None:
    assert reasons_of(CARD, {}) == ("Nothing that carries weight is assessed yet: there is no score.",)


def test_old_data_says_that_na_counts_as_full_marks() -> None:
    card = a_card_of({"id": "A"}, {"id": "B"}, na_policy="full_credit")
    assert "1 N/A counts as full marks." in reasons_of(card, {"A": "No", "B": "N/A"})
