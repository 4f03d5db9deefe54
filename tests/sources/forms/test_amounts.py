from __future__ import annotations

from fractions import Fraction

import pytest

from qa_desk.sources.forms.amounts import Amount, are_fractions, read_amount
from qa_desk.sources.forms.grid import Cell


@pytest.mark.parametrize(
    ("text", "value", "is_percent"),
    [
        ("5", 5, False),
        ("0,05", Fraction(1, 20), False),
        ("5 %", 5, True),
        ("5%", 5, True),
        ("12.5 pts", Fraction(25, 2), False),
        ("10 баллов", 10, False),
        ("20分", 20, False),
        ("1/20", Fraction(1, 20), False),
        ("-10", -10, False),
        ("−10 puntos", -10, False),
    ],
)
def test_weights_are_read_as_people_write_them(text: str, value: Fraction, is_percent: bool) -> None:
    assert read_amount(Cell(text)) == Amount(Fraction(value), is_percent)


@pytest.mark.parametrize("text", ["", "high", "5 of 10", "1/0", "N/A", "1e400"])
def test_what_is_no_weight_is_none(text: str) -> None:
    assert read_amount(Cell(text)) is None


def test_a_percent_cell_counts_in_hundreds() -> None:
    assert read_amount(Cell("5%", Fraction(1, 20), is_percent=True)) == Amount(Fraction(5), True)


def test_shares_of_one_are_told_from_points() -> None:
    def plain(*values: float) -> list[Amount]:
        return [Amount(Fraction(str(value))) for value in values]

    assert are_fractions(plain(0.05, 0.15, 0.8))
    assert not are_fractions(plain(1))
    assert not are_fractions(plain(1, 1, 1))
    assert not are_fractions(plain(5, 10))
