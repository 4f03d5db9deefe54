"""What comes out of the pump's thread: a speaker that keeps all it is given stands in for the sound device."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.ui.media.playback import Playback
from qa_desk.ui.media.speaker import ClockSpeaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

RATE = 8000
LEFT_HZ, RIGHT_HZ = 440, 1000


class Keeping(ClockSpeaker):
    """Keeps what it is given, at a rate that is not the recording's."""

    def __init__(self) -> None:
        super().__init__(48_000)
        self.kept: list[np.ndarray] = []
        self.has_broken = False

    def write(self, frames: np.ndarray) -> None:
        self.kept.append(frames)
        super().write(frames)

    def start(self) -> None:
        super().start()
        self.kept.clear()

    def has_failed(self) -> bool:
        return self.has_broken

    def last(self, seconds: float) -> np.ndarray:
        return np.concatenate(list(self.kept))[-round(seconds * self.rate) :]


@pytest.fixture
def speaker() -> Keeping:
    return Keeping()


@pytest.fixture
def playback(qtbot: QtBot, speaker: Keeping) -> Iterator[Playback]:
    made = Playback(make_speaker=lambda _rate: speaker)
    yield made
    made.release()
    made.deleteLater()


@pytest.fixture
def tones(tmp_path: Path) -> Path:
    """A low tone on the left, a high one on the right."""
    moments = np.arange(RATE * 30) / RATE
    lanes = [0.3 * np.sin(2 * np.pi * hertz * moments) for hertz in (LEFT_HZ, RIGHT_HZ)]
    soundfile.write(tmp_path / "tones.wav", np.column_stack(lanes), RATE)
    return tmp_path / "tones.wav"


def plays(qtbot: QtBot, playback: Playback, seconds: float) -> None:
    """Let the recording go on for this long."""
    goal = playback.position + seconds
    qtbot.waitUntil(lambda: playback.position >= goal, timeout=8000)


def pitch_of(lane: np.ndarray, rate: int = 48_000) -> float:
    spectrum = np.abs(np.fft.rfft(lane * np.hanning(len(lane)), 1 << 17))
    return float(spectrum.argmax() * rate / (1 << 17))


def loudness(lane: np.ndarray) -> float:
    return float(np.sqrt(np.mean(lane**2)))


def test_a_channel_that_is_muted_is_not_put_out_and_comes_back(
    playback: Playback, speaker: Keeping, tones: Path, qtbot: QtBot
) -> None:
    playback.open(tones, 30.0)
    playback.play()
    plays(qtbot, playback, 0.3)
    playback.set_channel_muted(1, True)
    plays(qtbot, playback, 0.5)
    left, right = speaker.last(0.2).T
    assert loudness(right) == 0.0
    assert loudness(left) == pytest.approx(0.3 / 2**0.5, rel=0.02)
    playback.set_channel_muted(1, False)
    playback.set_channel_muted(0, True)
    plays(qtbot, playback, 0.5)
    left, right = speaker.last(0.2).T
    assert loudness(left) == 0.0
    assert pitch_of(right) == pytest.approx(RIGHT_HZ, rel=0.01)


@pytest.mark.parametrize("speed", [0.5, 1.5, 3.0])
def test_at_any_speed_the_pitch_is_kept_on_both_channels(
    playback: Playback, speaker: Keeping, tones: Path, qtbot: QtBot, speed: float
) -> None:
    playback.set_speed(speed)
    playback.open(tones, 30.0)
    playback.play()
    plays(qtbot, playback, 0.6 * speed)
    left, right = speaker.last(0.4).T
    assert pitch_of(left) == pytest.approx(LEFT_HZ, rel=0.01)
    assert pitch_of(right) == pytest.approx(RIGHT_HZ, rel=0.01)


def test_a_busy_window_does_not_make_the_sound_break_off(playback: Playback, speaker: Keeping, tones: Path, qtbot: QtBot) -> None:
    playback.open(tones, 30.0)
    playback.play()
    plays(qtbot, playback, 0.2)
    before = len(speaker.kept)
    until = time.monotonic() + 0.6
    while time.monotonic() < until:  # a window that answers nothing
        sum(range(2000))
    assert sum(map(len, speaker.kept[before:])) > 0.3 * speaker.rate


def test_a_seek_while_playing_is_heard_from_there(playback: Playback, speaker: Keeping, tmp_path: Path, qtbot: QtBot) -> None:
    moments = np.arange(RATE * 40) / RATE
    soundfile.write(
        tmp_path / "a.wav",
        np.where(moments < 20, np.sin(2 * np.pi * 300 * moments), np.sin(2 * np.pi * 900 * moments)) * 0.3,
        RATE,
    )
    playback.open(tmp_path / "a.wav", 40.0)
    playback.play()
    plays(qtbot, playback, 0.2)
    playback.seek(30.0)
    assert playback.position == 30.0
    plays(qtbot, playback, 0.3)
    assert pitch_of(np.concatenate(list(speaker.kept))[:9600, 0]) == pytest.approx(900, rel=0.01)


def test_a_sound_device_that_breaks_is_gone_on_without(playback: Playback, speaker: Keeping, tones: Path, qtbot: QtBot) -> None:
    playback.open(tones, 30.0)
    playback.play()
    plays(qtbot, playback, 0.2)
    speaker.has_broken = True
    plays(qtbot, playback, 0.4)
    assert playback.state.is_playing
    kept = len(speaker.kept)
    plays(qtbot, playback, 0.2)
    assert len(speaker.kept) == kept


def test_what_is_decoded_from_its_start_can_be_heard_at_once_and_has_its_duration_later(
    playback: Playback, speaker: Keeping, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.sin(np.arange(RATE * 60) / 3) * 0.3, RATE, subtype="GSM610")
    playback.open(path)
    playback.play()
    plays(qtbot, playback, 0.2)
    qtbot.waitUntil(lambda: playback.state.duration_s > 0, timeout=8000)
    assert playback.state.duration_s == pytest.approx(60, abs=0.1)
    assert loudness(speaker.last(0.1)[:, 0]) > 0.1


def test_damage_in_the_middle_is_told_where_it_is_met(playback: Playback, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(3).uniform(-0.5, 0.5, (60 * RATE, 1)), RATE)
    path.write_bytes(path.read_bytes()[:300_000])
    playback.open(path, 60.0)
    playback.seek(55.0)
    playback.play()
    qtbot.waitUntil(lambda: not playback.state.is_playing, timeout=8000)  # a fault, or its end
    playback.play()
