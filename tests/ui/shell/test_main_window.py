from __future__ import annotations

import sqlite3
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from qa_desk.domain.errors import EnvironmentFailure, Refusal
from qa_desk.ui.changes import Kind
from qa_desk.ui.shell.faults import RetryDialog
from qa_desk.ui.shell.opening import system_timezone
from qa_desk.ui.start.page import StartPage
from qa_desk.workspace.settings import get_setting, set_settings
from qa_desk.workspace.workspace import create_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qa_desk.domain.progress import JobContext
    from qa_desk.ui.screen import Place
    from qa_desk.ui.shell.house import House
    from qa_desk.ui.shell.main_window import MainWindow
    from qa_desk.ui.theme import Theme


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "centre.qadesk"
    create_workspace(path).close()
    return path


def texts(window: MainWindow) -> str:
    return "\n".join(shown.text() for shown in window.findChildren(QLabel) if shown.isVisible())


def dialogs(window: MainWindow) -> list[RetryDialog]:
    return [each for each in window.findChildren(RetryDialog) if each.isVisible()]


def test_the_first_page_offers_three_ways_to_begin(window: MainWindow) -> None:
    assert window.workbench is None
    for way in ("Look at the demonstration", "Make a new workspace", "Open a workspace"):
        assert way in texts(window)


def test_an_opened_workspace_is_shown_and_remembered(window: MainWindow, file: Path, house: House) -> None:
    window.open(file)
    assert window.workbench is not None
    assert window.workbench.place == "today"
    assert "centre" in window.windowTitle()
    assert house.desk.recent() == [file]


def test_what_is_no_workspace_is_refused_and_the_start_page_stays(window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear all", encoding="utf-8")
    window.open(other)
    assert isinstance(window.centralWidget(), StartPage)
    assert "not a QA Desk workspace" in "\n".join(each.text() for each in dialogs(window)[0].findChildren(QLabel))
    dialogs(window)[0].reject()


def test_what_is_open_stays_when_another_cannot_be_opened(window: MainWindow, file: Path, tmp_path: Path) -> None:
    window.open(file)
    window.open(tmp_path)
    assert window.workbench is not None
    assert "this is a folder" in texts(window)


def test_another_workspace_takes_the_place_of_the_open_one(window: MainWindow, file: Path, tmp_path: Path) -> None:
    window.open(file)
    connection = window.workbench.context.workspace.connection
    window.make(tmp_path / "second.qadesk")
    assert "second" in window.windowTitle()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_a_new_workspace_counts_in_the_time_zone_of_the_computer(window: MainWindow, tmp_path: Path) -> None:
    window.make(tmp_path / "new.qadesk")
    assert get_setting(window.workbench.context.workspace, "timezone") == system_timezone()


def test_a_new_workspace_does_not_replace_a_file(window: MainWindow, file: Path) -> None:
    before = file.read_bytes()
    window.make(file)
    assert window.workbench is None
    assert file.read_bytes() == before
    dialogs(window)[0].reject()


def test_files_are_chosen_by_the_dialogs_of_the_system(
    window: MainWindow, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    window.choose_and_open()
    assert window.workbench.context.workspace.path == file
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "unnamed"), ""))
    window.choose_and_make()
    assert window.workbench.context.workspace.path.name == "unnamed.qadesk"


def test_the_demonstration_is_made_once_and_opened(window: MainWindow, house: House) -> None:
    window.open_demonstration()
    assert "Making the demonstration centre" in texts(window)
    window.open_demonstration()
    assert len(window.jobs.running) == 1
    window.jobs.wait_all()
    assert window.workbench.context.workspace.path == house.demonstration
    window.close_workspace()
    window.open_demonstration()
    assert window.workbench is not None
    assert not window.jobs.running


def test_the_last_workspace_opens_again(window: MainWindow, file: Path, house: House) -> None:
    window.open_last_or(None)
    assert window.workbench is None
    house.desk.remember(file)
    window.open_last_or(None)
    assert window.workbench is not None


def test_number_keys_lead_to_places(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    window.open(file)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.place == "coach"
    qtbot.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.place == "coach"


def test_theme_and_language_change_at_once_and_one_stays_where_one_is(
    window: MainWindow, file: Path, theme: Theme, spoken: list[str], qtbot: QtBot
) -> None:
    window.open(file)
    window.workbench.go("coach")
    workspace = window.workbench.context.workspace
    before = window.workbench
    set_settings(workspace, {"theme": "dark", "language": "ru"})
    before.changes.announce(Kind.SETTINGS)
    qtbot.waitUntil(lambda: window.workbench is not before, timeout=2000)
    assert theme.colours.is_dark
    assert spoken[-1] == "ru"
    assert window.workbench.place == "coach"
    theme.choose("light")


def test_who_sat_here_is_known_at_the_next_opening(window: MainWindow, file: Path) -> None:
    window.open(file)
    window.workbench.context.evaluator_id = "mei"
    window.workbench.changes.announce(Kind.EVALUATOR)
    window.close_workspace()
    window.open(file)
    assert window.workbench.context.evaluator_id == "mei"


def test_a_refusal_is_a_line_above_the_place(window: MainWindow, file: Path) -> None:
    window.open(file)

    def work(ctx: JobContext) -> None:
        raise Refusal("tickets.csv: row 3: no date")

    window.jobs.run(work, title="Importing")
    window.jobs.wait_all()
    assert "tickets.csv: row 3: no date" in texts(window)
    assert dialogs(window) == []


def test_a_failure_of_the_surroundings_is_tried_again_on_request(window: MainWindow, file: Path) -> None:
    window.open(file)
    tries: list[int] = []

    def work(ctx: JobContext) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise EnvironmentFailure("the disk is full; nothing was changed")

    window.jobs.run(work, title="Exporting")
    window.jobs.wait_all()
    dialogs(window)[0].accept()
    window.jobs.wait_all()
    assert len(tries) == 2


def test_the_window_does_not_close_over_work_that_will_not_stop(
    window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open(file)
    started, go = threading.Event(), threading.Event()

    def stubborn(ctx: JobContext) -> None:
        started.set()
        go.wait(5)

    window.jobs.run(stubborn, title="Stubborn")
    assert started.wait(5)
    monkeypatch.setattr("qa_desk.ui.shell.main_window._WAIT_AT_CLOSE_MS", 20)
    assert not window.close()
    assert "still being stopped" in texts(window)
    go.set()
    window.jobs.wait_all()
    assert window.close()


def test_the_palette_reaches_every_verb(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    from qa_desk.ui.shell.palette import CommandPalette

    window.open(file)
    window.show_palette()
    palette = window.findChildren(CommandPalette)[0]
    assert {"Note something", "Go to Settings", "Open a workspace …", "Quit"} <= set(palette.offered)
    palette._typed.setText("go coach")
    qtbot.keyClick(palette._typed, Qt.Key.Key_Return)
    assert window.workbench.place == "coach"


def test_what_the_places_need_is_loaded_ahead_and_holds_nobody_up(
    window: MainWindow,
    places: list[Place],
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    stalls: object,
) -> None:
    for number in range(3):
        # much to execute, as a module with many classes is
        (tmp_path / f"ahead_{number}.py").write_text("made = [type('A', (), {}) for _ in range(3000)]\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    places[1] = replace(places[1], modules=("ahead_0", "ahead_1"))
    places[2] = replace(places[2], modules=("ahead_2",))
    window.open(file)
    assert "ahead_0" not in sys.modules, "the first paint comes before"
    qtbot.wait(20)
    stalls.start_again()
    qtbot.waitUntil(lambda: "ahead_2" in sys.modules and not window.jobs.running, timeout=5000)
    assert stalls.longest_ms < 250
    for number in range(3):
        sys.modules.pop(f"ahead_{number}")


def test_a_question_mark_shows_the_keys_in_force_and_is_written_where_one_writes(
    window: MainWindow, file: Path, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QLineEdit

    from qa_desk.domain.shortcuts import Where
    from qa_desk.ui.shell.keys_sheet import KeysSheet

    window.open(file)
    assert window.workbench is not None
    screen = window.workbench.screen_shown
    assert screen is not None
    set_settings(window.workbench.context.workspace, {"shortcuts": {"listen.play": ["Q"]}})
    screen.holds = frozenset(Where)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_Question)
    sheet = window.findChild(KeysSheet)
    assert sheet is not None
    assert "Play or pause: Q" in sheet.shown
    with qtbot.waitSignal(sheet.destroyed):
        sheet.close()
    field = QLineEdit(screen)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "why?")
    assert field.text() == "why?"
    assert window.findChild(KeysSheet) is None
