from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from qa_desk.services.scorecards import add_scorecard_file, list_scorecards, ready_made_scorecards
from qa_desk.ui.scorecards.view import ScorecardsScreen
from qa_desk.workspace.scorecard_files import read_scorecard_file

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

CARD = """
key: mine
sections:
  - id: S
    questions:
      - {id: Q1, weight: 1, credits: {Yes: 1, No: 0}}
      - {id: Q2, weight: 3, credits: {Yes: 1, No: 0}}
"""


@pytest.fixture
def screen(context: Context, workspace: Workspace, qtbot: QtBot) -> ScorecardsScreen:
    """The place with one published scorecard."""
    add_scorecard_file(workspace, ready_made_scorecards()[0])
    made = ScorecardsScreen(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(CARD)
    return path


def test_an_empty_place_offers_the_ready_made_ones(context: Context, workspace: Workspace, qtbot: QtBot) -> None:
    screen = ScorecardsScreen(context)
    qtbot.addWidget(screen)
    next(b for b in screen.findChildren(QPushButton) if b.text() == "Take up the ready-made ones").click()
    assert {entry.status for entry in list_scorecards(workspace)} == {"published"}
    assert len(list_scorecards(workspace)) == len(ready_made_scorecards())


def test_a_file_becomes_a_draft_and_is_published(
    screen: ScorecardsScreen, workspace: Workspace, card: Path, navigator: RecordingNavigator
) -> None:
    screen.presenter.take_up(card)
    assert [(entry.key, entry.status) for entry in list_scorecards(workspace) if entry.key == "mine"] == [("mine", "draft")]
    screen.presenter.publish()
    assert [entry.status for entry in list_scorecards(workspace)] == ["published", "published"]
    assert navigator.toasts == ["mine v1 is a draft: try it, then publish it.", "mine v1 is published."]


def test_every_fault_of_a_file_is_told_with_its_line(screen: ScorecardsScreen, card: Path, workspace: Workspace) -> None:
    card.write_text(CARD.replace("weight: 1", "weight: one").replace("weight: 3", "weight: three"))
    screen.presenter.take_up(card)
    assert [line.split(": ")[0] for line in screen.banner.text.splitlines()] == ["mine.yaml:6", "mine.yaml:7"]
    assert len(list_scorecards(workspace)) == 1


def test_a_scorecard_can_be_tried_without_storing_anything(screen: ScorecardsScreen, workspace: Workspace, card: Path) -> None:
    screen.presenter.take_up(card)
    screen.form.focus_question("Q1")
    for key in (Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_1):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert screen.form.head.score_text == "75.00"
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 0


def test_a_version_is_written_out_and_reads_back_the_same(screen: ScorecardsScreen, card: Path, tmp_path: Path) -> None:
    screen.presenter.take_up(card)
    target = tmp_path / "out.yaml"
    screen.presenter.write_out(target)
    assert read_scorecard_file(target).version == screen.form.version
    screen.presenter.write_out(tmp_path / "no" / "out.yaml")
    assert "cannot be written" in screen.banner.text


def test_the_version_chosen_in_the_list_is_shown(screen: ScorecardsScreen, card: Path) -> None:
    screen.presenter.take_up(card)
    assert screen.form.head.title == "mine v1"
    other = next(entry for entry in (screen.table.view.model().row_at(n) for n in range(2)) if entry.key != "mine")
    screen._selected(other)
    assert screen.form.head.title == other.name
