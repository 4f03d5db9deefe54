from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qa_desk.ui.changes import Kind
from qa_desk.ui.media.lane_heads import LaneHeads
from qa_desk.ui.media.playback import Loudness, Playback
from qa_desk.ui.media.wave import lanes_of
from qa_desk.ui.shortcuts import Shortcuts
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")


@pytest.fixture
def playback(qtbot: QtBot, tmp_path: Path) -> Iterator[Playback]:
    made = Playback()
    soundfile.write(tmp_path / "call.wav", np.zeros((8000 * 9, 2)), 8000)
    made.open(tmp_path / "call.wav", 9.0)
    yield made
    made.release()
    made.deleteLater()


@pytest.fixture
def heads(theme: Theme, playback: Playback, context: Context, qtbot: QtBot) -> LaneHeads:
    made = LaneHeads(theme, playback, Shortcuts(context, playback))
    qtbot.addWidget(made)
    made.resize(made.width(), 170)
    made.show_lanes(lanes_of(2, "right"))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_each_lane_steers_its_own_channel(heads: LaneHeads, playback: Playback) -> None:
    agent, customer = heads.heads
    assert (agent.lane.channel, customer.lane.channel) == (1, 0)
    agent.mute.click()
    customer.volume.setValue(150)
    assert playback.state.channels == (Loudness(1.5), Loudness(is_muted=True))
    agent.mute.click()
    assert playback.state.channels == (Loudness(1.5), Loudness())


def test_they_are_used_by_keyboard_alone(heads: LaneHeads, playback: Playback) -> None:
    agent = heads.heads[0]
    agent.mute.setFocus()
    QTest.keyClick(agent.mute, Qt.Key.Key_Space)
    assert playback.state.channels[1].is_muted
    QTest.keyClick(agent.mute, Qt.Key.Key_Tab)
    assert agent.volume.hasFocus()
    QTest.keyClick(agent.volume, Qt.Key.Key_PageUp)
    assert playback.state.channels[1].volume == 1.25
    QTest.keyClick(agent.volume, Qt.Key.Key_Home)
    assert playback.state.channels[1].volume == 0


def test_they_show_what_holds(heads: LaneHeads, playback: Playback) -> None:
    playback.set_channel_muted(0, True)
    playback.set_channel_volume(0, 0.5)
    customer = heads.heads[1]
    assert customer.mute.isChecked()
    assert customer.volume.value() == 50
    assert "Customer: 50 %" in customer.volume.toolTip()


def test_who_is_heard_alone_is_known_where_there_are_two_lanes(heads: LaneHeads) -> None:
    assert (heads.channel_of("agent"), heads.channel_of("customer")) == (1, 0)
    heads.show_lanes(lanes_of(1))
    assert heads.channel_of("agent") is None
    assert not heads.heads[0].volume.isVisible()


def test_tooltips_say_the_keys_in_force(heads: LaneHeads, context: Context) -> None:
    assert "Mute Agent (A)" in heads.heads[0].mute.toolTip()
    set_settings(context.workspace, {"shortcuts": {"listen.mute_agent": ["Q"]}})
    context.changes.announce(Kind.SETTINGS)
    assert "Mute Agent (Q)" in heads.heads[0].mute.toolTip()


def test_the_heads_stand_beside_their_lanes(heads: LaneHeads) -> None:
    assert [round(head.height() / 10) for head in heads.heads] == [7, 7]
    assert heads.heads[0].y() == 16


def test_without_a_recording_nothing_can_be_pressed(heads: LaneHeads, playback: Playback) -> None:
    playback.close()
    assert not heads.heads[0].mute.isEnabled()
    assert not heads.heads[0].volume.isEnabled()
