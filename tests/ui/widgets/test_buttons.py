from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from qa_desk.ui.widgets.buttons import Chips, Choice, Segments

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CHOICES = (Choice("yes", "Y", "Yes"), Choice("no", "N", "No"), Choice("na", "–", "Not applicable"))


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    made = Segments(CHOICES, "Greeting")
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_answer_holds_at_a_time(segments: Segments) -> None:
    said: list[object] = []
    segments.chosen.connect(said.append)
    segments.choose(0)
    segments.choose(1)
    assert segments.value == "no"
    assert said == ["yes", "no"]


def test_the_same_answer_again_takes_it_back(segments: Segments) -> None:
    said: list[object] = []
    segments.chosen.connect(said.append)
    segments.choose(2)
    segments.choose(2)
    assert segments.value is None
    assert said == ["na", None]


def test_an_answer_that_must_stand_is_not_taken_back(qtbot: QtBot) -> None:
    segments = Segments(CHOICES, "View", can_be_empty=False)
    qtbot.addWidget(segments)
    segments.choose(0)
    segments.choose(0)
    assert segments.value == "yes"


def test_showing_an_answer_tells_nobody(segments: Segments) -> None:
    said: list[object] = []
    segments.chosen.connect(said.append)
    segments.show_value("no")
    assert segments.value == "no"
    segments.show_value(None)
    assert segments.value is None
    assert said == []


def test_arrows_walk_along_the_answers(segments: Segments, qtbot: QtBot) -> None:
    first, second, _third = segments.findChildren(QPushButton)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert segments.value == "no"


def test_several_chips_can_be_on(qtbot: QtBot) -> None:
    chips = Chips("Cause", CHOICES)
    qtbot.addWidget(chips)
    said: list[object] = []
    chips.changed.connect(said.append)
    for made in chips.findChildren(QPushButton)[:2]:
        made.click()
    assert chips.values == ("yes", "no")
    assert said == [("yes",), ("yes", "no")]
    chips.show_values(["na"])
    assert chips.values == ("na",)


def test_exclusive_chips_put_each_other_out(qtbot: QtBot) -> None:
    chips = Chips("Cause", CHOICES, is_exclusive=True)
    qtbot.addWidget(chips)
    for made in chips.findChildren(QPushButton)[:2]:
        made.click()
    assert chips.values == ("no",)
