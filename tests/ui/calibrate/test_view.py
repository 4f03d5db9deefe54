"""The Calibrate place, walked as a group walks it: set up, hand the chair on, score blind, settle side by side."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from qa_desk.domain.calibration import Benchmark, State
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration as service
from qa_desk.services.evaluations import add_marker, set_answer, set_comment
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.ui.calibrate.answer_card import AnswerCard
from qa_desk.ui.calibrate.view import CalibrateScreen
from qa_desk.ui.evaluate.form_events import AnswerGiven, CommentChanged, MarkerAsked, MarkerRemoved, WordsTyped
from qa_desk.ui.evaluate.question_row import QuestionRow
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator, StallWatch

CARD = {
    "key": "voice",
    "title": "Voice",
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 1, "credits": {"Yes": 1, "No": 0}, "title": "<b>Greets</b>"},
                {
                    "id": "Q2",
                    "weight": 1,
                    "credits": {"Yes": 1, "No": 0},
                    "title": "Reads the notice",
                    "critical": "compliance",
                    "fail": ["No"],
                    "autofail": {"trigger": ["No"], "scope": "form"},
                },
            ],
        }
    ],
}


@pytest.fixture
def centre(workspace: Workspace) -> Workspace:
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    for name in ("Ana", "Ben", "Chi"):
        ensure_evaluator(workspace, name)
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO agents (id, name, created_at) VALUES ('a', 'Aisyah', 0)")
        for name in ("I1", "I2"):
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, created_at) VALUES (?, ?, 'chat', 'a', 0)",
                [name, name],
            )
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, speaker, text) VALUES (?, 0, 'customer', 'Hello')", [name]
            )
    return workspace


@pytest.fixture
def session_id(centre: Workspace) -> str:
    people = [row["id"] for row in centre.connection.execute("SELECT id FROM evaluators ORDER BY name")]
    return service.create_calibration(centre, "June", "voice", ["I1", "I2"], people)


@pytest.fixture
def screen(qtbot: QtBot, context: Context, centre: Workspace) -> Iterator[CalibrateScreen]:
    made = CalibrateScreen(context)
    qtbot.addWidget(made)
    made.resize(1300, 860)
    made.show()
    yield made
    settle_down(made)
    made.sheet.rest()
    made.meeting.quiet()


def score_all(workspace: Workspace, session_id: str, differing: str = "Chi") -> None:
    for person in service.get_calibration(workspace, session_id).participants:
        for item in ("I1", "I2"):
            sheet = service.start_blind_scoring(workspace, session_id, person.id, item)
            other = person.name == differing and item == "I2"
            set_answer(workspace, sheet.id, "Q1", "No" if other else "Yes")
            set_answer(workspace, sheet.id, "Q2", "No" if other else "Yes")
            if other:
                set_comment(workspace, sheet.id, "Q2", "<i>mumbled</i>")
                add_marker(workspace, sheet.id, "here", utterance_position=0, question_id="Q2")
            service.submit_blind_sheet(workspace, sheet.id)


def settle_down(screen: CalibrateScreen) -> None:
    """Until nothing is on its way any more."""
    for _ in range(3):
        assert screen._context.jobs.wait_all()


def on_disk(screen: CalibrateScreen) -> None:
    """Wait until all that was said on the sheet is on the disk, and what comes of it is shown."""
    assert screen.blind.draft.flush(10_000)


def labels(screen: CalibrateScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_an_empty_place_offers_the_one_next_action(screen: CalibrateScreen) -> None:
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.stage
    assert screen.stage.state == "said"
    assert "No calibration yet." in labels(screen)


def test_the_chair_shows_everybody_who_could_sit_down(screen: CalibrateScreen, centre: Workspace) -> None:
    names = [f"Somebody with a long name {number}" for number in range(6)]
    people = [ensure_evaluator(centre, name) for name in names]
    screen.presenter.open(service.create_calibration(centre, "Many", "voice", ["I1"], people))
    settle_down(screen)
    QApplication.processEvents()
    others = screen.chair._others
    assert [chip.text() for chip in others.buttons] == names[1:]
    assert all(others.rect().contains(chip.geometry()) for chip in others.buttons)


def test_a_session_is_set_up_and_goes_to_the_chair(screen: CalibrateScreen, centre: Workspace) -> None:
    screen.presenter.prepare()
    settle_down(screen)
    screen.setup.title.setText("July")
    for name in ("I1", "I2"):
        screen.setup.picker.tick(name)
    screen.setup.benchmark.choose(1)
    assert screen.setup.expert.isVisible()
    screen.setup._ask()
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.chair
    (entry,) = service.list_calibrations(centre)
    session = service.get_calibration(centre, entry.id)
    assert (session.title, session.benchmark, len(session.items), len(session.evaluators)) == ("July", Benchmark.EXPERT, 2, 2)
    assert "Pass the chair to" in labels(screen)


def test_what_cannot_be_a_session_is_said_beside_the_form(screen: CalibrateScreen) -> None:
    screen.presenter.prepare()
    settle_down(screen)
    screen.setup._ask()
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.setup
    assert "title" in screen.banner.text


def test_without_a_scorecard_the_way_to_one_is_shown(
    qtbot: QtBot, context: Context, workspace: Workspace, navigator: RecordingNavigator
) -> None:
    screen = CalibrateScreen(context)
    qtbot.addWidget(screen)
    screen.presenter.prepare()
    settle_down(screen)
    assert screen.stage.state == "said"
    screen.stage.currentWidget().findChild(QPushButton).click()
    assert navigator.went == [("scorecards", {})]


def test_a_person_is_added_while_setting_up(screen: CalibrateScreen, centre: Workspace) -> None:
    screen.presenter.prepare()
    settle_down(screen)
    screen.setup.evaluators.show_values([_id(centre, "Ana")])
    screen.setup.person.setText("  Dee ")
    screen.setup._add_person()
    assert screen.setup.evaluators.values == (_id(centre, "Ana"), _id(centre, "Dee"))
    screen.setup._add_person()  # an empty line adds nobody
    assert centre.connection.execute("SELECT count(*) FROM evaluators").fetchone()[0] == 4


def test_the_chair_goes_round_and_the_sheet_is_empty_for_the_next(
    screen: CalibrateScreen, centre: Workspace, session_id: str
) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    assert screen.chair.chosen is not None
    assert screen.chair.chosen.name == "Ana"
    screen.chair._sit_down()
    assert screen.pages.currentWidget() is screen.sheet
    for _item in range(2):
        screen.sheet.form.answer_given.emit(AnswerGiven("Q1", "Yes"))
        screen.sheet.form.answer_given.emit(AnswerGiven("Q2", "Yes"))
        screen.sheet.form.submit_asked.emit()
        on_disk(screen)
    assert screen.pages.currentWidget() is screen.chair
    assert screen.chair.chosen is not None
    assert screen.chair.chosen.name == "Ben"
    assert "1 of 3 have finished." in labels(screen)
    screen.chair._sit_down()
    assert screen.sheet.form.answers == {}
    assert "Ana" not in labels(screen)


def test_each_answer_is_on_the_disk_at_once_and_undone(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    def stored() -> list[tuple[str, str | None, str | None]]:
        on_disk(screen)
        rows = centre.connection.execute("SELECT question_id, value, comment FROM answers ORDER BY question_id")
        return [(row["question_id"], row["value"], row["comment"]) for row in rows]

    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._sit_down()
    form = screen.sheet.form
    form.answer_given.emit(AnswerGiven("Q1", "No"))
    form.comment_changed.emit(CommentChanged("Q1", "late"))
    assert stored() == [("Q1", "No", "late")]
    form.undo_asked.emit()
    assert stored() == [("Q1", "No", None)]
    form.redo_asked.emit()
    assert stored() == [("Q1", "No", "late")]
    form.marker_asked.emit(MarkerAsked("Q1"))
    (marker,) = screen.blind.draft.markers
    on_disk(screen)
    assert centre.connection.execute("SELECT count(*) FROM markers").fetchone()[0] == 1
    form.marker_removed.emit(MarkerRemoved(marker.id))
    on_disk(screen)
    assert centre.connection.execute("SELECT count(*) FROM markers").fetchone()[0] == 0


def test_words_of_a_blind_sheet_are_on_the_disk_at_each_key(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    def held() -> list[str]:
        on_disk(screen)
        return [row["text"] for row in centre.connection.execute("SELECT text FROM typed_words")]

    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._sit_down()
    form = screen.sheet.form
    form.words_typed.emit(WordsTyped("comment", "Q1", "la"))
    assert held() == ["la"]
    form.comment_changed.emit(CommentChanged("Q1", "late"))
    assert held() == []


def test_a_full_disk_is_said_and_nothing_is_lost(
    qtbot: QtBot, screen: CalibrateScreen, centre: Workspace, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise EnvironmentFailure("The disk is full.")

    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._sit_down()
    with monkeypatch.context() as patched:
        patched.setattr("qa_desk.services.drafts.put_answer", full)
        screen.sheet.form.answer_given.emit(AnswerGiven("Q1", "No"))
        qtbot.waitUntil(lambda: bool(screen.sheet.banner.text))
        screen.blind.leave()
        assert screen.blind.draft.has_unsaved
        assert screen.sheet.banner.text == "The disk is full."
        assert screen.pages.currentWidget() is screen.sheet  # nobody gets up with answers in the air
    with qtbot.waitSignal(screen.blind.draft.saved, timeout=5000):  # tried again by itself
        pass
    assert centre.connection.execute("SELECT value FROM answers").fetchone()["value"] == "No"


def test_an_unfinished_sheet_waits_for_its_owner(screen: CalibrateScreen, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._sit_down()
    screen.sheet.form.answer_given.emit(AnswerGiven("Q1", "No"))
    screen.blind.leave()
    on_disk(screen)
    assert screen.pages.currentWidget() is screen.chair
    screen.chair._sit_down()
    assert screen.sheet.form.answers["Q1"].value == "No"


def test_a_sheet_with_gaps_is_not_submitted(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._sit_down()
    screen.sheet.form.submit_asked.emit()
    on_disk(screen)
    assert screen.pages.currentWidget() is screen.sheet
    assert screen.sheet.banner.text
    assert centre.connection.execute("SELECT count(*) FROM evaluations WHERE status = 'submitted'").fetchone()[0] == 0


def test_somebody_else_may_take_the_chair(screen: CalibrateScreen, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    names = [chip.text() for choice, chip in screen.chair._others._buttons]
    assert names == ["Ben", "Chi"]
    screen.chair._others._buttons[1][1].click()
    assert screen.chair.chosen is not None
    assert screen.chair.chosen.name == "Chi"


def test_revealing_early_asks_twice(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    screen.chair._early.click()
    assert service.get_calibration(centre, session_id).state is State.SCORING
    screen.chair._sure.click()
    assert "fewer than two" in screen.banner.text


def test_the_meeting_settles_point_after_point_by_keys(
    qtbot: QtBot, screen: CalibrateScreen, centre: Workspace, session_id: str
) -> None:
    score_all(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    assert "Everybody has finished." in labels(screen)
    screen.chair._sit_down()
    settle_down(screen)
    meeting = screen.meeting
    assert screen.pages.currentWidget() is meeting
    assert meeting.point is not None
    assert meeting.point.question_id == "Q2"  # the auto-fail split first
    qtbot.keyClick(meeting.agenda, Qt.Key.Key_1)
    assert meeting.agreed == "Yes"
    meeting.write_rule("Every word of it.")
    qtbot.keyClick(meeting.agenda, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    report = service.calibration_report(centre, session_id)
    assert (report.decisions["I2", "Q2"].agreed, report.decisions["I2", "Q2"].rule) == ("Yes", "Every word of it.")
    assert meeting.point is not None
    assert meeting.point.question_id == "Q1"  # gone on by itself
    qtbot.keyClick(meeting.agenda, Qt.Key.Key_N)
    meeting.settle()
    assert service.get_calibration(centre, session_id).state is State.RESOLVED
    screen._close_session()
    settle_down(screen)
    assert service.get_calibration(centre, session_id).state is State.CLOSED
    assert not meeting._settle.isVisible()
    assert "2 of 2 settled; the session is closed" in labels(screen)
    meeting.agenda.setCurrentRow(0)
    assert "Agreed: Yes" in labels(screen)
    assert "Rule: Every word of it." in labels(screen)
    assert not meeting._answer.isVisible()
    qtbot.keyClick(meeting.agenda, Qt.Key.Key_2)
    meeting.settle()
    assert service.calibration_report(centre, session_id).decisions["I2", "Q2"].agreed == "Yes"


def test_a_digit_settles_what_it_answers_while_scoring(qtbot: QtBot, screen: CalibrateScreen, centre: Workspace) -> None:
    scale = {"id": "Q1", "weight": 1, "credits": {str(n): n / 4 for n in range(5)}, "na": True, "title": "Listens"}
    card = {"key": "scale", "title": "Scale", "sections": [{"id": "S", "questions": [scale]}]}
    version = read_definition(tree_of(card)).version
    assert version is not None
    publish_scorecard(centre, add_scorecard(centre, version))
    people = [row["id"] for row in centre.connection.execute("SELECT id FROM evaluators ORDER BY name LIMIT 2")]
    session_id = service.create_calibration(centre, "Scales", "scale", ["I1"], people)
    screen.presenter.open(session_id)
    settle_down(screen)
    for key in (Qt.Key.Key_1, Qt.Key.Key_4):
        screen.chair._sit_down()
        qtbot.keyClick(screen.sheet.form.findChildren(QuestionRow)[0], key)
        screen.sheet.form.submit_asked.emit()
        on_disk(screen)
    screen.chair._sit_down()
    settle_down(screen)
    meeting = screen.meeting
    assert meeting.point is not None
    assert list(meeting.point.answers.values()) == ["1", "4"]
    for key, answer in ((Qt.Key.Key_1, "1"), (Qt.Key.Key_0, "0"), (Qt.Key.Key_0, "0"), (Qt.Key.Key_7, "0")):
        qtbot.keyClick(meeting.agenda, key)
        assert meeting.agreed == answer
    qtbot.keyClick(meeting.agenda, Qt.Key.Key_Backspace)
    assert meeting.agreed is None
    assert meeting._hint.text().startswith("0–4\u00a0answer")


def test_texts_from_outside_stay_plain(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    shown = screen.findChildren(QLabel)
    assert any("<i>mumbled</i>" in label.text() for label in shown)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in shown if label.text())


def test_a_marker_opens_its_place_beside_the_answers(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    cards = screen.meeting.findChildren(AnswerCard)
    (marker,) = service.calibration_report(centre, session_id).remarks[_id(centre, "Chi"), "I2", "Q2"].markers
    cards[0].marker_opened.emit(marker)
    assert screen.meeting._pane is not None
    assert screen.meeting._pane.isVisible()
    screen.meeting._listen_again()
    assert not screen.meeting._pane.isVisible()


def test_five_cards_stand_in_one_row_of_a_small_window(screen: CalibrateScreen, centre: Workspace) -> None:
    for name in ("Anastasia Volkova", "Dee"):
        ensure_evaluator(centre, name)
    people = [row["id"] for row in centre.connection.execute("SELECT id FROM evaluators")]
    session_id = service.create_calibration(centre, "Five", "voice", ["I1", "I2"], people)
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.resize(1192, 720)  # what the rail leaves of 1280
    screen.presenter.open(session_id)
    settle_down(screen)
    QApplication.processEvents()
    cards = [card for card in screen.meeting.findChildren(AnswerCard) if card.isVisible()]
    assert len(cards) == 5
    assert len({(card.y(), card.height()) for card in cards}) == 1
    assert max(card.geometry().right() for card in cards) <= screen.meeting._scroll.viewport().width()
    assert len({made.height() for made in screen.meeting._answer.findChildren(QPushButton)}) == 1


@pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")
def test_the_player_is_made_while_the_chair_is_passed_on(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    assert screen.sheet.pane.call_pane is None  # chats need none
    with centre.transaction() as connection:
        connection.execute("UPDATE interactions SET channel = 'call' WHERE id = 'I2'")
    screen.presenter.show_again()
    assert screen.pages.currentWidget() is screen.chair
    settle_down(screen)
    assert screen.sheet.pane.call_pane is not None


def test_the_chips_of_the_chair_stay_in_the_middle(screen: CalibrateScreen, session_id: str) -> None:
    screen.presenter.open(session_id)
    settle_down(screen)
    QApplication.processEvents()
    before = screen.chair._others.geometry()
    screen.chair._sit_down()
    screen.blind.leave()
    assert screen.chair._others.width() == before.width()
    QApplication.processEvents()
    assert screen.chair._others.geometry() == before


def test_results_show_deviations_in_words(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    screen._which.choose(1)
    assert screen.pages.currentWidget() is screen.results
    copied = screen.results.evaluators.copied()
    assert "Chi" in copied
    assert "too few to tell" in copied
    assert "I2: Chi" in labels(screen)
    assert "The coefficients AC1 and α need 10 interactions; this session has 2." in labels(screen)
    assert [screen.results.questions.view.isColumnHidden(column) for column in range(5)] == [False, False, True, True, False]
    assert "67 %" in labels(screen)
    assert "8 of 12 pairs of answers agree · 67 %" in labels(screen)
    assert screen.results.sections.copied().splitlines()[1].startswith("S\t")


def test_open_points_are_said_before_closing(screen: CalibrateScreen, centre: Workspace, session_id: str) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    screen._close_session()
    settle_down(screen)
    assert screen.banner.text == "2 points are not settled."
    screen.banner._act()
    settle_down(screen)
    assert service.get_calibration(centre, session_id).state is State.CLOSED


def test_minutes_are_written(screen: CalibrateScreen, centre: Workspace, session_id: str, tmp_path: Path) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.arrive(session_id=session_id)
    settle_down(screen)
    screen.presenter.write_minutes(tmp_path / "m.xlsx")
    settle_down(screen)
    assert (tmp_path / "m.xlsx").exists()
    screen.presenter.write_minutes(tmp_path)
    settle_down(screen)
    assert "folder" in screen.banner.text


def test_the_list_opens_a_session_and_refreshes(screen: CalibrateScreen, session_id: str) -> None:
    screen.refresh()
    settle_down(screen)
    assert screen.stage.state == "content"
    assert "June" in screen.sessions.copied()
    screen.sessions.activated.emit(service.list_calibrations(screen._context.workspace)[0])
    assert screen.pages.currentWidget() is screen.chair
    screen.chair._sit_down()
    screen.refresh()
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.sheet  # nobody is thrown off the chair


def _id(workspace: Workspace, name: str) -> str:
    return str(workspace.connection.execute("SELECT id FROM evaluators WHERE name = ?", [name]).fetchone()["id"])


def test_a_report_is_on_its_way_while_the_window_lives(
    qtbot: QtBot, screen: CalibrateScreen, centre: Workspace, session_id: str, stalls: StallWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    may_go_on, real = threading.Event(), service.calibration_report

    def slow(*arguments: object, **named: object) -> object:
        assert may_go_on.wait(10)
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "calibration_report", slow)
    screen.presenter.open(session_id)
    assert (screen.stage.state, screen.header.title) == ("loading", "June")
    stalls.start_again()
    qtbot.wait(200)
    assert stalls.longest_wait_ms < 5000
    may_go_on.set()
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.meeting)


def test_what_is_no_longer_asked_for_is_not_shown(
    qtbot: QtBot, screen: CalibrateScreen, centre: Workspace, session_id: str
) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    screen.presenter.show_sessions()
    settle_down(screen)
    assert screen.pages.currentWidget() is screen.stage
    assert screen.stage.state == "content"


def test_what_is_pressed_stays_when_figures_arrive_meanwhile(
    qtbot: QtBot, screen: CalibrateScreen, centre: Workspace, session_id: str
) -> None:
    score_all(centre, session_id)
    service.reveal_calibration(centre, session_id)
    screen.presenter.open(session_id)
    settle_down(screen)
    qtbot.keyClick(screen.meeting.agenda, Qt.Key.Key_2)
    screen.meeting.write_rule("Half a rule")
    screen.refresh()
    settle_down(screen)
    assert (screen.meeting.agreed, screen.meeting.rule) == ("No", "Half a rule")


def test_a_session_that_is_gone_is_said_with_a_way_on(screen: CalibrateScreen) -> None:
    settle_down(screen)
    screen.presenter.open("nobody knows it")
    assert "no calibration session" in labels(screen)


def test_interactions_are_told_apart_and_fit_the_scorecard(screen: CalibrateScreen, centre: Workspace) -> None:
    version = read_definition(tree_of({**CARD, "key": "chats", "title": "Chats", "channel": "chat"})).version
    assert version is not None
    publish_scorecard(centre, add_scorecard(centre, version))
    with centre.transaction() as connection:
        connection.execute(
            "INSERT INTO interactions (id, external_id, subject, channel, agent_id, started_at, duration_s, created_at) "
            "VALUES ('C1', 'C-260138', '', 'call', 'a', 1767454962, 1310, 0)"
        )
    screen.presenter.prepare()
    settle_down(screen)
    setup = screen.setup
    setup.version.setCurrentIndex(setup.version.findText("Chats v1"))
    assert set(setup.picker.shown) == {"I1", "I2"}
    setup.picker.others.setChecked(True)
    setup.picker.tick("C1")
    setup.picker.tick("I1")
    assert set(setup.picker.chosen) == {"C1", "I1"}
    setup.picker.others.setChecked(False)
    assert setup.picker.chosen == ("I1",)  # what is out of sight for its channel is not scored
    setup.version.setCurrentIndex(setup.version.findText("Voice v1"))  # for any channel
    assert set(setup.picker.shown) == {"C1", "I1", "I2"}
    line = next(item for item in setup.picker._items() if item.text(0) == "C-260138")
    assert [line.text(column) for column in range(5)] == ["C-260138", "call", "03/01/2026", "21:50", "Aisyah"]


def test_a_session_is_due_a_week_after_the_day_of_the_workspace(screen: CalibrateScreen, centre: Workspace) -> None:
    set_settings(centre, {"as_of": "2026-06-30T23:59:59+01:00"})
    screen.presenter.prepare()
    settle_down(screen)
    assert screen.setup.due.date().toString(Qt.DateFormat.ISODate) == "2026-07-07"


def test_due_date_facilitator_and_hidden_agent_are_set_up(screen: CalibrateScreen, centre: Workspace) -> None:
    screen.presenter.prepare()
    settle_down(screen)
    setup = screen.setup
    setup.title.setText("July")
    setup.picker.tick("I1")
    setup.facilitator.setText(" Dee ")
    setup.has_due.setChecked(True)
    setup.due.setDate(setup.due.minimumDate())
    setup.hidden.setChecked(True)
    setup._ask()
    assert not setup._open.isEnabled()  # not twice
    settle_down(screen)
    session = service.get_calibration(centre, service.list_calibrations(centre)[0].id)
    assert (session.facilitator, session.agent_hidden) == ("Dee", True)
    assert session.due_on == setup.due.minimumDate().toString(Qt.DateFormat.ISODate)
    screen.chair._sit_down()
    assert "Aisyah" not in labels(screen)
