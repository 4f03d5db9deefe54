"""Decoding in a thread of its own, some blocks ahead of whoever takes them, with a watchdog.

Decoding and looking at what was decoded then go on at the same time; and a decoder that stops answering, or a file on a
network drive that does, ends in one clear line and not in waiting for ever.
"""

from __future__ import annotations

import queue
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from numpy.typing import NDArray

    Decoding = Generator["Decoded", None, None]

SILENT_FOR_S = 8.0
_BLOCKS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """A block of samples, shape (n, channels): int16, or float32 with full scale ±1."""

    samples: NDArray[np.float32] | NDArray[np.int16]
    sample_rate: int

    def as_floats(self) -> NDArray[np.float32]:
        """The same samples as finite numbers with full scale ±1."""
        if self.samples.dtype == np.int16:
            return self.samples.astype(np.float32) / np.float32(32768)
        return np.nan_to_num(self.samples.astype(np.float32, copy=False), nan=0.0, posinf=1.0, neginf=-1.0)


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def ahead(decode: Callable[[], Decoding], path: Path, *, silent_for_s: float = SILENT_FOR_S) -> Decoding:
    """What `decode()` yields, in order; its errors are raised here. `path` is for the message only.

    EnvironmentFailure when nothing comes for `silent_for_s`. Left early, the thread ends at its next block.
    """
    stop = threading.Event()
    blocks: queue.Queue[Decoded | _End] = queue.Queue(_BLOCKS_AHEAD)
    thread = threading.Thread(target=_run, args=(decode, blocks, stop), name="media-decoder", daemon=True)
    thread.start()
    answers = True
    try:
        while True:
            try:
                got = blocks.get(timeout=silent_for_s)
            except queue.Empty:
                answers = False
                raise EnvironmentFailure(
                    tr("{file}: the decoder stopped answering; nothing was changed. Convert the file to WAV.", file=path.name)
                ) from None
            if isinstance(got, _End):
                if got.error is not None:
                    raise got.error
                return
            yield got
    finally:
        stop.set()
        if answers:
            thread.join(timeout=5.0)


def _run(decode: Callable[[], Decoding], blocks: queue.Queue[Decoded | _End], stop: threading.Event) -> None:
    error: BaseException | None = None
    try:
        with closing(decode()) as decoded:
            for block in decoded:
                _put(block, blocks, stop)
                if stop.is_set():
                    return
    except BaseException as raised:  # carried to the one who takes the blocks
        error = raised
    _put(_End(error), blocks, stop)


def _put(got: Decoded | _End, blocks: queue.Queue[Decoded | _End], stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(queue.Full):
            blocks.put(got, timeout=0.1)
            return
