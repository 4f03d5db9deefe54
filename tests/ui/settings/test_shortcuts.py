from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qa_desk.domain.shortcuts import Act
from qa_desk.ui.settings.shortcuts import ShortcutsEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def editor(qtbot: QtBot) -> ShortcutsEditor:
    made = ShortcutsEditor()
    qtbot.addWidget(made)
    made.show_value({})
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def told(editor: ShortcutsEditor) -> list[dict[str, list[str]]]:
    heard: list[dict[str, list[str]]] = []
    editor.edited.connect(heard.append)
    return heard


def give(editor: ShortcutsEditor, act: Act, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """By keyboard: go to the action's field, press it, press the key."""
    adder = editor.row(act).adder
    if not adder.waits:
        adder.setFocus()
        QTest.keyClick(adder, Qt.Key.Key_Space)
    QTest.keyClick(adder, key, held)


def test_an_action_gets_another_key_by_pressing_it(editor: ShortcutsEditor, told: list[dict[str, list[str]]]) -> None:
    give(editor, Act.PLAY, Qt.Key.Key_Q)
    assert told == [{"listen.play": ["Space", "Ctrl+Space", "Q"]}]
    assert editor.row(Act.PLAY).shown == ["Space", "Ctrl+Space", "Q"]
    assert not editor.row(Act.PLAY).adder.waits


def test_a_key_that_another_action_has_is_refused_in_place_and_another_may_be_pressed(
    editor: ShortcutsEditor, told: list[dict[str, list[str]]]
) -> None:
    give(editor, Act.LOOP, Qt.Key.Key_D)
    assert editor.row(Act.LOOP).fault == "D is “Next dead air, or long gap of a thread” already. Press another one, or Esc."
    assert told == []
    give(editor, Act.LOOP, Qt.Key.Key_Q)
    assert told == [{"listen.loop": ["L", "Q"]}]
    assert editor.row(Act.LOOP).fault == ""


@pytest.mark.parametrize(("key", "word"), [(Qt.Key.Key_4, "Answer the question"), (Qt.Key.Key_Question, "Show the keys")])
def test_keys_that_are_kept_for_something_are_refused(
    editor: ShortcutsEditor, told: list[dict[str, list[str]]], key: Qt.Key, word: str
) -> None:
    give(editor, Act.LOOP, key)
    assert word in editor.row(Act.LOOP).fault
    assert told == []


def test_esc_gives_up(editor: ShortcutsEditor, told: list[dict[str, list[str]]]) -> None:
    give(editor, Act.LOOP, Qt.Key.Key_D)
    QTest.keyClick(editor.row(Act.LOOP).adder, Qt.Key.Key_Escape)
    assert (editor.row(Act.LOOP).adder.waits, editor.row(Act.LOOP).fault, told) == (False, "", [])


def test_whoever_goes_elsewhere_has_given_up(editor: ShortcutsEditor, told: list[dict[str, list[str]]]) -> None:
    give(editor, Act.LOOP, Qt.Key.Key_D)
    editor.row(Act.PLAY).adder.setFocus()
    assert not editor.row(Act.LOOP).adder.waits
    assert told == []


def test_a_key_with_modifiers_is_taken_whole(editor: ShortcutsEditor, told: list[dict[str, list[str]]]) -> None:
    row = editor.row(Act.LOOP)
    row.adder.click()
    QTest.keyPress(row.adder, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    give(editor, Act.LOOP, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert told == [{"listen.loop": ["L", "Ctrl+J"]}]


def test_a_key_is_taken_away_by_a_press_and_may_then_go_to_another_action(
    editor: ShortcutsEditor, told: list[dict[str, list[str]]]
) -> None:
    cap = editor.row(Act.NEXT).caps[0]
    cap.setFocus()
    QTest.keyClick(cap, Qt.Key.Key_Space)
    assert told == [{"score.next": ["Down", "Return"]}]
    give(editor, Act.LOOP, Qt.Key.Key_J)
    assert told[-1] == {"score.next": ["Down", "Return"], "listen.loop": ["L", "J"]}


def test_one_action_and_all_of_them_come_back_to_what_was_declared(
    editor: ShortcutsEditor, told: list[dict[str, list[str]]]
) -> None:
    editor.show_value({"score.next": ["Down"], "listen.loop": ["Q"]})
    row = editor.row(Act.LOOP)
    assert row._reset.isVisible()
    row._reset.click()
    assert told[-1] == {"score.next": ["Down"]}
    assert not row._reset.isVisible()
    assert editor._reset_all.isEnabled()
    editor._reset_all.click()
    assert told[-1] == {}
    assert not editor._reset_all.isEnabled()


def test_a_declared_key_that_was_given_away_meanwhile_does_not_come_back(
    editor: ShortcutsEditor, told: list[dict[str, list[str]]]
) -> None:
    editor.show_value({"score.next": ["Down", "Return"], "listen.loop": ["J"]})
    editor.row(Act.NEXT)._reset.click()
    assert "J is “Loop" in editor.row(Act.NEXT).fault
    assert told == []
