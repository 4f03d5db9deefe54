from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from qa_desk.domain.evaluation import Marker
from qa_desk.services.best_practices import Moment, flag_best_practice, list_best_practices
from qa_desk.services.question_keys import question_key
from qa_desk.ui.evaluate.best_practice_clip import PRE_ROLL_S, ClipPlayer, clock, moment_words, seconds_of
from qa_desk.ui.evaluate.best_practice_panel import BestPracticePanel
from qa_desk.ui.media.playback import Playhead

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.best_practice_page import BestPracticePage
    from qa_desk.ui.evaluate.view import EvaluateScreen
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

CTRL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_one(screen: EvaluateScreen, qtbot: QtBot, interaction: str) -> None:
    screen.arrive(interaction_id=interaction)
    qtbot.waitUntil(lambda: screen.form.current_question is not None)


def panel_of(screen: EvaluateScreen) -> BestPracticePanel:
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, BestPracticePanel)
    return panel


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2:13", 133),
        ("1:02:13", 3733),
        ("75", 75),
        ("75,5", 75.5),
        ("0:07.25", 7.25),
        ("2:73", None),
        ("x", None),
        ("", None),
        ("-3", None),
    ],
)
def test_times_are_read_as_people_write_them(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_a_moment_is_said_in_words() -> None:
    moments = (Moment(), Moment(12.4, 30.9), Moment(61.0), Moment(None, 5.0), Moment(utterance_position=3))
    assert [moment_words(moment) for moment in moments] == ["all of it", "0:12 – 0:30", "from 1:01", "0:00 – 0:05", "message 4"]
    assert clock(3733.9) == "1:02:13"


def test_a_stretch_of_a_call_goes_into_the_library_by_keyboard(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace, navigator: RecordingNavigator
) -> None:
    open_one(screen, qtbot, "call")
    assert screen.pane.call_pane is not None
    screen.pane.call_pane.playback.seek(1.0)
    screen.form.focus_question("verified")
    press(Qt.Key.Key_B, CTRL)
    panel = panel_of(screen)
    assert (panel.question.currentText(), panel.which.value, panel.start.text(), panel.end.text()) == (
        "Verified",
        "part",
        "0:01",
        "0:21",
    )
    QTest.keyClicks(QApplication.focusWidget(), "Asks before it tells")
    panel.end.setText("0:02")
    press(Qt.Key.Key_Return, CTRL)
    (practice,) = list_best_practices(centre)
    assert (practice.title, practice.moment, practice.flagged_by) == ("Asks before it tells", Moment(1.0, 2.0), "Eva")
    assert practice.question_key.endswith("/verified")
    assert navigator.toasts == ["In the library: Asks before it tells"]
    assert screen.disputes.rooms.panel is None


def test_where_the_player_stands_is_taken_as_an_end(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "call")
    assert screen.pane.call_pane is not None
    screen.disputes.practices.ask()
    panel = panel_of(screen)
    assert panel.which.value == "all"
    panel.which._group.button(1).click()
    screen.pane.call_pane.playback.seek(1.5)
    panel._end_here()
    assert panel.end.text() == "0:01"
    panel._start_here()
    assert (panel.start.text(), panel.end.text()) == ("0:01", "0:21")


def test_a_lit_message_is_taken(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    screen.pane.thread_view.choose(1)
    screen.disputes.practices.ask()
    QTest.keyClicks(panel_of(screen).headline, "Short and kind")
    panel_of(screen).act()
    (practice,) = list_best_practices(centre)
    assert (practice.moment, practice.message) == (Moment(utterance_position=1), "On its way.")


def test_what_is_wrong_is_said_beside_it(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "call")
    screen.disputes.practices.ask()
    panel = panel_of(screen)
    panel.act()
    assert "few words" in panel.fault
    assert panel.headline.hasFocus()
    panel.headline.setText("x")
    panel.which._group.button(1).click()
    panel.start.setText("soon")
    panel.act()
    assert "2:13" in panel.fault
    panel.start.setText("0:09")
    panel.end.setText("0:03")
    panel.act()
    assert "ends before" in panel.fault
    press(Qt.Key.Key_Escape)
    assert screen.disputes.rooms.panel is None
    assert list_best_practices(centre) == []


def test_a_clip_plays_from_before_its_beginning_to_its_end(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "call")
    call = screen.pane.call_pane
    assert call is not None
    clips = ClipPlayer(screen.pane, screen)
    clips.play(Moment(0.5, 1.2))
    assert call.playback.position < 0.5
    assert PRE_ROLL_S > 0.5
    assert call.playback.state.is_playing
    qtbot.waitUntil(lambda: not call.playback.state.is_playing, timeout=8000)
    assert 1.2 <= call.playback.position < 1.9
    clips.play(Moment(0.0, 0.5))
    clips._moved(Playhead(1.9, is_playing=True))  # the person went beyond the clip: it plays on
    assert call.playback.state.is_playing
    clips.stop()
    assert not call.playback.state.is_playing


def test_a_marker_of_a_message_is_brought_into_sight(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    ClipPlayer(screen.pane, screen).play_marker(Marker("m", "x", None, 2))
    assert screen.pane.thread_view.current == 2


@pytest.fixture
def library(screen: EvaluateScreen, centre: Workspace, qtbot: QtBot) -> BestPracticePage:
    """A clip of the call for the greeting, a message of the chat for nothing in particular."""
    version = centre.connection.execute(
        "SELECT v.id FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id WHERE s.key = 'voice'"
    ).fetchone()[0]
    key = question_key(centre, version, "greeting")
    flag_best_practice(centre, "call", "Warm greeting", by="Eva", question=key, note="hear the pause", moment=Moment(0.5, 1.0))
    flag_best_practice(centre, "chat", "Short answer", by="Eva", moment=Moment(utterance_position=1))
    screen.arrive(page="best_practices")
    page = screen.disputes.practices.page
    assert page is not None
    return page


def titles(page: BestPracticePage) -> list[str]:
    return [page.table.model.row_at(place).practice.title for place in range(page.table.model.rowCount())]


def test_the_library_is_filtered_and_searched(library: BestPracticePage) -> None:
    QAbstractItemModelTester(library.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, library)
    assert titles(library) == ["Short answer", "Warm greeting"]
    library.search.setText("PAUSE hear")
    assert titles(library) == ["Warm greeting"]
    library.search.clear()
    channel = library.filters["channel"]
    channel.setCurrentIndex(channel.findData("chat"))
    channel.activated.emit(channel.currentIndex())
    assert titles(library) == ["Short answer"]


def test_coaching_can_open_it_for_one_question(library: BestPracticePage, screen: EvaluateScreen, centre: Workspace) -> None:
    key = next(each.question_key for each in list_best_practices(centre) if each.question_key)
    screen.arrive(page="best_practices", question=key)
    assert titles(library) == ["Warm greeting"]


def test_enter_plays_the_clip_and_another_entry_shows_its_thread(library: BestPracticePage, qtbot: QtBot) -> None:
    assert library.pane.thread_view.current == 1
    library.table.view.setFocus()
    press(Qt.Key.Key_Down)
    assert library.pane.head.title.startswith("Call call-1")
    press(Qt.Key.Key_Return)
    call = library.pane.call_pane
    assert call is not None
    assert call.playback.state.is_playing
    press(Qt.Key.Key_Escape)
    assert not call.playback.state.is_playing


def test_delete_takes_out_and_the_toast_puts_back(
    library: BestPracticePage, centre: Workspace, navigator: RecordingNavigator
) -> None:
    library.table.view.setFocus()
    press(Qt.Key.Key_Delete)
    assert titles(library) == ["Warm greeting"]
    assert navigator.undo is not None
    navigator.undo()
    assert sorted(titles(library)) == ["Short answer", "Warm greeting"]


def test_the_interaction_of_an_entry_opens(library: BestPracticePage, screen: EvaluateScreen) -> None:
    library._ask_interaction()
    assert screen.presenter.interaction_id == "chat"
    assert screen.disputes.rooms.page is None


def test_an_empty_library_says_how_it_fills(screen: EvaluateScreen) -> None:
    screen.disputes.practices.show_library()
    page = screen.disputes.practices.page
    assert page is not None
    assert page.stage.state == "said"
