from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.media.analysis import analyse
from qa_desk.media.speech_facts import HOLD_MUSIC, SAME_SOUND, STEADY_TONE, FactRules, speech_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]


@pytest.fixture
def a_call(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> Path:
    """Agent 1–3 and 10–14, customer 3.5–4.5 and 12–13 and 21–22, in 30 s."""
    agent = a_voice([(1, 3), (10, 14)], 30)
    customer = a_voice([(3.5, 4.5), (12, 13), (21, 22)], 30)
    return a_recording(agent, customer)


def test_the_facts_of_a_known_call_are_exact(a_call: Path) -> None:
    facts = analyse(a_call).facts
    assert facts.duration == 30
    assert facts.talk_agent == pytest.approx(6.0)
    assert facts.talk_customer == pytest.approx(3.0)
    assert facts.talk_ratio == pytest.approx(6 / 9)
    assert facts.first_agent_speech == pytest.approx(1.0)
    assert facts.talk_over is not None
    assert (facts.talk_over.count, facts.talk_over.total) == (1, pytest.approx(1.0))
    assert (facts.dead_air.count, facts.dead_air.longest) == (3, pytest.approx(8.0))
    assert facts.dead_air.total == pytest.approx(5.5 + 7.0 + 8.0)
    assert [(s.speaker, round(s.start, 2), round(s.end, 2)) for s in facts.segments] == [
        ("agent", 1, 3),
        ("customer", 3.5, 4.5),
        ("agent", 10, 14),
        ("customer", 12, 13),
        ("customer", 21, 22),
    ]
    assert facts.unavailable is None


def test_the_agent_may_be_on_the_right(a_call: Path) -> None:
    left, right = analyse(a_call).facts, analyse(a_call, agent_channel="right").facts
    assert (right.talk_agent, right.talk_customer) == (left.talk_customer, left.talk_agent)
    assert right.first_agent_speech == pytest.approx(3.5)
    assert right.dead_air == left.dead_air


def test_one_channel_says_what_is_not_available(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> None:
    facts = analyse(a_recording(a_voice([(1, 3), (12, 13)], 20))).facts
    assert (facts.talk_agent, facts.talk_customer, facts.talk_ratio, facts.talk_over, facts.first_agent_speech) == (None,) * 5
    assert facts.unavailable == "not available (one channel)"
    assert (facts.dead_air.count, facts.dead_air.longest) == (2, pytest.approx(9.0))
    assert {segment.speaker for segment in facts.segments} == {"unknown"}


def test_a_mono_call_saved_as_stereo_is_seen_through(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> None:
    voice = a_voice([(1, 3)], 6)
    facts = analyse(a_recording(voice, voice)).facts
    assert facts.talk_over is None
    assert facts.unavailable == SAME_SOUND
    assert facts.channels == 2


def test_a_call_in_which_nobody_speaks_has_no_ratio(a_recording: Callable[..., Path]) -> None:
    silence = np.zeros(8000 * 10, np.float32)
    facts = analyse(a_recording(silence, silence)).facts
    assert facts.talk_ratio is None
    assert (facts.talk_agent, facts.talk_customer, facts.first_agent_speech) == (0, 0, None)
    assert (facts.dead_air.count, facts.dead_air.longest) == (1, 10)


def test_dead_air_counts_from_its_threshold_on() -> None:
    activity = np.ones((2, 1000), np.bool_)
    activity[:, 100:600] = False
    assert speech_facts(activity, 10.0).dead_air.count == 1
    assert speech_facts(activity, 10.0, rules=FactRules(dead_air_s=5.01)).dead_air.count == 0


def test_talk_over_shorter_than_its_threshold_is_a_yes_and_no_interruption() -> None:
    activity = np.zeros((2, 100), np.bool_)
    activity[0, :50] = activity[1, 40:] = True
    over = speech_facts(activity, 1.0).talk_over
    assert over is not None
    assert (over.count, over.total) == (0, 0)


def test_a_recording_of_no_length_has_no_facts_but_no_fault() -> None:
    facts = speech_facts(np.zeros((2, 0), np.bool_), 0.0)
    assert (facts.talk_ratio, facts.dead_air.count, facts.dead_air.longest, facts.segments) == (None, 0, 0.0, ())


def test_music_on_hold_is_neither_talk_nor_silence(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> None:
    time = np.arange(30 * 8000) / 8000
    music = np.where((time >= 5) & (time < 25), (0.2 + 0.15 * np.sin(2 * np.pi * time)) * np.sin(2 * np.pi * 500 * time), 0)
    customer = music.astype(np.float32) + a_voice([(1, 3)], 30)
    facts = analyse(a_recording(a_voice([(3, 4), (10, 11), (26, 28)], 30), customer)).facts
    assert facts.notes == (HOLD_MUSIC,)
    assert [(round(one.start, 1), round(one.end, 1)) for one in facts.unclear] == [(5, 25)]
    assert facts.talk_agent == pytest.approx(4.0, abs=0.05)
    assert facts.talk_customer == pytest.approx(2.0, abs=0.05)
    assert facts.talk_over is not None
    assert facts.talk_over.count == 0
    assert facts.dead_air.count == 0


def test_a_tone_that_never_changes_is_pointed_out(a_voice: Callable[..., Sound], a_recording: Callable[..., Path]) -> None:
    facts = analyse(a_recording(a_voice([(1, 20)], 30), a_voice([(22, 24)], 30))).facts
    assert facts.notes == (STEADY_TONE,)
    assert facts.talk_agent == pytest.approx(19.0)
    assert facts.unclear == ()
