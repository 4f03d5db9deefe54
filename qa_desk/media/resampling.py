"""Sound at another rate, block by block: what a sound device wants of a recording that has its own.

A polyphase filter with a Kaiser-windowed sinc (Crochiere and Rabiner, Multirate Digital Signal Processing, 1983): pass
band up to 0.9 of the lower rate's half, about 80 dB down beyond.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TAPS = 32
_KAISER_BETA = 8.0
_PASS = 0.9


class Resampler:
    """Keeps the samples that the next block's first outputs still need."""

    def __init__(self, rate_in: int, rate_out: int, channels: int) -> None:
        shared = gcd(rate_in, rate_out)
        self._up, self._down = rate_out // shared, rate_in // shared
        self._taps = 2 * round(_TAPS / 2 * max(1.0, rate_in / rate_out))
        self._filters = _filters(self._up, self._taps, min(1.0, rate_out / rate_in) * _PASS)
        self._channels = channels
        self.clear()

    def clear(self) -> None:
        """Forget what came before."""
        # half a filter of silence before the first sample: the output begins with the input
        self._kept = np.zeros((self._taps // 2 - 1, self._channels), np.float32)
        self._phase = 0

    def take(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next block at the other rate; both have the shape (n, channels)."""
        if self._up == self._down:
            return block
        sound = np.concatenate([self._kept, block])
        ready = len(sound) - self._taps + 1  # places at which a whole filter fits
        if ready <= 0:
            self._kept = sound
            return np.zeros((0, self._channels), np.float32)
        count = -(-(ready * self._up - self._phase) // self._down)
        steps = self._phase + np.arange(max(0, count)) * self._down
        windows = sliding_window_view(sound, self._taps, axis=0)
        made = np.einsum("nct,nt->nc", windows[steps // self._up], self._filters[steps % self._up])
        following = self._phase + max(0, count) * self._down
        self._kept = sound[following // self._up :]
        self._phase = following % self._up
        return np.asarray(made, np.float32)


def _filters(phases: int, taps: int, cutoff: float) -> NDArray[np.float32]:
    """One filter a phase, shape (phases, taps), each of sum 1."""
    offset = np.arange(phases)[:, None] / phases
    distance = np.arange(taps)[None, :] - (taps // 2 - 1) - offset
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - np.square(distance / (taps / 2)), 0, 1))) / np.i0(_KAISER_BETA)
    made = np.sinc(distance * cutoff) * cutoff * window
    return np.asarray(made / made.sum(axis=1, keepdims=True), np.float32)
