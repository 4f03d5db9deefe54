from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from qa_desk.domain.shortcuts import DECLARED_KEYS, Where, keys_in_force
from qa_desk.ui.shell.keys_sheet import KeysSheet

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def sheet_of(window: QWidget, holds: frozenset[Where] = frozenset(Where), keys: object = None) -> KeysSheet:
    made = KeysSheet(window, keys_in_force(keys) if isinstance(keys, dict) else DECLARED_KEYS, holds)
    made.show()
    return made


def test_it_shows_the_keys_of_the_place_and_those_of_everywhere(window: QWidget) -> None:
    everywhere = sheet_of(window, frozenset())
    assert "Find a command: Ctrl+K" in everywhere.shown
    assert not any(line.startswith("Play or pause") for line in everywhere.shown)
    everywhere.close()
    scoring = sheet_of(window)
    assert "Play or pause: Space, Ctrl+Space" in scoring.shown
    assert "Next question: J, ↓, ⏎" in scoring.shown
    scoring.close()


def test_it_shows_the_keys_in_force_and_nothing_that_has_none(window: QWidget) -> None:
    sheet = sheet_of(window, keys={"listen.play": ["Q"], "listen.loop": []})
    assert "Play or pause: Q" in sheet.shown
    assert not any(line.startswith("Loop") for line in sheet.shown)
    sheet.close()


def test_typing_finds_an_action_by_its_words_or_its_key(window: QWidget) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet._typed, "mute cust")
    assert sheet.shown == ["Mute the customer, or not: U"]
    sheet._typed.clear()
    QTest.keyClicks(sheet._typed, "ctrl+k")
    assert sheet.shown == ["Find a command: Ctrl+K"]
    sheet._typed.clear()
    QTest.keyClicks(sheet._typed, "nothing like it")
    assert sheet.shown == []
    assert sheet._nothing.isVisible()
    sheet.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Question])
def test_esc_and_the_key_that_opened_it_close_it(window: QWidget, qtbot: QtBot, key: Qt.Key) -> None:
    sheet = sheet_of(window)
    with qtbot.waitSignal(sheet.destroyed):
        QTest.keyClick(sheet._typed, key)


def test_a_question_mark_behind_a_word_is_written(window: QWidget) -> None:
    sheet = sheet_of(window)
    QTest.keyClicks(sheet._typed, "play?")
    assert sheet._typed.text() == "play?"
    sheet.close()


def test_arrows_move_the_sheet_while_one_types(window: QWidget) -> None:
    window.resize(700, 420)
    sheet = sheet_of(window)
    QTest.qWait(1)
    bar = sheet._scroll.verticalScrollBar()
    QTest.keyClick(sheet._typed, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(sheet._typed, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    sheet.close()


def test_the_way_to_change_them_is_told(window: QWidget, qtbot: QtBot) -> None:
    sheet = sheet_of(window)
    with qtbot.waitSignal(sheet.change_asked):
        sheet._change()
