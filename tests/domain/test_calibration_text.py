"""How figures of a calibration are said."""

from fractions import Fraction

import pytest

from qa_desk.domain.calibration_text import answer_label, pairs_sentence, percent_words, share_words, signed_points
from qa_desk.domain.coaching import Measure
from qa_desk.domain.critical_errors import Proportion
from qa_desk.domain.scorecard import NOT_APPLICABLE, Option, Question, plain_text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(20, 9), "+2.2"),
        (Fraction(-68, 3), "−22.7"),
        (Fraction(0), "0.0"),
        (Fraction(1, 100), "0.0"),
        (Fraction(-1, 100), "0.0"),
        (None, "–"),
    ],
)
def test_deviations_carry_their_sign_and_zero_has_none(value: Fraction | None, words: str) -> None:
    assert signed_points(value) == words


def test_shares_are_the_two_numbers_they_are_made_of() -> None:
    assert share_words(Proportion(24, 27)) == "24 of 27"
    assert share_words(Proportion(0, 0)) == "–"


def test_one_pair_agrees_and_more_agree() -> None:
    assert pairs_sentence(Proportion(0, 1)) == "0 of 1 pair agrees."
    assert pairs_sentence(Proportion(24, 27)) == "24 of 27 pairs agree."


def test_a_share_is_a_percentage_with_its_interval_where_it_has_one() -> None:
    assert percent_words(Measure(0.572, n=3)) == "57 %"
    assert percent_words(Measure(0.572, 0.49, 0.643, n=12)) == "57 % (49 to 64 %)"
    assert percent_words(Measure()) == "–"


def test_answers_are_called_as_on_their_button() -> None:
    question = Question("Q", (Option("y", Fraction(1), plain_text("Ja")), Option("n", Fraction(0))))
    said = [answer_label(question, answer) for answer in ("y", "n", NOT_APPLICABLE, None, "old")]
    assert said == ["Ja", "n", "N/A", "–", "old"]
    assert answer_label(None, "y") == "y"
