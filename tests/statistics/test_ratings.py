"""Reading tables of ratings."""

from fractions import Fraction

import pytest

from qa_desk.statistics.ratings import read_ratings


def test_numbers_sort_before_words_and_by_size() -> None:
    assert read_ratings([["10", "9"], ["b", "a"]]).scale == ("9", "10", "a", "b")


def test_blank_is_not_rated() -> None:
    assert read_ratings([["", None, "x"]]).counts().tolist() == [[1.0]]


def test_rows_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each rater"):
        read_ratings([[1, 2], [1]])


def test_an_answer_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the scale: 7"):
        read_ratings([[1, 7]], [1, 2])


def test_positions_are_exact_where_asked() -> None:
    assert list(read_ratings([[0.5, 0.25]]).positions(exact=True)) == [Fraction(1, 4), Fraction(1, 2)]
    assert list(read_ratings([["a", "b"]]).positions()) == [0.0, 1.0]


def test_no_units_have_no_counts() -> None:
    assert read_ratings([]).counts().shape == (0, 0)
