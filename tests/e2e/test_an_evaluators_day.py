"""An evaluator's day by keyboard in the real window: three calls, a chat and a mail, each cut short by a kill; then a revision.

Disputes, with kills of their own, are walked in `test_disputes.py`.
"""

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
from qa_desk.services.queue import queue_of, submitted_by
from qa_desk.services.scorecards import add_scorecard_file
from qa_desk.ui.desk import Desk
from qa_desk.ui.evaluate.view import EvaluateScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire"),
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]
CTRL = Qt.KeyboardModifier.ControlModifier
CARDS = {"call": "voice_support", "chat": "chat_support", "email": "email_ticket_support"}
DAY = (("c1", "call"), ("c2", "call"), ("c3", "call"), ("h1", "chat"), ("m1", "email"))
HALF = 5

_AT_WORK = """
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
window.workbench.go("evaluate", interaction_id=sys.argv[2])
screen = window.workbench.screen_shown
while screen.form.current_question is None:
    QTest.qWait(10)

def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)

def until_saved():
    while screen.presenter.draft.has_unsaved:
        QTest.qWait(5)
    print("said", flush=True)
    application.exec()
"""

_HALF_A_FORM = (
    _AT_WORK
    + """
for _ in range(int(sys.argv[3])):
    question = screen.form.version.question(screen.form.current_question)
    press(Qt.Key.Key_4 if question.option("4") else Qt.Key.Key_1)
    press(Qt.Key.Key_C)
    QTest.keyClicks(QApplication.focusWidget(), "heard " + question.id)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Down)
until_saved()
"""
)

_HALF_A_REVISION = (
    _AT_WORK
    + """
screen.submitted_bar.ask_reason()
QTest.keyClicks(QApplication.focusWidget(), "the greeting was missed")
press(Qt.Key.Key_Return)
while screen.presenter.draft.evaluation is None or screen.presenter.draft.evaluation.is_submitted:
    QTest.qWait(10)
screen.form.focus_question("greeting")
press(Qt.Key.Key_2)
until_saved()
"""
)


@pytest.fixture
def eva(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Eva at a workspace with her day's interactions, all assigned to her."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    cards = {channel: add_scorecard_file(workspace, shipped_scorecards() / f"{name}.yaml").id for channel, name in CARDS.items()}
    agent, evaluator = ensure_agents(workspace, ["Amira"])["Amira"], ensure_evaluator(workspace, "Eva")
    for place, (interaction, channel) in enumerate(DAY):
        workspace.connection.execute(
            "INSERT INTO interactions (id, external_id, channel, agent_id, started_at, created_at) VALUES (?, ?, ?, ?, ?, 0)",
            [interaction, f"47{place}", channel, agent, 1_717_000_000 + place],
        )
        workspace.connection.executemany(
            "INSERT INTO utterances (interaction_id, position, start_s, at, speaker, text) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (interaction, 0, 0.5, 1_717_000_000, "customer", "Where is my order?"),
                (interaction, 1, 4.0, 1_717_000_060, "agent", "Let me look."),
            ],
        )
        workspace.connection.execute(
            "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, created_at) "
            "VALUES (?, ?, ?, ?, 'random', 0)",
            [f"a{place}", interaction, evaluator, cards[channel]],
        )
    Desk(folder / "qa-desk" / "desk.json").seat(workspace.path, evaluator)
    return evaluator


def killed_amid(script: str, *arguments: str) -> None:
    """A window of its own does what the script says, tells that it is on the disk, and is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
        _, complaints = program.communicate(timeout=20)
    assert said == "said\n", complaints
    assert program.returncode == -signal.SIGKILL


def at_work(application: QApplication, qtbot: QtBot, file: Path, interaction: str) -> tuple[MainWindow, EvaluateScreen]:
    window, _ = make_window(application)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(file)
    assert window.workbench is not None
    window.workbench.go("evaluate", interaction_id=interaction)
    screen = window.workbench.screen_shown
    assert isinstance(screen, EvaluateScreen)
    qtbot.waitUntil(lambda: screen.form.current_question is not None and QApplication.focusWidget() is not None)
    return window, screen


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def answer_the_rest(screen: EvaluateScreen) -> None:
    """Walk down the form and give every open question its best answer."""
    version = screen.form.version
    assert version is not None
    for entry in screen.form.missing:
        screen.form.focus_question(entry.question_id)
        question = version.question(entry.question_id)
        assert question is not None
        press(Qt.Key.Key_4 if question.option("4") else Qt.Key.Key_1)


def shut(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def found(workspace: Workspace, interaction: str, evaluator: str) -> Evaluation:
    evaluation_id = latest_evaluation(workspace, interaction, evaluator)
    assert evaluation_id is not None
    return load_evaluation(workspace, evaluation_id)


@pytest.mark.parametrize(("interaction", "channel"), DAY)
def test_each_of_the_day_goes_on_where_it_was_killed(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, eva: str, interaction: str, channel: str
) -> None:
    killed_amid(_HALF_A_FORM, str(workspace.path), interaction, str(HALF))
    half = found(workspace, interaction, eva)
    assert len(half.values) == HALF
    assert {name: answer.comment for name, answer in half.answers.items()} == {name: f"heard {name}" for name in half.values}

    window, screen = at_work(qapp, qtbot, workspace.path, interaction)
    assert screen.form.version is not None
    assert screen.form.version.key == CARDS[channel].replace("_", "-")
    assert len(screen.form.answers) == HALF
    answer_the_rest(screen)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.submitted_bar.isVisible)
    shut(window, qtbot)

    whole = found(workspace, interaction, eva)
    assert (whole.is_submitted, whole.shown, whole.passed) == (True, "100.0", True)
    assert whole.sample_method == "random"
    assert interaction not in {item.interaction_id for item in queue_of(workspace, eva)}
    assert [item.interaction_id for item in submitted_by(workspace, eva)] == [interaction]


def test_a_revision_that_is_killed_goes_on_and_stands_beside_the_first(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, eva: str
) -> None:
    window, screen = at_work(qapp, qtbot, workspace.path, "c1")
    answer_the_rest(screen)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.submitted_bar.isVisible)
    shut(window, qtbot)
    first = found(workspace, "c1", eva)

    killed_amid(_HALF_A_REVISION, str(workspace.path), "c1")
    begun = found(workspace, "c1", eva)
    assert (begun.revision_of, begun.revision_reason, begun.is_submitted) == (first.id, "the greeting was missed", False)
    assert begun.answers["greeting"].value == "No"

    window, screen = at_work(qapp, qtbot, workspace.path, "c1")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: found(workspace, "c1", eva).is_submitted)
    shut(window, qtbot)
    revised = found(workspace, "c1", eva)
    assert (load_evaluation(workspace, first.id).shown, first.final) == ("100.0", 100)
    assert revised.final is not None
    assert revised.final < 100
