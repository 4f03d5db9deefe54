"""What a scorecard form tells: one frozen value a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_desk.services.typed_words import Field


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The person answered a question; `value` None takes the answer back."""

    question_id: str
    value: str | None
    origin: str | None = None
    """The evidence that it was taken from, in words."""
    is_typed: bool = False
    """It is written: going on with it is no new step of undo."""


@dataclass(frozen=True, slots=True)
class CommentChanged:
    """The person wrote about a question."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class RootCauseChosen:
    """The person said why points were lost; None takes it back."""

    question_id: str
    root_cause: str | None


@dataclass(frozen=True, slots=True)
class MarkerAsked:
    """The person wants a marker where the player stands, about this question (None: about the whole)."""

    question_id: str | None


@dataclass(frozen=True, slots=True)
class MarkerChanged:
    """The person changed the words of a marker."""

    marker_id: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkerRemoved:
    """The person took a marker away."""

    marker_id: str


@dataclass(frozen=True, slots=True)
class MarkerOpened:
    """The person wants to hear or see the place of a marker."""

    marker_id: str


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """The person wants to hear or see the place that an evidence rests on: seconds, or the position of a line."""

    at_s: float | None = None
    utterance_position: int | None = None
    media_id: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryChanged:
    """The person wrote about the whole interaction."""

    text: str


@dataclass(frozen=True, slots=True)
class WordsTyped:
    """What a field says at this key; its own change is told at the next pause. `about` is the question or the marker."""

    field: Field
    about: str
    text: str
