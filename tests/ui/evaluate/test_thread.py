from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from qa_desk.domain.evaluation import Marker
from qa_desk.media.transcripts import Utterance
from qa_desk.ui.evaluate.message_card import MessageCard
from qa_desk.ui.evaluate.thread import ThreadView
from qa_desk.ui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

LONDON = ZoneInfo("Europe/London")
AT = 1_782_380_463
LINES = (
    Utterance("<b>Where</b> is it?", "customer", "Ana", at=AT),
    Utterance("asks for the third time", "agent", "Rui", at=AT + 5, is_internal=True),
    Utterance("On its way.\n\n> Where is it?\n> Where\n> is\n> it", "agent", "Rui", at=AT + 400),
    Utterance("Where exactly?", "customer", "Ana", at=AT + 430),
)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> Iterator[ThreadView]:
    window = QWidget()
    column = QVBoxLayout(window)
    made = ThreadView(theme)
    column.addWidget(QLineEdit())
    column.addWidget(made)
    qtbot.addWidget(window)
    window.resize(520, 600)
    window.show()
    qtbot.waitExposed(window)
    made.show_messages(LINES, LONDON)
    yield made
    window.close()


def card(view: ThreadView, row: int) -> MessageCard:
    part = view.column.part_of(row)
    assert isinstance(part, MessageCard)
    return part


def shown(view: ThreadView, row: int) -> list[str]:
    return [words.text for words in card(view, row).findChildren(Words) if not words.isHidden()]


def labels(view: ThreadView, row: int) -> list[str]:
    return [label.text() for label in card(view, row).findChildren(QLabel) if not label.isHidden() and label.text()]


def key(view: ThreadView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view.setFocus()
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_messages_are_shown_as_they_were_written_with_their_sides(view: ThreadView) -> None:
    assert shown(view, 0) == ["<b>Where</b> is it?"]
    assert labels(view, 0)[1:3] == ["Ana", "customer"]
    assert "internal note" in labels(view, 1)
    assert "internal note" not in labels(view, 2)
    assert labels(view, 2)[0] == "6 min later · slowest reply, 6:40"


def test_no_label_of_a_thread_reads_markup(view: ThreadView) -> None:
    assert {label.textFormat() for label in view.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_arrows_walk_and_a_click_takes_in_hand(view: ThreadView, qtbot: QtBot) -> None:
    key(view, Qt.Key.Key_Down)
    key(view, Qt.Key.Key_Down)
    assert view.current == 1
    key(view, Qt.Key.Key_Up)
    key(view, Qt.Key.Key_Up)
    assert view.current == 0
    key(view, Qt.Key.Key_End)
    assert view.current == 3
    with qtbot.waitSignal(view.message_chosen) as chosen:
        QTest.mouseClick(card(view, 2), Qt.MouseButton.LeftButton, pos=QPoint(120, 40))
    assert chosen.args == [2]
    assert "On its way." in view.column.accessibleDescription()


def test_markers_are_counted_at_their_messages(view: ThreadView) -> None:
    view.show_markers([Marker(str(n), "x", utterance_position=2) for n in range(2)])
    assert "▲▲" in labels(view, 2)
    view.show_markers([])
    assert "▲▲" not in labels(view, 2)


def test_a_quote_is_folded_until_it_is_asked_for(view: ThreadView) -> None:
    assert shown(view, 2) == ["On its way."]
    (fold,) = [each for each in card(view, 2).findChildren(QPushButton) if not each.isHidden()]
    assert fold.text() == "Quoted text, 4 lines"
    before = card(view, 2).height()
    fold.click()
    assert shown(view, 2)[1].startswith("> Where is it?")
    assert card(view, 2).height() > before
    view.choose(2)
    key(view, Qt.Key.Key_Return)
    assert shown(view, 2) == ["On its way."]


def test_the_search_steps_through_the_places_and_unfolds_them(view: ThreadView) -> None:
    view.setFocus()
    view.ask_to_find()
    assert view.find_bar.field.hasFocus()
    QTest.keyClicks(view.find_bar.field, "where")
    assert (view.find_bar.told, view.current) == ("1 of 4", 0)
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return)
    assert (view.find_bar.told, view.current) == ("2 of 4", 2)
    assert shown(view, 2)[1].startswith("> Where is it?")
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (view.find_bar.told, view.current) == ("4 of 4", 3)
    QTest.keyClicks(view.find_bar.field, "x")
    assert view.find_bar.told == "not found"
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert view.find_bar.isHidden()
    assert view.hits == []
    assert view.column.hasFocus()


def test_the_search_gives_the_keys_back_to_whoever_had_them(view: ThreadView) -> None:
    elsewhere = view.window().findChildren(QLineEdit)[0]
    elsewhere.setFocus()
    view.ask_to_find()
    QTest.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert elsewhere.hasFocus()


def test_messages_are_copied_as_text_one_several_or_all(view: ThreadView) -> None:
    view.choose(0)
    key(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    key(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "2026-06-25 10:41:03 Ana (customer):\n<b>Where</b> is it?\n\n"
        "2026-06-25 10:41:08 Rui (agent, internal note):\nasks for the third time\n"
    )
    key(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    whole = QGuiApplication.clipboard().text()
    view.choose(1)
    view.copy_all()
    assert QGuiApplication.clipboard().text() == whole
    assert whole.count("(customer)") == 2


def test_selected_words_are_copied_before_messages_and_searched_first(view: ThreadView) -> None:
    (words,) = [each for each in card(view, 0).findChildren(Words) if not each.isHidden()]
    QTest.mouseDClick(words, Qt.MouseButton.LeftButton, pos=QPoint(30, 6))
    assert view.copied_text() == "Where"
    view.ask_to_find()
    assert (view.find_bar.field.text(), len(view.hits)) == ("Where", 4)


def test_another_thread_is_shown_from_its_beginning(view: ThreadView) -> None:
    view.choose(3)
    view.ask_to_find()
    view.show_messages(LINES[:2], LONDON)
    assert (view.current, view.find_bar.isHidden(), view.column.rows_in_sight) == (None, True, [0, 1])
    view.show_messages((), LONDON)
    key(view, Qt.Key.Key_Down)
    assert (view.current, view.copied_text()) == (None, "\n")


def test_ten_thousand_messages_make_a_few_cards(view: ThreadView) -> None:
    view.show_messages([Utterance(f"message {n} " * (n % 40 + 1), "agent", at=AT + n) for n in range(10_000)], LONDON)
    for row in (9_999, 0, 5_000):
        view.choose(row)
        assert any(text.startswith(f"message {row} ") for text in shown(view, row))
    assert len(view.findChildren(MessageCard)) < 60


def test_every_thread_is_painted_in_both_themes(view: ThreadView, theme: Theme) -> None:
    for name in ("light", "dark"):
        theme.choose(name)
        assert not view.grab().isNull()
    theme.choose("light")


def test_one_is_at_the_message_at_the_upper_edge_until_one_is_taken_in_hand(view: ThreadView) -> None:
    view.show_messages([], LONDON)
    assert view.here is None
    view.show_messages([Utterance(f"message {n}", "agent", at=AT + n) for n in range(200)], LONDON)
    assert view.here == 0
    view.column.scroll_to(120)
    assert 100 < (view.here or 0) <= 120
    view.choose(150)
    assert view.here == 150
