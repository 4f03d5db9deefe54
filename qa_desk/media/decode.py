"""Any recording as blocks of float samples, or one clear reason why not.

libsndfile reads WAV (PCM 8–32, float, µ-law, A-law, GSM, ADPCM), MP3, Ogg, FLAC, AIFF and more, in bounded memory; Qt's
decoder takes the rest. Which one is decided by the first bytes of the file, never by its name alone.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.containers import HEAD_BYTES, Promise, promise_of, sniff
from qa_desk.media.qt_decoder import decoded_blocks
from qa_desk.media.raw import ENCODINGS, RAW_SUFFIXES, RawLayout, frames_in, layout_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_desk.media.straight import StraightSoundFile

BLOCK_FRAMES = 1 << 18
FLAC_BLOCK_FRAMES = 1 << 13
"""libsndfile gives nothing of a block in which a FLAC stream breaks off: small ones lose a second at most."""
MIN_SAMPLE_RATE = 1000
MAX_CHANNELS = 16
_QT_KINDS = ("mp4", "amr", "aac", "matroska")
_NAMES = {
    "wav": "WAV",
    "aiff": "AIFF",
    "flac": "FLAC",
    "ogg": "Ogg",
    "mp4": "MP4",
    "amr": "AMR",
    "matroska": "Matroska",
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
class _Opened:
    """How a file is to be decoded: `layout` for headerless files, `by_qt` when libsndfile does not know the format."""

    path: Path
    kind: str | None
    layout: RawLayout | None
    by_qt: bool
    promise: Promise


def probe(path: Path, layout: RawLayout | None = None) -> MediaInfo:
    """Duration, rate, channels and codec of a file, from its header where it has one; refused when it holds no sound."""
    opened = _open(path, layout)
    info = _probe_by_qt(opened) if opened.by_qt else _probe_by_soundfile(opened)
    if info.sample_rate < MIN_SAMPLE_RATE:
        raise Refusal(
            tr("{file}: its header says {rate} samples a second; that is no sound.", file=path.name, rate=info.sample_rate)
        )
    if not 1 <= info.channels <= MAX_CHANNELS:
        raise Refusal(tr("{file}: its header says {count} channels; that is no call.", file=path.name, count=info.channels))
    if info.duration_s <= 0:
        raise Refusal(tr("{file}: holds a header but no sound.", file=path.name))
    return info


def blocks(path: Path, layout: RawLayout | None = None) -> Generator[NDArray[np.float32], None, None]:
    """The samples in order, as float32 blocks of shape (n, channels), full scale ±1; memory does not grow with the file."""
    opened = _open(path, layout)
    if opened.by_qt:
        with closing(decoded_blocks(path)) as decoded:
            for block in decoded:
                yield block.samples
    else:
        yield from _blocks_by_soundfile(opened)


@contextmanager
def seekable_sound(path: Path, layout: RawLayout | None = None) -> Iterator[StraightSoundFile | None]:
    """The file open at any place of it, exact to the sample; None where it can only be decoded from the start."""
    opened = _open(path, layout)
    if opened.by_qt:
        yield None
        return
    with _sound_file(opened) as sound:
        yield sound if sound.can_seek else None


def shortfall(path: Path, decoded_s: float, layout: RawLayout | None = None, probed_s: float | None = None) -> str | None:
    """What to say when less came out of a file than its header promised; None when all is there.

    `probed_s` is what the decoder itself took from the header, where the header's own promise is not read here.
    """
    promise = _open(path, layout).promise
    promised = promise.duration_s or probed_s
    if promise.is_unfinished:
        return tr("{file}: the recorder did not finish the header; all that is there was read.", file=path.name)
    if promised is not None and decoded_s < promised - max(0.25, promised * 0.005):
        return tr(
            "{file}: cut off or damaged; {there} of {promised} s could be read.",
            file=path.name,
            there=f"{decoded_s:.1f}",
            promised=f"{promised:.1f}",
        )
    return tr("{file}: the end of the file is missing.", file=path.name) if promise.is_cut else None


def _open(path: Path, declared: RawLayout | None) -> _Opened:
    head = _head(path)
    kind = sniff(head) if declared is None else None
    if kind in ("mp3", "aac") and not head.startswith(b"ID3") and path.suffix.lower() in RAW_SUFFIXES:
        kind = None  # their mark is a few bits, which headerless sound may hold by chance
    if kind is not None:
        promise = promise_of(path, kind)
        if kind == "mp4" and promise.is_cut and promise.codec is None:
            raise Refusal(tr("{file}: was cut off; the index at its end, needed to read it, is missing.", file=path.name))
        by_qt = kind in _QT_KINDS or (kind == "wav" and promise.codec == "G.722")
        return _Opened(path, kind, None, by_qt, promise)
    layout = layout_of(path, head, declared)
    if layout is None:
        raise Refusal(tr("{file}: {what}.", file=path.name, what=_what_it_is(head)))
    seconds = frames_in(path.stat().st_size, layout) / layout.sample_rate
    promise = Promise(seconds, layout.sample_rate, layout.channels, layout.encoding)
    return _Opened(path, None, layout, ENCODINGS[layout.encoding] is None, promise)


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


def _probe_by_soundfile(opened: _Opened) -> MediaInfo:
    with _sound_file(opened) as sound:
        codec = opened.promise.codec or _CODECS.get(sound.subtype, str(sound.subtype))
        return MediaInfo(sound.frames / max(1, sound.samplerate), sound.samplerate, sound.channels, _full_name(opened, codec))


_CODECS = {"MPEG_LAYER_III": "MP3", "OPUS": "Opus", "VORBIS": "Vorbis", "PCM_16": "PCM", "PCM_24": "PCM", "PCM_S8": "PCM"}


def _full_name(opened: _Opened, codec: str) -> str:
    """Container and codec, once where they are the same; a headerless file says so."""
    container = tr("no header") if opened.kind is None else _NAMES[opened.kind]
    return codec if codec == container else f"{container}, {codec}"


def _probe_by_qt(opened: _Opened) -> MediaInfo:
    """The header's word, completed by the first decoded block (an MP4 may name a rate that its codec does not keep)."""
    promise, path = opened.promise, opened.path
    with closing(decoded_blocks(path)) as decoded:
        first = next(decoded, None)
        if first is None:
            raise Refusal(tr("{file}: holds a header but no sound.", file=path.name))
        seconds = promise.duration_s
        if not seconds:
            frames = len(first.samples) + sum(len(block.samples) for block in decoded)
            seconds = frames / first.sample_rate
    codec = promise.codec or _NAMES[opened.kind or "aac"]
    return MediaInfo(seconds, first.sample_rate, first.samples.shape[1], _full_name(opened, codec))


def _blocks_by_soundfile(opened: _Opened) -> Iterator[NDArray[np.float32]]:
    import soundfile

    with _sound_file(opened) as sound:
        holds_floats = sound.subtype in ("FLOAT", "DOUBLE")
        size = FLAC_BLOCK_FRAMES if opened.kind == "flac" else BLOCK_FRAMES
        while True:
            try:
                block: NDArray[np.float32] = sound.read(size, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise Refusal(
                    tr("{file}: cannot be decoded ({reason}).", file=opened.path.name, reason=error.error_string.rstrip("."))
                ) from error
            if not len(block):
                return
            # float files may hold anything: infinities would spoil every figure
            yield np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0) if holds_floats else block


@contextmanager
def _sound_file(opened: _Opened) -> Iterator[StraightSoundFile]:
    import soundfile

    from qa_desk.media.straight import StraightSoundFile

    options: dict[str, object] = {}
    if opened.layout is not None:
        layout = opened.layout
        options = {"format": "RAW", "subtype": ENCODINGS[layout.encoding], "endian": "LITTLE"}
        options |= {"samplerate": layout.sample_rate, "channels": layout.channels}
    with opened.path.open("rb") as file:
        try:
            sound = StraightSoundFile(_View(file, opened.promise.size_at), **options)
        except soundfile.LibsndfileError as error:
            reason = error.error_string.rstrip(".")
            raise Refusal(tr("{file}: cannot be decoded ({reason}).", file=opened.path.name, reason=reason)) from error
        with sound:
            yield sound


class _View:
    """A file without its name, and with the size that a killed recorder did not write.

    Without the name, libsndfile judges by the content: it takes a name ending in .raw for headerless sound.
    """

    def __init__(self, file: BinaryIO, size_at: int | None) -> None:
        self._file = file
        self._patch_at = size_at
        self._patch = b""
        if size_at is not None:
            present = file.seek(0, 2) - size_at - 4
            self._patch = min(present, 0x7FFFFFFF).to_bytes(4, "little")
            file.seek(0)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        at = self._file.tell()
        data = self._file.read(size)
        if self._patch_at is None or at >= self._patch_at + 4 or at + len(data) <= self._patch_at:
            return data
        patched = bytearray(data)
        for index, byte in enumerate(self._patch, self._patch_at - at):
            if 0 <= index < len(patched):
                patched[index] = byte
        return bytes(patched)


def with_duration(info: MediaInfo, duration_s: float, *warnings: str | None) -> MediaInfo:
    """The same facts after the whole file was decoded: the duration that is there, and what there is to say about it."""
    return replace(info, duration_s=duration_s, warnings=(*info.warnings, *(w for w in warnings if w)))
