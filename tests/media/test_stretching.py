from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.media.stretching import Stretcher

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 8000


class Held:
    """Samples that are there."""

    def __init__(self, sound: NDArray[np.float32], rate: int = RATE) -> None:
        self.sound, self.sample_rate, self.channels = sound, rate, sound.shape[1]
        self.frames, self.is_complete = len(sound), True

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        read = np.zeros((count, self.channels), np.float32)
        first, end = max(0, start), max(0, min(start + count, self.frames))
        if first < end:
            read[first - start : end - start] = self.sound[first:end]
        return read

    def advance(self, seconds: float) -> bool:
        return True

    def close(self) -> None:
        """Nothing to give back."""


def a_voice(pitch: float, seconds: float = 20, rate: int = RATE) -> NDArray[np.float32]:
    """A buzz with overtones, its loudness like syllables."""
    time = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 8))
    return np.asarray((0.2 * buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time)))[:, None], np.float32)


def played(held: Held, speed: float, seconds: float) -> NDArray[np.float32]:
    stretcher, place, parts = Stretcher(held), 0.0, []
    for _ in range(round(seconds * held.sample_rate / stretcher.hop)):
        parts.append(stretcher.take(place))
        place += stretcher.hop * speed
    return np.concatenate(parts)


def pitch_of(sound: NDArray[np.float32], rate: int = RATE) -> float:
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound)), 1 << 18))
    return float(spectrum.argmax() * rate / (1 << 18))


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("pitch", [90.0, 220.0])
def test_the_pitch_is_kept_and_the_loudness_too(pitch: float, speed: float) -> None:
    voice = Held(a_voice(pitch))
    heard = played(voice, speed, 5.0)
    assert pitch_of(heard) == pytest.approx(pitch, rel=0.01)
    whole = voice.sound[: round(5 * speed * RATE)]
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(np.sqrt(np.mean(whole**2)), rel=0.1)


def test_at_speed_1_the_samples_come_out_as_they_are() -> None:
    noise = Held(np.asarray(np.random.default_rng(5).uniform(-0.5, 0.5, (RATE * 3, 2)), np.float32))
    heard = played(noise, 1.0, 2.0)
    assert np.abs(heard - noise.sound[: len(heard)]).max() < 1e-6


def test_a_faster_voice_goes_through_the_recording_faster() -> None:
    marks = np.zeros((RATE * 12, 1), np.float32)
    marks[RATE * 10 : RATE * 10 + 400] = 0.5  # a beep ten seconds on
    heard = played(Held(marks), 2.0, 6.0)
    assert np.flatnonzero(np.abs(heard[:, 0]) > 0.1)[0] / RATE == pytest.approx(5.0, abs=0.03)


def test_a_change_of_speed_and_a_jump_make_no_click() -> None:
    voice = Held(a_voice(150.0))
    stretcher, place, parts = Stretcher(voice), 0.0, []
    for number in range(300):
        is_jump = number == 200
        place = 15.0 * RATE if is_jump else place
        parts.append(stretcher.take(place, is_jump=is_jump))
        place += stretcher.hop * (2.0 if number > 100 else 1.0)
    heard = np.concatenate(parts)[:, 0]
    assert np.abs(np.diff(heard)).max() < 1.1 * np.abs(np.diff(voice.sound[:, 0])).max()


def test_after_breaking_off_nothing_of_before_is_heard() -> None:
    loud_then_quiet = Held(np.concatenate([np.full((RATE, 1), 0.9), np.zeros((RATE, 1))]).astype(np.float32))
    stretcher = Stretcher(loud_then_quiet)
    stretcher.take(0)
    stretcher.break_off()
    assert not stretcher.take(RATE * 1.5).any()


def test_both_channels_are_shifted_alike() -> None:
    voice = a_voice(120.0)
    both = Held(np.asarray(np.column_stack([voice[:, 0], -0.5 * voice[:, 0]]), np.float32))
    heard = played(both, 1.5, 3.0)
    assert np.abs(heard[:, 0] * -0.5 - heard[:, 1]).max() < 1e-6


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_at_higher_rates_the_coarse_search_is_refined(rate: int) -> None:
    heard = played(Held(a_voice(180.0, 8, rate), rate), 1.7, 3.0)
    assert pitch_of(heard, rate) == pytest.approx(180.0, rel=0.01)
