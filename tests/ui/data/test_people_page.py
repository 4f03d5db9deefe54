"""The review of people, walked by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qa_desk.services.imports import run_import
from qa_desk.services.people import list_agents
from qa_desk.ui.data.view import DataScreen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QPushButton
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from tests.ui.conftest import RecordingNavigator


@pytest.fixture
def screen(qtbot: QtBot, context: Context, tmp_path: Path) -> Iterator[DataScreen]:
    roster = tmp_path / "roster.csv"
    roster.write_text("agent_id,team,name,email\nA1,Red,Ann Smith,ann@x.example\nA2,Red,Bo Lee,bo@x.example\n", encoding="utf-8")
    tickets = tmp_path / "tickets.csv"
    tickets.write_text('ticket_id,created_at,assignee_id\n1,2024-01-01,"Smith, Ann"\n2,2024-01-01,B. Lee\n', encoding="utf-8")
    run_import(context.workspace, "roster", [roster])
    run_import(context.workspace, "tickets", [tickets])
    made = DataScreen(context)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    assert context.jobs.wait_all()
    yield made
    context.jobs.wait_all()


def press(qtbot: QtBot, button: QPushButton) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_two_entries_become_one_and_two_people_are_told_apart(
    screen: DataScreen, context: Context, qtbot: QtBot, navigator: RecordingNavigator
) -> None:
    assert screen.people_action.text() == "People to review (2)"
    press(qtbot, screen.people_action)
    context.jobs.wait_all()
    page = screen.people
    assert (page.table.model.rowCount(), page.pairs.isVisible(), page.shared.isVisible()) == (2, True, False)
    assert page.keep_first.text() == "One person: keep Ann Smith"
    press(qtbot, page.keep_first)
    context.jobs.wait_all()
    assert [agent.name for agent in list_agents(context.workspace)] == ["Ann Smith", "B. Lee", "Bo Lee"]
    assert "“Smith, Ann” is “Ann Smith” now" in navigator.toasts[-1]
    press(qtbot, page.apart)
    context.jobs.wait_all()
    assert page.stage.state == "said"
    screen.show_batches()
    assert screen.people_action.text() == "People to review"


def test_what_cannot_be_folded_is_said(screen: DataScreen, context: Context) -> None:
    screen.show_people()
    context.jobs.wait_all()
    pairs = [screen.people.table.model.row_at(place) for place in range(2)]
    screen.people_presenter.fold(pairs[0].first, pairs[1].second)
    context.jobs.wait_all()
    assert "in teams at the same time" in screen.banner.text


def test_what_an_import_changed_is_listed(screen: DataScreen, context: Context, tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    later.write_text("agent_id,team,email,valid_from\nA1,Blue,ann@y.example,2024-03-01\n", encoding="utf-8")
    run_import(context.workspace, "roster", [later])
    screen.show_people()
    context.jobs.wait_all()
    model = screen.people.changes_table.model
    assert [model.text(0, column) for column in range(1, 5)] == ["Ann Smith", "Mail address", "ann@x.example", "ann@y.example"]
