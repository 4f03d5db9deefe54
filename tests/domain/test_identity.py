from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.identity import INITIAL, SAME_MAIL, SAME_WORDS, Known, likely_same, words_of

ANN = Known("1", "Ann Smith", ("A1", "ann.smith@x.example"))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Known("2", "Smith, Ann"), SAME_WORDS),
        (Known("2", "SMITH Ánn"), SAME_WORDS),
        (Known("2", "smith_ann@other.example"), SAME_MAIL),
        (Known("2", "A. Smith"), INITIAL),
        (Known("2", "Smith A"), INITIAL),
        (Known("2", "Mrs", ("ann smith",)), SAME_WORDS),
    ],
)
def test_two_who_are_perhaps_one_are_put_side_by_side(other: Known, why: str) -> None:
    pairs = likely_same([ANN, other])
    assert [({pair.first.id, pair.second.id}, pair.why) for pair in pairs] == [({"1", "2"}, why)]


@pytest.mark.parametrize("name", ["Ann", "Smith", "Bo Smith", "Ann Smithers", "ann@x.example", "A1", "4711", ""])
def test_others_are_left_alone(name: str) -> None:
    assert likely_same([ANN, Known("2", name)]) == []


def test_a_letter_that_could_be_two_people_is_nobodys() -> None:
    assert likely_same([ANN, Known("2", "Abel Smith"), Known("3", "A. Smith")]) == []


def test_a_name_without_case_accents_and_order() -> None:
    assert words_of("Ibáñez-Ruiz, José") == ("ibanez", "jose", "ruiz")
    assert words_of("jose.ruiz7@x.example") == ("jose", "ruiz")
    assert words_of("王小明") == ("王小明",)


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=12))
def test_each_pair_is_named_once_whatever_the_order(names: list[tuple[str, str]]) -> None:
    people = [Known(str(number), one, (other,)) for number, (one, other) in enumerate(names)]
    found = likely_same(people)
    assert len({frozenset((pair.first.id, pair.second.id)) for pair in found}) == len(found)
    assert all(pair.first.id != pair.second.id for pair in found)
    assert set(found) == set(likely_same(people[::-1]))
