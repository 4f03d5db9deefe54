"""Whether a question is critical, for whom, and what its error fails, as forms mark it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.sources.forms.grid import words_of
from qa_desk.sources.forms.words import ANSWERS, COLUMNS, CRITICAL_CLASSES, CRITICAL_WORDS, FATAL_WORDS, NOT_CRITICAL, holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa_desk.sources.forms.draft import Findings

_MARKS = frozenset(("x", "х", "✓", "✔", "v", "√", "*", "●", "•", "1"))
_NOTHING = frozenset(("", "-", "–", "—", "0"))


@dataclass(frozen=True, slots=True)
class Critical:
    """The class of a critical question and the scope of its auto-fail."""

    kind: str = "none"
    scope: str = ""


def read_critical(cells: Mapping[str, str], where: str, findings: Findings) -> Critical:
    """What the columns “critical” and “fatal” say of a question."""
    kind, scope = "none", ""
    for role, cell in cells.items():
        text, answer = words_of(cell), ANSWERS.get(words_of(cell))
        if cell.strip() in _NOTHING or answer in ("none", "na") or holds(NOT_CRITICAL, text):
            continue
        named = class_named(text)
        is_marked = cell.strip().casefold() in _MARKS or answer == "full"
        is_fatal = (role == "fatal" and is_marked) or bool(holds(FATAL_WORDS, text))
        is_critical = role == "critical" and (is_marked or bool(holds(CRITICAL_WORDS, text)))
        if not (named or is_fatal or is_critical):
            findings.miss(where, cell, tr("it does not say whether the question is critical"), tr("not critical"))
            continue
        if is_fatal:
            scope = scope_named(text)
        if named:
            kind = named
        elif is_critical and not is_fatal and kind == "none":
            kind = "customer"
            findings.miss(where, cell, tr("for whom it is critical is not said"), tr("customer-critical"))
    return Critical(kind, scope)


def class_named(text: str) -> str:
    """The class of critical error that a text names; empty when it names none."""
    return next((name for name, phrases in CRITICAL_CLASSES.items() if holds(phrases, text)), "")


def scope_named(text: str) -> str:
    """What an auto-fail takes: the whole form, unless a section is named."""
    return "section" if holds(COLUMNS["section"], text) else "form"


def names_fatal(title: str) -> bool:
    """Whether a heading is that of the fatal errors."""
    return bool(holds(FATAL_WORDS, words_of(title)))
