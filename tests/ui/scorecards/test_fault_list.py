from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from qa_desk.domain.scorecard_inspection import PlacedFault
from qa_desk.ui.scorecards.fault_list import FaultList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

FAULT, WARNING = PlacedFault(("key",), "no key"), PlacedFault(("cap",), "a high cap", is_warning=True)


def test_faults_stand_before_warnings_and_each_leads_to_its_place(theme: Theme, qtbot: QtBot) -> None:
    made = FaultList(theme)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model_, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show()
    assert made.text == "Nothing is wrong with it."
    made.show_faults((WARNING, FAULT))
    assert made.text == "1 fault keeps it from being published · 1 warning"
    index = made.model_.index(0)
    assert made.model_.data(index) == "!  no key"
    assert made.model_.data(made.model_.index(1), Qt.ItemDataRole.AccessibleTextRole) == "warning: a high cap"
    asked: list[PlacedFault] = []
    made.asked.connect(asked.append)
    made._list.setCurrentIndex(index)
    QTest.keyClick(made._list, Qt.Key.Key_Return)
    made._list.clicked.emit(made.model_.index(1))
    assert asked == [FAULT, WARNING]
