from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from qa_desk.domain.errors import EnvironmentFailure
from qa_desk.ui.shell.faults import CrashDialog, RetryDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def press(dialog: QWidget, text: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()


def test_trying_again_is_offered_where_it_can_help(qtbot: QtBot) -> None:
    tries: list[int] = []
    error = EnvironmentFailure("centre.qadesk: the disk is full; nothing was changed.")
    dialog = RetryDialog(None, "Exporting", error, lambda: tries.append(1))
    qtbot.addWidget(dialog)
    dialog.open()
    assert error.message in [each.text() for each in dialog.findChildren(QLabel)]
    press(dialog, "Try again")
    assert tries == [1]


def test_without_a_retry_there_is_only_close(qtbot: QtBot) -> None:
    dialog = RetryDialog(None, "", EnvironmentFailure("locked"), None)
    qtbot.addWidget(dialog)
    assert [each.text() for each in dialog.findChildren(QPushButton)] == ["Close"]
    dialog.reject()


def test_a_crash_report_can_be_copied_and_the_person_goes_on(qtbot: QtBot) -> None:
    quits: list[int] = []
    dialog = CrashDialog(None, "QA Desk 0.1\nValueError", lambda: quits.append(1))
    qtbot.addWidget(dialog)
    dialog.open()
    press(dialog, "Copy the report")
    assert QGuiApplication.clipboard().text() == "QA Desk 0.1\nValueError"
    press(dialog, "Go on")
    assert quits == []


def test_a_person_may_leave_after_a_crash(qtbot: QtBot) -> None:
    quits: list[int] = []
    dialog = CrashDialog(None, "report", lambda: quits.append(1))
    qtbot.addWidget(dialog)
    dialog.open()
    press(dialog, "Quit")
    assert quits == [1]
