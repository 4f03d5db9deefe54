from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.media.analysis import analyse
from qa_desk.media.decode import blocks, probe
from qa_desk.media.raw import RawLayout, parse_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]


@pytest.fixture
def tone(a_voice: Callable[..., Sound]) -> Sound:
    return a_voice([(0.5, 1.5)], 2.0)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("pcm8.wav", {"subtype": "PCM_U8"}),
        ("pcm16.wav", {"subtype": "PCM_16"}),
        ("pcm24.wav", {"subtype": "PCM_24"}),
        ("pcm32.wav", {"subtype": "PCM_32"}),
        ("float.wav", {"subtype": "FLOAT"}),
        ("double.wav", {"subtype": "DOUBLE"}),
        ("mulaw.WAV", {"subtype": "ULAW", "format": "WAV"}),
        ("alaw.wav", {"subtype": "ALAW"}),
        ("gsm.wav", {"subtype": "GSM610"}),
        ("ima.wav", {"subtype": "IMA_ADPCM"}),
        ("ms.wav", {"subtype": "MS_ADPCM"}),
        ("g721.wav", {"subtype": "G721_32"}),
        ("call.flac", {}),
        ("call.ogg", {}),
        ("call.mp3", {}),
        ("call.opus", {"format": "OGG", "subtype": "OPUS"}),
        ("call.aiff", {}),
        ("call.au", {"subtype": "ULAW"}),
        ("call.w64", {}),
        ("call.caf", {}),
        ("big.wav", {"format": "RF64"}),
    ],
)
def test_each_format_gives_its_sound_back(
    a_recording: Callable[..., Path], tone: Sound, name: str, options: dict[str, str]
) -> None:
    path = a_recording(tone, name=name, **options)
    info = probe(path)
    samples = np.concatenate(list(blocks(path)))
    assert info.channels == samples.shape[1] == 1
    assert info.duration_s == pytest.approx(2.0, abs=0.15)
    assert len(samples) / info.sample_rate == pytest.approx(2.0, abs=0.15)
    assert np.sqrt(4 * np.square(samples).mean()) == pytest.approx(0.3, rel=0.1)  # a tone for half of the time
    assert info.warnings == analyse(path).info.warnings == ()


def test_a_wav_named_raw_is_known_by_its_content(a_recording: Callable[..., Path], tone: Sound) -> None:
    path = a_recording(tone)
    assert probe(path.rename(path.with_suffix(".raw"))).duration_s == 2.0


def test_float_files_with_infinities_are_tamed(a_recording: Callable[..., Path], tone: Sound) -> None:
    tone[100:103] = (np.inf, -np.inf, np.nan)
    samples = np.concatenate(list(blocks(a_recording(tone, subtype="FLOAT"))))
    assert samples[100:103, 0].tolist() == [1.0, -1.0, 0.0]


def test_a_cut_off_file_is_read_as_far_as_it_goes_and_says_so(a_recording: Callable[..., Path], tone: Sound) -> None:
    path = a_recording(tone)
    path.write_bytes(path.read_bytes()[:16_044])
    info = analyse(path).info
    assert info.duration_s == pytest.approx(1.0)
    assert info.warnings == ("call.wav: cut off or damaged; 1.0 of 2.0 s could be read.",)


def test_an_ogg_file_without_its_last_page_says_so(a_recording: Callable[..., Path], a_voice: Callable[..., Sound]) -> None:
    path = a_recording(a_voice([(0, 20)], 30, noise=0.01), name="call.ogg")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    info = analyse(path).info
    assert 0 < info.duration_s < 30
    assert len(info.warnings) == 1


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF])
def test_a_recorder_that_was_killed_leaves_a_header_to_be_ignored(
    a_recording: Callable[..., Path], tone: Sound, length: int
) -> None:
    path = a_recording(tone)
    data = bytearray(path.read_bytes())
    data[40:44] = struct.pack("<I", length)
    path.write_bytes(data)
    info = analyse(path).info
    assert info.duration_s == pytest.approx(2.0, abs=0.01)
    assert "did not finish the header" in info.warnings[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"../../../test.wav", "holds text, not sound"),
        ("Привет, это текст".encode() * 9, "holds text, not sound"),
        (b"\x00\x01\x02\xfe" * 50, "in no sound format"),
        (b"RIFF\x24\x00\x00\x00WAVE", "cannot be decoded"),
        (b"fLaC" + b"\x00" * 40, "cannot be decoded"),
        (b"OggS" + b"\x00" * 100, "cannot be decoded"),
    ],
)
def test_what_is_no_recording_is_refused_with_one_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=reason) as refused:
        probe(path)
    assert "\n" not in refused.value.message


def test_a_folder_and_an_absent_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is a folder"):
        probe(tmp_path)
    with pytest.raises(EnvironmentFailure, match="was it moved"):
        probe(tmp_path / "gone.wav")


def test_raw_sound_wants_a_declared_layout(a_recording: Callable[..., Path], tone: Sound) -> None:
    path = a_recording(tone, name="call.ul", format="RAW", subtype="ULAW")
    with pytest.raises(Refusal, match=r"declare its layout, e\.g\. ulaw:8000:1"):
        probe(path)
    layout = parse_layout("ulaw:8000:1")
    assert probe(path, layout).duration_s == 2.0
    assert np.abs(np.concatenate(list(blocks(path, layout)))).max() == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("text", ["", "mp3:8000:1", "ulaw:fast:1", "ulaw:8000:9"])
def test_a_layout_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="is no layout"):
        parse_layout(text)


def test_layouts_may_leave_out_what_is_usual() -> None:
    assert parse_layout("alaw") == RawLayout("alaw", 8000, 1)
    assert parse_layout("pcm16:16000") == RawLayout("pcm16", 16000, 1)


def test_a_file_named_gsm_that_holds_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gsm"
    path.write_bytes(b"\x00" * 330)
    with pytest.raises(Refusal, match="does not hold GSM frames"):
        probe(path)
