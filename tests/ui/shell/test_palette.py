from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qa_desk.ui.screen import Verb
from qa_desk.ui.shell.palette import CommandPalette, matching

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TITLES = ["Go to Coach", "Go to Today", "Export the coaching workbook", "Encourage"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", [0, 1, 2, 3]), ("coach", [0, 2]), ("go tod", [1]), ("COURAGE", [3]), ("xyz", []), ("o", [0, 1, 2, 3])],
)
def test_every_typed_word_must_be_in_the_title(typed: str, found: list[int]) -> None:
    assert matching(typed, TITLES) == found


def test_a_word_that_begins_with_it_comes_first() -> None:
    assert matching("co", ["Encore", "Coach"]) == [1, 0]


def test_arrows_walk_and_enter_does_it_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    did: list[str] = []
    palette = CommandPalette(window, [Verb("One", lambda: did.append("one")), Verb("Two", lambda: did.append("two"), "Ctrl+2")])
    palette.show()
    assert palette.offered == ["One", "Two"]
    qtbot.keyClick(palette._typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette._typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette._typed, Qt.Key.Key_Return)
    assert did == ["two"]
