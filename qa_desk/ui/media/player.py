"""The controls under the waveform: play, back and forward, position, speed, A–B loop, skip silence, volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.ui.media.sounding import TimeRange
from qa_desk.ui.media.wave_image import clock_text
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton, button
from qa_desk.ui.widgets.combo import ComboBox
from qa_desk.ui.widgets.flow import FlowLayout
from qa_desk.ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from qa_desk.ui.media.playback import Playback, PlaybackState, Playhead
    from qa_desk.ui.shortcuts import Shortcuts
    from qa_desk.ui.theme import Theme

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_LOUDER = 0.1


class PlayerBar(QWidget):
    """Shows and steers a `Playback`. A narrow one goes on in a second line; nothing here is reached by the mouse alone."""

    def __init__(self, theme: Theme, playback: Playback, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playback, self._shortcuts = playback, shortcuts
        self._pending_a: float | None = None
        self._step_s = 5.0
        self.setAccessibleName(tr("Player"))
        self._play = IconButton(theme, "play", tr("Play"), playback.toggle)
        self._back = IconButton(theme, "skip-back", "", self.step_back)
        self._forward = IconButton(theme, "skip-forward", "", self.step_forward)
        self._time = label("0:00 / 0:00")
        self._time.setAccessibleName(tr("Position"))
        self._speed = ComboBox()
        self._speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g}×", speed)
        self._loop = button(tr("A–B"), self.press_loop, role="quiet", name=tr("Loop: set A, then B, then off"))
        self._skip = button(tr("Skip silence"), role="quiet")
        self._skip.setCheckable(True)
        self._mute = IconButton(theme, "volume-2", tr("Mute"), self.toggle_mute)
        self._mute.setCheckable(True)
        self._volume = QSlider(Qt.Orientation.Horizontal)
        self._volume.setAccessibleName(tr("Volume"))
        self._volume.setRange(0, 100)
        self._volume.setFixedWidth(84)
        self._note = label("", "muted")
        self._fault = label("", "muted", wraps=True)
        self._controls = (self._play, self._back, self._forward, self._speed, self._loop, self._skip, self._mute, self._volume)
        for control in self._controls:
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click does not take the keys from the question in hand
        self._lay_out()
        self._speed.activated.connect(self._choose_speed)
        self._skip.toggled.connect(playback.set_skips_silence)
        self._volume.valueChanged.connect(self._choose_volume)
        playback.changed.connect(self._show_state)
        playback.moved.connect(self._show_position)
        shortcuts.changed.connect(self._name_controls)
        self.set_step(self._step_s)
        self._show_state(playback.state)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        lines = FlowLayout(gap=Space.XS)
        column.addLayout(lines)
        column.addWidget(self._fault)
        left: tuple[QWidget, ...] = (self._back, self._play, self._forward, self._time, self._note)
        right: tuple[QWidget, ...] = (self._speed, self._loop, self._skip, self._mute, self._volume)
        for group in (left, right):
            together = QWidget()
            row = QHBoxLayout(together)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(Space.S)
            for widget in group:
                row.addWidget(widget)
            lines.addWidget(together)

    def set_step(self, seconds: float) -> None:
        """How far a step goes."""
        self._step_s = seconds
        self._name_controls()

    def step_back(self) -> None:
        """A step back."""
        self._playback.step(-self._step_s)

    def step_forward(self) -> None:
        """A step on."""
        self._playback.step(self._step_s)

    def faster(self, steps: int = 1) -> None:
        """The next speed up, or down with a negative number."""
        here = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self._playback.state.speed))
        self._playback.set_speed(SPEEDS[max(0, min(here + steps, len(SPEEDS) - 1))])

    def louder(self, steps: int = 1) -> None:
        """A tenth louder, or quieter with a negative number; it is heard again when it was muted."""
        self._playback.set_muted(False)
        self._playback.set_volume(self._playback.state.volume + steps * _LOUDER)

    def toggle_mute(self) -> None:
        """Without sound, or with it again."""
        self._playback.set_muted(not self._playback.state.is_muted)

    def toggle_skip(self) -> None:
        """Leave silence out, or not."""
        self._skip.toggle()

    def press_loop(self) -> None:
        """The first press sets A, the second B, the third ends the loop."""
        here = self._playback.position
        if self._playback.state.loop is not None:
            self._playback.set_loop(None)
        elif self._pending_a is None:
            self._pending_a = here
        else:
            start, end = sorted((self._pending_a, here))
            self._pending_a = None
            self._playback.set_loop(TimeRange(start, end))
        self._show_loop(self._playback.state)

    def _choose_speed(self, row: int) -> None:
        self._playback.set_speed(float(self._speed.itemData(row)))

    def _choose_volume(self, percent: int) -> None:
        self._playback.set_volume(percent / 100)

    def _name_controls(self) -> None:
        keys, seconds = self._shortcuts, f"{self._step_s:g}"
        self._back.rename(tr("Back {seconds} seconds", seconds=seconds))
        self._forward.rename(tr("Forward {seconds} seconds", seconds=seconds))
        self._back.setToolTip(keys.tip(self._back.accessibleName(), Act.STEP_BACK))
        self._forward.setToolTip(keys.tip(self._forward.accessibleName(), Act.STEP_FORWARD))
        self._play.setToolTip(keys.tip(self._play.accessibleName(), Act.PLAY))
        self._speed.setToolTip(keys.tip(tr("Speed; the pitch is kept"), Act.SLOWER, Act.FASTER))
        self._loop.setToolTip(keys.tip(tr("Loop: the first press sets A, the second B, the third ends it"), Act.LOOP))
        self._skip.setToolTip(keys.tip(tr("Leave long silence out"), Act.SKIP_SILENCE))
        self._mute.setToolTip(keys.tip(self._mute.accessibleName(), Act.MUTE))
        self._volume.setToolTip(keys.tip(tr("Volume"), Act.QUIETER, Act.LOUDER))

    def _show_loop(self, state: PlaybackState) -> None:
        if state.loop is not None:
            self._pending_a = None
            text = f"{clock_text(state.loop.start)}–{clock_text(state.loop.end)}"
        elif self._pending_a is not None:
            text = tr("A {time} …", time=clock_text(self._pending_a))
        else:
            text = tr("A–B")
        self._loop.setText(text)

    def _show_state(self, state: PlaybackState) -> None:
        if not state.is_open:
            self._pending_a = None
        is_usable = state.is_open and state.fault is None
        for widget in self._controls:
            widget.setEnabled(is_usable)
        self._play.draw("pause" if state.is_playing else "play")
        self._play.rename(tr("Pause") if state.is_playing else tr("Play"))
        self._play.setToolTip(self._shortcuts.tip(self._play.accessibleName(), Act.PLAY))
        self._speed.setCurrentIndex(min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - state.speed)))
        self._skip.setChecked(state.skips_silence)
        self._mute.setChecked(state.is_muted)
        self._mute.draw("volume-x" if state.is_muted else "volume-2")
        if not self._volume.isSliderDown():
            self._volume.blockSignals(True)
            self._volume.setValue(round(state.volume * 100))
            self._volume.blockSignals(False)
        no_device = tr("no sound device") if state.is_open and not state.has_sound_device else ""
        self._note.setText(no_device)
        self._fault.setText(state.fault or "")
        self._fault.setVisible(bool(state.fault))
        self._show_loop(state)
        self._write_time(self._playback.position, state.duration_s)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters are as wide as they are."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.Polish):
            QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """The look is known from now on."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is written on the loop, and the time, have room for the longest they can say: nothing moves when they change."""
        end, words = clock_text(self._playback.state.duration_s), self._loop.text()
        self._loop.ensurePolished()
        widths = []
        for text in (tr("A–B"), tr("A {time} …", time=end), f"{end}–{end}"):
            self._loop.setText(text)
            widths.append(self._loop.sizeHint().width())
        self._loop.setText(words)
        self._loop.setFixedWidth(max(widths))
        self._time.ensurePolished()
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance(f"{end} / {end}"))
        self._note.ensurePolished()
        self._note.setMinimumWidth(self._note.fontMetrics().horizontalAdvance(self._note.text()))

    def _show_position(self, playhead: Playhead) -> None:
        self._write_time(playhead.seconds, self._playback.state.duration_s)

    def _write_time(self, seconds: float, duration: float) -> None:
        text = f"{clock_text(seconds)} / {clock_text(duration)}"
        if text != self._time.text():  # called at every frame
            self._time.setText(text)
