"""What is heard next: the recording at the speed asked for, looped or with silence left out, each channel as loud as asked.

Plain arithmetic on samples, a hop of 15 ms at a time; nothing here knows a thread or a sound device. Loops and leaps over
silence are made where the samples are taken, so that nothing is heard of them but the next word.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.media.resampling import Resampler
from qa_desk.media.stretching import HOP_S, Stretcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa_desk.media.activity import Stretch
    from qa_desk.media.samples import Samples

SILENCE_LEFT_S = 0.3
BEFORE_SPEECH_S = 0.1


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of the recording from A to B, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How a recording is to be played; a new one holds from the next hop on."""

    speed: float = 1.0
    volume: float = 1.0
    channels: tuple[float, float] = (1.0, 1.0)
    """How loud each channel is; 0 where it is muted."""
    loop: TimeRange | None = None
    leaps: tuple[Stretch, ...] = ()
    """Silences to leave out, in order."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A piece to put out, shape (n, 2), and where in the recording it begins."""

    frames: NDArray[np.float32]
    seconds: float


class Sounding:
    """Goes through one recording. `rate` is that of the sound device."""

    def __init__(self, samples: Samples, rate: int) -> None:
        self.samples = samples
        self.rate = rate
        self._stretcher = Stretcher(samples)
        self._resampler = Resampler(samples.sample_rate, rate, 2)
        self._place = 0.0
        self._gains = np.zeros(2, np.float32)

    @property
    def seconds(self) -> float:
        """Where the next hop begins."""
        return self._place / self.samples.sample_rate

    @property
    def is_at_end(self) -> bool:
        """Nothing is left, and nothing more is being decoded."""
        return self.samples.is_complete and self._place >= self.samples.frames

    @property
    def waits(self) -> bool:
        """The next hop is not decoded yet."""
        # what the search for a likeness and the fade look at, at the highest speed
        ahead = self._place + 8 * HOP_S * self.samples.sample_rate
        return not self.samples.is_complete and ahead > self.samples.frames

    def go(self, seconds: float) -> None:
        """Begin anew at a time; the sound rises within a hop."""
        self._place = max(0.0, seconds) * self.samples.sample_rate
        self._stretcher.break_off()
        self._resampler.clear()
        self._gains = np.zeros(2, np.float32)

    def next(self, plan: Plan) -> Hop | None:
        """The next piece; None at the end, or while it is not decoded yet."""
        is_jump = self._leap(plan)
        if self.waits or self.is_at_end:
            return None
        seconds = self.seconds
        taken = self._stretcher.take(self._place, is_jump=is_jump)
        self._place += self._stretcher.hop * plan.speed
        return Hop(self._resampler.take(self._as_loud(taken, plan)), seconds)

    def _leap(self, plan: Plan) -> bool:
        """To A from B, and to the end of a silence within it; the loop's length stays exact."""
        rate, here = self.samples.sample_rate, self.seconds
        if plan.loop is not None and (here >= plan.loop.end or self.is_at_end):
            over = here - plan.loop.end if here < plan.loop.end + HOP_S * plan.speed else 0.0
            self._place = (plan.loop.start + max(0.0, over)) * rate
            return True
        target = leap_from(here, plan.leaps)
        if target is None:
            return False
        self._place = target * rate
        return True

    def _as_loud(self, taken: NDArray[np.float32], plan: Plan) -> NDArray[np.float32]:
        """Two ears, each channel faded to its new loudness within the hop."""
        both = np.repeat(taken, 2, axis=1) if taken.shape[1] == 1 else taken
        channels = (1.0, 1.0) if taken.shape[1] == 1 else plan.channels
        wanted = np.asarray(channels, np.float32) * np.float32(plan.volume)
        steps = (np.arange(1, len(both) + 1, dtype=np.float32) / len(both))[:, None]
        gains = self._gains + (wanted - self._gains) * steps
        self._gains = wanted
        return np.asarray(np.clip(both * gains, -1.0, 1.0), np.float32)


def leap_from(seconds: float, silences: Sequence[Stretch]) -> float | None:
    """Where to go on instead of in the middle of a silence: shortly before the next word."""
    found = bisect_right(silences, seconds - BEFORE_SPEECH_S, key=_start_of) - 1
    if found < 0:
        return None
    silence = silences[found]
    return silence.end - BEFORE_SPEECH_S if seconds < silence.end - SILENCE_LEFT_S else None


def _start_of(silence: Stretch) -> float:
    return silence.start
