"""Two windows on one draft, the other one a process of its own; and coming back to the place where one was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from qa_desk.services.drafts import place_in
from qa_desk.services.evaluations import load_evaluation

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.view import EvaluateScreen
    from qa_desk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]
WAIT_MS = 10_000
pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

_OTHER_WINDOW = """
import sys
from pathlib import Path
from qa_desk.services.evaluations import set_answer, submit_evaluation
from qa_desk.workspace.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]))
for said in sys.argv[3:]:
    set_answer(workspace, sys.argv[2], *said.split("="))
if len(sys.argv) > 5:
    submit_evaluation(workspace, sys.argv[2])
workspace.close()
"""


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def begin(screen: EvaluateScreen, qtbot: QtBot) -> str:
    """The chat's draft, with its greeting answered "Yes"; its id."""
    screen.arrive(interaction_id="chat")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    press(Qt.Key.Key_1)
    assert screen.presenter.draft.flush(WAIT_MS)
    assert screen.presenter.evaluation_id is not None
    return screen.presenter.evaluation_id


def elsewhere(centre: Workspace, evaluation_id: str, *said: str) -> None:
    """Another process answers."""
    command = [sys.executable, "-c", _OTHER_WINDOW, str(centre.path), evaluation_id, *said]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)


def test_what_another_window_answers_is_seen_without_asking(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    evaluation = begin(screen, qtbot)
    elsewhere(centre, evaluation, "verified=No")
    qtbot.waitUntil(lambda: "Verified" in screen.banner.text, timeout=WAIT_MS)
    assert screen.form.answers["verified"].value == "No"
    assert screen.form.current_question == "greeting"


def test_the_same_question_is_not_written_over_and_mine_can_be_put_there(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace
) -> None:
    evaluation = begin(screen, qtbot)
    screen.presenter.draft._looks.stop()
    elsewhere(centre, evaluation, "greeting=N/A")
    press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: "at the same time" in screen.banner.text, timeout=WAIT_MS)
    assert screen.form.answers["greeting"].value == "N/A"
    assert load_evaluation(centre, evaluation).values["greeting"] == "N/A"
    next(b for b in screen.banner.findChildren(QPushButton) if b.text() == "Put mine there").click()
    assert screen.presenter.draft.flush(WAIT_MS)
    assert load_evaluation(centre, evaluation).values["greeting"] == "No"
    assert screen.form.answers["greeting"].value == "No"


def test_a_draft_that_another_window_submitted_is_shown_so(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    evaluation = begin(screen, qtbot)
    elsewhere(centre, evaluation, "greeting=Yes", "verified=Yes", "diagnosis=4")
    press(Qt.Key.Key_2)
    qtbot.waitUntil(screen.submitted_bar.isVisible, timeout=WAIT_MS)
    assert "never changes" in screen.banner.text
    assert screen.form.answers["greeting"].value == "Yes"


def test_who_comes_back_is_where_they_were(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    evaluation = begin(screen, qtbot)
    press(Qt.Key.Key_Down)
    screen.pane.thread_view.choose(1)
    screen.arrive(interaction_id="call")
    qtbot.waitUntil(lambda: screen.presenter.interaction_id == "call")
    place = place_in(centre, evaluation)
    assert place is not None
    assert (place.question_id, place.utterance_position) == ("verified", 1)
    screen.arrive(interaction_id="chat")
    qtbot.waitUntil(lambda: screen.presenter.interaction_id == "chat" and screen.form.current_question == "verified")
    assert screen.pane.thread_view.current == 1
