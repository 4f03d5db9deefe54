"""A digit means the same wherever a question is answered."""

from __future__ import annotations

from fractions import Fraction

from qa_desk.domain.scorecard import Option, Question, Text
from qa_desk.ui.evaluate.keys import answer_key_words, answer_keys


def _question(*options: Option, na_allowed: bool = True) -> Question:
    return Question("Q", options, na_allowed=na_allowed)


def _option(name: str, title: str = "") -> Option:
    return Option(name, Fraction(0), Text((("en", title),)) if title else Text())


def test_a_digit_chooses_the_option_that_is_labelled_with_it() -> None:
    scale = _question(*[_option(str(n)) for n in range(5)], na_allowed=False)
    assert answer_keys(scale) == {str(n): str(n) for n in range(5)}
    assert answer_key_words(scale) == ["0–4 answer"]


def test_labels_decide_and_not_the_ids_that_nobody_sees() -> None:
    worded = _question(_option("0", "Poor"), _option("1", "Good"))
    assert answer_keys(worded) == {"1": "0", "2": "1"}
    assert answer_key_words(worded) == ["1 Poor", "2 Good", "N N/A"]
    labelled = _question(_option("low", "1"), _option("high", "3"))
    assert answer_keys(labelled) == {"1": "low", "3": "high"}
    assert answer_key_words(labelled)[0] == "1/3 answer"


def test_where_a_label_is_no_single_digit_all_are_counted() -> None:
    mixed = _question(_option("0"), _option("5"), _option("10"))
    assert answer_keys(mixed) == {"1": "0", "2": "5", "3": "10"}
    assert answer_keys(_question(_option("1", "2"), _option("2", "2"))) == {"1": "1", "2": "2"}


def test_nine_keys_are_all_there_are() -> None:
    many = _question(*[_option(f"o{n}") for n in range(12)], na_allowed=False)
    assert len(answer_keys(many)) == len(answer_key_words(many)) == 9
