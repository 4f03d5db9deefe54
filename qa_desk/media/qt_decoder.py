"""Decodes by Qt's decoder, in a thread of its own with a watchdog: where Qt's FFmpeg is not the one that can be called directly.

Qt's decoder wants an event loop, tells errors before the loop runs, and has been seen to stop answering: here it is a
plain iterator of blocks that ends, or raises, in bounded time. No widget, no window, no sound device is needed.
"""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.domain.language import tr
from qa_desk.media.ahead import SILENT_FOR_S, Decoded

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_BLOCKS_AHEAD = 64
_BLOCK_SAMPLES = 65536
_ONLY_FATAL = 8


@dataclass(frozen=True, slots=True)
class _End:
    error: str | None = None
    bug: BaseException | None = None


def decoded_blocks(path: Path, *, silent_for_s: float = SILENT_FOR_S) -> Generator[Decoded, None, None]:
    """Blocks of float32 samples, shape (n, channels), in order.

    Refused when Qt cannot read the file; EnvironmentFailure when Qt's media plugin is missing or does not answer.
    """
    with _an_application():
        stop = threading.Event()
        blocks: queue.Queue[Decoded | _End] = queue.Queue(_BLOCKS_AHEAD)
        thread = threading.Thread(target=_run, args=(path, blocks, stop), name="media-decoder", daemon=True)
        thread.start()
        try:
            while True:
                block = _next(blocks, path, silent_for_s)
                if isinstance(block, _End):
                    if block.bug is not None:
                        raise block.bug
                    if block.error is not None:
                        raise Refusal(tr("{file}: cannot be decoded ({reason}).", file=path.name, reason=block.error))
                    return
                yield block
        finally:
            stop.set()
            thread.join(timeout=5.0)


def _next(blocks: queue.Queue[Decoded | _End], path: Path, silent_for_s: float) -> Decoded | _End:
    try:
        return blocks.get(timeout=silent_for_s)
    except queue.Empty:
        raise EnvironmentFailure(
            tr("{file}: the decoder stopped answering; nothing was changed. Convert the file to WAV.", file=path.name)
        ) from None


def _run(path: Path, blocks: queue.Queue[Decoded | _End], stop: threading.Event) -> None:
    try:
        end = _decode(path, blocks, stop)
    except BaseException as bug:
        end = _End(bug=bug)
    _send(end, blocks, stop)


def _send(block: Decoded | _End, blocks: queue.Queue[Decoded | _End], stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(queue.Full):
            blocks.put(block, timeout=0.1)
            return


def _decode(path: Path, blocks: queue.Queue[Decoded | _End], stop: threading.Event) -> _End:
    from PySide6.QtCore import QEventLoop, QTimer, QUrl
    from PySide6.QtMultimedia import QAudioDecoder

    decoder, loop = QAudioDecoder(), QEventLoop()
    hush()
    gathered: list[NDArray[np.float32]] = []
    rate = 0
    ended: list[_End] = []

    def flush() -> None:
        if gathered:
            _send(Decoded(np.concatenate(gathered), rate), blocks, stop)
            gathered.clear()

    def take() -> None:
        nonlocal rate
        while decoder.bufferAvailable() and not stop.is_set():
            buffer = decoder.read()
            rate = buffer.format().sampleRate()
            gathered.append(_samples(buffer))
            if sum(map(len, gathered)) >= _BLOCK_SAMPLES:
                flush()
        if stop.is_set():
            end(None)

    def end(error: str | None) -> None:
        if not ended:
            ended.append(_End(error))
            loop.quit()

    watch = QTimer()
    watch.timeout.connect(lambda: end(None) if stop.is_set() else None)
    watch.start(200)  # also wakes the loop when a consumer left early
    decoder.bufferReady.connect(take)
    decoder.finished.connect(lambda: end(None))
    decoder.error.connect(lambda _: end(decoder.errorString()))
    if not decoder.isSupported():
        end(tr("Qt's media plugin did not load; on Linux install libpulse0 and libxrandr2"))
    else:
        decoder.setSource(QUrl.fromLocalFile(str(path.resolve())))
        decoder.start()
    if not ended:  # errors of opening come before the loop runs
        loop.exec()
    watch.stop()
    if not stop.is_set() and ended[0].error is None:
        take()
        flush()
    decoder.stop()
    return ended[0]


def _samples(buffer: Any) -> NDArray[np.float32]:  # noqa: ANN401 - a QAudioBuffer, whose module is imported late
    kind = buffer.format().sampleFormat().name
    channels = max(1, buffer.format().channelCount())
    dtype, offset, scale = _FORMATS[kind]
    flat = np.frombuffer(buffer.constData(), dtype=dtype).astype(np.float32)
    return ((flat - offset) * scale).reshape(-1, channels)


_FORMATS: dict[str, tuple[Any, float, float]] = {
    "UInt8": (np.uint8, 128.0, 1 / 128),
    "Int16": (np.int16, 0.0, 1 / 32768),
    "Int32": (np.int32, 0.0, 1 / 2147483648),
    "Float": (np.float32, 0.0, 1.0),
}


@contextmanager
def _an_application() -> Iterator[None]:
    """Qt's loops need an application object: the window's, or one for the length of the decoding on the command line."""
    from PySide6.QtCore import QCoreApplication, QLoggingCategory

    if QCoreApplication.instance() is not None:
        yield
        return
    application = QCoreApplication([])
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")  # a command says one clear line, its own
    try:
        yield
    finally:
        application.shutdown()


def hush() -> None:
    """Keep FFmpeg from printing file names and stream tables on standard error (they may hold customers' numbers)."""
    import ctypes
    from pathlib import Path

    import PySide6

    folder = Path(PySide6.__file__).parent
    for pattern in ("Qt/lib/libavutil.so*", "Qt/lib/libavutil*.dylib", "avutil-*.dll"):
        for library in folder.glob(pattern):
            with suppress(OSError):  # not loaded by Qt: then nothing will print either
                ctypes.CDLL(str(library)).av_log_set_level(_ONLY_FATAL)
