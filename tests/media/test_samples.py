from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.media.samples import DecodedSamples, SoughtSamples, open_samples

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 8000


def a_sound(seconds: float, channels: int = 2) -> NDArray[np.float32]:
    time = np.arange(round(seconds * RATE))[:, None] / RATE
    sweep = np.sin(2 * np.pi * (200 + 40 * time) * time) * 0.4
    return np.asarray(sweep * (1 - 0.2 * np.arange(channels)), np.float32)


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.wav", {}), ("a.flac", {}), ("a.ogg", {}), ("a.mp3", {}), ("a.wav", {"subtype": "ULAW"})],
)
def test_any_place_is_read_as_a_whole_decoding_gives_it(tmp_path: Path, name: str, options: dict[str, str]) -> None:
    path = tmp_path / name
    soundfile.write(path, a_sound(30), RATE, **options)
    whole = soundfile.read(path, dtype="float32", always_2d=True)[0]
    samples = open_samples(path)
    assert isinstance(samples, SoughtSamples)
    for start in (200_000, 17, 100_000, 99_000, len(whole) - 500):
        assert np.abs(samples.read(start, 500) - whole[start : start + 500]).max() < 1e-4
    samples.close()


def test_before_the_start_and_after_the_end_there_is_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full((100, 2), 0.5), RATE)
    samples = open_samples(path)
    read = samples.read(-10, 130)
    assert not read[:10].any()
    assert not read[110:].any()
    assert (np.abs(read[10:110] - 0.5) < 0.001).all()
    samples.close()


def test_what_can_only_be_decoded_from_the_start_is_decoded_as_time_allows(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, a_sound(20, channels=1), RATE, subtype="GSM610")
    whole = soundfile.read(path, frames=20 * RATE, dtype="float32", always_2d=True)[0]
    samples = open_samples(path)
    assert isinstance(samples, DecodedSamples)
    assert (samples.frames, samples.is_complete) == (0, False)
    assert not samples.read(0, 100).any()
    while not samples.advance(0.001):
        pass
    assert samples.is_complete
    assert samples.frames >= 20 * RATE
    assert np.abs(samples.read(90_000, 500) - whole[90_000:90_500]).max() < 1e-4
    samples.close()


def test_of_more_than_two_channels_the_first_two_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, a_sound(1, channels=4), RATE)
    samples = open_samples(path)
    assert (samples.channels, samples.read(0, 10).shape) == (2, (10, 2))
    samples.close()


def test_what_is_no_number_is_no_bang(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = np.zeros((100, 1), np.float32)
    sound[10:13, 0] = (np.nan, np.inf, -7.0)
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    samples = open_samples(path)
    assert samples.read(10, 3)[:, 0].tolist() == [0.0, 1.0, -1.0]
    samples.close()


def test_a_file_shorter_than_its_header_says_ends_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(3).uniform(-0.5, 0.5, (10 * RATE, 1)), RATE)
    path.write_bytes(path.read_bytes()[:60_000])
    samples = open_samples(path)
    assert samples.frames == 10 * RATE
    try:
        samples.read(9 * RATE, 100)
    except Refusal as refusal:
        assert "a.flac: cannot be decoded" in refusal.message  # noqa: PT017 - a reader may also end there without a word
    else:
        assert samples.frames < 9 * RATE + 100
    samples.close()


def test_what_is_no_sound_or_not_there_is_refused_with_the_reason(tmp_path: Path) -> None:
    text = tmp_path / "a.wav"
    text.write_text("hello, this is a text and no sound at all, whatever its name says")
    with pytest.raises(Refusal, match=r"a\.wav: holds text, not sound"):
        open_samples(text)
    header = tmp_path / "header.wav"
    soundfile.write(header, np.zeros((0, 1)), RATE)
    with pytest.raises(Refusal, match="holds a header but no sound"):
        open_samples(header)
    with pytest.raises(EnvironmentFailure, match="is not there"):
        open_samples(tmp_path / "gone.wav")
