"""Which key of the keyboard means what on a question: number keys answer, N is N/A, letters do the rest."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qa_desk.domain.language import tr
from qa_desk.domain.scorecard import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from qa_desk.domain.scorecard import Question


class Act(Enum):
    """What a key asks for, besides an answer."""

    NEXT = auto()
    PREVIOUS = auto()
    FIRST = auto()
    LAST = auto()
    CLEAR = auto()
    COMMENT = auto()
    MARK = auto()
    ROOT_CAUSE = auto()
    GUIDANCE = auto()
    SUMMARY = auto()
    PLAY = auto()
    STEP_BACK = auto()
    STEP_FORWARD = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()


_ACTS: dict[int, Act] = {
    Qt.Key.Key_Down.value: Act.NEXT,
    Qt.Key.Key_Return.value: Act.NEXT,
    Qt.Key.Key_Enter.value: Act.NEXT,
    Qt.Key.Key_J.value: Act.NEXT,
    Qt.Key.Key_Up.value: Act.PREVIOUS,
    Qt.Key.Key_K.value: Act.PREVIOUS,
    Qt.Key.Key_Home.value: Act.FIRST,
    Qt.Key.Key_End.value: Act.LAST,
    Qt.Key.Key_Backspace.value: Act.CLEAR,
    Qt.Key.Key_Delete.value: Act.CLEAR,
    Qt.Key.Key_C.value: Act.COMMENT,
    Qt.Key.Key_M.value: Act.MARK,
    Qt.Key.Key_R.value: Act.ROOT_CAUSE,
    Qt.Key.Key_G.value: Act.GUIDANCE,
    Qt.Key.Key_S.value: Act.SUMMARY,
    Qt.Key.Key_Space.value: Act.PLAY,
    Qt.Key.Key_Left.value: Act.STEP_BACK,
    Qt.Key.Key_Right.value: Act.STEP_FORWARD,
    Qt.Key.Key_Plus.value: Act.ZOOM_IN,
    Qt.Key.Key_Equal.value: Act.ZOOM_IN,
    Qt.Key.Key_Minus.value: Act.ZOOM_OUT,
}

PLAYER_ACTS = frozenset({Act.PLAY, Act.STEP_BACK, Act.STEP_FORWARD, Act.ZOOM_IN, Act.ZOOM_OUT})
"""What the form hands on to whoever plays the recording."""


def answer_keys(question: Question) -> dict[str, str]:
    """Key → option, wherever a question is answered. Labels that are digits are their own keys (0–4); others count from 1."""
    labels = [option.label() for option in question.options]
    if _are_digits(labels):
        return {text: option.id for text, option in zip(labels, question.options, strict=True)}
    return {str(number): option.id for number, option in enumerate(question.options[:9], 1)}


def answer_key_words(question: Question, language: str = "en") -> list[str]:
    """How a row of hints says the keys that answer: "0–4 answer", or "1 Yes" and "2 No"; and N where it may not apply."""
    keys = answer_keys(question)
    if _are_digits([option.label() for option in question.options]):
        digits = sorted(map(int, keys))
        has_gap = digits != list(range(digits[0], digits[-1] + 1))
        words = [("/".join(map(str, digits)) if has_gap else f"{digits[0]}–{digits[-1]}") + " " + tr("answer")]
    else:
        words = [f"{key} {option.label(language)}" for key, option in zip(keys, question.options, strict=False)]
    return [*words, "N " + tr("N/A")] if question.na_allowed and not question.is_adjustment else words


def _are_digits(labels: Sequence[str]) -> bool:
    return bool(labels) and len(set(labels)) == len(labels) and all(len(text) == 1 and text in "0123456789" for text in labels)


def act_of(event: QKeyEvent) -> Act | None:
    """What a key asks for; None with Ctrl, Alt or Meta held, or when it means nothing here."""
    return None if _has_modifier(event) else _ACTS.get(event.key())


def answer_of(event: QKeyEvent, question: Question) -> str | None:
    """The answer a key gives to this question, or None."""
    if _has_modifier(event):
        return None
    if event.key() == Qt.Key.Key_N.value:
        return NOT_APPLICABLE if question.na_allowed else None
    return answer_keys(question).get(event.text())


def _has_modifier(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
    return held != Qt.KeyboardModifier.NoModifier
