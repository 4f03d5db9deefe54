"""From a recording to its waveform and facts, against ffmpeg (else libsndfile) decoding the same file to nothing.

An hour of stereo in each format; what is measured includes the hash of the content and the kept waveform. And how long it
takes from nothing to the first part of a waveform that can be drawn.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from qa_desk.domain.errors import Cancelled
from qa_desk.media.analysis import analyse
from tests.benchmarks.measuring import Ratio, best_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa_desk.media.peaks import Partial

_MINUTES = 60
_RATE = 8000
_RUNS = 5
_FIRST_PIXELS_S = 0.3
_FORMATS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("WAV", "call.wav", {}),
    ("µ-law WAV", "ulaw.wav", {"subtype": "ULAW"}),
    ("MP3", "call.mp3", {}),
    ("FLAC", "call.flac", {}),
    ("Opus", "call.opus", {"format": "OGG", "subtype": "OPUS"}),
)


def ratios() -> Iterator[Ratio]:
    """Two voices taking turns, in each format; and the second look, which comes from what is kept."""
    ffmpeg = shutil.which("ffmpeg")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, path in _recordings(folder, ffmpeg):
            work = _first_look(path, folder / "peaks")
            ours, bare = best_of(_RUNS, work, _decoding(path, ffmpeg))
            yield Ratio(f"{_MINUTES} min {what}: waveform and facts", ours, _named(ffmpeg), bare, "≤ 2×")
            first = min(_to_first_pixels(path, folder / "peaks") for _ in range(_RUNS))
            yield Ratio(f"{_MINUTES} min {what}: first pixels", first, "300 ms", _FIRST_PIXELS_S, "≤ 1×")
        path, cache = folder / "call.wav", folder / "peaks"
        analyse(path, cache_folder=cache)
        ours, bare = best_of(_RUNS, lambda: analyse(path, cache_folder=cache), _decoding(path, ffmpeg))
        yield Ratio(f"{_MINUTES} min WAV: a second look", ours, _named(ffmpeg), bare)


def _recordings(folder: Path, ffmpeg: str | None) -> Iterator[tuple[str, Path]]:
    sound = _two_voices()
    for name, file, options in _FORMATS:
        soundfile.write(folder / file, sound, _RATE, **options)
        yield name, folder / file
    if ffmpeg is not None:  # libsndfile writes no M4A
        path = folder / "call.m4a"
        command = [ffmpeg, "-nostdin", "-loglevel", "error", "-i", str(folder / "call.wav"), "-ar", "16000", str(path)]
        subprocess.run(command, check=True)
        yield "M4A", path


def _first_look(path: Path, cache: Path) -> Callable[[], object]:
    def work() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        analyse(path, cache_folder=cache)

    return work


def _to_first_pixels(path: Path, cache: Path) -> float:
    """Until something can be drawn; then the reading is given up."""
    shutil.rmtree(cache, ignore_errors=True)
    seen: list[float] = []

    def publish(_part: Partial) -> None:
        seen.append(time.perf_counter())
        raise Cancelled

    started = time.perf_counter()
    try:
        analyse(path, cache_folder=cache, publish=publish)
    except Cancelled:
        return seen[0] - started
    return time.perf_counter() - started  # so short that it was never published in parts


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
