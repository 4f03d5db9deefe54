"""One pass over a recording gives all that the screen and the command line want of it: info, waveform, speech facts."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.activity import DEFAULT_RULES, ActivityRules, Stretch, active_lanes, stretches, unbroken_lanes
from qa_desk.media.cache import Lookup, store
from qa_desk.media.decode import MediaInfo, decoded_quickly, media_file, probed, shortfall, with_duration
from qa_desk.media.peaks import Envelope, EnvelopeBuilder, Partial, Pyramid, pyramid_of
from qa_desk.media.speech_facts import DEFAULT_FACT_RULES, HOLD_MUSIC, STEADY_TONE, FactRules, Side, SpeechFacts, speech_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_desk.media.raw import RawLayout

SAME_SOUND_BELOW = 0.01
"""Two channels whose difference has less than this share of the energy carry the same sound (a mono call saved as stereo)."""

_HASHED_IN_S = 0.05
"""So long the hash is waited for before decoding begins: enough for most recordings on a disk."""
_PUBLISH_EVERY_S = 0.15


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a recording after one pass. `activity` has the shape (channels, 10 ms buckets)."""

    info: MediaInfo
    pyramid: Pyramid
    activity: NDArray[np.bool_]
    facts: SpeechFacts
    sha256: str | None = None


def analyse(
    path: Path,
    *,
    agent_channel: Side = "left",
    report: Callable[[float, float, str], None] | None = None,
    cancelled: Callable[[], object] | None = None,
    cache_folder: Path | None = None,
    layout: RawLayout | None = None,
    activity_rules: ActivityRules = DEFAULT_RULES,
    fact_rules: FactRules = DEFAULT_FACT_RULES,
    publish: Callable[[Partial], object] | None = None,
) -> Analysis:
    """Decode once, or take the envelope from `cache_folder`; then find speech and its facts.

    `cancelled` is asked between blocks: it may return true or raise `Cancelled` itself (a job's `raise_if_cancelled`).
    `publish` is given the waveform as far as it is read, first after a few seconds of the recording and then some times a
    second, on the thread that analyses. A recording that is kept already is not published in parts.
    Raises Refusal for what is no recording, EnvironmentFailure for what cannot be read.
    """
    watch = _Watch(tr("Reading {file}", file=path.name), report, cancelled, publish)
    sha256 = None
    if cache_folder is None:
        info, envelope = _measure(path, layout, watch)
    else:
        with Lookup(path, cache_folder, layout) as lookup:
            kept = lookup.kept(_HASHED_IN_S)
            info, envelope = kept or _measure(path, layout, watch, lookup)
            sha256 = lookup.sha256()
            if lookup.kept() is None:
                info = _keep(lookup.file(), info, envelope)
    activity = active_lanes(envelope.energy[:2], activity_rules)
    music, tone = unbroken_lanes(envelope.energy[:2], activity_rules)
    facts = speech_facts(
        activity,
        envelope.duration_s,
        agent_channel=agent_channel,
        channels=info.channels,
        is_same_sound=envelope.difference is not None and envelope.difference < SAME_SOUND_BELOW,
        rules=fact_rules,
        notes=tuple(note for note, lanes in ((HOLD_MUSIC, music), (STEADY_TONE, tone)) if lanes.any()),
        unclear=music if music.any() else None,
    )
    return Analysis(info, pyramid_of(envelope), activity, facts, sha256)


def pauses(analysis: Analysis, at_least_s: float = 1.0) -> tuple[Stretch, ...]:
    """Where nobody speaks for a second or more: what a listener in a hurry skips."""
    quiet = stretches(~np.asarray(analysis.activity.any(axis=0)), analysis.info.duration_s)
    return tuple(stretch for stretch in quiet if stretch.length >= at_least_s)


@dataclass(slots=True)
class _Watch:
    """Whoever waits for the work: hears how far it is, may stop it, and is shown what there is."""

    text: str
    report: Callable[[float, float, str], None] | None
    cancelled: Callable[[], object] | None
    publish: Callable[[Partial], object] | None
    _published_at: float = -1e9

    def look(self, builder: EnvelopeBuilder, whole_s: float) -> None:
        """Called after each block."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.report is not None:
            self.report(min(builder.seconds, whole_s), whole_s, self.text)
        now = time.monotonic()
        if self.publish is not None and now - self._published_at >= _PUBLISH_EVERY_S:
            self._published_at = now
            self.publish(builder.so_far())


def _measure(path: Path, layout: RawLayout | None, watch: _Watch, lookup: Lookup | None = None) -> tuple[MediaInfo, Envelope]:
    """Decode from beginning to end; given up when the lookup finds that this was done before."""
    file = media_file(path, layout)
    info = probed(file)
    builder: EnvelopeBuilder | None = None
    with closing(decoded_quickly(file)) as all_blocks:
        try:
            for block in all_blocks:
                builder = builder or EnvelopeBuilder(block.sample_rate, info.duration_s)
                builder.add(block.samples)
                watch.look(builder, info.duration_s)
                if lookup is not None and (kept := lookup.kept()) is not None:
                    return kept
        except Refusal:
            if builder is None:
                raise  # else: what came before the damage can be listened to, and the shortfall is told below
    if builder is None:
        raise Refusal(tr("{file}: holds a header but no sound.", file=path.name))
    envelope = builder.finish()
    missing = shortfall(file, envelope.duration_s, info.duration_s)
    more = tr("{file}: has {count} channels; the first two are shown.", file=path.name, count=info.channels)
    return with_duration(info, envelope.duration_s, missing, more if info.channels > 2 else None), envelope


def _keep(file: Path, info: MediaInfo, envelope: Envelope) -> MediaInfo:
    try:
        store(file, info, envelope)
    except EnvironmentFailure as failure:  # the answer is there all the same; only the next look will cost a decoding
        return with_duration(info, info.duration_s, failure.message)
    return info
