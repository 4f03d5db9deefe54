from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.ui.media.speaker import AHEAD_S, ClockSpeaker

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_device_frames_are_gone_as_fast_as_they_would_be_heard() -> None:
    clock = Time()
    speaker = ClockSpeaker(8000, clock)
    speaker.start()
    assert speaker.free() == round(AHEAD_S * 8000)
    speaker.write(np.zeros((1000, 2), np.float32))
    assert speaker.unheard() == 1000
    clock.now += 0.1
    assert speaker.unheard() == 200
    assert speaker.free() == round(AHEAD_S * 8000) - 200


def test_what_comes_late_begins_when_it_comes() -> None:
    clock = Time()
    speaker = ClockSpeaker(8000, clock)
    speaker.start()
    clock.now += 5.0
    assert speaker.unheard() == 0
    speaker.write(np.zeros((800, 2), np.float32))
    assert speaker.unheard() == 800
    clock.now += 0.05
    assert speaker.unheard() == 400


def test_a_stopped_one_has_nothing_to_be_heard() -> None:
    speaker = ClockSpeaker(8000, Time())
    speaker.start()
    speaker.write(np.zeros((800, 2), np.float32))
    speaker.stop()
    assert speaker.unheard() == 0


PLAYING = """
import sys, numpy as np, soundfile
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from qa_desk.ui.media.playback import Playback

app = QApplication([])
playback = Playback()
if not playback.state.has_sound_device:
    sys.exit("no device")
moments = np.arange(8000 * 20) / 8000
path = Path(sys.argv[1]) / "tones.wav"
soundfile.write(path, np.column_stack([0.3 * np.sin(2 * np.pi * hertz * moments) for hertz in (440, 1000)]), 8000)
playback.open(path, 20.0)
steps = [
    (200, playback.play),
    (1500, lambda: playback.set_channel_muted(1, True)),
    (2500, lambda: (playback.set_channel_muted(1, False), playback.set_channel_muted(0, True))),
    (3500, lambda: (playback.set_channel_muted(0, False), playback.set_speed(2.0))),
    (4500, app.quit),
]
for moment, act in steps:
    QTimer.singleShot(moment, act)
app.exec()
playback.release()
"""


@pytest.fixture
def sound_server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A sound server of one's own with a device that nobody hears; the environment in which programs find it."""
    if not all(map(shutil.which, ("pulseaudio", "parecord", "pactl"))):
        pytest.skip("there is no sound server to listen at")
    socket = tmp_path / "sound.socket"
    own = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    server = subprocess.Popen(
        [
            *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"),
            f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1",
            "--load=module-null-sink sink_name=out rate=48000 channels=2 norewinds=1",
        ],
        env=own,
        stderr=subprocess.DEVNULL,
    )
    environment = {**own, "PULSE_SERVER": f"unix:{socket}", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    until = time.monotonic() + 10
    try:
        while subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode:
            assert server.poll() is None, "the sound server ended"
            assert time.monotonic() < until, "the sound server does not answer"
        yield environment
    finally:
        server.terminate()
        server.wait(10)


def test_a_sound_server_hears_the_one_channel_only(sound_server: dict[str, str], tmp_path: Path) -> None:
    kept = tmp_path / "heard.raw"
    recording = subprocess.Popen(
        ["parecord", "--device=out.monitor", "--format=s16le", "--rate=48000", "--channels=2", "--raw", str(kept)],
        env=sound_server,
    )
    subprocess.run([sys.executable, "-c", PLAYING, str(tmp_path)], env=sound_server, check=True, timeout=60)
    recording.terminate()
    recording.wait(10)
    heard = np.fromfile(kept, "<i2").reshape(-1, 2) / 32768
    begun = int(np.flatnonzero(np.abs(heard).max(axis=1) > 0.05)[0])

    def in_second(start: float) -> list[tuple[int, float]]:
        """Pitch and loudness of each channel for half a second from there."""
        part = heard[begun + round(start * 48_000) : begun + round((start + 0.5) * 48_000)]
        spectra = np.abs(np.fft.rfft(part * np.hanning(len(part))[:, None], axis=0))
        return [(int(spectra[:, lane].argmax()) * 2, float(np.sqrt(np.mean(part[:, lane] ** 2)))) for lane in (0, 1)]

    full = pytest.approx(0.3 / 2**0.5, rel=0.3)  # where others work too, a server drops a little
    assert in_second(0.4) == [(440, full), (1000, full)]
    assert in_second(1.6)[0] == (440, full)
    assert in_second(1.6)[1][1] < 1e-4
    assert in_second(2.6)[0][1] < 1e-4
    assert in_second(2.6)[1] == (1000, full)
    at_double_speed = in_second(3.6)
    assert [pitch for pitch, _loud in at_double_speed] == [440, 1000]
    assert [loud for _pitch, loud in at_double_speed] == [full, full]
