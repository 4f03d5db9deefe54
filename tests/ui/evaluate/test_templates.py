"""Templates in comments, and their editor in Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from qa_desk.domain.comment_templates import GENERAL
from qa_desk.services.comment_templates import add_template, list_templates
from qa_desk.services.question_keys import question_key
from qa_desk.ui.evaluate.comment_box import CommentBox
from qa_desk.ui.evaluate.template_editor import TemplateEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.evaluate.template_popup import TemplatePopup
    from qa_desk.ui.evaluate.view import EvaluateScreen
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

pytestmark = pytest.mark.qt_log_ignore("No audio device", "pa_context_connect", "pipewire")

CTRL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def comment(screen: EvaluateScreen, qtbot: QtBot, question: str = "greeting") -> CommentBox:
    """Open the chat and put the cursor into the comment on a question."""
    screen.arrive(interaction_id="chat")
    qtbot.waitUntil(lambda: screen.form.current_question is not None)
    screen.form.focus_question(question)
    press(Qt.Key.Key_C)
    box = QApplication.focusWidget()
    assert isinstance(box, CommentBox)
    return box


def popup_of(screen: EvaluateScreen) -> TemplatePopup:
    popup = screen.templates.popup
    assert popup is not None
    return popup


def key_of(workspace: Workspace, question: str) -> str:
    version = workspace.connection.execute(
        "SELECT v.id FROM scorecard_versions v JOIN scorecards s ON s.id = v.scorecard_id WHERE s.key = 'chat'"
    ).fetchone()[0]
    return question_key(workspace, version, question)


def test_a_slash_offers_templates_and_enter_puts_one_in(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "{time}: {agent} answers at once.")
    add_template(centre, "Too slow for {customer}.")
    add_template(centre, "Says the name.", question_key=key_of(centre, "greeting"))
    add_template(centre, "Other question.", question_key=key_of(centre, "diagnosis"))
    box = comment(screen, qtbot)
    screen.pane.thread_view.choose(1)
    box.setFocus()
    type_in("/")
    assert popup_of(screen).offered == ["Says the name.", "message 2: Amira answers at once.", "Too slow for the customer."]
    QTest.keyClicks(popup_of(screen)._typed, "amira")
    assert popup_of(screen).offered == ["message 2: Amira answers at once."]
    QTest.keyClick(popup_of(screen)._typed, Qt.Key.Key_Return)
    assert box.toPlainText() == "message 2: Amira answers at once."
    assert box.isVisible()
    box.flush()
    assert screen.form.answers["greeting"].comment == "message 2: Amira answers at once."
    assert screen.templates.popup is None


def test_escape_goes_back_to_an_empty_comment(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "Too slow.")
    box = comment(screen, qtbot)
    type_in("/")
    QTest.keyClick(popup_of(screen)._typed, Qt.Key.Key_Escape)
    assert box.toPlainText() == ""
    assert box.isVisible()
    qtbot.waitUntil(box.hasFocus)


def test_a_second_slash_is_the_sign_itself(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "Too slow.")
    box = comment(screen, qtbot)
    type_in("/")
    QTest.keyClicks(popup_of(screen)._typed, "/")
    assert box.toPlainText() == "/"
    qtbot.waitUntil(box.hasFocus)
    type_in("x/")
    assert box.toPlainText() == "/x/"


def test_arrows_walk_and_a_template_goes_in_at_the_cursor(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "First.")
    add_template(centre, "Second.")
    box = comment(screen, qtbot)
    type_in("Well. ")
    press(Qt.Key.Key_T, CTRL)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup_of(screen)._typed, key)
    assert box.toPlainText() == "Well. Second."


def test_a_comment_is_kept_as_a_template_of_its_question(
    screen: EvaluateScreen, qtbot: QtBot, centre: Workspace, navigator: RecordingNavigator
) -> None:
    add_template(centre, "First.")
    box = comment(screen, qtbot)
    type_in("Never said the name.")
    press(Qt.Key.Key_T, CTRL)
    assert popup_of(screen).offered[1:] == [
        "Keep this comment as a template for this question",
        "Keep this comment as a template for every question",
    ]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup_of(screen)._typed, key)
    kept = list_templates(centre)[-1]
    assert (kept.text, kept.question_key, kept.language) == ("Never said the name.", key_of(centre, "greeting"), "en")
    assert box.toPlainText() == "Never said the name."
    press(Qt.Key.Key_T, CTRL)
    QTest.keyClicks(popup_of(screen)._typed, "zzz")
    QTest.keyClick(popup_of(screen)._typed, Qt.Key.Key_Return)
    assert "already" in navigator.toasts[-1]


def test_without_templates_a_dozen_general_ones_are_a_key_away(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    box = comment(screen, qtbot)
    type_in("/")
    QTest.keyClick(popup_of(screen)._typed, Qt.Key.Key_Return)
    assert len(list_templates(centre)) == len(GENERAL)
    assert len(popup_of(screen).offered) == len(GENERAL)
    QTest.keyClick(popup_of(screen)._typed, Qt.Key.Key_Return)
    assert box.toPlainText() == GENERAL[0].removeprefix("{time}: ")


def test_the_summary_has_the_general_ones_only(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "For all.")
    add_template(centre, "For the greeting.", question_key=key_of(centre, "greeting"))
    comment(screen, qtbot)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_S)
    type_in("/")
    assert popup_of(screen).offered == ["For all."]
    popup_of(screen).close()


def test_a_box_with_nobody_around_types_its_slash(qtbot: QtBot) -> None:
    box = CommentBox(lambda: None, "Comment", stays=True)
    qtbot.addWidget(box)
    box.show()
    QTest.keyClicks(box, "/x")
    assert box.toPlainText() == "/x"
    box.flush()


def test_a_read_only_comment_offers_nothing(screen: EvaluateScreen, qtbot: QtBot, centre: Workspace) -> None:
    add_template(centre, "For all.")
    box = comment(screen, qtbot)
    box.setReadOnly(True)
    assert not box.ask_for_templates()


# -- the editor


@pytest.fixture
def editor(context: Context, centre: Workspace, qtbot: QtBot) -> TemplateEditor:
    made = TemplateEditor(context, {"en": "English", "ms": "Bahasa Melayu"})
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


def test_an_empty_editor_offers_the_general_ones(editor: TemplateEditor, centre: Workspace) -> None:
    assert editor.stage.state == "said"
    editor.take_general()
    assert editor.stage.state == "content"
    QAbstractItemModelTester(editor.table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, editor)
    assert editor.table.model.rowCount() == len(GENERAL)


def test_a_template_is_written_changed_removed_and_put_back(
    editor: TemplateEditor, centre: Workspace, navigator: RecordingNavigator
) -> None:
    assert not editor.save_button.isEnabled()
    editor.words.setPlainText("Too slow.")
    editor.question.setCurrentIndex(editor.question.findData(key_of(centre, "diagnosis")))
    editor.language.setCurrentIndex(editor.language.findData("ms"))
    editor.add()
    (made,) = list_templates(centre)
    assert (made.text, made.language) == ("Too slow.", "ms")
    assert [editor.table.model.text(0, column) for column in range(3)] == ["Too slow.", "Diagnosis", "Bahasa Melayu"]
    editor.words.setPlainText("Too quick.")
    editor.save()
    assert [each.text for each in list_templates(centre)] == ["Too quick."]
    editor.remove()
    assert list_templates(centre) == []
    assert navigator.undo is not None
    navigator.undo()
    assert [each.text for each in list_templates(centre)] == ["Too quick."]


def test_what_is_wrong_is_said(editor: TemplateEditor, centre: Workspace) -> None:
    editor.add()
    assert "words" in editor.fault
    editor.words.setPlainText("Twice.")
    editor.add()
    editor.add()
    assert "already" in editor.fault
    editor.words.setPlainText("still writing")
    editor.refresh()
    assert editor.words.toPlainText() == "still writing"
