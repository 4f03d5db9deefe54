from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from qa_desk.domain.definition_paths import items_at, text_at, value_at
from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.domain.scorecard_editing import add_question, add_section, blank_definition, question_ids
from qa_desk.services.scorecard_drafts import draft_from, keep_draft, load_draft, start_draft
from qa_desk.services.scorecards import publish_scorecard
from qa_desk.ui.scorecards import editor_presenter
from qa_desk.ui.scorecards.editor import Editor
from qa_desk.ui.scorecards.outline_model import Drop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.scorecard_writing import Definition
    from qa_desk.ui.jobs import Jobs
    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator, StallWatch

Q1, Q2, Q3 = (("sections", 0, "questions", 0), ("sections", 0, "questions", 1), ("sections", 1, "questions", 0))
MOST_MS = 400
"""Of a machine that does much else besides; on one that does not, a tenth of it is seen."""
LANGUAGES = ("en", "zh_CN", "zh_TW", "ms", "ru")


def a_card() -> Definition:
    """Two sections: yes/no and scale, then a critical question."""
    card = add_section(add_question(blank_definition("voice", "Voice", "en"), 0, 1, "scale"), 1)
    return add_question(card, 1, 0, "critical")


def a_large_card() -> Definition:
    """Sixty questions in ten sections, every text in five languages."""
    card: Definition = {"key": "large", "title": {"en": "Large"}, "mode": "section_weights", "pass_threshold": 85, "sections": []}
    for section in range(10):
        card = add_section(card, section)
        for question in range(6):
            card = add_question(card, section, question, "scale" if question % 2 else "yes_no")
    sections = [
        {
            **dict(section),  # type: ignore[call-overload]
            "questions": [
                {
                    **dict(question),  # type: ignore[call-overload]
                    "title": {language: f"Question in {language}" for language in LANGUAGES},
                    "guidance": {language: "What is to be looked at. " * 6 for language in LANGUAGES},
                }
                for question in items_at(section, ("questions",))
            ],
        }
        for section in items_at(card, ("sections",))
    ]
    return {**card, "sections": sections}


def an_editor(context: Context, definition: Definition, qtbot: QtBot) -> Editor:
    editor = Editor(context)
    qtbot.addWidget(editor)
    editor.resize(1204, 660)
    editor.show()
    qtbot.waitExposed(editor)
    editor.activateWindow()
    editor.presenter.open(start_draft(context.workspace, definition))
    return editor


def settle(editor: Editor, qtbot: QtBot) -> None:
    """Wait until the draft as it stands was checked and shown."""
    qtbot.waitUntil(lambda: not editor.presenter.is_checking, timeout=20_000)
    editor.preview.form.finish()


@pytest.fixture
def editor(context: Context, jobs: Jobs, qtbot: QtBot) -> Iterator[Editor]:
    made = an_editor(context, a_card(), qtbot)
    settle(made, qtbot)
    yield made
    made.presenter.leave()
    made.preview.forget()
    assert jobs.wait_all()


def kept(editor: Editor, workspace: Workspace) -> Definition:
    """The draft as another window reads it."""
    assert editor.presenter.draft is not None
    return load_draft(workspace, editor.presenter.draft.entry.id).definition


def order(editor: Editor) -> list[str]:
    return question_ids(editor.presenter.definition)


def test_every_change_is_on_the_disk_at_once(editor: Editor, workspace: Workspace) -> None:
    editor.presenter.select(Q1)
    line = editor.question_panel.weight.line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "7")
    assert value_at(kept(editor, workspace), (*Q1, "weight")) == 7
    QTest.keyClicks(line, "x")
    assert value_at(kept(editor, workspace), (*Q1, "weight")) == "7x"


def test_a_fault_stands_beside_its_field_and_in_a_list_that_jumps_there(editor: Editor, qtbot: QtBot) -> None:
    editor.presenter.put((*Q3, "weight"), "heavy")
    editor.presenter.put(("pass_threshold",), "much")
    settle(editor, qtbot)
    assert editor.faults.text == "2 faults keep it from being published"
    threshold = editor.card_panel.field_at(("pass_threshold",))
    assert threshold is not None
    assert "much" in threshold.fault
    assert editor.preview.note
    jump = next(f for f in editor.presenter.inspection.faults if f.path == (*Q3, "weight"))
    editor.go_to(jump)
    assert editor.presenter.path == Q3
    assert "heavy" in editor.question_panel.weight.fault
    assert editor.question_panel.weight.line.hasFocus()
    editor.presenter.undo()
    editor.presenter.undo()
    settle(editor, qtbot)
    assert editor.faults.text == "Nothing is wrong with it."
    assert not editor.preview.note or editor.preview._note.isHidden()


def test_typing_at_one_place_is_one_step_of_undo(editor: Editor) -> None:
    editor.presenter.select(Q1)
    title = editor.question_panel.title.line
    title.setFocus()
    QTest.keyClicks(title, "Greeting")
    assert value_at(editor.presenter.definition, (*Q1, "title")) == {"en": "Greeting"}
    editor.presenter.undo()
    assert value_at(editor.presenter.definition, (*Q1, "title")) is None
    assert title.text() == ""
    editor.presenter.redo()
    assert title.text() == "Greeting"


def test_a_fresh_id_follows_the_title_and_what_hangs_on_it_follows_too(editor: Editor) -> None:
    editor.presenter.put((*Q2, "ask_if"), {"question": "question-1", "answer": ["No"]})
    editor.presenter.select(Q1)
    title = editor.question_panel.title.line
    title.setFocus()
    QTest.keyClicks(title, "Warm greeting")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert order(editor)[0] == "warm-greeting"
    assert text_at(editor.presenter.definition, (*Q2, "ask_if", "question")) == "warm-greeting"
    QTest.keyClicks(title, " again")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert order(editor)[0] == "warm-greeting"  # it has a name now


def test_questions_are_moved_copied_and_taken_away_by_keys(editor: Editor, navigator: RecordingNavigator) -> None:
    outline = editor.outline
    outline.setFocus()
    editor.presenter.select(Q1)
    QTest.keyClick(outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert order(editor) == ["question-2", "question-1", "question-3"]
    QTest.keyClick(outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor.presenter.path == Q3
    QTest.keyClick(outline, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert order(editor) == ["question-2", "question-1", "copy-of-question-1", "question-3"]
    QTest.keyClick(outline, Qt.Key.Key_Delete)
    assert order(editor) == ["question-2", "question-1", "question-3"]
    assert navigator.toasts == ["“copy-of-question-1” is taken away."]
    assert navigator.undo is not None
    navigator.undo()
    assert order(editor) == ["question-2", "question-1", "copy-of-question-1", "question-3"]
    editor.presenter.select(("sections", 1))
    QTest.keyClick(outline, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order(editor) == ["question-1", "copy-of-question-1", "question-3", "question-2"]
    assert editor.presenter.path == ("sections", 0)


def test_what_is_dragged_lands_where_it_was_dropped(editor: Editor) -> None:
    editor.outline.model_.dropped.emit(Drop(Q1, 1, 1))
    assert order(editor) == ["question-2", "question-3", "question-1"]
    assert editor.presenter.path == ("sections", 1, "questions", 1)
    editor.outline.model_.dropped.emit(Drop(("sections", 1), None, 0))
    assert order(editor) == ["question-3", "question-1", "question-2"]


def test_a_copy_may_go_on_with_the_trend(editor: Editor) -> None:
    editor.presenter.select(Q1)
    editor.duplicate_with_trend()
    assert text_at(editor.presenter.definition, (*Q2, "lineage")) == "question-1"
    editor.question_panel._make_new()
    assert text_at(editor.presenter.definition, (*Q2, "lineage")) == ""


def test_a_question_of_a_published_scorecard_keeps_its_trend_under_another_id(
    editor: Editor, workspace: Workspace, qtbot: QtBot
) -> None:
    draft = editor.presenter.draft
    assert draft is not None
    editor.presenter.rename(Q1, "greeting")
    editor.presenter.leave()
    publish_scorecard(workspace, draft.entry.id)
    editor.presenter.open(draft_from(workspace, draft.entry.id))
    settle(editor, qtbot)
    assert editor.card_panel.key.line.isReadOnly()
    editor.presenter.rename(Q1, "welcome")
    assert text_at(editor.presenter.definition, (*Q1, "lineage")) == "greeting"


def test_answers_are_written_added_named_as_errors_and_taken_away(editor: Editor) -> None:
    editor.presenter.select(Q1)
    box = editor.question_panel.answers
    box._add_answer()
    assert len(box.rows) == 3
    new = box.rows[2]
    assert new.title.hasFocus()
    QTest.keyClicks(new.title, "Partly")
    QTest.keyClick(new.title, Qt.Key.Key_Return)
    new.credit.selectAll()
    QTest.keyClicks(new.credit, "1/2")
    new.is_error.click()
    answer = value_at(editor.presenter.definition, (*Q1, "options", 2))
    assert answer == {"id": "partly", "credit": "1/2", "title": {"en": "Partly"}}
    assert value_at(editor.presenter.definition, (*Q1, "fail")) == ["No", "partly"]
    new.toggle_more()
    assert new.more is not None
    new.more._up()
    assert text_at(editor.presenter.definition, (*Q1, "options", 1, "id")) == "partly"
    editor.presenter.remove((*Q1, "options", 1))
    assert value_at(editor.presenter.definition, (*Q1, "fail")) == ["No"]


def test_an_auto_fail_begins_with_the_errors_and_can_go(editor: Editor) -> None:
    editor.presenter.select(Q1)
    segments = editor.question_panel.scope.segments
    segments.choose(2)
    assert value_at(editor.presenter.definition, (*Q1, "autofail")) == {"trigger": ["No"], "scope": "section"}
    assert editor.question_panel.answers.rows[1].fails.isChecked()
    segments.choose(0)
    assert value_at(editor.presenter.definition, (*Q1, "autofail")) is None


def test_texts_are_written_in_the_language_in_hand(editor: Editor, qtbot: QtBot) -> None:
    editor.presenter.select(Q1)
    editor.presenter.put((*Q1, "title"), {"en": "Greeting"})
    settle(editor, qtbot)
    editor.language_bar.tabs["zh_CN"].click()
    assert editor.preview.form.is_rebuilding or editor.preview._language == "zh_CN"
    title = editor.question_panel.title.line
    assert (title.text(), title.placeholderText()) == ("", "Greeting")
    title.textEdited.emit("问候")  # such letters come from an input method, not from keys
    assert value_at(editor.presenter.definition, (*Q1, "title")) == {"en": "Greeting", "zh_CN": "问候"}
    settle(editor, qtbot)
    version = editor.preview.form.version
    assert version is not None
    question = version.question(text_at(editor.presenter.definition, (*Q1, "id")))
    assert question is not None
    assert question.label() == "问候"


def test_kinds_groups_and_examples_follow_the_question(editor: Editor, qtbot: QtBot) -> None:
    editor.presenter.select(Q1)
    panel = editor.question_panel
    panel.examples.add()
    case = panel.examples.rows[0].item_fields[0]
    case.focusProxy().setPlainText("hung up")  # type: ignore[union-attr]
    assert value_at(editor.presenter.definition, (*Q1, "examples")) == [{"text": {"en": "hung up"}}]
    panel.evidence.add()
    panel.evidence._add_phrases()
    assert len(panel.evidence.rows) == 2
    settle(editor, qtbot)
    assert editor.faults.text.startswith("3 faults")  # the rules suggest nothing yet, and there are no phrases
    panel.evidence.remove(1)
    panel.evidence.remove(0)
    panel.kind.tell("text")
    assert panel.answers.isHidden()
    assert panel.groups["critical"].isHidden()
    assert value_at(editor.presenter.definition, (*Q1, "examples")) == [{"text": {"en": "hung up"}}]
    panel.kind.tell("number")
    settle(editor, qtbot)
    assert editor.presenter.inspection.errors == ()


def test_scales_and_root_causes_are_declared_and_used(editor: Editor, qtbot: QtBot) -> None:
    card = editor.card_panel
    card.scales.add()
    card.causes.add()
    editor.presenter.select(Q1)
    editor.question_panel.scale.tell("scale-1")
    editor.presenter.put((*Q1, "options"), None)
    editor.presenter.put((*Q1, "fail"), ["answer-2"])
    settle(editor, qtbot)
    assert editor.presenter.inspection.errors == ()
    assert editor.question_panel.answers.rows[0].title.isReadOnly()
    editor.question_panel._take_all_causes()
    assert text_at(editor.presenter.definition, (*Q1, "root_causes")) == "all"
    editor.question_panel.answers._make_own()
    assert len(items_at(editor.presenter.definition, (*Q1, "options"))) == 2
    editor.presenter.select(())
    card.scales.cards[0]._remove()
    assert value_at(editor.presenter.definition, ("scales",)) is None


def test_the_preview_is_the_form_with_what_if_answers_that_stay(editor: Editor, qtbot: QtBot) -> None:
    form = editor.preview.form
    form.show_answer(form.answers.get("question-1") or _an_answer("question-1", "Yes"))
    form.show_answer(_an_answer("question-3", "No"))
    editor.presenter.put((*Q2, "title"), {"en": "Tone"})
    settle(editor, qtbot)
    assert {question: answer.value for question, answer in form.answers.items()} == {"question-1": "Yes", "question-3": "No"}
    assert editor.preview.effect.startswith("Before the auto-fail 50.0, after it 0.0.")
    editor.presenter.remove((*Q3, "options", 1))
    settle(editor, qtbot)
    assert editor.presenter.inspection.errors
    editor.presenter.undo()
    editor.preview.clear()
    assert form.answers == {}


def _an_answer(question: str, value: str) -> object:
    from qa_desk.domain.evaluation import Answer

    return Answer(question, value)


def test_weights_are_shown_as_designed_and_as_they_are_with_the_answers(editor: Editor, qtbot: QtBot) -> None:
    editor.presenter.put((*Q1, "weight"), 4)
    settle(editor, qtbot)
    model = editor.preview.weights.lines_model
    assert model.data(model.index(0)) == "1. question-1: 66.7 % of the form, more than 40 % of the form"
    assert "more than 40 %" in editor.preview.effect


def test_a_disk_that_refuses_keeps_the_words_and_is_tried_again(
    editor: Editor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> int:
        raise EnvironmentFailure("the disk is full")

    monkeypatch.setattr(editor_presenter, "keep_draft", refuse)
    editor.presenter.put(("title", "en"), "Ours")
    assert "the disk is full" in editor.banner.text
    assert editor.card_panel.title.line.text() == "Ours"
    monkeypatch.setattr(editor_presenter, "keep_draft", keep_draft)
    editor.presenter.save()
    assert value_at(kept(editor, workspace), ("title", "en")) == "Ours"
    assert editor.banner.text == ""


def test_what_another_window_changed_is_shown_and_not_overwritten(editor: Editor, workspace: Workspace, qtbot: QtBot) -> None:
    draft = editor.presenter.draft
    assert draft is not None
    keep_draft(workspace, draft.entry.id, {**editor.presenter.definition, "pass_threshold": 60}, 0)
    editor.presenter.put(("title", "en"), "Mine")
    settle(editor, qtbot)
    assert "another window" in editor.banner.text
    assert value_at(editor.presenter.definition, ("pass_threshold",)) == 60
    assert value_at(editor.presenter.definition, ("title", "en")) == "Voice"


def test_every_control_has_a_name_for_screen_readers(editor: Editor) -> None:
    from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

    for path in ((), ("sections", 0), Q1):
        editor.presenter.select(path)
        for kind in (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QAbstractButton):
            for part in editor.panel.findChildren(kind):
                named = part.accessibleName() or getattr(part, "text", str)()
                assert named, f"{type(part).__name__} at {path} has no name"


def test_a_caption_is_never_a_window_of_its_own(editor: Editor) -> None:
    loose = [widget for widget in editor.findChildren(QWidget) if widget.isWindow() and not widget.inherits("QMenu")]
    assert [w for w in loose if not w.inherits("QComboBoxPrivateContainer")] == []


def test_a_scorecard_of_sixty_questions_is_edited_without_a_stall(
    context: Context, jobs: Jobs, qtbot: QtBot, stalls: StallWatch
) -> None:
    editor = an_editor(context, a_large_card(), qtbot)
    settle(editor, qtbot)
    editor.presenter.select(("sections", 4, "questions", 3))
    editor.presenter.select(("sections", 4, "questions", 2))
    line = editor.question_panel.title.line
    line.setFocus()
    qtbot.wait(50)
    stalls.start_again()
    for letter in "A question that is typed":
        QTest.keyClicks(line, letter)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not editor.presenter.is_checking and not editor.preview.form.is_rebuilding, timeout=20_000)
    assert stalls.longest_ms < MOST_MS
    editor.presenter.leave()
    editor.preview.forget()
    assert jobs.wait_all()
