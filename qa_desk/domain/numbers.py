"""Whole numbers as people read them: thousands grouped by one mark, the same everywhere in the program."""

from __future__ import annotations

_mark: list[str] = ["\u202f"]
"""The mark between thousands; a narrow space, which every language understands, until the culture says another."""


def group_by(mark: str) -> None:
    """Use the mark of a culture between thousands from now on."""
    _mark[0] = mark


def count_text(value: float, decimals: int = 0) -> str:
    """A number with its thousands apart: `49 210`, `49,210`; the minus is a real one."""
    return f"{value:,.{decimals}f}".replace(",", _mark[0]).replace("-", "−")
