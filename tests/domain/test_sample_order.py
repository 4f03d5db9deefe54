"""Chance that is the same on every computer."""

from fractions import Fraction
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from qa_desk.domain.sample_order import digest, share, shuffled


def test_the_order_is_the_documented_one() -> None:
    """Written down once and for all: a draw of today is repeated by every later version."""
    assert digest(7, "order", "C-1") == sha256(b"sha256-order-1|7|order|C-1").digest()
    assert digest(7, "order", "C-1").hex()[:16] == "8841bceda279213c"
    names = [f"C-{number}" for number in range(1, 9)]
    assert shuffled(names, 7, "order", str) == ["C-7", "C-6", "C-1", "C-4", "C-3", "C-8", "C-2", "C-5"]


@given(names=st.sets(st.text(st.characters(exclude_categories=("Cs",)), max_size=20)), seed=st.integers(0, 2**53 - 1))
def test_where_a_name_stood_plays_no_part(names: set[str], seed: int) -> None:
    assert shuffled(sorted(names), seed, "order", str) == shuffled(sorted(names, reverse=True), seed, "order", str)


@given(seed=st.integers(0, 2**53 - 1), name=st.text(st.characters(exclude_categories=("Cs",))))
def test_a_share_lies_between_nothing_and_one(seed: int, name: str) -> None:
    assert Fraction(0) <= share(seed, "start", name) < 1


def test_every_contact_is_drawn_about_as_often() -> None:
    names = [f"contact-{number}" for number in range(10)]
    first = [shuffled(names, seed, "order", str)[0] for seed in range(2_000)]
    # 200 expected each; four standard errors either way
    assert all(146 <= first.count(name) <= 254 for name in names)
