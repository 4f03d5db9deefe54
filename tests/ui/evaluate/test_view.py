from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from qa_desk.domain.evaluation import Answer
from qa_desk.media.cache import content_hash
from qa_desk.services.evaluations import latest_evaluation, load_evaluation
from qa_desk.services.people import ensure_evaluator
from qa_desk.ui.changes import Kind
from qa_desk.ui.evaluate.queue_list import due_of, state_of
from qa_desk.ui.evaluate.view import EvaluateScreen
from qa_desk.ui.widgets.words import Words
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def on_disk(screen: EvaluateScreen) -> None:
    """Wait until everything told is on the disk, and what comes of it is shown."""
    assert screen.presenter.draft.flush(10_000)


def submit(screen: EvaluateScreen) -> None:
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on_disk(screen)


def open_one(screen: EvaluateScreen, qtbot: QtBot, interaction: str) -> None:
    """Open an interaction and wait until the first open question is lit."""
    screen.arrive(interaction_id=interaction)
    qtbot.waitUntil(lambda: screen.form.current_question is not None)


def test_the_queue_lists_what_can_be_taken_up(screen: EvaluateScreen) -> None:
    assert [item.interaction_id for item in screen.queue.items] == ["call", "chat"]
    assert "2 interactions" in " ".join(label.text() for label in screen.findChildren(QLabel))


def test_enter_in_the_queue_opens_an_interaction(screen: EvaluateScreen, qtbot: QtBot) -> None:
    screen.queue.setFocus()
    screen.queue.choose("chat")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form.current_question == "greeting")
    assert screen.pane.head.title.startswith("Chat chat-1 · Amira")


def test_a_chat_is_scored_by_keyboard_and_its_score_is_exact(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace, navigator: RecordingNavigator
) -> None:
    open_one(screen, qtbot, "chat")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_3, Qt.Key.Key_R, Qt.Key.Key_Space):
        press(key)
    submit(screen)
    row = centre.connection.execute("SELECT final, shown, status FROM evaluations").fetchone()
    assert tuple(row) == ("165/2", "82.5", "submitted")
    assert navigator.toasts == ["Submitted: 82.5"]
    assert screen.submitted_bar.isVisible()
    assert [item.is_submitted for item in screen.queue.items if item.interaction_id == "chat"] == [True]


def test_the_gaps_of_a_thread_are_facts(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    assert screen.pane.head.facts.words == [
        "3 messages",
        "agent 1, customer 2",
        "first reply after 6:40",
        "slowest reply 6:40",
        "longest gap 6:40",
    ]


def test_a_message_is_shown_as_it_was_written(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    shown = [words.text for words in screen.pane.thread_view.findChildren(Words) if words.isVisible()]
    assert shown[0] == "<b>Where</b> is it?"


def test_a_marker_goes_to_the_lit_message_and_takes_words(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    screen.pane.thread_view.choose(1)
    press(Qt.Key.Key_M)
    QTest.keyClicks(QApplication.focusWidget(), "no date given")
    press(Qt.Key.Key_Return)
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    markers = load_evaluation(centre, screen.presenter.evaluation_id).markers
    places = [(marker.text, marker.utterance_position, marker.question_id) for marker in markers]
    assert places == [("no date given", 1, "greeting")]
    screen.pane.thread_view.choose(0)
    screen.pane.go_to(markers[0])
    assert screen.pane.thread_view.current == 1


def test_a_call_shows_its_facts_and_a_marker_stands_at_the_playhead(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace
) -> None:
    open_one(screen, qtbot, "call")
    qtbot.waitUntil(lambda: len(screen.pane.head.facts.words) > 1, timeout=15_000)
    assert any(words.startswith("talk: agent ") for words in screen.pane.head.facts.words)
    assert screen.pane.call_pane is not None
    screen.pane.call_pane.playback.seek(1.25)
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Escape)
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    assert [marker.at_s for marker in load_evaluation(centre, screen.presenter.evaluation_id).markers] == [1.25]


def test_a_recording_that_moved_is_said_and_the_form_still_works(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    centre.connection.execute("UPDATE media SET path = '/nowhere/call.wav'")
    open_one(screen, qtbot, "call")
    assert screen.pane.call_pane is not None
    assert "call.wav is not where it was" in screen.pane.call_pane.lost.text
    assert screen.pane.call_pane.lost.locate_button.isVisible()
    assert not screen.pane.call_pane.waveform.isVisible()
    press(Qt.Key.Key_1)
    on_disk(screen)
    assert screen.form.foot.saved_text == "saved ✓"


def test_a_recording_that_moved_is_located_and_another_one_is_not_taken_for_it(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = tmp_path / "archive" / "call.wav"
    now.parent.mkdir()
    (tmp_path / "call.wav").rename(now)
    centre.connection.execute("UPDATE media SET sha256 = ?", [content_hash(now)])
    open_one(screen, qtbot, "call")
    pane = screen.pane.call_pane
    assert pane is not None
    other = tmp_path / "other.wav"
    other.write_bytes(now.read_bytes()[:-2])
    monkeypatch.setattr(pane, "choose_file", lambda _name: str(other))
    pane.lost.locate_button.click()
    qtbot.waitUntil(lambda: "another recording" in pane.lost.text)
    monkeypatch.setattr(pane, "choose_file", lambda _name: str(now))
    pane.lost.locate_button.click()
    qtbot.waitUntil(pane.waveform.isVisible)
    qtbot.waitUntil(lambda: len(screen.pane.head.facts.words) > 1, timeout=15_000)
    assert not pane.lost.isVisible()
    assert centre.connection.execute("SELECT path FROM media").fetchone()[0] == str(now)


def test_leaving_a_call_lets_go_of_its_recording_also_while_it_is_being_opened(screen: EvaluateScreen, qtbot: QtBot) -> None:
    for _ in range(5):
        screen.arrive(interaction_id="call")
        screen.arrive(interaction_id="chat")
    pane = screen.pane.call_pane
    assert pane is not None
    playback = pane.playback
    assert not playback.state.is_open
    screen.arrive(interaction_id="call")
    screen.close()
    assert playback._pump._sounding is None
    assert not playback.state.is_open


@pytest.mark.parametrize("width", [1208, 1368])
def test_the_panes_keep_their_widths_whatever_they_show(
    screen: EvaluateScreen, qtbot: QtBot, width: int, centre: Workspace
) -> None:
    screen.resize(width, 680)
    widths = set()
    for interaction in ("call", "chat", "call"):
        open_one(screen, qtbot, interaction)
        press(Qt.Key.Key_1)
        qtbot.wait(1)
        widths.add((screen.queue.width(), screen.form.width()))
    screen.resize(width + 300, 680)
    widths.add((screen.queue.width(), screen.form.width()))
    assert widths == {(240, 420)}


def test_the_place_keeps_its_state_while_one_is_elsewhere(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Down)
    screen.hide()
    screen.show()
    screen.arrive()
    assert screen.form.current_question == "verified"
    assert screen.form.answers["greeting"].value == "Yes"


def test_what_is_being_written_is_kept_when_one_leaves(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "half a sen")
    screen.hide()
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    assert load_evaluation(centre, screen.presenter.evaluation_id).answers["greeting"].comment == "half a sen"


def test_undo_brings_the_form_back(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.form.answers["greeting"].value == "Yes"
    assert screen.form.head.score_text == "100.0"


def test_submitting_too_early_jumps_to_what_is_missing(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_1)
    submit(screen)
    assert screen.form.current_question == "verified"
    assert not screen.banner.isVisible()
    assert screen.form.foot.left_link.text() == "2 left: go to next"


def test_submit_has_the_keys_that_a_person_gave_it(
    screen: EvaluateScreen, qtbot: QtBot, context: Context, centre: Workspace
) -> None:
    open_one(screen, qtbot, "chat")
    assert screen.form.foot.submit_button.text().endswith("Ctrl+⏎")
    set_settings(centre, {"shortcuts": {"score.submit": ["F9"]}})
    context.changes.announce(Kind.SETTINGS)
    assert screen.form.foot.submit_button.text().endswith("F9")
    asked: list[bool] = []
    screen.form.submit_asked.connect(lambda: asked.append(True))
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "too early")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == []
    press(Qt.Key.Key_F9)
    assert asked == [True]
    on_disk(screen)


def test_a_revision_asks_why(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_4):
        press(key)
    submit(screen)
    assert not screen.submitted_bar.reason.isVisible()
    QTest.mouseClick(screen.submitted_bar.revise_button, Qt.MouseButton.LeftButton)
    assert not screen.submitted_bar.revise_now.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "disputed")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form.foot.submit_button.isVisible())
    assert centre.connection.execute("SELECT count(*) FROM evaluations WHERE revision_reason = 'disputed'").fetchone()[0] == 1


def test_a_revision_and_what_it_revises_are_told_apart_in_the_queue(
    screen: EvaluateScreen, qtbot: QtBot, seat: Context, centre: Workspace
) -> None:
    open_one(screen, qtbot, "chat")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_4):
        press(key)
    submit(screen)
    original = screen.presenter.evaluation_id
    screen.presenter.revise("disputed")
    screen.presenter.submit()
    on_disk(screen)
    rows = {item.evaluation_id: state_of(item) for item in screen.queue.items if item.is_submitted}
    assert rows == {original: "revised", screen.presenter.evaluation_id: "100.0"}
    screen.arrive(interaction_id="chat", evaluation_id=original)
    assert screen.queue.chosen is not None
    assert screen.queue.chosen.evaluation_id == original


def test_next_opens_the_next_of_the_queue(screen: EvaluateScreen, qtbot: QtBot, navigator: RecordingNavigator) -> None:
    screen.open_next()
    assert screen.presenter.interaction_id == "call"
    screen.open_next()
    assert screen.presenter.interaction_id == "chat"


def test_without_a_person_the_place_says_so(
    centre: Workspace, context: Context, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    screen = EvaluateScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    button = next(b for b in screen.findChildren(QPushButton) if b.text() == "Choose on Today")
    button.click()
    assert navigator.went == [("today", {})]
    context.evaluator_id = ensure_evaluator(centre, "Eva")
    screen.refresh()
    qtbot.waitUntil(lambda: len(screen.queue.items) == 2 and not context.jobs.running)
    screen.close()


def test_an_empty_centre_points_to_the_import(context: Context, workspace: Workspace, qtbot: QtBot) -> None:
    context.evaluator_id = ensure_evaluator(workspace, "Eva")
    screen = EvaluateScreen(context)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: not context.jobs.running)
    assert any(b.text() == "Import recordings or chats" for b in screen.findChildren(QPushButton))
    screen.close()


def test_a_comment_in_the_making_stays_with_its_own_interaction(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace, seat: Context
) -> None:
    version = centre.connection.execute("SELECT scorecard_version_id FROM evaluations").fetchone()
    assert version is None
    centre.connection.execute("UPDATE interactions SET channel = 'chat'")  # both with the same scorecard
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "half a sen")
    screen.open_next()
    qtbot.waitUntil(lambda: screen.presenter.interaction_id == "call" and screen.form.current_question is not None)
    assert screen.form.answers == {}
    press(Qt.Key.Key_1)
    on_disk(screen)
    assert seat.evaluator_id is not None
    comments = {
        interaction: load_evaluation(centre, latest_evaluation(centre, interaction, seat.evaluator_id) or "").answers["greeting"]
        for interaction in ("chat", "call")
    }
    assert comments == {"chat": Answer("greeting", None, "half a sen"), "call": Answer("greeting", "Yes")}


def entries(centre: Workspace) -> int:
    return int(centre.connection.execute("SELECT count(*) FROM change_log").fetchone()[0])


def test_each_key_is_on_the_disk_and_the_change_log_grows_by_the_pause(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace
) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_1)
    on_disk(screen)
    before = entries(centre)
    press(Qt.Key.Key_C)
    box = QApplication.focusWidget()
    for key in "too":
        QTest.keyClicks(box, key)
    on_disk(screen)
    assert [tuple(row) for row in centre.connection.execute("SELECT field, about, text FROM typed_words")] == [
        ("comment", "greeting", "too")
    ]
    assert entries(centre) == before
    qtbot.waitUntil(lambda: entries(centre) == before + 1)
    assert centre.connection.execute("SELECT count(*) FROM typed_words").fetchone()[0] == 0


def test_words_come_before_the_answer_that_is_given_over_them(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "late")
    screen.form._rows[0].give("No")
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    assert load_evaluation(centre, screen.presenter.evaluation_id).answers["greeting"] == Answer("greeting", "No", "late")
    screen.presenter.draft.undo()
    on_disk(screen)
    assert load_evaluation(centre, screen.presenter.evaluation_id).answers["greeting"] == Answer("greeting", None, "late")


def test_the_summary_is_written_undone_and_found_again(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_S)
    QTest.keyClicks(QApplication.focusWidget(), "A quick and kind reply.")
    press(Qt.Key.Key_Escape)
    assert screen.form.current_question == "greeting"
    assert QApplication.focusWidget() is screen.form._rows[0]
    on_disk(screen)
    assert screen.presenter.evaluation_id is not None
    assert load_evaluation(centre, screen.presenter.evaluation_id).summary == "A quick and kind reply."
    screen.presenter.draft.undo()
    on_disk(screen)
    assert (screen.form.summary, load_evaluation(centre, screen.presenter.evaluation_id).summary) == ("", "")
    screen.presenter.draft.redo()
    on_disk(screen)
    open_one(screen, qtbot, "call")
    assert screen.form.summary == ""
    open_one(screen, qtbot, "chat")
    assert screen.form.summary == "A quick and kind reply."


def test_without_a_scorecard_the_place_leads_to_one(
    workspace: Workspace, context: Context, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    context.evaluator_id = ensure_evaluator(workspace, "Eva")
    workspace.connection.execute("INSERT INTO interactions (id, channel, created_at) VALUES ('i', 'chat', 0)")
    words = "INSERT INTO utterances (interaction_id, position, speaker, text) VALUES ('i', 0, 'agent', 'Hi')"
    workspace.connection.execute(words)
    screen = EvaluateScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: len(screen.queue.items) == 1)
    next(b for b in screen.findChildren(QPushButton) if b.text() == "Open Scorecards").click()
    screen.open_next()
    assert "no published scorecard" in screen.banner.text
    assert navigator.went == [("scorecards", {})]
    screen.close()


def test_a_queue_that_is_done_leads_to_the_import(
    screen: EvaluateScreen, seat: Context, qtbot: QtBot, centre: Workspace, navigator: RecordingNavigator
) -> None:
    centre.connection.execute("DELETE FROM media")
    centre.connection.execute("DELETE FROM utterances WHERE interaction_id = 'call'")
    open_one(screen, qtbot, "chat")
    for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_4):
        press(key)
    submit(screen)
    again = EvaluateScreen(seat)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: [item.is_submitted for item in again.queue.items] == [True] and not seat.jobs.running)
    next(b for b in again.findChildren(QPushButton) if b.text() == "Import more").click()
    assert navigator.went == [("data", {})]
    again.close()


def queue_point(screen: EvaluateScreen, channel: str) -> QPoint:
    model = screen.queue.model()
    row = next(n for n in range(model.rowCount()) if f"· {channel}" in str(model.index(n, 0).data()))
    return screen.queue.visualRect(model.index(row, 0)).center()


def test_a_click_and_a_double_click_in_the_queue_leave_the_keys_with_the_form(screen: EvaluateScreen, qtbot: QtBot) -> None:
    viewport = screen.queue.viewport()
    for channel in ("chat", "call"):
        point = queue_point(screen, channel)
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
        qtbot.waitUntil(lambda channel=channel: screen.presenter.interaction_id == channel)
        qtbot.waitUntil(lambda: screen.form.isAncestorOf(QApplication.focusWidget()))
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=queue_point(screen, channel))
        qtbot.waitUntil(lambda: screen.form.isAncestorOf(QApplication.focusWidget()))
        assert not screen.queue.hasFocus()
        press(Qt.Key.Key_1)
        assert screen.form.answers["greeting"].value == "Yes"


def test_enter_in_the_queue_gives_the_keys_to_the_form_and_only_that_looks_so(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    lit = next(row for row in screen.form._rows if row.property("lit") == "true")
    screen.queue.setFocus()
    assert lit.property("lit") == "kept"
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form.isAncestorOf(QApplication.focusWidget()))
    assert lit.property("lit") == "true"


def test_who_comes_back_to_the_place_finds_the_keys_on_the_question_in_hand(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_Down)
    screen.queue.setFocus()
    screen.setFocus()
    assert QApplication.focusWidget() is screen.form._rows[1]


def test_an_early_submit_moves_nothing(screen: EvaluateScreen, qtbot: QtBot) -> None:
    open_one(screen, qtbot, "chat")
    press(Qt.Key.Key_1)
    before = [part.mapTo(screen, QPoint(0, 0)) for part in (screen.queue, screen.pane, screen.form)]
    submit(screen)
    qtbot.wait(1)
    assert [part.mapTo(screen, QPoint(0, 0)) for part in (screen.queue, screen.pane, screen.form)] == before
    press(Qt.Key.Key_1)
    assert screen.form.foot.left_link.text() == "1 left: go to next"


def test_the_queue_says_how_far_and_when_due(screen: EvaluateScreen) -> None:
    item = replace(screen.queue.items[0], evaluation_id="e", answered=2, due_on="2024-07-02")
    assert (state_of(item), due_of(item)) == ("2 answered", "due 2 Jul")
    assert due_of(replace(item, is_submitted=True)) == ""
