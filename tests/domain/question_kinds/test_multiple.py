"""Ticked answers: any number of options, or none of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.question_kinds.multiple import NONE_TICKED, join_ticks, ticks_of
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.scoring import score
from tests.builders_of_cards import a_card_of, faults_of

OFFERED = {"kind": "multiple", "credits": {"name": "1/2", "date": "1/4", "number": "1/4"}}
MISSED = {"kind": "multiple", "start": 1, "credits": {"name": "-1/2", "date": "-1/2", "number": -1}, "fail": ["name", "number"]}


def test_ticks_add_up() -> None:
    card = a_card_of(OFFERED)
    assert score(card, {"Q1": "name + date"}).final == 75
    assert score(card, {"Q1": NONE_TICKED}).final == 0


def test_what_was_left_out_takes_from_full_marks_and_not_below_minus_one() -> None:
    question = next(a_card_of(MISSED).questions())
    assert question.credit(NONE_TICKED) == 1
    assert question.credit("name") == Fraction(1, 2)
    assert question.credit("name + date + number") == -1
    assert question.best_credit == 1


def test_an_error_is_any_tick_that_counts_as_one() -> None:
    question = next(a_card_of(MISSED).questions())
    assert question.is_error("name + date")
    assert not question.is_error("date")
    assert not question.is_error(NONE_TICKED)
    assert not question.is_error(NOT_APPLICABLE)


def test_none_can_be_the_answer_that_fails() -> None:
    card = a_card_of({**OFFERED, "fail": ["none"], "autofail": {"trigger": ["none"], "scope": "form"}})
    assert score(card, {"Q1": NONE_TICKED}).passed is False
    assert next(card.questions()).is_error(NONE_TICKED)
    assert not score(card, {"Q1": "date"}).autofail


def test_an_unknown_or_doubled_tick_is_refused() -> None:
    question = next(a_card_of(OFFERED).questions())
    assert "no answer “age”" in str(question.fault_in("name + age"))
    assert "ticked twice" in str(question.fault_in("name + name"))


def test_the_order_of_writing_makes_no_difference() -> None:
    question = next(a_card_of(OFFERED).questions())
    assert question.category("date + name") == question.category("name + date") == "name + date"
    assert question.answer_label("date + name") == "name, date"


def test_none_and_the_joint_are_no_ids() -> None:
    assert any("cannot be the id" in fault for fault in faults_of({**OFFERED, "credits": {"none": 1, "x": 0}}))
    assert any("cannot be the id" in fault for fault in faults_of({**OFFERED, "credits": {"a + b": 1, "x": 0}}))


@given(st.sets(st.sampled_from(["name", "date", "number"])))
def test_ticks_come_back_as_they_were(ticked: set[str]) -> None:
    question = next(a_card_of(OFFERED).questions())
    answer = join_ticks(question, ticked)
    assert question.fault_in(answer) is None
    assert set(ticks_of(answer)) == ticked
    assert 0 <= (question.credit(answer) or 0) <= question.best_credit
