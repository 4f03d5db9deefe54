"""Text from outside made safe for a spreadsheet: never a formula, never a control character, never a broken sheet name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31

_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet may take for the start of a formula when a cell is edited, pasted or saved as CSV (full width too)."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufddf\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\s]+")


def safe_text(text: str) -> str:
    """The text for a cell: control characters removed, an apostrophe before what could start a formula, cut at Excel's limit."""
    clean = _UNWRITABLE.sub("", text)
    if clean.startswith(tuple(_FORMULA_STARTS)):
        clean = "'" + clean
    return clean[:LONGEST_TEXT]


def safe_value(value: object) -> object:
    """A cell's value: text made safe, everything else as it is."""
    return safe_text(value) if isinstance(value, str) else value


def sheet_name(name: str, taken: Collection[str]) -> str:
    """A name that Excel takes and no other sheet has: 31 UTF-16 units, none of its forbidden marks, told apart ignoring case."""
    clean = _NOT_IN_SHEET_NAMES.sub(" ", _UNWRITABLE.sub("", name)).strip(" '")
    if not clean or clean.casefold() == "history":  # Excel keeps "History" for itself
        clean = f"{clean} {tr('Sheet')}".strip()
    used = {other.casefold() for other in taken}
    candidate, number = _cut(clean, LONGEST_SHEET_NAME), 1
    while candidate.casefold() in used:
        number += 1
        ending = f" ({number})"
        candidate = _cut(clean, LONGEST_SHEET_NAME - len(ending)) + ending
    return candidate


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.strip(" '")
