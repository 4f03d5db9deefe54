"""What a waveform shows: lanes, silences and talk-overs, markers; while a recording is read, as much as is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from qa_desk.media.activity import Stretch
    from qa_desk.media.analysis import Analysis
    from qa_desk.media.peaks import Pyramid
    from qa_desk.media.speech_facts import Side


@dataclass(frozen=True, slots=True)
class Lane:
    """One channel: its number in the recording, what is written beside it, and the token of its colour."""

    channel: int
    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Wave:
    """What is drawn of one recording; `until_s` is how far it is read, None where it is whole."""

    pyramid: Pyramid
    lanes: tuple[Lane, ...]
    silences: tuple[Stretch, ...] = ()
    talk_overs: tuple[Stretch, ...] = ()
    until_s: float | None = None

    @property
    def duration_s(self) -> float:
        """How long the recording is; while it is read, how long it says it is."""
        return self.pyramid.duration_s

    @property
    def read_s(self) -> float:
        """How much of it is known."""
        return self.duration_s if self.until_s is None else self.until_s


@dataclass(frozen=True, slots=True)
class Pin:
    """A marker at a time of the recording."""

    key: str
    seconds: float
    text: str


def lanes_of(channels: int, agent_channel: Side = "left") -> tuple[Lane, ...]:
    """The agent's lane above the customer's; one lane for what cannot be told apart."""
    if channels < 2:
        return (Lane(0, tr("Both"), "agent"),)
    agent = 0 if agent_channel == "left" else 1
    return (Lane(agent, tr("Agent"), "agent"), Lane(1 - agent, tr("Customer"), "customer"))


def wave_of(analysis: Analysis, agent_channel: Side = "left") -> Wave:
    """An analysed recording; one lane where the channels cannot be told apart."""
    facts = analysis.facts
    lanes = lanes_of(1 if facts.unavailable is not None else 2, agent_channel)
    over = facts.talk_over.stretches if facts.talk_over else ()
    return Wave(analysis.pyramid, lanes, facts.dead_air.stretches, over)
