"""A group calibrates on one computer, by keyboard in the real window; blind answers survive a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from qa_desk.app.window import make_window
from qa_desk.domain.calibration import State
from qa_desk.domain.definition_nodes import tree_of
from qa_desk.domain.scorecard_definition import read_definition
from qa_desk.services import calibration as service
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard, publish_scorecard
from qa_desk.ui.calibrate.view import CalibrateScreen
from qa_desk.ui.desk import Desk
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]

CTRL = Qt.KeyboardModifier.ControlModifier
CARD = {
    "key": "voice",
    "title": "Voice",
    "sections": [
        {
            "id": "S",
            "questions": [
                {"id": "Q1", "weight": 40, "credits": {"Yes": 1, "No": 0}, "title": "Greets"},
                {"id": "Q2", "weight": 60, "credits": {"Yes": 1, "No": 0}, "title": "Explains the bill"},
                {
                    "id": "Q3",
                    "weight": 0,
                    "credits": {"Yes": 1, "No": 0},
                    "title": "Reads the notice",
                    "critical": "compliance",
                    "fail": ["No"],
                },
            ],
        }
    ],
}


@pytest.fixture
def file(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two chats, a scorecard and three evaluators, of whom Ana sits here."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    version = read_definition(tree_of(CARD)).version
    assert version is not None
    publish_scorecard(workspace, add_scorecard(workspace, version))
    people = [ensure_evaluator(workspace, name) for name in ("Ana", "Ben", "Chi")]
    agent = ensure_agents(workspace, ["Aisyah"])["Aisyah"]
    with workspace.transaction() as connection:
        for number, name in enumerate(("I1", "I2")):
            connection.execute(
                "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) "
                "VALUES (?, ?, 'chat', ?, ?, 0)",
                [name, name, agent, -number],
            )
            connection.execute(
                "INSERT INTO utterances (interaction_id, position, speaker, author, text) VALUES (?, 0, 'agent', 'Aisyah', 'Hi')",
                [name],
            )
    Desk(folder / "qa-desk" / "desk.json").seat(workspace.path, people[0])
    return workspace.path


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    QTest.keyClick(focused, key, modifiers)


def type_text(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def tab_to(widget: QWidget) -> None:
    """As a person without a mouse does: Tab until it is there."""
    for _ in range(80):
        if widget.hasFocus():
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {widget.accessibleName()!r}")


def words(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def score_blind(screen: CalibrateScreen, qtbot: QtBot, name: str, *, last_item: Qt.Key) -> None:
    """One person's turn at the chair: Enter, then both interactions; the last one's second answer is `last_item`."""
    assert screen.chair.chosen is not None
    assert screen.chair.chosen.name == name
    press(Qt.Key.Key_Return)
    assert screen.pages.currentWidget() is screen.sheet
    for second in (Qt.Key.Key_1, last_item):
        qtbot.waitUntil(lambda: screen.sheet.form.current_question == "Q1" and screen.sheet.form.answers == {})
        shown = words(screen)
        assert all(other not in shown for other in {"Ana", "Ben", "Chi"} - {name})
        assert "Aisyah" not in shown
        for key in (Qt.Key.Key_1, Qt.Key.Key_Down, second, Qt.Key.Key_Down, Qt.Key.Key_1):
            press(key)
        press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.chair)


def test_a_group_calibrates_by_keyboard_from_the_setting_up_to_the_minutes(
    qapp: QApplication, qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = make_window(qapp)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(file)
    bench = window.workbench
    assert bench is not None
    bench.go("calibrate")
    screen = bench.screen_shown
    assert isinstance(screen, CalibrateScreen)
    qtbot.waitUntil(lambda: screen.stage.state == "said")

    # set up
    tab_to(screen._new)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(screen.setup.title.hasFocus)
    type_text("June chats")
    tab_to(screen.setup.picker.list)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        press(key)
    tab_to(screen.setup.facilitator)
    assert screen.setup.facilitator.text() == "Ana"
    tab_to(screen.setup.has_due)
    press(Qt.Key.Key_Space)
    tab_to(screen.setup.hidden)
    press(Qt.Key.Key_Space)
    tab_to(screen.setup._open)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.chair)

    # blind, in turn: Chi sees it differently
    for name, last_item in (("Ana", Qt.Key.Key_1), ("Ben", Qt.Key.Key_1), ("Chi", Qt.Key.Key_2)):
        score_blind(screen, qtbot, name, last_item=last_item)

    # the reveal, one difference, settled with a rule
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.meeting)
    meeting = screen.meeting
    assert meeting.point is not None
    assert (meeting.point.question_id, meeting.agenda.count()) == ("Q2", 1)
    assert "16 of 18 pairs of answers agree" in words(screen)  # of the three pairs on this answer two differ
    qtbot.waitUntil(meeting.agenda.hasFocus)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_R)
    type_text("Every line of the bill")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "1 of 1 settled" in words(screen))

    # agreement and deviations
    results = screen._which._group.button(1)
    tab_to(screen._which._group.button(0))
    press(Qt.Key.Key_Right)
    assert results.hasFocus()
    press(Qt.Key.Key_Space)
    assert screen.pages.currentWidget() is screen.results
    leaning = {line.split("\t")[0]: line.split("\t")[1:] for line in screen.results.evaluators.copied().splitlines()}
    assert leaning["Chi"][:2] == ["2", "−30.0"]
    assert leaning["Ana"][:2] == ["2", "+15.0"]  # 0 against 100 and 100, +30 against the middle of 100 and 40
    assert "4 of 6" in screen.results.questions.copied()

    # the end
    tab_to(screen._close)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not screen._close.isVisible())
    target = tmp_path / "minutes.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    tab_to(screen._minutes)
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(target.exists)
    assert bench.context.jobs.wait_all()
    cells = {str(cell.value) for row in load_workbook(target)["Decisions"].iter_rows() for cell in row}
    assert {"Every line of the bill", "Explains the bill"} <= cells
    window.close()
    window.deleteLater()
    qtbot.wait(1)

    workspace = open_workspace(file)
    (entry,) = service.list_calibrations(workspace)
    session = service.get_calibration(workspace, entry.id)
    assert (session.state, session.facilitator, session.agent_hidden) == (State.CLOSED, "Ana", True)
    assert session.due_on is not None
    workspace.close()


_SCORING = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qa_desk.app.window import make_window

application = QApplication(sys.argv[:1])
window, _ = make_window(application)
window.show()
QTest.qWaitForWindowActive(window)
window.open(Path(sys.argv[1]))
window.workbench.go("calibrate", session_id=sys.argv[2])
screen = window.workbench.screen_shown

def wait_for(is_so):
    for _ in range(1000):
        if is_so():
            return
        QTest.qWait(10)
    raise SystemExit("waited in vain")

def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)

wait_for(lambda: screen.chair.chosen is not None and QApplication.focusWidget() is not None)
press(Qt.Key.Key_Return)
wait_for(lambda: screen.sheet.form.current_question == "Q1")
for key in (Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_1):
    press(key)
press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
wait_for(lambda: screen.sheet.form.current_question == "Q1")
for key in (Qt.Key.Key_2, Qt.Key.Key_M):
    press(key)
QTest.keyClicks(QApplication.focusWidget(), "no name")
press(Qt.Key.Key_Return)
screen.sheet.form.focus_question("Q1")
press(Qt.Key.Key_C)
QTest.keyClicks(QApplication.focusWidget(), "never said who")
press(Qt.Key.Key_Escape)
for key in (Qt.Key.Key_Down, Qt.Key.Key_1):
    press(key)
wait_for(lambda: not screen.blind.draft.has_unsaved)
print("scored", flush=True)
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_in_the_middle_of_blind_scoring_loses_no_answer(workspace: Workspace, file: Path) -> None:
    people = [row["id"] for row in workspace.connection.execute("SELECT id FROM evaluators ORDER BY name")]
    session_id = service.create_calibration(workspace, "June", "voice", ["I1", "I2"], people)
    with subprocess.Popen(
        [sys.executable, "-c", _SCORING, str(file), session_id],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
        _, complaints = program.communicate(timeout=20)
    assert said == "scored\n", complaints
    assert program.returncode == -signal.SIGKILL

    again = open_workspace(file)
    turn = service.next_turn(again, session_id)
    assert turn is not None
    assert (turn.participant.name, [item.interaction_id for item in turn.remaining]) == ("Ana", ["I2"])
    draft = service.start_blind_scoring(again, session_id, turn.participant.id, "I2")
    assert draft.values == {"Q1": "No", "Q2": "Yes"}
    assert draft.answers["Q1"].comment == "never said who"
    assert [marker.text for marker in draft.markers] == ["no name"]
    again.close()
