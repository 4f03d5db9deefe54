"""Files that are cut off or altered anywhere: each is read or refused in one line, never with a crash, never for long."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.errors import QaDeskError
from qa_desk.media.analysis import analyse
from qa_desk.media.raw import RawLayout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

LONGEST_S = 10.0
WRITTEN: dict[str, dict[str, str]] = {
    "pcm16.wav": {},
    "pcm24.wav": {"subtype": "PCM_24"},
    "float.wav": {"subtype": "FLOAT"},
    "mulaw.wav": {"subtype": "ULAW"},
    "gsm.wav": {"subtype": "GSM610"},
    "ima.wav": {"subtype": "IMA_ADPCM"},
    "call.flac": {},
    "call.ogg": {},
    "call.mp3": {},
    "call.opus": {"format": "OGG", "subtype": "OPUS"},
    "call.aiff": {},
    "call.au": {"subtype": "ULAW"},
    "big.wav": {"format": "RF64"},
}
REAL = ("stereo.m4a", "mono.amr", "mono_g722.wav", "mono.gsm", "mono.ul", "stereo.opus")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One of the ways in which files break: cut, bytes changed (mostly where headers are), a part missing, zeros, doubled."""
    way = chance.randrange(5)
    if way == 0:
        return data[: chance.randrange(len(data))]
    if way == 1:
        changed = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            reach = min(len(data), 256) if chance.random() < 0.6 else len(data)
            changed[chance.randrange(reach)] = chance.randrange(256)
        return bytes(changed)
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 4000))
    middle = {2: b"", 3: b"\x00" * (end - start), 4: data[start:end] * 2}[way]
    return data[:start] + middle + data[end:]


def told(path: Path, layout: RawLayout | None = None) -> str | None:
    """What is said of a file; None when it was read without a word."""
    started = time.thread_time()
    try:
        analysis = analyse(path, layout=layout)
    except QaDeskError as error:
        said: str | None = error.message
    else:
        assert np.isfinite(analysis.info.duration_s)
        assert analysis.pyramid.levels[0].low.shape[1] < 100 * 3600 * 48
        said = analysis.info.warnings[0] if analysis.info.warnings else None
    assert time.thread_time() - started < LONGEST_S
    return said


def try_many(original: Path, count: int, tmp_path: Path) -> None:
    chance = random.Random(original.name)
    data = original.read_bytes()
    if original.suffix != ".m4a":  # whose index is at its end
        data = data[:200_000]
    path = tmp_path / f"damaged{original.suffix}"
    for number in range(count):
        path.write_bytes(damaged(data, chance))
        said = told(path, RawLayout("ulaw") if original.suffix == ".ul" else None)
        assert said is None or ("\n" not in said and said.startswith(path.name)), (number, said)


@pytest.mark.parametrize("name", WRITTEN)
def test_whatever_happened_to_a_file_it_is_read_or_refused_in_a_line(
    name: str, a_recording: Callable[..., Path], a_voice: Callable[..., Sound], tmp_path: Path
) -> None:
    path = a_recording(a_voice([(0.5, 1.5)], 3, noise=0.01), name=name, **WRITTEN[name])
    try_many(path, 30, tmp_path)


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_whatever_happened_to_a_real_call_it_is_read_or_refused_in_a_line(name: str, shared_data: Path, tmp_path: Path) -> None:
    try_many(shared_data / "D_recordings" / "formats_of_one_call" / f"call40_{name}", 20, tmp_path)
