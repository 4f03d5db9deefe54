from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from qa_desk.domain.scorecard_editing import add_question, add_section, blank_definition, remove
from qa_desk.domain.scorecard_inspection import PlacedFault, inspect
from qa_desk.ui.scorecards.outline_model import NODE, Drop, OutlineModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from qa_desk.domain.definition_paths import Path

MOVE = Qt.DropAction.MoveAction


def a_card() -> dict[str, object]:
    """Two sections of two questions each."""
    card = add_section(add_question(blank_definition("k", "K", "en"), 0, 1, "yes_no"), 1)
    return add_question(add_question(card, 1, 0, "scale"), 1, 1, "text")


@pytest.fixture
def model(qapp: QApplication) -> Iterator[OutlineModel]:
    home = QObject()
    made = OutlineModel(home)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, home)
    seen = inspect(a_card())
    made.show_outline(a_card(), "en", seen.faults, seen.shares)
    yield made
    home.deleteLater()


def test_sections_hold_their_questions_after_the_card_itself(model: OutlineModel) -> None:
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["Scorecard", "section-1", "section-2"]
    first = model.index_of(("sections", 1, "questions", 0))
    assert model.data(first) == "question-3"
    assert model.data(first.parent()) == "section-2"
    assert model.data(first, NODE).number == 3
    assert model.data(model.index_of(("sections", 1, "questions", 1)), NODE).kind == "text"
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(first) == 0
    assert not model.index(9, 0).isValid()


def test_a_line_is_spoken_with_its_share_and_its_faults(model: OutlineModel) -> None:
    path: Path = ("sections", 0, "questions", 0)
    faults = [PlacedFault((*path, "weight"), "x"), PlacedFault((*path, "id"), "y", is_warning=True), PlacedFault(("key",), "z")]
    model.show_outline(a_card(), "en", faults, inspect(a_card()).shares)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index_of(path), spoken) == "1. question-1, 33 % of the form, faults: 1, warnings: 1"
    assert model.data(model.index(0, 0), spoken) == "Scorecard, faults: 1"


def test_the_same_lines_are_kept_and_other_ones_made_anew(model: OutlineModel) -> None:
    assert not model.show_outline(a_card(), "ru")
    assert model.show_outline(remove(a_card(), ("sections", 0, "questions", 0)), "en")
    assert model.rowCount(model.index(1, 0)) == 1


@pytest.mark.parametrize(
    ("dragged", "row", "parent", "drop"),
    [
        (("sections", 0, "questions", 0), 2, ("sections", 0), (0, 1)),
        (("sections", 0, "questions", 1), 0, ("sections", 0), (0, 0)),
        (("sections", 0, "questions", 0), 1, ("sections", 1), (1, 1)),
        (("sections", 0, "questions", 0), -1, ("sections", 1), (1, 2)),
        (("sections", 0), 3, None, (None, 1)),
        (("sections", 1), 1, None, (None, 0)),
        (("sections", 0), -1, ("sections", 1), (None, 0)),
    ],
)
def test_a_drop_tells_where_it_stands_afterwards(
    model: OutlineModel, dragged: Path, row: int, parent: Path | None, drop: tuple[int | None, int]
) -> None:
    told: list[Drop] = []
    model.dropped.connect(told.append)
    data = model.mimeData([model.index_of(dragged)])
    under = model.index_of(parent) if parent else QModelIndex()
    assert model.canDropMimeData(data, MOVE, row, 0, under)
    assert not model.dropMimeData(data, MOVE, row, 0, under)  # the view removes nothing itself
    assert told == [Drop(dragged, *drop)]


def test_a_question_is_not_dropped_outside_of_sections(model: OutlineModel) -> None:
    data = model.mimeData([model.index_of(("sections", 0, "questions", 0))])
    assert not model.canDropMimeData(data, MOVE, 1, 0, QModelIndex())
    assert not model.canDropMimeData(data, MOVE, -1, 0, model.index(0, 0))
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
