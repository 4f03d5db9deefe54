"""The speech facts of a call: who spoke how long, silence on both sides, talking at once, the agent's first word.

Measured, not guessed; what a recording cannot tell is None with the reason in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from qa_desk.domain.language import N_
from qa_desk.media.activity import Stretch, stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONE_CHANNEL = N_("not available (one channel)")
SAME_SOUND = N_("not available (both channels carry the same sound)")
HOLD_MUSIC = N_("more than 12 s without a pause: probably hold music, counted neither as talk nor as silence")
STEADY_TONE = N_("more than 12 s of a sound that does not change: a tone, counted as talk")

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class FactRules:
    """Thresholds in seconds: silence on both sides from `dead_air_s` is dead air; talking at once counts from `talk_over_s`."""

    dead_air_s: float = 5.0
    talk_over_s: float = 0.2


DEFAULT_FACT_RULES = FactRules()


@dataclass(frozen=True, slots=True)
class DeadAir:
    """Stretches in which nobody speaks, from the start to the end of the recording."""

    count: int
    longest: float
    total: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class TalkOver:
    """Stretches in which both speak."""

    count: int
    total: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Somebody speaks from `start` to `end`, in seconds."""

    speaker: Literal["agent", "customer", "unknown"]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SpeechFacts:
    """All durations in seconds; `talk_ratio` is the agent's share of all talk. None where `unavailable` says why."""

    duration: float
    channels: int
    talk_agent: float | None
    talk_customer: float | None
    talk_ratio: float | None
    dead_air: DeadAir
    talk_over: TalkOver | None
    first_agent_speech: float | None
    segments: tuple[Segment, ...]
    unavailable: str | None
    notes: tuple[str, ...] = ()
    unclear: tuple[Stretch, ...] = ()
    """Where it cannot be told whether somebody speaks: in none of the figures."""


def speech_facts(
    activity: NDArray[np.bool_],
    duration_s: float,
    *,
    agent_channel: Side = "left",
    channels: int | None = None,
    is_same_sound: bool = False,
    rules: FactRules = DEFAULT_FACT_RULES,
    notes: tuple[str, ...] = (),
    unclear: NDArray[np.bool_] | None = None,
) -> SpeechFacts:
    """The facts out of speech activity, shape (channels, 10 ms buckets).

    With one channel, or two that carry the same sound, only silence can be measured. Where `unclear` (of the same shape)
    is true, there is sound but not told whose: neither talk nor silence.
    """
    channels = activity.shape[0] if channels is None else channels
    anybody = np.asarray(activity.any(axis=0))
    music = () if unclear is None else stretches(np.asarray(unclear.any(axis=0)), duration_s)
    if unclear is not None:
        activity = activity & ~unclear
    silent = _at_least(stretches(~anybody, duration_s), rules.dead_air_s)
    dead_air = DeadAir(len(silent), max((s.length for s in silent), default=0.0), _total(silent), silent)
    if activity.shape[0] < 2 or is_same_sound:
        spoken = stretches(np.asarray(activity.any(axis=0)), duration_s)
        reason = SAME_SOUND if is_same_sound else ONE_CHANNEL
        segments = tuple(Segment("unknown", s.start, s.end) for s in spoken)
        return SpeechFacts(duration_s, channels, None, None, None, dead_air, None, None, segments, reason, notes, music)
    agent_index = 0 if agent_channel == "left" else 1
    agent = stretches(activity[agent_index], duration_s)
    customer = stretches(activity[1 - agent_index], duration_s)
    both = _at_least(stretches(np.asarray(activity[0] & activity[1]), duration_s), rules.talk_over_s)
    talk_agent, talk_customer = _total(agent), _total(customer)
    talk = talk_agent + talk_customer
    segments = (*(Segment("agent", s.start, s.end) for s in agent), *(Segment("customer", s.start, s.end) for s in customer))
    return SpeechFacts(
        duration_s,
        channels,
        talk_agent,
        talk_customer,
        talk_agent / talk if talk > 0 else None,
        dead_air,
        TalkOver(len(both), _total(both), both),
        agent[0].start if agent else None,
        tuple(sorted(segments, key=lambda segment: (segment.start, segment.speaker))),
        None,
        notes,
        music,
    )


def _at_least(found: tuple[Stretch, ...], seconds: float) -> tuple[Stretch, ...]:
    return tuple(stretch for stretch in found if stretch.length >= seconds - 1e-9)


def _total(found: tuple[Stretch, ...]) -> float:
    return sum((stretch.length for stretch in found), 0.0)
