from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt

from qa_desk.ui.changes import Kind
from qa_desk.ui.media.playback import Playback
from qa_desk.ui.media.player import PlayerBar
from qa_desk.ui.media.sounding import TimeRange
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
    soundfile.write(tmp_path / "call.wav", np.zeros(8000 * 90), 8000)
    made.open(tmp_path / "call.wav", 90.0)
    yield made
    made.release()
    made.deleteLater()


@pytest.fixture
def bar(theme: Theme, playback: Playback, context: Context, qtbot: QtBot) -> PlayerBar:
    made = PlayerBar(theme, playback, Shortcuts(context, playback))
    qtbot.addWidget(made)
    return made


def test_the_time_shows_where_the_sound_is(bar: PlayerBar, playback: Playback) -> None:
    playback.seek(65.0)
    assert bar._time.text() == "1:05 / 1:30"


def test_three_presses_set_a_then_b_then_end_the_loop(bar: PlayerBar, playback: Playback) -> None:
    playback.seek(30.0)
    bar.press_loop()
    assert bar._loop.text() == "A 0:30 …"
    playback.seek(20.0)
    bar.press_loop()
    assert playback.state.loop == TimeRange(20.0, 30.0)
    assert bar._loop.text() == "0:20–0:30"
    bar.press_loop()
    assert playback.state.loop is None
    assert bar._loop.text() == "A–B"


def test_faster_and_slower_walk_along_the_speeds(bar: PlayerBar, playback: Playback) -> None:
    bar.faster()
    assert playback.state.speed == 1.25
    bar.faster(-2)
    assert playback.state.speed == 0.75
    assert bar._speed.currentText() == "0.75×"
    bar.faster(-9)
    assert playback.state.speed == 0.5


def test_a_step_is_as_long_as_the_settings_have_it(bar: PlayerBar, playback: Playback) -> None:
    bar.set_step(2.5)
    playback.seek(50.0)
    bar._forward.click()
    assert playback.position == 52.5
    assert bar._forward.accessibleName() == "Forward 2.5 seconds"


def test_louder_and_quieter_go_by_tenths_and_end_a_mute(bar: PlayerBar, playback: Playback) -> None:
    bar.toggle_mute()
    bar.louder(-3)
    assert (playback.state.is_muted, round(playback.state.volume, 2)) == (False, 0.7)
    bar.louder(9)
    assert playback.state.volume == 1.0


def test_tooltips_say_the_keys_in_force(bar: PlayerBar, context: Context) -> None:
    assert "Space, Ctrl+Space" in bar._play.toolTip()
    set_settings(context.workspace, {"shortcuts": {"listen.play": ["Q"], "listen.loop": []}})
    context.changes.announce(Kind.SETTINGS)
    assert "(Q)" in bar._play.toolTip()
    assert "(" not in bar._loop.toolTip()


def test_a_press_does_not_take_the_keys_from_the_question(bar: PlayerBar) -> None:
    assert {control.focusPolicy() for control in bar._controls} == {Qt.FocusPolicy.TabFocus}


def test_buttons_step_by_five_seconds(bar: PlayerBar, playback: Playback) -> None:
    playback.seek(50.0)
    bar._forward.click()
    assert playback.position == 55
    bar._back.click()
    bar._back.click()
    assert playback.position == 45


def test_mute_volume_and_skipping_reach_the_playback(bar: PlayerBar, playback: Playback) -> None:
    bar._mute.click()
    bar._volume.setValue(40)
    bar._skip.click()
    assert (playback.state.is_muted, playback.state.volume, playback.state.skips_silence) == (True, 0.4, True)
    bar._mute.click()
    assert not playback.state.is_muted


def test_without_a_recording_nothing_can_be_pressed(bar: PlayerBar, playback: Playback) -> None:
    playback.close()
    assert not bar._play.isEnabled()
    assert bar._time.text() == "0:00 / 0:00"


def test_every_control_has_a_name(bar: PlayerBar) -> None:
    for control in (bar._play, bar._back, bar._forward, bar._speed, bar._loop, bar._skip, bar._mute, bar._volume):
        assert control.accessibleName()


def test_nothing_moves_when_the_loop_and_the_time_change(bar: PlayerBar, playback: Playback, qtbot: QtBot) -> None:
    bar.resize(420, 120)
    bar.show()
    qtbot.waitExposed(bar)
    places = [(part.width(), part.x()) for part in (bar._loop, bar._skip, bar._speed, bar._note)]
    playback.seek(80.0)
    for _press in range(3):
        bar.press_loop()
        qtbot.wait(1)
        assert [(part.width(), part.x()) for part in (bar._loop, bar._skip, bar._speed, bar._note)] == places
    assert bar._note.width() >= bar._note.fontMetrics().horizontalAdvance("no sound device")
