from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from qa_desk.ui.widgets.buttons import button
from qa_desk.ui.widgets.header import Header

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.4])
def test_title_and_note_are_seen_whole_at_every_size_of_text(theme: Theme, qtbot: QtBot, scale: float) -> None:
    header = Header("Today", "30/06/2026")
    qtbot.addWidget(header)
    header.show()
    theme.scale_text(scale)
    qtbot.wait(20)
    header.resize(900, header.sizeHint().height())
    qtbot.wait(20)
    for words in header.findChildren(QLabel):
        assert words.height() >= words.fontMetrics().height(), words.text()


def a_full_header(qtbot: QtBot, width: int) -> tuple[Header, list[str]]:
    header, pressed = Header("Coach", "06/04/2026 – 30/06/2026"), []
    qtbot.addWidget(header)
    for name in ("All teams", "Last 13 weeks"):
        box = QComboBox()
        box.addItem(name)
        box.setFixedWidth(170)
        header.add_filter(box)
    for name in ("Export this agent", "Export workbook"):
        header.add_action(button(name, partial(pressed.append, name)))
    header.add_primary("New session", partial(pressed.append, "New session"))
    header.show()
    header.resize(width, header.sizeHint().height())
    qtbot.wait(20)
    header.resize(width, header.sizeHint().height())
    qtbot.wait(20)
    return header, pressed


@pytest.mark.parametrize("width", [420, 560, 712, 800, 936, 1300])
def test_no_control_is_cut_at_any_width(theme: Theme, qtbot: QtBot, width: int) -> None:
    header, _pressed = a_full_header(qtbot, width)
    shown = [each for each in header.findChildren(QWidget) if isinstance(each, QPushButton | QComboBox) and each.isVisible()]
    assert len(shown) >= 4
    for each in shown:
        place = QRect(each.mapTo(header, QPoint()), each.size())
        assert header.rect().contains(place), each
        if isinstance(each, QPushButton):
            assert each.width() >= each.sizeHint().width(), each.text()


def test_what_has_no_room_is_in_the_menu(theme: Theme, qtbot: QtBot) -> None:
    header, pressed = a_full_header(qtbot, 800)
    more = next(each for each in header.findChildren(QPushButton) if each.text() == "More")
    assert more.isVisible()
    menu = more.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()][-1] == "Export workbook"
    menu.actions()[-1].trigger()
    assert pressed == ["Export workbook"]
    header.resize(1300, header.height())
    assert not more.isVisible()


def test_an_action_that_the_place_hides_is_neither_shown_nor_in_the_menu(theme: Theme, qtbot: QtBot) -> None:
    header, _pressed = a_full_header(qtbot, 500)
    export = next(each for each in header.findChildren(QPushButton) if each.text() == "Export workbook")
    export.hide()
    more = next(each for each in header.findChildren(QPushButton) if each.text() == "More")
    more.menu().aboutToShow.emit()
    assert "Export workbook" not in [action.text() for action in more.menu().actions()]
    header.resize(1300, header.height())
    assert not export.isVisible()
    export.show()
    assert export.isVisible()
