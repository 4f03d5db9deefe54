"""Units × raters as the agreement coefficients want them: codes into a scale, and counts of each answer in each unit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Label = str | int | float
    Numbers = NDArray[Any]  # float64, or objects holding exact fractions


@dataclass(frozen=True, slots=True)
class Ratings:
    """Answers of every rater to every unit, as positions in the scale; −1 is "not rated".

    `codes` is units × raters; `scale` lists the possible answers in order (declared, or as observed when nothing was declared).
    """

    codes: NDArray[np.int64]
    scale: tuple[Label, ...]

    def counts(self, exact: bool = False) -> Numbers:
        """How many raters gave each answer: units × scale, floats or exact fractions."""
        columns = [(self.codes == k).sum(axis=1) for k in range(len(self.scale))]
        counts = np.stack(columns, axis=1) if columns else self.codes[:, :0]
        return as_exact(counts) if exact else counts.astype(float)

    def positions(self, exact: bool = False) -> Numbers:
        """The numbers on the scale: the answers themselves where all are numeric, else 0, 1, 2, … in the declared order."""
        if all(is_number(label) for label in self.scale):
            numbers = [Fraction(str(label)) for label in self.scale]
        else:
            numbers = [Fraction(i) for i in range(len(self.scale))]
        return np.array(numbers, dtype=object) if exact else np.array([float(x) for x in numbers])


def read_ratings(units: Sequence[Sequence[Label | None]], scale: Sequence[Label] | None = None) -> Ratings:
    """Units × raters (None or "" = not rated) over the declared scale, or the observed answers in ascending order.

    Raises ValueError for rows of unequal length an answer that is not on the declared scale, or a scale that names one twice.
    """
    rows = [[None if value is None or value == "" else value for value in row] for row in units]
    if len({len(row) for row in rows}) > 1:
        msg = "every unit needs one cell for each rater"
        raise ValueError(msg)
    seen = {value for row in rows for value in row if value is not None}
    labels = tuple(scale) if scale is not None else tuple(sorted(seen, key=_ascending))
    where = {label: i for i, label in enumerate(labels)}
    if len(where) < len(labels):
        msg = "an answer is on the scale twice"
        raise ValueError(msg)
    stray = seen - set(where)
    if stray:
        msg = f"not on the scale: {', '.join(sorted(map(str, stray)))}"
        raise ValueError(msg)
    width = len(rows[0]) if rows else 0
    codes = np.array([[-1 if value is None else where[value] for value in row] for row in rows], dtype=np.int64)
    return Ratings(codes.reshape(len(rows), width), labels)


def as_exact(numbers: NDArray[Any]) -> Numbers:
    """The same array holding fractions, so that the same formula gives an exact result."""
    flat = [Fraction(str(x)) if isinstance(x, str) else Fraction(x) for x in numbers.ravel().tolist()]
    exact = np.empty(len(flat), dtype=object)
    exact[:] = flat
    return exact.reshape(numbers.shape)


def is_number(label: Label) -> bool:
    """True for 3, 2.5 and "2.5": answers that have a place on a number line."""
    try:
        return bool(np.isfinite(float(label)))
    except ValueError:
        return False


def _ascending(label: Label) -> tuple[bool, float, str]:
    return (False, float(label), "") if is_number(label) else (True, 0.0, str(label))
