"""Two-channel recordings out of written calls: espeak-ng says each turn, the agent stands left, the customer right.

The transcripts are written from the very times of the synthesis, so they are exact.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from making.queued import recording_of, scripts

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
PAUSE_S = 0.45
NOISE = 10 ** (-62 / 20)
SPEAKERS = {"a": "agent", "c": "customer"}


@dataclass(frozen=True, slots=True)
class Line:
    """One turn with its place in time."""

    start: float
    end: float
    speaker: str
    text: str


def make_recordings(folder: Path) -> None:
    """Every written call of the demonstration as Opus, and its transcript as VTT."""
    for program in ("espeak-ng", "ffmpeg"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is needed to make the recordings")
    for call in scripts(folder):
        if "turns" not in call:
            continue
        path = folder / "recordings" / f"{recording_of(call)}.opus"
        path.parent.mkdir(parents=True, exist_ok=True)
        sound, lines = _say(call)
        _encode(sound, path)
        transcript = folder / "transcripts" / f"{recording_of(call)}.vtt"
        transcript.parent.mkdir(parents=True, exist_ok=True)
        transcript.write_text(_vtt(lines, call["language"]), encoding="utf-8")


def _say(call: dict[str, Any]) -> tuple[NDArray[np.float32], list[Line]]:
    clips: list[tuple[float, int, NDArray[np.float32]]] = []
    lines: list[Line] = []
    end = 0.6
    for turn in call["turns"]:
        key = next(k for k in turn if k in SPEAKERS)
        clip = _speak(turn[key], call["voices"][SPEAKERS[key]])
        start = max(0.3, end + float(turn.get("gap", PAUSE_S)))
        clips.append((start, list(SPEAKERS).index(key), clip))
        end = start + len(clip) / RATE
        lines.append(Line(start, end, SPEAKERS[key], turn[key]))
    last = max(line.end for line in lines) + 0.7
    noise = np.random.default_rng(7).normal(0, NOISE, (int(last * RATE), 2))
    sound = noise.astype(np.float32)
    for start, channel, clip in clips:
        first = int(start * RATE)
        sound[first : first + len(clip), channel] += clip
    return np.clip(sound, -1, 1), lines


def _speak(text: str, voice: dict[str, Any]) -> NDArray[np.float32]:
    with tempfile.TemporaryDirectory() as folder:
        said, resampled = Path(folder) / "said.wav", Path(folder) / "resampled.wav"
        command = ["espeak-ng", "-v", voice["voice"], "-s", str(voice["speed"]), "-p", str(voice["pitch"]), "-w", str(said), text]
        subprocess.run(command, check=True, capture_output=True)
        # the band of a telephone line, and a level that leaves head room
        shape = "highpass=f=120,lowpass=f=6800,volume=0.8"
        convert = ["ffmpeg", "-v", "error", "-i", str(said), "-af", shape, "-ar", str(RATE), "-ac", "1", str(resampled)]
        subprocess.run(convert, check=True)
        clip, _ = soundfile.read(resampled, dtype="float32")
    loud = np.flatnonzero(np.abs(clip) > 0.01)
    return clip[max(0, loud[0] - 200) : loud[-1] + 800]


def _encode(sound: NDArray[np.float32], path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "call.wav"
        soundfile.write(plain, sound, RATE, subtype="PCM_16")
        # below 28 kbit/s the codec joins the channels, and one speaker leaks into the other's lane
        options = ["-c:a", "libopus", "-b:a", "30k", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(plain), *options, str(path)], check=True)


def _vtt(lines: list[Line], language: str) -> str:
    cues = [f"{_stamp(line.start)} --> {_stamp(line.end)}\n<v {line.speaker.capitalize()}>{line.text}\n" for line in lines]
    return f"WEBVTT\nLanguage: {language}\n\n" + "\n".join(cues)


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
