"""How many of each stratum: in proportion to its contacts, whole numbers, none forgotten where that is possible."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def allocate(sizes: Sequence[int], n: int, start: Fraction) -> list[int]:
    """How many of n go to each stratum of these sizes. Sums to n, or to all there are; never more than a stratum has.

    Where n reaches every stratum: in proportion by the largest remainder, at least one each. Where it does not, a fixed rule
    would leave the same small strata out for ever: then chance decides (`start`, from 0 up to 1, is its throw), so that each
    stratum gets its share rounded down or up, and gets its share in the long run. Neighbouring strata are then rounded together:
    with the strata in the order of time, every stretch of time gets its share rounded down or up as well.
    """
    n = max(0, min(n, sum(sizes)))
    if n < sum(1 for size in sizes if size):
        return _rounded_by_chance(sizes, n, start)
    fixed: set[int] = set()
    while True:
        free = [place for place, size in enumerate(sizes) if size and place not in fixed]
        first = floor(start * len(free))
        shares = dict(zip(free, largest_remainder([sizes[place] for place in free], n - len(fixed), first), strict=True))
        forgotten = {place for place, count in shares.items() if not count}
        if not forgotten:
            return [1 if place in fixed else shares.get(place, 0) for place in range(len(sizes))]
        fixed |= forgotten


def largest_remainder(sizes: Sequence[int], n: int, first: int = 0) -> list[int]:
    """N in proportion to the sizes (Hamilton's method): rounded down, and what is left goes to the largest remainders.

    Of equal remainders, `first` and those behind it come first: it is left to chance, so that no stratum is favoured for ever.
    """
    total = sum(sizes)
    if not total:
        return [0] * len(sizes)
    shares = [Fraction(n * size, total) for size in sizes]
    counts = [floor(share) for share in shares]
    by_remainder = sorted(range(len(sizes)), key=lambda place: (counts[place] - shares[place], (place - first) % len(sizes)))
    for place in by_remainder[: n - sum(counts)]:
        counts[place] += 1
    return counts


def _rounded_by_chance(sizes: Sequence[int], n: int, start: Fraction) -> list[int]:
    """Systematic rounding: n equally spaced points with a random start over the strata laid end to end."""
    total = sum(sizes)
    if not total:
        return [0] * len(sizes)
    counts, passed, before = [], 0, floor(-start)
    for size in sizes:
        passed += size
        reached = floor(Fraction(n * passed, total) - start)
        counts.append(reached - before)
        before = reached
    return counts
