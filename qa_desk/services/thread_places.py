"""Where in a written thread the waiting was: the agent's replies with how long they took, and the long gaps.

The messages that count are those of the thread's facts: what agent and customer wrote to each other, in the order of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_desk.media.transcripts import Utterance

LONG_GAP_S = 120
"""A wait that is worth looking at."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The message that ended a wait, by its position in the thread, and how long it was in seconds."""

    position: int
    seconds: float


def replies(lines: Sequence[Utterance]) -> tuple[Wait, ...]:
    """The agent's replies in order, each with the time since the customer's turn began; none where lines carry no times."""
    found: list[Wait] = []
    waiting_since: int | None = None
    for at, position, speaker in _timed(lines):
        if speaker == "customer":
            waiting_since = at if waiting_since is None else waiting_since
        elif waiting_since is not None:
            found.append(Wait(position, float(at - waiting_since)))
            waiting_since = None
    return tuple(found)


def gaps(lines: Sequence[Utterance], at_least_s: float = LONG_GAP_S) -> tuple[Wait, ...]:
    """Where nobody wrote for long, in order; each is told by the message that came after it."""
    waits = (Wait(later[1], float(later[0] - earlier[0])) for earlier, later in pairwise(_timed(lines)))
    return tuple(wait for wait in waits if wait.seconds >= at_least_s)


def _timed(lines: Sequence[Utterance]) -> list[tuple[int, int, str]]:
    """(time, position, speaker) of the messages that count."""
    said = enumerate(lines)
    timed = [
        (line.at, position, line.speaker)
        for position, line in said
        if line.at is not None and line.speaker in ("agent", "customer") and not line.is_internal
    ]
    return sorted(timed, key=lambda one: one[0])
