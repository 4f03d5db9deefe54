from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from qa_desk.domain.definition_paths import text_at, value_at
from qa_desk.services.scorecards import (
    add_scorecard_file,
    find_version,
    get_definition,
    get_version,
    list_scorecards,
    ready_made_scorecards,
)
from qa_desk.ui.scorecards.view import ScorecardsScreen
from qa_desk.workspace.scorecard_files import read_scorecard_file

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.jobs import Jobs
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
    add_scorecard_file(workspace, next(path for path in ready_made_scorecards() if path.stem == "voice_support"))
    made = ScorecardsScreen(context)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.versions.form.finish()
    return made


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(CARD)
    return path


def states(workspace: Workspace) -> list[tuple[str, int, str]]:
    return [(entry.key, entry.number, entry.status) for entry in list_scorecards(workspace)]


def settle(screen: ScorecardsScreen, jobs: Jobs) -> None:
    """Let checks and previews come to an end."""
    assert jobs.wait_all()
    screen.versions.form.finish()


def test_an_empty_place_offers_the_ready_made_ones(context: Context, jobs: Jobs, workspace: Workspace, qtbot: QtBot) -> None:
    screen = ScorecardsScreen(context)
    qtbot.addWidget(screen)
    next(b for b in screen.findChildren(QPushButton) if b.text() == "Look at the ready-made ones").click()
    assert screen.pages.currentWidget() is screen.gallery
    assert jobs.wait_all()
    assert screen.gallery.table.model.total == len(ready_made_scorecards())
    screen.gallery.form.finish()
    assert screen.gallery.form.version is not None
    assert list_scorecards(workspace) == []
    screen.gallery.use_button.click()
    assert [entry.status for entry in list_scorecards(workspace)] == ["published"]
    assert screen.pages.currentWidget() is screen.versions
    settle(screen, jobs)


def test_a_ready_made_one_is_added_to_be_changed(screen: ScorecardsScreen, jobs: Jobs, workspace: Workspace) -> None:
    screen.show_gallery()
    assert jobs.wait_all()
    screen.gallery.table.select(next(o for o in screen.gallery.table.model._rows if o.path.stem == "chat_support"))
    screen.gallery.edit_button.click()
    assert screen.pages.currentWidget() is screen.editor
    assert [entry.status for entry in list_scorecards(workspace) if entry.key == "chat-support"] == ["draft"]
    assert jobs.wait_all()
    screen.leave_editor()
    settle(screen, jobs)


def test_a_file_becomes_a_draft_and_is_published_after_a_look_at_what_it_means(
    screen: ScorecardsScreen, workspace: Workspace, jobs: Jobs, card: Path, navigator: RecordingNavigator
) -> None:
    screen.presenter.take_up(card)
    assert ("mine", 1, "draft") in states(workspace)
    screen.versions.verbs["publish"].click()
    assert screen.pages.currentWidget() is screen.publish_page
    assert "first version" in screen.publish_page.said
    assert ("mine", 1, "draft") in states(workspace)
    screen.publish_page.publish_button.click()
    assert ("mine", 1, "published") in states(workspace)
    assert navigator.toasts == ["mine v1 is a draft: try it, then publish it.", "mine v1 is published."]
    settle(screen, jobs)


def test_every_fault_of_a_file_is_told_with_its_line_and_can_be_mended_here(
    screen: ScorecardsScreen, card: Path, workspace: Workspace, jobs: Jobs
) -> None:
    card.write_text(CARD.replace("weight: 1", "weight: one").replace("weight: 3", "weight: three"))
    screen.presenter.take_up(card)
    assert screen.pages.currentWidget() is screen.report_page
    copied = screen.report_page.table.copied().splitlines()
    assert [line.split("\t")[:2] for line in copied[1:]] == [["mine.yaml", "6"], ["mine.yaml", "7"]]
    assert len(list_scorecards(workspace)) == 1
    screen.report_page.mend_button.click()
    assert screen.pages.currentWidget() is screen.editor
    assert jobs.wait_all()
    assert "2 faults" in screen.editor.faults.text
    screen.leave_editor()
    assert text_at(get_definition(workspace, "mine" and find_version(workspace, "mine").id), ("sections", 0, "id")) == "S"
    assert "has faults still" in screen.versions._faulty.text()
    settle(screen, jobs)


def test_a_file_that_is_no_scorecard_at_all_cannot_be_mended(screen: ScorecardsScreen, card: Path) -> None:
    card.write_text("key: [\n")
    screen.presenter.take_up(card)
    assert not screen.report_page.mend_button.isVisible()
    screen.go_back()
    card.write_text("")
    screen.presenter.take_up(card)
    assert "empty" in screen.versions.banner.text


def test_a_file_that_is_dropped_here_is_taken_up(screen: ScorecardsScreen, card: Path, workspace: Workspace, jobs: Jobs) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(card))])
    held = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, held)
    screen.dropEvent(event)
    assert ("mine", 1, "draft") in states(workspace)
    settle(screen, jobs)


def test_another_houses_form_becomes_a_draft_with_what_was_not_understood(
    screen: ScorecardsScreen, tmp_path: Path, workspace: Workspace, jobs: Jobs
) -> None:
    form = tmp_path / "form.csv"
    form.write_text("Question;Weight;Options\nGreeting;40;Yes/No\nAccuracy;60;1-5\n")
    screen.presenter.take_up(form)
    assert jobs.wait_all()
    assert ("form", 1, "draft") in states(workspace)
    assert screen.pages.currentWidget() is screen.report_page
    assert "line 3, column 3" in screen.report_page.table.copied()
    settle(screen, jobs)


def test_a_scorecard_can_be_tried_without_storing_anything(
    screen: ScorecardsScreen, workspace: Workspace, card: Path, jobs: Jobs
) -> None:
    screen.presenter.take_up(card)
    settle(screen, jobs)
    form = screen.versions.form
    form.focus_question("Q1")
    for key in (Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_1):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert form.head.score_text == "75.00"
    assert workspace.connection.execute("SELECT count(*) FROM evaluations").fetchone()[0] == 0


@pytest.mark.parametrize("name", ["out.yaml", "out.json"])
def test_a_version_is_written_out_and_reads_back_the_same(
    screen: ScorecardsScreen, card: Path, tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    screen.presenter.take_up(card)
    settle(screen, jobs)
    target = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    screen.versions.verbs["export"].click()
    assert read_scorecard_file(target).version == screen.versions.form.version
    screen.presenter.write_out(tmp_path / "no" / "out.yaml")
    assert "cannot be written" in screen.versions.banner.text


def test_the_version_chosen_in_the_list_is_shown(screen: ScorecardsScreen, card: Path, jobs: Jobs) -> None:
    screen.presenter.take_up(card)
    settle(screen, jobs)
    assert screen.versions.form.head.title == "mine v1"
    other = next(entry for entry in screen.presenter.entries if entry.key != "mine")
    screen.versions.table.select(other)
    settle(screen, jobs)
    assert screen.versions.form.head.title == other.name


def test_a_published_version_is_retired_after_a_word_of_warning(
    screen: ScorecardsScreen, workspace: Workspace, jobs: Jobs
) -> None:
    screen.versions.verbs["retire"].click()
    assert "cannot be taken back" in screen.versions.banner.text
    assert states(workspace) == [("voice-support", 1, "published")]
    next(b for b in screen.versions.banner.findChildren(QPushButton) if b.text() == "Retire Voice support v1").click()
    assert states(workspace) == [("voice-support", 1, "retired")]
    assert not screen.versions.verbs["retire"].isVisible()
    settle(screen, jobs)


def test_a_new_draft_of_a_published_version_is_edited_compared_and_deleted_with_undo(
    screen: ScorecardsScreen, workspace: Workspace, jobs: Jobs, navigator: RecordingNavigator
) -> None:
    screen.versions.verbs["draft"].click()
    assert screen.pages.currentWidget() is screen.editor
    screen.editor.presenter.put(("pass_threshold",), 91)
    screen.compare()
    assert "Pass threshold" in screen.compare_page.view.scoring.copied()
    assert "Scores change" in screen.compare_page.view.verdict
    screen.compare_page._swap()
    assert "91\t85" in screen.compare_page.view.scoring.copied()
    screen.go_back()
    assert screen.pages.currentWidget() is screen.editor
    screen.editor.delete_asked.emit()
    assert states(workspace) == [("voice-support", 1, "published")]
    assert navigator.undo is not None
    navigator.undo()
    assert states(workspace)[0] == ("voice-support", 2, "draft")
    assert get_version(workspace, find_version(workspace, "voice-support").id).pass_threshold == 91
    settle(screen, jobs)


def test_a_scorecard_is_copied_as_a_new_one(screen: ScorecardsScreen, workspace: Workspace, jobs: Jobs) -> None:
    screen.versions.verbs["copy"].click()
    assert ("voice-support-copy", 1, "draft") in states(workspace)
    assert text_at(screen.editor.presenter.definition, ("title", "en")) == "Voice support (copy)"
    assert jobs.wait_all()
    screen.leave_editor()
    settle(screen, jobs)


def test_what_was_edited_enters_the_log_when_the_place_is_left(
    screen: ScorecardsScreen, workspace: Workspace, jobs: Jobs
) -> None:
    screen.presenter.start_new()
    screen.editor.presenter.put(("title", "en"), "Ours")
    assert workspace.connection.execute("SELECT count(*) FROM scorecard_edits").fetchone()[0] == 1
    screen.hide()
    assert workspace.connection.execute("SELECT count(*) FROM scorecard_edits").fetchone()[0] == 0
    screen.show()
    screen.editor.presenter.put(("title", "en"), "Ours again")
    assert value_at(get_definition(workspace, screen.editor.presenter.draft.entry.id), ("title", "en")) == "Ours again"  # type: ignore[union-attr]
    assert jobs.wait_all()
    screen.leave_editor()
    settle(screen, jobs)


def test_the_palette_names_what_can_be_done(screen: ScorecardsScreen) -> None:
    assert [verb.title for verb in screen.verbs()][:3] == [
        "New scorecard",
        "Take up a scorecard file …",
        "Ready-made scorecards",
    ]
