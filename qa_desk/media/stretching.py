"""Faster and slower speech with its pitch kept, one hop at a time out of a recording that can be read anywhere.

Method: waveform-similarity overlap-add (Verhelst and Roelands, ICASSP 1993). Each hop takes the piece, near the place
where the speed wants it, that goes on most like the piece before would have gone on by itself, and fades over to it. At
speed 1 that is the piece that follows, and the samples come out as they are. A jump is the same fade without the search:
no click, no gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa_desk.media.samples import Samples

HOP_S = 0.015
_REACH_S = 0.0125
"""As far as the slowest voices' period (80 Hz) either way."""
_SEARCH_RATE = 12_000
"""Similarity is looked for at about this rate first; speech has its voice below 6 kHz."""
_SILENT = 1e-7


class Stretcher:
    """Keeps what is needed to go on smoothly from one hop to the next."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self.hop = max(8, round(HOP_S * samples.sample_rate))
        self._reach = round(_REACH_S * samples.sample_rate)
        self._coarse = max(1, samples.sample_rate // _SEARCH_RATE)
        rising = (1 - np.cos(np.pi * (np.arange(self.hop) + 0.5) / self.hop)) / 2
        self._rising = rising.astype(np.float32)[:, None]
        self._falling = 1 - self._rising
        self._tail: NDArray[np.float32] | None = None
        self._natural = 0

    def break_off(self) -> None:
        """Forget what came before: the next hop begins as it is."""
        self._tail = None

    def take(self, place: float, *, is_jump: bool = False) -> NDArray[np.float32]:
        """The next hop, shape (hop, channels), from about this frame of the recording; exactly from it after a jump."""
        start = round(place)
        if self._tail is None:
            head, self._tail = self._pieces(start)
            self._natural = start + self.hop
            return head
        if not is_jump and start != self._natural:
            start += self._best_shift(start)
        head, following = self._pieces(start)
        mixed = self._tail * self._falling + head * self._rising
        self._tail, self._natural = following, start + self.hop
        return np.asarray(mixed, np.float32)

    def _pieces(self, start: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        both = self._samples.read(start, 2 * self.hop)
        return both[: self.hop], both[self.hop :]

    def _best_shift(self, start: int) -> int:
        """How far from `start`, within reach, the sound is most like the natural continuation."""
        wanted = self._samples.read(self._natural, 2 * self.hop).sum(axis=1)
        if float(np.dot(wanted, wanted)) < _SILENT * len(wanted):
            return 0
        region = self._samples.read(start - self._reach, 2 * self.hop + 2 * self._reach).sum(axis=1)
        rough = _most_alike(region[:: self._coarse], wanted[:: self._coarse]) * self._coarse
        if self._coarse > 1:
            first = max(0, rough - self._coarse)
            last = min(2 * self._reach, rough + self._coarse)
            rough = first + _most_alike(region[first : last + len(wanted)], wanted)
        return rough - self._reach


def _most_alike(region: NDArray[np.float32], wanted: NDArray[np.float32]) -> int:
    """Where in `region` the shape of `wanted` is found best, whatever its loudness."""
    products = np.correlate(region, wanted, "valid").astype(np.float64)
    squares = np.concatenate(([0.0], np.cumsum(np.square(region, dtype=np.float64))))
    energy = squares[len(wanted) :] - squares[: -len(wanted)]
    return int(np.argmax(products / np.sqrt(np.maximum(energy, _SILENT * len(wanted)))))
