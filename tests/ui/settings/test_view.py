from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from qa_desk.ui.changes import Change, Kind
from qa_desk.ui.settings.view import SettingsScreen
from qa_desk.workspace.settings import SETTINGS, get_setting, get_settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(context, LANGUAGES)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def field(screen: SettingsScreen, key: str) -> QLineEdit:
    editor = screen._editors[key]
    field = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    assert isinstance(field, QLineEdit)
    return field


def write(screen: SettingsScreen, key: str, text: str, qtbot: QtBot) -> None:
    field(screen, key).setText(text)
    qtbot.keyClick(field(screen, key), Qt.Key.Key_Return)


def test_every_declared_setting_can_be_edited(screen: SettingsScreen) -> None:
    assert set(screen._rows) == {declared.key for declared in SETTINGS}


def test_showing_the_settings_changes_none(screen: SettingsScreen, context: Context) -> None:
    assert context.workspace.connection.execute("SELECT count(*) FROM settings").fetchone()[0] == 0
    assert field(screen, "sla_first_response_s").text() == "1 h"


def test_a_change_is_stored_told_and_can_be_taken_back(
    screen: SettingsScreen, context: Context, navigator: object, qtbot: QtBot
) -> None:
    heard: list[Change] = []
    context.changes.changed.connect(heard.append)
    write(screen, "sl_threshold_s", "30", qtbot)
    assert get_setting(context.workspace, "sl_threshold_s") == 30
    assert heard[0].kinds == {Kind.SETTINGS}
    assert navigator.toasts == ["Service level: answered within: saved"]
    navigator.undo()
    assert get_setting(context.workspace, "sl_threshold_s") == 20


@pytest.mark.parametrize(("key", "wrong"), [("sl_threshold_s", "soon"), ("sl_threshold_s", "-3"), ("timezone", "Mars/Olympus")])
def test_what_does_not_fit_is_said_beside_the_field_and_not_stored(
    screen: SettingsScreen, context: Context, qtbot: QtBot, key: str, wrong: str
) -> None:
    before = get_setting(context.workspace, key)
    write(screen, key, wrong, qtbot)
    assert wrong in screen._rows[key].fault
    assert get_setting(context.workspace, key) == before
    write(screen, key, "12.5" if key != "timezone" else "Asia/Kuala_Lumpur", qtbot)
    assert screen._rows[key].fault == ""
    assert get_setting(context.workspace, key) != before


def test_language_and_theme_are_chosen_from_lists(screen: SettingsScreen, context: Context) -> None:
    languages = screen._editors["language"]
    assert isinstance(languages, QComboBox)
    assert [languages.itemText(n) for n in range(languages.count())] == ["As the system", "English", "简体中文"]
    languages.setCurrentIndex(2)
    languages.activated.emit(2)
    dark = next(each for each in screen.findChildren(QPushButton) if each.text() == "Dark")
    dark.click()
    stored = get_settings(context.workspace)
    assert (stored["language"], stored["theme"]) == ("zh_CN", "dark")


def test_business_hours_are_edited_by_day_and_time(screen: SettingsScreen, context: Context, qtbot: QtBot) -> None:
    editor = screen._editors["calendar"]
    next(each for each in editor.findChildren(QPushButton) if each.text() == "Sat").click()
    assert get_setting(context.workspace, "calendar")["weekdays"] == [0, 1, 2, 3, 4, 5]
    editor._open.setText("18:00")
    qtbot.keyClick(editor._open, Qt.Key.Key_Return)
    assert "opens after it closes" in screen._rows["calendar"].fault
    assert get_setting(context.workspace, "calendar")["open"] == "09:00"


def test_goals_are_written_one_a_line(screen: SettingsScreen, context: Context, qtbot: QtBot) -> None:
    editor = screen._editors["goals"]
    assert isinstance(editor, QPlainTextEdit)
    editor.setFocus()
    editor.setPlainText("csat = 0.85\nqa_score = 85\n")
    field(screen, "timezone").setFocus()
    assert get_setting(context.workspace, "goals") == {"csat": 0.85, "qa_score": 85}
    editor.setFocus()
    editor.setPlainText("csat is good")
    field(screen, "timezone").setFocus()
    assert "csat is good" in screen._rows["goals"].fault


def test_a_change_made_elsewhere_is_shown(screen: SettingsScreen, context: Context) -> None:
    from qa_desk.workspace.settings import set_settings

    set_settings(context.workspace, {"timezone": "Europe/Paris"})
    screen.refresh()
    assert field(screen, "timezone").text() == "Europe/Paris"


@pytest.mark.parametrize(
    ("text", "seconds", "shown"), [("2 h", 7200, "2 h"), ("1h30min", 5400, "1 h 30 min"), ("90", 90, "1 min 30 s")]
)
def test_a_duration_is_taken_as_people_say_it_and_kept_in_seconds(
    screen: SettingsScreen, context: Context, qtbot: QtBot, text: str, seconds: int, shown: str
) -> None:
    write(screen, "sla_first_response_s", text, qtbot)
    assert get_setting(context.workspace, "sla_first_response_s") == seconds
    screen.refresh()
    assert field(screen, "sla_first_response_s").text() == shown


def test_holidays_are_added_and_taken_away_one_by_one(screen: SettingsScreen, context: Context, qtbot: QtBot) -> None:
    holidays = screen._editors["calendar"].holidays
    for text in ("25/12/2026", "2026-01-01"):
        holidays.field.setText(text)
        qtbot.keyClick(holidays.field, Qt.Key.Key_Return)
    assert get_setting(context.workspace, "calendar")["holidays"] == ["2026-01-01", "2026-12-25"]
    chips = [each for each in holidays.findChildren(QPushButton) if each.accessibleName() == "Remove 01/01/2026"]
    chips[-1].click()
    assert get_setting(context.workspace, "calendar")["holidays"] == ["2026-12-25"]


def test_what_is_no_day_is_said_at_the_list_and_not_added(screen: SettingsScreen, context: Context, qtbot: QtBot) -> None:
    holidays = screen._editors["calendar"].holidays
    holidays.field.setText("31/02/2026")
    qtbot.keyClick(holidays.field, Qt.Key.Key_Return)
    assert "31/02/2026" in holidays.fault
    assert holidays.field.text() == "31/02/2026"
    assert get_setting(context.workspace, "calendar")["holidays"] == []


def test_a_zone_is_found_in_any_case(screen: SettingsScreen, context: Context, qtbot: QtBot) -> None:
    write(screen, "timezone", "asia/kuala lumpur", qtbot)
    assert get_setting(context.workspace, "timezone") == "Asia/Kuala_Lumpur"
    completer = field(screen, "timezone").completer()
    completer.setCompletionPrefix("lumpur")
    assert completer.currentCompletion() == "Asia/Kuala_Lumpur"


def test_figures_are_as_of_a_day_or_of_now(screen: SettingsScreen, context: Context) -> None:
    editor = screen._editors["as_of"]
    editor._which.choose(1)
    editor.day.setDate(QDate(2024, 6, 30))
    assert get_setting(context.workspace, "as_of") == "2024-06-30"
    editor._which.choose(0)
    assert get_setting(context.workspace, "as_of") is None
    assert editor.day.isHidden()
