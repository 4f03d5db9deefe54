"""Plays one recording: position, speed with the pitch kept, A–B loop, skipping silence. No widgets; works without a sound device.

Qt's position moves in steps of 64 ms; between them the playhead is carried on by the clock, so that it glides.

What starts, stops or replaces the sound is sent to the player through the event loop and never called: such a call holds
Python's lock while it waits for Qt's, and a thread of the player that is ending holds Qt's while it waits for Python's
(it must ask whether the audio output, an object made in Python, overrides a method). The window would stand still for ever.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

from qa_desk.domain.language import tr
from qa_desk.media.qt_decoder import hush

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_desk.media.activity import Stretch

SLOWEST, FASTEST = 0.5, 3.0
_FRAME_MS = 16
_STEP_BACK_S = 0.15
"""Qt's steps may fall behind the carried-on playhead by this much; it then waits rather than jump back."""
_CARRY_AT_MOST_S = 0.25
_SILENCE_LEFT_S = 0.3
_LOADED = (QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia)
_BEFORE_SPEECH_S = 0.1


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of the recording from A to B, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PlaybackState:
    """All that the controls show but the position."""

    is_open: bool = False
    is_playing: bool = False
    duration_s: float = 0.0
    speed: float = 1.0
    volume: float = 1.0
    is_muted: bool = False
    loop: TimeRange | None = None
    skips_silence: bool = False
    has_sound_device: bool = True
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where the sound is, in seconds."""

    seconds: float
    is_playing: bool


class _Commands(QObject):
    """Orders to a player, carried out in their sequence by the event loop, which does not hold Python's lock."""

    source = Signal(QUrl)
    rate = Signal(float)
    position = Signal("qlonglong")  # type: ignore[arg-type]
    play = Signal()
    pause = Signal()
    stop = Signal()
    done = Signal()

    def __init__(self, player: QMediaPlayer) -> None:
        super().__init__(player)
        queued = Qt.ConnectionType.QueuedConnection
        self.source.connect(player.setSource, queued)
        self.rate.connect(player.setPlaybackRate, queued)
        self.position.connect(player.setPosition, queued)
        self.play.connect(player.play, queued)
        self.pause.connect(player.pause, queued)
        self.stop.connect(player.stop, queued)

    def finish(self) -> None:
        """Return when all that was ordered is carried out."""
        loop = QEventLoop()
        self.done.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        self.done.emit()
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


class Playback(QObject):
    """One recording at a time. Call `release` before the window closes."""

    moved = Signal(object)
    """A `Playhead`, about 60 times a second while it plays."""
    changed = Signal(object)
    """A `PlaybackState`."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._player = QMediaPlayer(self)
        hush()
        self._devices = QMediaDevices(self)
        self._output = QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        self._order = _Commands(self._player)
        self._is_loading = False
        self._source = QUrl()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._state = PlaybackState(has_sound_device=self._is_there_sound())
        self._silences: tuple[Stretch, ...] = ()
        self._base, self._base_at, self._shown = 0.0, 0.0, 0.0
        self._waiting_seek: float | None = None
        self._timer.timeout.connect(self._tick)
        self._player.positionChanged.connect(self._took_position)
        self._player.durationChanged.connect(self._took_duration)
        self._player.mediaStatusChanged.connect(self._took_status)
        self._player.playbackStateChanged.connect(self._took_playing)
        self._player.errorOccurred.connect(self._took_error)
        self._devices.audioOutputsChanged.connect(self._took_devices)

    @property
    def state(self) -> PlaybackState:
        """What the controls show."""
        return self._state

    @property
    def position(self) -> float:
        """Where the playhead is, in seconds."""
        return self._shown

    def open(self, path: Path, duration_s: float | None = None) -> None:
        """Make a recording ready, at its start, at the speed in force. `duration_s` is the true one where it is known."""
        self._order.stop.emit()
        self._silences = ()
        self._base = self._shown = 0.0
        self._waiting_seek = None
        self._set(is_open=True, is_playing=False, duration_s=duration_s or 0.0, loop=None, fault=None)
        self._is_loading = True
        self._source = QUrl.fromLocalFile(str(path.resolve()))
        self._order.source.emit(self._source)
        self._order.rate.emit(self._state.speed)
        self.moved.emit(Playhead(0.0, is_playing=False))

    def close(self) -> None:
        """Let go of the recording: its file may be moved."""
        self._timer.stop()
        self._is_loading, self._waiting_seek = False, None
        self._order.stop.emit()
        self._order.source.emit(QUrl())
        self._set(is_open=False, is_playing=False, duration_s=0.0, loop=None, fault=None)

    def release(self) -> None:
        """Let go of the recording, and return when that is done."""
        self.close()
        self._order.finish()

    def play(self) -> None:
        """Go on; from the start when it was at the end."""
        if not self._state.is_open or self._state.fault:
            return
        if self._state.duration_s and self._shown >= self._state.duration_s - 0.05:
            self.seek(0.0)
        self._order.play.emit()

    def pause(self) -> None:
        """Stand still."""
        self._order.pause.emit()

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self._state.is_playing else self.play)()

    def seek(self, seconds: float) -> None:
        """Go to a time, held within the recording."""
        if not self._state.is_open:
            return
        end = self._state.duration_s
        seconds = max(0.0, min(seconds, end) if end else seconds)
        if self._is_loading:
            self._waiting_seek = seconds  # a seek while loading would be lost
        else:
            self._order.position.emit(round(seconds * 1000))
        self._base, self._base_at, self._shown = seconds, self._clock(), seconds
        self.moved.emit(Playhead(seconds, self._state.is_playing))

    def step(self, seconds: float) -> None:
        """Go forward, or back where it is negative."""
        self.seek(self._shown + seconds)

    def set_speed(self, speed: float) -> None:
        """Faster or slower, 0.5 to 3, with the pitch kept."""
        speed = round(max(SLOWEST, min(FASTEST, speed)), 2)
        self._base, self._base_at = self._shown, self._clock()
        self._order.rate.emit(speed)
        self._set(speed=speed)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        volume = max(0.0, min(1.0, volume))
        self._output.setVolume(volume)
        self._set(volume=volume)

    def set_muted(self, is_muted: bool) -> None:
        """Without sound; the playhead goes on."""
        self._output.setMuted(is_muted)
        self._set(is_muted=is_muted)

    def set_loop(self, loop: TimeRange | None) -> None:
        """Repeat from A to B until None is given."""
        if loop is not None and loop.end - loop.start < 0.2:
            loop = None
        self._set(loop=loop)
        if loop is not None and not loop.start <= self._shown < loop.end:
            self.seek(loop.start)

    def set_silences(self, silences: Sequence[Stretch]) -> None:
        """What is skipped when skipping is on."""
        self._silences = tuple(silences)

    def set_skips_silence(self, skips: bool) -> None:
        """Jump over long silence while playing."""
        self._set(skips_silence=skips)

    def _set(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self.changed.emit(state)

    def _tick(self) -> None:
        carried = min((self._clock() - self._base_at) * self._state.speed, _CARRY_AT_MOST_S * self._state.speed)
        now = self._base + carried
        if self._state.duration_s:
            now = min(now, self._state.duration_s)
        target = self._jump_from(now)
        if target is not None:
            self.seek(target)
            return
        if self._shown - _STEP_BACK_S * self._state.speed < now < self._shown:
            now = self._shown
        self._shown = now
        self.moved.emit(Playhead(now, self._state.is_playing))

    def _jump_from(self, now: float) -> float | None:
        """Where to go instead: to A at B, and to the end of a silence within it."""
        loop = self._state.loop
        if loop is not None and now >= loop.end:
            return loop.start
        if self._state.skips_silence:
            for silence in self._silences:
                if silence.start + _BEFORE_SPEECH_S <= now < silence.end - _SILENCE_LEFT_S:
                    return silence.end - _BEFORE_SPEECH_S
        return None

    def _took_position(self, milliseconds: int) -> None:
        if self._waiting_seek is None:
            self._base, self._base_at = milliseconds / 1000, self._clock()

    def _took_duration(self, milliseconds: int) -> None:
        if milliseconds > 0 and not self._state.duration_s:
            self._set(duration_s=milliseconds / 1000)

    def _took_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status in _LOADED and self._player.source() == self._source:  # not that of the recording before
            self._is_loading = False
            if self._waiting_seek is not None:
                waiting, self._waiting_seek = self._waiting_seek, None
                self.seek(waiting)
        elif status == QMediaPlayer.MediaStatus.EndOfMedia and self._state.loop is not None:
            self.seek(self._state.loop.start)
            self._order.play.emit()
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            self._shown = self._base = self._state.duration_s
            self.moved.emit(Playhead(self._shown, is_playing=False))

    def _took_playing(self, state: QMediaPlayer.PlaybackState) -> None:
        is_playing = state == QMediaPlayer.PlaybackState.PlayingState
        self._base, self._base_at = self._shown, self._clock()
        if is_playing:
            self._timer.start()
        else:
            self._timer.stop()
        self._set(is_playing=is_playing)
        self.moved.emit(Playhead(self._shown, is_playing))

    def _took_error(self, _error: QMediaPlayer.Error, text: str) -> None:
        self._set(fault=tr("This recording cannot be played ({reason}).", reason=text), is_playing=False)

    def _took_devices(self) -> None:
        if self._is_there_sound():
            self._output.setDevice(self._devices.defaultAudioOutput())
        self._set(has_sound_device=self._is_there_sound())

    def _is_there_sound(self) -> bool:
        return bool(self._devices.audioOutputs())
