"""Files that cannot be opened, from the start page: one clear line, and the window lives on."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from qa_desk.ui.shell.faults import RetryDialog
from qa_desk.ui.start.page import StartPage
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.shell.main_window import MainWindow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "centre.qadesk"
    create_workspace(path).close()
    return path


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.commit()
    connection.close()


def not_a_database(path: Path) -> None:
    path.write_bytes(b"This was a workspace once." * 400)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwritten_inside(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[100:] = b"\xa5" * (len(whole) - 100)
    path.write_bytes(bytes(whole))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def without_permission(path: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("nothing is forbidden to root")
    path.chmod(0)


def said(window: MainWindow) -> str:
    shown = [each for each in window.findChildren(RetryDialog) if each.isVisible()]
    assert len(shown) == 1, "one dialog"
    text = "\n".join(each.text() for each in shown[0].findChildren(QLabel))
    shown[0].reject()
    return text


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (newer, "written by a newer QA Desk"),
        (not_a_database, "not a QA Desk workspace (or it is damaged)"),
        (cut_short, "damaged"),
        (overwritten_inside, "damaged"),
        (empty, "not a QA Desk workspace"),
        (missing, "there is no such file"),
        (a_folder, "this is a folder"),
        (without_permission, "no permission"),
    ],
)
def test_a_file_that_cannot_be_opened_is_said_and_the_window_lives_on(
    window: MainWindow, file: Path, tmp_path: Path, spoil: Callable[[Path], None], line: str
) -> None:
    spoil(file)
    window.open(file)
    assert line in said(window)
    assert isinstance(window.centralWidget(), StartPage)
    whole = tmp_path / "whole.qadesk"
    create_workspace(whole).close()
    window.open(whole)
    assert window.workbench is not None


def test_a_file_that_another_program_holds_is_said_and_opens_when_it_is_free(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_desk.workspace.workspace._BUSY_TIMEOUT_MS", 50)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    window.open(file)
    assert "another program" in said(window)
    assert isinstance(window.centralWidget(), StartPage)
    holder.close()
    window.open(file)
    assert window.workbench is not None


def let_fall(window: MainWindow, paths: list[Path]) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), action, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(20, 20), action, data, left, none))
    return enter.isAccepted()


def test_a_workspace_let_fall_on_the_window_is_opened(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    assert let_fall(window, [file])
    qtbot.waitUntil(lambda: window.workbench is not None)
    assert window.workbench.context.workspace.path == file


def test_what_is_no_single_workspace_is_not_taken(window: MainWindow, file: Path, tmp_path: Path) -> None:
    assert not let_fall(window, [tmp_path / "june.csv"])
    assert not let_fall(window, [file, tmp_path / "other.qadesk"])
    assert not let_fall(window, [])
    assert isinstance(window.centralWidget(), StartPage)
