"""Chance that can be repeated: an order, and a number between 0 and 1, made from a seed and a name by SHA-256.

The algorithm is this program's own, so that a draw comes out the same on every computer and in every later version. Its name
goes into each record; it is:

    digest(seed, purpose, name) = SHA-256 of the UTF-8 text "sha256-order-1|<seed>|<purpose>|<name>"

Contacts are put in the order of their digests (purpose "order"); drawing n of them is taking the first n. That is a simple random
sample without replacement: the digests of different names are as good as independent and uniform, and where a contact stood in
the database plays no part.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

ALGORITHM = "sha256-order-1"
LARGEST_SEED = 2**53 - 1
"""Any program that reads the record as JSON keeps it exactly."""


def digest(seed: int, purpose: str, name: str) -> bytes:
    """What a name is worth under a seed: 32 bytes."""
    return sha256(f"{ALGORITHM}|{seed}|{purpose}|{name}".encode()).digest()


def shuffled(items: Iterable[T], seed: int, purpose: str, name: Callable[[T], str]) -> list[T]:
    """The items in the order of their digests; it does not depend on the order they came in."""
    return sorted(items, key=lambda item: (digest(seed, purpose, name(item)), name(item)))


def share(seed: int, purpose: str, name: str) -> Fraction:
    """A number from 0 up to, not including, 1; exact, so that no computer rounds it differently."""
    return Fraction(int.from_bytes(digest(seed, purpose, name)[:8], "big"), 2**64)
