from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.media.resampling import Resampler

if TYPE_CHECKING:
    from numpy.typing import NDArray


def tone(hertz: float, rate: int, seconds: float = 1.0) -> NDArray[np.float32]:
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)[:, None], np.float32)


@pytest.mark.parametrize(
    ("rate_in", "rate_out"), [(8000, 48_000), (8000, 44_100), (11_025, 48_000), (44_100, 48_000), (96_000, 48_000)]
)
def test_a_tone_is_the_same_tone_at_the_other_rate(rate_in: int, rate_out: int) -> None:
    made = Resampler(rate_in, rate_out, 1).take(tone(1000, rate_in))
    wanted = tone(1000, rate_out)[: len(made)]
    middle = slice(rate_out // 10, len(made) - rate_out // 10)
    assert len(made) == pytest.approx(rate_out, abs=rate_out / rate_in * 40)
    assert np.abs(made[middle] - wanted[middle]).max() < 0.002


def test_what_the_lower_rate_cannot_hold_is_gone() -> None:
    made = Resampler(48_000, 8000, 1).take(tone(5000, 48_000))
    assert np.abs(made[400:-400]).max() < 0.0005


def test_blocks_come_out_as_the_whole_does() -> None:
    sound = np.asarray(np.random.default_rng(2).uniform(-0.5, 0.5, (5000, 2)), np.float32)
    whole = Resampler(8000, 44_100, 2).take(sound)
    one = Resampler(8000, 44_100, 2)
    parts = np.concatenate([one.take(block) for block in np.split(sound, [1, 3, 7, 400, 401, 3333])])
    assert len(parts) == len(whole)
    assert np.abs(parts - whole).max() < 1e-5


def test_at_the_same_rate_nothing_is_touched() -> None:
    sound = tone(300, 8000)
    assert Resampler(8000, 8000, 1).take(sound) is sound
