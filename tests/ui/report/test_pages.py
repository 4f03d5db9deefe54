"""Each page on a small centre: it fills, its marks filter and open their records, and it says what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from qa_desk.ui.report.pages import PAGES
from qa_desk.ui.report.question import MarkKey, added, filter_of, filter_of_days, narrowed
from qa_desk.ui.report.view import ReportScreen
from qa_desk.ui.widgets.charts.chart import Chart
from qa_desk.ui.widgets.charts.heatmap import Heatmap
from qa_desk.ui.widgets.charts.marked import Marked
from qa_desk.workspace.settings import set_settings
from tests.coaching_centre import build_centre
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator

MADE_OF_FACTS = [key for key, _page in PAGES if key not in ("overview", "qa")]


@pytest.fixture
def busy(workspace: Workspace) -> None:
    """Three months of tickets, calls and answers of twelve agents; one of them satisfies nobody."""
    names = [f"Agent {number:02d}" for number in range(12)]
    for name in names:
        join_team(workspace, name, "Billing" if name < "Agent 06" else "Sales", "2024-01-01")
    set_settings(workspace, {"as_of": "2024-09-01T23:59"})
    tickets, calls, answers = [], [], []
    for number in range(780):
        at, agent = MONDAY + number % 91 * DAY + (8 + number % 11) * 3_600, names[number % 12]
        more = {"assignee": agent, "reason": ("Refund", "Invoice", "Return")[number % 3], "channel": "email", "team": "Desk"}
        solved = {} if number % 40 == 0 else {"reply": 600 * (1 + number % 20), "solve": 9_000}
        tickets.append(a_ticket(f"T{number}", at, **more, **solved))
        calls.append(a_call(f"C{number}", at + 60, agent=agent, queue=("A", "B")[number % 2], wait_s=number % 40))
        score = 1 if agent == "Agent 03" else 5 if number % 5 else 2
        answers.append(
            {"response_id": f"S{number}", "type": "csat", "score": score, "scale_min": 1, "scale_max": 5, "sent_at": at,
             "responded_at": at + 9_000, "ticket_id": f"T{number}", "agent": agent,
             "comment": None if number % 9 else "as it was"}
        )  # fmt: skip
    store(workspace, "tickets", tickets)
    store(workspace, "calls", calls)
    store(workspace, "surveys", answers)


def take_apart(screen: QWidget) -> None:
    """What the workbench does when its window closes."""
    for chart in screen.findChildren(Chart):
        chart.shut()


def opened(context: Context, qtbot: QtBot, page: str) -> ReportScreen:
    screen = ReportScreen(context)
    qtbot.addWidget(screen, before_close_func=take_apart)
    screen.resize(1200, 800)
    screen.show()
    screen.show_page(page)
    settle(context)
    return screen


def settle(context: Context) -> None:
    while context.jobs.running:
        assert context.jobs.wait_all()


def charts(screen: ReportScreen) -> list[Marked]:
    return [chart for chart in screen.page.findChildren(Marked) if chart.isVisible() and chart.marks]


@pytest.mark.parametrize("page", MADE_OF_FACTS)
def test_every_mark_has_words_and_records(context: Context, busy: None, qtbot: QtBot, page: str) -> None:
    screen = opened(context, qtbot, page)
    assert screen.page.stage.state == "content"
    assert charts(screen)
    for chart in charts(screen):
        assert chart.accessibleName()
        assert chart.accessibleDescription()
        assert all(mark.text and isinstance(mark.key, MarkKey) for mark in chart.marks)
        chart.drilled.emit(chart.marks[-1].key)
        settle(context)
        assert screen.page.rows.isVisible()
        screen.page.rows.close_rows()
    screen.grab()


@pytest.mark.parametrize("theme_name", ["light", "dark"])
@pytest.mark.parametrize("page", MADE_OF_FACTS)
def test_every_page_paints_at_any_width(context: Context, busy: None, qtbot: QtBot, page: str, theme_name: str) -> None:
    context.theme.choose(theme_name)
    screen = opened(context, qtbot, page)
    for width in (700, 1700):
        screen.resize(width, 700)
        assert not screen.grab().isNull()


def test_a_click_on_a_cell_filters_everything_and_a_chip_takes_it_away(context: Context, busy: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot, "inflow")
    (heatmap,) = screen.page.findChildren(Heatmap)
    number = next(n for n, mark in enumerate(heatmap.marks) if "0 on" not in mark.text and n % 24 == 10)
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=heatmap.marks[number].area.center().toPoint())
    settle(context)
    assert [one.dimension for one in screen.presenter.selection.filters] == ["weekday", "hour"]
    rows = screen.page.rows
    assert rows.isVisible()
    assert rows.table is not None
    assert rows.table.model.total > 0
    assert len(screen.chips.chips) == 3  # two filters, and all at once
    qtbot.mouseClick(screen.chips.chips[0], Qt.MouseButton.LeftButton)
    settle(context)
    assert [one.dimension for one in screen.presenter.selection.filters] == ["hour"]
    assert not screen.page.rows.isVisible()
    screen.show_page("drivers")
    settle(context)
    assert "n = " in screen.page.card._note.text()  # type: ignore[attr-defined]


def test_the_heatmap_is_walked_in_two_directions_and_enter_opens_a_cell(context: Context, busy: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot, "inflow")
    (heatmap,) = screen.page.findChildren(Heatmap)
    heatmap.setFocus()
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Right] * 10, Qt.Key.Key_Down):
        qtbot.keyClick(heatmap, key)
    assert heatmap.mark_at_keyboard() is heatmap.marks[24 + 10]
    qtbot.keyClick(heatmap, Qt.Key.Key_Return)
    settle(context)
    assert screen.page.rows.isVisible()
    assert screen.presenter.selection.filters == ()


def test_the_agent_who_satisfies_nobody_stands_out_and_nobody_else(context: Context, busy: None, qtbot: QtBot) -> None:
    from qa_desk.ui.report.variation import VariationPage

    screen = opened(context, qtbot, "variation")
    page = screen.page
    assert isinstance(page, VariationPage)
    assert page.funnel_said.text() == "1 of 12 groups stands out: Agent 03."
    page.kpi.setCurrentIndex(page.kpi.findData("average_handle_time"))
    page.ask_again()
    settle(context)
    assert "No group" in page.funnel_said.text()


def test_a_page_without_its_facts_names_them_and_leads_to_the_import(
    context: Context, workspace: Workspace, navigator: RecordingNavigator, qtbot: QtBot
) -> None:
    store(workspace, "tickets", [a_ticket("T1", reply=60, solve=90)])
    screen = opened(context, qtbot, "queues")
    assert screen.page.stage.state == "said"
    screen.page._go_to_data()
    assert navigator.went == [("data", {})]


def test_a_filter_that_a_page_does_not_know_is_said(context: Context, busy: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot, "queues")
    screen.presenter.add_filters((filter_of("priority", "high"),))
    settle(context)
    assert screen.page.stage.state == "said"


def test_qa_against_kpis_keeps_agents_and_contacts_apart(context: Context, workspace: Workspace, qtbot: QtBot) -> None:
    from qa_desk.ui.report.quality import QualityPage

    build_centre(workspace)
    screen = opened(context, qtbot, "qa")
    page = screen.page
    assert isinstance(page, QualityPage)
    assert page.stage.state == "content"
    assert "10 agents" in page.said.text()  # there are nine
    page.level.choose(1)
    settle(context)
    assert page.stage.state == "content"


def test_filters_keep_one_value_a_dimension_and_days_narrow_the_span() -> None:
    from datetime import date

    from qa_desk.domain.periods import Span

    first, second = filter_of("hour", "9"), filter_of("hour", "10")
    assert added((first,), (second,)) == (second,)
    span = Span(date(2024, 6, 3), date(2024, 6, 16))
    week: tuple[date, date] = date(2024, 6, 10), date(2024, 6, 23)
    assert narrowed(span, (filter_of_days(*week, "a week"),)) == Span(date(2024, 6, 10), date(2024, 6, 16))
