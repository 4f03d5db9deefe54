"""What a waveform is drawn from: the lowest and highest sample of each 10 ms, and coarser levels made out of those.

One pass over the samples also keeps the energy of each bucket, from which speech activity is found later without
decoding again. An hour of stereo takes about 4 MB with all levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T", np.int16, np.float32)

BUCKETS_PER_S = 100
FACTOR = 4
_SMALLEST_LEVEL = 512
FULL_SCALE = 32767
_PIECE = 1 << 15
_LOUDEST = np.float32(64.0)
"""Float files may go beyond full scale, but not so far."""
_FORESEEN = 4 * 3600 * BUCKETS_PER_S
"""A header may promise any length: so much room is made beforehand at most."""


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


@dataclass(frozen=True, slots=True)
class Partial:
    """What is known of a recording while it is still read: its waveform up to `until_s`, on the time axis of the whole."""

    pyramid: Pyramid
    until_s: float
    channels: int


class EnvelopeBuilder:
    """Takes blocks of samples in order and keeps their envelope; buckets fall on exact multiples of 10 ms at any rate.

    A block is int16, or float32 with full scale ±1. `expected_s` is how long the whole will be, as far as that is known.
    """

    def __init__(self, sample_rate: int, expected_s: float = 0.0) -> None:
        self.sample_rate = sample_rate
        self.frames = 0
        self._expected_s = expected_s
        self._carry: NDArray[np.float32] | None = None
        self._buckets = 0
        self._low = self._high = np.zeros((0, 0), np.int16)
        self._energy = np.zeros((0, 0), np.float32)
        self._squares = self._differences = 0.0

    @property
    def seconds(self) -> float:
        """How much was added."""
        return self.frames / self.sample_rate

    def add(self, block: NDArray[np.float32] | NDArray[np.int16]) -> None:
        """Take the next block, shape (n, channels)."""
        scale = np.float32(1 / 32768) if block.dtype == np.int16 else None
        for start in range(0, len(block), _PIECE):  # pieces stay in the processor's cache
            piece = block[start : start + _PIECE]
            kept = 0 if self._carry is None else self._carry.shape[1]
            lanes = np.empty((block.shape[1], kept + len(piece)), np.float32)
            if self._carry is not None:
                lanes[:, :kept] = self._carry
            lanes[:, kept:] = piece.T
            if scale is not None:
                lanes[:, kept:] *= scale
            self.frames += len(piece)
            self._take(lanes)

    def so_far(self) -> Partial:
        """What can be drawn already; it does not change when more is added."""
        channels = max(1, self._low.shape[0])
        until_s = self._buckets / BUCKETS_PER_S
        whole = self._envelope(max(self._expected_s, until_s))
        return Partial(pyramid_of(whole), until_s, channels)

    def finish(self) -> Envelope:
        """The envelope of all that was added; a last bucket that is not full counts."""
        if self._carry is not None and self._carry.shape[1]:
            self._reduce(self._carry, self._buckets + 1, self._edge(self._buckets))
            self._carry = None
        return self._envelope(self.seconds)

    def _envelope(self, duration_s: float) -> Envelope:
        shape = (max(1, self._low.shape[0]), self._buckets)
        low, high = (kept[:, : self._buckets].reshape(shape) for kept in (self._low, self._high))
        energy = self._energy[:, : self._buckets].reshape(shape)
        difference = None
        if self._low.shape[0] == 2 and self._squares > 0:
            difference = self._differences / (2 * self._squares)  # |l − r|² + |l + r|² = 2 (l² + r²)
        return Envelope(low, high, energy, duration_s, difference)

    def _edge(self, bucket: int) -> int:
        return -(-bucket * self.sample_rate // BUCKETS_PER_S)

    def _take(self, lanes: NDArray[np.float32]) -> None:
        start = self._edge(self._buckets)
        complete = self.frames * BUCKETS_PER_S // self.sample_rate
        end = self._edge(complete) - start
        if complete > self._buckets and 0 < end <= lanes.shape[1]:
            self._reduce(lanes[:, :end], complete, start)
            self._carry = lanes[:, end:].copy()
        else:
            self._carry = lanes

    def _reduce(self, lanes: NDArray[np.float32], until: int, start: int) -> None:
        edges = -(-np.arange(self._buckets, until) * self.sample_rate // BUCKETS_PER_S) - start
        low, high = np.minimum.reduceat(lanes, edges, axis=1), np.maximum.reduceat(lanes, edges, axis=1)
        if not ((low >= -_LOUDEST) & (high <= _LOUDEST)).all():  # float files may hold anything, and no number at all
            self._reduce(tamed(lanes), until, start)
            return
        squares, sums, counts = _energies(lanes, edges)
        if len(lanes) == 2:
            self._squares += float(squares.sum(dtype=np.float64))
            apart = lanes[0] - lanes[1]
            self._differences += float(np.einsum("i,i->", apart, apart))
        self._make_room(len(lanes), until)
        place = slice(self._buckets, until)
        self._low[:, place], self._high[:, place] = _as_int16(low), _as_int16(high)
        self._energy[:, place] = np.maximum(squares / counts - np.square(sums / counts), 0.0)
        self._buckets = until

    def _make_room(self, channels: int, buckets: int) -> None:
        if buckets <= self._low.shape[1]:
            return
        wanted = min(round(self._expected_s * BUCKETS_PER_S) + 1, _FORESEEN) if not self._buckets else 0
        room = max(buckets, 2 * self._buckets, wanted)
        self._low, self._high = (_widened(kept, channels, room) for kept in (self._low, self._high))
        self._energy = _widened(self._energy, channels, room)


def _energies(
    lanes: NDArray[np.float32], edges: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Sum of squares, sum and number of the samples of each bucket."""
    counts = np.diff(np.append(edges, lanes.shape[1])).astype(np.float32)
    size = int(counts[0])
    if size * len(edges) == lanes.shape[1] and (counts == size).all():  # as at every usual rate: half the time
        whole = lanes.reshape(len(lanes), len(edges), size)
        return np.vecdot(whole, whole), whole @ np.ones(size, np.float32), counts
    return np.add.reduceat(np.square(lanes), edges, axis=1), np.add.reduceat(lanes, edges, axis=1), counts


def _widened(kept: NDArray[T], channels: int, room: int) -> NDArray[T]:
    larger = np.zeros((channels, room), kept.dtype)
    larger[: len(kept), : kept.shape[1]] = kept
    return larger


def tamed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without what is no number or no sound."""
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0), -_LOUDEST, _LOUDEST)


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
