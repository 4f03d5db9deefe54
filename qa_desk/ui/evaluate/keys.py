"""Which key of the keyboard means what on a question: number keys answer, the rest is as the list of keys has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import NOT_APPLICABLE
from qa_desk.domain.shortcuts import DECLARED_KEYS, holds_while_writing
from qa_desk.domain.shortcuts import Act as Act
from qa_desk.ui.shortcuts import key_of, shown_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question
    from qa_desk.domain.shortcuts import Keys

PLAYER_ACTS = frozenset(act for act in Act if act.startswith("listen."))
"""What the form hands on to whoever shows the interaction."""
_HERE = PLAYER_ACTS | {act for act in Act if act.startswith("score.")}


def answer_keys(question: Question) -> dict[str, str]:
    """Key → option, wherever a question is answered. Labels that are digits are their own keys (0–4); others count from 1."""
    labels = [option.label() for option in question.options]
    if _are_digits(labels):
        return {text: option.id for text, option in zip(labels, question.options, strict=True)}
    return {str(number): option.id for number, option in enumerate(question.options[:9], 1)}


def answer_key_words(question: Question, language: str = "en", keys_in_force: Keys = DECLARED_KEYS) -> list[str]:
    """How a row of hints says the keys that answer: "0–4 answer", or "1 Yes" and "2 No"; and N where it may not apply."""
    keys = answer_keys(question)
    if _are_digits([option.label() for option in question.options]):
        digits = sorted(map(int, keys))
        has_gap = digits != list(range(digits[0], digits[-1] + 1))
        words = [("/".join(map(str, digits)) if has_gap else f"{digits[0]}–{digits[-1]}") + " " + tr("answer")]
    else:
        words = [f"{key} {option.label(language)}" for key, option in zip(keys, question.options, strict=False)]
    can_be_na = question.na_allowed and not question.is_adjustment
    return [*words, *hint(Act.NOT_APPLICABLE, tr("N/A"), keys_in_force)] if can_be_na else words


def hint(act: Act, word: str, keys: Keys = DECLARED_KEYS) -> list[str]:
    """A hint such as "C comment" with the first key in force; none where the act has no key."""
    return [f"{shown_key(keys.of(act)[0])} {word}"] if keys.of(act) else []


def _are_digits(labels: Sequence[str]) -> bool:
    return bool(labels) and len(set(labels)) == len(labels) and all(len(text) == 1 and text in "0123456789" for text in labels)


def act_of(event: QKeyEvent, keys: Keys = DECLARED_KEYS) -> Act | None:
    """What a key asks for; None with Ctrl, Alt or Meta held, or when it means nothing here."""
    key = key_of(event)
    act = keys.act(key) if key and not holds_while_writing(key) else None
    return act if act in _HERE else None


def answer_of(event: QKeyEvent, question: Question, keys: Keys = DECLARED_KEYS) -> str | None:
    """The answer a key gives to this question, or None."""
    key = key_of(event)
    if not key or holds_while_writing(key):
        return None
    if keys.act(key) is Act.NOT_APPLICABLE:
        return NOT_APPLICABLE if question.na_allowed else None
    return answer_keys(question).get(event.text())
