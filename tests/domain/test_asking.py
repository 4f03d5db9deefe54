"""Conditional questions: asked by an earlier answer or on a channel; what is not asked counts nowhere."""

from __future__ import annotations

from qa_desk.domain.evaluation import Answer, Lack, Missing, answered, missing_before_submission, presets_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import Status, critical_states, effective_weights, missing_questions, question_points, score
from tests.builders_of_cards import a_card_of, faults_of

HOLD = {"id": "hold"}
THANKS = {"id": "thanks", "weight": 3, "ask_if": {"question": "hold", "answer": ["Yes"]}}
FOLLOWED = {"id": "followed", "ask_if": {"question": "thanks", "answer": ["No"]}}


def test_a_question_that_is_not_asked_is_not_missing_and_carries_nothing() -> None:
    card = a_card_of(HOLD, THANKS)
    assert missing_questions(card, {}) == ("hold",)
    result = score(card, {"hold": "No"})
    assert (result.status, result.final) == (Status.SCORED, 0)
    assert set(effective_weights(card, {"hold": "No"})) == {"hold"}


def test_it_is_asked_as_soon_as_the_answer_calls_for_it() -> None:
    card = a_card_of(HOLD, THANKS)
    assert missing_questions(card, {"hold": "Yes"}) == ("thanks",)
    assert score(card, {"hold": "Yes", "thanks": "No"}).final == 25
    assert set(question_points(card, {"hold": "Yes"})) == {"hold", "thanks"}


def test_an_answer_left_from_before_does_not_count() -> None:
    card = a_card_of(HOLD, {**THANKS, "critical": "customer", "fail": ["No"], "autofail": {"trigger": ["No"]}})
    result = score(card, {"hold": "No", "thanks": "No"})
    assert result.autofail == ()
    assert all(state.applicable == 0 for state in critical_states(card, {"hold": "No", "thanks": "No"}).values())


def test_what_hangs_on_a_question_left_out_is_left_out_too() -> None:
    card = a_card_of(HOLD, THANKS, FOLLOWED)
    assert missing_questions(card, {"hold": "No", "thanks": "No"}) == ()
    assert missing_questions(card, {"hold": "Yes", "thanks": "No"}) == ("followed",)


def test_full_credit_for_na_gives_nothing_for_what_is_not_asked() -> None:
    card = a_card_of(HOLD, THANKS, na_policy="full_credit")
    assert score(card, {"hold": "No"}).final == 0


def test_na_can_be_what_a_question_hangs_on() -> None:
    card = a_card_of(HOLD, {**THANKS, "ask_if": {"question": "hold", "answer": ["N/A"]}})
    assert missing_questions(card, {"hold": NOT_APPLICABLE}) == ("thanks",)


def test_a_channel_takes_questions_out_before_anything_is_answered() -> None:
    card = a_card_of(HOLD, {"id": "tone", "ask_if": {"channel": "call"}})
    assert [q.id for q in card.for_channel("chat").questions()] == ["hold"]
    assert card.for_channel("call") is not card
    assert [q.id for q in card.for_channel("call").questions()] == ["hold", "tone"]
    assert card.for_channel(None) is card


def test_conditions_must_look_back_at_answers_that_exist() -> None:
    assert any("no earlier question" in fault for fault in faults_of(THANKS, HOLD))
    assert any(
        "does not have" in fault for fault in faults_of(HOLD, {**THANKS, "ask_if": {"question": "hold", "answer": "Maybe"}})
    )
    assert any(
        "needs a question with its answer" in fault for fault in faults_of(HOLD, {**THANKS, "ask_if": {"question": "hold"}})
    )
    assert any("must be one of" in fault for fault in faults_of(HOLD, {**THANKS, "ask_if": {"channel": "pigeon"}}))


def test_comment_and_root_cause_are_asked_for_by_option() -> None:
    options = [
        {"id": "Yes", "credit": 1, "root_causes": ["praise"]},
        {"id": "No", "credit": 0, "comment_required": True, "root_causes": ["time"], "root_cause_required": True},
    ]
    card = a_card_of({"options": options}, root_causes=["praise", "time"])
    question = next(card.questions())
    assert [cause.id for cause in question.causes_for("Yes")] == ["praise"]
    assert missing_before_submission(card, {"Q1": Answer("Q1", "Yes")}) == ()
    lacking = missing_before_submission(card, {"Q1": Answer("Q1", "No")})
    assert lacking == (Missing("Q1", Lack.ROOT_CAUSE), Missing("Q1", Lack.COMMENT))
    assert missing_before_submission(card, {"Q1": Answer("Q1", "No", "late", "time")}) == ()


def test_a_root_cause_that_no_longer_fits_goes_and_touching_is_told() -> None:
    card = a_card_of({"root_causes": ["time"], "preset": "N/A"}, root_causes=["time"])
    question = next(card.questions())
    preset = presets_of(card)["Q1"]
    assert (preset.value, preset.is_preset) == (NOT_APPLICABLE, True)
    assert answered(question, preset, NOT_APPLICABLE).is_preset is False
    assert answered(question, Answer("Q1", "No", None, "time"), "Yes").root_cause is None


def test_nothing_is_set_beforehand_to_points() -> None:
    assert any("never to points" in fault for fault in faults_of({"preset": "Yes"}))
    assert any("does not allow N/A" in fault for fault in faults_of({"preset": "N/A", "na_allowed": False}))


def test_an_optional_question_left_open_counts_like_na() -> None:
    card = a_card_of({"id": "A"}, {"id": "B", "required": False})
    assert score(card, {"A": "Yes"}).final == 100
    assert score(card, {"A": "Yes", "B": "No"}).final == 50
