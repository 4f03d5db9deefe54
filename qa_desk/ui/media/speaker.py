"""Where the sound goes: the computer's sound device, or the clock where there is none (the playhead moves all the same)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QtAudio

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from PySide6.QtCore import QIODevice
    from PySide6.QtMultimedia import QAudioDevice

AHEAD_S = 0.15
"""What is put out ahead of what is heard: long enough that nothing breaks off, short enough that a mute is heard at once."""
_SAMPLE_TYPES: dict[QAudioFormat.SampleFormat, tuple[np.dtype[Any], float, float]] = {
    QAudioFormat.SampleFormat.Float: (np.dtype("<f4"), 1.0, 0.0),
    QAudioFormat.SampleFormat.Int16: (np.dtype("<i2"), 32767.0, 0.0),
    QAudioFormat.SampleFormat.Int32: (np.dtype("<i4"), 2147483392.0, 0.0),
    QAudioFormat.SampleFormat.UInt8: (np.dtype("u1"), 127.0, 128.0),
}


class Speaker(Protocol):
    """Takes two channels of float samples; made, used and let go in one thread."""

    rate: int

    def start(self) -> None:
        """Begin to put out."""
        ...

    def free(self) -> int:
        """How many frames it would take now."""
        ...

    def unheard(self) -> int:
        """How many of the frames it took are not put out yet."""
        ...

    def write(self, frames: NDArray[np.float32]) -> None:
        """Take frames, no more than are free."""
        ...

    def stop(self) -> None:
        """Be silent at once; what is not heard yet is forgotten."""
        ...

    def has_failed(self) -> bool:
        """Whether the device is gone."""
        ...


class DeviceSpeaker:
    """The sound device, in the rate that it works in itself."""

    def __init__(self, device: QAudioDevice) -> None:
        self._format = _format_of(device)
        self.rate = self._format.sampleRate()
        self._type, self._scale, self._middle = _SAMPLE_TYPES[self._format.sampleFormat()]
        self._sink = QAudioSink(device, self._format)
        self._sink.setBufferSize(self._format.bytesForDuration(round(AHEAD_S * 1_000_000)))
        self._into: QIODevice | None = None
        self._pending = b""

    def start(self) -> None:
        """See `Speaker`."""
        self._pending = b""
        self._into = self._sink.start()

    def free(self) -> int:
        """See `Speaker`."""
        self._push()
        return 0 if self._pending else max(0, self._format.framesForBytes(self._sink.bytesFree()))

    def unheard(self) -> int:
        """See `Speaker`."""
        waiting = self._sink.bufferSize() - self._sink.bytesFree() + len(self._pending)
        return max(0, self._format.framesForBytes(waiting))

    def write(self, frames: NDArray[np.float32]) -> None:
        """See `Speaker`."""
        lanes = self._format.channelCount()
        if lanes == 1:
            frames = frames.mean(axis=1, keepdims=True)
        elif lanes > frames.shape[1]:
            frames = np.pad(frames, ((0, 0), (0, lanes - frames.shape[1])))
        self._pending += (frames * self._scale + self._middle).astype(self._type).tobytes()
        self._push()

    def stop(self) -> None:
        """See `Speaker`."""
        self._into = None
        self._sink.reset()

    def has_failed(self) -> bool:
        """See `Speaker`."""
        return self._sink.error() in (QtAudio.Error.OpenError, QtAudio.Error.IOError, QtAudio.Error.FatalError)

    def _push(self) -> None:
        if self._pending and self._into is not None:
            taken = self._into.write(self._pending)
            self._pending = self._pending[max(0, int(taken)) :]


class ClockSpeaker:
    """No device: frames are gone as fast as they would be heard."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._since: float | None = None
        self._written = 0

    def start(self) -> None:
        """See `Speaker`."""
        self._since, self._written = self._clock(), 0

    def free(self) -> int:
        """See `Speaker`."""
        return max(0, round(AHEAD_S * self.rate) - self.unheard())

    def unheard(self) -> int:
        """See `Speaker`; what was late begins to be heard when it comes."""
        if self._since is None:
            return 0
        heard = round((self._clock() - self._since) * self.rate)
        if heard > self._written:
            self._since += (heard - self._written) / self.rate
        return max(0, self._written - heard)

    def write(self, frames: NDArray[np.float32]) -> None:
        """See `Speaker`."""
        self._written += len(frames)

    def stop(self) -> None:
        """See `Speaker`."""
        self._since = None

    def has_failed(self) -> bool:
        """See `Speaker`."""
        return False


def _format_of(device: QAudioDevice) -> QAudioFormat:
    """The device's own rate, two channels of float; else as it prefers."""
    preferred = device.preferredFormat()
    for kind in (QAudioFormat.SampleFormat.Float, QAudioFormat.SampleFormat.Int16):
        wanted = QAudioFormat()
        wanted.setSampleRate(preferred.sampleRate())
        wanted.setChannelCount(2)
        wanted.setSampleFormat(kind)
        if device.isFormatSupported(wanted):
            return wanted
    return preferred
