"""What each key does to a written thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qa_desk.domain.shortcuts import Act
from qa_desk.services.thread_places import gaps, replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qa_desk.domain.evaluation import Marker
    from qa_desk.media.transcripts import Utterance
    from qa_desk.ui.evaluate.thread import ThreadView


class ThreadHands:
    """Carries acts out on a thread."""

    def __init__(self, view: ThreadView) -> None:
        self._view = view
        self._gaps: tuple[int, ...] = ()
        self._replies: tuple[int, ...] = ()
        self._slowest_first: tuple[int, ...] = ()
        self._markers: tuple[int, ...] = ()
        self._acts: dict[Act, Callable[[], object]] = {
            Act.NEXT_MARKER: partial(self._step, self._marked, 1),
            Act.PREVIOUS_MARKER: partial(self._step, self._marked, -1),
            Act.NEXT_GAP: partial(self._step, self._waited, 1),
            Act.PREVIOUS_GAP: partial(self._step, self._waited, -1),
            Act.NEXT_OVERLAP: partial(self._rank, 1),
            Act.PREVIOUS_OVERLAP: partial(self._rank, -1),
            Act.FIRST_WORD: self._first_reply,
            Act.TO_TRANSCRIPT: view.take_focus,
        }

    def take(self, lines: Sequence[Utterance]) -> None:
        """Another thread."""
        self._gaps = tuple(wait.position for wait in gaps(lines))
        answered = replies(lines)
        self._replies = tuple(wait.position for wait in answered)
        self._slowest_first = tuple(wait.position for wait in sorted(answered, key=lambda wait: -wait.seconds))

    def take_markers(self, markers: Iterable[Marker]) -> None:
        """Other markers."""
        self._markers = tuple(sorted({one.utterance_position for one in markers if one.utterance_position is not None}))

    def do(self, act: Act) -> bool:
        """Carry it out; False for what means nothing to a thread."""
        done = self._acts.get(act)
        if done is not None:
            done()
        return done is not None

    def _marked(self) -> tuple[int, ...]:
        return self._markers

    def _waited(self) -> tuple[int, ...]:
        return self._gaps

    def _step(self, places: Callable[[], tuple[int, ...]], direction: int) -> None:
        """To the next of the places in the thread's order, round the end."""
        known, here = places(), self._view.current
        if not known:
            return
        if direction > 0:
            beyond = [place for place in known if here is None or place > here]
            self._view.choose(beyond[0] if beyond else known[0])
        else:
            beyond = [place for place in known if here is not None and place < here]
            self._view.choose(beyond[-1] if beyond else known[-1])

    def _rank(self, direction: int) -> None:
        """From the slowest reply to the quicker ones, and back; the slowest first, wherever one is."""
        known, here = self._slowest_first, self._view.current
        if known:
            at = known.index(here) + direction if here in known else 0
            self._view.choose(known[at % len(known)])

    def _first_reply(self) -> None:
        if self._replies:
            self._view.choose(self._replies[0])
