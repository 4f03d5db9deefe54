from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qa_desk.ui.widgets.rows_model import Column
from qa_desk.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme

ROWS = [("Aisyah", 86.5), ("Boris", None), ("chen wei", 91.0), ("=cmd|'/c calc'!A1", -4.0)]


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> DataTable:
    columns = [
        Column("Agent", lambda row: row[0], width=200),
        Column("Score", lambda row: row[1], lambda value: "–" if value is None else f"{value:.1f}", is_number=True),
    ]
    made = DataTable(theme, columns, "Agents")
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.resize(500, 300)
    made.show()
    return made


def names(table: DataTable) -> list[str]:
    return [table.model.text(place, 0) for place in range(table.model.rowCount())]


def test_sorting_is_by_value_and_leaves_the_unknown_last(table: DataTable) -> None:
    table.sort_by(1)
    assert names(table) == ["=cmd|'/c calc'!A1", "Aisyah", "chen wei", "Boris"]
    table.sort_by(1, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["chen wei", "Aisyah", "=cmd|'/c calc'!A1", "Boris"]


def test_text_sorts_without_regard_to_case(table: DataTable) -> None:
    table.sort_by(0)
    assert names(table)[1:] == ["Aisyah", "Boris", "chen wei"]


def test_the_filter_wants_every_word_in_any_column(table: DataTable) -> None:
    table.model.filter_by("WEI 91")
    assert names(table) == ["chen wei"]
    table.model.filter_by("wei 86")
    assert names(table) == []
    table.model.filter_by("")
    assert len(names(table)) == 4


def test_filter_and_sorting_stay_when_rows_change(table: DataTable) -> None:
    table.sort_by(1)
    table.model.filter_by("is")
    table.show_rows([*ROWS, ("Iris", 1.0)])
    assert names(table) == ["Iris", "Aisyah", "Boris"]


def test_the_current_row_is_found_again_after_a_refresh(table: DataTable) -> None:
    table.select(ROWS[2])
    table.show_rows(list(reversed(ROWS)))
    assert table.current == ROWS[2]


def test_a_copied_table_is_one_that_a_spreadsheet_takes_and_does_not_run(table: DataTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Agent\tScore"
    assert lines[1] == "Aisyah\t86.5"
    assert lines[4] == "'=cmd|'/c calc'!A1\t-4.0"


def test_only_chosen_rows_are_copied(table: DataTable) -> None:
    table.select(ROWS[0])
    assert table.copied() == "Agent\tScore\nAisyah\t86.5\n"


def test_enter_opens_the_current_row(table: DataTable, qtbot: QtBot) -> None:
    opened: list[object] = []
    table.activated.connect(opened.append)
    table.select(ROWS[1])
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened == [ROWS[1]]


def test_the_table_says_which_row_is_current(table: DataTable) -> None:
    said: list[object] = []
    table.selected.connect(said.append)
    table.select(ROWS[0])
    assert said == [ROWS[0]]
    assert not table.select(("Nobody", 1))
