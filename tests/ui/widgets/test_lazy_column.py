from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from qa_desk.ui.widgets.lazy_column import LazyColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Part(QLabel):
    row = -1

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's
        return height_of(self.row, width)


def height_of(row: int, width: int) -> int:
    return 30 + 17 * (row % 7) + (40 if width < 250 else 0)


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[LazyColumn]:
    def fill(part: QWidget, row: int) -> None:
        assert isinstance(part, Part)
        part.row = row
        part.setText(str(row))

    made = LazyColumn(Part, fill)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    made.show_rows(10_000, lambda _row, _width: 50)
    yield made
    made.close()


def in_place(column: LazyColumn) -> list[tuple[int, int, int]]:
    """Rows in sight with their tops and heights."""
    parts = [(row, column.part_of(row)) for row in column.rows_in_sight]
    return [(row, part.y(), part.height()) for row, part in parts if part is not None]


def check(column: LazyColumn) -> None:
    """The rows in sight fill the view without a gap, each as high as it is."""
    shown = in_place(column)
    assert shown[0][1] <= 0
    assert shown[-1][1] + shown[-1][2] >= column.viewport().height() or shown[-1][0] == 9999
    for (row, top, height), (next_row, next_top, _) in pairwise(shown):
        assert (next_row, next_top) == (row + 1, top + height)
    assert all(height == height_of(row, column.viewport().width()) for row, _, height in shown)


def test_only_what_is_in_sight_exists(column: LazyColumn) -> None:
    check(column)
    assert column.rows_in_sight[0] == 0
    assert len(column.findChildren(Part)) < 30
    for value in (5_000, 400_000, 17, column.verticalScrollBar().maximum()):
        column.verticalScrollBar().setValue(value)
        check(column)
    assert len(column.findChildren(Part)) < 60


def test_scrolling_up_and_down_again_leads_back(column: LazyColumn) -> None:
    bar = column.verticalScrollBar()
    column.scroll_to(5000)
    check(column)
    for step in (-48,) * 40 + (48,) * 40:
        before = {row: top for row, top, _ in in_place(column)}
        bar.setValue(bar.value() + step)
        check(column)
        shared = [(before[row], top) for row, top, _ in in_place(column) if row in before]
        assert {top - old for old, top in shared} == {-step}  # what one looks at moves as far as the wheel said


@pytest.mark.parametrize("row", [0, 1, 4999, 9999])
def test_a_row_is_brought_into_sight_whole(column: LazyColumn, row: int) -> None:
    column.scroll_to(3000)
    column.scroll_to(row)
    check(column)
    (top,) = [top for shown, top, _ in in_place(column) if shown == row]
    assert 0 <= top <= 400 - height_of(row, column.viewport().width())
    value = column.verticalScrollBar().value()
    column.scroll_to(row)
    assert column.verticalScrollBar().value() == value


def test_another_width_keeps_the_row_at_the_top(column: LazyColumn) -> None:
    column.verticalScrollBar().setValue(100_000)
    first = column.rows_in_sight[0]
    column.resize(200, 400)
    check(column)
    assert column.rows_in_sight[0] in (first, first + 1)


def test_no_rows_and_few_rows_are_shown_too(column: LazyColumn) -> None:
    column.show_rows(0, lambda _row, _width: 50)
    assert column.rows_in_sight == []
    column.scroll_to(0)
    column.show_rows(2, lambda _row, _width: 50)
    assert [row for row, _, _ in in_place(column)] == [0, 1]
    assert column.verticalScrollBar().maximum() == 0
