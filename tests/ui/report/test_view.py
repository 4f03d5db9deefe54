from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from qa_desk.services import kpis as kpi_service
from qa_desk.ui.report.overview import OverviewPage
from qa_desk.ui.report.pages import PAGES
from qa_desk.ui.report.question import filter_of
from qa_desk.ui.report.view import ReportScreen
from qa_desk.ui.widgets.charts.chart import Chart
from qa_desk.ui.widgets.table import DataTable
from qa_desk.workspace.settings import set_settings
from tests.kpi_centre import DAY, MONDAY, a_call, a_ticket, join_team, store

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qa_desk.ui.screen import Context
    from qa_desk.ui.widgets.tile import Tile
    from qa_desk.workspace.workspace import Workspace
    from tests.ui.conftest import RecordingNavigator


@pytest.fixture
def filled(workspace: Workspace) -> None:
    join_team(workspace, "Ana", "Billing", "2024-01-01")
    join_team(workspace, "Bo", "Sales", "2024-01-01")
    set_settings(workspace, {"as_of": "2024-06-16T23:59"})
    calls = [
        a_call(
            f"{week}-{number}",
            MONDAY + week * 7 * DAY + number * 600,
            agent=("Ana", "Bo")[number % 2],
            wait_s=number * (week + 1),
        )
        for week in (0, 1)
        for number in range(20)
    ]
    store(workspace, "calls", calls)
    store(workspace, "tickets", [a_ticket(f"T{n}", MONDAY + n * DAY, channel="chat", reply=600, solve=900) for n in range(12)])


def take_apart(screen: QWidget) -> None:
    """What the workbench does when its window closes."""
    for chart in screen.findChildren(Chart):
        chart.shut()


def opened(context: Context, qtbot: QtBot) -> ReportScreen:
    screen = ReportScreen(context)
    qtbot.addWidget(screen, before_close_func=take_apart)
    screen.resize(1200, 800)
    screen.show()
    settle(context)
    return screen


def settle(context: Context) -> None:
    while context.jobs.running:
        assert context.jobs.wait_all()


def overview(screen: ReportScreen) -> OverviewPage:
    page = screen.page
    assert isinstance(page, OverviewPage)
    return page


def tiles(screen: ReportScreen) -> dict[str, Tile]:
    return {str(tile.figure.key): tile for tile in overview(screen).tiles if tile.figure and not tile.isHidden()}


def table(screen: ReportScreen) -> DataTable:
    current = overview(screen).tables.currentWidget()
    assert isinstance(current, DataTable)
    return current


def test_tiles_show_what_can_be_had_and_name_what_cannot(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    shown = tiles(screen)
    assert {"ticket_volume", "first_response_time", "average_handle_time"} <= shown.keys()
    assert "qa_score" not in shown
    assert "needs: evaluations" in overview(screen).absent.text()
    figure = shown["average_handle_time"].figure
    assert figure is not None
    assert (figure.value, figure.n) == ("2 min 00 s", 40)
    assert len(figure.trend) > 1


def test_nothing_is_computed_on_the_thread_of_the_window(
    context: Context, filled: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads = []
    real = kpi_service.figures

    def noted(*arguments: object) -> object:
        threads.append(threading.current_thread())
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kpi_service, "figures", noted)
    screen = opened(context, qtbot)
    for key, _page in PAGES:
        screen.show_page(key)
        settle(context)
    assert len(threads) > len(PAGES)
    assert threading.main_thread() not in threads


def test_a_tile_leads_to_its_records_which_copy_into_a_spreadsheet(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    tiles(screen)["average_handle_time"].pressed.emit("average_handle_time")
    settle(context)
    assert table(screen).model.total == 40
    screen.verbs()[0].run()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 41
    assert copied[0].split("\t")[0] == "Record"
    assert "2 min 00 s" in copied[1]


def test_a_team_narrows_everything(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen.team.setCurrentIndex(screen.team.findData("Sales"))
    screen.team.activated.emit(screen.team.currentIndex())
    settle(context)
    figure = tiles(screen)["average_handle_time"].figure
    assert figure is not None
    assert figure.n == 20


def test_one_arrives_at_a_figure_of_the_whole_centre(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen.presenter.choose(team="Billing", filters=(filter_of("hour", "0"),))
    settle(context)
    screen.arrive(kpi="average_speed_of_answer", period="weeks4")
    settle(context)
    selection = screen.presenter.selection
    assert (selection.period, selection.team, selection.filters) == ("weeks4", None, ())
    assert overview(screen).presenter.look.kpi == "average_speed_of_answer"
    assert screen.period.currentData() == "weeks4"
    assert screen.chips.chips == []
    screen.arrive()
    assert screen.presenter.selection == selection
    assert not context.jobs.running


def test_a_group_and_a_point_of_the_trend_narrow_the_records(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    page = overview(screen)
    page.choose_kpi("average_handle_time")
    settle(context)
    assert page.detail is not None
    ana = next(figure for figure in page.detail.groups if figure.group["agent"] == "Ana")
    page.choose_group(ana)
    settle(context)
    assert table(screen).model.total == 20
    page.choose_point(date(2024, 6, 3))
    settle(context)
    assert 0 < table(screen).model.total < 40


def test_by_team_there_is_a_row_a_team_and_hours_stand_in_their_order(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    page = overview(screen)
    page.choose_kpi("average_handle_time")
    page.tabs.choose(0)
    settle(context)
    for dimension in ("team", "hour"):
        page.by.setCurrentIndex(page.by.findData(dimension))
        page.by.activated.emit(page.by.currentIndex())
        settle(context)
        rows = table(screen).copied().splitlines()
        assert len(rows) > 2
        assert rows[1:] == sorted(rows[1:])
    assert rows[1].startswith("00:00–01:00")


def test_the_report_is_filtered_by_a_group_of_the_table(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    page = overview(screen)
    page.choose_kpi("average_handle_time")
    page.tabs.choose(0)
    settle(context)
    table(screen).view.selectRow(0)
    page._filter_by_group()
    settle(context)
    assert [chip.text() for chip in screen.chips.chips] == ["Agent: Ana  ✕"]
    figure = tiles(screen)["average_handle_time"].figure
    assert figure is not None
    assert figure.n == 20


def test_an_empty_workspace_says_what_to_do(context: Context, navigator: RecordingNavigator, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    assert screen.stage.state == "said"
    screen._go_to_data()
    assert navigator.went == [("data", {})]


def test_a_failure_is_said_and_can_be_tried_again(
    context: Context, filled: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_desk.domain.errors import EnvironmentFailure

    def fail(*_arguments: object) -> None:
        raise EnvironmentFailure("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(kpi_service, "scopes", fail)
        screen = opened(context, qtbot)
        assert screen.stage.state == "said"
    screen.refresh()
    settle(context)
    assert screen.stage.state == "content"


def test_a_page_that_fails_says_so_and_the_others_go_on(
    context: Context, filled: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_desk.domain.errors import EnvironmentFailure
    from qa_desk.ui.report import inflow

    def fail(*_arguments: object) -> None:
        raise EnvironmentFailure("the disk is full")

    screen = opened(context, qtbot)
    with monkeypatch.context() as broken:
        broken.setattr(inflow, "read_inflow", fail)
        screen.show_page("inflow")
        settle(context)
        assert screen.page.stage.state == "said"
    screen.page.ask_again()
    settle(context)
    assert screen.page.stage.state == "content"


def test_a_period_without_anything_offers_everything(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    screen.presenter.choose(channel="fax")
    settle(context)
    assert screen.page.stage.state == "said"
    screen.show_all()
    settle(context)
    assert screen.page.stage.state == "content"


def test_a_newer_question_silences_the_older_one(context: Context, filled: None, qtbot: QtBot) -> None:
    screen = opened(context, qtbot)
    shown: list[object] = []
    screen.presenter.asked.connect(shown.append)
    screen.presenter.choose(period="weeks4")
    screen.presenter.choose(period="all")
    settle(context)
    assert len(shown) == 1
    assert screen.header.title == "Report"
