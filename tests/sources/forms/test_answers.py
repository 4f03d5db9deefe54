from __future__ import annotations

from fractions import Fraction

import pytest

from qa_desk.sources.forms.answers import read_answers


def credits(text: str) -> dict[str, Fraction] | None:
    found = read_answers(text)
    return None if found is None else {option.text: option.credit for option in found.options}


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes / No", {"Yes": 1, "No": 0}),
        ("Yes/No/N/A", {"Yes": 1, "No": 0}),
        ("ДА/НЕТ", {"ДА": 1, "НЕТ": 0}),
        ("是/否/不适用", {"是": 1, "否": 0}),
        ("Oui / Partiellement / Non", {"Oui": 1, "Partiellement": HALF, "Non": 0}),
        ("Ya atau Tidak", {"Ya": 1, "Tidak": 0}),
        ("Ja; Teilweise; Nein", {"Ja": 1, "Teilweise": HALF, "Nein": 0}),
        ("0 o 1", {"0": 0, "1": 1}),
        ("0-2", {"0": 0, "1": HALF, "2": 1}),
        ("0 до 2 баллов", {"0": 0, "1": HALF, "2": 1}),
        ("0, 1, 3", {"0": 0, "1": THIRD, "3": 1}),
        ("Yes=5, No=0", {"Yes": 1, "No": 0}),
        ("Yes (10) / Partial (5) / No (0)", {"Yes": 1, "Partial": HALF, "No": 0}),
        ("合格（2分）；不合格（0分）", {"合格": 1, "不合格": 0}),
        ("2 - Always\n1 - Sometimes\n0 - Never", {"Always": 1, "Sometimes": HALF, "Never": 0}),
        ("Helpful = 2; Harmful = -1", {"Helpful": 1, "Harmful": -HALF}),
        ("1/3", {"1": THIRD, "3": 1}),
    ],
)
def test_lists_of_answers_are_read(text: str, expected: dict[str, Fraction]) -> None:
    assert credits(text) == expected


@pytest.mark.parametrize("text", ["Имя", "Name of the agent", "N/A", "1-50", "", "Yes, Yes"])
def test_what_names_no_answers_is_none(text: str) -> None:
    assert read_answers(text) is None


def test_na_is_no_answer_of_its_own() -> None:
    found = read_answers("Met; Not met; N/A")
    assert found is not None
    assert found.has_na
    assert len(found.options) == 2


def test_every_yes_and_no_share_their_ids_whatever_the_language() -> None:
    for text in ("Yes/No", "ДА/НЕТ", "Sí/No", "是/否", "Ya/Tidak", "Oui/Non"):
        found = read_answers(text)
        assert found is not None
        assert [option.id for option in found.options] == ["Yes", "No"], text


def test_credits_that_are_a_guess_say_so() -> None:
    scale, words, plain = read_answers("1-5"), read_answers("Poor, Fair, Good, Excellent"), read_answers("Yes/No")
    assert scale is not None
    assert words is not None
    assert plain is not None
    assert "starts at 1" in scale.doubt
    assert scale.taken
    assert {option.text: option.credit for option in words.options}["Poor"] == 0
    assert words.doubt
    assert not plain.doubt
