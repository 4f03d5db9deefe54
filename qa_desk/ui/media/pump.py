"""Keeps the sound device fed, in a thread of its own: a window that is busy painting never makes the voice break off.

It is given orders through queued signals and a `Plan` that it looks at before each hop; it tells where the sound is by an
`Anchor` that anybody may read at any time. Each order carries a number: what an anchor says of an older order is out of date.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from qa_desk.domain.errors import QaDeskError
from qa_desk.media.samples import open_samples
from qa_desk.media.stretching import HOP_S
from qa_desk.ui.media.sounding import Plan, Sounding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_desk.media.raw import RawLayout
    from qa_desk.ui.media.speaker import Speaker

_TICK_MS = 10
_SWITCH_S = 0.001
"""While it plays, Python changes between threads this often: work elsewhere in Python would else keep the sound waiting, 5 ms at
each of the steps that make a hop."""
_DECODE_S = 0.03
"""How long it decodes ahead in one turn, when the speaker has enough to go on with."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a playback asks for; `seconds` is where to play from or to stand."""

    number: int
    seconds: float = 0.0
    path: Path | None = None
    layout: RawLayout | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the sound was (`seconds` of the recording) at a moment of the clock, and how fast it goes on from there."""

    number: int
    seconds: float
    at: float
    speed: float


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an order: the duration of what was opened, or a fault."""

    number: int
    duration_s: float = 0.0
    channels: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A hop that was put out: from which frame of the output on, and what of the recording it is."""

    at: int
    seconds: float
    speed: float


class Pump(QObject):
    """Lives in its thread; one recording at a time."""

    opened = Signal(object)
    failed = Signal(object)
    ended = Signal(object)
    """`Told`: the sound came to the end of the recording."""

    def __init__(self, make_speaker: Callable[[int], Speaker]) -> None:
        super().__init__()
        self.plan = Plan()
        self.anchor = Anchor(0, 0.0, 0.0, 0.0)
        self._make_speaker = make_speaker
        self._speaker: Speaker | None = None
        self._sounding: Sounding | None = None
        self._number = 0
        self._is_playing = False
        self._usual_switch_s = sys.getswitchinterval()
        self._written = 0
        self._pieces: deque[_Piece] = deque()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    # -- orders, all in the pump's thread

    def open(self, order: Order) -> None:
        """Open another recording and stand at its start."""
        self.close()
        self._number = order.number
        assert order.path is not None
        try:
            samples = open_samples(order.path, order.layout)
        except QaDeskError as error:
            self.failed.emit(Told(order.number, fault=error.message))
            return
        self._sounding = Sounding(samples, samples.sample_rate)
        duration = samples.frames / samples.sample_rate if samples.is_complete else 0.0
        self.opened.emit(Told(order.number, duration, samples.channels))
        self._timer.start()

    def close(self) -> None:
        """Let go of the recording."""
        self._timer.stop()
        self._silence()
        if self._sounding is not None:
            self._sounding.samples.close()
            self._sounding = None

    def play(self, order: Order) -> None:
        """Play from a time on."""
        if self._sounding is None:
            return
        self._number = order.number
        self._silence()
        if self._speaker is None:
            self._speaker = self._make_speaker(self._sounding.samples.sample_rate)
        if self._speaker.rate != self._sounding.rate:
            self._sounding = Sounding(self._sounding.samples, self._speaker.rate)
        self._sounding.go(order.seconds)
        self._pieces.clear()
        self._written = 0
        self._speaker.start()
        self._is_playing = True
        sys.setswitchinterval(min(_SWITCH_S, self._usual_switch_s))
        self.anchor = Anchor(order.number, order.seconds, time.monotonic(), 0.0)
        self._timer.start()
        self._tick()

    def stand(self, order: Order) -> None:
        """Be silent, at a time."""
        self._number = order.number
        self._silence()
        self.anchor = Anchor(order.number, order.seconds, time.monotonic(), 0.0)

    def change_speaker(self, make_speaker: Callable[[int], Speaker]) -> None:
        """Put the sound out elsewhere, from where it is."""
        self._make_speaker = make_speaker
        was_playing, here = self._is_playing, self.anchor.seconds
        self._silence()
        self._speaker = None
        if was_playing:
            self.play(Order(self._number, here))

    def finish(self) -> None:
        """Let go of everything, and end the thread."""
        self.close()
        self._speaker = None
        QThread.currentThread().quit()

    # -- at work

    def _silence(self) -> None:
        if self._speaker is not None and self._is_playing:
            self._speaker.stop()
            sys.setswitchinterval(self._usual_switch_s)
        self._is_playing = False

    def _tick(self) -> None:
        if self._sounding is None:
            return
        try:
            self._go_on(self._sounding)
        except QaDeskError as error:  # damage in the middle of a file
            number = self._number
            self.close()
            self.failed.emit(Told(number, fault=error.message))

    def _go_on(self, sounding: Sounding) -> None:
        if self._is_playing:
            self._put_out(sounding)
        samples = sounding.samples
        if not samples.is_complete and self._has_time(sounding) and samples.advance(_DECODE_S):
            self.opened.emit(Told(self._number, samples.frames / samples.sample_rate, samples.channels))
        if samples.is_complete and not self._is_playing:
            self._timer.stop()

    def _has_time(self, sounding: Sounding) -> bool:
        """Whether the speaker can go on by itself for a while, or the next hop is what it waits for."""
        speaker = self._speaker
        if not self._is_playing or speaker is None or sounding.waits:
            return True
        return speaker.unheard() > 2 * _DECODE_S * speaker.rate

    def _put_out(self, sounding: Sounding) -> None:
        speaker, plan = self._speaker, self.plan
        assert speaker is not None
        if speaker.has_failed():
            from qa_desk.ui.media.speaker import ClockSpeaker

            self.change_speaker(ClockSpeaker)
            return
        most = int(HOP_S * speaker.rate * 1.1) + 2
        while speaker.free() >= most:
            hop = sounding.next(plan)
            if hop is None:
                break
            self._pieces.append(_Piece(self._written, hop.seconds, plan.speed))
            self._written += len(hop.frames)
            speaker.write(hop.frames)
        self._note(speaker)
        if sounding.is_at_end and plan.loop is None and speaker.unheard() == 0:
            self._silence()
            self.ended.emit(Told(self._number))

    def _note(self, speaker: Speaker) -> None:
        heard = self._written - speaker.unheard()
        while len(self._pieces) > 1 and self._pieces[1].at <= heard:
            self._pieces.popleft()
        if self._pieces:
            piece = self._pieces[0]
            # after the last hop nothing goes on
            within = min(max(0, heard - piece.at) / speaker.rate, HOP_S)
            self.anchor = Anchor(self._number, piece.seconds + within * piece.speed, time.monotonic(), piece.speed)
