from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from qa_desk.ui.widgets.banner import Banner
from qa_desk.ui.widgets.form import FormRow
from qa_desk.ui.widgets.states import Stage
from qa_desk.ui.widgets.text import label, tip
from qa_desk.ui.widgets.tile import Tile, TileFigure
from qa_desk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


def test_a_stage_shows_one_state_at_a_time(theme: Theme, qtbot: QtBot) -> None:
    stage = Stage(theme, label("content"))
    qtbot.addWidget(stage)
    pressed: list[str] = []
    stage.show_loading()
    assert stage.state == "loading"
    stage.show_empty("No calls yet.", "Import", lambda: pressed.append("import"))
    assert stage.state == "said"
    stage.currentWidget().findChildren(QPushButton)[0].click()
    stage.show_content()
    assert stage.state == "content"
    assert pressed == ["import"]
    assert stage.count() == 2


def test_a_failed_part_offers_to_try_again(theme: Theme, qtbot: QtBot) -> None:
    stage = Stage(theme, label("content"))
    qtbot.addWidget(stage)
    tries: list[int] = []
    stage.show_fault("The disk is full.", lambda: tries.append(1))
    stage.currentWidget().findChildren(QPushButton)[0].click()
    assert tries == [1]


def test_text_from_outside_is_never_markup(qtbot: QtBot) -> None:
    shown = label("<b>bold</b><img src=x>")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert tip("<b>x</b>") == "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"
    assert tip("") == ""


def test_a_banner_says_it_in_words_and_acts_once(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    acts: list[int] = []
    banner.say("12 rows were refused.", "watch", "See the rows", lambda: acts.append(1))
    assert "Note" in [each.text() for each in banner.findChildren(QLabel)]
    action = next(each for each in banner.findChildren(QPushButton) if each.text() == "See the rows")
    action.click()
    assert acts == [1]
    assert banner.text == ""
    assert banner.isHidden()


def test_a_toast_takes_back_what_it_told_of(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 300)
    window.show()
    toast = Toast(window)
    undone: list[int] = []
    toast.say("Deleted", lambda: undone.append(1))
    assert toast.isVisible()
    toast.findChildren(QPushButton)[0].click()
    assert undone == [1]
    assert not toast.isVisible()


def test_a_form_row_says_what_is_wrong_in_the_place_of_the_hint(qtbot: QtBot) -> None:
    field = QLineEdit()
    row = FormRow("Seconds", field, "Counted in business hours")
    qtbot.addWidget(row)
    row.show_fault("abc is no number")
    assert row.fault == "abc is no number"
    assert field.property("fault") == "true"
    assert field.accessibleDescription() == "abc is no number"
    row.show_fault("")
    assert row.fault == ""
    assert field.accessibleDescription() == "Counted in business hours"


def test_a_tile_opens_its_rows_by_mouse_and_keyboard(theme: Theme, qtbot: QtBot) -> None:
    tile = Tile(theme)
    qtbot.addWidget(tile)
    tile.show()
    opened: list[object] = []
    tile.pressed.connect(opened.append)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    tile.show_figure(TileFigure("CSAT", "91", "%", "88–94", 210, "no clear change", key="csat"))
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    qtbot.keyClick(tile, Qt.Key.Key_Return)
    assert opened == ["csat", "csat"]
    assert tile.accessibleName() == "CSAT: 91 %"
    assert "88–94" in tile.accessibleDescription()
