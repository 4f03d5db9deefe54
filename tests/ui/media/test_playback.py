from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.media.activity import Stretch
from qa_desk.ui.media.playback import Playback, PlaybackState, Playhead
from qa_desk.ui.media.sounding import TimeRange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire", "Could not open media")


@dataclass
class Heard:
    """A playback with what it said."""

    playback: Playback
    positions: list[float]
    states: list[PlaybackState]


@pytest.fixture
def heard(qtbot: QtBot) -> Iterator[Heard]:
    playback = Playback()
    one = Heard(playback, [], [])

    def moved(playhead: Playhead) -> None:
        one.positions.append(playhead.seconds)

    playback.moved.connect(moved)
    playback.changed.connect(one.states.append)
    yield one
    playback.release()
    playback.deleteLater()


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[[float], Path]:
    def make(seconds: float) -> Path:
        path = tmp_path / "call.wav"
        soundfile.write(path, np.sin(np.arange(round(seconds * 8000)) / 5) * 0.2, 8000)
        return path

    return make


def test_it_plays_without_a_sound_device_and_the_playhead_glides(
    heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot
) -> None:
    heard.playback.open(a_file(20), 20.0)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position > 0.6, timeout=5000)
    assert heard.playback.state.is_playing
    steps = np.diff([seconds for seconds in heard.positions if seconds > 0.2])
    assert (steps >= 0).all()
    assert len(steps) > 10
    heard.playback.pause()
    qtbot.waitUntil(lambda: not heard.playback.state.is_playing, timeout=2000)


def test_a_seek_before_the_file_is_loaded_is_not_lost(heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    heard.playback.open(a_file(20), 20.0)
    heard.playback.seek(12.0)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position > 12.2, timeout=5000)
    assert heard.playback.position < 14


def test_steps_are_held_within_the_recording(heard: Heard, a_file: Callable[[float], Path]) -> None:
    heard.playback.open(a_file(3), 3.0)
    heard.playback.step(-5)
    assert heard.playback.position == 0
    heard.playback.step(5)
    assert heard.playback.position == 3


def test_a_loop_returns_to_a(heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    heard.playback.open(a_file(20), 20.0)
    heard.playback.set_loop(TimeRange(5.0, 5.5))
    assert heard.playback.position == 5.0
    heard.playback.play()
    qtbot.waitUntil(lambda: any(step < 0 for step in np.diff(heard.positions[9:])), timeout=5000)
    assert max(heard.positions) < 5.8


def test_a_loop_shorter_than_a_word_is_none(heard: Heard, a_file: Callable[[float], Path]) -> None:
    heard.playback.open(a_file(3), 3.0)
    heard.playback.set_loop(TimeRange(1.0, 1.1))
    assert heard.playback.state.loop is None


def test_silence_is_skipped_when_asked(heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    heard.playback.open(a_file(30), 30.0)
    heard.playback.set_silences([Stretch(0.2, 20.0)])
    heard.playback.set_skips_silence(True)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position > 19.95, timeout=5000)
    assert not any(1.0 < seconds < 19.8 for seconds in heard.positions)


@pytest.mark.parametrize(("asked", "given"), [(0.1, 0.5), (1.25, 1.25), (9.0, 3.0)])
def test_the_speed_has_its_bounds_and_stays_for_the_next_recording(
    heard: Heard, a_file: Callable[[float], Path], asked: float, given: float
) -> None:
    heard.playback.set_speed(asked)
    heard.playback.open(a_file(3), 3.0)
    assert heard.playback.state.speed == given


def test_at_a_higher_speed_the_playhead_is_faster(heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    heard.playback.open(a_file(30), 30.0)
    heard.playback.set_speed(3.0)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position > 1.0, timeout=5000)
    position, started = heard.playback.position, time.monotonic()
    qtbot.waitUntil(lambda: heard.playback.position > position + 1.5, timeout=5000)
    assert (heard.playback.position - position) / (time.monotonic() - started) > 1.8


def test_at_the_end_it_stands_at_the_end_and_plays_again_from_the_start(
    heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot
) -> None:
    heard.playback.open(a_file(0.6), 0.6)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position == 0.6 and not heard.playback.state.is_playing, timeout=5000)
    heard.playback.play()
    assert heard.playback.position == 0.0


def test_a_file_that_cannot_be_played_says_so(heard: Heard, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "x.wav"
    path.write_text("not sound")
    heard.playback.open(path)
    qtbot.waitUntil(lambda: heard.playback.state.fault is not None, timeout=5000)
    assert "x.wav: holds text" in str(heard.playback.state.fault)
    heard.playback.play()
    assert not heard.playback.state.is_playing


def test_closing_lets_go_of_the_file(heard: Heard, a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    path = a_file(5)
    heard.playback.open(path, 5.0)
    heard.playback.play()
    qtbot.waitUntil(lambda: heard.playback.position > 0.1, timeout=5000)
    heard.playback.close()
    assert not heard.playback.state.is_open
    path.unlink()
    heard.playback.seek(2.0)
    assert heard.playback.state.duration_s == 0


def test_volume_and_mute_are_kept(heard: Heard) -> None:
    heard.playback.set_volume(1.7)
    heard.playback.set_muted(True)
    assert (heard.playback.state.volume, heard.playback.state.is_muted) == (1.0, True)


def test_letting_go_while_it_plays_never_stands_still(a_file: Callable[[float], Path], qtbot: QtBot) -> None:
    path = a_file(20)
    for _ in range(40):
        playback = Playback()
        playback.open(path, 20.0)
        playback.play()
        with qtbot.waitSignal(playback.moved, timeout=2000, check_params_cb=lambda playhead: playhead.seconds > 0):
            pass
        playback.release()
        assert not playback.state.is_open
        playback.deleteLater()
