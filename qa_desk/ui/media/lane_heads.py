"""Left of the waveform: who is heard on each lane, how loud, and a press that mutes that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSlider, QVBoxLayout, QWidget

from qa_desk.domain.language import tr
from qa_desk.domain.shortcuts import Act
from qa_desk.ui.media.playback import LOUDEST_CHANNEL
from qa_desk.ui.media.wave_painter import PINS, RULER
from qa_desk.ui.tokens import Space
from qa_desk.ui.widgets.buttons import IconButton
from qa_desk.ui.widgets.text import label, restyle, tip

if TYPE_CHECKING:
    from qa_desk.ui.media.playback import Playback, PlaybackState
    from qa_desk.ui.media.wave import Lane
    from qa_desk.ui.shortcuts import Shortcuts
    from qa_desk.ui.theme import Theme

WIDTH = 104
_MUTES = {"agent": Act.MUTE_AGENT, "customer": Act.MUTE_CUSTOMER}


class LaneHeads(QWidget):
    """One head a lane, level with it. A single lane has only its name: the whole has its own volume."""

    def __init__(self, theme: Theme, playback: Playback, shortcuts: Shortcuts) -> None:
        super().__init__()
        self._theme, self._playback, self._shortcuts = theme, playback, shortcuts
        self.heads: list[LaneHead] = []
        self.setFixedWidth(theme.size(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.M, PINS, Space.S, RULER)
        self._column.setSpacing(0)
        playback.changed.connect(self._show_state)
        shortcuts.changed.connect(self._show_keys)

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show the heads of these lanes; those that are there already stay as they are."""
        if [head.lane for head in self.heads] == list(lanes):
            return
        for old in self.heads:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.heads = [LaneHead(self._theme, self._playback, lane, has_volume=len(lanes) > 1) for lane in lanes]
        for head in self.heads:
            self._column.addWidget(head, 1)
        self._show_state(self._playback.state)
        self._show_keys()

    def channel_of(self, token: str) -> int | None:
        """The channel on which somebody ("agent", "customer") is heard alone, or None."""
        if len(self.heads) < 2:
            return None
        return next((head.lane.channel for head in self.heads if head.lane.token == token), None)

    def _show_state(self, state: PlaybackState) -> None:
        for head in self.heads:
            head.show_state(state)

    def _show_keys(self) -> None:
        for head in self.heads:
            head.mute.setToolTip(self._shortcuts.tip(head.mute.accessibleName(), *filter(None, [_MUTES.get(head.lane.token)])))


class LaneHead(QWidget):
    """The name in the lane's colour, a press to mute, and how loud."""

    def __init__(self, theme: Theme, playback: Playback, lane: Lane, *, has_volume: bool) -> None:
        super().__init__()
        self.lane = lane
        self._playback = playback
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # never higher than the lane
        column.addStretch(1)
        self._name = label(lane.label, "small", meaning=lane.token)
        column.addWidget(self._name)
        self.mute = IconButton(theme, "volume-2", tr("Mute {who}", who=lane.label), self._toggle)
        self.mute.setCheckable(True)
        self.mute.setProperty("size", "small")
        self.mute.setIconSize(QSize(14, 14))
        self.mute.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, round(100 * LOUDEST_CHANNEL))
        self.volume.setPageStep(25)
        self.volume.setSingleStep(5)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setAccessibleName(tr("Volume of {who}", who=lane.label))
        self.volume.valueChanged.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.mute)
        row.addWidget(self.volume, 1)
        column.addLayout(row)
        column.addStretch(1)
        for part in (self.mute, self.volume):
            part.setVisible(has_volume)

    def show_state(self, state: PlaybackState) -> None:
        """Show how loud this channel is."""
        loudness = state.channels[self.lane.channel]
        is_usable = state.is_open and state.fault is None
        self.mute.setEnabled(is_usable)
        self.volume.setEnabled(is_usable)
        self.mute.setChecked(loudness.is_muted)
        self.mute.draw("volume-x" if loudness.is_muted else "volume-2")
        restyle(self._name, muted="true" if loudness.is_muted else "false")
        if not self.volume.isSliderDown():
            self.volume.blockSignals(True)
            self.volume.setValue(round(100 * loudness.volume))
            self.volume.blockSignals(False)
        self.volume.setToolTip(tip(tr("{who}: {percent} %", who=self.lane.label, percent=round(100 * loudness.volume))))

    def _toggle(self) -> None:
        channel = self.lane.channel
        self._playback.set_channel_muted(channel, not self._playback.state.channels[channel].is_muted)

    def _choose(self, percent: int) -> None:
        self._playback.set_channel_volume(self.lane.channel, percent / 100)
