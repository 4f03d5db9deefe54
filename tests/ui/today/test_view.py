from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from qa_desk.domain.report import ReportScope
from qa_desk.domain.report_plan import PlanDraft
from qa_desk.services.report_plan import add_plan_item, settle_plan_item
from qa_desk.ui.changes import Change, Kind
from qa_desk.ui.today.presenter import due
from qa_desk.ui.today.view import TodayScreen
from qa_desk.ui.widgets.lines import Lines
from qa_desk.ui.widgets.press_area import PressArea

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context


def a_screen(context: Context, qtbot: QtBot, evaluator: str | None) -> TodayScreen:
    context.evaluator_id = evaluator
    screen = TodayScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1280, 720)
    screen.show()
    return screen


def part(screen: TodayScreen, name: str) -> Lines:
    return next(lines for lines in screen.findChildren(Lines) if lines.accessibleName().startswith(name))


def texts(screen: TodayScreen) -> str:
    return "\n".join(shown.text() for shown in screen.findChildren(QLabel) if shown.isVisible())


def test_the_queue_comes_by_due_date_and_says_what_is_overdue(context: Context, centre: object, qtbot: QtBot) -> None:
    lines = part(a_screen(context, qtbot, centre.mei), "To score").lines
    assert [(line.key, line.end, line.meaning) for line in lines] == [
        ("i0", "1 day overdue", "bad"),
        ("i1", "due today", "watch"),
        ("i2", "", None),
    ]
    assert lines[0].title == "470 · call · Aisyah Rahman · Invoice <b>wrong</b>"
    assert lines[0].note.startswith("6:42 · 01/06/2024")


def test_each_line_leads_on(context: Context, centre: object, navigator: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, centre.mei)
    for name in ("To score", "Calibrations", "Disputes", "Coaching", "Last imports"):
        part(screen, name).findChildren(PressArea)[0].click()
    assert navigator.went == [
        ("evaluate", {"interaction_id": "i0"}),
        ("calibrate", {"session_id": "c"}),
        ("evaluate", {"dispute_id": "d"}),
        ("coach", {"agent_id": centre.aisyah}),
        ("data", {"batch_id": "b"}),
    ]


def test_the_primary_action_takes_the_first_of_the_queue(
    context: Context, centre: object, navigator: object, qtbot: QtBot
) -> None:
    screen = a_screen(context, qtbot, centre.mei)
    next(each for each in screen.findChildren(QPushButton) if each.text() == "Score the next one").click()
    assert navigator.went == [("evaluate", {"interaction_id": "i0"})]


def test_another_evaluator_has_another_day(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, centre.boris)
    assert part(screen, "To score").lines == ()
    assert part(screen, "Calibrations").lines == ()
    assert "Nothing is assigned to you." in texts(screen)
    assert len(part(screen, "Coaching").lines) == 1


def test_an_import_names_its_refused_rows_and_an_undone_one_is_gone(context: Context, centre: object, qtbot: QtBot) -> None:
    lines = part(a_screen(context, qtbot, centre.mei), "Last imports").lines
    assert [(line.title, line.end, line.meaning) for line in lines] == [("Tickets: june.csv", "2 refused", "watch")]
    assert lines[0].note.startswith("7 new rows · 1 updated")


def test_a_dispute_says_what_it_is_about_and_until_when(context: Context, centre: object, qtbot: QtBot) -> None:
    (line,) = part(a_screen(context, qtbot, centre.mei), "Disputes").lines
    assert (line.title, line.note) == ("479 · Aisyah Rahman · Voice v1", "Aisyah disputes 1 question; scored by Boris Orlov")
    assert (line.end, line.meaning) == ("due tomorrow", None)


def test_nobody_is_shown_a_dispute_of_their_own_scoring(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, centre.boris)
    assert part(screen, "Disputes").lines == ()
    assert "No dispute waits for your decision." in texts(screen)


def test_who_sits_here_is_asked_and_told_to_everybody(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, None)
    heard: list[Change] = []
    context.changes.changed.connect(heard.append)
    context.changes.changed.connect(screen.refresh)
    assert "Say who is working here, and your queue appears." in texts(screen)
    next(each for each in screen.findChildren(QPushButton) if each.text() == "Mei Tan").click()
    assert context.evaluator_id == centre.mei
    assert heard[0].kinds == {Kind.EVALUATOR}
    assert len(part(screen, "To score").lines) == 3
    assert "Who is working here?" not in texts(screen)


def test_a_new_name_becomes_an_evaluator(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, None)
    context.changes.changed.connect(screen.refresh)
    name = next(each for each in screen.findChildren(QLineEdit) if each.accessibleName() == "Another name")
    qtbot.keyClicks(name, "  Nur   Huda ")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    combo = screen.findChildren(QComboBox)[0]
    assert combo.currentText() == "Nur Huda"
    assert combo.currentData() == context.evaluator_id


def test_an_empty_name_is_nobody(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, None)
    next(each for each in screen.findChildren(QPushButton) if each.text() == "That is me").click()
    assert context.evaluator_id is None


def test_an_empty_workspace_says_how_to_begin(context: Context, navigator: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, None)
    assert "This workspace is empty." in texts(screen)
    visible = [each for each in screen.findChildren(QPushButton) if each.isVisible() and each.text() == "Import data"]
    visible[0].click()
    assert navigator.went == [("data", {})]
    assert "Who is working here?" in texts(screen)


def test_what_does_not_fit_in_the_queue_is_a_link_to_all_of_it(
    context: Context, centre: object, navigator: object, qtbot: QtBot
) -> None:
    with context.workspace.transaction() as connection:
        connection.executemany(
            "INSERT INTO interactions (id, external_id, channel, created_at) VALUES (?, ?, 'call', 1)",
            [(f"m{number}", f"m{number}") for number in range(12)],
        )
        connection.executemany(
            "INSERT INTO assignments (id, interaction_id, evaluator_id, scorecard_version_id, sample_method, created_at) "
            "VALUES (?, ?, ?, 'v', 'random', 1)",
            [(f"n{number}", f"m{number}", centre.mei) for number in range(12)],
        )
    screen = a_screen(context, qtbot, centre.mei)
    next(each for each in screen.findChildren(QPushButton) if each.text() == "and 3 more").click()
    assert navigator.went == [("evaluate", {})]


def test_cards_stand_in_two_columns_of_about_one_height(context: Context, centre: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, centre.mei)
    assert all(column.count() > 2 for column in screen._columns)

    def ends() -> list[int]:
        return [max(column.itemAt(n).geometry().bottom() for n in range(column.count() - 1)) for column in screen._columns]

    qtbot.waitUntil(lambda: abs(ends()[0] - ends()[1]) < 250)  # the figures that moved may come yet


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (None, ("", None)),
        ("2024-05-30", ("2 days overdue", "bad")),
        ("2024-06-01", ("due today", "watch")),
        ("2024-06-02", ("due tomorrow", None)),
        (date(2024, 6, 9), ("due 9 Jun", None)),
        (date(2025, 1, 9), ("due 09/01/2025", None)),
    ],
)
def test_due_dates_are_said_in_words(due_on: str | date | None, said: tuple[str, str | None]) -> None:
    assert due(due_on, date(2024, 6, 1)) == said


def test_the_palette_can_do_what_the_page_can(context: Context, centre: object, navigator: object, qtbot: QtBot) -> None:
    screen = a_screen(context, qtbot, centre.mei)
    for verb in screen.verbs():
        verb.run()
    assert navigator.went == [("evaluate", {"interaction_id": "i0"}), ("evaluate", {"page": "disputes", "which": "to_answer"})]
    assert "Who is working here?" in texts(screen)


def test_what_the_plan_owes_this_week_stands_there_and_leads_to_it(
    context: Context, centre: object, navigator: object, qtbot: QtBot
) -> None:
    screen = a_screen(context, qtbot, centre.mei)
    assert "Report's plan" not in texts(screen)
    scope = ReportScope(date(2024, 5, 1), date(2024, 5, 31))
    item = add_plan_item(context.workspace, scope, PlanDraft("Reply <b>first</b>", "Bo", date(2024, 5, 30)))
    context.changes.announce(Kind.PLAN)
    screen.refresh()
    lines = part(screen, "Report's plan")
    assert [(line.title, line.note, line.end, line.meaning) for line in lines.lines] == [
        ("Reply <b>first</b>", "Bo", "2 days overdue", "bad")
    ]
    qtbot.waitUntil(lambda: "Report's plan: due this week" in texts(screen))
    lines.findChildren(PressArea)[0].click()
    assert navigator.went == [("report", {"plan_item": item.id})]
    settle_plan_item(context.workspace, item.id)
    screen.refresh()
    qtbot.waitUntil(lambda: "Report's plan" not in texts(screen))
