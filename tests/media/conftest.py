"""Builders of sound with known answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 8000


def a_voice(
    spoken: Sequence[tuple[float, float]], seconds: float, *, rate: int = RATE, loud: float = 0.3, noise: float = 0.0
) -> NDArray[np.float32]:
    """A tone where somebody speaks, over nothing or over noise."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.random.default_rng(1).normal(0.0, noise, len(time)) if noise else np.zeros(len(time))
    for start, end in spoken:
        where = (time >= start - 1e-9) & (time < end - 1e-9)
        sound[where] += loud * np.sin(2 * np.pi * 400 * time[where])
    return sound.astype(np.float32)


@pytest.fixture
def a_recording(tmp_path: Path) -> Callable[..., Path]:
    """Writes lanes of samples to a file; the suffix and the options say in which format."""

    def write(*lanes: NDArray[np.float32], name: str = "call.wav", rate: int = RATE, **options: str) -> Path:
        path = tmp_path / name
        soundfile.write(path, np.column_stack(lanes), rate, **options)
        return path

    return write


@pytest.fixture(name="a_voice")
def a_voice_builder() -> Callable[..., NDArray[np.float32]]:
    """The builder of voices."""
    return a_voice
