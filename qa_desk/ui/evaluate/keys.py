"""Which key of the keyboard means what on a question: number keys answer, N is N/A, letters do the rest."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qa_desk.domain.scorecard import NOT_APPLICABLE

if TYPE_CHECKING:
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
    """Key → option. Options that are digits are their own keys (a 0–4 scale); others are counted from 1."""
    ids = [option.id for option in question.options]
    if all(len(option_id) == 1 and option_id.isdigit() for option_id in ids):
        return {option_id: option_id for option_id in ids}
    return {str(number): option_id for number, option_id in enumerate(ids[:9], 1)}


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
