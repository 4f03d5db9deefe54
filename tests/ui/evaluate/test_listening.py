"""A call is gone through by keyboard alone: the keys stay on the question, and everything of the player is reached from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from qa_desk.media.cache import content_hash
from qa_desk.services.evaluations import load_evaluation
from qa_desk.ui.changes import Kind
from qa_desk.ui.media.playback import Loudness
from qa_desk.ui.media.sounding import TimeRange
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.call_pane import CallPane
    from qa_desk.ui.evaluate.view import EvaluateScreen
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

RATE = 8000
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def on_disk(screen: EvaluateScreen) -> None:
    """Wait until everything told is on the disk."""
    assert screen.presenter.draft.flush(10_000)


def two_people(path: Path, seconds: float = 60.0) -> Path:
    """Agent left, customer right: the agent from 2 to 10 and 30 to 41 s, the customer from 9 to 14 and 38 to 44 s."""
    moments = np.arange(round(seconds * RATE)) / RATE
    tone = 0.3 * np.sin(2 * np.pi * 300 * moments)
    left, right = np.zeros(len(moments)), np.zeros(len(moments))
    for lane, start, end in ((left, 2, 10), (right, 9, 14), (left, 30, 41), (right, 38, 44)):
        spoken = (moments >= start) & (moments < end)
        lane[spoken] = tone[spoken]
    soundfile.write(path, np.column_stack([left, right]), RATE)
    return path


@pytest.fixture
def call(screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot) -> CallPane:
    """The call opened and read, the keys on its first question."""
    path = two_people(tmp_path / "people.wav")
    centre.connection.execute("UPDATE media SET path = ?, duration_s = 60", [str(path)])
    return opened(screen, qtbot)


def opened(screen: EvaluateScreen, qtbot: QtBot) -> CallPane:
    screen.arrive(interaction_id="call")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    pane = screen.pane.call_pane
    assert pane is not None
    qtbot.waitUntil(lambda: pane.facts is not None or pane.lost.isVisible(), timeout=15_000)
    return pane


def test_space_plays_and_pauses_and_arrows_step(call: CallPane, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Space)
    assert call.playback.state.is_playing
    qtbot.waitUntil(lambda: call.seconds > 0.2, timeout=5000)
    press(Qt.Key.Key_Space)
    assert not call.playback.state.is_playing
    here = call.seconds
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Left)
    assert call.seconds == pytest.approx(here + 5)


def test_the_step_is_that_of_the_settings_at_once(call: CallPane, context: Context) -> None:
    set_settings(context.workspace, {"player_step_s": 3})
    context.changes.announce(Kind.SETTINGS)
    press(Qt.Key.Key_Right)
    assert call.seconds == 3.0


def test_ctrl_plays_steps_and_speeds_while_a_comment_is_written(call: CallPane, qtbot: QtBot) -> None:
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "late")
    press(Qt.Key.Key_Space, CTRL)
    assert call.playback.state.is_playing
    press(Qt.Key.Key_Up, CTRL)
    assert call.playback.state.speed == 1.25
    press(Qt.Key.Key_Right, CTRL)
    qtbot.waitUntil(lambda: call.seconds >= 5.0, timeout=5000)
    press(Qt.Key.Key_Space, CTRL)
    assert not call.playback.state.is_playing
    assert QApplication.focusWidget().toPlainText() == "late"


def test_speed_goes_up_down_and_back_to_1(call: CallPane) -> None:
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma):
        press(key)
    assert call.playback.state.speed == 1.25
    press(Qt.Key.Key_0, CTRL)
    assert call.playback.state.speed == 1.0
    for _ in range(12):
        press(Qt.Key.Key_Period)
    assert call.playback.state.speed == 3.0


def test_a_loop_is_set_and_ended_by_one_key(call: CallPane) -> None:
    call.playback.seek(10)
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_L)
    assert call.playback.state.loop == TimeRange(10, 15)
    press(Qt.Key.Key_L)
    assert call.playback.state.loop is None


def test_long_silence_is_skipped_and_a_setting_says_what_is_long(call: CallPane, context: Context, qtbot: QtBot) -> None:
    press(Qt.Key.Key_X)
    assert call.playback.state.skips_silence
    call.playback.seek(14.5)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: call.seconds > 29.8, timeout=5000)
    press(Qt.Key.Key_Space)
    set_settings(context.workspace, {"skip_silence_s": 20})
    context.changes.announce(Kind.SETTINGS)
    call.playback.seek(20)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: call.seconds > 20.3, timeout=5000)
    assert call.seconds < 22


def test_each_side_is_muted_by_a_key_of_its_own(call: CallPane) -> None:
    press(Qt.Key.Key_U)
    assert call.playback.state.channels == (Loudness(), Loudness(is_muted=True))
    assert call.heads.heads[1].mute.isChecked()
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_U)
    assert call.playback.state.channels == (Loudness(is_muted=True), Loudness())
    press(Qt.Key.Key_V)
    assert call.playback.state.is_muted


def test_the_agent_is_muted_on_the_side_where_the_agent_is(
    screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    path = two_people(tmp_path / "people.wav")
    centre.connection.execute("UPDATE media SET path = ?, agent_channel = 'right'", [str(path)])
    pane = opened(screen, qtbot)
    press(Qt.Key.Key_A)
    assert pane.playback.state.channels == (Loudness(), Loudness(is_muted=True))


def test_one_channel_has_no_sides_to_mute_and_says_so(
    screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    soundfile.write(tmp_path / "mono.wav", 0.2 * np.sin(np.arange(RATE * 20) / 5), RATE)
    centre.connection.execute("UPDATE media SET path = ?", [str(tmp_path / "mono.wav")])
    pane = opened(screen, qtbot)
    press(Qt.Key.Key_A)
    assert navigator.toasts == ["not available (one channel)"]
    assert pane.playback.state.channels == (Loudness(), Loudness())
    assert [head.volume.isVisible() for head in pane.heads.heads] == [False]


def test_louder_and_quieter(call: CallPane) -> None:
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Up, SHIFT)
    assert call.playback.state.volume == pytest.approx(0.9)


def test_the_waveform_is_zoomed_moved_and_whole_again(call: CallPane) -> None:
    view = call.waveform.view
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Plus)
    closer = call.waveform.view
    assert closer.length < view.length / 2
    press(Qt.Key.Key_Right, SHIFT)
    assert call.waveform.view.start > closer.start
    press(Qt.Key.Key_Left, SHIFT)
    assert call.waveform.view.start == pytest.approx(closer.start)
    press(Qt.Key.Key_Minus)
    press(Qt.Key.Key_W)
    assert call.waveform.view == view


def test_the_measured_places_are_stepped_through(call: CallPane) -> None:
    seen = []
    for key in (Qt.Key.Key_D, Qt.Key.Key_D, Qt.Key.Key_D):
        press(key)
        seen.append(round(call.seconds))
    assert seen == [14, 44, 14]  # dead air, round the end
    press(Qt.Key.Key_D, SHIFT)
    assert round(call.seconds) == 44
    press(Qt.Key.Key_T)
    assert round(call.seconds) == 9
    press(Qt.Key.Key_T)
    assert round(call.seconds) == 38
    press(Qt.Key.Key_F)
    assert call.seconds == pytest.approx(2.0, abs=0.1)


def test_a_pressed_fact_goes_to_its_places(screen: EvaluateScreen, call: CallPane) -> None:
    facts = {made.text(): made for made in screen.pane.head.facts.findChildren(QPushButton)}
    air = next(made for words, made in facts.items() if words.startswith("dead air 2"))
    air.click()
    assert round(call.seconds) == 14
    air.click()
    assert round(call.seconds) == 44


def test_markers_are_set_where_the_sound_is_and_stepped_through(
    screen: EvaluateScreen, call: CallPane, centre: Workspace
) -> None:
    for seconds in (12.0, 33.0):
        call.playback.seek(seconds)
        press(Qt.Key.Key_M)
        QTest.keyClicks(QApplication.focusWidget(), f"at {seconds:g}")
        press(Qt.Key.Key_Return)
    assert [pin.seconds for pin in call.pins] == [12.0, 33.0]
    call.playback.seek(0)
    seen = []
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, SHIFT):
        press(Qt.Key.Key_P, held)
        seen.append(call.seconds)
    assert seen == [12.0, 33.0, 12.0]
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    kept = load_evaluation(centre, screen.presenter.evaluation_id).markers
    assert [(marker.at_s, marker.text, marker.media_id) for marker in kept] == [(12.0, "at 12", None), (33.0, "at 33", None)]


def test_what_was_just_said_is_played_again_from_before_it(call: CallPane, context: Context) -> None:
    call.playback.seek(20.0)
    press(Qt.Key.Key_B)
    assert call.playback.state.is_playing
    assert call.seconds == 18.0
    press(Qt.Key.Key_Space)
    set_settings(context.workspace, {"preroll_s": 4})
    context.changes.announce(Kind.SETTINGS)
    call.playback.seek(20.0)
    press(Qt.Key.Key_B)
    assert call.seconds == 16.0


def test_the_transcript_is_walked_and_played_by_keys_and_esc_returns(screen: EvaluateScreen, call: CallPane) -> None:
    press(Qt.Key.Key_O)
    assert call.transcript.hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert call.seconds == 1.0
    press(Qt.Key.Key_Return, SHIFT)
    assert (call.seconds, call.playback.state.is_playing) == (0.0, True)
    press(Qt.Key.Key_Space)  # the player's keys hold here, too
    assert not call.playback.state.is_playing
    press(Qt.Key.Key_Escape)
    assert not call.transcript.hasFocus()
    press(Qt.Key.Key_1)
    assert screen.form.answers["greeting"].value is not None


def test_a_key_of_the_form_pressed_in_the_player_is_the_forms(screen: EvaluateScreen, call: CallPane) -> None:
    call.waveform.setFocus()
    press(Qt.Key.Key_1)
    assert screen.form.answers["greeting"].value is not None
    assert not call.waveform.hasFocus()


def test_a_click_on_the_waveform_seeks_and_the_keys_stay_on_the_question(
    screen: EvaluateScreen, call: CallPane, qtbot: QtBot
) -> None:
    place = QPoint(call.waveform.width() // 2, call.waveform.height() // 2)
    qtbot.mouseClick(call.waveform, Qt.MouseButton.LeftButton, pos=place)
    assert call.seconds == pytest.approx(30.0, abs=0.2)
    press(Qt.Key.Key_1)
    assert screen.form.answers["greeting"].value is not None
    qtbot.mouseDClick(call.waveform, Qt.MouseButton.LeftButton, pos=place)
    assert call.playback.state.is_playing
    assert call.seconds == pytest.approx(28.0, abs=0.2)


def test_a_second_click_on_a_line_plays_it_from_before(call: CallPane, qtbot: QtBot) -> None:
    middle = call.transcript.visualRect(call.transcript.model().index(1, 0)).center()
    qtbot.mouseClick(call.transcript.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert (call.seconds, call.playback.state.is_playing) == (1.0, False)
    qtbot.mouseDClick(call.transcript.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert call.playback.state.is_playing
    assert call.seconds == 0.0


def test_keys_that_were_changed_hold_at_once(call: CallPane, context: Context, screen: EvaluateScreen) -> None:
    set_settings(context.workspace, {"shortcuts": {"listen.play": ["Q"], "score.mark": ["I"]}})
    context.changes.announce(Kind.SETTINGS)
    press(Qt.Key.Key_Space)
    assert not call.playback.state.is_playing
    press(Qt.Key.Key_Q)
    assert call.playback.state.is_playing
    press(Qt.Key.Key_Q)
    press(Qt.Key.Key_M)
    assert call.pins == ()
    press(Qt.Key.Key_I)
    assert len(call.pins) == 1


@pytest.fixture
def legs(screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot) -> CallPane:
    """An interaction with two recordings, opened at the first."""
    first = two_people(tmp_path / "call_4711_agent.wav")
    second = two_people(tmp_path / "call_4711_transfer.wav", 50.0)
    centre.connection.execute("UPDATE media SET path = ?", [str(first)])
    centre.connection.execute(
        "INSERT INTO media (id, interaction_id, position, path) VALUES ('second', 'call', 1, ?)", [str(second)]
    )
    return opened(screen, qtbot)


def reads(pane: CallPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.facts is not None, timeout=15_000)


def test_recordings_of_one_call_are_turned_by_keys_and_named_by_what_tells_them_apart(
    legs: CallPane, qtbot: QtBot, screen: EvaluateScreen
) -> None:
    assert legs.tabs.texts == ["1  agent", "2  transfer"]
    press(Qt.Key.Key_PageDown, CTRL)
    assert (legs.part, legs.medium_id) == (1, "second")
    reads(legs, qtbot)
    assert legs.waveform.view.duration == pytest.approx(50.0)
    press(Qt.Key.Key_PageDown, CTRL)
    assert legs.part == 1
    press(Qt.Key.Key_PageUp, CTRL)
    assert (legs.part, legs.medium_id) == (0, None)
    assert screen.form.current_question == "greeting"


def test_a_marker_belongs_to_its_recording_and_brings_it_back(
    legs: CallPane, qtbot: QtBot, screen: EvaluateScreen, centre: Workspace
) -> None:
    press(Qt.Key.Key_PageDown, CTRL)
    reads(legs, qtbot)
    legs.playback.seek(7.0)
    press(Qt.Key.Key_M)
    QTest.keyClicks(QApplication.focusWidget(), "rude")
    press(Qt.Key.Key_Return)
    assert [pin.seconds for pin in legs.pins] == [7.0]
    press(Qt.Key.Key_PageUp, CTRL)
    assert legs.pins == ()
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    marker = load_evaluation(centre, screen.presenter.evaluation_id).markers[0]
    assert marker.media_id == "second"
    screen.pane.go_to(marker)
    assert (legs.part, legs.seconds) == (1, 7.0)


def test_a_line_of_the_transcript_is_in_the_first_recording(legs: CallPane, qtbot: QtBot) -> None:
    press(Qt.Key.Key_PageDown, CTRL)
    press(Qt.Key.Key_O)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert (legs.part, legs.seconds) == (0, 1.0)


def test_a_recording_that_moved_is_located_by_a_key_with_its_siblings_and_the_pane_goes_on(
    screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    paths = [two_people(archive / name, 20.0 + length) for length, name in enumerate(("a.wav", "b.wav"))]
    centre.connection.execute("UPDATE media SET path = ?, sha256 = ?", [str(tmp_path / "old" / "a.wav"), content_hash(paths[0])])
    centre.connection.execute(
        "INSERT INTO media (id, interaction_id, position, path, sha256) VALUES ('second', 'call', 1, ?, ?)",
        [str(tmp_path / "old" / "b.wav"), content_hash(paths[1])],
    )
    pane = opened(screen, qtbot)
    assert "a.wav is not where it was" in pane.lost.text
    assert pane.lost.locate_button.isVisible()
    monkeypatch.setattr(pane, "choose_file", lambda _name: str(paths[0]))
    press(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: pane.facts is not None, timeout=15_000)
    assert not pane.lost.isVisible()
    press(Qt.Key.Key_PageDown, CTRL)
    assert not pane.lost.isVisible()
    assert pane.part == 1
    assert [row[0] for row in centre.connection.execute("SELECT path FROM media ORDER BY position")] == list(map(str, paths))


def test_a_recording_without_a_header_is_heard_as_it_was_declared(
    screen: EvaluateScreen, centre: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "call.ul"
    soundfile.write(path, 0.2 * np.sin(np.arange(RATE * 20) / 5), RATE, format="RAW", subtype="ULAW")
    centre.connection.execute("UPDATE media SET path = ?, layout = 'ulaw:8000:1'", [str(path)])
    pane = opened(screen, qtbot)
    assert pane.waveform.view.duration == pytest.approx(20.0)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: pane.seconds > 0.3, timeout=5000)
    assert pane.playback.state.fault is None


def test_a_chat_is_gone_through_by_keys(screen: EvaluateScreen, qtbot: QtBot) -> None:
    screen.arrive(interaction_id="chat")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    view = screen.pane.thread_view
    press(Qt.Key.Key_F)
    assert view.current == 1
    press(Qt.Key.Key_O)
    press(Qt.Key.Key_Down)
    assert view.current == 2
    press(Qt.Key.Key_D)
    assert view.current == 1  # the long gap before the reply
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_O)
    view.choose(2)
    press(Qt.Key.Key_P)
    assert view.current == 1
    press(Qt.Key.Key_T)
    assert view.current == 1  # the slowest reply


def test_every_key_of_listening_does_something(call: CallPane, said: Callable[[], list[str]]) -> None:
    from qa_desk.ui.evaluate.keys import PLAYER_ACTS

    assert {act for act in PLAYER_ACTS if not call.hands.do(act)} == set()
    assert said() == []


@pytest.fixture
def said(navigator: RecordingNavigator) -> Callable[[], list[str]]:
    return lambda: navigator.toasts
