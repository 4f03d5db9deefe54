"""Weights and points as forms write them: `0.05`, `5 %`, `5 pts`, `0,05`, `1/20`, `-10`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.sources.forms.grid import Cell

_AMOUNT = re.compile(
    r"([+\-−]?)\s*(?:x\s*)?(\d{1,6}(?:[.,]\d{1,12})?|\d{1,6}/\d{1,6})\s*"
    r"(%|％|p\.?|pts?\.?|points?|marks?|分|分值|балл(?:а|ов|ы)?|б\.?|puntos?|pontos?|markah|mata|punkte?)?",
    re.IGNORECASE,
)
_NEAR_ONE = (Fraction(94, 100), Fraction(106, 100))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a weight column; `is_percent` where the cell says so."""

    value: Fraction
    is_percent: bool = False


def read_amount(cell: Cell) -> Amount | None:
    """The amount in a cell; None when it holds no number."""
    if cell.number is not None:
        return Amount(cell.number * 100, True) if cell.is_percent else Amount(cell.number)
    found = _AMOUNT.fullmatch(cell.text.strip())
    if not found or found[2].endswith("/0"):
        return None
    digits = found[2].replace(",", ".")
    if re.fullmatch(r"\d+/0+", digits):
        return None
    value = Fraction(digits)
    return Amount(-value if found[1] in ("-", "−") else value, found[3] in ("%", "％"))


def are_fractions(amounts: Sequence[Amount]) -> bool:
    """Whether plain numbers are shares of one: none above 1, together about 1, and more than one of them."""
    plain = [amount.value for amount in amounts if not amount.is_percent and amount.value > 0]
    return len(plain) > 1 and max(plain) <= 1 and _NEAR_ONE[0] <= sum(plain) <= _NEAR_ONE[1]
