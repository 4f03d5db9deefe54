"""Monday morning: the team view, the page, a session with an action, the workbook that goes along."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from qa_desk.services.coaching_sessions import due_follow_ups
from qa_desk.ui.changes import ChangeBus
from qa_desk.ui.coach.view import CoachScreen
from qa_desk.ui.jobs import Jobs
from qa_desk.ui.screen import Context
from qa_desk.ui.theme import Theme
from tests.coaching_centre import TODAY, build_centre

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from qa_desk.workspace.workspace import Workspace


class Window:
    """What a screen asks of the window around it."""

    def __init__(self) -> None:
        self.went: list[tuple[str, dict[str, object]]] = []
        self.said: list[str] = []

    def go(self, place: str, **arguments: object) -> None:
        self.went.append((place, arguments))

    def toast(self, text: str, undo: object = None) -> None:
        self.said.append(text)


@pytest.mark.e2e
def test_a_lead_prepares_talks_and_takes_the_sheet_along(
    workspace: Workspace, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    build_centre(workspace)
    theme, jobs, changes, window = Theme(qapp, "light"), Jobs(), ChangeBus(), Window()
    screen = CoachScreen(Context(workspace, jobs, changes, theme, window, None))
    qtbot.addWidget(screen)
    screen.resize(1360, 860)
    screen.show()
    _settle(jobs)

    # whom to sit down with, and why
    row = screen.table.current
    assert row.line.agent.name == "陈晓明"
    assert any("below the goal" in reason for reason in row.line.reasons)

    # hear the worst moment
    assert screen.page is not None
    screen.page.played.emit("some-interaction")
    assert window.went == [("evaluate", {"interaction_id": "some-interaction"})]

    # the talk, with what was agreed
    screen._begin_note()
    form = screen.page.plan.form
    qtbot.keyClicks(form.notes, "Strong openings. Slow down before advising.")
    qtbot.keyClicks(form.agent_words, "I rush when the queue is long.")
    qtbot.keyClicks(form.action, "Asks two questions before advising")
    qtbot.keyClick(form.save, Qt.Key.Key_Space)
    _settle(jobs)
    assert window.said == ["The session is kept."]
    assert due_follow_ups(workspace, TODAY, within_days=40)[0].agent_name == "陈晓明"

    # the sheet to take along
    target = tmp_path / "sheet.xlsx"
    screen.presenter.export(target, ("chen",))
    _settle(jobs)
    sheet = load_workbook(target)["陈晓明"]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "Asks two questions before advising" in values
    assert len(sheet._charts) == 2

    screen.close()
    for thing in (jobs, changes, theme):
        thing.deleteLater()


def _settle(jobs: Jobs) -> None:
    for _ in range(3):
        assert jobs.wait_all()
