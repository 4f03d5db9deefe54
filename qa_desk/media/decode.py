"""Any recording as blocks of samples, or one clear reason why not.

libsndfile reads most (`sound_file`); FFmpeg's libraries take the rest (`ffmpeg`, or Qt's decoder where they cannot be called).
Which one is decided by the first bytes of the file, never by its name alone.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media import ffmpeg, qt_decoder
from qa_desk.media.ahead import ahead
from qa_desk.media.containers import HEAD_BYTES, Promise, promise_of, sniff_file
from qa_desk.media.raw import ENCODINGS, RAW_SUFFIXES, RawLayout, chosen_layout, frames_in, layout_of, needs_layout
from qa_desk.media.sound_file import sound_blocks, sound_file

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from qa_desk.media.ahead import Decoding
    from qa_desk.media.straight import StraightSoundFile

MIN_SAMPLE_RATE = 1000
MAX_CHANNELS = 16
_DEMUXERS = {
    "mp4": "mov",
    "amr": "amr",
    "aac": "aac",
    "matroska": "matroska",
    "asf": "asf",
    "wav": "wav",
    "ogg": "ogg",
    "flac": "flac",
}
"""Container as sniffed → FFmpeg's name of it."""
_ONLY_BY_FFMPEG = ("mp4", "amr", "aac", "matroska", "asf")
_WAV_BY_SOUND_FILE = ("PCM", "float", "MS ADPCM", "IMA ADPCM", "A-law", "µ-law", "GSM 06.10", "G.721 ADPCM", None)
_NAMES = {
    "wav": "WAV",
    "aiff": "AIFF",
    "flac": "FLAC",
    "ogg": "Ogg",
    "mp4": "MP4",
    "amr": "AMR",
    "matroska": "Matroska",
    "asf": "WMA",
    "au": "AU",
    "w64": "W64",
    "caf": "CAF",
    "aac": "AAC",
    "mp3": "MP3",
}


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a file holds. `duration_s` is what the header promises until the file was decoded whole; then it is what is there."""

    duration_s: float
    sample_rate: int
    channels: int
    codec: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file, and how it is to be decoded: `layout` for headerless ones, `demuxer` where libsndfile does not know the format."""

    path: Path
    kind: str | None
    layout: RawLayout | None
    demuxer: str | None
    promise: Promise

    @property
    def is_quicker_by_ffmpeg(self) -> bool:
        """Libsndfile seeks exactly in these, but takes four times as long to read them from end to end."""
        return self.kind == "flac" or (self.kind == "ogg" and self.promise.codec == "Opus")


def probe(path: Path, layout: RawLayout | None = None) -> MediaInfo:
    """Duration, rate, channels and codec of a file, from its header where it has one; refused when it holds no sound."""
    return probed(media_file(path, layout))


def probed(file: MediaFile) -> MediaInfo:
    """As `probe`, of a file that was looked at already."""
    info = _probe_by_decoding(file) if file.demuxer else _probe_by_sound_file(file)
    name = file.path.name
    if info.sample_rate < MIN_SAMPLE_RATE:
        raise Refusal(tr("{file}: its header says {rate} samples a second; that is no sound.", file=name, rate=info.sample_rate))
    if not 1 <= info.channels <= MAX_CHANNELS:
        raise Refusal(tr("{file}: its header says {count} channels; that is no call.", file=name, count=info.channels))
    if info.duration_s <= 0:
        raise Refusal(tr("{file}: holds a header but no sound.", file=name))
    return info


def blocks(path: Path, layout: RawLayout | None = None) -> Generator[NDArray[np.float32], None, None]:
    """The samples in order, as float32 blocks of shape (n, channels), full scale ±1; memory does not grow with the file."""
    with closing(decoded(media_file(path, layout))) as all_blocks:
        for block in all_blocks:
            yield block.as_floats()


def decoded_quickly(file: MediaFile) -> Decoding:
    """The samples in order, as they come out quickest; the rate may be another than the probed one."""
    return _decoded_by_ffmpeg(file) if file.is_quicker_by_ffmpeg and ffmpeg.is_there() else decoded(file)


def decoded(file: MediaFile) -> Decoding:
    """The samples in order, at the probed rate, decoded ahead in a thread."""
    if file.demuxer:
        return _decoded_by_ffmpeg(file)
    size_at = file.promise.size_at
    return ahead(lambda: sound_blocks(file.path, file.layout, size_at), file.path)


def _decoded_by_ffmpeg(file: MediaFile) -> Decoding:
    if not ffmpeg.is_there():
        return qt_decoder.decoded_blocks(file.path)
    demuxer = file.demuxer or _DEMUXERS[file.kind or ""]
    return ahead(lambda: ffmpeg.decoded_blocks(file.path, demuxer, file.promise.duration_s), file.path)


@contextmanager
def seekable_sound(path: Path, layout: RawLayout | None = None) -> Iterator[StraightSoundFile | None]:
    """The file open at any place of it, exact to the sample; None where it can only be decoded from the start."""
    file = media_file(path, layout)
    if file.demuxer:
        yield None
        return
    with sound_file(path, file.layout, file.promise.size_at) as sound:
        yield sound if sound.can_seek else None


def shortfall(file: MediaFile, decoded_s: float, probed_s: float | None = None) -> str | None:
    """What to say when less came out of a file than its header promised; None when all is there.

    `probed_s` is what the decoder itself took from the header, where the header's own promise is not read here.
    """
    promise, name = file.promise, file.path.name
    promised = promise.duration_s or probed_s
    if promise.is_unfinished:
        return tr("{file}: the recorder did not finish the header; all that is there was read.", file=name)
    if promised is not None and decoded_s < promised - max(0.25, promised * 0.005):
        return tr(
            "{file}: cut off or damaged; {there} of {promised} s could be read.",
            file=name,
            there=f"{decoded_s:.1f}",
            promised=f"{promised:.1f}",
        )
    return tr("{file}: the end of the file is missing.", file=name) if promise.is_cut else None


def media_file(path: Path, declared: RawLayout | None = None) -> MediaFile:
    """Look at the first bytes, and at what the header promises; refused when they are those of no sound that is known."""
    head = _head(path)
    kind = _kind_of(path, head) if declared is None else None
    if kind is not None:
        promise = promise_of(path, kind)
        if kind == "mp4" and promise.is_cut and promise.codec is None:
            raise Refusal(tr("{file}: was cut off; the index at its end, needed to read it, is missing.", file=path.name))
        by_ffmpeg = kind in _ONLY_BY_FFMPEG or (kind == "wav" and promise.codec not in _WAV_BY_SOUND_FILE)
        by_ffmpeg = by_ffmpeg or promise.codec == "Speex"
        return MediaFile(path, kind, None, _DEMUXERS[kind] if by_ffmpeg else None, promise)
    layout = layout_of(path, head, declared)
    if layout is None:
        raise Refusal(tr("{file}: {what}.", file=path.name, what=_what_it_is(head)))
    seconds = frames_in(path.stat().st_size, layout) / layout.sample_rate
    promise = Promise(seconds, layout.sample_rate, layout.channels, layout.encoding)
    return MediaFile(path, None, layout, None if ENCODINGS[layout.encoding] else layout.encoding, promise)


def layout_among(path: Path, layouts: Sequence[RawLayout]) -> RawLayout | None:
    """The declared layout that a file is read by: none where it has a header or its format fixes it."""
    if not layouts or not needs_layout(path) or _kind_of(path, _head(path)) is not None:
        return None
    return chosen_layout(path, layouts)


def _kind_of(path: Path, head: bytes) -> str | None:
    kind = sniff_file(path, head)
    if kind in ("mp3", "aac") and not head.startswith(b"ID3") and path.suffix.lower() in RAW_SUFFIXES:
        return None  # their mark is a few bits, which headerless sound may hold by chance
    return kind


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise Refusal(tr("{file}: is a folder, not a recording.", file=path.name))
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise EnvironmentFailure(tr("{file}: is not there; was it moved?", file=path)) from error
    except OSError as error:
        raise EnvironmentFailure(tr("{file}: cannot be read ({reason}).", file=path, reason=error.strerror)) from error
    if not head:
        raise Refusal(tr("{file}: is empty.", file=path.name))
    return head


def _what_it_is(head: bytes) -> str:
    try:
        text = head.decode("utf-8", errors="strict") if len(head) < HEAD_BYTES else head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if all(character.isprintable() or character in "\r\n\t" for character in text):
        return tr("holds text, not sound")
    return tr("is in no sound format that is known here")


def _probe_by_sound_file(file: MediaFile) -> MediaInfo:
    with sound_file(file.path, file.layout, file.promise.size_at) as sound:
        codec = file.promise.codec or _CODECS.get(sound.subtype, str(sound.subtype))
        return MediaInfo(sound.frames / max(1, sound.samplerate), sound.samplerate, sound.channels, _full_name(file, codec))


_CODECS = {"MPEG_LAYER_III": "MP3", "OPUS": "Opus", "VORBIS": "Vorbis", "PCM_16": "PCM", "PCM_24": "PCM", "PCM_S8": "PCM"}


def _full_name(file: MediaFile, codec: str) -> str:
    """Container and codec, once where they are the same; a headerless file says so."""
    container = tr("no header") if file.kind is None else _NAMES[file.kind]
    return codec if codec == container else f"{container}, {codec}"


def _probe_by_decoding(file: MediaFile) -> MediaInfo:
    """The header's word, completed by the first decoded block (an MP4 may name a rate that its codec does not keep)."""
    with closing(_decoded_by_ffmpeg(file)) as all_blocks:
        first = next(all_blocks, None)
        if first is None:
            raise Refusal(tr("{file}: holds a header but no sound.", file=file.path.name))
        seconds = file.promise.duration_s
        if not seconds:
            frames = len(first.samples) + sum(len(block.samples) for block in all_blocks)
            seconds = frames / first.sample_rate
    codec = file.promise.codec or _NAMES[file.kind or "aac"]
    return MediaInfo(seconds, first.sample_rate, first.samples.shape[1], _full_name(file, codec))


def with_duration(info: MediaInfo, duration_s: float, *warnings: str | None) -> MediaInfo:
    """The same facts after the whole file was decoded: the duration that is there, and what there is to say about it."""
    return replace(info, duration_s=duration_s, warnings=(*info.warnings, *(w for w in warnings if w)))
