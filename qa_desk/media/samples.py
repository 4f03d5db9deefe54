"""The sound of a recording from any place in it, as a player needs it: a moment's samples now, not the whole file.

What libsndfile can seek in is read where it lies (its seeks are exact to the sample, also in MP3 and Ogg). The rest (M4A,
AMR, GSM) can only be decoded from the start: that is done once, ahead of the playhead, into memory, and beyond
128 MB into a file that has no name and goes with the program.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa_desk.domain.errors import Refusal
from qa_desk.domain.language import tr
from qa_desk.media.decode import blocks, probe, seekable_sound

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_desk.media.raw import RawLayout
    from qa_desk.media.straight import StraightSoundFile

_BLOCK_FRAMES = 1 << 14
_BLOCKS_KEPT = 8
_SETTLES_S = {"MP3": 0.5, "MPEG": 0.5, "OGG": 3.0}
"""What has to be decoded after a seek before the samples are right; in Ogg, so much that no seek goes to the last page."""
_IN_MEMORY_BYTES = 128_000_000
_FULL_SCALE = 32767
_LANES = 2


class Samples(Protocol):
    """One open recording; `close` gives its file back."""

    sample_rate: int
    channels: int
    """One or two: of more, the first two are heard."""
    frames: int
    """How many there are; while decoding goes on, how many there are so far."""
    is_complete: bool
    """Whether `frames` is all there is."""

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """`count` frames from `start`, shape (count, channels); silence where the recording has none."""
        ...

    def advance(self, seconds: float) -> bool:
        """Decode on for about this long, where there is something to decode ahead; whether all is decoded now."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def open_samples(path: Path, layout: RawLayout | None = None) -> Samples:
    """Open a recording; Refusal for what is no sound, EnvironmentFailure for what cannot be read."""
    probe(path, layout)  # a header that promises no sound is refused here
    stack = ExitStack()
    sound = stack.enter_context(seekable_sound(path, layout))
    if sound is None:
        stack.close()
        return DecodedSamples(path, layout)
    return SoughtSamples(path, sound, stack)


class SoughtSamples:
    """Reads where the file is, block by block; the blocks around the playhead are kept."""

    def __init__(self, path: Path, sound: StraightSoundFile, stack: ExitStack) -> None:
        self._path, self._sound, self._stack = path, sound, stack
        self.sample_rate, self.frames = int(sound.samplerate), int(sound.frames)
        self.channels = min(_LANES, int(sound.channels))
        self.is_complete = True
        self._settles = round(_SETTLES_S.get(sound.format, 0.0) * self.sample_rate)
        self._stands_at = 0
        self._blocks: OrderedDict[int, NDArray[np.float32]] = OrderedDict()

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """See `Samples`."""
        wanted = np.zeros((count, self.channels), np.float32)
        at, end = max(0, start), min(start + count, self.frames)
        while at < end:
            block = self._block(at // _BLOCK_FRAMES)
            offset = at % _BLOCK_FRAMES
            part = block[offset : offset + end - at]
            if not len(part):  # the header promised more than there is
                self.frames = at
                break
            wanted[at - start : at - start + len(part)] = part
            at += len(part)
        return wanted

    def advance(self, seconds: float) -> bool:
        """Nothing is decoded ahead."""
        return True

    def close(self) -> None:
        """See `Samples`."""
        self._blocks.clear()
        self._stack.close()

    def _block(self, number: int) -> NDArray[np.float32]:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        import soundfile

        start = number * _BLOCK_FRAMES
        try:
            if self._stands_at != start:
                before = max(0, start - self._settles)
                self._sound.seek(before)
                self._sound.read(start - before, dtype="float32")
            read: NDArray[np.float32] = self._sound.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)
            self._stands_at = start + len(read)
        except soundfile.LibsndfileError as error:
            reason = error.error_string.rstrip(".")
            raise Refusal(tr("{file}: cannot be decoded ({reason}).", file=self._path.name, reason=reason)) from error
        # float files may hold anything, and what is no number would be a bang in the ear
        kept = np.clip(np.nan_to_num(read[:, : self.channels], nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
        self._blocks[number] = kept
        if len(self._blocks) > _BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        return kept


class DecodedSamples:
    """Decoded once from the start, and kept as 16-bit samples."""

    def __init__(self, path: Path, layout: RawLayout | None = None) -> None:
        info = probe(path, layout)
        self.sample_rate, self.channels = info.sample_rate, min(_LANES, info.channels)
        self.frames = 0
        self.is_complete = False
        self._blocks = blocks(path, layout)
        self._store = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by `close`
        self._frame_bytes = 2 * self.channels

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """See `Samples`; what is not decoded yet is silence."""
        wanted = np.zeros((count, self.channels), np.float32)
        first, end = max(0, start), min(start + count, self.frames)
        if first < end:
            self._store.seek(first * self._frame_bytes)
            data = self._store.read((end - first) * self._frame_bytes)
            part = np.frombuffer(data, "<i2").reshape(-1, self.channels)
            wanted[first - start : end - start] = part / np.float32(_FULL_SCALE)
        return wanted

    def advance(self, seconds: float) -> bool:
        """See `Samples`."""
        until = time.monotonic() + seconds
        while not self.is_complete and time.monotonic() < until:
            try:
                block = next(self._blocks, None)
            except Refusal:
                if not self.frames:
                    raise
                block = None  # what came before the damage can be listened to
            if block is None:
                self.is_complete = True
            else:
                self._keep(block)
        return self.is_complete

    def close(self) -> None:
        """See `Samples`."""
        self._blocks.close()
        self._store.close()

    def _keep(self, block: NDArray[np.float32]) -> None:
        lanes = np.clip(block[:, : self.channels], -1.0, 1.0)
        self._store.seek(self.frames * self._frame_bytes)
        self._store.write(np.rint(lanes * _FULL_SCALE).astype("<i2").tobytes())
        self.frames += len(block)
