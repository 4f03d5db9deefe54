"""The meeting settles every kind of question by keys, as the form answers it: what is on the disk is what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from qa_desk.domain.calibration import Benchmark, State
from qa_desk.domain.question_kinds.kind import QuestionKind
from qa_desk.services import calibration as service
from qa_desk.services.evaluations import set_answer
from qa_desk.services.people import ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.ui.calibrate.answer_card import AnswerCard
from qa_desk.ui.calibrate.view import CalibrateScreen
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.calibrate.meeting_page import MeetingPage
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace

QUESTIONS: tuple[dict[str, object], ...] = (
    {"id": "greets", "title": "Greets"},
    {
        "id": "steps",
        "title": "Steps done",
        "kind": "multiple",
        "options": [
            {"id": "name", "credit": "1/2", "title": "Asks the name"},
            {"id": "date", "credit": "1/2", "title": "Asks the date of birth"},
        ],
    },
    {
        "id": "hold",
        "title": "Hold time",
        "kind": "number",
        "bands": [{"id": "quick", "credit": 1, "below": 20, "title": "quick"}, {"id": "slow", "credit": 0, "title": "slow"}],
        "number": {"unit": "s", "min": 0, "max": 600},
    },
    {"id": "wish", "title": "What was wanted", "kind": "text"},
)
ANSWERS = {
    "Ana": {"greets": "Yes", "steps": "name", "hold": "12", "wish": "Her money back, and a word of regret for the long wait."},
    "Ben": {"greets": "No", "steps": "name + date", "hold": "95", "wish": "=A refund"},
}


@pytest.fixture
def session_id(workspace: Workspace) -> str:
    publish_scorecard(workspace, add_scorecard(workspace, a_card_of(*QUESTIONS, key="kinds", title="Kinds")))
    people = {name: ensure_evaluator(workspace, name) for name in ANSWERS}
    with workspace.transaction() as connection:
        connection.execute("INSERT INTO interactions (id, external_id, channel, created_at) VALUES ('I1', 'I1', 'chat', 0)")
    made = service.create_calibration(workspace, "June", "kinds", ["I1"], list(people.values()), benchmark=Benchmark.AGREED)
    for name, answers in ANSWERS.items():
        sheet = service.start_blind_scoring(workspace, made, people[name], "I1")
        for question_id, answer in answers.items():
            set_answer(workspace, sheet.id, question_id, answer)
        service.submit_blind_sheet(workspace, sheet.id)
    service.reveal_calibration(workspace, made)
    return made


@pytest.fixture
def screen(qtbot: QtBot, context: Context, session_id: str) -> Iterator[CalibrateScreen]:
    made = CalibrateScreen(context)
    qtbot.addWidget(made)
    made.resize(1300, 860)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.presenter.open(session_id)
    settle_down(made)
    yield made
    settle_down(made)
    made.meeting.quiet()


def settle_down(screen: CalibrateScreen) -> None:
    for _ in range(3):
        assert screen._context.jobs.wait_all()


def go_to(meeting: MeetingPage, question_id: str) -> None:
    assert meeting._report is not None
    places = [point.question_id for point in meeting._report.results.agenda]
    meeting.agenda.setCurrentRow(places.index(question_id))
    meeting.agenda.setFocus()


def press(*keys: Qt.Key, ctrl: bool = False) -> None:
    """On whatever has the focus, as a keyboard does."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(focused, key, held)


def write(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def stored(workspace: Workspace, session_id: str, question_id: str) -> str | None:
    decision = service.calibration_report(workspace, session_id).decisions.get(("I1", question_id))
    return decision.agreed if decision else None


def shown(screen: CalibrateScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_the_agenda_has_every_kind_and_words_last(screen: CalibrateScreen) -> None:
    report = screen.meeting._report
    assert report is not None
    assert {question.kind for question in report.version.questions()} == set(QuestionKind)
    assert [point.question_id for point in report.results.agenda] == ["greets", "steps", "hold", "wish"]
    assert "0 of 3 settled" in shown(screen)  # nobody has to agree on words


@pytest.mark.parametrize(
    ("question_id", "said"),
    [
        ("greets", ["Yes", "No"]),
        ("steps", ["Asks the name", "Asks the name, Asks the date of birth"]),
        ("hold", ["12 s", "95 s"]),
        ("wish", [ANSWERS["Ana"]["wish"], "=A refund"]),
    ],
)
def test_answers_are_shown_in_words(screen: CalibrateScreen, question_id: str, said: list[str]) -> None:
    go_to(screen.meeting, question_id)
    QApplication.processEvents()
    cards = [card for card in screen.meeting.findChildren(AnswerCard) if card.isVisible()]
    assert len(cards) == 2
    for card, answer in zip(cards, said, strict=True):
        words = next(label for label in card.findChildren(QLabel) if label.text() == answer)
        assert words.height() >= words.heightForWidth(words.width())  # nothing is cut off
    if question_id == "hold":
        assert [[label.text() for label in card.findChildren(QLabel)][2] for card in cards] == ["quick", "slow"]


def test_one_of_several_by_its_digit(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    go_to(screen.meeting, "greets")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, ctrl=True)
    assert stored(workspace, session_id, "greets") == "No"


def test_ticks_by_their_digits(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    meeting = screen.meeting
    go_to(meeting, "steps")
    assert "1–2\u00a0tick" in meeting._hint.text()
    press(Qt.Key.Key_2, Qt.Key.Key_1)
    assert meeting.agreed == "name + date"
    press(Qt.Key.Key_1)
    assert meeting.agreed == "date"
    press(Qt.Key.Key_0)
    assert meeting.agreed == "none"
    press(Qt.Key.Key_N)
    assert meeting.agreed == "N/A"
    press(Qt.Key.Key_Backspace)
    assert meeting.agreed is None
    press(Qt.Key.Key_1, Qt.Key.Key_2)
    press(Qt.Key.Key_Return, ctrl=True)
    assert stored(workspace, session_id, "steps") == "name + date"


def test_a_number_is_typed_from_the_agenda(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    meeting = screen.meeting
    go_to(meeting, "hold")
    press(Qt.Key.Key_4, Qt.Key.Key_5)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert "slow · 0 % of the points" in shown(screen)
    press(Qt.Key.Key_R)  # a letter is no number: it goes to the rule, and the number stays
    assert QApplication.focusWidget() is meeting._rule
    write("The longest one.")
    press(Qt.Key.Key_Return, ctrl=True)
    decision = service.calibration_report(workspace, session_id).decisions["I1", "hold"]
    assert (decision.agreed, decision.rule) == ("45", "The longest one.")


def test_a_number_is_settled_from_within_its_field(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    meeting = screen.meeting
    go_to(meeting, "hold")
    press(Qt.Key.Key_9)
    press(Qt.Key.Key_Return, ctrl=True)
    assert stored(workspace, session_id, "hold") == "9"
    assert QApplication.focusWidget() is meeting.agenda
    go_to(meeting, "hold")
    press(Qt.Key.Key_7, Qt.Key.Key_N)
    assert meeting.agreed == "N/A"
    assert QApplication.focusWidget() is meeting.agenda
    press(Qt.Key.Key_8, Qt.Key.Key_Escape)
    assert (meeting.agreed, QApplication.focusWidget()) == ("8", meeting.agenda)
    press(Qt.Key.Key_3, Qt.Key.Key_Up)
    assert meeting.point is not None
    assert (meeting.point.question_id, QApplication.focusWidget()) == ("steps", meeting.agenda)
    assert meeting.agreed is None  # the three belongs to the hold time
    assert stored(workspace, session_id, "hold") == "9"


def test_what_is_no_answer_is_not_settled(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    meeting = screen.meeting
    go_to(meeting, "hold")
    press(Qt.Key.Key_9, Qt.Key.Key_9, Qt.Key.Key_9)
    meeting._settle.click()
    assert "at most 600" in shown(screen)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert meeting.point is not None
    assert meeting.point.question_id == "hold"
    assert ("I1", "hold") not in service.calibration_report(workspace, session_id).decisions


def test_words_are_written_and_settled(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    meeting = screen.meeting
    go_to(meeting, "wish")
    press(Qt.Key.Key_Return)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    write("Rest now; no news")  # R and N are letters here
    press(Qt.Key.Key_Escape)
    assert (meeting.agreed, QApplication.focusWidget()) == ("Rest now; no news", meeting.agenda)
    press(Qt.Key.Key_1)
    write("!")
    press(Qt.Key.Key_Return, ctrl=True)
    assert stored(workspace, session_id, "wish") == "Rest now; no news!"


def test_what_is_being_written_stays_when_figures_arrive_meanwhile(screen: CalibrateScreen) -> None:
    meeting = screen.meeting
    go_to(meeting, "wish")
    press(Qt.Key.Key_1)
    write("Her mon")
    box = QApplication.focusWidget()
    screen.refresh()
    settle_down(screen)
    assert QApplication.focusWidget() is box
    write("ey")
    press(Qt.Key.Key_Escape)
    assert meeting.agreed == "Her money"


def test_the_session_is_settled_without_words_and_the_minutes_say_all(
    screen: CalibrateScreen, workspace: Workspace, session_id: str, tmp_path: Path
) -> None:
    for keys in ([Qt.Key.Key_1], [Qt.Key.Key_1, Qt.Key.Key_2], [Qt.Key.Key_1, Qt.Key.Key_5]):
        press(*keys)
        press(Qt.Key.Key_Return, ctrl=True)
    settle_down(screen)
    assert "3 of 3 settled" in shown(screen)
    assert service.get_calibration(workspace, session_id).state is State.RESOLVED
    report = service.calibration_report(workspace, session_id)
    assert report.benchmark == {"I1": {"greets": "Yes", "steps": "name + date", "hold": "15"}}
    assert report.results.benchmark_scores["I1"].final == 100
    service.export_minutes(workspace, session_id, tmp_path / "m.xlsx")
    book = load_workbook(tmp_path / "m.xlsx")
    rows = {str(row[2]): row for row in book["Decisions"].iter_rows(min_row=10, values_only=True)}
    assert rows["Steps done"][4:9] == (
        "Asks the name",
        "Asks the name, Asks the date of birth",
        "Asks the name, Asks the date of birth",
        "0 of 1",
        "Asks the name, Asks the date of birth",
    )
    assert rows["Hold time"][8] == "15 s"
    assert (rows["What was wanted"][3], rows["What was wanted"][7], rows["What was wanted"][8]) == (
        "in words: read, not compared",
        "–",
        "–",
    )
    readings = {row[0]: row for row in book["Agreement"].iter_rows(min_row=2, max_row=5, values_only=True)}
    assert (readings["What was wanted"][2], readings["What was wanted"][9]) == ("–", "Words are not compared.")


def test_a_closed_session_says_what_was_agreed(screen: CalibrateScreen, workspace: Workspace, session_id: str) -> None:
    service.settle_point(workspace, session_id, "I1", "hold", "45")
    service.settle_point(workspace, session_id, "I1", "steps", "none")
    service.close_calibration(workspace, session_id, with_open_points=True)
    screen.refresh()
    settle_down(screen)
    go_to(screen.meeting, "hold")
    assert "Agreed: 45 s" in shown(screen)
    press(Qt.Key.Key_7)
    assert screen.meeting.agreed == "45"
    go_to(screen.meeting, "steps")
    assert "Agreed: None of these" in shown(screen)
    assert not screen.meeting._answer.isVisible()
