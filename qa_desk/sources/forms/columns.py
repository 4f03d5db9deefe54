"""Which row of a grid is the header, and what each of its columns holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.words import ANSWERS, COLUMN_ORDER, COLUMNS, RATINGS, holds

if TYPE_CHECKING:
    from qa_desk.sources.forms.grid import Grid

_HEADER_WITHIN = 60
_LONGEST_HEADER = 80
_NUMBER_HEADERS = frozenset(("#", "№", "nº", "n°", "n.º", "no", "no."))
_NUMBERED = re.compile(r"(?:item|question|criteria|criterion|parameter|s|sl|sr|q)\s*(?:no|nr|num|number|id)")
_LEVEL = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, by role; columns count from 0."""

    header: int
    body: int
    """The first row under the header."""
    roles: dict[str, tuple[int, ...]]
    levels: tuple[int, ...] = ()
    """Columns that each stand for one answer: Yes | No | N/A, or 1 | 2 | 3."""
    is_composite: bool = False
    """Section and question share a column: `1. Opening - Greeting`."""
    unknown: tuple[int, ...] = ()
    headers: dict[int, str] = field(default_factory=dict)

    def first(self, role: str) -> int | None:
        """The column of a role."""
        return next(iter(self.roles.get(role, ())), None)


def find_columns(grid: Grid) -> Columns | None:
    """The header with the most columns that are known; None where no row is a header."""
    best: tuple[int, Columns] | None = None
    for row in range(min(_HEADER_WITHIN, len(grid.rows))):
        columns = _columns_at(grid, row)
        score = _score(columns, grid)
        if score and (best is None or score > best[0]):
            best = (score, columns)
    return best[1] if best else None


def _score(columns: Columns, grid: Grid) -> int:
    roles = columns.roles
    describes = {"weight", "max", "points", "options", "critical", "fatal"} & roles.keys() or columns.levels
    if "question" not in roles and not (columns.is_composite or ({"section", "guidance"} & roles.keys() and describes)):
        return 0
    known = sum(len(found) for found in roles.values()) + len(columns.levels)
    if len(columns.unknown) > known + 2:  # a table of something else, some of whose headings fit
        return 0
    score = sum(role not in ("number", "remark") for role in roles) + (len(columns.levels) > 1) + columns.is_composite
    is_list = grid.width == 1 or sum(1 for _ in columns.headers) == 1
    return score if score > 1 or (is_list and len(grid.rows) > columns.body) else 0


def _columns_at(grid: Grid, row: int) -> Columns:
    headers = {c: grid.text(row, c) for c in grid.filled(row)}
    body = row + 1
    if _is_second_header_row(grid, row):
        headers |= {c: grid.text(row + 1, c) for c in grid.filled(row + 1)}
        body = row + 2
    found: dict[int, set[str]] = {c: roles_of(text) for c, text in headers.items() if len(text) <= _LONGEST_HEADER}
    levels = _levels(headers)
    roles: dict[str, list[int]] = {}
    is_composite = False
    for column in sorted(found):
        if column in levels:
            continue
        fits = found[column]
        if {"section", "weight"} <= fits:
            roles.setdefault("section weight", []).append(column)
        elif {"section", "question"} <= fits:
            is_composite = True
            roles.setdefault("section", []).append(column)
        elif role := _chosen(fits):
            roles.setdefault(role, []).append(column)
    known = {c for columns in roles.values() for c in columns} | set(levels)
    return Columns(
        header=row,
        body=body,
        roles={role: tuple(columns) for role, columns in roles.items()},
        levels=tuple(levels),
        is_composite=is_composite,
        unknown=tuple(c for c in headers if c not in known),
        headers=headers,
    )


def _is_second_header_row(grid: Grid, row: int) -> bool:
    """Whether the next row goes on with the header: `Score` above `Yes | No | N/A`."""
    if row + 1 >= len(grid.rows) or not grid.filled(row + 1):
        return False
    below = {c: grid.text(row + 1, c) for c in grid.filled(row + 1)}
    spread = [m for m in grid.merges if m.top == row and m.right > m.left]
    fits = all(
        not grid.text(row, c) or any(m.left <= c <= m.right for m in spread) or words_of(grid.text(row, c)) == words_of(text)
        for c, text in below.items()
    )
    return fits and len(_levels(below)) >= 2 and len(_levels(below)) == len(below)


def roles_of(header: str) -> set[str]:
    """Every role whose words a header holds; a word that is part of another role's longer phrase does not count."""
    text = words_of(header)
    if header.strip().casefold() in _NUMBER_HEADERS or text in COLUMNS["number"] or _NUMBERED.fullmatch(text):
        return {"number"}
    phrases = {role: holds(words, text) for role, words in COLUMNS.items() if role != "number"}
    phrases = {role: phrase for role, phrase in phrases.items() if phrase}
    return {
        role
        for role, phrase in phrases.items()
        if not any(phrase != other and phrase in other for rival, other in phrases.items() if rival != role)
    }


def _chosen(fits: set[str]) -> str | None:
    if "question" in fits and fits & {"answer", "points"} and not fits & {"weight", "max", "options"}:
        return "question"
    return next((role for role in COLUMN_ORDER if role in fits), None)


def _levels(headers: dict[int, str]) -> list[int]:
    """The columns whose headers are answers, when there are at least two of them side by side."""
    named = {c: words_of(text) for c, text in headers.items()}
    levels = [c for c, text in named.items() if text in ANSWERS or text in RATINGS or _LEVEL.fullmatch(text)]
    # “No” that stands apart from the other answers numbers the rows
    levels = [c for c in levels if ANSWERS.get(named[c]) != "none" or c - 1 in levels or c + 1 in levels]
    return levels if len(levels) > 1 else []
