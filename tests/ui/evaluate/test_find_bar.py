from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qa_desk.ui.evaluate.find_bar import FindBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def test_keys_step_and_close_and_the_count_is_told(theme: Theme, qtbot: QtBot) -> None:
    bar = FindBar(theme)
    qtbot.addWidget(bar)
    asked: list[object] = []
    bar.wanted.connect(asked.append)
    bar.stepped.connect(asked.append)
    bar.open("router")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    bar.next_button.click()
    assert asked == ["router", 1, -1, 1]
    bar.show_count(1, 7)
    assert bar.told == "2 of 7"
    bar.show_count(None, 0)
    assert (bar.told, bar.next_button.isEnabled()) == ("not found", False)
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
