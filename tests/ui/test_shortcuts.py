from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qa_desk.domain.shortcuts import Act
from qa_desk.ui.changes import Kind
from qa_desk.ui.shortcuts import Shortcuts, key_of, key_words, shown_key
from qa_desk.workspace.settings import set_settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context

NONE, SHIFT, CTRL, KEYPAD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def event(key: Qt.Key | int, held: Qt.KeyboardModifier = NONE, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(key), held, text)


@pytest.mark.parametrize(
    ("pressed", "written"),
    [
        (event(Qt.Key.Key_M, NONE, "m"), "M"),
        (event(Qt.Key.Key_M, NONE, "M"), "M"),  # with the caps lock
        (event(Qt.Key.Key_P, SHIFT, "P"), "Shift+P"),
        (event(Qt.Key.Key_Question, SHIFT, "?"), "?"),
        (event(Qt.Key.Key_Plus, SHIFT, "+"), "+"),
        (event(Qt.Key.Key_1, SHIFT, "1"), "1"),  # a French keyboard
        (event(Qt.Key.Key_5, KEYPAD, "5"), "5"),
        (event(Qt.Key.Key_Enter, KEYPAD, "\r"), "Return"),
        (event(Qt.Key.Key_Space, NONE, " "), "Space"),
        (event(Qt.Key.Key_Left, SHIFT), "Shift+Left"),
        (event(Qt.Key.Key_Right, CTRL), "Ctrl+Right"),
        (event(Qt.Key.Key_Z, CTRL | SHIFT, "\x1a"), "Ctrl+Shift+Z"),
        (event(Qt.Key.Key_PageDown, CTRL), "Ctrl+PgDown"),
        (event(0x42C, NONE, "ь"), "M"),  # where Russian letters are typed, on the key of M
        (event(0x42E, NONE, "ю"), "."),
        (event(0x0417, SHIFT, "З"), "Shift+P"),
        (event(0), ""),
    ],
)
def test_a_pressed_key_is_written_as_the_list_has_it(pressed: QKeyEvent, written: str) -> None:
    assert key_of(pressed) == written


@pytest.mark.parametrize(
    ("key", "shown", "on_a_mac"),
    [
        ("Ctrl+Right", "Ctrl+→", "⌘→"),
        ("Space", "Space", "Space"),
        ("Shift+P", "Shift+P", "⇧P"),
        ("+", "+", "+"),
        ("Ctrl++", "Ctrl++", "⌘+"),
        ("Backspace", "⌫", "⌫"),
    ],
)
def test_keys_are_shown_with_the_signs_of_the_machine(key: str, shown: str, on_a_mac: str) -> None:
    assert shown_key(key, is_mac=False) == shown
    assert shown_key(key, is_mac=True) == on_a_mac


def test_several_keys_are_listed() -> None:
    assert key_words(["J", "Down"]) == "J, ↓"


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made).addWidget(QLineEdit())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_key_with_ctrl_is_heard_while_one_writes_and_a_letter_is_written(page: QWidget, context: Context, qtbot: QtBot) -> None:
    shortcuts = Shortcuts(context, page)
    done: list[str] = []
    shortcuts.bind(page, Act.PLAY, lambda: done.append("play"))
    field = page.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Space, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert done == ["play"]
    assert field.text() == " "


def test_all_keys_of_an_act_are_heard_but_what_writes_in_a_field_writes(page: QWidget, context: Context, qtbot: QtBot) -> None:
    set_settings(context.workspace, {"shortcuts": {"score.submit": ["Q", "Ctrl+Return"]}})
    shortcuts = Shortcuts(context, page)
    done: list[str] = []
    shortcuts.bind_all(page, Act.SUBMIT, lambda: done.append("submit"))
    field = page.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Q)
    assert (done, field.text()) == ([], "q")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(field, key, CTRL)
    assert len(done) == 2
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Q)
    assert len(done) == 3


def test_the_keys_follow_the_settings(page: QWidget, context: Context, qtbot: QtBot) -> None:
    shortcuts = Shortcuts(context, page)
    done: list[str] = []
    shortcuts.bind(page, Act.PLAY, lambda: done.append("play"))
    field = page.findChild(QLineEdit)
    set_settings(context.workspace, {"shortcuts": {"listen.play": ["Q", "Ctrl+Q"]}})
    with qtbot.waitSignal(shortcuts.changed):
        context.changes.announce(Kind.SETTINGS)
    with qtbot.assertNotEmitted(shortcuts.changed):
        context.changes.announce(Kind.SETTINGS)
    qtbot.keyClick(field, Qt.Key.Key_Space, CTRL)
    assert done == []
    qtbot.keyClick(field, Qt.Key.Key_Q, CTRL)
    assert done == ["play"]
    assert shortcuts.act_of(event(Qt.Key.Key_Q, NONE, "q")) is Act.PLAY
    assert "Play (Q, Ctrl+Q)" in shortcuts.tip("Play", Act.PLAY)
