"""A dispute from its raising to its decision by keyboard in the real window; a kill amid the decision loses nothing."""

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
from qa_desk.domain.disputes import WHOLE, Claim, Outcome, Role
from qa_desk.services.disputes import disputes_of, get_dispute, raise_dispute
from qa_desk.services.evaluations import load_evaluation
from qa_desk.ui.desk import Desk
from qa_desk.ui.evaluate.dispute_decision import DecisionPanel
from qa_desk.ui.evaluate.dispute_panel import DisputePanel
from qa_desk.ui.evaluate.dispute_story import StoryPanel
from qa_desk.ui.evaluate.view import EvaluateScreen
from qa_desk.workspace.workspace import open_workspace
from tests.disputed_centre import Disputed, a_centre

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.domain.disputes import Dispute
    from qa_desk.domain.evaluation import Evaluation
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """What this computer remembers, in a folder of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    return Desk(folder / "qa-desk" / "desk.json")


@pytest.fixture
def centre(workspace: Workspace, desk: Desk) -> Disputed:
    """One call that Eva scored with 55 points; Eva sits here."""
    made = a_centre(workspace)
    desk.seat(workspace.path, made.eva)
    return made


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def opened(application: QApplication, qtbot: QtBot, file: Path, **arguments: object) -> tuple[MainWindow, EvaluateScreen]:
    window, _ = make_window(application)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(file)
    bench = window.workbench
    assert bench is not None
    bench.go("evaluate", **arguments)
    screen = bench.screen_shown
    assert isinstance(screen, EvaluateScreen)
    return window, screen


def command(window: MainWindow, words: str, qtbot: QtBot) -> None:
    """Do something from the palette, by keyboard."""
    bench = window.workbench
    assert bench is not None
    verb = next(verb for verb in bench.verbs() if verb.title == words)
    verb.run()
    window.activateWindow()  # an earlier window that is taken apart may take the activation with it
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def shut(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def test_a_dispute_is_raised_decided_by_another_and_both_scores_are_seen(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, centre: Disputed, desk: Desk
) -> None:
    window, screen = opened(qapp, qtbot, workspace.path, interaction_id="4711")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    assert "55.00 · not passed" in screen.submitted_bar.text
    command(window, "Dispute this evaluation", qtbot)
    panel = screen.disputes.rooms.panel
    assert isinstance(panel, DisputePanel)
    assert panel.name.text() == "Amira"
    panel.rows[0].tick.setFocus()
    press(Qt.Key.Key_Space)  # ticked: the answers have the keys
    press(Qt.Key.Key_Space)  # the first answer, Yes
    press(Qt.Key.Key_Tab)
    panel.rows[0].reason.setFocus()
    type_in("I said my name")
    press(Qt.Key.Key_Return, CTRL)
    assert panel.fault == ""
    assert "Disputed by Amira" in screen.submitted_bar.text
    assert screen.disputes.rooms.panel is None
    shut(window, qtbot)

    desk.seat(workspace.path, centre.omar)
    (dispute,) = disputes_of(workspace, centre.evaluation)
    window, screen = opened(qapp, qtbot, workspace.path, dispute_id=dispute.id)
    decision = screen.disputes.rooms.panel
    assert isinstance(decision, DecisionPanel)
    qtbot.waitUntil(decision.rows[0].hasFocus)
    press(Qt.Key.Key_A)
    assert decision.score.text() == "Score: 55.00 → 65.00"
    press(Qt.Key.Key_C)
    type_in("It is heard")
    press(Qt.Key.Key_Return, CTRL)
    assert decision.title.text() == "Dispute: accepted"
    assert decision.score.text() == "Score: 55.00 → 65.00"
    command(window, "History of this evaluation", qtbot)
    assert isinstance(screen.disputes.rooms.panel, StoryPanel)
    told = " ".join(part.text() for part in screen.disputes.rooms.panel.findChildren(type(decision.score)))
    assert "Scored by Eva 55.00" in told
    assert "Dispute accepted by Omar 55.00 → 65.00" in told
    assert "Revised by Omar 65.00" in told
    press(Qt.Key.Key_Escape)
    assert screen.disputes.rooms.panel is None
    shut(window, qtbot)

    decided = get_dispute(workspace, dispute.id)
    assert (decided.outcome, decided.decider, decided.revised) == (Outcome.ACCEPTED, "Omar", "65.00")
    assert load_evaluation(workspace, centre.evaluation).shown == "55.00"


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
window.workbench.go("evaluate", dispute_id=sys.argv[2])
screen = window.workbench.screen_shown
decision = screen.disputes.rooms.panel
while not decision.rows[0].hasFocus():
    QTest.qWait(10)

def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)

press(Qt.Key.Key_A)
press(Qt.Key.Key_C)
QTest.keyClicks(QApplication.focusWidget(), "another recor")
"""
_KILLED_AT_A_KEY = _OPENED + "os.kill(os.getpid(), signal.SIGKILL)\n"
_KILLED_IN_THE_REVISION = (
    _OPENED
    + """
press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
while screen.form.current_question is None or not screen.form.foot.submit_button.isVisible():
    QTest.qWait(10)
screen.form.focus_question("greeting")
press(Qt.Key.Key_1)
press(Qt.Key.Key_C)
QTest.keyClicks(QApplication.focusWidget(), " and more")
while screen.presenter.draft.has_unsaved or screen.form.foot.saved_text != "saved ✓":
    QTest.qWait(5)
os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.fixture
def whole(workspace: Workspace, centre: Disputed, desk: Desk) -> Dispute:
    """Amira disputes all of it; Omar sits here."""
    desk.seat(workspace.path, centre.omar)
    return raise_dispute(workspace, centre.evaluation, [Claim(WHOLE, "The wrong recording")], by="Amira", role=Role.AGENT)


def kill(code: str, workspace: Workspace, dispute: Dispute) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", code, str(workspace.path), dispute.id],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_amid_a_verdict_leaves_the_verdict_and_its_words(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, whole: Dispute
) -> None:
    kill(_KILLED_AT_A_KEY, workspace, whole)
    assert get_dispute(workspace, whole.id).points[0].is_accepted is None
    window, screen = opened(qapp, qtbot, workspace.path, dispute_id=whole.id)
    decision = screen.disputes.rooms.panel
    assert isinstance(decision, DecisionPanel)
    assert decision.rows[0].is_accepted is True
    assert decision.rows[0].reason.toPlainText() == "another recor"
    shut(window, qtbot)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_between_answer_and_submit_of_the_revision_keeps_all(
    qapp: QApplication, qtbot: QtBot, workspace: Workspace, centre: Disputed, whole: Dispute
) -> None:
    kill(_KILLED_IN_THE_REVISION, workspace, whole)
    begun = get_dispute(workspace, whole.id)
    assert begun.is_being_written
    assert (begun.decider, begun.points[0].reason) == ("Omar", "another recor")
    assert begun.revision_id is not None
    window, screen = opened(qapp, qtbot, workspace.path, interaction_id="4711")
    qtbot.waitUntil(lambda: screen.form.foot.submit_button.isVisible())
    assert screen.presenter.evaluation_id == begun.revision_id
    assert screen.form.answers["greeting"].value == "Yes"
    assert screen.form.answers["greeting"].comment == "never said the name and more"
    assert "Submitting it decides the dispute" in screen.submitted_bar.text
    window.activateWindow()
    screen.form.take_focus()
    qtbot.waitUntil(lambda: screen.form.isAncestorOf(QApplication.focusWidget()))
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.submitted_bar.next_button.isVisible)
    shut(window, qtbot)
    decided = get_dispute(workspace, whole.id)
    assert (decided.outcome, decided.shown, decided.revised) == (Outcome.ACCEPTED, "55.00", "65.00")
    revision = reread(workspace, begun.revision_id)
    assert (revision.evaluator_id, revision.revision_of) == (centre.omar, centre.evaluation)
    assert reread(workspace, centre.evaluation).shown == "55.00"


def reread(workspace: Workspace, evaluation_id: str) -> Evaluation:
    """An evaluation as another program reads it."""
    other = open_workspace(workspace.path)
    found = load_evaluation(other, evaluation_id)
    other.close()
    return found
