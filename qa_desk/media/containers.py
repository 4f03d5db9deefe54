"""What a media file says of itself before any sound is decoded: its container, and the duration its header promises.

Decoders read a truncated file to its end without a word; only the promise of the header tells that something is
missing. Sources: RIFF/WAVE (Microsoft, 1994), ISO 14496-12 (MP4 boxes), ISO 13818-7 (ADTS), RFC 4867 §5 (AMR storage),
RFC 3533 (Ogg pages), RFC 9559 (Matroska), AIFF-C (Apple, 1991), ID3v2.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD_BYTES = 64
_OPEN_END = (0, 0x7FFFFFFF, 0x7FFFFFFF - 36, 0xFFFFFFFF, 0xFFFFFFFF - 36)
"""Data sizes that recorders write first and correct at hang-up; left behind when they are killed."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a header promises; None where it does not say. `is_cut`: the file itself shows that its end is missing."""

    duration_s: float | None = None
    sample_rate: int | None = None
    channels: int | None = None
    codec: str | None = None
    is_cut: bool = False
    is_unfinished: bool = False
    size_at: int | None = None
    """Where a WAV file says how long its sound is."""


def sniff(head: bytes) -> str | None:
    """The container by its first bytes (never by its name), or None when no known one begins so."""
    for kind, begins_so in _SIGNATURES:
        if begins_so(head):
            return kind
    return None


def sniff_file(path: Path, head: bytes) -> str | None:
    """As `sniff`; what begins with a tag of names and pictures (ID3) is judged by what follows it."""
    kind = sniff(head)
    if kind != "mp3" or not head.startswith(b"ID3"):
        return kind
    with path.open("rb") as file:
        file.seek(_after_id3(head))
        return "aac" if sniff(file.read(HEAD_BYTES)) == "aac" else "mp3"


def _after_id3(head: bytes) -> int:
    """Where the sound begins; sizes in the tag have seven bits a byte."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])


def _is_mp3_frame(head: bytes) -> bool:
    """A frame header none of whose fields has a reserved value (µ-law silence is a row of 0xFF too)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return head[1] & 0x18 != 0x08 and head[1] & 0x06 != 0 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


_SIGNATURES: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("wav", lambda head: head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE"),
    ("aiff", lambda head: head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC")),
    ("flac", lambda head: head[:4] == b"fLaC"),
    ("ogg", lambda head: head[:4] == b"OggS"),
    ("mp4", lambda head: head[4:8] == b"ftyp"),
    ("amr", lambda head: head[:5] == b"#!AMR"),
    ("matroska", lambda head: head[:4] == b"\x1aE\xdf\xa3"),
    ("asf", lambda head: head[:8] == b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    ("au", lambda head: head[:4] == b".snd"),
    ("w64", lambda head: head[:4] == b"riff" and head[24:28] == b"wave"),
    ("caf", lambda head: head[:4] == b"caff"),
    ("aac", lambda head: len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0 and head[2] & 0x3C < 0x34),
    ("mp3", lambda head: head[:3] == b"ID3" or _is_mp3_frame(head)),
)


def promise_of(path: Path, kind: str) -> Promise:
    """The promise of the header. A header that cannot be followed promises nothing: decoding then tells what is there."""
    reader = _READERS.get(kind)
    if reader is None:
        return Promise()
    try:
        with path.open("rb") as file:
            return reader(file, path.stat().st_size)
    except struct.error:
        return Promise(is_cut=True)


WAV_CODECS = {
    0x0001: "PCM",
    0x0002: "MS ADPCM",
    0x0003: "float",
    0x0006: "A-law",
    0x0007: "µ-law",
    0x0011: "IMA ADPCM",
    0x0022: "TrueSpeech",
    0x0031: "GSM 06.10",
    0x0040: "G.721 ADPCM",
    0x0042: "G.723.1",
    0x0050: "MP2",
    0x0055: "MP3",
    0x0064: "G.726",
    0x0065: "G.722",
    0x0083: "G.729",
    0x0161: "WMA",
    0x028F: "G.722",
}
_EXTENSIBLE = 0xFFFE


def _wav(file: BinaryIO, size: int) -> Promise:
    rate = channels = byte_rate = tag = long_size = None
    for name, start, length in _riff_chunks(file, size):
        if name == b"fmt " and length >= 16:
            file.seek(start)
            tag, channels, rate, byte_rate = struct.unpack("<HHII", file.read(12))
            if tag == _EXTENSIBLE and length >= 26:
                file.seek(start + 24)
                tag = struct.unpack("<H", file.read(2))[0]
        elif name == b"ds64" and length >= 16:  # RF64 (EBU Tech 3306): sizes beyond 32 bits
            file.seek(start + 8)
            long_size = struct.unpack("<Q", file.read(8))[0]
        elif name == b"data" and byte_rate and rate:
            present = size - start
            codec = WAV_CODECS.get(tag or 0, f"WAV 0x{tag:04X}")
            if long_size is None and length in _OPEN_END and present > 0:
                return Promise(present / byte_rate, rate, channels, codec, is_unfinished=True, size_at=start - 4)
            length = length if long_size is None else long_size
            if codec == "G.722":  # eight kilobytes a second by its definition; recorders write other figures into the header
                byte_rate = 8000 * max(1, channels or 1)
            return Promise(length / byte_rate, rate, channels, codec, is_cut=present < length)
    return Promise(sample_rate=rate, channels=channels, codec=WAV_CODECS.get(tag or 0))


def _riff_chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack("<4sI", file.read(8))
        yield name, at + 8, length
        at += 8 + length + length % 2


def _mp4(file: BinaryIO, size: int) -> Promise:
    is_cut = any(at + length > size for _, at, length in _boxes(file, 0, size))
    for track in _descend(file, 0, size, (b"moov", b"trak")):
        for start, _ in _descend(file, *track, (b"mdia", b"hdlr")):
            file.seek(start + 8)
            if file.read(4) == b"soun":
                return replace(_sound_of(file, track), duration_s=_length_of(file, track), is_cut=is_cut)
    return Promise(is_cut=is_cut)


def _length_of(file: BinaryIO, track: tuple[int, int]) -> float | None:
    for start, _ in _descend(file, *track, (b"mdia", b"mdhd")):
        file.seek(start)
        is_long = file.read(1) == b"\x01"
        file.seek(start + (20 if is_long else 12))
        scale, length = struct.unpack(">IQ" if is_long else ">II", file.read(12 if is_long else 8))
        return length / scale if scale else None
    return None


def _sound_of(file: BinaryIO, track: tuple[int, int]) -> Promise:
    """How the first sample description of a track names its sound."""
    for start, _ in _descend(file, *track, (b"mdia", b"minf", b"stbl", b"stsd")):
        file.seek(start + 12)
        name = file.read(4)
        file.seek(start + 8 + 24)
        channels, _, _, rate = struct.unpack(">HHIH", file.read(10))
        codec = {b"mp4a": "AAC", b"alac": "ALAC", b"samr": "AMR"}.get(name, name.decode("latin-1").strip())
        return Promise(sample_rate=rate or None, channels=channels, codec=codec)
    return Promise()


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start of the content and its length, of each box between two places."""
    at = start
    while at + 8 <= end:
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            length, header = struct.unpack(">Q", file.read(8))[0], 16
        elif length == 0:
            length = end - at
        if length < header:
            return
        yield name, at + header, length - header
        at += length


def _descend(file: BinaryIO, start: int, end: int, names: tuple[bytes, ...]) -> Iterator[tuple[int, int]]:
    for name, at, length in _boxes(file, start, end):
        if name == names[0]:
            if len(names) == 1:
                yield at, min(at + length, end)
            else:
                yield from _descend(file, at, min(at + length, end), names[1:])


_AMR_NB = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_WB = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)


def _amr(file: BinaryIO, size: int) -> Promise:
    """Count the frames: AMR has no duration in its header, and decoders skip the frames of silence."""
    data = file.read()
    is_wide = data.startswith(b"#!AMR-WB")
    sizes = _AMR_WB if is_wide else _AMR_NB
    at, frames = data.find(b"\n") + 1, 0
    while at < size:
        at += sizes[(data[at] >> 3) & 0x0F]
        frames += 1
    return Promise(frames * 0.02, 16000 if is_wide else 8000, 1, "AMR-WB" if is_wide else "AMR", is_cut=at > size)


def _ogg(file: BinaryIO, size: int) -> Promise:
    """An Ogg stream ends with a page marked as the last; without it the end is missing."""
    head = file.read(HEAD_BYTES)
    codec = next((name for mark, name in _OGG_CODECS if mark in head), None)
    file.seek(max(0, size - 70_000))  # a page is at most 65,307 bytes
    tail = file.read()
    at = tail.rfind(b"OggS")
    return Promise(codec=codec, is_cut=at < 0 or at + 5 >= len(tail) or not tail[at + 5] & 0x04)


_OGG_CODECS = ((b"OpusHead", "Opus"), (b"\x01vorbis", "Vorbis"), (b"Speex   ", "Speex"), (b"\x7fFLAC", "FLAC"))


_MP3_RATES = ((11025, 12000, 8000), (0, 0, 0), (22050, 24000, 16000), (44100, 48000, 32000))
"""By the two bits of the version (MPEG 2.5, reserved, 2, 1)."""


def _mp3(file: BinaryIO, size: int) -> Promise:
    """Encoders write the number of frames into a first, silent frame (Xing, Info); without it an MP3 promises nothing."""
    file.seek(_after_id3(file.read(10)))
    frame = file.read(256)
    if not _is_mp3_frame(frame):
        return Promise(codec="MP3")
    version, rate_index = frame[1] >> 3 & 3, frame[2] >> 2 & 3
    rate, samples = _MP3_RATES[version][rate_index], 1152 if version == 3 else 576
    mark = max(frame.find(b"Xing"), frame.find(b"Info"))
    if mark < 0 or not frame[mark + 7] & 1:
        return Promise(codec="MP3")
    return Promise(struct.unpack(">I", frame[mark + 8 : mark + 12])[0] * samples / rate, codec="MP3")


_ADTS_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)


def _adts(file: BinaryIO, size: int) -> Promise:
    """Count the frames: such a file is nothing but frames, each of which says its length."""
    data = file.read()
    at, samples, rate = _after_id3(data[:10]), 0, 0
    while at + 7 <= size and data[at] == 0xFF and data[at + 1] & 0xF6 == 0xF0:
        place = data[at + 2] >> 2 & 0xF
        length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        if place >= len(_ADTS_RATES) or length < 7:
            break
        rate = rate or _ADTS_RATES[place]
        samples += 1024 * ((data[at + 6] & 3) + 1)
        at += length
    return Promise(samples / rate if rate else None, codec="AAC", is_cut=at > size)


def _aiff(file: BinaryIO, size: int) -> Promise:
    """The chunk of sound says how many bytes it has; the common chunk is read by the decoder."""
    at = 12
    while at + 8 <= size:
        file.seek(at)
        name, length = struct.unpack(">4sI", file.read(8))
        if name == b"SSND":
            return Promise(is_cut=at + 8 + length > size)
        at += 8 + length + length % 2
    return Promise()


_EBML_SEGMENT, _EBML_INFO, _EBML_DURATION, _EBML_SCALE = 0x18538067, 0x1549A966, 0x4489, 0x2AD7B1


def _matroska(file: BinaryIO, size: int) -> Promise:
    """The length in the information at the head; live recorders leave it out."""
    for segment, segment_end in _elements(file, 0, size, _EBML_SEGMENT):
        for info, info_end in _elements(file, segment, min(segment_end, size), _EBML_INFO):
            scale, length = 1_000_000, None
            for start, end in _elements(file, info, info_end, _EBML_SCALE):
                file.seek(start)
                scale = int.from_bytes(file.read(end - start))
            for start, end in _elements(file, info, info_end, _EBML_DURATION):
                file.seek(start)
                length = struct.unpack(">d" if end - start == 8 else ">f", file.read(end - start))[0]
            seconds = length * scale / 1e9 if length else None
            return Promise(seconds if seconds and 0 < seconds < 1e7 else None, is_cut=segment_end > size)
    return Promise()


def _elements(file: BinaryIO, start: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Start and end of the content of each EBML element of one name. Of unknown length: up to the end of its parent."""
    at = start
    while at < end:
        file.seek(at)
        head = file.read(12)
        if not head or not head[0]:
            return
        id_length = 9 - head[0].bit_length()
        if id_length >= len(head) or not head[id_length]:
            return
        size_length = 9 - head[id_length].bit_length()
        field = int.from_bytes(head[id_length : id_length + size_length]) & ((1 << 7 * size_length) - 1)
        content = at + id_length + size_length
        is_open = field == (1 << 7 * size_length) - 1
        content_end = end if is_open else content + field
        if int.from_bytes(head[:id_length]) == wanted:
            yield content, content_end
        at = content_end


_READERS: dict[str, Callable[[BinaryIO, int], Promise]] = {
    "wav": _wav,
    "mp4": _mp4,
    "amr": _amr,
    "ogg": _ogg,
    "mp3": _mp3,
    "aac": _adts,
    "aiff": _aiff,
    "matroska": _matroska,
}
