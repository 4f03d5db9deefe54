from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qa_desk.ui.start.page import StartPage, Way
from qa_desk.ui.widgets.lines import Lines
from qa_desk.ui.widgets.press_area import PressArea

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def test_each_way_leads_somewhere_by_mouse_and_keyboard(theme: Theme, qtbot: QtBot) -> None:
    page = StartPage(theme, [])
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    heard: list[str] = []
    page.demonstration_wanted.connect(lambda: heard.append("demonstration"))
    page.new_wanted.connect(lambda: heard.append("new"))
    page.open_wanted.connect(lambda: heard.append("open"))
    ways = page.findChildren(Way)
    qtbot.mouseClick(ways[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(ways[1], Qt.Key.Key_Space)
    qtbot.mouseClick(ways[2], Qt.MouseButton.LeftButton)
    assert heard == ["demonstration", "new", "open"]


def test_workspaces_of_before_are_one_click_away(theme: Theme, qtbot: QtBot) -> None:
    page = StartPage(theme, [Path("/data/centre.qadesk"), Path("/data/<b>other.qadesk")])
    qtbot.addWidget(page)
    heard: list[object] = []
    page.recent_wanted.connect(heard.append)
    lines = page.findChildren(Lines)[0]
    assert [line.title for line in lines.lines] == ["centre", "<b>other"]
    lines.findChildren(PressArea)[1].click()
    assert heard == [Path("/data/<b>other.qadesk")]


def test_while_the_demonstration_is_made_nothing_else_can_be_started(theme: Theme, qtbot: QtBot) -> None:
    page = StartPage(theme, [])
    qtbot.addWidget(page)
    page.show_busy("Making it")
    assert not any(way.isEnabled() for way in page.findChildren(Way))
    page.show_busy("")
    assert all(way.isEnabled() for way in page.findChildren(Way))


def test_nothing_is_cut_off_in_a_small_window(theme: Theme, qtbot: QtBot) -> None:
    page = StartPage(theme, [])
    qtbot.addWidget(page)
    theme.scale_text(1.4)
    page.resize(1024, 640)
    page.show()
    qtbot.wait(20)
    for way in page.findChildren(Way):
        assert way.height() >= way.heightForWidth(way.width())
        for words in way.findChildren(QLabel):
            needed = words.heightForWidth(words.width()) if words.wordWrap() else words.sizeHint().height()
            assert words.height() >= needed, words.text()
            assert words.wordWrap() or words.width() >= words.sizeHint().width(), words.text()
    theme.scale_text(1.0)
