"""What a waveform is drawn from: the lowest and highest sample of each 10 ms, and coarser levels made out of those.

One pass over the samples also keeps the energy of each bucket, from which speech activity is found later without
decoding again. An hour of stereo takes about 4 MB with all levels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUCKETS_PER_S = 100
FACTOR = 4
_SMALLEST_LEVEL = 512
FULL_SCALE = 32767


@dataclass(frozen=True, slots=True)
class Envelope:
    """Per channel and 10 ms bucket: lowest and highest sample (int16) and variance (float32, full scale = 1).

    The variance is the mean square without the constant that cheap recorders add. Each array has the shape
    (channels, buckets). `difference` is the energy of left − right as a share of that and of left + right: 0 when two
    channels carry the same sound, about 0.5 for two voices, None when there are not two.
    """

    low: NDArray[np.int16]
    high: NDArray[np.int16]
    energy: NDArray[np.float32]
    duration_s: float
    difference: float | None = None

    @property
    def channels(self) -> int:
        """How many lanes there are."""
        return int(self.low.shape[0])


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the pyramid; each bucket lasts `bucket_s`."""

    bucket_s: float
    low: NDArray[np.int16]
    high: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Levels from fine to coarse, each `FACTOR` times coarser than the one before."""

    levels: tuple[Level, ...]
    duration_s: float

    @property
    def channels(self) -> int:
        """How many lanes there are."""
        return int(self.levels[0].low.shape[0])


@dataclass(slots=True)
class EnvelopeBuilder:
    """Takes blocks of samples in order and keeps their envelope; buckets fall on exact multiples of 10 ms at any rate."""

    sample_rate: int
    frames: int = 0
    _carry: NDArray[np.float32] | None = None
    _buckets: int = 0
    _lows: list[NDArray[np.int16]] = field(default_factory=list)
    _highs: list[NDArray[np.int16]] = field(default_factory=list)
    _energies: list[NDArray[np.float32]] = field(default_factory=list)
    _difference: float = 0.0
    _sum: float = 0.0

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next block, shape (n, channels)."""
        if block.shape[1] == 2:
            self._difference += _energy_of(block[:, 0] - block[:, 1])
            self._sum += _energy_of(block[:, 0] + block[:, 1])
        self.frames += len(block)
        whole = block if self._carry is None else np.concatenate([self._carry, block])
        start = self._edge(self._buckets)
        complete = self.frames * BUCKETS_PER_S // self.sample_rate
        end = self._edge(complete) - start
        if complete > self._buckets and 0 < end <= len(whole):
            self._reduce(whole[:end], complete, start)
            self._carry = whole[end:].copy()
            self._buckets = complete
        else:
            self._carry = whole.copy()

    def finish(self) -> Envelope:
        """The envelope of all that was added; a last bucket that is not full counts."""
        if self._carry is not None and len(self._carry):
            self._reduce(self._carry, self._buckets + 1, self._edge(self._buckets))
            self._carry = None
        channels = self._lows[0].shape[0] if self._lows else 1
        nothing = np.zeros((channels, 0), np.int16)
        return Envelope(
            np.concatenate(self._lows, axis=1) if self._lows else nothing,
            np.concatenate(self._highs, axis=1) if self._highs else nothing,
            np.concatenate(self._energies, axis=1) if self._energies else nothing.astype(np.float32),
            self.frames / self.sample_rate,
            self._difference / (self._sum + self._difference) if self._sum + self._difference > 0 else None,
        )

    def _edge(self, bucket: int) -> int:
        return -(-bucket * self.sample_rate // BUCKETS_PER_S)

    def _reduce(self, samples: NDArray[np.float32], until: int, start: int) -> None:
        edges = np.array([self._edge(bucket) - start for bucket in range(self._buckets, until)], np.intp)
        lanes = np.ascontiguousarray(samples.T)
        counts = np.diff(np.append(edges, lanes.shape[1])).astype(np.float32)
        self._lows.append(_as_int16(np.minimum.reduceat(lanes, edges, axis=1)))
        self._highs.append(_as_int16(np.maximum.reduceat(lanes, edges, axis=1)))
        mean = np.add.reduceat(lanes, edges, axis=1) / counts
        square = np.add.reduceat(np.square(lanes), edges, axis=1) / counts
        self._energies.append(np.maximum(square - np.square(mean), 0.0).astype(np.float32))


def _energy_of(samples: NDArray[np.float32]) -> float:
    return float(np.dot(samples, samples))


def _as_int16(values: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.rint(np.clip(values, -1.0, 1.0) * FULL_SCALE).astype(np.int16)


def pyramid_of(envelope: Envelope) -> Pyramid:
    """All levels, from 10 ms up to where a whole recording is a few hundred buckets."""
    levels = [Level(1 / BUCKETS_PER_S, envelope.low, envelope.high)]
    while levels[-1].low.shape[1] > _SMALLEST_LEVEL:
        finer = levels[-1]
        edges = np.arange(0, finer.low.shape[1], FACTOR)
        levels.append(
            Level(
                finer.bucket_s * FACTOR,
                np.minimum.reduceat(finer.low, edges, axis=1),
                np.maximum.reduceat(finer.high, edges, axis=1),
            )
        )
    return Pyramid(tuple(levels), envelope.duration_s)


def columns(
    pyramid: Pyramid, channel: int, start_s: float, end_s: float, width: int
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Lowest and highest sample for each of `width` pixel columns of a stretch of time; zero where there is no sound.

    Reads the coarsest level that still has a bucket or more a column, so that the cost does not depend on the zoom.
    """
    low, high = np.zeros(width, np.int16), np.zeros(width, np.int16)
    if width <= 0 or end_s <= start_s:
        return low, high
    per_column = (end_s - start_s) / width
    level = pyramid.levels[0]
    for candidate in pyramid.levels:
        if candidate.bucket_s <= per_column:
            level = candidate
    count = level.low.shape[1]
    if not count:
        return low, high
    edges = np.floor((start_s + np.arange(width + 1) * per_column) / level.bucket_s + 1e-9).astype(np.int64)
    first, last = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
    inside = (first < count) & (last > 0)
    first, last = np.clip(first[inside], 0, count - 1), np.clip(last[inside], 1, count)
    if not len(first):
        return low, high
    low[inside] = _spans(np.minimum, level.low[channel], first, last)
    high[inside] = _spans(np.maximum, level.high[channel], first, last)
    return low, high


def _spans(reduce: np.ufunc, values: NDArray[np.int16], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int16]:
    """The reduction over [first, last) of each column; reduceat over pairs, of which every second one is asked for."""
    padded = np.append(values[: last[-1]], values[last[-1] - 1])
    pairs = np.ravel(np.column_stack([first, last]))
    result: NDArray[np.int16] = reduce.reduceat(padded, pairs)[::2]
    return result
