"""Ticks agree as sets, numbers by their bands; words are read side by side and never counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qa_desk.domain import calibration as rules
from qa_desk.domain.answer_comparison import compared, is_compared, shared_answer
from qa_desk.domain.calibration import Reason
from qa_desk.domain.critical_errors import Proportion
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.domain.scorecard import NOT_APPLICABLE, Question, ScorecardVersion
from tests.builders_of_cards import a_card_of

STEPS = {"id": "steps", "kind": "multiple", "options": [{"id": "name", "credit": "1/2"}, {"id": "date", "credit": "1/2"}]}
HOLD = {
    "id": "hold",
    "kind": "number",
    "bands": [{"id": "quick", "credit": 1, "below": 20}, {"id": "slow", "credit": 0}],
    "number": {"unit": "s", "min": 0, "decimals": 1},
}
WISH = {"id": "wish", "kind": "text"}


@pytest.fixture
def card() -> ScorecardVersion:
    return a_card_of(STEPS, HOLD, WISH, {"id": "greets"})


def question_of(card: ScorecardVersion, question_id: str) -> Question:
    question = card.question(question_id)
    assert question is not None
    return question


def sheets(*answers: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    usual = {"steps": "name + date", "hold": "12", "wish": "a refund", "greets": "Yes"}
    return {who: {"I": usual | own} for who, own in zip(("Ana", "Ben", "Chi"), answers, strict=True)}


ALIKE = sheets({"steps": "date + name", "hold": "19.5", "wish": "money back"}, {"hold": "3"}, {"wish": "a refund, at once"})
"""The same judgement three times, written differently."""


@pytest.mark.parametrize(
    ("question_id", "one", "other", "agree"),
    [
        ("steps", "name + date", "date + name", True),
        ("steps", "name", "name + date", False),
        ("steps", "none", "name", False),
        ("steps", NOT_APPLICABLE, "none", False),
        ("hold", "12", "19.5", True),
        ("hold", "19.5", "20", False),
        ("hold", NOT_APPLICABLE, "12", False),
        ("greets", "Yes", "Yes", True),
    ],
)
def test_what_two_answers_must_share(card: ScorecardVersion, question_id: str, one: str, other: str, agree: bool) -> None:
    question = question_of(card, question_id)
    assert (compared(question, one) == compared(question, other)) is agree


def test_words_are_not_compared_nor_is_what_nobody_said(card: ScorecardVersion) -> None:
    wish = question_of(card, "wish")
    assert [question.id for question in card.questions() if not is_compared(question)] == ["wish"]
    assert [compared(wish, said) for said in ("a refund", NOT_APPLICABLE, None)] == [None, None, None]
    assert compared(question_of(card, "hold"), None) is None


@pytest.mark.parametrize(
    ("question_id", "answers", "shared"),
    [
        ("hold", ["19.5", "3", "12"], "12"),
        ("hold", ["9", "12"], "9"),
        ("hold", ["9", "21"], None),
        ("hold", [NOT_APPLICABLE, NOT_APPLICABLE], NOT_APPLICABLE),
        ("steps", ["date + name", "name + date"], "name + date"),
        ("steps", ["none", "none"], "none"),
        ("wish", ["a refund", "a refund"], "a refund"),
        ("wish", ["a refund", "money back"], None),
        ("greets", ["Yes", "No"], None),
        ("greets", [], None),
    ],
)
def test_what_people_gave_together(card: ScorecardVersion, question_id: str, answers: list[str], shared: str | None) -> None:
    assert shared_answer(question_of(card, question_id), answers) == shared


def test_only_words_are_left_to_read_where_the_judgement_is_the_same(card: ScorecardVersion) -> None:
    (point,) = rules.agenda(card, ["I"], ALIKE, {})
    assert (point.question_id, point.reason, point.must_be_settled) == ("wish", Reason.WORDS, False)
    assert point.pairs == Proportion(0, 0)


def test_differing_ticks_and_numbers_stand_before_words(card: ScorecardVersion) -> None:
    split = sheets({"steps": "none", "hold": "30", "wish": "x"}, {}, {})
    found = rules.agenda(card, ["I"], split, {})
    assert [(p.question_id, p.reason) for p in found] == [
        ("steps", Reason.SPLIT),
        ("hold", Reason.SPLIT),
        ("wish", Reason.WORDS),
    ]
    assert [p.pairs for p in found[:2]] == [Proportion(1, 3)] * 2


def test_the_benchmark_is_compared_by_the_same_rules(card: ScorecardVersion) -> None:
    expert = {"steps": "date + name", "hold": "0", "wish": "her money", "greets": "Yes"}
    assert [p.reason for p in rules.agenda(card, ["I"], ALIKE, {"I": expert})] == [Reason.WORDS]
    found = rules.agenda(card, ["I"], ALIKE, {"I": expert | {"hold": "45"}})
    assert [p.reason for p in found] == [Reason.BENCHMARK_DIFFERS, Reason.WORDS]
    (ana, *_others) = rules.deviations(card, ["I"], ALIKE, {"I": expert}, Fraction(5))
    assert ana.exact_answers == Proportion(3, 3)
    (ana, *_others) = rules.deviations(card, ["I"], ALIKE, {}, Fraction(5))
    assert ana.exact_answers == Proportion(3, 3)


def test_an_agreed_sheet_has_a_total_without_words_that_nobody_agreed_on(card: ScorecardVersion) -> None:
    agreed = rules.agreed_sheets(card, ["I"], ALIKE, {})
    assert agreed == {"I": {"steps": "name + date", "hold": "12", "greets": "Yes"}}
    assert rules.sheet_score(card, agreed["I"]).final == 100
    with_words = rules.agreed_sheets(card, ["I"], ALIKE, {("I", "wish"): "Her money back."})
    assert with_words["I"]["wish"] == "Her money back."
    assert rules.sheet_score(card, {"wish": "only words"}).final is None


def test_every_kind_says_whether_it_is_compared(card: ScorecardVersion) -> None:
    assert {question.kind: is_compared(question) for question in card.questions()} == {
        kind: kind is not QuestionKind.TEXT for kind in QuestionKind
    }
