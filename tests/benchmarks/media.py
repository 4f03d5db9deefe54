"""From a recording to its waveform and facts, against ffmpeg (else libsndfile) decoding the same file to nothing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from qa_desk.media.analysis import analyse
from tests.benchmarks.measuring import Ratio, best_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MINUTES = 20
_RATE = 8000
_FORMATS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("WAV", "call.wav", {}),
    ("MP3", "call.mp3", {}),
    ("FLAC", "call.flac", {}),
    ("Opus", "call.opus", {"format": "OGG", "subtype": "OPUS"}),
)


def ratios() -> Iterator[Ratio]:
    """Twenty minutes of two voices taking turns, in each format; and the second look, which comes from the cache."""
    sound = _two_voices()
    ffmpeg = shutil.which("ffmpeg")
    with tempfile.TemporaryDirectory() as folder:
        for name, file, options in _FORMATS:
            path = Path(folder) / file
            soundfile.write(path, sound, _RATE, **options)
            ours, bare = best_of(3, lambda path=path: analyse(path), _decoding(path, ffmpeg))
            yield Ratio(f"{_MINUTES} min {name}: waveform and facts", ours, _named(ffmpeg), bare, "≤ 2×")
        path, cache = Path(folder) / "call.wav", Path(folder) / "peaks"
        analyse(path, cache_folder=cache)
        ours, bare = best_of(5, lambda: analyse(path, cache_folder=cache), _decoding(path, ffmpeg))
        yield Ratio(f"{_MINUTES} min WAV: a second look", ours, _named(ffmpeg), bare)


def _named(ffmpeg: str | None) -> str:
    return "ffmpeg to nothing" if ffmpeg else "libsndfile to nothing"


def _decoding(path: Path, ffmpeg: str | None) -> Callable[[], object]:
    if ffmpeg is None:
        return lambda: soundfile.read(path, dtype="float32")
    command = [ffmpeg, "-nostdin", "-loglevel", "error", "-i", str(path), "-f", "null", "-"]
    return lambda: subprocess.run(command, check=True)


def _two_voices() -> np.ndarray:
    """Noise in turns of seconds: what a decoder works on as hard as on speech."""
    random = np.random.default_rng(11)
    turns = np.repeat(random.integers(0, 2, _MINUTES * 60 // 3), 3 * _RATE)
    noise = random.normal(0, 0.1, (len(turns), 2)).astype(np.float32)
    return np.clip(noise * np.column_stack([turns, 1 - turns]), -1, 1)
