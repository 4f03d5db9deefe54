from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtTest import QAbstractItemModelTester

from qa_desk.ui.scorecards.weights_view import WeightsView, weight_lines
from tests.builders_of_cards import a_card_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

CARD = a_card_of({"id": "a", "weight": 2}, {"id": "b"}, {"id": "c"}, {"id": "d", "weight": 0})


def test_each_weighted_question_says_what_it_carries_now_and_by_design() -> None:
    lines = weight_lines(CARD, {"a": "N/A", "b": "Yes", "c": "No"}, "en")
    assert [(line.number, line.designed, line.now) for line in lines] == [
        (1, Fraction(1, 2), None),
        (2, Fraction(1, 4), Fraction(1, 2)),
        (3, Fraction(1, 4), Fraction(1, 2)),
    ]
    assert [line.is_heavy for line in lines] == [True, True, True]
    assert [line.text() for line in lines[:2]] == ["50 % of the form · now not assessed", "25 % of the form · now 50 %"]
    assert weight_lines(CARD, {}, "en")[1].text() == "25 % of the form"


def test_the_list_keeps_its_model_in_order(theme: Theme, qtbot: QtBot) -> None:
    view = WeightsView(theme)
    qtbot.addWidget(view)
    tester = QAbstractItemModelTester(view.lines_model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    view.show_weights(CARD, {}, "en")
    view.show_weights(CARD, {"b": "Yes"}, "en")
    view.show_weights(a_card_of({"id": "a"}), {}, "en")
    assert view.lines_model.rowCount() == 1
    view.resize(300, 200)
    view.show()
    qtbot.waitExposed(view)
    assert not view.grab().isNull()
    assert tester.parent() is view
