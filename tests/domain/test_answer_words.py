"""Answers as people write them: what a number, ticks or a label stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_desk.domain.answer_words import held_answer, plain_number, read_answer, typed_answer
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from qa_desk.domain.scorecard import Question

HOLD = {
    "id": "hold",
    "bands": [{"id": "short", "credit": 1, "below": 30}, {"id": "long", "credit": 0}],
    "number": {"unit": "s", "min": 0, "decimals": 1},
}
STEPS = {
    "id": "steps",
    "kind": "multiple",
    "options": [
        {"id": "name", "credit": "1/2", "title": {"en": "Said the name", "ru": "Назвал имя"}},
        {"id": "offer", "credit": "1/2", "title": {"en": "Offered help, at once", "ru": "Предложил помощь"}},
    ],
}
TONE = {
    "id": "tone",
    "options": [{"id": "good", "credit": 1, "title": {"en": "Warm", "zh_CN": "热情"}}, {"id": "bad", "credit": 0}],
}


def a_question(definition: dict[str, object]) -> Question:
    return next(a_card_of(definition, {"id": "other"}).questions())


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        (" 007 ", "7"),
        ("+3", "3"),
        ("−4", "-4"),
        ("1 234,50", "1234.5"),
        ("１２．５", "12.5"),
        ("٣", "3"),
        (",5", "0.5"),
        ("-0,0", "0"),
        ("5.", "5"),
        ("twelve", "twelve"),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_a_number_is_held_with_a_point_whatever_it_is_written_with(written: str, plain: str) -> None:
    assert plain_number(written) == plain


def test_what_is_typed_is_an_answer_only_where_it_is_one() -> None:
    hold = a_question(HOLD)
    assert (held_answer(hold, "29,9"), held_answer(hold, "-1"), held_answer(hold, "x"), held_answer(hold, " ")) == (
        "29.9",
        None,
        None,
        None,
    )
    words = a_question({"id": "why", "kind": "text"})
    assert (held_answer(words, " because "), held_answer(words, "\n")) == ("because", None)
    assert typed_answer(words, " 1,5 ") == "1,5"


def test_labels_stand_for_ids_in_any_language() -> None:
    tone = a_question(TONE)
    assert [read_answer(tone, said) for said in ("good", "WARM", "热情", "N/A", "lukewarm")] == [
        "good",
        "good",
        "good",
        "N/A",
        "lukewarm",
    ]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("name + offer", "name + offer"),
        ("offer + name", "name + offer"),
        ("offer; name", "name + offer"),
        ("Назвал имя, offer", "name + offer"),
        ("Offered help, at once", "offer"),
        ("None of these", "none"),
        ("none", "none"),
        ("name, name", "name, name"),
        ("name, weather", "name, weather"),
        ("N/A", "N/A"),
    ],
)
def test_ticks_come_in_any_order_and_with_any_joint(said: str, answer: str) -> None:
    assert read_answer(a_question(STEPS), said) == answer


def test_numbers_from_elsewhere_may_have_a_comma() -> None:
    assert read_answer(a_question(HOLD), "12,5") == "12.5"
