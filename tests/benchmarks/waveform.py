"""A frame of the waveform of an hour: playing, panning and zooming, against what a picture of its size costs to copy.

The aim is in milliseconds, not a ratio: at any zoom a frame has to stay under 5 ms, or the playhead stutters.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import numpy as np

from qa_desk.media.activity import Stretch
from qa_desk.media.peaks import EnvelopeBuilder, pyramid_of
from tests.benchmarks.measuring import Ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPixmap

    from qa_desk.ui.media.wave import Wave
    from qa_desk.ui.media.waveform import Waveform

_HOUR_S = 3600
_RATE = 8000
_WIDTH, _HEIGHT = 1200, 180
_LENGTHS = (1800.0, 600.0, 60.0, 5.0, 0.5)
_FRAMES = 60


def ratios() -> Iterator[Ratio]:
    """One line a zoom for panning, one for zooming, one for playing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from qa_desk.ui.media.wave import Pin
    from qa_desk.ui.media.waveform import Waveform
    from qa_desk.ui.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    waveform = Waveform(Theme(application, "light"))
    waveform.resize(_WIDTH, _HEIGHT)
    waveform.show_wave(_an_hour())
    waveform.show_pins(tuple(Pin(str(number), number * 40.0, "here") for number in range(90)))
    target = QPixmap(waveform.size())
    copied = _per_frame(target, waveform, lambda _number: None)
    for length in _LENGTHS:
        waveform.zoom_whole()
        waveform.zoom(_HOUR_S / length, 1800.0)
        panned = _per_frame(target, waveform, lambda number: waveform.pan(0.1 if number % 20 < 10 else -0.1))
        yield _line(f"an hour, {length:g} s in sight: a frame of panning", panned, copied)
    waveform.zoom_whole()
    zoomed = _per_frame(target, waveform, lambda number: waveform.zoom(1.25 if number % 40 < 20 else 0.8, 1800.0))
    yield _line("an hour: a frame of zooming in and out", zoomed, copied)
    played = _per_frame(target, waveform, lambda number: waveform.show_position(1800.0 + number / 60))
    yield _line("an hour: a frame of playing", played, copied)
    waveform.close()
    waveform.deleteLater()


def _line(what: str, ours_s: float, copied_s: float) -> Ratio:
    return Ratio(what, ours_s, "the finished picture copied", copied_s, "≤ 0.005 s")


def _per_frame(target: QPixmap, waveform: Waveform, act: Callable[[int], object]) -> float:
    """Seconds of the processor for a frame, of the slowest tenth the fastest: what somebody who drags sees."""
    taken = []
    for number in range(_FRAMES):
        started = time.thread_time()
        act(number)
        waveform.render(target)
        taken.append(time.thread_time() - started)
    return sorted(taken)[_FRAMES * 9 // 10]


def _an_hour() -> Wave:
    """Two noisy lanes, a silence a minute and two talk-overs: as much to draw as a call can have."""
    from qa_desk.ui.media.wave import Wave, lanes_of

    random = np.random.default_rng(7)
    builder = EnvelopeBuilder(_RATE)
    for _minute in range(_HOUR_S // 60):
        builder.add(np.asarray(random.uniform(-0.8, 0.8, (_RATE * 60, 2)), np.float32))
    silences = tuple(Stretch(minute * 60.0 + 20, minute * 60.0 + 27) for minute in range(60))
    overs = tuple(Stretch(half * 30.0 + 3, half * 30.0 + 4) for half in range(120))
    return Wave(pyramid_of(builder.finish()), lanes_of(2), silences, overs)
