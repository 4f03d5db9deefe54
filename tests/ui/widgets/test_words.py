from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qa_desk.ui.widgets.words import Hit, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


@pytest.fixture
def words(theme: Theme, qtbot: QtBot) -> Iterator[Words]:
    made = Words(theme)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    yield made
    made.close()


def test_it_is_as_high_as_its_text_at_a_width(words: Words) -> None:
    words.show_text("one")
    single = words.heightForWidth(300)
    words.show_text("one\n\nthree")
    assert words.heightForWidth(300) == pytest.approx(3 * single, abs=2)
    words.show_text("w" * 400)
    assert words.heightForWidth(300) > 5 * single
    assert words.heightForWidth(150) > 1.8 * words.heightForWidth(300)


def test_markup_is_only_text(words: Words) -> None:
    words.show_text("<img src=x><b>bold</b>")
    tall = words.heightForWidth(600)
    words.show_text("plain")
    assert words.heightForWidth(600) == tall


def test_a_drag_selects_and_a_press_lets_go(words: Words, qtbot: QtBot) -> None:
    words.show_text("😊 hello there")
    with qtbot.waitSignals([words.pressed, words.selected]):
        QTest.mousePress(words, Qt.MouseButton.LeftButton, pos=QPoint(0, 5))
        QApplication.sendEvent(words, a_move(QPoint(299, 5)))
        QTest.mouseRelease(words, Qt.MouseButton.LeftButton, pos=QPoint(299, 5))
    assert words.selected_text == "😊 hello there"
    QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=QPoint(0, 5))
    assert words.selected_text == ""


def test_a_double_click_selects_the_word_here(words: Words) -> None:
    words.show_text("😊 hello\nthere you")
    words.heightForWidth(300)
    QTest.mouseDClick(words, Qt.MouseButton.LeftButton, pos=QPoint(8, words.heightForWidth(300) - 6))
    assert words.selected_text == "there"
    words.clear_selection()
    assert words.selected_text == ""


def test_shift_grows_the_selection_over_lines(words: Words) -> None:
    words.show_text("first\nsecond")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton, pos=QPoint(0, 2))
    QTest.mouseClick(
        words, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, QPoint(299, words.heightForWidth(300) - 4)
    )
    assert words.selected_text == "first\nsecond"


def test_lines_from_right_to_left_stand_at_the_right_each_by_itself(words: Words) -> None:
    words.show_text("مرحبا\nhello")
    picture = words.grab().toImage()
    ground = picture.pixelColor(150, picture.height() - 1)
    second, bottom = words.top_of(6), words.heightForWidth(300)
    inked = [
        {x for x in range(300) for y in range(top, end) if picture.pixelColor(x, y) != ground}
        for top, end in ((0, second), (second, bottom))
    ]
    assert min(inked[0]) > 150 > max(inked[1])


def test_the_places_found_are_painted_also_behind_wide_characters(words: Words) -> None:
    words.show_text("😊😊 found it")
    plain = words.grab().toImage()
    words.show_hits([Hit(3, 5)])
    found = words.grab().toImage()
    words.show_hits([Hit(3, 5, True)])
    current = words.grab().toImage()
    assert plain != found != current
    words.show_hits([])
    assert words.grab().toImage() == plain


def test_a_place_further_down_stands_lower(words: Words) -> None:
    words.show_text("a\n" * 10 + "b")
    assert words.top_of(0) == 0
    assert words.top_of(20) == pytest.approx(10 * words.top_of(2), abs=3)


def a_move(place: QPoint) -> QMouseEvent:
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
