"""A QA lead makes a scorecard in the real window, by keyboard and mouse; nothing is lost when the program is killed."""

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
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from qa_desk.app.window import make_window
from qa_desk.domain.scorecard import NOT_APPLICABLE, CriticalClass, Scope
from qa_desk.domain.scoring import score
from qa_desk.services.scorecard_drafts import load_draft
from qa_desk.services.scorecards import find_version, get_version, list_scorecards
from qa_desk.ui.scorecards.view import ScorecardsScreen
from qa_desk.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.scorecards.editor import Editor
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def centre(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace, and a computer that remembers nothing."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))
    return workspace.path


def open_place(window: MainWindow, file: Path, qtbot: QtBot) -> ScorecardsScreen:
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open(file)
    bench = window.workbench
    assert bench is not None
    bench.go("scorecards")
    screen = bench.screen_shown
    assert isinstance(screen, ScorecardsScreen)
    return screen


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focused(), key, modifiers)


def write(text: str) -> None:
    """Replace what stands in the field that has the cursor."""
    press(Qt.Key.Key_A, CTRL)
    QTest.keyClicks(focused(), text)


def click(home: QWidget, text: str) -> None:
    found = next(b for b in home.findChildren(QPushButton) if b.text() == text and b.isVisible())
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def add_by_key(editor: Editor, title: str) -> None:
    """A yes/no question, named and weighted without the mouse."""
    press(Qt.Key.Key_Q, CTRL | SHIFT)
    write(title)
    press(Qt.Key.Key_Return)


def check(editor: Editor, qtbot: QtBot) -> None:
    """Wait until the draft as it stands was checked and its form stands beside it."""
    presenter = editor.presenter
    qtbot.waitUntil(lambda: not presenter.is_checking, timeout=20_000)
    editor.preview.form.finish()
    QApplication.sendPostedEvents()  # what was put into a layout is shown by an event


def shut(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def make_the_card(screen: ScorecardsScreen, qtbot: QtBot) -> None:
    """Five questions: the second fails the form, the third is asked after a No of the first, the fifth is a scale."""
    click(screen.versions, "New scorecard")
    editor = screen.editor
    card, panel = editor.card_panel, editor.question_panel
    write("Calls")
    card.key.line.setFocus()
    write("calls")
    QTest.mouseClick(card.causes.findChild(QPushButton), Qt.MouseButton.LeftButton)
    write("Haste")
    click(card, "Add a root cause")
    write("Not known")
    press(Qt.Key.Key_Return)

    editor.enter_outline()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)  # from the outline into the question that a new scorecard has
    write("Greeting")
    press(Qt.Key.Key_Return)
    panel.groups["causes"].fold(is_folded=False)
    click(panel, "All of them")

    editor.add_question("critical")
    write("Caller verified")
    press(Qt.Key.Key_Return)

    add_by_key(editor, "Greeting made up for")
    panel.groups["condition"].fold(is_folded=False)
    box = panel.condition.question
    box.setFocus()
    press(Qt.Key.Key_Down)  # "always" → the first question
    click(panel.condition, "No")

    add_by_key(editor, "Problem solved")
    panel.weight.line.setFocus()
    write("3")

    editor.add_question("scale")
    write("Tone")
    press(Qt.Key.Key_Return)
    check(editor, qtbot)


def test_a_lead_makes_publishes_changes_compares_and_retires_a_scorecard(qapp: QApplication, qtbot: QtBot, centre: Path) -> None:
    window, _ = make_window(qapp)
    screen = open_place(window, centre, qtbot)
    make_the_card(screen, qtbot)
    editor = screen.editor
    assert editor.faults.text == "1 warning"  # the problem solved is 3 of 7
    assert "43 %" in editor.faults.model_.fault(0).message

    form = editor.preview.form  # what-if: a No to the critical question takes everything
    form.focus_question("greeting")
    press(Qt.Key.Key_1)
    form.focus_question("caller-verified")
    press(Qt.Key.Key_2)
    assert "after it 0.0" in editor.preview.effect

    click(editor.header, "Publish …")
    assert "first version" in screen.publish_page.said
    click(screen.publish_page.header, "Publish")
    click(screen.versions, "New draft of it")
    editor.outline.setFocus()
    for _ in range(2):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    write("Warm greeting")
    editor.enter_outline()
    for _ in range(2):
        press(Qt.Key.Key_Up)
    threshold = editor.card_panel.field_at(("pass_threshold",))
    assert threshold is not None
    (threshold.focusProxy() or threshold).setFocus()
    write("90")
    check(editor, qtbot)
    click(editor.header, "Publish …")
    assert screen.publish_page.view.verdict == "Scores change: the same contact can score differently."
    assert "5 questions' own trends go on." in screen.publish_page.view.trends
    click(screen.publish_page.header, "Publish")

    click(screen.versions, "Compare …")
    assert "Pass threshold\t85\t90" in screen.compare_page.view.scoring.copied()
    assert "Greeting\tWarm greeting" in screen.compare_page.view.wording.copied()
    click(screen.compare_page.header, "Done")
    screen.versions.table.select(next(entry for entry in screen.presenter.entries if entry.number == 1))
    click(screen.versions, "Retire …")
    click(screen.versions.banner, "Retire Calls v1")
    screen.versions.form.finish()
    shut(window, qtbot)

    again = open_workspace(centre)
    assert [(e.key, e.number, e.status) for e in list_scorecards(again)] == [
        ("calls", 2, "published"),
        ("calls", 1, "retired"),
    ]
    version = get_version(again, find_version(again, "calls:2").id)
    again.close()
    first, verified, made_up, solved, tone = version.questions()
    assert [first.id, verified.id, made_up.id] == ["greeting", "caller-verified", "greeting-made-up-for"]
    assert [cause.id for cause in first.root_causes] == ["haste", "not-known"]
    assert verified.critical is CriticalClass.COMPLIANCE
    assert verified.autofail is not None
    assert verified.autofail.scope is Scope.FORM
    assert made_up.ask_if is not None
    assert (made_up.ask_if.question, made_up.ask_if.answers) == ("greeting", frozenset({"No"}))
    assert solved.weight == 3
    assert [option.id for option in tone.options] == ["0", "1", "2", "3", "4"]
    result = score(version, {"greeting": "Yes", "caller-verified": NOT_APPLICABLE, "problem-solved": "Yes", "tone": "2"})
    assert result.shown == "90.0"


_KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qa_desk.app.window import make_window

application = QApplication(sys.argv[:1])
window, _ = make_window(application)
window.show()
QTest.qWaitForWindowActive(window)
window.open(Path(sys.argv[1]))
window.workbench.go("scorecards")
screen = window.workbench.screen_shown
screen.presenter.start_new()
editor = screen.editor
QTest.keyClicks(QApplication.focusWidget(), "For calls")
editor.add_question("number")
QTest.keyClicks(QApplication.focusWidget(), "Hold time")
editor.question_panel.weight.line.setFocus()
QTest.keyClicks(QApplication.focusWidget(), "x")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_program_that_is_killed_while_a_draft_is_edited_has_lost_nothing(
    qapp: QApplication, qtbot: QtBot, centre: Path
) -> None:
    command = [sys.executable, "-c", _KILLED, str(centre)]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    window, _ = make_window(qapp)
    screen = open_place(window, centre, qtbot)
    screen.presenter.draft()
    editor = screen.editor
    assert editor.header.title == "For calls v1"
    check(editor, qtbot)
    assert "1 fault" in editor.faults.text  # the weight "x1" is there as it was typed
    shut(window, qtbot)
    workspace = open_workspace(centre)
    questions = load_draft(workspace, find_version(workspace, "scorecard").id).definition["sections"][0]["questions"]  # type: ignore[index]
    workspace.close()
    assert questions[1]["title"] == {"en": "Hold time"}
    assert questions[1]["weight"] == "x1"
