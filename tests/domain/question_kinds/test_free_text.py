"""Questions answered in words."""

from __future__ import annotations

from qa_desk.domain.scoring import missing_questions, score
from tests.builders_of_cards import a_card_of, faults_of

NOTE = {"id": "note", "kind": "text"}


def test_words_are_never_scored_and_may_stay_out() -> None:
    card = a_card_of(NOTE, {"id": "Q"})
    assert score(card, {"Q": "Yes"}).final == 100
    assert score(card, {"Q": "No", "note": "Case 4711"}).final == 0
    assert not card.question("note").loses_points("Case 4711")  # type: ignore[union-attr]


def test_words_can_be_insisted_on() -> None:
    card = a_card_of({**NOTE, "required": True}, {"id": "Q"})
    assert missing_questions(card, {"Q": "Yes"}) == ("note",)


def test_words_have_no_weight_and_no_options() -> None:
    assert any("no weight" in fault for fault in faults_of({**NOTE, "weight": 1}, {"id": "Q"}))
    assert any("has no “credits”" in fault for fault in faults_of({**NOTE, "credits": {"a": 1, "b": 0}}, {"id": "Q"}))


def test_blank_and_endless_words_are_refused() -> None:
    question = next(a_card_of(NOTE, {"id": "Q"}).questions())
    assert "blank" in str(question.fault_in("  "))
    assert "longer" in str(question.fault_in("x" * 10_001))
    assert question.category("anything") is None
