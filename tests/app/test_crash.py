from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

from qa_desk.app.crash import Crashes
from qa_desk.domain.errors import QaDeskError, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


class Told:
    def __init__(self) -> None:
        self.reports: list[str] = []
        self.errors: list[QaDeskError] = []
        self.threads: list[threading.Thread] = []

    def show(self, report: str) -> None:
        self.reports.append(report)
        self.threads.append(threading.current_thread())


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def crashes(told: Told, qapp: QApplication) -> Iterator[Crashes]:
    made = Crashes(told.show, told.errors.append)
    yield made
    made.deleteLater()


def fail(text: str = "customer 4711 said: my card is 1234") -> None:
    raise ValueError(text)


def caught(crashes: Crashes, text: str) -> None:
    try:
        fail(text)
    except ValueError as error:
        crashes.catch(type(error), error, error.__traceback__)


def test_the_report_names_places_and_no_text_of_the_workspace(crashes: Crashes, told: Told) -> None:
    caught(crashes, "customer 4711 said: my card is 1234")
    report = told.reports[0]
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert " fail" in report
    assert "4711" not in report
    assert "card" not in report


def test_the_same_bug_is_told_once_and_counted(crashes: Crashes, told: Told) -> None:
    for number in range(3):
        caught(crashes, f"customer {number}")
    assert len(told.reports) == 1
    assert "3 ×" in crashes.report()


def test_a_bug_while_one_is_being_told_opens_no_second_dialog(qapp: QApplication) -> None:
    reports: list[str] = []

    def show(report: str) -> None:
        reports.append(report)
        try:
            raise KeyError("while painting the dialog")
        except KeyError as error:
            crashes.catch(type(error), error, error.__traceback__)

    crashes = Crashes(show, lambda error: None)
    caught(crashes, "first")
    assert len(reports) == 1
    assert "KeyError" in crashes.report()
    crashes.deleteLater()


def test_a_bug_on_another_thread_is_told_on_the_windows(crashes: Crashes, told: Told, qtbot: QtBot) -> None:
    crashes.install()
    try:
        worker = threading.Thread(target=fail)
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: bool(told.reports), timeout=2000)
    finally:
        crashes.uninstall()
    assert told.threads == [threading.main_thread()]


def test_an_error_that_a_person_can_mend_is_no_crash(crashes: Crashes, told: Told) -> None:
    error = Refusal("row 3: no date")
    crashes.catch(Refusal, error, None)
    assert told.reports == []
    assert told.errors == [error]


def test_hooks_are_put_back(crashes: Crashes) -> None:
    before = sys.excepthook, threading.excepthook
    crashes.install()
    assert sys.excepthook == crashes.catch
    crashes.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
