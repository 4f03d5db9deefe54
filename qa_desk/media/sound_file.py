"""Reads by libsndfile: WAV (PCM 8–32, float, µ-law, A-law, GSM, ADPCM), MP3, Ogg, FLAC, AIFF and more, in bounded memory."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.ahead import Decoded
from qa_desk.media.raw import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_desk.media.ahead import Decoding
    from qa_desk.media.raw import RawLayout
    from qa_desk.media.straight import StraightSoundFile

_BLOCK_FRAMES = 1 << 16
_FLAC_BLOCK_FRAMES = 1 << 13
"""libsndfile gives nothing of a block in which a FLAC stream breaks off: small ones lose a second at most."""
_OF_16_BITS = frozenset(
    {"PCM_S8", "PCM_U8", "PCM_16", "ULAW", "ALAW", "GSM610", "IMA_ADPCM", "MS_ADPCM", "VOX_ADPCM", "G721_32", "DWVW_12"}
)
"""What holds no more than 16 bits is read as such: half the bytes, and no conversion."""


def sound_blocks(path: Path, layout: RawLayout | None, size_at: int | None) -> Decoding:
    """The samples in order. `size_at` is where a WAV says how long it is, when that is not to be believed."""
    import soundfile

    with sound_file(path, layout, size_at) as sound:
        dtype = "int16" if sound.subtype in _OF_16_BITS else "float32"
        size = _FLAC_BLOCK_FRAMES if sound.format == "FLAC" else _BLOCK_FRAMES
        while True:
            try:
                block = sound.read(size, dtype=dtype, always_2d=True)
            except soundfile.LibsndfileError as error:
                raise _refusal(path, error) from error
            if not len(block):
                return
            yield Decoded(block, int(sound.samplerate))


@contextmanager
def sound_file(path: Path, layout: RawLayout | None, size_at: int | None) -> Iterator[StraightSoundFile]:
    """The file open in libsndfile; refused, with its reason, when that cannot read it."""
    import soundfile

    from qa_desk.media.straight import StraightSoundFile

    options: dict[str, object] = {}
    if layout is not None:
        options = {"format": "RAW", "subtype": ENCODINGS[layout.encoding], "endian": "LITTLE"}
        options |= {"samplerate": layout.sample_rate, "channels": layout.channels}
    with path.open("rb") as file:
        try:
            sound = StraightSoundFile(_View(file, size_at), **options)
        except soundfile.LibsndfileError as error:
            raise _refusal(path, error) from error
        with sound:
            yield sound


def _refusal(path: Path, error: Exception) -> Refusal:
    reason = str(getattr(error, "error_string", error)).rstrip(".")
    return Refusal(tr("{file}: cannot be decoded ({reason}).", file=path.name, reason=reason))


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
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):  # a damaged header leads to before the beginning
            return self._file.tell()  # libsndfile sees that it is not where it wanted to be

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
