"""Plays one recording: position, speed with the pitch kept, A–B loop, skipping silence, how loud each channel is.

No widgets; works without a sound device. The sound itself is made in the pump's thread; the playhead is carried on by the
clock between what the pump tells, so that it glides.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from PySide6.QtMultimedia import QMediaDevices

from qa_desk.media.qt_decoder import hush
from qa_desk.ui.media.pump import Order, Pump
from qa_desk.ui.media.sounding import Plan
from qa_desk.ui.media.speaker import ClockSpeaker, DeviceSpeaker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_desk.media.activity import Stretch
    from qa_desk.media.raw import RawLayout
    from qa_desk.ui.media.pump import Told
    from qa_desk.ui.media.sounding import TimeRange
    from qa_desk.ui.media.speaker import Speaker

SLOWEST, FASTEST = 0.5, 3.0
LOUDEST_CHANNEL = 2.0
"""One channel may be lifted beside a loud one."""
_FRAME_MS = 16
_STEP_BACK_S = 0.05
"""What the device tells may fall behind the carried-on playhead by this much; it then waits rather than jump back."""
_CARRY_AT_MOST_S = 0.1
_SHORTEST_LOOP_S = 0.2


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud something is: 1 is as recorded."""

    volume: float = 1.0
    is_muted: bool = False

    @property
    def gain(self) -> float:
        """What the samples are multiplied with."""
        return 0.0 if self.is_muted else self.volume


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """All that the controls show but the position."""

    is_open: bool = False
    is_playing: bool = False
    duration_s: float = 0.0
    speed: float = 1.0
    volume: float = 1.0
    is_muted: bool = False
    channels: tuple[Loudness, Loudness] = (Loudness(), Loudness())
    """Left and right of a two-channel recording."""
    loop: TimeRange | None = None
    skips_silence: bool = False
    has_sound_device: bool = True
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where the sound is, in seconds."""

    seconds: float
    is_playing: bool


class _Orders(QObject):
    """Orders to the pump, carried out in its thread in their sequence."""

    open = Signal(object)
    close = Signal()
    play = Signal(object)
    stand = Signal(object)
    speaker = Signal(object)
    finish = Signal()

    def __init__(self, pump: Pump, parent: QObject) -> None:
        super().__init__(parent)
        queued = Qt.ConnectionType.QueuedConnection
        self.open.connect(pump.open, queued)
        self.close.connect(pump.close, queued)
        self.play.connect(pump.play, queued)
        self.stand.connect(pump.stand, queued)
        self.speaker.connect(pump.change_speaker, queued)
        self.finish.connect(pump.finish, queued)


class Playback(QObject):
    """One recording at a time. Call `release` before the window closes."""

    moved = Signal(object)
    """A `Playhead`, about 60 times a second while it plays."""
    changed = Signal(object)
    """A `PlaybackState`."""

    def __init__(
        self,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
        make_speaker: Callable[[int], Speaker] | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._devices = QMediaDevices(self)
        hush()
        self._has_own_speaker = make_speaker is not None
        self._device_id = self._devices.defaultAudioOutput().id()
        self._pump = Pump(make_speaker or self._speaker_in_force())
        self._thread = QThread(self)
        self._pump.moveToThread(self._thread)
        self._order = _Orders(self._pump, self)
        self._number = 0
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._state = PlaybackState(has_sound_device=self._is_there_sound())
        self._silences: tuple[Stretch, ...] = ()
        self._shown = 0.0
        self._timer.timeout.connect(self._tick)
        self._pump.opened.connect(self._took_open)
        self._pump.failed.connect(self._took_fault)
        self._pump.ended.connect(self._took_end)
        self._devices.audioOutputsChanged.connect(self._took_devices)

    @property
    def state(self) -> PlaybackState:
        """What the controls show."""
        return self._state

    @property
    def position(self) -> float:
        """Where the playhead is, in seconds."""
        return self._shown

    def open(self, path: Path, duration_s: float | None = None, layout: RawLayout | None = None) -> None:
        """Make a recording ready, at its start, at the speed in force. `duration_s` is the true one where it is known."""
        if not self._thread.isRunning():
            self._thread.start()
        self._timer.stop()
        self._silences = ()
        self._shown = 0.0
        channels = (replace(self._state.channels[0], is_muted=False), replace(self._state.channels[1], is_muted=False))
        self._set(is_open=True, is_playing=False, duration_s=duration_s or 0.0, loop=None, fault=None, channels=channels)
        self._order.open.emit(Order(self._next(), path=path.resolve(), layout=layout))
        self.moved.emit(Playhead(0.0, is_playing=False))

    def close(self) -> None:
        """Let go of the recording: its file may be moved."""
        self._timer.stop()
        self._next()
        self._order.close.emit()
        self._set(is_open=False, is_playing=False, duration_s=0.0, loop=None, fault=None)

    def release(self) -> None:
        """Let go of the recording and of the sound, and return when that is done."""
        self.close()
        if self._thread.isRunning():
            self._order.finish.emit()
            self._thread.wait()

    def play(self) -> None:
        """Go on; from the start when it was at the end."""
        if not self._state.is_open or self._state.fault or self._state.is_playing:
            return
        if self._state.duration_s and self._shown >= self._state.duration_s - 0.05:
            self._shown = 0.0
        self._order.play.emit(Order(self._next(), self._shown))
        self._timer.start()
        self._set(is_playing=True)
        self.moved.emit(Playhead(self._shown, is_playing=True))

    def pause(self) -> None:
        """Stand still where the sound is."""
        if not self._state.is_playing:
            return
        self._timer.stop()
        self._order.stand.emit(Order(self._next(), self._shown))
        self._set(is_playing=False)
        self.moved.emit(Playhead(self._shown, is_playing=False))

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self._state.is_playing else self.play)()

    def seek(self, seconds: float) -> None:
        """Go to a time, held within the recording."""
        if not self._state.is_open:
            return
        end = self._state.duration_s
        self._shown = max(0.0, min(seconds, end) if end else seconds)
        if self._state.is_playing:
            self._order.play.emit(Order(self._next(), self._shown))
        self.moved.emit(Playhead(self._shown, self._state.is_playing))

    def step(self, seconds: float) -> None:
        """Go forward, or back where it is negative."""
        self.seek(self._shown + seconds)

    def set_speed(self, speed: float) -> None:
        """Faster or slower, 0.5 to 3, with the pitch kept."""
        self._set(speed=round(max(SLOWEST, min(FASTEST, speed)), 2))

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        self._set(volume=max(0.0, min(1.0, volume)))

    def set_muted(self, is_muted: bool) -> None:
        """Without sound; the playhead goes on."""
        self._set(is_muted=is_muted)

    def set_channel_volume(self, channel: int, volume: float) -> None:
        """How loud the left (0) or right (1) channel is, from 0 to 2."""
        self._set_channel(channel, volume=max(0.0, min(LOUDEST_CHANNEL, volume)))

    def set_channel_muted(self, channel: int, is_muted: bool) -> None:
        """Without the left (0) or right (1) channel; the other is heard on."""
        self._set_channel(channel, is_muted=is_muted)

    def set_loop(self, loop: TimeRange | None) -> None:
        """Repeat from A to B until None is given."""
        if loop is not None and loop.end - loop.start < _SHORTEST_LOOP_S:
            loop = None
        self._set(loop=loop)
        # where it plays beyond B already, the sound itself goes to A without a gap
        if loop is not None and (self._shown < loop.start or (self._shown >= loop.end and not self._state.is_playing)):
            self.seek(loop.start)

    def set_silences(self, silences: Sequence[Stretch]) -> None:
        """What is skipped when skipping is on, in order."""
        self._silences = tuple(silences)
        self._plan()

    def set_skips_silence(self, skips: bool) -> None:
        """Jump over long silence while playing."""
        self._set(skips_silence=skips)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _set_channel(self, channel: int, **changes: object) -> None:
        loudness = list(self._state.channels)
        loudness[channel] = replace(loudness[channel], **changes)  # type: ignore[arg-type]
        self._set(channels=tuple(loudness))

    def _set(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self._plan()
            self.changed.emit(state)

    def _plan(self) -> None:
        state = self._state
        left, right = (channel.gain for channel in state.channels)
        self._pump.plan = Plan(
            speed=state.speed,
            volume=0.0 if state.is_muted else state.volume,
            channels=(left, right),
            loop=state.loop,
            leaps=self._silences if state.skips_silence else (),
        )

    def _tick(self) -> None:
        anchor = self._pump.anchor
        if anchor.number != self._number:
            return  # what was asked for last is not heard yet
        now = anchor.seconds + min(self._clock() - anchor.at, _CARRY_AT_MOST_S) * anchor.speed
        if self._state.duration_s:
            now = min(now, self._state.duration_s)
        if self._shown - _STEP_BACK_S * self._state.speed < now < self._shown:
            now = self._shown
        self._shown = now
        self.moved.emit(Playhead(now, self._state.is_playing))

    def _took_open(self, told: Told) -> None:
        if self._state.is_open and told.duration_s and not self._state.duration_s:
            self._set(duration_s=told.duration_s)

    def _took_fault(self, told: Told) -> None:
        if told.number == self._number:
            self._timer.stop()
            self._set(fault=told.fault, is_playing=False)

    def _took_end(self, told: Told) -> None:
        if told.number != self._number:
            return
        self._timer.stop()
        self._shown = self._state.duration_s
        self._set(is_playing=False)
        self.moved.emit(Playhead(self._shown, is_playing=False))

    def _took_devices(self) -> None:
        device = self._devices.defaultAudioOutput().id()
        if device != self._device_id and not self._has_own_speaker:
            self._device_id = device
            self._order.speaker.emit(self._speaker_in_force())
        self._set(has_sound_device=self._is_there_sound())

    def _speaker_in_force(self) -> Callable[[int], Speaker]:
        device = self._devices.defaultAudioOutput()
        return ClockSpeaker if device.isNull() else partial(_for_device, device)

    def _is_there_sound(self) -> bool:
        return self._has_own_speaker or bool(self._devices.audioOutputs())


def _for_device(device: object, _rate: int) -> Speaker:
    """A device has its own rate, whatever the recording's is."""
    return DeviceSpeaker(device)  # type: ignore[arg-type]
