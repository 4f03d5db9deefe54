from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 - read by the fixtures
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit

from qa_desk.services.coaching_sessions import NewAction, action_items, add_action, sessions_by_agent
from qa_desk.ui.coach.parts import Playable
from qa_desk.ui.coach.two_lines import wrapped
from qa_desk.ui.coach.view import CoachScreen
from qa_desk.ui.widgets.buttons import IconButton
from tests.coaching_centre import FORMULA, TODAY, build_centre

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace


@pytest.fixture
def screen(workspace: Workspace, context: Context, qtbot: QtBot) -> CoachScreen:
    build_centre(workspace)
    add_action(workspace, "chen", NewAction("Use the checklist", "Lead One", date(2024, 5, 20)))
    return shown(context, qtbot)


def shown(context: Context, qtbot: QtBot) -> CoachScreen:
    made = CoachScreen(context)
    qtbot.addWidget(made)
    made.resize(1360, 860)
    made.show()
    settle(context)
    return made


def settle(context: Context) -> None:
    """Team view, then the page that it opens."""
    for _ in range(3):
        assert context.jobs.wait_all()


def texts(screen: CoachScreen) -> list[str]:
    assert screen.page is not None
    return [label.text() for label in screen.page.findChildren(QLabel)]


def test_the_page_of_who_needs_time_most_is_open_at_once(screen: CoachScreen) -> None:
    assert screen.page_stage.state == "content"
    assert screen.table.current.line.agent.id == "chen"
    said = texts(screen)
    assert "陈晓明" in said
    assert said.index("What to praise") < said.index("What to work on") < said.index("Plan")


def test_arrow_keys_walk_the_team_and_open_pages(screen: CoachScreen, context: Context, qtbot: QtBot) -> None:
    screen.table.view.setFocus()
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Down)
    settle(context)
    second = screen.table.current.line.agent
    assert second.id != "chen"
    assert screen.page is not None
    assert screen.page.agent_id == second.id


def test_a_talking_point_is_one_press_from_playing(screen: CoachScreen, navigator: object, qtbot: QtBot) -> None:
    assert screen.page is not None
    play = next(button for part in screen.page.findChildren(Playable) for button in part.findChildren(IconButton))
    qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    place, arguments = navigator.went[-1]  # type: ignore[attr-defined]
    assert place == "evaluate"
    assert arguments["interaction_id"]


def test_a_session_is_written_by_keyboard_and_kept(
    screen: CoachScreen, context: Context, workspace: Workspace, navigator: object, qtbot: QtBot
) -> None:
    screen._begin_note()
    assert screen.page is not None
    form = screen.page.plan.form
    assert form.isVisible()
    qtbot.keyClicks(form.notes, "Good openings. Ask one more question first.")
    qtbot.keyClicks(form.action, "Uses the checklist")
    qtbot.keyClick(form.save, Qt.Key.Key_Space)
    settle(context)
    (session,) = sessions_by_agent(workspace, ["chen"], TODAY)["chen"]
    assert session.notes == "Good openings. Ask one more question first."
    assert [(a.text, a.owner) for a in session.actions] == [("Uses the checklist", "陈晓明")]
    assert session.coach == "Lead One"
    assert session.follow_up_on == date(2024, 6, 28)
    assert navigator.toasts == ["The session is kept."]  # type: ignore[attr-defined]
    assert "Uses the checklist" in texts(screen)


def test_an_empty_session_is_refused_beside_the_form(screen: CoachScreen, workspace: Workspace, qtbot: QtBot) -> None:
    screen._begin_note()
    assert screen.page is not None
    qtbot.keyClick(screen.page.plan.form.save, Qt.Key.Key_Space)
    assert "empty" in screen.page.plan.form.fault.text()
    assert sessions_by_agent(workspace, ["chen"], TODAY) == {}


def test_an_action_is_ticked_off_and_undone(
    screen: CoachScreen, context: Context, workspace: Workspace, navigator: object, qtbot: QtBot
) -> None:
    assert screen.page is not None
    box = next(box for box in screen.page.findChildren(QCheckBox) if box.accessibleName() == "Done: Use the checklist")
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settle(context)
    assert action_items(workspace, TODAY, "chen", status="open") == ()
    navigator.undo()  # type: ignore[attr-defined]
    settle(context)
    assert len(action_items(workspace, TODAY, "chen", status="open")) == 1


def test_the_agent_acknowledges_by_typing_a_name(
    screen: CoachScreen, context: Context, workspace: Workspace, qtbot: QtBot
) -> None:
    screen._begin_note()
    assert screen.page is not None
    qtbot.keyClicks(screen.page.plan.form.notes, "n")
    qtbot.keyClick(screen.page.plan.form.save, Qt.Key.Key_Space)
    settle(context)
    field = next(f for f in screen.page.findChildren(QLineEdit) if f.accessibleName() == "Name of the agent who acknowledges")
    qtbot.keyClicks(field, "Chen")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(context)
    assert sessions_by_agent(workspace, ["chen"], TODAY)["chen"][0].acknowledged_by == "Chen"
    assert "Acknowledged by Chen" in texts(screen)


def test_words_from_outside_are_shown_plain(screen: CoachScreen, context: Context) -> None:
    for label in screen.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert any(FORMULA in text for text in texts(screen))


def test_a_new_agent_shows_values_instead_of_a_mean(screen: CoachScreen, context: Context) -> None:
    screen.arrive(agent_id="eva")
    settle(context)
    said = texts(screen)
    assert "3 scores" in said
    assert "75.00 · 80.00 · 82.50" in said
    assert "3 evaluations: values only; an interval needs 5" in said


def test_an_agent_without_evaluations_has_a_calm_page(screen: CoachScreen, context: Context) -> None:
    screen.arrive(agent_id="idle")
    settle(context)
    assert screen.page_stage.state == "content"
    assert "Nothing was evaluated in the period." in texts(screen)


def test_an_empty_workspace_says_what_to_do(context: Context, navigator: object, qtbot: QtBot) -> None:
    made = shown(context, qtbot)
    assert made.list_stage.state == "said"
    assert made.page_stage.state == "said"


def test_an_unknown_agent_is_said_on_the_page(screen: CoachScreen, context: Context) -> None:
    screen.presenter.open_agent("nobody")
    settle(context)
    assert screen.page_stage.state == "said"


def test_the_team_and_the_period_can_be_changed(screen: CoachScreen, context: Context) -> None:
    screen.presenter.show_team("Technical")
    screen.presenter.show_period("last_month")
    settle(context)
    assert screen.table.model.total == 4
    assert screen.presenter.span.first == date(2024, 4, 1)


def test_the_filter_finds_people_by_their_reasons(screen: CoachScreen) -> None:
    screen.table.model.filter_by("new here")
    assert [screen.table.model.row_at(n).line.agent.id for n in range(screen.table.model.rowCount())] == ["eva"]


def test_the_workbook_of_one_agent_is_exported(screen: CoachScreen, context: Context, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "one"
    ask: Callable[[str], str] = lambda _start: str(target)  # noqa: E731
    screen.ask_where = ask  # type: ignore[method-assign]
    screen._export_agent()
    settle(context)
    assert load_workbook(target.with_suffix(".xlsx")).sheetnames == ["Summary", "陈晓明", "Evaluations"]


def test_walking_quickly_shows_only_the_last_page(screen: CoachScreen, context: Context) -> None:
    for agent in ("bo", "dmitri", "farid"):
        screen.presenter.open_agent(agent)
    settle(context)
    assert screen.page is not None
    assert screen.page.agent_id == "farid"


def test_a_new_session_comes_into_sight_with_its_first_field_and_its_save(screen: CoachScreen, qtbot: QtBot) -> None:
    assert screen.page is not None
    assert not screen.page.plan.form.foot.isVisible()
    screen._begin_note()
    form = screen.page.plan.form
    top = form.held_on.mapTo(screen.page.viewport(), QPoint()).y()
    assert 0 <= top < screen.page.viewport().height() // 2
    assert form.save.isVisible()
    assert screen.rect().contains(form.save.mapTo(screen, form.save.rect().bottomRight()))
    screen.page.verticalScrollBar().setValue(0)
    assert screen.rect().contains(form.save.mapTo(screen, form.save.rect().bottomRight()))


def test_without_data_there_is_one_sentence_and_nothing_to_export(context: Context, qtbot: QtBot) -> None:
    made = shown(context, qtbot)
    assert not made._export_button.isEnabled()
    assert not made._new.isEnabled()
    assert not made.page_stage.isVisible()


def test_in_a_small_window_nothing_is_cut(screen: CoachScreen, context: Context, qtbot: QtBot) -> None:
    screen.resize(715, 500)  # what a window of 800 × 560 leaves to a place
    settle(context)
    assert screen.width() == 715
    assert screen.page is not None
    qtbot.waitUntil(lambda: screen.page.widget().minimumSizeHint().width() <= screen.page.viewport().width())
    assert screen.rect().contains(screen._new.mapTo(screen, screen._new.rect().bottomRight()))
    screen.resize(1360, 860)


def test_a_name_from_right_to_left_stays_beside_its_disc(screen: CoachScreen) -> None:
    assert screen.page is not None
    name = next(each for each in screen.page.findChildren(QLabel) if each.text() == "陈晓明")
    assert name.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_a_reason_takes_two_lines_before_it_is_cut(screen: CoachScreen) -> None:
    metrics = screen.fontMetrics()
    text = "QA score 93 % likely to be below the goal of 88"
    first, second = wrapped(text, metrics, metrics.horizontalAdvance("QA score 93 % likely to be"))
    assert (first, second) == ("QA score 93 % likely to be", "below the goal of 88")
    assert wrapped("short", metrics, 400) == ["short"]
