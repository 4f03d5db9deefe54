"""One pass over a recording gives all that the screen and the command line want of it: info, waveform, speech facts."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.domain.errors import Cancelled, EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.activity import DEFAULT_RULES, ActivityRules, Stretch, active_lanes, stretches
from qa_desk.media.cache import cache_file, content_hash, load, store
from qa_desk.media.decode import MediaInfo, blocks, probe, shortfall, with_duration
from qa_desk.media.peaks import Envelope, EnvelopeBuilder, Pyramid, pyramid_of
from qa_desk.media.speech_facts import DEFAULT_FACT_RULES, LONG_WITHOUT_PAUSE, FactRules, Side, SpeechFacts, speech_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_desk.media.raw import RawLayout

SAME_SOUND_BELOW = 0.01
"""Two channels whose difference has less than this share of the energy carry the same sound (a mono call saved as stereo)."""

_BREATH_S = 0.1
_MUSIC_S = 12.0


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
) -> Analysis:
    """Decode once, or take the envelope from `cache_folder`; then find speech and its facts.

    `cancelled` is asked between blocks: it may return true or raise `Cancelled` itself (a job's `raise_if_cancelled`).
    Raises Refusal for what is no recording, EnvironmentFailure for what cannot be read.
    """
    sha256 = kept = None
    if cache_folder is not None:
        sha256 = content_hash(path)
        kept = load(cache_file(cache_folder, sha256, layout))
    info, envelope = kept or _measure(path, layout, report, cancelled)
    if kept is None and cache_folder is not None and sha256 is not None:
        info = _keep(cache_folder, sha256, layout, info, envelope)
    activity = active_lanes(envelope.energy[:2], activity_rules)
    facts = speech_facts(
        activity,
        envelope.duration_s,
        agent_channel=agent_channel,
        channels=info.channels,
        is_same_sound=envelope.difference is not None and envelope.difference < SAME_SOUND_BELOW,
        rules=fact_rules,
        notes=_notes(envelope, activity_rules),
    )
    return Analysis(info, pyramid_of(envelope), activity, facts, sha256)


def pauses(analysis: Analysis, at_least_s: float = 1.0) -> tuple[Stretch, ...]:
    """Where nobody speaks for a second or more: what a listener in a hurry skips."""
    quiet = stretches(~np.asarray(analysis.activity.any(axis=0)), analysis.info.duration_s)
    return tuple(stretch for stretch in quiet if stretch.length >= at_least_s)


def _notes(envelope: Envelope, rules: ActivityRules) -> tuple[str, ...]:
    """People breathe: what goes on for long without the shortest pause is mostly music on hold."""
    unbroken = active_lanes(envelope.energy[:2], replace(rules, bridge_s=_BREATH_S))
    longest = max((stretch.length for lane in unbroken for stretch in stretches(lane)), default=0.0)
    return (LONG_WITHOUT_PAUSE,) if longest > _MUSIC_S else ()


def _measure(
    path: Path,
    layout: RawLayout | None,
    report: Callable[[float, float, str], None] | None,
    cancelled: Callable[[], object] | None,
) -> tuple[MediaInfo, Envelope]:
    info = probe(path, layout)
    builder = EnvelopeBuilder(info.sample_rate)
    with closing(blocks(path, layout)) as decoded:
        try:
            for block in decoded:
                if cancelled is not None and cancelled():
                    raise Cancelled
                builder.add(block)
                if report is not None:
                    seconds = builder.frames / info.sample_rate
                    report(min(seconds, info.duration_s), info.duration_s, tr("Reading {file}", file=path.name))
        except Refusal:
            if not builder.frames:
                raise  # else: what came before the damage can be listened to, and the shortfall is told below
    envelope = builder.finish()
    if not builder.frames:
        raise Refusal(tr("{file}: holds a header but no sound.", file=path.name))
    missing = shortfall(path, envelope.duration_s, layout, info.duration_s)
    more = tr("{file}: has {count} channels; the first two are shown.", file=path.name, count=info.channels)
    return with_duration(info, envelope.duration_s, missing, more if info.channels > 2 else None), envelope


def _keep(folder: Path, sha256: str, layout: RawLayout | None, info: MediaInfo, envelope: Envelope) -> MediaInfo:
    try:
        store(cache_file(folder, sha256, layout), info, envelope)
    except EnvironmentFailure as failure:  # the answer is there all the same; only the next look will cost a decoding
        return with_duration(info, info.duration_s, failure.message)
    return info
