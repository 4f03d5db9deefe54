from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media import ffmpeg
from qa_desk.media.analysis import analyse
from qa_desk.media.decode import decoded_quickly, media_file, probe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

CALL = "formats_of_one_call/call40_"


def the_sound(path: Path) -> Sound:
    return np.concatenate([block.as_floats() for block in decoded_quickly(media_file(path))])


def test_the_locked_qt_brings_the_version_that_is_known() -> None:
    assert ffmpeg.is_there()


def test_opus_decodes_to_the_same_sound_as_by_libsndfile(a_recording: Callable[..., Path], a_voice: Callable[..., Sound]) -> None:
    path = a_recording(
        a_voice([(0.5, 1.5)], 3, rate=48000, noise=0.01), name="call.opus", rate=48000, format="OGG", subtype="OPUS"
    )
    import soundfile

    other = soundfile.read(path, dtype="float32", always_2d=True)[0]
    mine = the_sound(path)
    assert len(mine) == pytest.approx(len(other), abs=960)
    shared = min(len(mine), len(other))
    assert np.corrcoef(mine[:shared, 0], other[:shared, 0])[0, 1] > 0.999


def test_what_is_no_such_container_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.m4a"
    path.write_bytes(b"\x00\x00\x00\x18ftypM4A " + b"\x00" * 500)
    with pytest.raises(Refusal, match=r"x\.m4a: ") as refused:
        probe(path)
    assert "\n" not in refused.value.message


def test_a_file_of_another_kind_is_never_followed_elsewhere(tmp_path: Path) -> None:
    """A list of files to fetch, named as what FFmpeg would take it for."""
    path = tmp_path / "x.m4a"
    path.write_text("#EXTM3U\nhttp://example.invalid/a.m4a\n", encoding="utf-8")
    with pytest.raises(Refusal, match="cannot be decoded"):
        list(ffmpeg.decoded_blocks(path, "mov"))
    with pytest.raises(Refusal, match="holds text"):
        probe(path)


def test_reading_can_be_left_at_any_block(shared_data: Path) -> None:
    blocks = ffmpeg.decoded_blocks(shared_data / "D_recordings" / f"{CALL}stereo.m4a", "mov")
    assert next(blocks).samples.shape[1] == 2
    blocks.close()


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["mono.amr", "mono_g722.wav", "stereo.m4a"])
def test_qt_s_own_decoder_gives_the_same_when_the_libraries_cannot_be_called(
    name: str, shared_data: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    path = shared_data / "D_recordings" / f"{CALL}{name}"
    direct = the_sound(path)
    monkeypatch.setattr(ffmpeg, "is_there", lambda: False)
    assert np.allclose(the_sound(path), direct, atol=1e-4)


@pytest.mark.real_data
def test_silence_that_a_phone_left_out_is_silence_again(shared_data: Path, tmp_path: Path) -> None:
    """AMR with discontinuous transmission: frames of "no data" keep the time, but decoders give nothing for them."""
    data = bytearray((shared_data / "D_recordings" / f"{CALL}mono.amr").read_bytes())
    sizes = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
    frames, at = [], 6
    while at < len(data):
        frames.append(bytes(data[at : at + sizes[data[at] >> 3 & 15]]))
        at += sizes[data[at] >> 3 & 15]
    frames[1000:2000] = [b"\x7c"] * 1000  # from 20 to 40 s
    path = tmp_path / "dtx.amr"
    path.write_bytes(b"#!AMR\n" + b"".join(frames))
    analysis = analyse(path)
    assert analysis.info.duration_s == pytest.approx(len(frames) * 0.02, abs=0.05)
    assert analysis.info.warnings == ()
    silence = max(analysis.facts.dead_air.stretches, key=lambda stretch: stretch.length)
    assert silence.start <= 20.1
    assert silence.end >= 39.9


def test_a_tagged_stream_of_aac_is_no_mp3(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "call.aac"
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10
    path.write_bytes(tag + adts_of(shared_data / "D_recordings" / f"{CALL}stereo.m4a"))
    info = analyse(path).info
    assert (info.codec, info.channels) == ("AAC", 2)
    assert info.duration_s == pytest.approx(245.4, abs=0.3)


def adts_of(m4a: Path) -> bytes:
    """The packets of an M4A, each behind the header that a stream of AAC has."""
    data = m4a.read_bytes()
    sizes_at = data.index(b"stsz") + 12
    count = int.from_bytes(data[sizes_at : sizes_at + 4], "big")
    sizes = [int.from_bytes(data[at : at + 4], "big") for at in range(sizes_at + 4, sizes_at + 4 + 4 * count, 4)]
    at = data.index(b"mdat") + 4
    made = bytearray()
    for size in sizes:
        length = size + 7
        made += bytes([0xFF, 0xF1, 0x40 | 8 << 2, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC])
        made += data[at : at + size]
        at += size
    return bytes(made)
