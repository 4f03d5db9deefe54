from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qa_desk.domain.errors import Refusal
from qa_desk.kpis.goals import Goal
from qa_desk.services.goals import list_goals, set_goal
from qa_desk.ui.settings.goals import GoalEditor, target_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context


@pytest.fixture
def editor(context: Context, qtbot: QtBot) -> GoalEditor:
    made = GoalEditor(context)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


def choose(editor: GoalEditor, kpi: str, scope: str) -> None:
    editor.kpi.setCurrentIndex(editor.kpi.findData(kpi))
    editor.scope.setCurrentIndex(editor.scope.findData(scope))


@pytest.mark.parametrize(
    ("text", "unit", "target"),
    [("85 %", "share", 0.85), ("0,85", "share", 0.85), ("2 h", "s", 7200), ("90", "s", 90), ("85", "score", 85)],
)
def test_targets_are_written_as_people_say_them(text: str, unit: str, target: float) -> None:
    assert target_of(text, unit) == pytest.approx(target)


def test_what_is_no_number_is_no_target() -> None:
    with pytest.raises(Refusal):
        target_of("soon", "s")


def test_a_goal_is_set_with_the_keyboard_alone(editor: GoalEditor, context: Context, qtbot: QtBot) -> None:
    choose(editor, "csat", "team")
    qtbot.keyClicks(editor.whom, "Billing")
    qtbot.keyClicks(editor.target, "85 %")
    qtbot.keyClicks(editor.first, "2024-06-01")
    qtbot.keyClick(editor.first, Qt.Key.Key_Return)
    (stored,) = list_goals(context.workspace)
    assert stored.goal == Goal("csat", 0.85, "team", "Billing", "2024-06-01", None)
    assert editor.fault == ""


def test_a_wrong_target_is_said_beside_it_and_nothing_is_stored(editor: GoalEditor, context: Context) -> None:
    choose(editor, "csat", "all")
    editor.target.setText("85")
    editor.add()
    assert "share from 0 to 1" in editor.fault
    editor.target.setText("85 %")
    editor.first.setText("soon")
    editor.add()
    assert "soon" in editor.fault
    assert list_goals(context.workspace) == []


def test_a_removed_goal_comes_back_from_the_toast(editor: GoalEditor, context: Context, navigator: object) -> None:
    stored = set_goal(context.workspace, Goal("csat", 0.8))
    editor.refresh()
    editor.table.select(stored)
    editor.remove()
    assert list_goals(context.workspace) == []
    navigator.undo()  # type: ignore[attr-defined]
    assert [each.goal for each in list_goals(context.workspace)] == [stored.goal]


def test_what_only_describes_is_not_offered(editor: GoalEditor) -> None:
    assert editor.kpi.findData("session_length") < 0
    assert editor.kpi.findData("csat") >= 0
