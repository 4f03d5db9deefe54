"""An evaluator scores a call by keyboard in the real window; what was said survives a restart and a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qa_desk.app.window import make_window
from qa_desk.resource_files import shipped_scorecards
from qa_desk.services.evaluations import latest_evaluation, load_evaluation
from qa_desk.services.people import ensure_agents, ensure_evaluator
from qa_desk.services.scorecards import add_scorecard_file
from qa_desk.ui.desk import Desk
from qa_desk.ui.evaluate.view import EvaluateScreen
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What this computer remembers, in a folder of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    return folder / "qa-desk"


@pytest.fixture
def centre(workspace: Workspace, desk_folder: Path) -> tuple[Path, str]:
    """A workspace with one call and its transcript, Eva sitting at it; the file, and Eva's id."""
    add_scorecard_file(workspace, shipped_scorecards() / "voice_support.yaml")
    agent, evaluator = ensure_agents(workspace, ["Amira"])["Amira"], ensure_evaluator(workspace, "Eva")
    connection = workspace.connection
    connection.execute(
        "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) "
        "VALUES ('i', '4711', 'call', ?, 0, 0)",
        [agent],
    )
    connection.execute(
        "INSERT INTO utterances (interaction_id, position, start_s, speaker, text) VALUES ('i', 0, 0.5, 'agent', 'Hello')"
    )
    Desk(desk_folder / "desk.json").seat(workspace.path, evaluator)
    return workspace.path, evaluator


def open_call(window: MainWindow, file: Path, qtbot: QtBot) -> EvaluateScreen:
    """Open the workspace, go to Evaluate, open the first call of the queue."""
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(file)
    bench = window.workbench
    assert bench is not None
    bench.go("evaluate")
    screen = bench.screen_shown
    assert isinstance(screen, EvaluateScreen)
    qtbot.waitUntil(lambda: bool(screen.queue.items))
    screen.queue.setFocus()
    qtbot.waitUntil(screen.queue.hasFocus)
    screen.queue.choose("i")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    return screen


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def found(file: Path, evaluator: str) -> Evaluation:
    """Eva's evaluation as another program reads it."""
    workspace = open_workspace(file)
    evaluation_id = latest_evaluation(workspace, "i", evaluator)
    assert evaluation_id is not None
    evaluation = load_evaluation(workspace, evaluation_id)
    workspace.close()
    return evaluation


def shut(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def test_a_call_is_scored_by_keyboard_alone_and_found_after_a_restart(
    qapp: QApplication, qtbot: QtBot, centre: tuple[Path, str]
) -> None:
    file, evaluator = centre
    window, _ = make_window(qapp)
    screen = open_call(window, file, qtbot)
    for _ in range(20):
        current = screen.form.current_question
        assert current is not None
        question = screen.form.version.question(current) if screen.form.version else None
        assert question is not None
        is_scale = question.option("4") is not None
        press(Qt.Key.Key_4 if is_scale else Qt.Key.Key_1)
        if current == "diagnosis":
            press(Qt.Key.Key_3)
            press(Qt.Key.Key_R)
            press(Qt.Key.Key_Space)
            screen.form.focus_question(current)
            press(Qt.Key.Key_C)
            QTest.keyClicks(QApplication.focusWidget(), "asked the same thing twice")
            press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Down)
        if screen.form.current_question == current:
            break
    shown = screen.form.head.score_text
    shut(window, qtbot)

    again, _ = make_window(qapp)
    screen = open_call(again, file, qtbot)
    assert screen.form.head.score_text == shown
    assert screen.form.answers["diagnosis"].comment == "asked the same thing twice"
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.submitted_bar.isVisible)
    shut(again, qtbot)

    evaluation = found(file, evaluator)
    assert evaluation.is_submitted
    assert evaluation.shown == shown
    assert evaluation.passed
    assert evaluation.answers["diagnosis"].root_cause == "knowledge"
    assert all(evaluation.answers[question].value == "4" for question in ("listening", "accurate", "solved", "tone"))


_OPENED = """
import os, signal, sys
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
window.workbench.go("evaluate", interaction_id="i")
screen = window.workbench.screen_shown
while screen.form.current_question is None:
    QTest.qWait(10)

def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)

def wait_until_it_says_saved():
    while screen.presenter.draft.has_unsaved or screen.form.foot.saved_text != "saved ✓":
        QTest.qWait(1)
"""

_TYPING = (
    _OPENED
    + """
for key in (Qt.Key.Key_2, Qt.Key.Key_M):
    press(key)
QTest.keyClicks(QApplication.focusWidget(), "no greeting")
press(Qt.Key.Key_Return)
press(Qt.Key.Key_C)
QTest.keyClicks(QApplication.focusWidget(), "never said who")
press(Qt.Key.Key_Escape)
for key in (Qt.Key.Key_Down, Qt.Key.Key_N, Qt.Key.Key_Down, Qt.Key.Key_3):
    press(key)
wait_until_it_says_saved()
print("typed", flush=True)
application.exec()
"""
)

_KILLED_AT_A_KEY = (
    _OPENED
    + """
press(Qt.Key[sys.argv[2]])
QTest.keyClicks(QApplication.focusWidget(), "half a sen")
wait_until_it_says_saved()
os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_window_that_is_killed_in_the_middle_of_a_form_has_lost_nothing(centre: tuple[Path, str]) -> None:
    file, evaluator = centre
    with subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(file)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
        _, complaints = program.communicate(timeout=20)
    assert said == "typed\n", complaints
    assert program.returncode == -signal.SIGKILL

    evaluation = found(file, evaluator)
    assert evaluation.values == {"greeting": "No", "verified": "N/A", "listening": "3"}
    assert evaluation.answers["greeting"].comment == "never said who"
    assert [marker.text for marker in evaluation.markers] == ["no greeting"]
    assert not evaluation.is_submitted


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("field", ["comment", "marker", "summary"])
def test_a_kill_right_after_a_key_stroke_leaves_the_words(
    qapp: QApplication, qtbot: QtBot, centre: tuple[Path, str], field: str
) -> None:
    file, evaluator = centre
    key = {"comment": "Key_C", "marker": "Key_M", "summary": "Key_S"}[field]
    command = [sys.executable, "-c", _KILLED_AT_A_KEY, str(file), key]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    left = found(file, evaluator)  # as the change log knows it: nothing of the words yet
    assert (left.answers, left.summary, [marker.text for marker in left.markers]) == ({}, "", [""] if field == "marker" else [])

    window, _ = make_window(qapp)
    screen = open_call(window, file, qtbot)
    said = {
        "comment": [answer.comment for answer in screen.form.answers.values()],
        "marker": [marker.text for marker in screen.presenter.draft.markers],
        "summary": [screen.form.summary],
    }
    shut(window, qtbot)
    assert said[field] == ["half a sen"]
    entered = found(file, evaluator)
    stored = {
        "comment": [answer.comment for answer in entered.answers.values()],
        "marker": [marker.text for marker in entered.markers],
        "summary": [entered.summary],
    }
    assert stored == said
