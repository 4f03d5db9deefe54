"""When somebody speaks on a channel, by energy against a threshold that follows the channel's own noise and level.

A measure, not a guess at words: short music and loud noise are taken for speech. Method: the level of each 10 ms bucket
in dB; the quiet and the loud end of the channel's levels give two thresholds (hysteresis); short gaps inside words are
bridged and clicks dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.media.peaks import BUCKETS_PER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ActivityRules:
    """Thresholds of speech activity, in dB and seconds."""

    quiet_percentile: float = 10.0
    loud_percentile: float = 99.0
    share_of_range: float = 0.5
    hysteresis_db: float = 6.0
    digital_silence_db: float = -70.0
    leak_db: float = 30.0
    steady_range_db: float = 10.0
    steady_speech_db: float = -40.0
    bridge_s: float = 0.3
    shortest_s: float = 0.1
    breath_s: float = 0.1
    unbroken_s: float = 12.0
    swell_db: float = 3.0


DEFAULT_RULES = ActivityRules()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in seconds."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """How long it lasts."""
        return self.end - self.start


def active_lanes(energy: NDArray[np.float32], rules: ActivityRules = DEFAULT_RULES) -> NDArray[np.bool_]:
    """Whether there is speech, per channel and 10 ms bucket; of two channels, one's faint leak into the other does not count.

    Shape in and out: (channels, buckets). Echo of the line and stereo codecs put a copy of each voice on the other channel.
    """
    lanes = energy
    if len(energy) == 2:
        level = levels_db(energy)
        is_leak = level < level[::-1] - rules.leak_db
        lanes = np.where(is_leak, np.float32(0.0), energy)
    return np.stack([active_buckets(lane, rules) for lane in lanes])


def unbroken_lanes(
    energy: NDArray[np.float32], rules: ActivityRules = DEFAULT_RULES
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Sound that goes on for long without the shortest pause, per channel and bucket: what swells like music, and what does not.

    People breathe, music on hold does not. A level that never moves is a tone.
    """
    unbroken = active_lanes(energy, replace(rules, bridge_s=rules.breath_s))
    swelling, steady = np.zeros_like(unbroken), np.zeros_like(unbroken)
    for lane, flags in enumerate(unbroken):
        level = levels_db(energy[lane])
        for start, end in zip(*_edges(flags), strict=True):
            if end - start > rules.unbroken_s * BUCKETS_PER_S:
                quiet, loud = np.percentile(level[start:end], (10, 90))
                (swelling if loud - quiet >= rules.swell_db else steady)[lane, start:end] = True
    return swelling, steady


def levels_db(energy: NDArray[np.float32]) -> NDArray[np.float64]:
    """Level of each bucket in dB below full scale; digital silence is −120."""
    return np.asarray(10.0 * np.log10(np.maximum(energy.astype(np.float64), 1e-12)))


def active_buckets(energy: NDArray[np.float32], rules: ActivityRules = DEFAULT_RULES) -> NDArray[np.bool_]:
    """Whether there is speech in each 10 ms bucket of one channel."""
    level = levels_db(energy)
    if not len(level):
        return np.zeros(0, np.bool_)
    threshold = _threshold(level, rules)
    above = level > threshold
    likely = level > max(threshold - rules.hysteresis_db, rules.digital_silence_db)
    grown = _runs_that_hold(likely, above)
    bridged = _without_short_runs(~grown, round(rules.bridge_s * BUCKETS_PER_S), keep_ends=True)
    return _without_short_runs(~bridged, round(rules.shortest_s * BUCKETS_PER_S) - 1, keep_ends=False)


def _threshold(level: NDArray[np.float64], rules: ActivityRules) -> float:
    quiet = max(float(np.percentile(level, rules.quiet_percentile)), rules.digital_silence_db)
    loud = float(np.percentile(level, rules.loud_percentile))
    if loud - quiet < rules.steady_range_db:
        return rules.steady_speech_db  # one level throughout: a hum when low, somebody who never pauses when high
    return quiet + rules.share_of_range * (loud - quiet)


def _edges(flags: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First index and one past the last of each run of true."""
    padded = np.concatenate(([False], flags, [False])).astype(np.int8)
    steps = np.diff(padded)
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _runs_that_hold(likely: NDArray[np.bool_], sure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The runs of `likely` in which there is at least one `sure`."""
    starts, ends = _edges(likely | sure)
    counted = np.concatenate(([0], np.cumsum(sure)))
    holds = counted[ends] > counted[starts]
    return _filled(starts[holds], ends[holds], len(likely))


def _without_short_runs(flags: NDArray[np.bool_], longest: int, *, keep_ends: bool) -> NDArray[np.bool_]:
    """The flags without runs of up to `longest` buckets; with `keep_ends` those at either end of the recording stay."""
    starts, ends = _edges(flags)
    kept = ends - starts > longest
    if keep_ends:
        kept |= (starts == 0) | (ends == len(flags))
    return _filled(starts[kept], ends[kept], len(flags))


def _filled(starts: NDArray[np.int64], ends: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    steps = np.zeros(length + 1, np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def stretches(flags: NDArray[np.bool_], duration_s: float | None = None) -> tuple[Stretch, ...]:
    """The runs of true as stretches of time; the last one ends with the recording at the latest."""
    starts, ends = _edges(flags)
    end_s = len(flags) / BUCKETS_PER_S if duration_s is None else duration_s
    return tuple(
        Stretch(start / BUCKETS_PER_S, min(end / BUCKETS_PER_S, end_s))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )
