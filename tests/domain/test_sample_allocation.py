"""Whole numbers in proportion."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.sample_allocation import allocate, largest_remainder

sizes_of = st.lists(st.integers(0, 400), min_size=1, max_size=12)
starts = st.fractions(0, 1).filter(lambda start: start < 1)
ZERO = Fraction(0)


def test_the_worked_example_of_three_strata() -> None:
    assert allocate([600, 300, 100], 20, ZERO) == [12, 6, 2]


@pytest.mark.parametrize(
    ("sizes", "n", "counts"), [([50, 30, 20], 7, [4, 2, 1]), ([7, 7, 7], 3, [1, 1, 1]), ([10, 1], 11, [10, 1])]
)
def test_what_is_left_goes_to_the_largest_remainders(sizes: list[int], n: int, counts: list[int]) -> None:
    assert largest_remainder(sizes, n) == counts


def test_equal_remainders_go_round() -> None:
    assert [largest_remainder([5, 5, 5], 4, first) for first in range(3)] == [[2, 1, 1], [1, 2, 1], [1, 1, 2]]


def test_a_small_stratum_is_not_forgotten_where_n_reaches_all() -> None:
    assert allocate([97, 2, 1], 10, ZERO) == [8, 1, 1]
    assert allocate([1000, 1, 1, 1], 4, ZERO) == [1, 1, 1, 1]


def test_more_than_there_is_takes_all() -> None:
    assert allocate([3, 0, 2], 9, ZERO) == [3, 0, 2]


@pytest.mark.parametrize("n", [-1, 0, 3])
def test_from_nothing_nothing_is_taken(n: int) -> None:
    assert allocate([0, 0], n, ZERO) == [0, 0]
    assert largest_remainder([0, 0], n) == [0, 0]
    assert largest_remainder([], 3) == []


@given(sizes=sizes_of, n=st.integers(0, 5_000), start=starts)
def test_sums_to_the_quota_and_takes_no_more_than_a_stratum_has(sizes: list[int], n: int, start: Fraction) -> None:
    counts = allocate(sizes, n, start)
    assert sum(counts) == min(n, sum(sizes))
    assert all(0 <= count <= size for count, size in zip(counts, sizes, strict=True))


@given(sizes=sizes_of, n=st.integers(0, 5_000), start=starts)
def test_is_within_one_of_the_proportion_unless_a_stratum_would_be_forgotten(sizes: list[int], n: int, start: Fraction) -> None:
    n = min(n, sum(sizes))
    counts = allocate(sizes, n, start)
    shares = [Fraction(n * size, sum(sizes) or 1) for size in sizes]
    is_forced = n >= sum(map(bool, sizes)) and any(0 < share < 1 for share in shares)
    if not is_forced:
        assert all(abs(count - share) < 1 for count, share in zip(counts, shares, strict=True))


@given(sizes=sizes_of, n=st.integers(0, 5_000), first=st.integers(0, 11))
def test_the_largest_remainder_is_within_one_of_the_proportion(sizes: list[int], n: int, first: int) -> None:
    n = min(n, sum(sizes))
    for count, size in zip(largest_remainder(sizes, n, first), sizes, strict=True):
        assert abs(count - Fraction(n * size, sum(sizes) or 1)) < 1


@given(sizes=st.lists(st.integers(1, 50), min_size=2, max_size=10), start=starts, data=st.data())
def test_every_stretch_of_strata_gets_its_share(sizes: list[int], start: Fraction, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, len(sizes) - 1))
    first = data.draw(st.integers(0, len(sizes) - 1))
    last = data.draw(st.integers(first, len(sizes) - 1))
    counts = allocate(sizes, n, start)
    stretch = Fraction(n * sum(sizes[first : last + 1]), sum(sizes))
    assert abs(sum(counts[first : last + 1]) - stretch) < 1


def test_in_the_long_run_each_stratum_gets_its_share() -> None:
    sizes, n, steps = [8, 1, 5, 2], 3, 1600
    counts = [allocate(sizes, n, Fraction(step, steps)) for step in range(steps)]
    for place, size in enumerate(sizes):
        assert Fraction(sum(each[place] for each in counts), steps) == Fraction(n * size, sum(sizes))
