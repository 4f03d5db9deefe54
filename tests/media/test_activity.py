from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.media.activity import Stretch, active_buckets, active_lanes, stretches
from qa_desk.media.analysis import analyse
from qa_desk.media.peaks import EnvelopeBuilder
from qa_desk.media.speech_facts import speech_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]


def energy_of(*lanes: np.ndarray) -> np.ndarray:
    builder = EnvelopeBuilder(8000)
    builder.add(np.column_stack(lanes))
    return builder.finish().energy


def spans(flags: np.ndarray) -> list[tuple[float, float]]:
    return [(stretch.start, stretch.end) for stretch in stretches(flags)]


def test_tones_on_silence_are_found_to_the_bucket(a_voice: Callable[..., Sound]) -> None:
    energy = energy_of(a_voice([(1.0, 2.5), (4.0, 4.2)], 6.0))
    assert spans(active_buckets(energy[0])) == [(1.0, 2.5), (4.0, 4.2)]


@pytest.mark.parametrize("noise", [0.0005, 0.002, 0.01])
def test_the_threshold_follows_the_noise_of_the_line(noise: float, a_voice: Callable[..., Sound]) -> None:
    energy = energy_of(a_voice([(1.0, 2.5), (4.0, 5.0)], 6.0, loud=0.15, noise=noise))
    assert np.allclose(spans(active_buckets(energy[0])), [(1.0, 2.5), (4.0, 5.0)], atol=0.011)


def test_silence_and_a_steady_hum_hold_no_speech(a_voice: Callable[..., Sound]) -> None:
    assert not active_buckets(energy_of(np.zeros(8000, np.float32))[0]).any()
    assert not active_buckets(energy_of(a_voice([], 3.0, noise=0.003))[0]).any()


def test_somebody_who_never_pauses_speaks_throughout(a_voice: Callable[..., Sound]) -> None:
    assert active_buckets(energy_of(a_voice([(0.0, 3.0)], 3.0))[0]).all()


def test_gaps_inside_words_are_bridged_and_clicks_dropped(a_voice: Callable[..., Sound]) -> None:
    energy = energy_of(a_voice([(1.0, 1.5), (1.7, 2.0), (4.0, 4.05)], 6.0))
    assert spans(active_buckets(energy[0])) == [(1.0, 2.0)]


def test_nothing_recorded_is_no_speech() -> None:
    assert active_buckets(np.zeros(0, np.float32)).tolist() == []
    assert stretches(np.zeros(0, np.bool_)) == ()


def test_a_faint_leak_of_the_other_voice_does_not_count(a_voice: Callable[..., Sound]) -> None:
    agent = a_voice([(1.0, 3.0)], 8.0)
    customer = a_voice([(5.0, 7.0)], 8.0) + 0.02 * agent
    flags = active_lanes(energy_of(agent, customer))
    assert spans(flags[1]) == [(5.0, 7.0)]


def test_the_last_stretch_ends_with_the_recording() -> None:
    assert stretches(np.ones(101, np.bool_), 1.005) == (Stretch(0.0, 1.005),)


@pytest.mark.real_data
def test_speech_of_a_real_conversation_is_found(shared_data: Path) -> None:
    folder = shared_data / "D_recordings"
    found = analyse(folder / "two_speakers_30s_pyannote.wav").activity[0]
    truth = np.zeros(len(found), np.bool_)
    for line in (folder / "two_speakers_30s_pyannote.rttm").read_text().splitlines():
        start, length = (float(field) for field in line.split()[3:5])
        truth[round(start * 100) : round((start + length) * 100)] = True
    assert 2 * (found & truth).sum() / (found.sum() + truth.sum()) > 0.97


@pytest.mark.real_data
def test_a_two_channel_call_gives_what_each_leg_alone_gives(shared_data: Path) -> None:
    folder = shared_data / "D_recordings"
    both = analyse(folder / "formats_of_one_call" / "call40_stereo_pcm16.wav").activity
    for lane, leg in enumerate(("agent", "caller")):
        alone = analyse(folder / "call_auto_repairs_40" / f"Auto_Repairs_40_UTC_{leg}.wav").activity[0]
        assert (both[lane] != alone).mean() < 0.002


@pytest.mark.real_data
def test_the_facts_of_a_two_channel_call_are_those_of_its_legs(shared_data: Path) -> None:
    folder = shared_data / "D_recordings"
    both = analyse(folder / "formats_of_one_call" / "call40_stereo_pcm16.wav").facts
    legs = [analyse(folder / "call_auto_repairs_40" / f"Auto_Repairs_40_UTC_{leg}.wav") for leg in ("agent", "caller")]
    facts = speech_facts(np.stack([leg.activity[0] for leg in legs]), both.duration)
    assert both.talk_ratio == pytest.approx(facts.talk_ratio, abs=0.002)
    assert both.first_agent_speech == pytest.approx(facts.first_agent_speech, abs=0.02)
    assert both.dead_air.total == pytest.approx(facts.dead_air.total, abs=0.05)
    assert both.talk_over is not None
    assert facts.talk_over is not None
    assert both.talk_over.total == pytest.approx(facts.talk_over.total, abs=0.05)
