"""A long list to tick, behind a button that says what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qa_desk.ui.assign.pick_many import PickMany

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.theme import Theme


@pytest.fixture
def pick(qtbot: QtBot, theme: Theme) -> PickMany:
    made = PickMany(theme, "Agent")
    qtbot.addWidget(made)
    made.offer({"a": "Ann & <b>Co</b>", "b": "Bo", "c": "Chi"}, {"a": 1200})
    made.show()
    return made


def test_nothing_ticked_is_any(pick: PickMany) -> None:
    assert pick.button.accessibleName() == "Agent: any"
    assert pick.chosen == ()


def test_what_is_ticked_is_told_once_when_the_list_is_closed(pick: PickMany, qtbot: QtBot) -> None:
    told: list[tuple[str, ...]] = []
    pick.changed.connect(told.append)
    pick.open_list()
    assert pick.list.item(0).text().startswith("Ann & <b>Co</b>  1")
    for row in (0, 2):
        pick.list.item(row).setCheckState(Qt.CheckState.Checked)
    assert told == []
    pick._popup.accept()
    assert told == [("a", "c")]
    assert pick.button.accessibleName() == "Agent: 2 chosen"
    pick.open_list()
    pick._popup.reject()
    assert told == [("a", "c")]


def test_the_list_filters_as_one_types(pick: PickMany, qtbot: QtBot) -> None:
    pick.open_list()
    qtbot.keyClicks(pick.filter, "chI")
    assert [pick.list.item(row).isHidden() for row in range(3)] == [True, True, False]
    pick._popup.reject()


def test_any_takes_everything_back(pick: PickMany) -> None:
    pick.choose(("b",))
    assert pick.button.accessibleName() == "Agent: Bo"
    pick.open_list()
    pick._untick()
    assert pick.chosen == ()


def test_a_choice_that_is_offered_no_more_stays(pick: PickMany) -> None:
    pick.choose(("b",))
    pick.offer({"a": "Ann"})
    pick.open_list()
    assert pick.list.count() == 2
    pick._popup.accept()
    assert pick.chosen == ("b",)


def test_without_values_it_cannot_be_opened(pick: PickMany) -> None:
    pick.offer({})
    assert not pick.isEnabled()
